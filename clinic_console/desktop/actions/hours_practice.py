"""What somebody does with practitioners, types of visits, rooms and devices: find, add, change, take out of use."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from msgspec import convert, to_builtins

from clinic_console.desktop.actions.hours import affected_of
from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.actions.schedule_columns import specialty_of
from clinic_console.desktop.link import hours as link
from clinic_console.desktop.link import practitioners as link_who
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.hours_practice import Kind, Practice, Room, Somebody, Thing
from clinic_console.wire import practitioners as wire


class PracticeActions:
    """Looking after who and what is booked; ``clock`` gives monotonic seconds. A change raises ClinicError."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Practice) -> None:
        self._access, self._clock, self.state = access, clock, state

    async def load_people(self) -> None:
        """Ask for the practitioners that are looked for."""
        await load(self.state.people, self._people, self._clock)

    async def load_kinds(self) -> None:
        """Ask for types of visits, and specialties."""
        await load(self.state.kinds, self._kinds, self._clock)

    async def load_rooms(self) -> None:
        """Ask for the rooms and devices of the clinic that is looked at."""
        await load(self.state.rooms, self._rooms, self._clock)

    async def preview(self, draft: Thing) -> Affected:
        """Find out which visits a change would leave behind; it stands in the state. A new one leaves none."""
        found = Affected()
        if draft.id and isinstance(draft, Somebody):
            answer = await link.preview_practitioner(self._access, draft.id, _somebody_data(draft))
            found = affected_of(answer)
        elif draft.id and isinstance(draft, Room):
            found = affected_of(await link.preview_resource(self._access, draft.id, _room_data(draft)))
        self.state.know(draft, found)
        return found

    async def save(self, draft: Thing) -> Thing:
        """Add or change one."""
        kept: Thing
        if isinstance(draft, Somebody):
            kept = _thing(Somebody, await link.save_practitioner(self._access, draft.id, _somebody_data(draft)))
        elif isinstance(draft, Kind):
            kept = _thing(Kind, await link.save_type(self._access, draft.id, _kind_data(draft)))
        else:
            kept = _thing(Room, await link.save_resource(self._access, draft.id, _room_data(draft)))
        self.state.kept(kept)
        return kept

    async def _people(self, after: str | None) -> tuple[list[Somebody], str | None]:
        state = self.state
        page = await link.people(self._access, state.text, inactive=state.inactive, after=after)
        return [_thing(Somebody, each) for each in page.items], page.next

    async def _kinds(self, _after: str | None) -> tuple[list[Kind], str | None]:
        found = await link_who.visit_types(self._access)
        self.state.know_specialties(tuple(map(specialty_of, found.specialties)))
        return [_thing(Kind, each) for each in found.items], None

    async def _rooms(self, after: str | None) -> tuple[list[Room], str | None]:
        page = await link.resources(self._access, self.state.clinic, after)
        return [_thing(Room, each) for each in page.items], page.next


def _thing(kind: type[Any], found: Any) -> Any:
    """Return what the hub told, as the state has it: both have the same names, and what else it told stays out."""
    return convert(to_builtins(found), kind)


def _fields(draft: Thing) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if name != "id"}


def _somebody_data(draft: Somebody) -> wire.PractitionerData:
    return convert(_fields(draft), wire.PractitionerData)


def _kind_data(draft: Kind) -> wire.VisitTypeData:
    return convert(_fields(draft), wire.VisitTypeData)


def _room_data(draft: Room) -> wire.ResourceData:
    return convert(_fields(draft), wire.ResourceData)
