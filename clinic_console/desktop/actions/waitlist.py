"""What a user does with the waitlist: look at it, put somebody on it, change, take off, pass over."""

from typing import Final

from clinic_console.desktop.actions.appointments import new_id
from clinic_console.desktop.actions.schedule_columns import person_of
from clinic_console.desktop.link import waitlist as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.waitlist import MOST, Draft, Freed, Waiting, WaitlistState, Wish
from clinic_console.domain.errors import ClinicError, NotFound, NotSignedIn, Taken, TooMany, Unavailable
from clinic_console.wire import waitlist as wire

PAGE: Final = 100
RETRY_SECONDS: Final = 5.0


class WaitlistActions:
    """The waitlist of the clinic that is looked at; the list stands in the state afterwards."""

    def __init__(self, access: Access, state: WaitlistState) -> None:
        self._access, self.state = access, state
        self._retry_at = 0.0

    @property
    def wanted(self) -> bool:
        """Say whether the list is to be asked for: also once more, where the hub could not give it for the moment."""
        state = self.state
        failed = not state.asked and bool(state.clinic) and isinstance(state.problem, Unavailable | TooMany)
        return state.stale or (failed and self._access.now >= self._retry_at)

    async def load(self) -> None:
        """Ask for the list, if it is not as the hub has it."""
        state, clinic = self.state, self.state.clinic
        if not self.wanted:
            return
        state.asking()
        try:
            items, total, of = await self._pages(clinic)
        except ClinicError as error:
            self._retry_at = self._access.now + RETRY_SECONDS
            state.failed(clinic, None if isinstance(error, NotSignedIn) else error)
        else:
            state.take(clinic, items, total, of, self._access.now)

    def begin(self, patient: Chart | None = None) -> None:
        """Begin to put somebody on the list, under an id that is theirs from now on."""
        self.state.write(Draft(new_id(), self.state.clinic, patient))

    async def save(self) -> Waiting | None:
        """Keep what is typed; sent again with the same id it is the same entry. Raises ClinicError."""
        draft = self.state.draft
        if draft is None or draft.patient is None or not draft.wish.type:
            return None
        data = _data(draft.id, draft.clinic, draft.patient.id, draft.wish, draft.appointment, draft.version)
        found = await (link.change if draft.version else link.add)(self._access, data)
        kept = waiting_of(found)
        self.state.put(kept)
        if self.state.draft is not None and self.state.draft.id == draft.id:
            self.state.write(None)
        return kept

    async def take_off(self, waiting: Waiting) -> None:
        """Take somebody off the list; raises ClinicError."""
        try:
            await link.take_off(self._access, waiting.id)
        except NotFound:
            # Somebody else has done so.
            self.state.again()
        self.state.take_off(waiting.id)

    async def put_back(self, waiting: Waiting) -> None:
        """Take back that somebody was taken off; raises ClinicError."""
        data = _data(waiting.id, waiting.clinic, waiting.patient.id, waiting.wish, waiting.appointment, 0)
        try:
            found = await link.add(self._access, data)
        except Taken:
            # The entry is closed for good at the hub: it begins anew, as another one.
            data.id = new_id()
            found = await link.add(self._access, data)
        self.state.put(waiting_of(found))

    async def pass_over(self, offer: Freed) -> None:
        """Propose a freed time no longer to somebody; raises ClinicError."""
        try:
            await link.pass_over(self._access, offer.id)
        except NotFound:
            self.state.again()
        self.state.pass_over(offer.id)

    async def _pages(self, clinic: str) -> tuple[tuple[Waiting, ...], int, int]:
        items: list[Waiting] = []
        after = ""
        while True:
            page = await link.page(self._access, clinic, after, PAGE)
            items += map(waiting_of, page.items)
            if not page.next or len(items) >= MOST:
                return tuple(items), page.total, page.version
            after = page.next


def waiting_of(found: wire.Waiting) -> Waiting:
    """Return an entry as the state has one."""
    wish = Wish(
        found.type,
        found.practitioner,
        found.specialty,
        found.priority,
        found.since,
        found.until,
        tuple(found.weekdays),
        found.time_from,
        found.time_to,
        found.note,
    )
    return Waiting(
        found.id,
        found.clinic_id,
        person_of(found.patient),
        wish,
        found.made_at,
        found.by,
        found.version,
        found.appointment,
        found.restricted,
        tuple(Freed(each.id, each.practitioner, each.begins, each.ends) for each in found.offers),
    )


def _data(id_: str, clinic: str, patient: str, wish: Wish, appointment: str, version: int) -> wire.WaitingData:
    return wire.WaitingData(
        id_,
        clinic,
        patient,
        wish.type,
        wish.practitioner,
        wish.specialty,
        wish.priority,
        wish.since,
        wish.until,
        list(wish.weekdays),
        wish.time_from,
        wish.time_to,
        wish.note,
        appointment,
        version,
    )
