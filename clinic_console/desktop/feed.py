"""The inbound pump: what the push socket and the hub's lists say goes into the state, nothing else happens here."""

import asyncio
from collections.abc import Callable, Collection
from typing import Final, TypeVar
from uuid import UUID

import msgspec
import structlog
from msgspec import Raw

from clinic_console.desktop.link import wards as ward_link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.socket import LATEST_MS, PushSocket, Timings
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.desk_news import DeskNews
from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotFound, NotSignedIn, TooMany, Unavailable
from clinic_console.wire import topics
from clinic_console.wire import wards as wire
from clinic_console.wire.readings import LiveBed, decode_live
from clinic_console.wire.schedule import DayChange, WaitlistChange

BEDS_SECONDS = 4.0
"""Nothing pushes a change of the bed list yet, and a wrong name may not stand on a tile for longer than 5 s."""
WARDS_SECONDS = 60.0
MOST_TOPICS: Final = 64
"""What the hub lets one console watch (docs/console-protocol.md); over that it takes none of a message's."""

_day_change: Final = msgspec.msgpack.Decoder(DayChange)
_waitlist_change: Final = msgspec.msgpack.Decoder(WaitlistChange)
Item = TypeVar("Item", DayChange, WaitlistChange)
log = structlog.get_logger()


