"""The strip at the top of every screen that watches a ward: its height is always reserved."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.bridge import sentences, words
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.times import age_text, seconds_text
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.plain import plain_tip

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


class Wording(NamedTuple):
    """One way to say a thing, and whether there is to be room beside it for the next try and for the bars."""

    text: str
    retry: bool = False
    hatch: bool = True


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
        self._wordings: tuple[Wording, ...] = ()
        self.calm("")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.hatch.theme = theme
        self.hatch.update()

    def show_scene(
        self, connection: Connection, scene: Scene, alarms: list[str], list_age: float | None = None
    ) -> None:
        """Say what holds now: nothing is live, whose monitors give an alarm of their own, who may lie elsewhere.

        ``list_age`` is how old the bed list is in seconds, where it should have been renewed by now.
        """
        if not scene.monitored:
            self.not_monitored(connection, scene.moment, scene.zone, reason_of(connection))
            return
        ringing, late = alarms_text(alarms), [] if list_age is None else late_texts(list_age)
        if ringing:
            self._calm("strong", *(sentences(_ended(ringing), text) for text in late), ringing)
        elif late:
            self._calm("notice", *late)
        else:
            self.calm(
                QCoreApplication.translate(
                    "Strip", "No monitor gives an alarm. This console does not judge limits itself yet."
                )
            )

    def calm(self, text: str) -> None:
        """Say something that is no alert."""
        self._calm("muted", text)

    def not_monitored(self, connection: Connection, moment: Moment, zone: str, reason: str) -> None:
        """Say that nothing is live, since when, and when the next try comes."""
        self._turn(alert=True)
        self.button.show()
        self.title.setText(QCoreApplication.translate("Strip", "NOT MONITORED"))
        self.age.setText(age_text(round(connection.silence(moment.mono) * 1_000)))
        since = (
            QCoreApplication.translate("Strip", "No word from the hub since %1.").replace(
                "%1", seconds_text(connection.word_hub, zone)
            )
            if connection.word_hub
            else QCoreApplication.translate("Strip", "No word from the hub.")
        )
        watch = QCoreApplication.translate("Strip", "Watch the bedside monitors.")
        old = QCoreApplication.translate("Strip", "All numbers below are old.")
        wait = None if connection.retry_at is None else connection.retry_at - moment.mono
        if wait is not None:
            seconds = str(max(0, round(wait)))
            self.retry.setText(QCoreApplication.translate("Strip", "Trying again in %1 s").replace("%1", seconds))
        whole, known = sentences(watch, reason, since, old), sentences(watch, reason, since)
        self._offer(
            Wording(whole, retry=wait is not None),
            Wording(known, retry=wait is not None),
            *(Wording(text) for text in (known, sentences(watch, reason), watch)),
            Wording(watch, hatch=False),
        )

    def ended(self) -> None:
        """Say that nothing is watched because the session has ended."""
        self._warn(
            QCoreApplication.translate("Strip", "Your session has ended. Watch the bedside monitors; sign in again.")
        )

    def broken(self) -> None:
        """Say that what stands on the screen is not kept up any more."""
        self._warn(
            QCoreApplication.translate(
                "Strip", "Watch the bedside monitors. This screen is broken: restart the console."
            )
        )

    def _warn(self, text: str) -> None:
        """Say that nothing is live where trying again does not help."""
        self._turn(alert=True)
        self.title.setText(QCoreApplication.translate("Strip", "NOT MONITORED"))
        self.age.setText("")
        self.button.hide()
        watch = QCoreApplication.translate("Strip", "Watch the bedside monitors.")
        self._offer(Wording(text), Wording(watch), Wording(watch, hatch=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _calm(self, tone: str, *texts: str) -> None:
        self._turn(alert=False)
        if self.text.property("tone") != tone:
            self.text.setProperty("tone", tone)
            _dress(self.text)
        self._offer(*(Wording(text) for text in texts))

    def _offer(self, *wordings: Wording) -> None:
        """Say one thing, in the first of these wordings for which there is room; readers hear the first."""
        if wordings != self._wordings:
            self._wordings = wordings
            text = wordings[0].text
            self.setAccessibleName(f"{self.title.text()} {text}".strip() if self._alert else text)
        self._fit()
        if self._alert and not self._announced:
            # Once, at once: whoever does not look here has to know, and not again with every second.
            self._announced = True
            announce(self, self.accessibleName(), urgent=True)

    def _fit(self) -> None:
        if not self._wordings:
            return
        wording = next((each for each in self._wordings if self._has_room(each)), self._wordings[-1])
        if self._alert:
            self.retry.setVisible(wording.retry)
            self.hatch.setVisible(wording.hatch)
            self._layout.setContentsMargins(0 if wording.hatch else self._margin, 0, self._margin, 0)
        self.text.say(wording.text)
        self.text.setToolTip(plain_tip(self._wordings[0].text))

    def _has_room(self, wording: Wording) -> bool:
        taken = self._margin if self._alert and wording.hatch else 2 * self._margin
        if self._alert:
            parts: list[QWidget] = [self.title, *([self.age] if self.age.text() else [])]
            parts += [] if self.button.isHidden() else [self.button]
            parts += [self.retry] if wording.retry else []
            taken += sum(part.sizeHint().width() for part in parts) + self._layout.spacing() * (len(parts) + 1)
            taken += self.hatch.width() + self._layout.spacing() if wording.hatch else 0
        self.text.ensurePolished()
        return self.text.fontMetrics().horizontalAdvance(wording.text) <= self.width() - taken

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


def alarms_text(beds: list[str]) -> str:
    """Return in words whose monitors give an alarm of their own; nothing where none does."""
    if not beds:
        return ""
    text = QCoreApplication.translate("Strip", "Bedside monitor alarm: bed %1")
    if len(beds) > 1:
        text = QCoreApplication.translate("Strip", "Bedside monitor alarms: beds %1")
    return text.replace("%1", ", ".join(beds[:MAX_NAMED]) + (" …" if len(beds) > MAX_NAMED else ""))


def late_texts(list_age: float) -> list[str]:
    """Return in words, and in fewer, that the bed list is so many seconds old and may be wrong."""
    texts = (
        QCoreApplication.translate(
            "Strip", "Who lies in which bed may have changed: the list is %1 old. Check names at the bedside."
        ),
        QCoreApplication.translate("Strip", "Check names at the bedside: the list is %1 old."),
    )
    return [text.replace("%1", age_text(round(list_age * 1_000))) for text in texts]


def reason_of(connection: Connection) -> str:
    """Return why the hub cannot be heard, where that says more than that it is away."""
    problem = connection.problem
    if problem is None or problem.code.startswith("unavailable"):
        return ""
    return _ended(words(problem).rstrip(".。"))


def _ended(text: str) -> str:
    return QCoreApplication.translate("Strip", "%1.").replace("%1", text)


def _dress(widget: QWidget) -> None:
    """Make the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
