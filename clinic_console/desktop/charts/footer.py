"""The last line of a tile: its alarm, or what keeps its numbers from being plain, the most important first."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.alarm import alarm_texts, off_texts, paused_texts, was_texts
from clinic_console.desktop.charts.times import age_text, clock_text, seconds_text
from clinic_console.desktop.state.alarms import NOTHING, Alarm, BedAlarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.domain.devices import ALARM_OFFSET_MS

LOW_BATTERY: Final = 20.0
_MARKS: Final = {"high": "!!!", "medium": "!!", "low": "!"}
_RANK: Final = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Chip:
    """A small thing beside the footer's text: icon, and a text from the longest form to the shortest.

    Where there is little room its icon stands alone, unless the shortest text is ``kept``.
    """

    icon: str
    texts: tuple[str, ...] = ("",)
    kept: bool = False

    @property
    def text(self) -> str:
        """Return the longest text."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class Footer:
    """Icon, exclamation marks, a text, chips, and a text at the right; ``shorter`` are pairs of texts that stand in.

    ``tone`` is alarm, strong, plain or notice. Where nothing fits, the text at the right is cut, or the other one
    with ``right_first``.
    """

    icon: str
    text: str
    right: str = ""
    tone: str = "plain"
    right_first: bool = False
    mark: str = ""
    shorter: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = ()

    @property
    def said(self) -> str:
        """Return all of it as one text."""
        parts = [f"{self.mark} {self.text}".strip(), *(chip.text for chip in self.chips), self.right]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Silence:
    """That a bed's numbers are old: for how long (None: it never said anything)."""

    age_ms: int | None
    last: int


def footer_of(
    data: BedReadings | None,
    moment: Moment,
    zone: str,
    silence: Silence | None,
    alarms: BedAlarms = NOTHING,
    *,
    monitored: bool = True,
) -> Footer | None:
    """Return a bed's footer, or None where there is nothing to say."""
    if alarms.alarms and monitored:
        return _alarm(data, moment, zone, silence, alarms)
    # Without the hub nobody knows what is paused or off by now.
    chips = _silencing(alarms, moment, zone) if monitored else ()
    if silence is not None:
        return _silent(data, zone, silence, alarms, chips)
    return _calm(data, moment, zone, chips)


def alarm_text(data: BedReadings) -> str:
    """Return the monitor's own alarm that matters most, or nothing."""
    alarms = sorted(data.status.alarms, key=lambda alarm: (_RANK.get(alarm.priority, 3), alarm.since))
    if not alarms:
        return ""
    first = alarms[0]
    more = f" +{len(alarms) - 1}" if len(alarms) > 1 else ""
    words = (first.text or f"{first.parameter} {first.code}").strip()[:60]
    return f"{_MARKS.get(first.priority, '!')} {words}{more}"


def _alarm(
    data: BedReadings | None, moment: Moment, zone: str, silence: Silence | None, alarms: BedAlarms
) -> Footer | None:
    worst = alarms.alarms[0]
    texts = alarm_texts(worst, zone)
    pairs = _pairs(worst, texts, age_text(moment.hub - worst.since))
    if silence is not None:
        # An alarm that the hub still has stands above the silence of its monitor, which must be said too.
        words = QCoreApplication.translate("Tile", "no data")
        aged = words if silence.age_ms is None else f"{words} {age_text(silence.age_ms)}"
        pairs = [*((text, aged) for text in texts), (texts[-1], words)]
    chips = [Chip("", (f"+{len(alarms.alarms) - 1}",), kept=True)] if len(alarms.alarms) > 1 else []
    chips += _silencing(alarms, moment, zone)
    if data is not None and data.status.alarms:
        chips.append(Chip("monitor", (QCoreApplication.translate("Tile", "monitor's alarm"),)))
    if data is not None and not data.recorded:
        chips.append(Chip("recording-off", (QCoreApplication.translate("Tile", "not recorded"),)))
    return Footer(
        "check" if worst.acknowledged else "",
        *pairs[0],
        "alarm",
        mark=worst.priority.mark,
        shorter=tuple(pairs[1:]),
        chips=tuple(chips),
    )


