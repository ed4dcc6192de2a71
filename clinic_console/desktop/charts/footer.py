"""The last line of a tile: what keeps its numbers from being plain, the most important first."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import age_text, clock_text, seconds_text
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.domain.devices import ALARM_OFFSET_MS

LOW_BATTERY: Final = 20.0
_MARKS: Final = {"high": "!!!", "medium": "!!", "low": "!"}
_RANK: Final = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Footer:
    """An icon, a text, and a text at the right; tone is strong, plain or notice.

    Where both do not fit, the one at the right is cut, or the other with ``right_first``.
    """

    icon: str
    text: str
    right: str = ""
    tone: str = "plain"
    right_first: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """That a bed's numbers are old: for how long (None: it never said anything)."""

    age_ms: int | None
    last: int


def footer_of(data: BedReadings | None, moment: Moment, zone: str, silence: Silence | None) -> Footer | None:
    """Return a bed's footer, or None where there is nothing to say."""
    if silence is not None:
        return _silent(data, zone, silence)
    if data is None:
        return None
    marks = _marks(data)
    right = " · ".join(text for _, text in marks)
    alarm = alarm_text(data)
    if alarm:
        said = QCoreApplication.translate("Tile", "Monitor: %1").replace("%1", alarm)
        return Footer("monitor", said, right, "strong")
    if data.status.standby is not None:
        return _standby(data, moment, zone, right)
    if marks:
        icon, text = marks[0]
        return Footer(icon, text, " · ".join(text for _, text in marks[1:]), "notice")
    paused = data.status.audio_paused_until
    if paused is not None and paused > moment.hub:
        left = age_text(paused - moment.hub)
        return Footer("bell-off", QCoreApplication.translate("Tile", "monitor's audio paused %1").replace("%1", left))
    return None


def alarm_text(data: BedReadings) -> str:
    """Return the monitor's own alarm that matters most, or nothing."""
    alarms = sorted(data.status.alarms, key=lambda alarm: (_RANK.get(alarm.priority, 3), alarm.since))
    if not alarms:
        return ""
    first = alarms[0]
    more = f" +{len(alarms) - 1}" if len(alarms) > 1 else ""
    words = (first.text or f"{first.parameter} {first.code}").strip()[:60]
    return f"{_MARKS.get(first.priority, '!')} {words}{more}"


def _silent(data: BedReadings | None, zone: str, silence: Silence) -> Footer:
    words = QCoreApplication.translate("Tile", "no data")
    if silence.age_ms is None or not silence.last:
        return Footer("cross", words, "", "strong")
    alarm = alarm_text(data) if data else ""
    if alarm:
        right = QCoreApplication.translate("Tile", "was %1").replace("%1", alarm)
    else:
        right = QCoreApplication.translate("Tile", "last %1").replace("%1", seconds_text(silence.last, zone))
    return Footer("cross", f"{words} {age_text(silence.age_ms)}", right, "strong")


def _standby(data: BedReadings, moment: Moment, zone: str, right: str) -> Footer:
    standby = data.status.standby
    text = QCoreApplication.translate("Tile", "Standby")
    if standby is not None and standby.reason:
        text += f": {standby.reason[:40]}"
    overdue, back = False, ""
    if standby is not None and standby.until is not None:
        overdue = standby.until < moment.hub
        words = (
            QCoreApplication.translate("Tile", "was due back %1")
            if overdue
            else QCoreApplication.translate("Tile", "back at %1")
        )
        back = words.replace("%1", clock_text(standby.until, zone))
    right = " · ".join(part for part in (back, right) if part)
    return Footer("pause", text, right, "notice" if overdue else "plain", right_first=True)


def _marks(data: BedReadings) -> list[tuple[str, str]]:
    marks: list[tuple[str, str]] = []
    status = data.status
    if not data.recorded:
        marks.append(("recording-off", QCoreApplication.translate("Tile", "not recorded")))
    if status.battery is not None and status.battery < LOW_BATTERY and not status.mains:
        text = QCoreApplication.translate("Tile", "battery %1 %").replace("%1", f"{status.battery:.0f}")
        marks.append(("battery", text))
    if abs(status.clock_offset) > ALARM_OFFSET_MS:
        sign = "+" if status.clock_offset > 0 else "−"
        text = QCoreApplication.translate("Tile", "monitor's clock %1")
        marks.append(("clock", text.replace("%1", f"{sign}{age_text(abs(status.clock_offset))}")))
    return marks
