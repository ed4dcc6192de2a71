"""What somebody does with the PCs that consoles run on: look at them, sign people out there, move and forget them."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import stations as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.stations import Station, Stations
from clinic_console.wire import stations as wire


class StationsActions:
    """Looking after PCs; ``clock`` gives monotonic seconds. What changes something raises ClinicError."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Stations) -> None:
        self._access = access
        self._clock = clock
        self.state = state

    async def load(self) -> None:
        """Ask the hub for what the list wants; the answer stands in the state afterwards."""
        await load(self.state.pages, self._fetch, self._clock)

    async def _fetch(self, after: str | None) -> tuple[list[Station], str | None]:
        page = await link.stations(self._access, after)
        return [_station(each) for each in page.items], page.next

    async def move(self, station: Station, clinic: str) -> None:
        """Say in which clinic a PC stands."""
        self.state.put(_station(await link.move(self._access, UUID(station.id), clinic)))

    async def sign_out(self, station: Station) -> int:
        """End all sessions on a PC; return how many there were."""
        ended = await link.sign_out(self._access, UUID(station.id))
        self.state.put(replace(station, sessions=0, users=()))
        return ended

    async def forget(self, station: Station) -> None:
        """Take a PC off the list; it comes back when somebody signs in there."""
        await link.forget(self._access, UUID(station.id))
        self.state.remove(station.id)


def _station(found: wire.Station) -> Station:
    return Station(
        found.id,
        found.clinic_id,
        found.name,
        found.shared,
        found.version,
        found.address,
        found.seen,
        found.sessions,
        tuple(found.users),
    )
