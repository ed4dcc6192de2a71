"""Recorded numerics, replayed: the CSV form of the PhysioNet BIDMC set and of many monitors' exports.

Header names may have spaces around them; NaN or nothing means no value; -0 is 0. RESP becomes RR, PULSE becomes PR.
"""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from clinic_console.domain.errors import BadConfiguration, BadName
from clinic_console.domain.readings import check_name
from clinic_console.simulator.sample import Sample, Values
from clinic_console.wire.devices import Detailed

NAMES: Final[Mapping[str, str]] = {"RESP": "RR", "PULSE": "PR"}
TIME_COLUMNS: Final = ("Time [s]", "Time", "time")


@dataclass(frozen=True, slots=True)
class Recording:
    """One patient's rows: seconds from the beginning, and values by parameter (None: no value then)."""

    rows: Sequence[tuple[float, Mapping[str, float | None]]]

    @property
    def step(self) -> float:
        """Return the seconds from row to row (of one row: 1)."""
        return (self.rows[-1][0] - self.rows[0][0]) / (len(self.rows) - 1) if len(self.rows) > 1 else 1.0


def read_recording(path: Path) -> Recording:
    """Read a CSV file; BadConfiguration names the file and the line that cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return parse_recording(file, path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: {error}", field="--replay") from error


def parse_recording(lines: Iterable[str], name: str = "recording") -> Recording:
    """Read the lines of a CSV file."""
    reader = csv.reader(lines)
    header = [column.strip() for column in next(reader, [])]
    time_column = next((header.index(column) for column in TIME_COLUMNS if column in header), None)
    names = [NAMES.get(column, column) for column in header]
    try:
        for column, parameter in enumerate(names):
            if column != time_column:
                check_name(parameter)
        rows = [
            _row(cells, names, time_column, index)
            for index, cells in enumerate(cells for cells in reader if any(cell.strip() for cell in cells))
        ]
    except (ValueError, BadName) as error:
        raise BadConfiguration(f"{name}, line {reader.line_num}: {error}", field="--replay") from error
    if not rows or any(late[0] <= early[0] for early, late in pairwise(rows)):
        raise BadConfiguration(f"{name}: no rows, or times that do not rise", field="--replay")
    return Recording(rows)


def _row(
    cells: Sequence[str], names: Sequence[str], time_column: int | None, index: int
) -> tuple[float, dict[str, float | None]]:
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} columns instead of {len(names)}")
    numbers = [float(cell) if cell.strip() else math.nan for cell in cells]
    at = float(index) if time_column is None else numbers[time_column]
    if not math.isfinite(at):
        raise ValueError("a time that is no number")
    values = {
        name: None if math.isnan(number) else number + 0.0
        for column, (name, number) in enumerate(zip(names, numbers, strict=True))
        if column != time_column
    }
    return at, values


class Replay:
    """A recording as the source of a monitor: one row per call, so many times over (None: for ever)."""

    ahead = 0

    def __init__(self, recording: Recording, repeat: int | None = None) -> None:
        self._rows = [_to_wire(values) for _, values in recording.rows]
        self._left = repeat
        self._next = 0

    def sample(self, at: int) -> Sample | None:  # noqa: ARG002 - a recording says the same whenever it is played
        """Return the next row, or None after the last one."""
        if self._next == len(self._rows):
            self._next = 0
            if self._left is not None:
                self._left -= 1
        if self._left is not None and self._left <= 0:
            return None
        self._next += 1
        return Sample(self._rows[self._next - 1])


def _to_wire(values: Mapping[str, float | None]) -> Values:
    """No number while the sensor is on means that the monitor is searching for it."""
    return {name: Detailed(s="searching") if number is None else number for name, number in values.items()}
