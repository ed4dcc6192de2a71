"""The monitors of the user's clinics as whoever looks after them sees them, and the beds at which they may stand."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from clinic_console.desktop.state.pages import Pages
from clinic_console.domain.devices import ALARM_OFFSET_MS
from clinic_console.domain.errors import ClinicError


class Use(StrEnum):
    """Whether a monitor is in use."""

    IN_USE = "in use"
    NEVER_SEEN = "never seen"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Device:
    """One monitor; ``seen`` in ms since 1970, ``offset`` is how far its clock is ahead (ms)."""

    id: int
    code: str
    model: str
    clinic_id: str
    bed_id: str
    ward: str
    bed: str
    seen: int | None
    offset: int
    revoked: bool

    @property
    def use(self) -> Use:
        """Return whether it is in use."""
        if self.revoked:
            return Use.REVOKED
        return Use.NEVER_SEEN if self.seen is None else Use.IN_USE

    @property
    def clock_wrong(self) -> bool:
        """Say whether its clock is so far off that somebody has to set it."""
        return abs(self.offset) > ALARM_OFFSET_MS


@dataclass(frozen=True, slots=True)
class WardChoice:
    """A ward in which a monitor may stand."""

    id: str
    clinic_id: str
    name: str


@dataclass(frozen=True, slots=True)
class BedChoice:
    """A bed at which a monitor may stand; ``device`` is the code of the one that stands there, empty for none."""

    id: str
    name: str
    device: str


class Given(NamedTuple):
    """A device and the token that was made up for it; it is kept nowhere and shown once."""

    device: Device
    token: str


@dataclass(slots=True)
class Devices:
    """All monitors that the user may see, and where they may stand; ``version`` rises with what is not ``pages``'.

    ``search`` and ``use`` are what is looked for, ``opened`` is what stands beside the list, or with ``making`` the
    form for a new one. ``given`` is a token that has not been taken down yet; it is in memory only. ``wards`` is None
    until it is known; ``wards_problem`` says why it cannot be had.
    """

    pages: Pages[Device] = field(default_factory=lambda: Pages(lambda device: str(device.id)))
    search: str = ""
    use: str = ""
    opened: Device | None = None
    making: bool = False
    given: Given | None = None
    wards: tuple[WardChoice, ...] | None = None
    wards_problem: ClinicError | None = None
    beds: dict[str, tuple[BedChoice, ...]] = field(default_factory=dict)
    version: int = 0

    def open(self, device: Device | None, *, making: bool = False) -> None:
        """Open a monitor beside the list, the form for a new one, or nothing; a token is not shown any more."""
        self.opened, self.making, self.given = device, making, None
        self.version += 1

    def changed(self, device: Device) -> None:
        """Take in one monitor as it is now: whatever stood at its bed has left it.

        Which beds are free has to be asked again.
        """
        former = self.standing_at(device.bed_id, device.id)
        if former is not None:
            self.pages.put(replace(former, bed_id="", ward="", bed=""))
        self.pages.put(device)
        if self.opened is not None and self.opened.id == device.id:
            self.opened = device
        self.beds.clear()
        self.version += 1

    def standing_at(self, bed: str, other_than: int = 0) -> Device | None:
        """Return the monitor at a bed, if one is known there besides a given one."""
        found = (device for device in self.pages.rows if bed and device.bed_id == bed and device.id != other_than)
        return next(found, None)

    def give(self, given: Given) -> None:
        """Show a token beside the list, this once."""
        self.changed(given.device)
        self.opened, self.making, self.given = given.device, False, given

    def taken_down(self) -> None:
        """Forget the token."""
        self.given = None
        self.version += 1

    def know_wards(self, wards: tuple[WardChoice, ...] | None, problem: ClinicError | None = None) -> None:
        """Note in which wards a monitor may stand, or why that is not known."""
        self.wards, self.wards_problem = wards, problem
        self.version += 1

    def know_beds(self, ward: str, beds: tuple[BedChoice, ...]) -> None:
        """Note a ward's beds."""
        self.beds[ward] = beds
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.pages.restart()
        self.search = self.use = ""
        self.beds.clear()
        self.know_wards(None)
        self.open(None)
