"""A page of the gallery: a bed's tile in every state, and in the sizes it has on a wall."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinic_console.desktop.charts.look import Scene, TileLook, look_of
from clinic_console.desktop.charts.stand import description_of, name_of
from clinic_console.desktop.charts.tile import Area, TilePainter
from clinic_console.desktop.state.alarms import Alarm, AlarmOff, BedAlarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import TRACE_STEP_MS, BedReadings, Reading, Readings, Trace
from clinic_console.desktop.state.wards import Bed, Patient
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.sample_colours import heading, page
from clinic_console.domain.alarms import Breach, Limits, Priority
from clinic_console.domain.readings import Validity

NOW: Final = 1_795_311_780_000
"""10:43 in Tokyo, on 22 November 2026."""
MONO: Final = 10_000.0
ZONE: Final = "Asia/Tokyo"
LIMITS: Final = {"HR": Limits(50, 120), "SpO2": Limits(88, 100), "RR": Limits(8, 28)}
LARGE: Final = (270, 224)
ALARMING: Final = 8
SIZES: Final = ((372, 280), (270, 212), (216, 150), (200, 104))
SHOWN_IN_SIZES: Final = (4, 10)
WIDE_SCALE: Final = 1.25
_SWING: Final = {"HR": 4.0, "SpO2": 1.2, "RR": 2.0}
MINUTE: Final = 60_000


@dataclass(frozen=True, slots=True)
class Case:
    """One state of a tile: its title, who lies there, the numbers, and what is special about it."""

    title: str
    bed: str
    patient: Patient | None
    numbers: tuple[float | None, float | None, float | None]
    alarms: BedAlarms = field(default_factory=lambda: BedAlarms(limits=LIMITS))
    on: bool = True
    silent: int = 0
    monitored: bool = True
    privacy: bool = False
    monitor: bool = True


def alarms(theme: Theme) -> QWidget:
    """Return the page of a tile with alarms."""
    return _tiles(theme, cases()[:ALARMING])


def states_of_data(theme: Theme) -> QWidget:
    """Return the page of a tile whose sound, alarms or data are off."""
    return _tiles(theme, cases()[ALARMING:])


def _tiles(theme: Theme, shown: Sequence[Case]) -> QWidget:
    widget, column = page(theme)
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(8))
    grid.setVerticalSpacing(theme.px(16))
    across = 4 if theme.scale <= WIDE_SCALE else 2
    for place, case in enumerate(shown):
        cell = QVBoxLayout()
        cell.setSpacing(theme.px(4))
        cell.addWidget(heading(case.title, "muted"))
        cell.addWidget(SampleTile(theme, case, LARGE))
        grid.addLayout(cell, place // across, place % across)
    grid.setColumnStretch(across, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return widget


def sizes(theme: Theme) -> QWidget:
    """Return the page of a tile's sizes, with a high alarm and without data."""
    widget, column = page(theme)
    known = cases()
    for case in (known[place] for place in SHOWN_IN_SIZES):
        column.addWidget(heading(case.title, "muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for size in SIZES[1:] if theme.scale > WIDE_SCALE else SIZES:
            row.addWidget(SampleTile(theme, case, size), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(1)
    return widget


class SampleTile(QWidget):
    """One tile, as the wall paints it."""

    def __init__(self, theme: Theme, case: Case, size: tuple[int, int]) -> None:
        super().__init__()
        self._on = case.on
        width, height = theme.px(size[0]), theme.px(size[1])
        self.setFixedSize(width, height)
        look, data = look_at(case)
        self._painter = TilePainter(theme, Area(width, height, self.devicePixelRatioF()))
        self._painter.prepare(look, data, NOW)
        self.setAccessibleName(name_of(look))
        self.setAccessibleDescription(description_of(look))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint(painter, on=self._on)
        painter.end()


def look_at(case: Case) -> tuple[TileLook, BedReadings | None]:
    """Return what a case's tile says, and the readings behind it."""
    readings = Readings()
    bed = Bed(case.bed, case.bed, 1 if case.monitor else None, "", case.patient)
    data = _data(case) if case.monitor else None
    if data is not None:
        readings.beds[bed.id] = data
    scene = Scene(Moment(MONO, NOW), ZONE, monitored=case.monitored, privacy=case.privacy)
    return look_of(bed, data, readings, scene, case.alarms), data


def _data(case: Case) -> BedReadings:
    at = NOW - case.silent
    data = BedReadings(1, received=at)
    for (name, swing), number in zip(_SWING.items(), case.numbers, strict=True):
        data.values[name] = _reading(number, at)
        data.traces[name] = _trace(name, number, swing, at)
    for name, value in (("NIBP.sys", 118.0), ("NIBP.dia", 76.0), ("NIBP.map", 90.0), ("Temp", 37.9)):
        data.values[name] = Reading(value, Validity.VALID, at, at, NOW - 8 * MINUTE, MONO)
    return data


def _reading(number: float | None, at: int) -> Reading:
    validity = Validity.VALID if number is not None else Validity.SENSOR_OFF
    return Reading(number, validity, at, at, at, MONO - (NOW - at) / 1_000)


def _trace(name: str, number: float | None, swing: float, at: int) -> Trace:
    """Return two minutes that end at a number; one beyond its limit has got there in the last forty seconds."""
    trace = Trace()
    if number is None:
        return trace
    limits = LIMITS[name]
    usual = {"HR": 96.0, "SpO2": 97.0, "RR": 18.0}[name]
    start = usual if limits.breach(number) is not None else number
    for step in range(595, -1, -1):
        seconds = step * TRACE_STEP_MS / 1_000
        share = min(1.0, max(0.0, (70 - seconds) / 30))
        wave = math.sin(seconds / 5.3) * 0.6 + math.sin(seconds / 1.9 + number) * 0.4
        trace.put(at - step * TRACE_STEP_MS, start + (number - start) * share + wave * swing)
    return trace


def _ring(alarm: Alarm) -> BedAlarms:
    return BedAlarms((alarm,), LIMITS)


def _who(name: str, latin: str, year: int, sex: str) -> Patient:
    return Patient(name, name, name, latin, date(year, 3, 4), sex)


def _desaturated(ago: int) -> Alarm:
    return Alarm("a", "SpO2", Priority.HIGH, NOW - ago * 1_000, Breach.BELOW, 88.0, 84.0)


def cases() -> Sequence[Case]:
    """Return all states, the names made up."""
    tanaka, okonkwo = _who("田中 由紀", "Tanaka Yuki", 1959, "F"), _who("Chidinma Okonkwo", "", 1974, "F")
    fast = Alarm("a", "HR", Priority.MEDIUM, NOW - 112_000, Breach.ABOVE, 120.0, 131.0)
    breath = Alarm("a", "RR", Priority.LOW, NOW - 22_000, Breach.ABOVE, 28.0, 30.0)
    seen = replace(_desaturated(380), acknowledged_by="N. Sato", acknowledged_at=NOW - 7 * MINUTE, value=86.0)
    over = replace(_desaturated(140), ended=NOW - 30_000)
    off = AlarmOff("RR", NOW + 17 * MINUTE, "N. Sato")
    low, seven = _who("João Conceição", "", 1952, "M"), (131.0, 96.0, 18.0)
    thor, kim = _who("Björn Þórsson", "", 1964, "M"), _who("김서연", "Kim Seo-yeon", 1990, "F")
    title = _titles()
    return (
        Case(title["calm"], "5", _who("Jörg Müller-Lüdenscheidt", "", 1947, "M"), (94.0, 98.0, 18.0)),
        Case(title["low"], "15", low, (94.0, 96.0, 30.0), _ring(breath)),
        Case(title["medium"], "7", okonkwo, seven, _ring(fast)),
        Case(title["medium off"], "7", okonkwo, seven, _ring(fast), on=False),
        Case(title["high"], "12", tanaka, (112.0, 84.0, 24.0), _ring(_desaturated(41))),
        Case(title["high off"], "12", tanaka, (112.0, 84.0, 24.0), _ring(_desaturated(41)), on=False),
        Case(title["seen"], "18", thor, (77.0, 86.0, 21.0), _ring(seen)),
        Case(title["over"], "18", thor, (77.0, 93.0, 21.0), _ring(over)),
        Case(title["paused"], "9", kim, (81.0, 94.0, 20.0), BedAlarms((), LIMITS, NOW + 84_000)),
        Case(
            title["off"],
            "14",
            _who("渡辺 美咲", "", 1997, "F"),
            (79.0, 95.0, 19.0),
            BedAlarms((), LIMITS, off=(off,)),
        ),
        Case(title["silent"], "21", _who("山本 太郎", "", 1942, "M"), (72.0, 95.0, 16.0), silent=14_000),
        Case(
            title["private"], "2", _who("Sofia Keller", "", 1955, "M"), (64.0, 96.0, 21.0), silent=3_000, privacy=True
        ),
        Case(title["leads"], "3", thor, (None, 97.0, 17.0)),
        Case(
            title["blind"], "12", tanaka, (112.0, 84.0, 24.0), _ring(_desaturated(99)), silent=58_000, monitored=False
        ),
        Case(title["nobody"], "8", None, (88.0, 97.0, 16.0)),
        Case(title["no monitor"], "6", kim, (None, None, None), monitor=False),
    )


def _titles() -> dict[str, str]:
    return {
        "calm": QCoreApplication.translate("Gallery", "Calm"),
        "low": QCoreApplication.translate("Gallery", "Low: steady"),
        "medium": QCoreApplication.translate("Gallery", "Medium: 0.6 Hz, on"),
        "medium off": QCoreApplication.translate("Gallery", "Medium, between flashes"),
        "high": QCoreApplication.translate("Gallery", "High: 2 Hz, on"),
        "high off": QCoreApplication.translate("Gallery", "High, between flashes"),
        "seen": QCoreApplication.translate("Gallery", "Acknowledged: steady, who and when"),
        "over": QCoreApplication.translate("Gallery", "Latched: over, not acknowledged"),
        "paused": QCoreApplication.translate("Gallery", "Audio paused: countdown"),
        "off": QCoreApplication.translate("Gallery", "Alarm off: which, until when, who"),
        "silent": QCoreApplication.translate("Gallery", "No data: struck, with its age"),
        "private": QCoreApplication.translate("Gallery", "Privacy, data 3 s old"),
        "leads": QCoreApplication.translate("Gallery", "Leads off"),
        "blind": QCoreApplication.translate("Gallery", "Not monitored, with an alarm before"),
        "nobody": QCoreApplication.translate("Gallery", "Unidentified patient"),
        "no monitor": QCoreApplication.translate("Gallery", "No monitor"),
    }
