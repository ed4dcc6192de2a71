"""How far an import is: rows, pace and time left, what is in, what was there already, what was refused."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.state.imports import Import, Missed, Phase, Run
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.imports_words import state_text, trouble_texts

STEPS: Final = 1_000
MINUTE: Final = 60


class ImportProgress(QWidget):
    """The head of an import: a sentence, a bar, and three numbers."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notice = False
        translate = QCoreApplication.translate
        self.setObjectName("importProgress")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark, self.heading, self.pace, self.about = (QLabel(self) for _ in range(4))
        self.heading.setObjectName("importState")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Imports", "Progress of the import"))
        self.numbers = {
            "good": self._number(translate("Imports", "In")),
            "already": self._number(translate("Imports", "There already")),
            "bad": self._number(translate("Imports", "Refused")),
        }
        for label, tone in ((self.heading, "title"), (self.pace, "secondary"), (self.about, "muted")):
            label.setProperty("tone", tone)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()

    def show_import(self, one: Import | None, run: Run | None, about: str, missed: Missed | None = None) -> None:
        """Show an import; ``run`` if this console carries it on, ``about`` says of what it is, ``missed`` how many of
        all visits of its clinic were."""
        heading, notice = heading_text(one, run)
        before = self.heading.text()
        _say(self.heading, heading)
        _say(self.pace, missed_text(missed) if missed is not None else pace_text(one, run))
        _say(self.about, about)
        self.bar.setValue(round(STEPS * share_of(one, run)))
        self.bar.setVisible(run is not None and run.phase is not Phase.OVER)
        for name, label in self.numbers.items():
            _say(label, QLocale().toString(getattr(one, name)) if one is not None else "0")
        if notice is not self._notice:
            self._notice = notice
            self.set_theme(self._theme)
        self.mark.setVisible(notice)
        phase = heading.partition(":")[0]
        if before.partition(":")[0] != phase:
            announce(self.heading, heading)

    def set_theme(self, theme: Theme) -> None:
        """Draw the mark anew."""
        self._theme = theme
        size = theme.size("icon", "inline")
        self.mark.setPixmap(
            theme.pixmap("notice", theme.colour("notice.text"), size, self.devicePixelRatioF())
            if self._notice
            else theme.pixmap("check", theme.colour("text.secondary"), size, self.devicePixelRatioF())
        )

    def forget(self) -> None:
        """Keep nothing of a file."""
        for label in (self.heading, self.pace, self.about):
            label.setText("")

    def _number(self, name: str) -> QLabel:
        label = QLabel("0", self)
        label.setObjectName("importNumber")
        label.setAccessibleName(name)
        return label

    def _lay_out(self) -> None:
        px = self._theme.px
        heading = QHBoxLayout()
        heading.setSpacing(px(8))
        heading.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        heading.addWidget(self.heading, 1)
        words_ = QVBoxLayout()
        words_.setSpacing(px(6))
        words_.addLayout(heading)
        words_.addWidget(self.bar)
        words_.addWidget(self.pace)
        words_.addWidget(self.about)
        words_.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(14), px(14), px(14))
        row.setSpacing(px(28))
        row.addLayout(words_, 1)
        for label in self.numbers.values():
            column = QVBoxLayout()
            column.setSpacing(0)
            name = QLabel(label.accessibleName(), self)
            name.setProperty("tone", "muted")
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
            column.addWidget(name, 0, Qt.AlignmentFlag.AlignRight)
            column.addStretch(1)
            row.addLayout(column)


def share_of(one: Import | None, run: Run | None) -> float:
    """Return how much of an import is done, or how much of its file has been gone through."""
    if run is not None and run.phase in (Phase.READING, Phase.BEGINNING):
        return min(1.0, run.read / run.size) if run.size else 0.0
    return one.done / one.lines if one is not None and one.lines else 0.0


def heading_text(one: Import | None, run: Run | None) -> tuple[str, bool]:
    """Say how an import stands, and whether somebody has to do something about it."""
    translate = QCoreApplication.translate
    if run is None or run.phase is Phase.OVER:
        if one is None:
            return "", False
        waits = one.running
        return (translate("Imports", "Not finished: go on with the same file") if waits else _over(one)), waits
    if run.phase is Phase.STOPPED:
        return _stopped(run), True
    if run.ending:
        return translate("Imports", "Ending the import …"), False
    return {
        Phase.READING: translate("Imports", "Going through the file …"),
        Phase.BEGINNING: translate("Imports", "Beginning …"),
        Phase.SENDING: translate("Imports", "Importing …"),
        Phase.WAITING: translate("Imports", "Waiting for the hub … Nothing is lost, it goes on by itself."),
        Phase.PAUSED: translate("Imports", "Waiting until the console is unlocked"),
    }[run.phase], run.phase is Phase.WAITING


def _over(one: Import) -> str:
    translate = QCoreApplication.translate
    if one.state == "cancelled":
        said = translate("Imports", "Cancelled behind row %1 of %2: what is in stays in")
        number = QLocale().toString
        return said.replace("%2", number(one.lines)).replace("%1", number(one.done))
    if one.state != "finished":
        return state_text(one, here=False)
    return translate("Imports", "Finished: %Ln row(s) looked at", None, one.lines)


def _stopped(run: Run) -> str:
    if run.trouble is not None:
        return trouble_texts(run.trouble)[0]
    if run.problem is not None:
        return words(run.problem)
    return QCoreApplication.translate("Imports", "Stopped")


def pace_text(one: Import | None, run: Run | None) -> str:
    """Say how many rows are done, how fast, and how long it may still take; or what to do."""
    translate = QCoreApplication.translate
    locale = QLocale()
    if run is not None and run.phase is Phase.STOPPED:
        kept = translate("Imports", "What is in stays in.") if one is not None and one.good else ""
        if run.trouble is not None:
            return sentences(trouble_texts(run.trouble)[1], kept)
        return sentences(advice(run.problem), kept) if run.problem is not None else kept
    if run is not None and run.phase in (Phase.READING, Phase.BEGINNING):
        return translate("Imports", "Nothing is sent before all of it was gone through once.")
    if one is None or not one.running:
        return ""
    rows = translate("Imports", "%1 of %2 rows")
    parts = [rows.replace("%2", locale.toString(one.lines)).replace("%1", locale.toString(one.done))]
    if run is not None and run.phase is Phase.SENDING and run.rate:
        parts.append(translate("Imports", "%1 rows/s").replace("%1", locale.toString(round(run.rate))))
        parts.append(left_text(run.left or 0.0))
    return " · ".join(parts)


def missed_text(missed: Missed) -> str:
    """Say how many of a clinic's visits were missed, of those that were not cancelled."""
    translate = QCoreApplication.translate
    visits = missed.kept + missed.missed
    all_ = translate("Imports", "%Ln visit(s) of this clinic in all", None, visits)
    if missed.rate is None:
        return all_
    share = QLocale().toString(missed.rate * 100, "f", 2)
    said = translate("Imports", "%1, %2 % no-show", "how many visits, and the share of them that was missed")
    return said.replace("%2", share).replace("%1", all_)


def left_text(seconds: float) -> str:
    """Say how long something may still take."""
    if seconds < MINUTE:
        return QCoreApplication.translate("Imports", "less than a minute left")
    return QCoreApplication.translate("Imports", "about %n min left", None, round(seconds / MINUTE))


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        label.setVisible(bool(text))
