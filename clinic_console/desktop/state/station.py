"""What this PC is set to, as the running console has it; every change has a number, so that views notice it."""

from collections.abc import Callable
from typing import Any

import msgspec

from clinic_console.desktop.station import Station


class StationState:
    """The present settings; ``version`` rises with each change, ``saved`` is called with each new one."""

    def __init__(self, station: Station | None = None, saved: Callable[[Station], None] | None = None) -> None:
        self.now = station or Station()
        self.version = 0
        self._saved = saved

    def change(self, **fields: Any) -> None:
        """Set some fields (those of ``Station``) and have them kept."""
        changed = msgspec.structs.replace(self.now, **fields)
        if changed == self.now:
            return
        # A frozen struct does not check what it is given; what is kept must be readable again.
        msgspec.convert(msgspec.to_builtins(changed), Station)
        self.now = changed
        self.version += 1
        if self._saved is not None:
            self._saved(changed)
