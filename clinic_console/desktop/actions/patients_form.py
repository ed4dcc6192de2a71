"""What a user does with the form of a patient: register, save, find out who it may be, take somebody in."""

import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from clinic_console.desktop.actions.chart import version_of
from clinic_console.desktop.actions.patients import chart_of
from clinic_console.desktop.actions.patients_find import chart_of_line
from clinic_console.desktop.link import chart as link_chart
from clinic_console.desktop.link import patients as link_patients
from clinic_console.desktop.link import patients_form as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import Version
from clinic_console.desktop.state.patients_form import Changed, FormState, Likely, Mode
from clinic_console.desktop.state.patients_form_content import CONSENT, CONSENTS, YES, content_in, content_of, same
from clinic_console.desktop.state.patients_merge import Content, Place
from clinic_console.domain.errors import (
    ClinicError,
    HubSlow,
    HubUnavailable,
    NotSignedIn,
    PatientChanged,
    ProbableDuplicate,
)
from clinic_console.domain.ids import uuid7
from clinic_console.wire import patients as wire

ID_BITS = 74
T = TypeVar("T")
Sent = tuple[Content | None, Content]
"""What the hub was asked to keep the time before, whose answer may have been lost, and this time."""
Held = Callable[[], frozenset[Place]]
"""Says what is being composed in the form at the moment, letter by letter: nobody's change goes in there."""


class FormActions:
    """Working with the one form; what comes of it, or why not, stands in the state afterwards."""

    def __init__(self, access: Access, state: FormState) -> None:
        self._access, self.state = access, state

    def begin(self, clinic: str, **typed: str) -> None:
        """Begin to register somebody new, under an id that is theirs from now on."""
        self.state.begin(str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(ID_BITS))), clinic, **typed)

    async def save(self, held: Held) -> None:
        """Have the hub keep what is typed; a lost answer is asked for again, and nobody is registered twice."""
        state = self.state
        if state.saving or state.mode is Mode.CLOSED:
            return
        serial, likeness, earlier, despite = state.serial, state.likeness, state.sent, state.despite
        sent = state.begin_saving()
        try:
            if state.mode is Mode.NEW:
                new = wire.NewPatient(state.patient, state.clinic, data_of(sent), despite)
                found = await self._register(new, sent, earlier)
            else:
                body = wire.PatientChange(state.of, data_of(sent))
                found = await self._change(state.patient, body)
        except ClinicError as error:
            if state.serial == serial:
                await self._refused(error, likeness, (earlier, sent), held)
        else:
            if state.serial == serial:
                state.done(chart_of(found))

    async def look_alike(self) -> None:
        """Ask who it may be already that is being typed; without an answer the hub says so when it is saved."""
        state = self.state
        asked = state.asks
        if not asked:
            state.unlike()
        elif asked != state.likely_of:
            try:
                body = wire.Likeness(state.clinic, data_of(content_in(state.draft)))
                found = await link.duplicates(self._access, body)
            except ClinicError:
                return
            likely = tuple(_likely(each.patient, each.alike) for each in found.items)
            state.found(asked, likely, elsewhere=found.elsewhere)

    async def take_in(self, number: str) -> None:
        """Have somebody of another clinic here as well, by a number that was shown."""
        state, typed = self.state, content_in(self.state.draft).values
        if state.linking or state.mode is not Mode.NEW:
            return
        serial = state.serial
        body = wire.NewLink(state.clinic, typed["name"], date.fromisoformat(typed["born"]), number.strip())
        state.begin_linking()
        try:
            found = await _twice(lambda: link.take_in(self._access, body))
        except ClinicError as error:
            if state.serial == serial:
                state.not_linked(None if isinstance(error, NotSignedIn) else error)
        else:
            if state.serial == serial:
                state.done(chart_of(found))

    async def _register(self, new: wire.NewPatient, sent: Content, earlier: Content | None) -> wire.Patient:
        found = await _twice(lambda: link.register(self._access, new))
        if earlier is None or earlier == sent:
            return found
        # An answer was lost, and the hub may have kept what stood here then: what was typed since goes after it.
        kept = content_of(chart_of(found))
        new.data.mrn = new.data.mrn or found.mrn
        if same(kept, replace(sent, values={**sent.values, "mrn": new.data.mrn})):
            return found
        return await self._change(found.id, wire.PatientChange(found.version, new.data))

    async def _change(self, patient: str, body: wire.PatientChange) -> wire.Patient:
        return await _twice(lambda: link.change(self._access, patient, body))

    async def _refused(self, error: ClinicError, likeness: tuple[str, ...], sent: Sent, held: Held) -> None:
        state, serial = self.state, self.state.serial
        if isinstance(error, PatientChanged):
            try:
                await self._meet(sent, held)
            except ClinicError as other:
                if state.serial == serial:
                    state.failed(None if isinstance(other, NotSignedIn) else other)
            return
        if isinstance(error, ProbableDuplicate):
            state.refused_as_duplicate(likeness)
            await self.look_alike()
        if state.serial == serial:
            state.failed(None if isinstance(error, NotSignedIn) else error)

    async def _meet(self, sent: Sent, held: Held) -> None:
        """Find out what somebody else has saved, and merge it into what is typed."""
        state = self.state
        serial, patient, since = state.serial, state.patient, state.of
        found = await link_patients.patient(self._access, patient)
        history = await link_chart.history(self._access, patient, since=since)
        if state.serial != serial:
            return
        theirs = content_of(chart_of(found))
        earlier, now = sent
        if same(theirs, now):
            # It was this very save, and only its answer was lost.
            state.done(chart_of(found))
        elif earlier is not None and same(theirs, earlier):
            state.adopt(theirs, found.version)
            await self.save(held)
        else:
            versions = [version_of(each) for each in history.items]
            state.meet(theirs, found.version, _changed(versions), held())


def data_of(content: Content) -> wire.PatientData:
    """Return what a form says as the hub takes it; dates that were not understood are left out."""
    values, rows = content.values, content.rows
    return wire.PatientData(
        name=values["name"],
        family=values["family"],
        name_kana=values["name_kana"],
        name_latin=values["name_latin"],
        former_name=values["former_name"],
        mrn=values["mrn"],
        born=_day(values["born"]),
        sex=values["sex"],
        deceased=values["deceased"] == YES,
        died=_day(values["died"]) if values["deceased"] == YES else None,
        language=values["language"],
        interpreter=values["interpreter"] == YES,
        identifiers=[wire.Identifier(*cells) for cells in rows["identifiers"]],
        contacts=[wire.Contact(*cells) for cells in rows["contacts"]],
        alerts=[wire.Alert(kind, text, _day(since)) for kind, text, since in rows["alerts"]],
        consents=[wire.Consent(name.removeprefix(CONSENT), values[name] == YES) for name in CONSENTS if values[name]],
    )


async def _twice(ask: Callable[[], Awaitable[T]]) -> T:
    try:
        return await ask()
    except HubUnavailable as error:
        if type(error) not in (HubUnavailable, HubSlow):
            raise
        # It may have been done, and only the answer lost: asked again, the hub says what came of it.
        return await ask()


def _changed(versions: Sequence[Version]) -> Changed:
    # Colleagues of other clinics have no name here.
    by = tuple(dict.fromkeys(version.by for version in versions if version.by))
    fields = tuple(dict.fromkeys(change.field for version in versions for change in version.changes))
    return Changed(by, versions[0].at if versions else 0, fields)


def _likely(found: wire.PatientLine, alike: Sequence[str]) -> Likely:
    return Likely(chart_of_line(found), tuple(alike))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
