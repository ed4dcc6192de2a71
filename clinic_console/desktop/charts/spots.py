"""The small values of a tile: blood pressure with its time, temperature, carbon dioxide."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.marks import Mark, mark_of
from clinic_console.desktop.charts.numbers import decimal_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.alarms import NOTHING, BedAlarms
from clinic_console.desktop.state.readings import BedReadings, Freshness, group_of
from clinic_console.domain.readings import PARAMETERS

DASH: Final = "–"
_PARTS: Final = ("sys", "dia", "map")
_SHOWN: Final = (Freshness.LIVE, Freshness.AGED, Freshness.STALE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A small value with its time; tone is live, grey or struck; ``ats`` are the instants of its parts by name."""

    group: str
    label: str
    text: str
    extra: str
    time: str
    tone: str
    ats: tuple[tuple[str, int], ...]
    mark: Mark | None = None


def number_text(name: str, number: float | None) -> str:
    """Return a number as its parameter is written, or nothing."""
    if number is None:
        return ""
    known = PARAMETERS.get(name)
    return decimal_text(number, known.decimals if known else 1)


def spots_of(
    data: BedReadings, fresh: dict[str, Freshness], zone: str, at_best: str, alarms: BedAlarms = NOTHING
) -> tuple[Spot, ...]:
    """Return what there is to show; ``at_best`` is the tone that no value may be better than."""
    pressure = _pressure("ABP", data, fresh, zone, at_best) or _pressure("NIBP", data, fresh, zone, at_best)
    spots = [pressure] if pressure else []
    # A pulse rate beside a heart rate; alone it stands in the heart rate's place.
    beside = ("PR",) if fresh.get("HR") is Freshness.LIVE else ()
    for name in ("Temp", *beside, "CO2"):
        reading, freshness = data.values.get(name), fresh.get(name)
        if reading is None or reading.number is None or freshness not in _SHOWN:
            continue
        label = QCoreApplication.translate("Tile", "T") if name == "Temp" else PARAMETERS[name].label
        time = clock_text(reading.measured, zone) if freshness is Freshness.AGED else ""
        text = number_text(name, reading.number)
        spots.append(Spot(group_of(name), label, text, "", time, _tone(freshness, at_best), ((name, reading.at),)))
    if not alarms.alarms or at_best != "live":
        return tuple(spots)
    return tuple(replace(spot, mark=mark_of(alarms, spot.group)) for spot in spots)


def _pressure(group: str, data: BedReadings, fresh: dict[str, Freshness], zone: str, at_best: str) -> Spot | None:
    names = [f"{group}.{part}" for part in _PARTS]
    usable = {name: data.values[name] for name in names if fresh.get(name) in _SHOWN and name in data.values}
    usable = {name: reading for name, reading in usable.items() if reading.number is not None}
    # An arterial line that has gone silent gives its place to the cuff.
    if not usable or (group == "ABP" and fresh.get(names[0]) is not Freshness.LIVE):
        return None
    sys, dia, mean = (number_text(name, usable[name].number) if name in usable else DASH for name in names)
    worst = next((fresh[name] for name in usable if fresh[name] is not Freshness.LIVE), Freshness.LIVE)
    return Spot(
        group,
        group,
        f"{sys}/{dia}",
        f"({mean})" if names[2] in usable else "",
        "" if group == "ABP" else clock_text(next(iter(usable.values())).measured, zone),
        _tone(worst, at_best),
        tuple((name, reading.at) for name, reading in usable.items()),
    )


def _tone(freshness: Freshness, at_best: str) -> str:
    if freshness is Freshness.STALE:
        return "struck"
    return at_best if freshness is Freshness.LIVE or at_best == "struck" else "grey"
