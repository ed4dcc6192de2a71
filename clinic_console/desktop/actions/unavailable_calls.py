"""What a user does with call lists: look at them, and say what came of each call."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.link import unavailable as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.unavailable_calls import CallList, CallRow, Calls, Head
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotSignedIn
from clinic_console.domain.unavailable import Action, Contact
from clinic_console.wire import unavailable as wire

PAGE: Final = 50


class CallActions:
    """The call lists of a clinic; what is asked for stands in the state afterwards."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Calls) -> None:
        self._access, self._clock, self.state = access, clock, state

    async def load_heads(self) -> None:
        """Ask for what the list of lists wants."""
        await load(self.state.heads, self._fetch, self._clock)

    def load(self) -> Coroutine[Any, Any, None]:
        """Note that the open list is asked for; what is returned does so."""
        return self._load(self.state.begin())

    async def _load(self, wanted: str) -> None:
        try:
            found = call_list_of(await link.call_list(self._access, wanted))
        except ClinicError as error:
            self.state.failed(wanted, None if isinstance(error, NotSignedIn) else error)
        else:
            self.state.take(found, self._clock())

    async def called(self, wanted: str, row: CallRow, contact: Contact, note: str) -> CallRow:
        """Say what came of a call; Conflict where somebody else has said so meanwhile.

        Whatever went wrong, the list is asked for again: it says what is kept.
        """
        data = wire.Called(row.version, str(contact), note)
        try:
            found = await link.called(self._access, wanted, row.id, data)
        except ClinicError:
            self.state.again()
            raise
        now = _row(found, row.card.clinic)
        self.state.put(wanted, now)
        return now

    async def _fetch(self, after: str | None) -> tuple[list[Head], str | None]:
        page = await link.lists(self._access, self.state.clinic, after, PAGE)
        return [_head(each) for each in page.items], page.next


def call_list_of(found: wire.CallList) -> CallList:
    """Return a call list; raises MalformedMessage for outcomes that nobody knows."""
    away = found.away
    return CallList(
        found.id,
        away.clinic_id,
        away.practitioner,
        away.begins,
        away.ends,
        away.label,
        found.by,
        found.made_at,
        tuple(_row(each, away.clinic_id) for each in found.rows),
        found.undone,
        found.touched,
    )


def _head(found: wire.CallListHead) -> Head:
    away = found.away
    return Head(
        found.id,
        away.clinic_id,
        away.practitioner,
        away.begins,
        away.ends,
        away.label,
        found.by,
        found.made_at,
        found.rows,
        found.open,
        found.undone,
    )


def _row(found: wire.CallRow, clinic: str) -> CallRow:
    try:
        action, outcome, contact = Action(found.action), Outcome(found.outcome), Contact(found.contact)
    except ValueError as error:
        raise MalformedMessage("a row of a call list") from error
    return CallRow(
        _card(found, clinic),
        action,
        found.was_begins,
        found.was_practitioner,
        outcome,
        found.code,
        found.text,
        contact,
        found.contact_by,
        found.contact_at,
        found.tries,
        found.note,
        found.version,
    )


def _card(found: wire.CallRow, clinic: str) -> Card:
    """Return the visit of a row; of one that is not there any more its id alone is known."""
    if found.card.state:
        return card_of(found.card, clinic)
    return Card(found.card.id, found.was_begins, found.was_begins, clinic, found.was_practitioner, 0)
