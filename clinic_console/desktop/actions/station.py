"""Keeping what this PC is set to: off the loop, one write at a time, the newest settings last."""

import asyncio
import threading

import structlog

from clinic_console.desktop.station import Station, StationFile
from clinic_console.domain.errors import SettingsNotKept

log = structlog.get_logger()


class StationKeeper:
    """Writes settings to their file a moment after they changed; ``keep`` may be called as often as one likes."""

    def __init__(self, file: StationFile) -> None:
        self._file = file
        self._wanted: Station | None = None
        self._writing = threading.Lock()
        self._serial = self._written = 0
        self._wake = asyncio.Event()

    def keep(self, station: Station) -> None:
        """Have these settings kept."""
        self._wanted = station
        self._wake.set()

    async def run(self) -> None:
        """Write what is to be kept until cancelled; a disk that refuses is only logged."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            station, self._wanted = self._wanted, None
            if station is not None:
                self._serial += 1
                await asyncio.to_thread(self._write, station, self._serial)

    def finish(self) -> None:
        """Write what has not been written yet, now: the console is about to end."""
        if self._wanted is not None:
            self._serial += 1
            self._write(self._wanted, self._serial)
            self._wanted = None

    def _write(self, station: Station, serial: int) -> None:
        # A slow disk's thread outlives the task that waited for it: the older settings may never come last.
        with self._writing:
            if serial < self._written:
                return
            self._written = serial
            try:
                self._file.write(station)
            except SettingsNotKept as error:
                log.warning("settings not kept", code=error.code, detail=error.detail)
