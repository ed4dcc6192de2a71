"""The only place with cached values (Redis). Every key, its lifetime and why it is never stale, in one table:

| key                       | value                 | lifetime | written by          | never stale because          |
|---------------------------|-----------------------|----------|---------------------|------------------------------|
| `latest:{bed}`            | one LiveBed (msgpack) | for ever | ingest: MSET a tick | it carries its arrival times |
| `{CLINIC}{hash}`          | ClinicWards           | 10 min   | a hub that missed   | a hash of all their versions |
| `{BEDS}{ward}:{version}`  | WardBeds              | 10 min   | a hub that missed   | the key holds the version    |
| `{PLACES}{clinics, list}` | wire PatientPlaces    | 60 s     | a hub that missed   | a minute old, by decision    |
| `{DAY}{who, where, day}`   | StampedDay            | 1 h      | who missed, changed | the value's stamp is checked |
| `{NEXT}{hash}`            | FoundNext             | 10 min   | a hub that missed   | the value's mark is checked  |

``{KIND}`` is ``cache:{FORMAT}:{name}:{shape}:``, so a release with another form of the value has other keys. A
version is read from Postgres in the very statement that checks the permission, and every change of what is cached
raises it in its own transaction: an invalidation cannot be lost, because there is none. What begins or ends by the
clock alone (a stay that was planned) changes no version: such values say from when to when, as far as they live.
A practitioner's day is the other way round: the key holds no version, but the value does (its stamp), and the one
statement that checks the permission is told it: it answers that it still holds, or all that holds instead (ADR 0072).
So it does not matter who filled it, or what a Redis that was away comes back with. There is nothing of practitioners
and specialties: that same statement has to read them anyway, to check what is asked, so no statement would be saved.
What is kept of a monitor (code, model) and of who lies there (what a header shows: name, MRN, birth, sex) stands with
the bed: nothing else that is asked for all the time shows it. A chart is one statement: nothing is won (ADR 0064).

Nothing here is authoritative: without Redis every caller has another way to its answer. Everything but ``latest:``
expires, so Redis may let go of it when its memory is full (``maxmemory-policy volatile-lru``).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from clinic_console.domain.errors import BusUnavailable, Unavailable
from clinic_console.domain.schedule import DayTimes
from clinic_console.hub.metrics import CACHE_REQUESTS
from clinic_console.wire.patients import PatientPlaces
from clinic_console.wire.schedule import Offer
from clinic_console.wire.wards import BedDevice, BedPatient

FORMAT: Final = 1
"""To be raised when a value of the same form comes to mean something else."""
LARGEST_BYTES: Final = 262_144
"""What is larger is loaded each time: it would push many others out, and hold Redis up while it is written."""
CLAIM_MS: Final = 2_000
"""How long other hubs leave the loading of a value to the one that began first."""
WAIT_SECONDS: Final = 0.25
"""How long a hub waits for what another one loads; then it loads by itself."""
LOOK_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 0.25
"""How long the line to Redis of a hub's cache waits for an answer: Postgres has the same one."""

_LATEST: Final = "latest:"
T = TypeVar("T")


class Commands(Protocol):
    """What the cache needs of the line to Redis (push/line.py); raises BusUnavailable."""

    async def command(self, *words: str | bytes | int | float) -> Any:
        """Run one command."""


