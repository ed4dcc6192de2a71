"""The strip at the top of every screen that watches a ward: its height is always reserved."""

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.bridge import sentences, words
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.times import age_text, seconds_text
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided

MAX_NAMED = 6


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
        for left in range(-high, self.width(), step):
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
        self.title, self.age, self.text, self.retry = QLabel(self), QLabel(self), Elided(self), QLabel(self)
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
        self._announced = False
        self.calm("")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.hatch.theme = theme
        self.hatch.update()

    def show_scene(self, connection: Connection, scene: Scene, alarms: list[str]) -> None:
        """Say what holds now: nothing is live, or which beds' monitors give an alarm of their own."""
        if not scene.monitored:
            self.not_monitored(connection, scene.moment, scene.zone, reason_of(connection))
            return
        if not alarms:
            self.calm(
                QCoreApplication.translate(
                    "Strip", "No monitor gives an alarm. This console does not judge limits itself yet."
                )
            )
            return
        names = ", ".join(alarms[:MAX_NAMED]) + (" …" if len(alarms) > MAX_NAMED else "")
        text = QCoreApplication.translate("Strip", "Bedside monitor alarm: bed %1")
        if len(alarms) > 1:
            text = QCoreApplication.translate("Strip", "Bedside monitor alarms: beds %1")
        self.calm(text.replace("%1", names), strong=True)

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
        # What to do comes first: in a narrow window the rest is cut.
        watch = QCoreApplication.translate("Strip", "Watch the bedside monitors.")
        old = QCoreApplication.translate("Strip", "All numbers below are old.")
        self._say(sentences(watch, reason, since, old))
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
            self.text.say(text)
            self.setAccessibleName(f"{self.title.text()} {text}".strip() if self._alert else text)
        if self._alert and not self._announced:
            # Once, at once: whoever does not look here has to know, and not again with every second.
            self._announced = True
            announce(self, self.accessibleName(), urgent=True)

    def _turn(self, *, alert: bool) -> None:
        if alert == self._alert:
            return
        self._alert, self._announced = alert, False
        for part in (self.hatch, self.title, self.age, self.retry, self.button):
            part.setVisible(alert)
        self.setProperty("alert", alert)
        self._layout.setContentsMargins(0 if alert else self._margin, 0, self._margin, 0)
        widgets: tuple[QWidget, ...] = (self, self.title, self.age, self.text, self.retry, self.button)
        for widget in widgets:
            _dress(widget)


def reason_of(connection: Connection) -> str:
    """Return why the hub cannot be heard, where that says more than that it is away."""
    problem = connection.problem
    if problem is None or problem.code.startswith("unavailable"):
        return ""
    return QCoreApplication.translate("Strip", "%1.").replace("%1", words(problem).rstrip(".。"))


def _dress(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
