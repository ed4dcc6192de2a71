"""The PCs that consoles run on, as whoever looks after them sees them."""

import re
from dataclasses import dataclass, field

from clinic_console.desktop.state.pages import Pages


@dataclass(frozen=True, slots=True)
class Station:
    """One PC; ``seen`` in ms since 1970, ``users`` are the names of who is signed in there."""

    id: str
    clinic_id: str
    name: str
    shared: bool
    version: str
    address: str
    seen: int
    sessions: int
    users: tuple[str, ...]


@dataclass(slots=True)
class Stations:
    """All PCs of the user's clinics, by clinic and name; ``opened`` is what stands beside the list."""

    pages: Pages[Station] = field(default_factory=lambda: Pages(lambda station: station.id))
    search: str = ""
    opened: Station | None = None

    def put(self, station: Station) -> None:
        """Show how a PC is now."""
        self.pages.put(station)
        if self.opened is not None and self.opened.id == station.id:
            self.opened = station

    def remove(self, station: str) -> None:
        """Let a PC go."""
        self.pages.remove(station)
        if self.opened is not None and self.opened.id == station:
            self.opened = None

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.pages.restart()
        self.search, self.opened = "", None


def older(version: str, than: str) -> bool:
    """Say whether one version of the console is older than another; of one that cannot be read nothing is said."""
    one, other = _numbers(version), _numbers(than)
    return bool(one) and bool(other) and one < other


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d{1,6}(\.\d{1,6}){0,3}", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
