"""What is done with the schedule that is looked at: have it brought, and again what has changed of it."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

import structlog

from clinic_console.desktop.actions.schedule_columns import column_of, kind_of, practitioner_of, specialty_of
from clinic_console.desktop.link import practitioners as link_who
from clinic_console.desktop.link import schedule as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.schedule import WEEK, Column, Key, Practitioner, ScheduleState, Span
from clinic_console.domain.errors import ClinicError, TooMany, Unavailable
from clinic_console.wire import topics

MOST_PAGES: Final = 10
"""So many pages of a day (600 practitioners) or of a clinic's practitioners are asked for."""
ALONE: Final = 3
"""So many changed columns of a day are asked for one by one; of more the whole day is."""
PAUSE_SECONDS: Final = 0.15
"""Changes that come within this time are asked for together."""
RETRY_SECONDS: Final = 5.0
"""What the hub could not give for the moment is asked for again after so long: nobody has to press a button."""

log = structlog.get_logger()


class ScheduleActions:
    """Reading schedules; ``clock`` gives monotonic seconds, ``watch`` has the hub tell of changes of these topics.

    Each kind of question is asked by one task at a time, and asks again for what was wanted meanwhile: twenty changes
    while an answer is on its way are one more question.
    """

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: ScheduleState,
        watch: Callable[[Sequence[str]], object],
    ) -> None:
        self._access, self.clock, self.state, self._watch = access, clock, state, watch
        self._watched: tuple[str, ...] = ()
        self._busy: set[str] = set()
        self._next_round = 0.0
        self._retries: dict[str, float] = {}

    @property
    def wants_kinds(self) -> bool:
        """Say whether types of visits or the clinic's practitioners are still to be had."""
        state = self.state
        known = not state.clinic or state.clinic in state.known
        may = state.kinds_error is None or self._due("kinds", state.kinds_error)
        return not known and may and "kinds" not in self._busy

    def _due(self, what: str, error: ClinicError | None) -> bool:
        """Say whether what failed for the moment only is to be asked for once more."""
        return isinstance(error, Unavailable | TooMany) and self.clock() >= self._retries.get(what, 0.0)

    @property
    def wants_columns(self) -> bool:
        """Say whether something that is looked at is to be had, or had again."""
        if "columns" in self._busy:
            return False
        due, page = self.clock() >= self._next_round, self.state.page
        if page is not None and self._due("columns", page.error):
            return True
        return self.state.wanted() is not None or (due and bool(self.state.wanted_columns()))

    def watch(self) -> None:
        """Hear of changes of what is looked at, and of nothing else."""
        span = self.state.span
        wanted: tuple[str, ...] = ()
        clinic = _uuid(span.clinic) if span is not None else None
        if span is not None and clinic is not None:
            wanted = (*(topics.schedule(clinic, day) for day in span.days), topics.waitlist(clinic))
        self._listen(wanted)

    def rest(self) -> None:
        """Hear of nothing: another screen is shown. What is here is asked for again when it is looked at again."""
        self._listen(())

    def forget(self) -> None:
        """Wait for nothing any more: somebody else may sign in next."""
        self.rest()
        # A new set: what still waits has the old one, and finds out by that.
        self._busy, self._next_round, self._retries = set(), 0.0, {}

    def _listen(self, wanted: tuple[str, ...]) -> None:
        if wanted != self._watched:
            self._watched = wanted
            self._watch(wanted)

    async def load_kinds(self) -> None:
        """Ask for the types of visits, specialties and the clinic's practitioners."""
        clinic, busy = self.state.clinic, self._busy
        if "kinds" in busy:
            return
        busy.add("kinds")
        try:
            types = await link_who.visit_types(self._access)
            people = await self._ask_people(clinic)
        except ClinicError as error:
            log.warning("types of visits not loaded", code=error.code)
            if busy is self._busy:
                self._retries["kinds"] = self.clock() + RETRY_SECONDS
                self.state.no_kinds(error)
        else:
            kinds, specialties = [kind_of(each) for each in types.items], [specialty_of(s) for s in types.specialties]
            self.state.take_kinds(clinic, kinds, specialties, people)
        finally:
            busy.discard("kinds")

    async def _ask_people(self, clinic: str) -> list[Practitioner]:
        found, after = [], ""
        for _ in range(MOST_PAGES):
            page = await link_who.practitioners(self._access, clinic, after)
            found += [practitioner_of(each) for each in page.items]
            after = page.next or ""
            if not after:
                break
        return found

    async def load(self) -> None:
        """Ask for what is looked at, and then for what has changed of it, until nothing is wanted."""
        busy = self._busy
        if "columns" in busy:
            return
        busy.add("columns")
        page = self.state.page
        if page is not None and self._due("columns", page.error):
            self.state.try_again()
        try:
            while busy is self._busy and (span := self.state.wanted()) is not None:
                await self._load_span(span, busy)
            if busy is self._busy:
                await self._load_columns(busy)
        finally:
            busy.discard("columns")

    async def _load_span(self, span: Span, busy: set[str]) -> None:
        self.state.begin(span)
        try:
            columns, more = await self._ask(span)
        except ClinicError as error:
            log.warning("schedule not loaded", code=error.code)
            if busy is self._busy:
                self._failed(span, error)
        else:
            self.state.take(span, columns, self.clock(), more=more)
        finally:
            self.state.given_up(span)

    def _failed(self, span: Span, error: ClinicError) -> None:
        self._retries["columns"] = self.clock() + RETRY_SECONDS
        self.state.failed(span, error)

    async def _ask(self, span: Span) -> tuple[list[Column], bool]:
        if span.practitioner:
            week = await link.week(self._access, span.clinic, span.practitioner, span.day, WEEK)
            return [column_of(each, span.clinic) for each in week.columns[:WEEK]], False
        found: list[Column] = []
        after = ""
        for _ in range(MOST_PAGES):
            page = await link.day(self._access, span.clinic, span.day, after=after)
            found += [column_of(each, span.clinic) for each in page.columns]
            after = page.next or ""
            if not after:
                break
        return found, bool(after)

    async def _load_columns(self, busy: set[str]) -> None:
        span = self.state.span
        wanted = self.state.wanted_columns()
        if span is None or not wanted:
            return
        self._next_round = self.clock() + PAUSE_SECONDS
        by_day = groupby(sorted(wanted, key=_day), key=_day)
        try:
            for keys in [list(of_day) for _, of_day in by_day]:
                self.state.take_columns(span.clinic, keys, await self._ask_columns(span.clinic, keys))
        except ClinicError as error:
            # They stay marked, and the page says that it is old.
            log.warning("changes of a schedule not loaded", code=error.code)
            if busy is self._busy:
                self._failed(span, error)

    async def _ask_columns(self, clinic: str, keys: Sequence[Key]) -> list[Column]:
        day = keys[0][1]
        if len(keys) > ALONE:
            return (await self._ask(Span(clinic, day)))[0]
        found: list[Column] = []
        for practitioner, _ in keys:
            answer = await link.day(self._access, clinic, day, practitioner=practitioner)
            found += [column_of(each, clinic) for each in answer.columns[:1]]
        return found


def _uuid(clinic: str) -> UUID | None:
    """Return an id as topics have it; None for what no hub would give."""
    try:
        return UUID(clinic)
    except ValueError:
        return None


def _day(key: Key) -> int:
    return key[1].toordinal()
