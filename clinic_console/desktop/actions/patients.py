"""What a user does with patients: open a card, mark a chart, break the glass and mend it."""

from collections.abc import Callable
from contextlib import suppress

from clinic_console.desktop.link import patients as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import Alert, Chart, Confirmation, Consent, Contact, Identifier
from clinic_console.desktop.state.patients import Glass, Identifiers, Patients
from clinic_console.domain.errors import ClinicError, NotFound, NotSignedIn, TooMany
from clinic_console.wire import patients as wire


class PatientActions:
    """Looking at patients; ``nudge`` has the bed lists asked for again: names come and go with the glass."""

    def __init__(
        self, access: Access, clock: Callable[[], float], state: Patients, *, nudge: Callable[[], None]
    ) -> None:
        self._access, self.clock, self.state, self._nudge = access, clock, state, nudge

    async def load(self) -> None:
        """Open the card that is wanted; it, or why it could not be had, stands in the state afterwards."""
        patient = self.state.wanted
        if not patient:
            # Closed before it was asked for.
            return
        try:
            found = await link.patient(self._access, patient)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.failed(patient, error)
        else:
            self.state.take(chart_of(found), self.clock())

    async def restrict(self, patient: str, restriction: str, reason: str) -> None:
        """Mark a chart as restricted, or lift the mark (empty); raises ClinicError."""
        await link.restrict(self._access, patient, restriction, reason)
        self.state.marked(patient, restriction)
        self._nudge()
        if self.state.wanted == patient and self.state.card is None and not restriction:
            await self.load()

    async def look_up(self, asked: Identifiers) -> bool:
        """Say whether exactly one patient has these identifiers; raises ClinicError."""
        try:
            return await link.look_up(self._access, wire.LookUp(asked.clinic_id, asked.mrn, asked.name, asked.born))
        except TooMany as error:
            self.state.slowed(error, self.clock())
            raise

    async def break_glass(self, asked: Identifiers, reason: str) -> Glass:
        """Open the chart of who was just looked up; raises ClinicError."""
        body = wire.BreakGlass(asked.clinic_id, reason, asked.mrn, asked.name, asked.born)
        glass = _glass(await link.break_glass(self._access, body))
        self.state.broken(glass)
        self._nudge()
        return glass

    async def end_glass(self, glass: Glass) -> None:
        """Close a chart before it expires; raises ClinicError."""
        # One that is not found has expired, or was closed on another PC.
        with suppress(NotFound):
            await link.end_glass(self._access, glass.id)
        self.state.mended(glass)
        self._nudge()

    async def list_glasses(self) -> None:
        """Ask what is open by broken glass; the answer stands in the state afterwards."""
        try:
            found = await link.glasses(self._access)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.not_listed(error)
        else:
            self.state.listed(tuple(_glass(each) for each in found))


def chart_of(found: wire.Patient) -> Chart:
    """Return a patient as the state has one."""
    confirmed = found.confirmed
    return Chart(
        id=found.id,
        mrn=found.mrn,
        name=found.name,
        latin=found.name_latin,
        born=found.born,
        sex=found.sex,
        restriction=found.restriction,
        glass_until=found.glass_until,
        kana=found.name_kana,
        family=found.family,
        former=found.former_name,
        deceased=found.deceased,
        died=found.died,
        language=found.language,
        interpreter=found.interpreter,
        identifiers=tuple(Identifier(each.kind, each.system, each.value) for each in found.identifiers),
        contacts=tuple(Contact(each.kind, each.value, each.whose, each.relation) for each in found.contacts),
        alerts=tuple(Alert(each.kind, each.text, each.since) for each in found.alerts),
        consents=tuple(Consent(each.kind, each.given) for each in found.consents),
        confirmed=Confirmation(tuple(confirmed.which), confirmed.by, confirmed.at) if confirmed is not None else None,
        version=found.version,
        clinic_id=found.clinic_id,
    )


def _glass(found: wire.Glass) -> Glass:
    return Glass(found.id, found.clinic_id, chart_of(found.patient), found.reason, found.began, found.expires)
