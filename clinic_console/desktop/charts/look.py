"""What a tile says: every text and tone of one bed at one moment, before a pixel is painted."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.footer import Footer, Silence, footer_of
from clinic_console.desktop.charts.marks import Frame, Mark, frame_of, mark_of
from clinic_console.desktop.charts.names import initials, short_name
from clinic_console.desktop.charts.spots import Spot, number_text, spots_of
from clinic_console.desktop.charts.times import age_text, clock_text, day_number
from clinic_console.desktop.state.alarms import NOTHING, BedAlarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import BedReadings, Freshness, Reading, Readings, kind_of
from clinic_console.desktop.state.wards import Bed, Patient
from clinic_console.domain.alarms import Limits
from clinic_console.domain.readings import FRESH_MS, PARAMETERS, Kind, Validity

SHOW_AGE_MS: Final = 2_000
SAME_AGE_MS: Final = 2_000
VACANT_MS: Final = 15 * 60_000
"""A monitor without a patient that has been silent for this long stands at an empty bed."""
_ROWS: Final = ("HR", "SpO2", "RR")


class Kin(Enum):
    """What sort of tile it is."""

    PATIENT = "patient"
    UNIDENTIFIED = "unidentified"
    NO_MONITOR = "no monitor"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for the whole wall: the moment, the zone of its times, and what the connection is worth.

    ``monitored`` is False while the hub is away, ``waiting`` True until the ward's first readings have come, and
    ``privacy`` True on walls that strangers can see: initials instead of names, and no age. In the ``doubtful`` wards
    (ids) another patient may lie in a bed by now.
    """

    moment: Moment
    zone: str = "UTC"
    monitored: bool = True
    waiting: bool = False
    privacy: bool = False
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One of the three large numbers; ``text`` is empty for a dash; tone is live, grey or struck.

    ``limits`` are the parameter's alarm limits, ``mark`` its alarm.
    """

    name: str
    label: str
    unit: str
    text: str = ""
    tone: str = "grey"
    note: str = ""
    at: int | None = None
    limits: Limits | None = None
    mark: Mark | None = None

    @property
    def live(self) -> bool:
        """Say whether a number stands here that may be believed."""
        return self.tone == "live" and bool(self.text)


@dataclass(frozen=True, slots=True)
class TileLook:
    """All that stands on one tile; ``short`` is the name for a small one; ``doubt`` says that it may be wrong."""

    kin: Kin
    bed: str
    name: str = ""
    short: str = ""
    latin: str = ""
    person: str = ""
    age: str = ""
    rows: tuple[Row, ...] = ()
    spots: tuple[Spot, ...] = ()
    footer: Footer | None = None
    caption: str = ""
    frame: Frame | None = None
    doubt: bool = False
    restricted: bool = False

    @property
    def live(self) -> bool:
        """Say whether at least one number may be believed."""
        return any(row.live for row in self.rows)


def look_of(
    bed: Bed, data: BedReadings | None, readings: Readings, scene: Scene, alarms: BedAlarms = NOTHING
) -> TileLook:
    """Return what a bed's tile says in a scene."""
    kin = _kin(bed, data, scene.moment)
    name, short, latin = _names(bed, kin, private=scene.privacy)
    person = "" if scene.privacy else _person(bed.patient, scene)
    frame, doubt = frame_of(alarms) if scene.monitored else None, bed.ward in scene.doubtful
    plain = TileLook(kin, bed.name, name, short, latin, person, frame=frame, doubt=doubt, restricted=bed.restricted)
    if kin in (Kin.EMPTY, Kin.NO_MONITOR):
        footer = footer_of(None, scene.moment, scene.zone, None, alarms) if scene.monitored else None
        return replace(plain, footer=footer, caption=_caption(kin, data, scene.zone))
    if data is None:
        silence = None if scene.waiting else Silence(None, 0)
        footer = footer_of(None, scene.moment, scene.zone, silence, alarms, monitored=scene.monitored)
        return replace(plain, rows=_dashes(_ROWS), footer=footer)
    return _measured(plain, data, readings, scene, alarms)


def _measured(plain: TileLook, data: BedReadings, readings: Readings, scene: Scene, alarms: BedAlarms) -> TileLook:
    fresh = {n: readings.freshness(n, value, scene.moment) for n, value in data.values.items()}
    silence = _silence(data, scene)
    rows = tuple(_judge(n, data, fresh, scene, silence) for n in _names_of_rows(data, fresh))
    resting = data.status.standby is not None and not any(row.live for row in rows)
    if resting:
        # Nothing is expected of a monitor in standby: no number, and no word about there being none.
        rows = _dashes(tuple(row.name for row in rows))
        silence = None if scene.monitored else silence
    at_best = "struck" if not scene.monitored else "grey" if silence is not None else "live"
    return replace(
        plain,
        age="" if silence is not None or resting else _data_age(data, scene.moment),
        rows=tuple(_with_alarm(row, alarms) for row in rows),
        spots=spots_of(data, fresh, scene.zone, at_best, alarms),
        footer=footer_of(data, scene.moment, scene.zone, silence, alarms, monitored=scene.monitored),
    )


def _with_alarm(row: Row, alarms: BedAlarms) -> Row:
    if not alarms.limits and not alarms.alarms:
        return row
    mark = mark_of(alarms, row.name) if row.tone == "live" else None
    return replace(row, limits=alarms.limits.get(row.name), mark=mark)


def failed_look(bed: Bed) -> TileLook:
    """Return a tile without any number, for a bed whose look could not be made or painted."""
    caption = QCoreApplication.translate("Tile", "Cannot be shown. Watch the bedside monitor.")
    return TileLook(Kin.NO_MONITOR, bed.name, caption=caption)


