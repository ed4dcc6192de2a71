"""What stands beside a bed's trend: its monitor, the monitor's own alarms, and measurements by cuff."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.numbers import decimal_text
from clinic_console.desktop.charts.spots import number_text
from clinic_console.desktop.charts.times import age_text, clock_text, day_number, day_text, seconds_text
from clinic_console.desktop.charts.trends_picture import Cuff
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.domain.devices import ALARM_OFFSET_MS
from clinic_console.domain.readings import FRESH_MS

CUFFS: Final = 8
_SMALL_OFFSET_MS: Final = 2_000
_MARKS: Final = {"high": "!!!", "medium": "!!", "low": "!"}
_RANK: Final = {"high": 0, "medium": 1, "low": 2}
MOST_ALARMS: Final = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card: what, and how it is; tone is plain, muted, strong or notice."""

    what: str
    how: str
    tone: str = "plain"


class Card(QFrame):
    """A title, a word beside it, and lines."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title, self._note = QLabel(title, self), QLabel(self)
        self._title.setProperty("tone", "strong")
        self._note.setProperty("tone", "muted")
        self._lines: tuple[Line, ...] | None = None
        self._labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(5))
        self._grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(9), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        layout.addLayout(self._grid)
        self.setAccessibleName(title)

    def show_lines(self, lines: tuple[Line, ...], note: str = "") -> None:
        """Take on lines; without any the card is not there."""
        _say(self._note, note)
        if lines == self._lines:
            return
        self._lines = lines
        self.setVisible(bool(lines))
        while len(self._labels) < len(lines):
            self._labels.append(self._row(len(self._labels)))
        for index, (what, how) in enumerate(self._labels):
            line = lines[index] if index < len(lines) else None
            for label in (what, how):
                label.setVisible(line is not None)
            _say(what, line.what if line is not None else "")
            _say(how, line.how if line is not None else "")
            if line is not None:
                _tone(how, line.tone)
        self.setAccessibleDescription("; ".join(f"{line.what} {line.how}".strip() for line in lines))

    def _row(self, index: int) -> tuple[QLabel, QLabel]:
        what, how = QLabel(self), QLabel(self)
        for label in (what, how):
            label.setTextFormat(Qt.TextFormat.PlainText)
        what.setProperty("tone", "muted")
        how.setWordWrap(True)
        how.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        how.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grid.addWidget(what, index, 0)
        self._grid.addWidget(how, index, 1)
        return what, how


class Column(QWidget):
    """The cards of a bed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bedColumn")
        self.alarms = Card(theme, QCoreApplication.translate("Trends", "Monitor's own alarms"), self)
        self.cuffs = Card(theme, QCoreApplication.translate("Trends", "Blood pressure by cuff"), self)
        self.monitor = Card(theme, QCoreApplication.translate("Trends", "Monitor"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(10), theme.px(10), theme.px(10))
        layout.setSpacing(theme.px(8))
        for card in (self.alarms, self.cuffs, self.monitor):
            layout.addWidget(card)
        layout.addStretch(1)

    def show_bed(self, bed: Bed, data: BedReadings | None, cuffs: list[Cuff], scene: Scene) -> None:
        """Take on what holds now."""
        age = data_age(data, scene)
        self.monitor.show_lines(monitor_lines(bed, data, scene), heard_text(age, scene))
        fresh = age is not None and age <= FRESH_MS and scene.monitored
        none = QCoreApplication.translate("Trends", "none") if fresh and data and not data.status.alarms else ""
        old = QCoreApplication.translate("Trends", "as of then") if data and data.status.alarms and not fresh else ""
        lines = alarm_lines(data, scene, fresh=fresh)
        self.alarms.show_lines(lines, none or old)
        self.alarms.setVisible(bool(lines) or bool(none))
        self.cuffs.show_lines(cuff_lines(cuffs, scene))

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        for card in (self.alarms, self.cuffs, self.monitor):
            card.show_lines(())


def data_age(data: BedReadings | None, scene: Scene) -> int | None:
    """Return how old a monitor's last word is, in ms; None where it never said anything."""
    return max(0, scene.moment.hub - data.received) if data is not None and data.received else None


def heard_text(age: int | None, scene: Scene) -> str:
    """Return when a monitor was heard last."""
    if age is None:
        return QCoreApplication.translate("Trends", "not heard")
    if age <= FRESH_MS and scene.monitored:
        return QCoreApplication.translate("Trends", "live")
    return QCoreApplication.translate("Trends", "silent %1").replace("%1", age_text(age))


def monitor_lines(bed: Bed, data: BedReadings | None, scene: Scene) -> tuple[Line, ...]:
    """Return what is to be said of a bed's monitor."""
    if bed.device is None:
        return (Line(QCoreApplication.translate("Trends", "No monitor stands at this bed"), ""),)
    lines = [Line(QCoreApplication.translate("Trends", "Model"), bed.model or "–")]
    if data is None:
        return tuple(lines)
    status = data.status
    if status.battery is not None or status.mains is not None:
        lines.append(_power(status.battery, mains=status.mains))
    lines.append(_clock(status.clock_offset))
    if data.received:
        what = QCoreApplication.translate("Trends", "Last word")
        lines.append(Line(what, seconds_text(data.received, scene.zone)))
    what = QCoreApplication.translate("Trends", "Recording")
    yes, no = QCoreApplication.translate("Trends", "on"), QCoreApplication.translate("Trends", "not recorded")
    lines.append(Line(what, yes) if data.recorded else Line(what, no, "notice"))
    if status.standby is not None:
        words = [status.standby.reason[:40]]
        if status.standby.until is not None:
            back = QCoreApplication.translate("Trends", "back at %1")
            words.append(back.replace("%1", clock_text(status.standby.until, scene.zone)))
        lines.append(Line(QCoreApplication.translate("Trends", "Standby"), " · ".join(filter(None, words)) or "–"))
    if status.audio_paused_until is not None and status.audio_paused_until > scene.moment.hub:
        left = age_text(status.audio_paused_until - scene.moment.hub)
        lines.append(Line(QCoreApplication.translate("Trends", "Its audio paused"), left))
    return tuple(lines)


def alarm_lines(data: BedReadings | None, scene: Scene, *, fresh: bool) -> tuple[Line, ...]:
    """Return the alarms that the monitor itself gives (or gave when it was heard last), the worst first."""
    if data is None:
        return ()
    alarms = sorted(data.status.alarms, key=lambda alarm: (_RANK.get(alarm.priority, 3), alarm.since))
    lines = []
    for alarm in alarms[:MOST_ALARMS]:
        words = (alarm.text or f"{alarm.parameter} {alarm.code}").strip()[:60]
        since = clock_text(alarm.since, scene.zone)
        tone = "strong" if fresh else "muted"
        lines.append(Line(since, f"{_MARKS.get(alarm.priority, '!')} {words}", tone))
    if len(alarms) > MOST_ALARMS:
        more = QCoreApplication.translate("Trends", "%n more", None, len(alarms) - MOST_ALARMS)
        lines.append(Line("", more, "muted"))
    return tuple(lines)


def cuff_lines(cuffs: list[Cuff], scene: Scene) -> tuple[Line, ...]:
    """Return measurements with their times, and their day where it is not today."""
    lines = []
    today = day_number(scene.moment.hub, scene.zone)
    for cuff in cuffs:
        time = clock_text(cuff.at, scene.zone)
        if day_number(cuff.at, scene.zone) != today:
            time = f"{day_text(cuff.at, scene.zone)}, {time}"
        text = f"{number_text('NIBP.sys', cuff.sys)}/{number_text('NIBP.dia', cuff.dia)}"
        text += f" ({number_text('NIBP.map', cuff.mean)})" if cuff.mean is not None else ""
        lines.append(Line(time, text, "plain"))
    return tuple(lines)


def _power(battery: float | None, *, mains: bool | None) -> Line:
    what = QCoreApplication.translate("Trends", "Power")
    words = [QCoreApplication.translate("Trends", "mains")] if mains else []
    if battery is not None:
        words.append(QCoreApplication.translate("Trends", "battery %1 %").replace("%1", decimal_text(battery, 0)))
    low = battery is not None and battery < 20 and not mains
    return Line(
        what, " · ".join(words) or QCoreApplication.translate("Trends", "battery"), "notice" if low else "plain"
    )


def _clock(offset: int) -> Line:
    what = QCoreApplication.translate("Trends", "Its clock")
    if abs(offset) < _SMALL_OFFSET_MS:
        return Line(what, QCoreApplication.translate("Trends", "right"))
    words = (
        QCoreApplication.translate("Trends", "%1 ahead, corrected")
        if offset > 0
        else QCoreApplication.translate("Trends", "%1 behind, corrected")
    )
    return Line(
        what, words.replace("%1", age_text(abs(offset))), "notice" if abs(offset) > ALARM_OFFSET_MS else "plain"
    )


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _tone(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
