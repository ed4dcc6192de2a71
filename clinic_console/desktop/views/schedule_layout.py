"""What stands where in the schedule's grid: columns on their axis at a size, laid out once and kept for a while."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from clinic_console.desktop.charts.schedule_axis import CELL_MS, Axis, Track, axis_of
from clinic_console.desktop.charts.schedule_paint import Head
from clinic_console.desktop.charts.schedule_plate import Face, Plate, Scale, Setter
from clinic_console.desktop.charts.schedule_space import space_of
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.models.schedule_stops import Stop, What, stops_of
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Column, Key
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.schedule_said import head_of
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import day_of

LEAD: Final = 1.0
"""Today is first shown from so many hours before now."""
USUAL_MINUTES: Final = 15


class Layout:
    """Columns of the state at a size; ``now`` is the hub's time (ms since 1970)."""

    def __init__(self, theme: Theme, state: ScheduleState) -> None:
        self._theme, self._state = theme, state
        self._setter = Setter(theme, {})
        self._plates: dict[Key, tuple[Scale, Plate]] = {}
        self._stops: dict[Key, tuple[Column, int, tuple[Stop, ...]]] = {}
        self._shortest = USUAL_MINUTES
        self.now = 0
        self.columns: tuple[Column, ...] = ()
        self._heads: dict[Key, tuple[tuple[Stop, ...], Head]] = {}
        self.axis = Axis((), {})
        self.space = space_of(theme, (1, 1), 0, 0)

    @property
    def today(self) -> date | None:
        """Return the clinic's day of now."""
        return day_of(self._state.zone, datetime.fromtimestamp(self.now / 1_000, UTC)) if self.now else None

    def take(self, columns: tuple[Column, ...]) -> None:
        """Take on other columns, another minute, or other words."""
        state, wanted = self._state, {column.key for column in columns}
        self.columns = columns
        self._plates = {key: plate for key, plate in self._plates.items() if key in wanted}
        self._stops = {key: stops for key, stops in self._stops.items() if key in wanted}
        self._setter = Setter(self._theme, dict(state.types))
        days = tuple(dict.fromkeys(column.day for column in columns)) or ((state.day,) if state.day else ())
        self.axis = axis_of(state.zone, days, (part for column in columns for part in _spans(column)))
        self._shortest = min((_shortest(column) for column in columns), default=USUAL_MINUTES)
        # Names and specialties may be others by now; what is free is known by the stops.
        self._heads = {}

    def renew(self, theme: Theme | None = None) -> None:
        """Lay all out anew, in another look if one is given."""
        self._theme = theme or self._theme
        self._plates, self._stops = {}, {}

    def fit(self, width: int, height: int, covered: int, scroll: tuple[int, int] = (0, 0)) -> bool:
        """Take on a size, or how far it is scrolled; return whether things are of another size now."""
        before, cells = self.space, max(1, self.axis.cells)
        self.space = space_of(self._theme, (width, height), len(self.columns), cells, scroll, covered, self._shortest)
        return (before.column, before.cell) != (self.space.column, self.space.cell)

    def stops(self, column: Column) -> tuple[Stop, ...]:
        """Return the stops of a column, as of this minute."""
        minute = self.now // MINUTE_MS
        kept = self._stops.get(column.key)
        if kept is None or kept[0] is not column or kept[1] != minute:
            state = self._state
            found = stops_of(column, state.times(column), self.now, cancelled_too=state.cancelled_too)
            kept = self._stops[column.key] = column, minute, found
        return kept[2]

    def head(self, number: int) -> Head:
        """Return what stands over a column, made when it comes in sight: counting what is free takes a while."""
        column = self.columns[number]
        stops = self.stops(column)
        kept = self._heads.get(column.key)
        if kept is None or kept[0] is not stops:
            made = head_of(self._state, column, stops, self.now, self.today)
            kept = self._heads[column.key] = stops, made
        return kept[1]

    def plate(self, number: int) -> Plate:
        """Return a column laid out as it is now."""
        column, space = self.columns[number], self.space
        scale = Scale(space.column, space.cell, self._state.zone, self._state.cancelled_too)
        kept = self._plates.get(column.key)
        if kept is None or kept[0] != scale or kept[1].column is not column:
            made = self._setter.plate(column, self.track(column), scale)
            kept = self._plates[column.key] = scale, made
        return kept[1]

    def track(self, column: Column) -> Track:
        """Return where the times of a column's day stand."""
        return self.axis.tracks[column.day]

    # What is where

    def rect_of(self, number: int, begins: int, ends: int) -> QRectF:
        """Return where a stretch of a column is in the widget."""
        space, track = self.space, self.track(self.columns[number])
        top = space.y_of(max(0.0, track.at(begins)))
        return QRectF(space.x_of(number), top, space.column - 1, space.y_of(track.at(ends)) - top)

    def stop_rect(self, number: int, stop: Stop) -> QRectF:
        """Return where a stop is in the widget."""
        face = self.plate(number).face(stop.card.id) if stop.card is not None else None
        if face is None:
            return self.rect_of(number, stop.begins, stop.ends).adjusted(1, 1, -1, -1)
        space = self.space
        return face.rect.translated(space.x_of(number), space.head - space.top).adjusted(-1.5, -1.5, 1.5, 1.5)

    def face_at(self, point: QPointF) -> Face | None:
        """Return the card at a point of the widget."""
        space, number = self.space, self.space.column_at(point.x())
        if number < 0 or point.y() < space.head:
            return None
        return self.plate(number).at(point.x() - space.x_of(number), point.y() - space.head + space.top)

    def stop_at(self, point: QPointF) -> Stop | None:
        """Return the stop at a point of the widget: a card before anything else."""
        number = self.space.column_at(point.x())
        if number < 0 or point.y() < self.space.head:
            return None
        face, stops = self.face_at(point), self.stops(self.columns[number])
        if face is not None:
            return next((stop for stop in stops if stop.card is face.card), None)
        at = self.instant_at(number, point.y())
        others = (stop for stop in stops if stop.card is None)
        return next((stop for stop in others if at is not None and stop.begins <= at < stop.ends), None)

    def free_at(self, point: QPointF) -> Stop | None:
        """Return the free slot at a point of the widget."""
        stop = self.stop_at(point)
        return stop if stop is not None and stop.what is What.FREE else None

    def instant_at(self, number: int, y: float) -> int | None:
        """Return the time at a height of a column, None where its day has none."""
        return self.track(self.columns[number]).instant(self.space.place_at(y))

    def across(self, at: int, before: Column, column: Column) -> int:
        """Return the time of another column at the place where a time of this one stands."""
        found = self.track(column).instant(self.track(before).at(at))
        return found if found is not None else at

    # Times at the left

    def hours(self) -> list[tuple[float, str]]:
        """Return the whole hours: their places on the axis, and how they are written."""
        found = []
        for place, wall in enumerate(self.axis.walls):
            times = (track.instant(place) for track in self.axis.tracks.values())
            at = next((each for each in times if each is not None), None)
            if wall[0] % 60 == 0 and at is not None:
                found.append((float(place), clock_text(at, self._state.zone)))
        return found

    def pill(self) -> tuple[float, str] | None:
        """Return where now stands, and how it is written; None where it is not among what is shown."""
        track = self.axis.tracks.get(self.today) if self.today is not None else None
        if track is None or not self.columns or not on(track, self.now):
            return None
        return track.at(self.now), clock_text(self.now, self._state.zone)

    def boundary(self) -> float:
        """Return where another day begins, 0 where none does."""
        return float(next((n for n, wall in enumerate(self.axis.walls) if wall[0] in (0, 1_440) and n), 0))

    def first_top(self) -> float:
        """Return from which hour on a day is looked at first: a little before now, or from its beginning."""
        todays = next((column for column in self.columns if column.day == self.today), None)
        return self.hour_at(self.track(todays).at(self.now) - 2 * LEAD if todays is not None else 0.0)

    def hour_at(self, place: float) -> float:
        """Return the hour by the wall at a place of the axis."""
        walls = self.axis.walls
        if not walls:
            return 0.0
        number = max(0, min(len(walls) - 1, int(place)))
        return walls[number][0] / 60 + max(0.0, place - number) / 2

    def place_of(self, hour: float) -> float:
        """Return the place of the axis of an hour by the wall."""
        walls = self.axis.walls
        number = max(0, sum(wall[0] / 60 <= hour for wall in walls) - 1)
        return max(0.0, number + (hour - walls[number][0] / 60) * 2) if walls else 0.0


def on(track: Track, at: int) -> bool:
    """Say whether a time is among what is shown of its day."""
    return bool(track.starts) and track.starts[0] <= at < track.starts[-1] + CELL_MS


def _spans(column: Column) -> Sequence[tuple[date, int, int]]:
    own = [card.own for card in column.cards if card.holds]
    return [(column.day, *span) for span in [*((piece.begins, piece.ends) for piece in column.work), *own]]


def _shortest(column: Column) -> int:
    lengths = [(ends - begins) // MINUTE_MS for begins, ends in (card.own for card in column.cards if card.holds)]
    return min(lengths, default=USUAL_MINUTES)