class Kind(Generic[T]):
    """One kind of cached values: its name (in keys and metrics), lifetime in seconds, and type."""

    def __init__(self, name: str, seconds: int, of: type[T]) -> None:
        self.name = name
        self.seconds = seconds
        self._decoder = msgspec.msgpack.Decoder(of)
        shape = sha256(msgspec.json.encode(msgspec.json.schema(of))).hexdigest()[:8]
        self._prefix = f"cache:{FORMAT}:{name}:{shape}:"

    def key(self, key: str) -> str:
        """Return the key in Redis."""
        return self._prefix + key

    def read(self, payload: bytes | None) -> T | None:
        """Read what Redis has; None: nothing, or nothing that fits (whatever it is, it will be overwritten)."""
        try:
            return self._decoder.decode(payload) if payload is not None else None
        except msgspec.DecodeError:
            return None

    def count(self, outcome: str) -> None:
        """Count one request: hit, miss, shared (somebody else was loading it), unavailable (Redis is away)."""
        CACHE_REQUESTS.labels(self.name, outcome).inc()


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A monitor at a bed, the clinic that it is of, and from when to when."""

    device: BedDevice
    clinic: str
    begins: datetime | None
    ends: datetime | None


class Lying(msgspec.Struct, frozen=True, array_like=True):
    """Somebody in a bed: who (nobody that is restricted), the clinics that know them, and from when to when."""

    patient: BedPatient | None
    clinics: list[str]
    begins: datetime | None
    ends: datetime | None


class WardBed(msgspec.Struct, frozen=True, array_like=True):
    """A bed with what stands and who lies there while the value lives."""

    id: str
    name: str
    position: int
    standing: list[Standing]
    lying: list[Lying]


class WardBeds(msgspec.Struct, frozen=True, array_like=True):
    """The first beds of a ward in their order, for whoever may see it (service/active_beds.py says who sees what)."""

    beds: list[WardBed]


class ClinicWard(msgspec.Struct, frozen=True, array_like=True):
    """A ward: its beds, how many are taken with no end in sight, and from when to when others are."""

    id: str
    clinic_id: str
    name: str
    position: int
    beds: int
    lasting: int
    taken: list[tuple[datetime | None, datetime | None]]


class ClinicWards(msgspec.Struct, frozen=True, array_like=True):
    """The wards of one or more clinics in the order of their list."""

    wards: list[ClinicWard]


class StampedDay(msgspec.Struct, frozen=True, array_like=True):
    """A practitioner's day, and the stamp of what it was made of (migration 0018): the same stamp, the same day."""

    stamp: int
    times: DayTimes


class FoundNext(msgspec.Struct, frozen=True, array_like=True):
    """The earliest free times of a search: they hold while versions of some days (``mark``, migration 0019) are the
    same, but only to ``until`` (ms); then a time passes, a hold ends, or what was reserved is released."""

    mark: str
    first: date
    last: date
    until: int
    more: bool
    offers: list[Offer]


CLINIC: Final = Kind("clinic", 600, ClinicWards)
"""What clinics consist of; the key is a hash of which ones, and of their versions."""
BEDS: Final = Kind("beds", 600, WardBeds)
"""The active beds of a ward, with their monitors and patients; the key holds the ward and its version."""
PLACES: Final = Kind("places", 60, PatientPlaces)
"""Landmarks of a list of patients; the key says which list, and of which clinics."""
DAY: Final = Kind("day", 3_600, StampedDay)
"""What decides what is free of a practitioner's day at a clinic, without names."""
NEXT: Final = Kind("next", 600, FoundNext)
"""What the finder found; the key is a hash of what was looked for, and in which clinics."""


