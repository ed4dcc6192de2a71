"""What the watchdog puts over a console that has stopped: NOT MONITORED, since when, and what to do."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimeZone, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCloseEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import age_text, seconds_text
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.strip import Hatch

BAR_HEIGHT = 84
TEXT_WIDTH = 900


@dataclass(frozen=True, slots=True)
class Outage:
    """What is known of an outage: ``since`` in seconds since 1970, ``quiet`` the seconds its sound stays silenced.

    ``ended`` where the console is no more (else it hangs), ``over`` where it answers again, ``starting`` while
    another is being started, ``refused`` where that did not work.
    """

    wards: tuple[str, ...]
    seconds: int
    since: float
    ended: bool = False
    over: bool = False
    quiet: int = 0
    starting: bool = False
    refused: bool = False


class OutageWindow(QWidget):
    """Covers a screen, above all other windows, because frozen numbers under it still look alive."""

    pause_wanted = Signal()
    restart_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("outage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._area, self._small = theme, QRect(), False
        self.head, self.body = QWidget(self), QWidget(self)
        self.title, self.age, self.brief, self.reason, self.wards, self.note = (QLabel(self) for _ in range(6))
        self.silence, self.restart, self.leave, self.size_button = (QPushButton(self) for _ in range(4))
        self.silence.clicked.connect(self.pause_wanted)
        self.restart.clicked.connect(self.restart_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        self.size_button.clicked.connect(lambda: self.make_small(small=not self._small))
        self._lay_out()
        self.brief.hide()
        self._name_sizes()
        # No button has the focus at first: somebody may be typing just now. Tab never comes back to none of them.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def cover(self, screen: QScreen) -> None:
        """Show it over a whole screen."""
        self._area = screen.geometry()
        self.setScreen(screen)
        self.make_small(small=False)
        self.activateWindow()
        self.setFocus()

    def make_small(self, *, small: bool) -> None:
        """Take the top of the screen only, so that another program can be used, or cover all of it again."""
        self._small = small
        self.body.setVisible(not small)
        self.brief.setVisible(small)
        high = self.head.minimumHeight() if small else self._area.height()
        self.setGeometry(QRect(self._area.left(), self._area.top(), self._area.width(), high))
        self._name_sizes()
        self.show()

    def show_outage(self, outage: Outage) -> None:
        """Say what holds now; once it is over the wall must be seen, and only the top of the screen is taken."""
        if outage.over and not self._small:
            self.make_small(small=True)
        title = QCoreApplication.translate("Watchdog", "NOT MONITORED")
        if outage.over:
            title = QCoreApplication.translate("Watchdog", "Monitored again")
        if self._say(self.title, title):
            self.setWindowTitle(title)
            self.setAccessibleName(f"{title}. {_reason(outage)}")
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._say(self.age, "" if outage.over else age_text(outage.seconds * 1_000))
        self._say(self.brief, _reason(outage))
        self._say(self.reason, _reason(outage))
        self._say(self.wards, _wards(outage))
        self._say(self.note, _note(outage))
        self._say(self.silence, _silence(outage))
        self.silence.setAccessibleName(self.silence.text())
        for part in (self.age, self.silence, self.size_button, self.restart):
            part.setVisible(not outage.over)
        self.restart.setEnabled(not outage.starting)
        self.leave.setVisible(outage.ended and not outage.starting)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and its like do not take the warning away."""
        event.ignore()

    def _say(self, part: QLabel | QPushButton, text: str) -> bool:
        changed = part.text() != text
        if changed:
            part.setText(text)
        return changed

    def _name_sizes(self) -> None:
        text = (
            QCoreApplication.translate("Watchdog", "Cover the screen")
            if self._small
            else QCoreApplication.translate("Watchdog", "Make smaller")
        )
        self.size_button.setText(text)
        self.size_button.setAccessibleName(text)

    def _lay_out(self) -> None:
        self.restart.setText(QCoreApplication.translate("Watchdog", "Restart the console"))
        self.leave.setText(QCoreApplication.translate("Watchdog", "Close this warning"))
        for button in (self.restart, self.leave):
            button.setAccessibleName(button.text())
        self.restart.setProperty("kind", "primary")
        whole = QVBoxLayout(self)
        # A window without a frame has no hints for a frame.
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.body, 1)
        self._lay_out_head()
        self._lay_out_body()

    def _lay_out_head(self) -> None:
        px = self._theme.px
        self.head.setObjectName("outageHead")
        self.head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title.setObjectName("outageTitle")
        self.age.setObjectName("outageTitle")
        self.brief.setObjectName("outageBrief")
        self.brief.setWordWrap(True)
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, px(16), 0)
        head.setSpacing(px(18))
        self.head.setFixedHeight(px(BAR_HEIGHT))
        head.addWidget(Hatch(self._theme, self.head))
        head.addWidget(self.title)
        head.addWidget(self.age)
        head.addWidget(self.brief, 1)
        head.addStretch()
        head.addWidget(self.silence)
        head.addWidget(self.size_button)

    def _lay_out_body(self) -> None:
        px = self._theme.px
        self.reason.setObjectName("outageReason")
        for part in (self.wards, self.note):
            part.setObjectName("outageText")
        for part in (self.reason, self.wards, self.note):
            part.setWordWrap(True)
            part.setMaximumWidth(px(TEXT_WIDTH))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(12))
        buttons.addWidget(self.restart)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(px(14))
        column.addStretch(2)
        for part in (self.reason, self.wards, self.note):
            column.addWidget(part)
        column.addSpacing(px(10))
        column.addLayout(buttons)
        column.addStretch(3)
        across = QHBoxLayout(self.body)
        across.addStretch(1)
        across.addLayout(column, 8)
        across.addStretch(1)


def _reason(outage: Outage) -> str:
    if outage.over:
        text = QCoreApplication.translate("Watchdog", "Clinic Console answers again. It was not monitored for %1.")
        return text.replace("%1", age_text(outage.seconds * 1_000))
    what = QCoreApplication.translate("Watchdog", "Clinic Console has stopped responding.")
    if outage.ended:
        what = QCoreApplication.translate("Watchdog", "Clinic Console has ended unexpectedly.")
    return f"{what}\n{QCoreApplication.translate('Watchdog', 'Watch the bedside monitors.')}"


def _wards(outage: Outage) -> str:
    since = seconds_text(round(outage.since * 1_000), bytes(QTimeZone.systemTimeZoneId().data()).decode())
    text = QCoreApplication.translate("Watchdog", "Last monitored at %1: %2")
    # In one pass: a ward's name may hold a percent sign.
    before, _, after = text.partition("%1")
    return before + since + after.replace("%2", " · ".join(outage.wards))


def _note(outage: Outage) -> str:
    if outage.starting:
        return QCoreApplication.translate("Watchdog", "Starting the console …")
    if outage.refused:
        return QCoreApplication.translate("Watchdog", "The console could not be started. Tell your administrator.")
    if outage.ended:
        return QCoreApplication.translate("Watchdog", "No alarm of these wards reaches this PC.")
    return QCoreApplication.translate(
        "Watchdog", "All numbers under this warning are old, and no alarm reaches this PC."
    )


def _silence(outage: Outage) -> str:
    if not outage.quiet:
        return QCoreApplication.translate("Watchdog", "Silence 2:00")
    text = QCoreApplication.translate("Watchdog", "Silent for %1")
    return text.replace("%1", age_text(outage.quiet * 1_000))
