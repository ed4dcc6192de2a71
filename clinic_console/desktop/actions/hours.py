"""What somebody does with working hours: change a week, write leave, and see first what that would affect."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.actions.schedule_columns import kind_of, person_of, practitioner_of
from clinic_console.desktop.link import hours as link
from clinic_console.desktop.link import practitioners as link_who
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.hours import Draft, Entry, HoursState
from clinic_console.desktop.state.hours_affected import Affected, Hit
from clinic_console.desktop.state.hours_exceptions import Away, AwayDraft
from clinic_console.desktop.state.schedule_columns import Practitioner
from clinic_console.domain.errors import ClinicError, ScheduleChanged
from clinic_console.domain.templates import Line
from clinic_console.wire import templates as wire

Zone = Callable[[str], str]


class HoursActions:
    """Hours and exceptions; ``clock`` gives monotonic seconds, ``zone`` a clinic's zone.

    What is asked for stands in the state afterwards; what changes something raises ClinicError.
    """

    def __init__(self, access: Access, clock: Callable[[], float], state: HoursState, zone: Zone) -> None:
        self._access, self._clock, self._zone = access, clock, zone
        self.state, self.exceptions = state, state.exceptions

    # Weekly hours

    async def load(self, practitioner: int, mine: frozenset[str]) -> None:
        """Ask for somebody's hours, the name, and the types of visits; ``mine``: where the user sets hours."""
        draft = self.state.draft(practitioner)
        try:
            found, who, types = await asyncio.gather(
                link.template(self._access, practitioner),
                link.practitioner(self._access, practitioner),
                link_who.visit_types(self._access),
            )
        except ClinicError as error:
            draft.failed(error)
        else:
            self.state.know([practitioner_of(who)], map(kind_of, types.items))
            draft.take(found.version, self._lines(found.lines), mine)

    async def preview(self, draft: Draft) -> Affected:
        """Find out which visits would lie outside of what is typed; it stands in the draft."""
        sent = draft.entries
        try:
            found = affected_of(
                await link.preview_template(self._access, draft.practitioner, _template(draft.version, sent))
            )
        except ClinicError as error:
            draft.refuse(error, sent)
            raise
        draft.know(sent, found)
        return found

    async def save(self, draft: Draft, mine: frozenset[str]) -> None:
        """Keep what is typed. ScheduleChanged: somebody else has changed them; the draft says what, and stays."""
        sent = draft.entries
        try:
            found = await link.set_template(self._access, draft.practitioner, _template(draft.version, sent))
        except ScheduleChanged:
            await self.again(draft, mine)
            raise
        except ClinicError as error:
            draft.refuse(error, sent)
            raise
        if draft.entries == sent:
            draft.saved(found.version, self._lines(found.lines), mine)

    async def put_back(self, practitioner: int, entries: tuple[Entry, ...], mine: frozenset[str]) -> None:
        """Take a change back that was saved: put these lines in place of what is there."""
        now = await link.template(self._access, practitioner)
        found = await link.set_template(self._access, practitioner, _template(now.version, entries))
        draft = self.state.draft(practitioner)
        if not draft.dirty:
            draft.saved(found.version, self._lines(found.lines), mine)

    async def again(self, draft: Draft, mine: frozenset[str]) -> None:
        """Ask for the hours again: what is typed stays."""
        found = await link.template(self._access, draft.practitioner)
        draft.take(found.version, self._lines(found.lines), mine)

    def _lines(self, lines: Iterable[wire.Line]) -> list[tuple[str, Line]]:
        return [(each.clinic_id, _line(each, self._zone(each.clinic_id))) for each in lines]

    # Exceptions

    async def load_exceptions(self) -> None:
        """Ask for what the list of exceptions wants."""
        await load(self.exceptions.pages, self._fetch, self._clock)

    async def know_names(self, clinic: str) -> None:
        """Ask for the names of a clinic's practitioners and of types of visits."""
        types = await link_who.visit_types(self._access)
        people: list[Practitioner] = []
        after = ""
        for _ in range(10):
            page = await link_who.practitioners(self._access, clinic, after)
            people += map(practitioner_of, page.items)
            after = page.next or ""
            if not after:
                break
        self.state.know(people, map(kind_of, types.items))

    async def _fetch(self, after: str | None) -> tuple[list[Away], str | None]:
        state = self.exceptions
        page = await link.exceptions(self._access, state.clinic, state.practitioner, after)
        return [_away(each) for each in page.items], page.next

    async def preview_exception(self, draft: AwayDraft) -> Affected:
        """Find out which visits would fall into it; raises BadField for times that cannot be meant."""
        data = self._exception(draft)
        found = affected_of(await link.preview_exception(self._access, data))
        self.exceptions.know(draft, found)
        return found

    async def add(self, draft: AwayDraft) -> Away:
        """Write one down."""
        away = _away(await link.add_exception(self._access, self._exception(draft)))
        self._added(away)
        if self.exceptions.draft == draft:
            self.exceptions.write(None)
        return away

    async def preview_removal(self, away: Away) -> Affected:
        """Find out which visits would lie outside of hours without it."""
        return affected_of(await link.preview_removal(self._access, away.id))

    async def remove(self, away: Away) -> None:
        """Take one back."""
        await link.remove_exception(self._access, away.id)
        self.exceptions.pages.remove(away.id)
        if self.exceptions.opened == away:
            self.exceptions.open(None)

    async def restore(self, away: Away) -> None:
        """Write one down again that was taken back."""
        begins, ends = (datetime.fromtimestamp(at / 1_000, UTC) for at in (away.begins, away.ends))
        what = (away.practitioner, away.label, away.step, away.cap)
        data = wire.ExceptionData(away.clinic, away.kind, begins, ends, *what)
        self._added(_away(await link.add_exception(self._access, data)))

    def _added(self, away: Away) -> None:
        state = self.exceptions
        if away.clinic == state.clinic and state.practitioner in (0, away.practitioner):
            # Its place is where its begin says.
            state.pages.put(away)
            state.pages.refresh()

    def _exception(self, draft: AwayDraft) -> wire.ExceptionData:
        begins, ends = draft.times(self._zone(draft.clinic))
        who = 0 if draft.for_clinic else draft.practitioner
        step, cap = (draft.step, draft.cap) if draft.kind == "extra" else (15, 0)
        return wire.ExceptionData(draft.clinic, draft.kind, begins, ends, who, draft.label.strip(), step, cap)


