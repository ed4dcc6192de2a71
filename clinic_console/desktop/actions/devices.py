"""What somebody does with monitors: look at them, register them, give them tokens, place and revoke them."""

from collections.abc import Callable
from uuid import UUID

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import devices as link
from clinic_console.desktop.link import wards as ward_link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.devices import BedChoice, Device, Devices, Given, WardChoice
from clinic_console.domain.errors import ClinicError, HubUnavailable
from clinic_console.wire import wards as wire
from clinic_console.wire.devices_register import DeviceToken, NewDevice


class DeviceActions:
    """Looking after monitors; ``clock`` gives monotonic seconds. What changes something raises ClinicError.

    A token that was made stands in the state until somebody has taken it down.
    """

    def __init__(self, access: Access, clock: Callable[[], float], state: Devices) -> None:
        self._access = access
        self._clock = clock
        self.state = state

    async def load(self) -> None:
        """Ask the hub for what the list wants; the answer stands in the state afterwards."""
        await load(self.state.pages, self._fetch, self._clock)

    async def _fetch(self, after: str | None) -> tuple[list[Device], str | None]:
        page = await link.devices(self._access, after)
        return [_device(each) for each in page.items], page.next

    async def load_wards(self) -> None:
        """Find out in which wards a monitor may stand."""
        try:
            found = await ward_link.wards(self._access)
        except ClinicError as error:
            self.state.know_wards(self.state.wards, error)
        else:
            self.state.know_wards(tuple(WardChoice(ward.id, ward.clinic_id, ward.name) for ward in found))

    async def load_beds(self, ward: str) -> None:
        """Find out at which beds of a ward a monitor may stand, and where one stands already."""
        try:
            found = await ward_link.beds(self._access, _uuid(ward))
        except ClinicError as error:
            self.state.know_wards(self.state.wards, error)
            return
        choices = (BedChoice(bed.id, bed.name, bed.device.code if bed.device else "") for bed in found)
        self.state.know_beds(ward, tuple(choices))

    async def register(self, clinic: str, code: str, model: str, bed: str) -> None:
        """Register a monitor at a bed, or at none; its token stands in the state."""
        self._give(await link.register(self._access, NewDevice(clinic, code, model, bed or None)))

    async def new_token(self, device: int) -> None:
        """Give a monitor another token, which puts a revoked one back into use; it stands in the state."""
        self._give(await link.new_token(self._access, device))

    async def revoke(self, device: int) -> Device:
        """Take a monitor out of use."""
        return self._changed(await link.revoke(self._access, device))

    async def place(self, device: int, bed: str) -> Device:
        """Say at which bed a monitor stands from now on, or at none."""
        return self._changed(await link.place(self._access, device, bed or None))

    def _give(self, given: DeviceToken) -> None:
        self.state.give(Given(_device(given.device), given.token))

    def _changed(self, found: wire.Device) -> Device:
        device = _device(found)
        self.state.changed(device)
        return device


def _device(found: wire.Device) -> Device:
    return Device(
        found.id,
        found.code,
        found.model,
        found.clinic_id,
        found.bed_id or "",
        found.ward,
        found.bed,
        found.seen,
        found.clock_offset_ms,
        found.revoked,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise HubUnavailable("its name of the ward cannot be read") from error
