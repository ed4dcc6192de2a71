"""The inbound pump: what the push socket and the hub's lists say goes into the state, nothing else happens here."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import msgspec
import structlog
from msgspec import Raw

from clinic_console.desktop.link import wards as ward_link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.socket import PushSocket, Timings
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotFound, NotSignedIn, TooMany, Unavailable
from clinic_console.wire import topics
from clinic_console.wire import wards as wire
from clinic_console.wire.readings import decode_live

BEDS_SECONDS = 4.0
"""Nothing pushes a change of the bed list yet, and a wrong name may not stand on a tile for longer than 5 s."""
WARDS_SECONDS = 60.0

log = structlog.get_logger()


class Feed:
    """Pumps one signed-in session's data into the state; ``clock`` gives monotonic seconds."""

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: ConsoleState,
        timings: Timings | None = None,
    ) -> None:
        self._access = access
        self._clock = clock
        self._readings = state.readings
        self._wards = state.wards
        self._connection = state.connection
        self._hub_clock = state.hub_clock
        self._nudge = asyncio.Event()
        self._topic = ""
        self._wards_at = 0.0
        self.socket = PushSocket(access, self, clock, timings)

    async def run(self) -> None:
        """Pump until cancelled; raises NotSignedIn when the session has ended."""
        self._connection.started(self._clock())
        self._wards_at = 0.0
        tasks = [
            asyncio.create_task(self.socket.run(), name="feed: socket"),
            asyncio.create_task(self._lists(), name="feed: lists"),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    def watch(self, ward: str | None) -> None:
        """Watch a ward's readings and beds, or nothing; what was known of the ward before is dropped."""
        self._topic = topics.ward(UUID(ward)) if ward else ""
        self._readings.clear()
        self._connection.watching(something=bool(ward))
        self.socket.watch({self._topic} if ward else set())
        self._nudge.set()

    def nudge(self) -> None:
        """Ask for wards and beds again, now."""
        self._wards_at = 0.0
        self._nudge.set()

    def opened(self, now: int) -> None:
        """The hub has let this console in."""
        self._hub_clock.restarted()
        self._hub_clock.heard(now, self._clock())
        self._connection.opened()

    def heard(self, now: int | None) -> None:
        """A word of the hub came."""
        mono = self._clock()
        if now is not None:
            self._hub_clock.heard(now, mono)
        self._connection.heard(mono, now or 0)

    def answered(self, sent: float, now: int) -> None:
        """A ping came back."""
        mono = self._clock()
        self._hub_clock.answered(now, sent, mono)
        self._connection.answered(mono - sent)

    def replaced(self, topic: str, items: list[Raw]) -> None:
        """The ward's whole state is known anew."""
        if topic != self._topic:
            return
        self._take(items)
        self._connection.replaced(self._clock())

    def changed(self, topic: str, items: list[Raw]) -> None:
        """Some beds of the ward are newer."""
        if topic == self._topic:
            self._take(items)

    def refused(self, topic: str, error: ClinicError) -> None:
        """The hub does not let this console watch the ward (any more)."""
        if topic != self._topic:
            return
        if isinstance(error, Unavailable | TooMany | NotSignedIn):
            # For the moment only: the socket drops the connection for it and tries again.
            raise error
        log.warning("watching refused", code=error.code)
        self._lost_ward(error)

    def dropped(self, error: ClinicError, retry_in: float) -> None:
        """There is no connection."""
        log.warning("hub away", code=error.code, detail=error.detail, retry_in=round(retry_in, 2))
        self._connection.dropped(self._clock(), error, retry_in)

    def _take(self, items: list[Raw]) -> None:
        mono = self._clock()
        for item in items:
            try:
                live = decode_live(item)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                raise MalformedMessage("a bed's readings") from error
            self._readings.take(live, mono)

    def _lost_ward(self, error: ClinicError) -> None:
        self.socket.watch(set())
        self._topic = ""
        self._readings.clear()
        self._connection.watching(something=False)
        self._wards.failed(error, gone=True)
        self._wards_at = 0.0
        self._nudge.set()

    async def _lists(self) -> None:
        while True:
            self._nudge.clear()
            try:
                await self.load_beds()
                if self._clock() >= self._wards_at:
                    await self.load_wards()
                    self._wards_at = self._clock() + WARDS_SECONDS
            except NotSignedIn:
                raise
            except ClinicError as error:
                self._wards.failed(error, gone=self._wards.gone)
            try:
                async with asyncio.timeout(BEDS_SECONDS):
                    await self._nudge.wait()
            except TimeoutError:
                continue

    async def load_wards(self) -> None:
        """Ask for the wards that the user may see."""
        found = await ward_link.wards(self._access)
        self._wards.take_wards(tuple(Ward(w.id, w.clinic_id, w.name, w.beds, w.occupied) for w in found))

    async def load_beds(self) -> None:
        """Ask for the beds of the chosen ward; a ward that is gone is not watched any more."""
        ward = self._wards.chosen
        if ward is None or self._wards.gone:
            return
        try:
            found = await ward_link.beds(self._access, UUID(ward))
        except NotFound as error:
            if ward == self._wards.chosen:
                self._lost_ward(error)
            return
        moved = self._wards.take_beds(ward, tuple(_bed(bed) for bed in found), self._clock())
        self._readings.forget(moved)


def _bed(bed: wire.Bed) -> Bed:
    patient = bed.patient
    return Bed(
        id=bed.id,
        name=bed.name,
        device=bed.device.id if bed.device else None,
        model=bed.device.model if bed.device else "",
        patient=Patient(patient.id, patient.mrn, patient.name, patient.name_latin, patient.born, patient.sex)
        if patient
        else None,
    )