def _pairs(alarm: Alarm, texts: tuple[str, ...], age: str) -> list[tuple[str, str]]:
    """Return an alarm's texts with what stands at the right, the preferred first."""
    if alarm.latched:
        return [(text, "") for text in texts]
    if not alarm.acknowledged:
        return [*((text, age) for text in texts), (texts[-1], "")]
    # Who and when says more than for how long.
    return [*((text, age) for text in texts[:-1]), (texts[-2], ""), (texts[-1], "")]


def _silencing(alarms: BedAlarms, moment: Moment, zone: str) -> tuple[Chip, ...]:
    """Return audio pause and alarm off, which are always visible and never look alike."""
    chips = []
    paused = paused_texts(alarms, moment)
    if paused:
        chips.append(Chip("bell-off", paused, kept=True))
    off = [each for each in alarms.off if each.until is None or each.until > moment.hub]
    if off:
        more = f" +{len(off) - 1}" if len(off) > 1 else ""
        chips.append(Chip("ban", tuple(text + more for text in off_texts(off[0], zone))))
    return tuple(chips)


def _silent(
    data: BedReadings | None, zone: str, silence: Silence, alarms: BedAlarms, chips: tuple[Chip, ...]
) -> Footer:
    words = QCoreApplication.translate("Tile", "no data")
    age = age_text(silence.age_ms) if silence.age_ms is not None and silence.last else ""
    text = f"{words} {age}".strip()
    monitors = alarm_text(data) if data else ""
    pairs = [(text, "")]
    if alarms.alarms or monitors:
        was = was_texts(alarms.alarms[0]) if alarms.alarms else _was_monitors(monitors)
        # The cross says "no data" too; which alarm it was is said nowhere else.
        pairs = [*((text, each) for each in was[:-1]), (age or words, was[-2]), (text, was[-1])]
    elif age:
        last = seconds_text(silence.last, zone)
        pairs = [(text, QCoreApplication.translate("Tile", "last %1").replace("%1", last)), (text, last)]
    return Footer("cross", *pairs[0], "strong", shorter=tuple(pairs[1:]), chips=chips)


def _was_monitors(alarm: str) -> tuple[str, str]:
    was = QCoreApplication.translate("Tile", "was %1")
    return was.replace("%1", alarm), was.replace("%1", alarm.partition(" ")[0])


def _calm(data: BedReadings | None, moment: Moment, zone: str, chips: tuple[Chip, ...]) -> Footer | None:
    if data is None:
        return _first_of(chips)
    marks = _marks(data)
    right = " · ".join(text for _, text in marks)
    alarm = alarm_text(data)
    if alarm:
        said = QCoreApplication.translate("Tile", "Monitor: %1").replace("%1", alarm)
        return Footer("monitor", said, right, "strong", shorter=((alarm, right),), chips=chips)
    if data.status.standby is not None:
        return _standby(data, moment, zone, right, chips)
    if marks:
        icon, text = marks[0]
        return Footer(icon, text, " · ".join(text for _, text in marks[1:]), "notice", chips=chips)
    if chips:
        return _first_of(chips)
    paused = data.status.audio_paused_until
    if paused is not None and paused > moment.hub:
        left = age_text(paused - moment.hub)
        return Footer("bell-off", QCoreApplication.translate("Tile", "monitor's audio paused %1").replace("%1", left))
    return None


def _first_of(chips: tuple[Chip, ...]) -> Footer | None:
    """Make the text of the first thing that is silenced, which has the whole line then."""
    if not chips:
        return None
    first = chips[0]
    return Footer(first.icon, first.text, shorter=tuple((text, "") for text in first.texts[1:]), chips=chips[1:])


def _standby(data: BedReadings, moment: Moment, zone: str, right: str, chips: tuple[Chip, ...]) -> Footer:
    standby = data.status.standby
    text = QCoreApplication.translate("Tile", "Standby")
    if standby is not None and standby.reason:
        pattern = QCoreApplication.translate("Tile", "%1: %2", "a state, and its reason")
        before, _, after = pattern.replace("%1", text).partition("%2")
        text = before + standby.reason[:40] + after
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
    return Footer("pause", text, right, "notice" if overdue else "plain", right_first=True, chips=chips)


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
