"""What the database tells of devices that were revoked, moved or given another token, until it has been looked at."""

import asyncio
import json
from dataclasses import dataclass, field

import structlog

from clinic_console.hub.service.device_sessions import DeviceSessions

log = structlog.get_logger("ingest")


@dataclass(slots=True)
class Changes:
    """Hears channel ``clinic_devices``: what is remembered of a device is forgotten at once, the door then asks."""

    sessions: DeviceSessions
    _devices: set[int] = field(default_factory=set)
    _all: bool = False
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, payload: str) -> None:
        """Take one change."""
        try:
            device = int(json.loads(payload)["device"])
        except (ValueError, KeyError, TypeError):
            # Nobody but our own triggers speaks here; whatever this was, asking again cannot hurt.
            log.warning("device change not understood")
            self.turned(listening=True)
            return
        self.sessions.forget(device)
        self.suspect(device)

    def turned(self, *, listening: bool) -> None:
        """Ask about every device: while nobody listened, anything may have changed. (Until then, the sweep asks.)"""
        if listening:
            self.sessions.forget_all()
            self._all = True
            self._bell.set()

    def suspect(self, device: int) -> None:
        """Ask about a device: it may have changed since it was looked up."""
        self._devices.add(device)
        self._bell.set()

    async def next(self) -> set[int] | None:
        """Wait for something to ask about; None: all devices."""
        await self._bell.wait()
        self._bell.clear()
        devices, everything = self._devices, self._all
        self._devices, self._all = set(), False
        return None if everything else devices