class Feed:
    """Pumps one signed-in session's data into the state; ``clock`` gives monotonic seconds.

    ``listed`` is called whenever the wards are known anew. ``desk`` is where the parts of the state register that
    take what is pushed of schedules and waitlists.
    """

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: ConsoleState,
        timings: Timings | None = None,
    ) -> None:
        self._access = access
        self._clock = clock
        self._user = state.access
        self._readings = state.readings
        self._alarms = state.alarms
        self._wards = state.wards
        self._connection = state.connection
        self._hub_clock = state.hub_clock
        self._nudge = asyncio.Event()
        self._topics: dict[str, str] = {}
        self._desk: frozenset[str] = frozenset()
        self._wanted: dict[str, tuple[str, ...]] = {}
        self.desk = DeskNews()
        self._heard_of: dict[str, set[str]] = {}
        self._wards_at = 0.0
        self.socket = PushSocket(access, self, clock, timings)
        self.listed: Callable[[], object] | None = None

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

    def watch(self, wards: Collection[str] | None = None) -> None:
        """Watch these wards' readings and beds, or none; what was known of the others is dropped."""
        self._topics = {topics.ward(UUID(ward)): ward for ward in wards or ()}
        for topic in self._heard_of.keys() - self._topics.keys():
            self._forget(self._heard_of.pop(topic))
        if not self._topics:
            self._readings.clear()
        self._connection.watching(self._topics)
        self._subscribe()
        self._nudge.set()

    def watch_desk(self, wanted: Collection[str], by: str = "schedule") -> None:
        """Watch exactly these topics of schedules and waitlists for a screen, or none; all others go on as they are.

        What there is no room for beside the wards is left out, the last ones first: give what is looked at first.
        """
        self._wanted[by] = tuple(wanted)
        all_of_them = dict.fromkeys(topic for each in self._wanted.values() for topic in each)
        self._desk = frozenset(list(all_of_them)[: max(0, MOST_TOPICS - len(self._topics))])
        self._subscribe()

    def nudge(self) -> None:
        """Ask for wards and beds again, now."""
        self._wards_at = 0.0
        self._nudge.set()

    def opened(self, sent: float, now: int) -> None:
        """The hub has let this console in: its greeting is an answer, so no age comes out too small from now on."""
        self._hub_clock.restarted()
        self._hub_clock.answered(now, sent, self._clock())
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
        """A ward's whole state is known anew."""
        if topic in self._topics:
            self._take(topic, items)
            self._connection.replaced(topic, self._clock())
        elif topic in self._desk:
            self._take_desk(topic, items, whole=True)

    def changed(self, topic: str, items: list[Raw]) -> None:
        """Some beds of a ward are newer."""
        if topic in self._topics:
            self._take(topic, items)
        elif topic in self._desk:
            self._take_desk(topic, items, whole=False)

    def refused(self, topic: str, error: ClinicError) -> None:
        """The hub does not let this console watch a ward (any more): the others go on."""
        ward = self._topics.get(topic)
        if ward is None and topic not in self._desk:
            return
        if isinstance(error, Unavailable | TooMany | NotSignedIn):
            # For the moment only: the socket drops the connection for it and tries again.
            raise error
        log.warning("watching refused", code=error.code)
        if ward is None:
            self._lost_desk(topic, error)
        else:
            self._lost(ward, error)

    def dropped(self, error: ClinicError, retry_in: float) -> None:
        """There is no connection."""
        log.warning("hub away", code=error.code, detail=error.detail, retry_in=round(retry_in, 2))
        self._connection.dropped(self._clock(), error, retry_in)

    def _take(self, topic: str, items: list[Raw]) -> None:
        mono = self._clock()
        beds = self._heard_of.setdefault(topic, set())
        for item in items:
            try:
                live = decode_live(item)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                raise MalformedMessage("a bed's readings") from error
            _check_times(live)
            beds.add(live.bed)
            self._readings.take(live, mono)

    def _subscribe(self) -> None:
        self.socket.watch({*self._topics, *self._desk})

    def _take_desk(self, topic: str, items: list[Raw], *, whole: bool) -> None:
        clinic, day = topics.desk_of(topic)
        if day is None:
            self._take_waitlist(str(clinic), items)
            return
        versions = {change.practitioner: change.version for change in _decoded(_day_change, items)}
        news = self.desk.schedule
        if news is None:
            return
        if whole:
            news.replaced(str(clinic), day, versions)
            return
        for practitioner, version in versions.items():
            news.told(str(clinic), day, practitioner, version)

    def _take_waitlist(self, clinic: str, items: list[Raw]) -> None:
        for change in _decoded(_waitlist_change, items):
            if self.desk.waitlist is not None:
                self.desk.waitlist.told(clinic, change.version)

    def _lost_desk(self, topic: str, error: ClinicError) -> None:
        self._desk -= {topic}
        self._subscribe()
        clinic, day = topics.desk_of(topic)
        if day is None:
            if self.desk.waitlist is not None:
                self.desk.waitlist.refused(str(clinic), error)
        elif self.desk.schedule is not None:
            self.desk.schedule.refused(str(clinic), day, error)

    def _lost(self, ward: str, error: ClinicError) -> None:
        self._wards.lost(ward, error)
        self.watch([other.id for other in self._wards.present])
        self.nudge()

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
                self._wards.failed(error)
            try:
                async with asyncio.timeout(BEDS_SECONDS):
                    await self._nudge.wait()
            except TimeoutError:
                continue

    async def load_wards(self) -> None:
        """Ask for the wards that the user may see; nobody asks for what is not for them."""
        if self._user.clinics and not self._user.may(Permission.SEE_WARDS):
            self._wards.take_wards(())
            return
        found = await ward_link.wards(self._access)
        self._wards.take_wards(tuple(Ward(w.id, w.clinic_id, w.name, w.beds, w.occupied) for w in found))
        if self.listed is not None:
            self.listed()

    async def load_beds(self) -> None:
        """Ask for the beds of all watched wards side by side: one that fails or is gone holds up no other."""
        for ended in await asyncio.gather(*(self._load_beds(ward.id) for ward in self._wards.present)):
            if ended is not None:
                raise ended

    def _forget(self, beds: Collection[str]) -> None:
        self._readings.forget(beds)
        self._alarms.forget(beds)

    async def _load_beds(self, ward: str) -> NotSignedIn | None:
        try:
            found = await ward_link.beds(self._access, UUID(ward))
        except NotFound as error:
            if ward in {other.id for other in self._wards.present}:
                self._lost(ward, error)
        except NotSignedIn as error:
            return error
        except ClinicError as error:
            self._wards.failed(error, ward)
        else:
            self._forget(self._wards.take_beds(ward, tuple(_bed(bed, ward) for bed in found), self._clock()))
        return None


def _decoded(decoder: msgspec.msgpack.Decoder[Item], items: Collection[Raw]) -> list[Item]:
    try:
        return [decoder.decode(item) for item in items]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessage("what a schedule or a waitlist is told by") from error


def _check_times(live: LiveBed) -> None:
    """Refuse times that no calendar has: one would stop every tile that writes it as a time of day."""
    times = [live.received]
    for value in live.values:
        times += (value.at, value.received, value.measured or 0)
    if min(times) < 0 or max(times) > LATEST_MS:
        raise MalformedMessage("a time of a bed's readings")


def _bed(bed: wire.Bed, ward: str) -> Bed:
    patient = bed.patient
    return Bed(
        id=bed.id,
        name=bed.name,
        device=bed.device.id if bed.device else None,
        model=bed.device.model if bed.device else "",
        patient=Patient(patient.id, patient.mrn, patient.name, patient.name_latin, patient.born, patient.sex)
        if patient and not bed.restricted
        else None,
        ward=ward,
        restricted=bed.restricted,
    )
