"""What a user does with one patient's chart: open it, read its tabs, confirm who somebody is, restrict it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.actions.patients import PatientActions, chart_of
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.link import chart as link
from clinic_console.desktop.link import patients as link_patients
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import (
    Appointment,
    Change,
    ChartState,
    Confirmation,
    Edit,
    Look,
    Version,
    Visit,
    edits_of,
)
from clinic_console.domain.errors import ClinicError, NotSignedIn
from clinic_console.wire import patients as wire
from clinic_console.wire.appointments import ChartVisit

MOST_COMING: Final = 500
"""So many visits are asked for at once to have the next one come first; nobody has more before them."""


class ChartActions:
    """Working with the chart that is open; ``patients`` are the actions shared with the card over the wall.

    ``clock`` gives monotonic seconds, ``now`` the hub's time at one of them (ms since 1970, 0: not known).
    """

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: ChartState,
        patients: PatientActions,
        now: Callable[[float], int],
    ) -> None:
        self._access, self.clock, self.state, self.patients, self._now = access, clock, state, patients, now

    async def load(self) -> None:
        """Open the chart that is wanted (each time is recorded); it, or why not, stands in the state afterwards."""
        patient = self.state.wanted
        if not patient:
            # Closed before it was asked for.
            return
        try:
            found = await link_patients.patient(self._access, patient)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.failed(patient, error)
        else:
            self.state.take(chart_of(found), self.clock())

    async def load_appointments(self) -> None:
        """Ask for what the list of appointments wants: what is to come first, the next one at the top."""
        patient = self.state.wanted

        async def fetch(after: str | None) -> tuple[list[Appointment], str | None]:
            page = await link.appointments(self._access, patient, after)
            now = self._now(self.clock())
            found = [_appointment(each, now) for each in page.items]
            # The hub gives the latest first, so what comes next is known only once all is here that is to come.
            while after is None and page.next and found[-1].coming and len(found) < MOST_COMING:
                page = await link.appointments(self._access, patient, page.next)
                found += [_appointment(each, now) for each in page.items]
            coming = sorted((each for each in found if each.coming), key=lambda each: each.card.begins)
            return [*coming, *(each for each in found if not each.coming)], page.next

        await load(self.state.appointments, fetch, self.clock)

    async def load_visits(self) -> None:
        """Ask for what the list of visits wants."""
        patient = self.state.wanted

        async def fetch(after: str | None) -> tuple[list[Visit], str | None]:
            page = await link.visits(self._access, patient, after)
            return [_visit(each) for each in page.items], page.next

        await load(self.state.visits, fetch, self.clock)

    async def load_history(self) -> None:
        """Ask for what the list of changes wants."""
        patient = self.state.wanted

        async def fetch(after: str | None) -> tuple[list[Edit], str | None]:
            page = await link.history(self._access, patient, after)
            return edits_of(version_of(each) for each in page.items), page.next

        await load(self.state.history, fetch, self.clock)

    async def load_looks(self) -> None:
        """Ask for what the list of looks wants; that it was asked is recorded, too."""
        patient = self.state.wanted

        async def fetch(after: str | None) -> tuple[list[Look], str | None]:
            page = await link.looks(self._access, patient, after)
            return [Look(each.at, each.by, each.action, each.clinic) for each in page.items], page.next

        await load(self.state.looks, fetch, self.clock)

    async def confirm(self, patient: str, clinic: str, which: Sequence[str]) -> Confirmation:
        """Record that two identifiers of a patient were compared; raises ClinicError."""
        found = await link.confirm(self._access, patient, clinic, which)
        confirmation = Confirmation(tuple(found.which), found.by, found.at)
        self.state.confirmed(patient, confirmation)
        return confirmation

    async def restrict(self, patient: str, restriction: str, reason: str) -> None:
        """Mark a chart as restricted, or lift the mark (empty); raises ClinicError."""
        await self.patients.restrict(patient, restriction, reason)
        self.state.marked(patient, restriction)

    async def end_glass(self, patient: str) -> None:
        """Close a chart that broken glass has opened; raises ClinicError."""
        patients = self.patients
        if not patients.state.glasses_known:
            await patients.list_glasses()
            if patients.state.glasses_problem is not None:
                raise patients.state.glasses_problem
        for glass in patients.state.glasses:
            if glass.patient.id == patient:
                await patients.end_glass(glass)
        self.state.mended(patient)


def version_of(found: wire.Version) -> Version:
    """Return one change of a patient as the state has it."""
    changes = tuple(Change(each.field, tuple(each.before), tuple(each.after)) for each in found.changes)
    return Version(found.version, found.at, found.by, changes)


def _appointment(found: ChartVisit, now: int) -> Appointment:
    card = card_of(found)
    if found.day:
        booked = date.fromisoformat(found.booked) if found.booked else None
        day = date.fromisoformat(found.day)
        return Appointment(card, found.doctor, found.kind, day=day, booked=booked, source=found.source)
    return Appointment(card, found.doctor, found.kind, bool(now) and card.holds and card.ends > now)


def _visit(found: wire.Encounter) -> Visit:
    return Visit(
        found.id,
        found.clinic_id,
        found.kind,
        found.began,
        found.ended,
        found.code,
        found.text,
        found.reason,
        found.practitioner,
    )
