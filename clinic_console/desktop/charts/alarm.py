"""What a tile says of alarms in words, each time from the longest text to the shortest: one that fits is taken."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.spots import number_text
from clinic_console.desktop.charts.times import age_text, clock_text
from clinic_console.desktop.state.alarms import Alarm, AlarmOff, BedAlarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.domain.alarms import Breach, Priority
from clinic_console.domain.readings import PARAMETERS

LONGEST_TEXT: Final = 60


def priority_word(priority: Priority) -> str:
    """Return a priority in words."""
    return {
        Priority.LOW: QCoreApplication.translate("Tile", "LOW", "priority of an alarm"),
        Priority.MEDIUM: QCoreApplication.translate("Tile", "MEDIUM", "priority of an alarm"),
        Priority.HIGH: QCoreApplication.translate("Tile", "HIGH", "priority of an alarm"),
    }[priority]


def cause_texts(alarm: Alarm) -> tuple[str, ...]:
    """Return what an alarm is about, from "SpO₂ LOW 84 (limit 88)" to "SpO₂ LOW"."""
    label = label_of(alarm.parameter)
    if alarm.breach is None:
        return (alarm.text.strip()[:LONGEST_TEXT] or label,)
    if alarm.breach is Breach.BELOW:
        short = QCoreApplication.translate("Tile", "%1 LOW", "a value below its limit").replace("%1", label)
    else:
        short = QCoreApplication.translate("Tile", "%1 HIGH", "a value above its limit").replace("%1", label)
    value = number_text(alarm.parameter, alarm.value)
    texts = [f"{short} {value}", short] if value else [short]
    if alarm.limit is not None:
        limit = QCoreApplication.translate("Tile", "(limit %1)").replace(
            "%1", number_text(alarm.parameter, alarm.limit)
        )
        texts.insert(0, f"{texts[0]} {limit}")
    return tuple(texts)


def alarm_texts(alarm: Alarm, zone: str) -> tuple[str, ...]:
    """Return the words about an alarm in its present state, from the longest to the shortest."""
    if alarm.latched:
        return _ended_texts(alarm, zone)
    causes = cause_texts(alarm)
    if alarm.acknowledged_at is None:
        return causes
    by, at = alarm.acknowledged_by, clock_text(alarm.acknowledged_at, zone)
    whole = QCoreApplication.translate("Tile", "ack %1 %2", "acknowledged by, at").replace("%2", at).replace("%1", by)
    longer = [f"{cause} · {whole}" for cause in causes]
    return (*longer, f"{causes[-1]} · {by} {at}", f"{causes[-1]} · {by}")


def _ended_texts(alarm: Alarm, zone: str) -> tuple[str, ...]:
    ended = QCoreApplication.translate("Tile", "%1 ended", "a priority").replace("%1", priority_word(alarm.priority))
    value = number_text(alarm.parameter, alarm.value)
    label, at = label_of(alarm.parameter), clock_text(alarm.since, zone)
    if alarm.breach is None or not value:
        return f"{ended} · {cause_texts(alarm)[-1]} {at}", f"{ended} · {cause_texts(alarm)[-1]}", ended
    was = QCoreApplication.translate("Tile", "%1 was %2 at %3", "parameter, value, time")
    was = was.replace("%3", at).replace("%2", value).replace("%1", label)
    return f"{ended} · {was}", f"{ended} · {label} {value} {at}", f"{ended} · {label} {value}", ended


def was_texts(alarm: Alarm) -> tuple[str, ...]:
    """Return that there was an alarm when the connection was lost, from the longest to the shortest."""
    was = QCoreApplication.translate("Tile", "was %1")
    texts = [f"{alarm.priority.mark} {cause}" for cause in cause_texts(alarm)[-2:]]
    return tuple(was.replace("%1", text) for text in (*texts, alarm.priority.mark))


def off_texts(off: AlarmOff, zone: str) -> tuple[str, ...]:
    """Return which alarm is off, until when, and who turned it off, from the longest to the shortest."""
    if off.parameter:
        text = QCoreApplication.translate("Tile", "%1 alarm off").replace("%1", label_of(off.parameter))
    else:
        text = QCoreApplication.translate("Tile", "alarms off")
    texts = [text]
    if off.until is not None:
        until = QCoreApplication.translate("Tile", "%1 until %2", "what is off, time")
        texts.insert(0, until.replace("%2", clock_text(off.until, zone)).replace("%1", text))
    if off.by:
        texts.insert(0, f"{texts[0]} · {off.by}")
    return tuple(texts)


def paused_texts(alarms: BedAlarms, moment: Moment) -> tuple[str, ...]:
    """Return how long the sound is still paused, from the longest to the shortest; nothing when it is not."""
    if alarms.paused_until is None or alarms.paused_until <= moment.hub:
        return ()
    # A second that has begun counts as a whole one: a countdown ends at nought.
    left = age_text(alarms.paused_until - moment.hub + 999)
    return QCoreApplication.translate("Tile", "audio paused %1").replace("%1", left), left


def label_of(name: str) -> str:
    """Return a parameter's label ("NIBP" of ``NIBP.sys``)."""
    known = PARAMETERS.get(name)
    return known.label if known else name
