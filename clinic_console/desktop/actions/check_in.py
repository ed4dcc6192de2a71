"""What a user does with the check-in card and with walk-ins; each change goes out under a key and is done once."""

from collections.abc import Callable, Sequence

from clinic_console.desktop.actions.appointments import new_id
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.repeating import PAUSES, Repeating
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.link import appointments as link_visits
from clinic_console.desktop.link import check_in as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.check_in import CheckInState, Companion, Draft, Form, Request, Sheet
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.walk_in import WalkInState
from clinic_console.domain.check_in import FormState
from clinic_console.domain.errors import (
    AppointmentChanged,
    ClinicError,
    MalformedMessage,
    NotSignedIn,
    WrongState,
)
from clinic_console.wire import appointments as wire_visits
from clinic_console.wire import check_in as wire


class CheckInActions:
    """Checking in, and walk-ins (``find`` finds who has come).

    ``show`` is told of each visit as it stands afterwards, until its column comes.
    """

    def __init__(
        self,
        access: Access,
        state: CheckInState,
        walk_ins: WalkInState,
        show: Callable[[Sequence[Card]], object],
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._access, self.state, self.walk_ins, self._show = access, state, walk_ins, show
        self.find = FindActions(access)
        self._repeating = Repeating(access, pauses)

    def try_now(self) -> None:
        """Do not wait for the next try of what may have been done."""
        self._repeating.try_now()

    async def load(self) -> None:
        """Ask for the card that is open; it is in the state afterwards, or why it cannot be had."""
        card = self.state.card
        if card is None:
            return
        self.state.load()
        try:
            found = sheet_of(await link.card(self._access, card.id, card.begins))
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.not_loaded(card.id, error)
        else:
            self.state.take(card.id, found)

    async def save(self) -> None:
        """Keep the card, and check in if that is due; where somebody else has changed it, how it stands is asked."""
        request = self.state.send(new_id())
        if request is None:
            return
        key, card = request.key, request.card
        body = _data_of(request)
        try:
            found = await self._repeating.surely(
                lambda: link.keep(self._access, card.id, body), lambda: self.state.doubt(key)
            )
            now = card_of(found.card)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.refused(key, error)
            if isinstance(error, AppointmentChanged | WrongState):
                await self.load()
        else:
            self._show([now])
            self.state.kept(key, now)

    async def undo(self, card: Card) -> Card:
        """Take back what made a visit what ``card`` says; WrongState when it is too late."""
        body = wire_visits.Undo(new_id(), card.version, card.begins)
        found = await self._repeating.surely(lambda: link_visits.change(self._access, card.id, "undo", body))
        now = card_of(found.card)
        self._show([now])
        return now

    async def add(self) -> None:
        """Add the walk-in that is typed; what came of it stands in the state."""
        state = self.walk_ins
        request = state.send(new_id())
        if request is None:
            return
        key = request.key
        body = wire_visits.WalkIn(
            key, request.clinic, request.patient.id, request.type, request.practitioner, request.reason
        )
        try:
            found = await self._repeating.surely(lambda: link.walk_in(self._access, body), lambda: state.doubt(key))
            now = card_of(found.card)
        except NotSignedIn:
            return
        except ClinicError as error:
            state.refused(key, error)
        else:
            self._show([now])
            state.added(key, now)


def sheet_of(found: wire.CheckIn) -> Sheet:
    """Return a check-in card as the state has it; MalformedMessage for states that nobody knows."""
    card, patient = card_of(found.card), found.card.patient
    lines = tuple((each.kind, each.value) for each in found.contacts)
    by_kind = dict(reversed(lines))
    numbers = dict(reversed(found.numbers))
    values = {
        "name": patient.name or patient.name_latin,
        "born": patient.born.isoformat() if patient.born is not None else "",
        "phone": by_kind.get("phone", "") or patient.phone,
        "address": by_kind.get("address", ""),
        "mrn": patient.mrn or numbers.get("mrn", ""),
        "insurance": numbers.get("insurance", ""),
        "photo_id": next((numbers[kind] for kind in ("passport", "licence", "national") if kind in numbers), ""),
    }
    try:
        forms = tuple(Form(each.name, FormState(each.state)) for each in found.forms)
    except ValueError as error:
        raise MalformedMessage("the state of a form") from error
    companions = tuple(Companion(each.name, each.relation, each.phone) for each in found.companions)
    return Sheet(
        card,
        Draft(
            tuple(found.compared),
            found.not_confirmed,
            contacts=False,
            interpreter=found.interpreter,
            forms=forms,
            companions=companions,
        ),
        values,
        lines,
        tuple(found.alerts),
        found.language,
        found.compared_by,
        found.compared_at,
        found.contacts_at,
    )


def _data_of(request: Request) -> wire.CheckInData:
    draft, card = request.draft, request.card
    return wire.CheckInData(
        request.key,
        card.begins,
        card.version,
        list(draft.compared),
        draft.not_confirmed,
        draft.contacts,
        draft.interpreter.strip(),
        [wire.Form(each.name, each.state) for each in draft.forms],
        [wire.Companion(each.name.strip(), each.relation.strip(), each.phone.strip()) for each in draft.companions],
        request.check_in,
    )
