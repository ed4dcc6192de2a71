"""What a bedside monitor has to say at one moment, whoever makes it up."""

from typing import NamedTuple, Protocol

from clinic_console.wire.devices import Detailed, Status

Values = dict[str, float | Detailed | None]


class Sample(NamedTuple):
    """One moment of a monitor.

    ``status`` only when the monitor's own state has changed (its times are true times). ``offset``: ms by which
    the device's clock is ahead; ``clock``: its number, raised when the clock has been set. Without values (standby)
    there is no instant.
    """

    values: Values
    status: Status | None = None
    connected: bool = True
    offset: int = 0
    clock: int = 0


class Source(Protocol):
    """Whatever stands behind a monitor: a recording, or a made-up patient.

    ``ahead``: ms by which the device's clock is ahead when it is switched on, so that its first hello says so.
    """

    @property
    def ahead(self) -> int:
        """Return the clock's first offset."""
        ...

    def sample(self, at: int) -> Sample | None:
        """Return what there is at a true time (ms since 1970, rising from call to call), or None at the end."""
        ...