class Cache:
    """Cached values of all nouns, of one process."""

    def __init__(self, line: Commands) -> None:
        self._line = line
        self._loading: dict[str, asyncio.Future[Any]] = {}

    async def get(self, kind: Kind[T], key: str, load: Callable[[], Awaitable[T]]) -> T:
        """Return the value from Redis, or what ``load`` returns.

        Who asks for the same key meanwhile waits for the same value, so nobody may change it. ``load`` runs in the
        task of whoever came first (it may use that one's transaction); when that one is cancelled, the next one
        loads. What ``load`` raises goes to all who wait, and is not kept. Redis being away is never an error.
        """
        where = kind.key(key)
        value, led = await self._together(where, lambda: self._fetch(kind, where, load), Exception)
        if not led:
            kind.count("shared")
        return value

    async def current(self, kind: Kind[T], key: str, check: Callable[[T | None], Awaitable[T]]) -> T:
        """Return a value that holds now, as ``check`` says, who is told what is known (None: nothing).

        It returns that very object while it holds, else what holds instead. Everybody's own is asked: what somebody
        else was told may be older than this question. But while one knows nothing yet, the others wait for what
        it learns, and only have it checked. Redis being away is never an error.
        """
        where = kind.key(key)
        value, led = await self._together(where, lambda: self._renew(kind, where, check), Unavailable)
        if led:
            return value
        return await self._checked(kind, where, value, check, "shared")

    async def kept(self, kind: Kind[T], keys: Sequence[str]) -> dict[str, T]:
        """Return those of some values that Redis has, unchecked; nothing when it is away."""
        try:
            payloads = await self._line.command("MGET", *map(kind.key, keys))
        except BusUnavailable:
            return {}
        found = {key: kind.read(payload) for key, payload in zip(keys, payloads, strict=True)}
        return {key: value for key, value in found.items() if value is not None}

    async def _together(self, where: str, lead: Callable[[], Awaitable[T]], told: type[Exception]) -> tuple[T, bool]:
        """Return what ``lead`` returns and True, or what somebody's did who was at it already, and False.

        Errors of the kind ``told`` go to all who wait; at any other the next one leads.
        """
        while (flight := self._loading.get(where)) is not None:
            # Not awaited itself: who is cancelled while waiting must not cancel it for the others.
            await asyncio.wait((flight,))
            found: T | None = flight.result()
            if found is not None:
                return found, False
        flight = self._loading[where] = asyncio.get_running_loop().create_future()
        try:
            value = await lead()
        except told as error:
            flight.set_exception(error)
            flight.exception()  # seen, should nobody wait for it
            raise
        else:
            flight.set_result(value)
            return value, True
        finally:
            del self._loading[where]
            if not flight.done():
                flight.set_result(None)  # cancelled: let another one load

    async def _renew(self, kind: Kind[T], where: str, check: Callable[[T | None], Awaitable[T]]) -> T:
        known, claimed = None, False
        try:
            known = await self._read(kind, where)
            if known is None and not (claimed := await self._claim(where)):
                known = await self._wait(kind, where)
        except BusUnavailable:
            return await self._checked(kind, where, known, check, "unavailable")
        try:
            return await self._checked(kind, where, known, check, "hit")
        except BaseException:
            if claimed:
                await self._unclaim(where)
            raise

    async def _checked(
        self, kind: Kind[T], where: str, known: T | None, check: Callable[[T | None], Awaitable[T]], outcome: str
    ) -> T:
        value = await check(known)
        kind.count(outcome if value is known or outcome == "unavailable" else "miss")
        if value is not known and outcome != "unavailable" and not await self._store(kind, where, value):
            await self._unclaim(where)
        return value

    async def put(self, kind: Kind[T], key: str, value: T) -> bool:
        """Keep a value that nobody has asked for yet; False when Redis did not take it."""
        return await self._store(kind, kind.key(key), value)

    async def _fetch(self, kind: Kind[T], where: str, load: Callable[[], Awaitable[T]]) -> T:
        value = None
        try:
            value = await self._read(kind, where)
            outcome = "miss" if value is None else "hit"
            if value is None and not await self._claim(where):
                value = await self._wait(kind, where)
                outcome = "miss" if value is None else "shared"
        except BusUnavailable:
            outcome = "unavailable"
        kind.count(outcome)
        if value is not None:
            return value
        return await (self._load(kind, where, load) if outcome == "miss" else load())

    async def _read(self, kind: Kind[T], where: str) -> T | None:
        return kind.read(await self._line.command("GET", where))

    async def _claim(self, where: str) -> bool:
        return await self._line.command("SET", where + ":loading", 1, "NX", "PX", CLAIM_MS) is not None

    async def _wait(self, kind: Kind[T], where: str) -> T | None:
        """Wait a little for what another hub loads; None: it did not come."""
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        while (value := await self._read(kind, where)) is None:
            if asyncio.get_running_loop().time() >= until:
                return None
            await asyncio.sleep(LOOK_SECONDS)
        return value

    async def _load(self, kind: Kind[T], where: str, load: Callable[[], Awaitable[T]]) -> T:
        stored = False
        try:
            value = await load()
            stored = await self._store(kind, where, value)
        except Exception:
            await self._unclaim(where)
            raise
        if not stored:
            await self._unclaim(where)
        return value

    async def _store(self, kind: Kind[T], where: str, value: T) -> bool:
        payload = msgspec.msgpack.encode(value)
        if len(payload) > LARGEST_BYTES:
            return False
        try:
            await self._line.command("SET", where, payload, "EX", kind.seconds)
        except BusUnavailable:
            return False
        return True

    async def _unclaim(self, where: str) -> None:
        """Let others load at once what could not be kept."""
        with suppress(BusUnavailable):
            await self._line.command("DEL", where + ":loading")

    async def store_latest(self, items: Mapping[str, bytes]) -> bool:
        """Store the newest state per bed id in one command; False when Redis did not take it."""
        if not items:
            return True
        words: list[str | bytes] = ["MSET"]
        for bed, payload in items.items():
            words += (_LATEST + bed, payload)
        try:
            await self._line.command(*words)
        except BusUnavailable:
            return False
        return True

    async def latest(self, bed_ids: Iterable[str]) -> dict[str, bytes]:
        """Return the newest state of each bed that has one, in one command; raises BusUnavailable."""
        beds = list(bed_ids)
        if not beds:
            return {}
        answers = await self._line.command("MGET", *(_LATEST + bed for bed in beds))
        return {bed: payload for bed, payload in zip(beds, answers, strict=True) if payload is not None}
