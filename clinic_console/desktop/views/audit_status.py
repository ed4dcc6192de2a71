"""The line below the log: how far it is sealed, and a file that is being written."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.audit import Audit, Chain, Export
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided

LATE_MS: Final = 120_000
"""The sealer takes seconds: what waits so long waits for a reason."""


class AuditStatus(QWidget):
    """``stopped`` says that the user wants the file no more, or has read what became of it."""

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("statusRow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._late: bool | None = None
        self._said: tuple[str, str] = ("", "")
        self.mark, self.chain, self.file = QLabel(self), Elided(self), Elided(self)
        self.stop = QPushButton(self)
        self.stop.setProperty("small", "true")
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(5), theme.px(14), theme.px(5))
        row.setSpacing(theme.px(8))
        row.addWidget(self.mark)
        row.addWidget(self.chain, 1)
        row.addWidget(self.file, 1)
        row.addWidget(self.stop)
        self.setMinimumHeight(theme.px(36))
        self.file.hide()
        self.stop.hide()

    def frame(self, audit: Audit, zone: str, now: int, clinic: str = "") -> None:
        """Say how far the log is sealed and the file is written, and of which clinic the times are, if of several."""
        chain = audit.chain
        times = QCoreApplication.translate("Audit", "Times of %1").replace("%1", clinic) if clinic else ""
        sealed = chain_text(chain, zone, now) if chain is not None else ""
        if chain is None and audit.chain_problem is not None:
            sealed = QCoreApplication.translate("Audit", "How far it is sealed is not known")
        self.chain.say(" · ".join(filter(None, (sealed, times))))
        late = chain is not None and is_late(chain, now)
        if late is not self._late:
            self._late = late
            self.chain.setProperty("tone", "notice" if late else "secondary")
            self.chain.style().unpolish(self.chain)
            self.chain.style().polish(self.chain)
            self.set_theme(self._theme)
        self._say_file(audit.export)

    def set_theme(self, theme: Theme) -> None:
        """Draw the mark anew."""
        self._theme = theme
        colour = theme.colour("notice.text" if self._late else "text.muted")
        icon = "notice" if self._late else "lock"
        self.mark.setPixmap(theme.pixmap(icon, colour, theme.size("icon", "inline"), self.devicePixelRatioF()))

    def _say_file(self, export: Export | None) -> None:
        text, button = ("", "") if export is None else (file_text(export), _button_text(export))
        if (text, button) == self._said:
            return
        before, self._said = self._said, (text, button)
        self.file.say(text)
        self.file.setVisible(bool(text))
        self.stop.setText(button)
        self.stop.setVisible(bool(button))
        if export is not None and before[1] != button:
            announce(self, text)


def is_late(chain: Chain, now: int) -> bool:
    """Say whether something waits to be sealed for longer than it should."""
    return chain.oldest is not None and bool(now) and now - chain.oldest > LATE_MS


def chain_text(chain: Chain, zone: str, now: int) -> str:
    """Say how far the log is sealed, and what waits."""
    number = QLocale().toString
    sealed = QCoreApplication.translate("Audit", "Sealed up to %1").replace("%1", number(chain.seq))
    waits = QCoreApplication.translate("Audit", "%1 waiting").replace("%1", number(chain.waiting))
    if is_late(chain, now) and chain.oldest is not None:
        since = QCoreApplication.translate("Audit", "%1 waiting since %2")
        waits = since.replace("%2", clock_text(chain.oldest, zone)).replace("%1", number(chain.waiting))
    return f"{sealed} · {waits}"


def file_text(export: Export) -> str:
    """Say what has become of a file so far."""
    name = PurePath(export.path).name
    if export.problem is not None:
        said = QCoreApplication.translate("Audit", "%1 was not written.").replace("%1", name)
        return sentences(said, words(export.problem), advice(export.problem))
    if export.done:
        said = QCoreApplication.translate("Audit", "%1 is written: %2 events.")
        if export.cut:
            said = QCoreApplication.translate(
                "Audit", "%1 is written: the newest %2 events, older ones have no room."
            )
        return said.replace("%2", QLocale().toString(export.rows)).replace("%1", name)
    writing = QCoreApplication.translate("Audit", "Writing %1: %2")
    return writing.replace("%2", QLocale().formattedDataSize(export.size, 1)).replace("%1", name)


def _button_text(export: Export) -> str:
    if export.running:
        return QCoreApplication.translate("Audit", "Cancel")
    return QCoreApplication.translate("Audit", "OK")
