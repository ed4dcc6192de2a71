"""The frame around every screen: the strip at the top that is always reserved, and the bar below it."""

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.bridge import words
from clinic_console.desktop.charts.times import age_text, seconds_text
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection, Standing
from clinic_console.desktop.theme import LIGHT, Theme


class Hatch(QWidget):
    """Slanted bars: a second sign, besides words and colour, that nothing here is live."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFixedWidth(theme.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("bg.app"))
        high, step = self.height(), self.theme.px(20)
        for left in range(-high, self.width() - high, step):
            bar = [(left, high), (left + step / 2, high), (left + step / 2 + high, 0), (left + high, 0)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in bar]))
        painter.end()


class Strip(QWidget):
    """The top line of every screen of a station that watches a ward: NOT MONITORED, or what the monitors say.

    Its height is always reserved, so that no tile jumps when something has to be said.
    """

    try_now = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size("row", "alarmBar"))
        self.hatch = Hatch(theme, self)
        self.title, self.age, self.text, self.retry = QLabel(self), QLabel(self), QLabel(self), QLabel(self)
        self.title.setObjectName("stripTitle")
        self.age.setObjectName("stripTitle")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(QCoreApplication.translate("Strip", "Try now"), self)
        self.button.setAccessibleName(QCoreApplication.translate("Strip", "Try to connect now"))
        self.button.clicked.connect(self.try_now)
        self._margin = theme.px(12)
        self._layout = layout = QHBoxLayout(self)
        layout.setSpacing(theme.px(14))
        for widget in (self.hatch, self.title, self.age):
            layout.addWidget(widget)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.retry)
        layout.addWidget(self.button)
        self._alert: bool | None = None
        self.calm("")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.hatch.theme = theme
        self.hatch.update()

    def calm(self, text: str, *, strong: bool = False) -> None:
        """Say something that is no alert."""
        self._turn(alert=False)
        tone = "strong" if strong else "muted"
        if self.text.property("tone") != tone:
            self.text.setProperty("tone", tone)
            _dress(self.text)
        self._say(text)

    def not_monitored(self, connection: Connection, moment: Moment, zone: str, reason: str) -> None:
        """Say that nothing is live, since when, and when the next try comes."""
        self._turn(alert=True)
        self.title.setText(QCoreApplication.translate("Strip", "NOT MONITORED"))
        self.age.setText(age_text(round(connection.silence(moment.mono) * 1_000)))
        since = (
            QCoreApplication.translate("Strip", "No word from the hub since %1.").replace(
                "%1", seconds_text(connection.word_hub, zone)
            )
            if connection.word_hub
            else QCoreApplication.translate("Strip", "No word from the hub.")
        )
        advice = QCoreApplication.translate("Strip", "Watch the bedside monitors. All numbers below are old.")
        self._say(" ".join(part for part in (reason, since, advice) if part))
        wait = None if connection.retry_at is None else connection.retry_at - moment.mono
        self.retry.setVisible(wait is not None)
        if wait is not None:
            seconds = str(max(0, round(wait)))
            self.retry.setText(QCoreApplication.translate("Strip", "Trying again in %1 s").replace("%1", seconds))

    def ended(self) -> None:
        """Say that nothing is watched because the session has ended."""
        self._turn(alert=True)
        self.title.setText(QCoreApplication.translate("Strip", "NOT MONITORED"))
        self.age.setText("")
        self.retry.hide()
        self.button.hide()
        self._say(
            QCoreApplication.translate("Strip", "Your session has ended. Watch the bedside monitors; sign in again.")
        )

    def _say(self, text: str) -> None:
        if self.text.text() != text:
            self.text.setText(text)
            self.setAccessibleName(f"{self.title.text()} {text}".strip() if self._alert else text)

    def _turn(self, *, alert: bool) -> None:
        if alert == self._alert:
            return
        self._alert = alert
        for part in (self.hatch, self.title, self.age, self.retry, self.button):
            part.setVisible(alert)
        self.setProperty("alert", alert)
        self._layout.setContentsMargins(0 if alert else self._margin, 0, self._margin, 0)
        widgets: tuple[QWidget, ...] = (self, self.title, self.age, self.text, self.retry, self.button)
        for widget in widgets:
            _dress(widget)


class Mark(QWidget):
    """An icon and a word: what the connection is worth."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon, self._text = QLabel(self), QLabel(self)
        self._text.setProperty("tone", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self._said: tuple[str, str, str, str] | None = None

    def say(self, icon: str, path: str, text: str) -> None:
        """Show an icon in a colour, and a word."""
        said = (self.theme.name, icon, path, text)
        if said == self._said:
            return
        self._said = said
        size, ratio = self.theme.px(14), self.devicePixelRatioF()
        self._icon.setPixmap(self.theme.pixmap(icon, self.theme.colour(path), size, ratio))
        self._text.setText(text)
        self.setAccessibleName(QCoreApplication.translate("TopBar", "Connection: %1").replace("%1", text))


class TopBar(QWidget):
    """The screen's own context at the left; connection, time, user and the look at the right."""

    look_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, theme: Theme, context: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size("row", "topBar"))
        self._theme = theme
        self.mark = Mark(theme, self)
        self.clock, self.user, self.role = QLabel(self), QLabel(self), QLabel(self)
        self.clock.setProperty("tone", "clock")
        self.user.setProperty("tone", "strong")
        self.role.setProperty("tone", "muted")
        self.look, self.leave = _flat(self), _flat(self)
        self.look.clicked.connect(self.look_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(context, 1)
        for widget in (self.mark, self.clock, self.user, self.role, self.look, self.leave):
            layout.addWidget(widget)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = self.mark.theme = theme
        self.look.setIcon(theme.icon("moon" if theme.name == LIGHT else "sun"))
        self.leave.setIcon(theme.icon("sign-out"))
        dark = QCoreApplication.translate("TopBar", "Dark colours")
        light = QCoreApplication.translate("TopBar", "Light colours")
        _name(self.look, dark if theme.name == LIGHT else light)
        _name(self.leave, QCoreApplication.translate("TopBar", "Sign out"))

    def show_user(self, access: AccessState) -> None:
        """Say who is signed in, and in which role."""
        self.user.setText(access.user_name)
        roles = {
            "nurse": QCoreApplication.translate("roles", "Nurse"),
            "receptionist": QCoreApplication.translate("roles", "Receptionist"),
            "doctor": QCoreApplication.translate("roles", "Doctor"),
            "facility_manager": QCoreApplication.translate("roles", "Facility manager"),
            "administrator": QCoreApplication.translate("roles", "Administrator"),
            "auditor": QCoreApplication.translate("roles", "Auditor"),
        }
        names = dict.fromkeys(roles.get(clinic.role, clinic.role) for clinic in access.clinics)
        self.role.setText(", ".join(names))

    def show_connection(self, connection: Connection, moment: Moment, zone: str) -> None:
        """Say what the connection is worth, and the hub's time."""
        self.clock.setText(seconds_text(moment.hub, zone) if moment.hub else "")
        standing = connection.standing(moment.mono)
        if standing is Standing.NOT_MONITORED:
            self.mark.say("cross", "text.primary", QCoreApplication.translate("TopBar", "not monitored"))
        elif standing is Standing.CONNECTING:
            self.mark.say("ring", "text.secondary", QCoreApplication.translate("TopBar", "connecting"))
        elif standing is Standing.DELAYED:
            text = QCoreApplication.translate("TopBar", "delayed")
            seconds = max(connection.silence(moment.mono), connection.delay or 0.0)
            self.mark.say("notice", "notice.text", f"{text} {seconds:.0f} s" if seconds >= 1 else text)
        else:
            text = QCoreApplication.translate("TopBar", "live")
            if connection.delay is not None:
                text += f" {max(1, round(connection.delay * 1_000))} ms"
            if connection.just_resynced(moment.mono):
                text += " · " + QCoreApplication.translate("TopBar", "received anew")
            self.mark.say("dot", "live", text)


def _dress(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _flat(parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setProperty("kind", "flat")
    return button


def _name(button: QPushButton, text: str) -> None:
    button.setAccessibleName(text)
    button.setToolTip(text)


def reason_of(connection: Connection) -> str:
    """Return why the hub cannot be heard, where that says more than that it is away."""
    problem = connection.problem
    return "" if problem is None or problem.code.startswith("unavailable") else f"{words(problem).rstrip('.')}."