def affected_of(found: wire.Affected) -> Affected:
    """Return what a change would affect, as the state has it."""
    return Affected(found.total, tuple(map(_hit, found.items)))


def _hit(found: wire.Hit) -> Hit:
    who = person_of(found.patient)
    return Hit(found.id, found.begins, found.ends, found.practitioner, found.type, who, found.why, found.restricted)


def _away(found: wire.Exceptional) -> Away:
    return Away(
        found.id,
        found.clinic_id,
        found.kind,
        found.begins,
        found.ends,
        found.practitioner,
        found.label,
        found.by,
        found.at,
        found.step,
        found.cap,
    )


def _line(found: wire.Line, zone: str) -> Line:
    return Line(
        found.weekday,
        found.begins,
        found.ends,
        found.kind,
        tuple(found.weeks),
        found.since,
        found.until,
        found.step,
        found.cap,
        tuple(found.types),
        found.label,
        found.release,
        zone,
    )


def _template(version: int, entries: Iterable[Entry]) -> wire.TemplateData:
    return wire.TemplateData(version, [_wire(each) for each in entries])


def _wire(entry: Entry) -> wire.Line:
    line = entry.line
    return wire.Line(
        entry.clinic,
        line.weekday,
        line.begins,
        line.ends,
        line.kind,
        list(line.weeks),
        line.since,
        line.until,
        line.step,
        line.cap,
        list(line.types),
        line.label.strip(),
        line.release,
    )