def _kin(bed: Bed, data: BedReadings | None, moment: Moment) -> Kin:
    if bed.patient is not None or bed.restricted:
        return Kin.PATIENT if bed.device is not None else Kin.NO_MONITOR
    if bed.device is None or data is None:
        return Kin.EMPTY
    # Somebody may lie there whom nobody has registered: a measured number is not hidden.
    measured = [value for value in data.values.values() if value.number is not None]
    return Kin.UNIDENTIFIED if any(v.silent_ms(moment) < VACANT_MS for v in measured) else Kin.EMPTY


def _names(bed: Bed, kin: Kin, *, private: bool) -> tuple[str, str, str]:
    """Return name, short name and the name's second form."""
    patient = bed.patient
    if patient is not None:
        latin = patient.latin if patient.latin != patient.name else ""
        if private:
            letters = initials(patient.name, latin)
            return letters, letters, ""
        return patient.name, short_name(patient.name, latin), latin
    if bed.restricted:
        # Somebody lies there whose name is not for everybody: neither empty nor unknown.
        restricted = QCoreApplication.translate("Tile", "Restricted")
        return restricted, restricted, ""
    if kin is Kin.UNIDENTIFIED:
        unknown = QCoreApplication.translate("Tile", "Unidentified patient")
        return unknown, QCoreApplication.translate("Tile", "Unidentified"), ""
    empty = QCoreApplication.translate("Tile", "Empty")
    return empty, empty, ""


def _person(patient: Patient | None, scene: Scene) -> str:
    if patient is None:
        return ""
    sex = {
        "F": QCoreApplication.translate("Tile", "F"),
        "M": QCoreApplication.translate("Tile", "M"),
        "X": QCoreApplication.translate("Tile", "X"),
    }.get(patient.sex, "")
    if patient.born is None or not scene.moment.hub:
        return sex
    born = patient.born.year * 10_000 + patient.born.month * 100 + patient.born.day
    return f"{max(0, (day_number(scene.moment.hub, scene.zone) - born) // 10_000)} {sex}".strip()


def _caption(kin: Kin, data: BedReadings | None, zone: str) -> str:
    if kin is Kin.NO_MONITOR:
        return QCoreApplication.translate("Tile", "No monitor")
    if data is not None and data.received:
        words = QCoreApplication.translate("Tile", "Monitor last heard %1")
        return words.replace("%1", clock_text(data.received, zone))
    return ""


def _names_of_rows(data: BedReadings, fresh: dict[str, Freshness]) -> tuple[str, str, str]:
    """Pulse rate takes heart rate's place where there is no heart rate to be had."""
    heart, pulse = fresh.get("HR", Freshness.ABSENT), fresh.get("PR", Freshness.ABSENT)
    # Leads that are off now are worth saying; that they were off before the silence is not.
    nothing = heart is Freshness.ABSENT or (heart is Freshness.STALE and data.values["HR"].number is None)
    use_pulse = heart is not Freshness.LIVE and (
        pulse is Freshness.LIVE or (nothing and pulse is not Freshness.ABSENT)
    )
    return "PR" if use_pulse else "HR", "SpO2", "RR"


def _dashes(names: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(Row(name, PARAMETERS[name].label, PARAMETERS[name].unit) for name in names)


def _judge(name: str, data: BedReadings, fresh: dict[str, Freshness], scene: Scene, silence: Silence | None) -> Row:
    freshness, reading, known = fresh.get(name, Freshness.ABSENT), data.values.get(name), PARAMETERS[name]
    if reading is None or freshness is Freshness.ABSENT:
        return Row(name, known.label, known.unit)
    text = number_text(name, reading.number)
    if scene.monitored and freshness is Freshness.LIVE:
        return Row(name, known.label, known.unit, text, "live", at=reading.at)
    if scene.monitored and freshness is Freshness.INVALID:
        return Row(name, known.label, known.unit, note=_word(name, reading.validity), at=reading.at)
    age = reading.silent_ms(scene.moment)
    # A silent bed says its age once, in the footer, unless a parameter has been silent for longer.
    said = silence is not None and silence.age_ms is not None and age - silence.age_ms <= SAME_AGE_MS
    note = "" if said else age_text(age)
    return Row(name, known.label, known.unit, text, "struck" if text else "grey", note, reading.at)


def _word(name: str, validity: Validity) -> str:
    if validity is Validity.SEARCHING:
        return QCoreApplication.translate("Tile", "searching")
    if name == "HR":
        # Heart rate comes from the electrocardiogram; what comes from the oximeter is called pulse rate.
        return QCoreApplication.translate("Tile", "leads off")
    return QCoreApplication.translate("Tile", "sensor off")


def _continuous(data: BedReadings) -> list[Reading]:
    return [value for name, value in data.values.items() if kind_of(name) is Kind.CONTINUOUS]


def _silence(data: BedReadings, scene: Scene) -> Silence | None:
    values = _continuous(data)
    if not values:
        old = not scene.monitored or scene.moment.hub - data.received > FRESH_MS
        return Silence(None, 0) if old else None
    age = min(value.silent_ms(scene.moment) for value in values)
    if scene.monitored and age <= FRESH_MS:
        return None
    return Silence(age, max(value.received for value in values))


def _data_age(data: BedReadings, moment: Moment) -> str:
    age = min((value.silent_ms(moment) for value in _continuous(data)), default=0)
    if age < SHOW_AGE_MS:
        return ""
    return QCoreApplication.translate("Tile", "%1 s").replace("%1", str(age // 1_000))
