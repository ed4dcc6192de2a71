"""Finding the next free time."""

from typing import Final

from clinic_console.desktop.link import finder as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.finder import HOURS, Criteria, FinderState
from clinic_console.domain.errors import ClinicError, NotFree, NotSignedIn
from clinic_console.wire import schedule as wire

PAGE: Final = 20
MOST: Final = 50


class FinderActions:
    """Asking for free times; what came of it, or why not, stands in the state afterwards."""

    def __init__(self, access: Access, state: FinderState) -> None:
        self._access, self.state = access, state

    async def find(self) -> None:
        """Ask for the earliest times that fit; an answer that was overtaken by another question is dropped."""
        state, wanted = self.state, self.state.wanted
        if not wanted.type:
            return
        serial = state.begin(self._access.now)
        try:
            offers, more, took = await self._ask(wanted, 0, PAGE)
        except ClinicError as error:
            state.failed(serial, None if isinstance(error, NotSignedIn) else error)
        else:
            state.found(serial, wanted, offers, more=more, took=took)

    async def find_more(self) -> None:
        """Ask for what comes after what is shown."""
        state = self.state
        of = state.found_for
        if of is None or not state.offers or state.began is not None or not state.current:
            return
        last = state.offers[-1].begins
        # Others may be free at the last time, too: those shown come again, and are left out.
        again = sum(offer.begins == last for offer in state.offers)
        serial = state.begin(self._access.now)
        try:
            offers, more, took = await self._ask(of, last, min(MOST, PAGE + again))
        except ClinicError as error:
            state.failed(serial, None if isinstance(error, NotSignedIn) else error)
        else:
            state.found_more(serial, offers, more=more, took=took)

    async def _ask(self, of: Criteria, begins: int, limit: int) -> tuple[tuple[Offer, ...], bool, int]:
        time_from, time_to = HOURS[of.part]
        query = wire.NextQuery(
            of.type,
            list(of.clinics),
            specialty=of.specialty,
            weekdays=list(of.weekdays),
            time_from=time_from,
            time_to=time_to,
            begins=begins,
            days=of.days,
            limit=limit,
        )
        began = self._access.now
        found = await link.next_slots(self._access, query)
        return tuple(map(offer_of, found.offers)), found.more, round((self._access.now - began) * 1_000)


def offer_of(found: wire.Offer) -> Offer:
    """Return a free time as the state has one."""
    return Offer(found.practitioner, found.clinic_id, found.begins, found.ends, found.name, found.zone)


def offers_of(error: ClinicError) -> tuple[Offer, ...]:
    """Return what is free instead of a time that was refused."""
    found = error.alternatives if isinstance(error, NotFree) else ()
    return tuple(offer_of(each) for each in found if isinstance(each, wire.Offer))
