"""Where the user of a schedule is: which column, and which stop of it; kept in the state, so it outlives views."""

from collections.abc import Callable, Sequence

from clinic_console.desktop.models.schedule_stops import Stop, nearest
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Card, Column, Key


class Cursor:
    """Walks through the columns that are shown; ``stops`` gives those of a column, ``across`` a time in another one.

    A card that it stands on is followed wherever it goes within its column.
    """

    def __init__(
        self,
        state: ScheduleState,
        stops: Callable[[Column], Sequence[Stop]],
        across: Callable[[int, Column, Column], int],
    ) -> None:
        self._state, self._stops, self._across = state, stops, across
        self.columns: tuple[Column, ...] = ()
        self._card = ""

    @property
    def number(self) -> int:
        """Return which of the columns it is in, -1 for none."""
        current = self._state.current
        return -1 if current is None else self.number_of(current[0])

    def number_of(self, key: Key) -> int:
        """Return which of the columns has a key, -1 for none."""
        return next((number for number, column in enumerate(self.columns) if column.key == key), -1)

    @property
    def column(self) -> Column | None:
        """Return the column that it is in."""
        number = self.number
        return self.columns[number] if number >= 0 else None

    @property
    def stop(self) -> Stop | None:
        """Return the stop that it is at."""
        column, current = self.column, self._state.current
        if column is None or current is None:
            return None
        stops = self._stops(column)
        place = self._place(stops, current[1])
        return stops[place] if place >= 0 else None

    def begin(self, at: int) -> bool:
        """Be somewhere, if there are columns: at a time in the first one, where it was nowhere; say if it moved."""
        if self.number >= 0 or not self.columns:
            return False
        current = self._state.current
        # From a day to a week and back: the same day, or the same person.
        near = [each for each in self.columns if current is not None and set(each.key) & set(current[0])]
        column = next(iter(near), self.columns[0])
        self.put(column, current[1] if near and current is not None else at)
        return True

    def put(self, column: Column, at: int, card: str = "") -> None:
        """Go to a stop by its column and time (and card, where several begin together)."""
        self._state.current, self._card = (column.key, at), card
        stop = self.stop
        if stop is not None:
            self._stand(column, stop)

    def put_card(self, card: Card) -> None:
        """Go to a visit, if its column is shown."""
        column = next((each for each in self.columns if any(one.id == card.id for one in each.cards)), None)
        if column is not None:
            self.put(column, card.own[0], card.id)

    def expect(self, card: Card, key: Key) -> None:
        """Be at a visit as soon as its column is shown."""
        self._state.current, self._card = (key, card.own[0]), card.id

    def step(self, by: int) -> None:
        """Go to the stop before or after in the column."""
        column, current = self.column, self._state.current
        if column is not None and current is not None:
            stops = self._stops(column)
            place = self._place(stops, current[1]) + by
            if stops:
                self._stand(column, stops[max(0, min(len(stops) - 1, place))])

    def edge(self, *, last: bool) -> None:
        """Go to the first or the last stop of the column."""
        column = self.column
        stops = self._stops(column) if column is not None else ()
        if column is not None and stops:
            self._stand(column, stops[-1 if last else 0])

    def turn(self, by: int) -> None:
        """Go to the column before or after, to what stands there at the same time."""
        before, current, number = self.column, self._state.current, self.number
        if before is None or current is None:
            return
        column = self.columns[max(0, min(len(self.columns) - 1, number + by))]
        self.put(column, self._across(current[1], before, column))

    def _stand(self, column: Column, stop: Stop) -> None:
        self._card = stop.card.id if stop.card is not None else ""
        self._state.current = column.key, stop.begins

    def _place(self, stops: Sequence[Stop], at: int) -> int:
        if self._card:
            found = next((n for n, stop in enumerate(stops) if stop.card and stop.card.id == self._card), -1)
            if found >= 0:
                return found
        return nearest(stops, at)
