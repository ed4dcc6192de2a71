"""What this PC is set to: how it looks, what it watches, which hubs it knows. Nothing of a patient stands in it."""

import os
import shutil
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
import platformdirs
import structlog
from msgspec import Meta, Struct

from clinic_console.domain.errors import SettingsNotKept

MAX_BYTES: Final = 256 * 1024
MAX_WARDS: Final = 8
MAX_PROFILES: Final = 20
MAX_PEOPLE: Final = 9
LOCK_MINUTES: Final = 5
MAX_LOCK_MINUTES: Final = 60

Short = Annotated[str, Meta(max_length=200)]
Pixels = Annotated[int, Meta(ge=-100_000, le=100_000)]
Extent = Annotated[int, Meta(ge=1, le=20_000)]
"""No screen is larger, and Qt does not survive every number."""
Scale = Annotated[float, Meta(ge=0.8, le=2.0)]
Minutes = Annotated[int, Meta(ge=0, le=MAX_LOCK_MINUTES)]
StationId = Annotated[str, Meta(pattern="^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$")]
FilePath = Annotated[str, Meta(max_length=1_000)]
Look = Literal["system", "dark", "light"]
Density = Literal["comfortable", "compact"]
Language = Literal["", "en", "ja"]
Order = Literal["bed", "worst"]

log = structlog.get_logger()


class Profile(Struct, frozen=True):
    """A hub that this PC knows: what people call it, and its address."""

    name: Short
    server: Short


class Person(Struct, frozen=True):
    """Somebody who is remembered on this PC; the refresh token stands in the system's keyring, never here.

    ``locked`` says that the console was locked over this person's session: a token alone does not open it again.
    """

    server: Short
    login: Short
    name: Short = ""
    role: Short = ""
    locked: bool = False


class Place(Struct, frozen=True):
    """Where the window stood, in device-independent pixels."""

    left: Pixels
    top: Pixels
    width: Extent
    height: Extent
    maximized: bool = False
    full_screen: bool = False


class Station(Struct, frozen=True):
    """All settings of one PC; ``language`` is empty for the system's own, ``wards`` for the largest ward.

    On a ``shared`` station nobody is remembered; with ``privacy`` tiles show initials only; with ``second_screen``
    the wall stands on a second screen too. ``id`` is made once (``with_id``) and is how the hub knows this PC. After
    ``lock_minutes`` without key or mouse the console locks; 0 is never, which no shared station may be set to.
    ``ca_file`` holds the authorities of the clinic's own beside the system's.
    """

    id: StationId = ""
    name: Short = ""
    shared: bool = False
    privacy: bool = False
    second_screen: bool = False
    wards: Annotated[tuple[Short, ...], Meta(max_length=MAX_WARDS)] = ()
    order: Order = "bed"
    look: Look = "system"
    scale: Scale = 1.0
    density: Density = "comfortable"
    language: Language = ""
    profiles: Annotated[tuple[Profile, ...], Meta(max_length=MAX_PROFILES)] = ()
    server: Short = ""
    people: Annotated[tuple[Person, ...], Meta(max_length=MAX_PEOPLE)] = ()
    place: Place | None = None
    lock_minutes: Minutes = LOCK_MINUTES
    ca_file: FilePath = ""

    @property
    def lock_seconds(self) -> float:
        """Return after how many seconds without key or mouse the console locks; 0.0 for never."""
        minutes = self.lock_minutes or (LOCK_MINUTES if self.shared else 0)
        return minutes * 60.0


FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Station))
UNKNOWN: Final = Station(shared=True, privacy=True)
"""What holds where settings cannot be understood: the careful choice of each."""


def with_id(station: Station) -> Station:
    """Return settings with an id: their own, or a new one where they have none."""
    return station if station.id else msgspec.structs.replace(station, id=str(uuid.uuid4()))


def station_file() -> Path:
    """Return where the settings of this PC's user stand."""
    return platformdirs.user_config_path("clinic-console", appauthor=False) / "station.json"


class StationFile:
    """Reads and writes one PC's settings; without a path nothing is ever kept (tests, pictures).

    Several consoles may use one file: each writes only what it changed since it last looked (``base``), and of the
    people only what it changed of each.
    ``broken`` says that the file, or a part of it, could not be understood.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._base = self._first = Station()
        self.broken = False

    def read(self) -> Station | None:
        """Return the settings that were kept, None for none; what cannot be understood is put aside.

        A PC whose settings are lost may be a public one: it counts as shared, with names hidden, until it is set.
        """
        found = self._look()
        if found is not None:
            self._base = found
        return found

    def begin(self, station: Station, first: Station) -> None:
        """Take these as the settings of now, and ``first`` as what a new file begins with.

        What one run was told by argument or environment is so not kept for the next.
        """
        self._base, self._first = station, first

    def write(self, station: Station) -> None:
        """Keep what has changed, whole or not at all; raises SettingsNotKept."""
        if self._path is None:
            return
        fresh = self._look() or self._first
        changed = {name: new for name in FIELDS if (new := getattr(station, name)) != getattr(self._base, name)}
        if "people" in changed:
            changed["people"] = _merged_people(self._base.people, station.people, fresh.people)
        merged = msgspec.structs.replace(fresh, **changed)
        try:
            self._write(self._path, msgspec.json.format(msgspec.json.encode(merged), indent=1))
        except OSError as error:
            raise SettingsNotKept(error.strerror or type(error).__name__) from error
        # Ours, not the merged ones: what another console changed is not our change the next time.
        self._base = station

    def _look(self) -> Station | None:
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
            kept = msgspec.json.decode(raw, type=dict[str, Any]) if len(raw) <= MAX_BYTES else None
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            kept = None
        if kept is None:
            self._put_aside("all of it")
            return UNKNOWN
        return self._understood(kept)

    def _understood(self, kept: dict[str, Any]) -> Station:
        """Return what can be understood, field by field: a value of a later version costs only itself."""
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(Station):
            if field.name in kept:
                try:
                    values[field.name] = msgspec.convert(kept[field.name], field.type)
                except (msgspec.ValidationError, RecursionError):
                    self._put_aside(field.name)
                    values[field.name] = getattr(UNKNOWN, field.name)
        return Station(**values)

    def _put_aside(self, what: str) -> None:
        log.warning("station settings not understood", part=what)
        if self._path is not None and not self.broken:
            with suppress(OSError):
                shutil.copyfile(self._path, self._path.with_suffix(".broken"))
        self.broken = True

    def _write(self, path: Path, text: bytes) -> None:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _merged_people(
    base: tuple[Person, ...], mine: tuple[Person, ...], theirs: tuple[Person, ...]
) -> tuple[Person, ...]:
    """Return the people as they are to be kept: mine in my order, then whom another console has added since.

    A console's lock over a person's session is in nobody else's hands: it goes only with an unlock here.
    """
    before, there = _by_who(base), _by_who(theirs)
    kept: dict[tuple[str, str], Person] = {}
    for who, person in _by_who(mine).items():
        if who in there:
            kept[who] = _merged_person(before.get(who), person, there[who])
        elif person != before.get(who):
            kept[who] = person
        # Else another console has forgotten whom this one has left as they were.
    others = {who: person for who, person in there.items() if who not in kept and who not in before}
    return (*kept.values(), *others.values())[:MAX_PEOPLE]


def _merged_person(before: Person | None, mine: Person, theirs: Person) -> Person:
    if before is None:
        # Come here anew: nothing of that is an unlock.
        return msgspec.structs.replace(mine, locked=mine.locked or theirs.locked)
    names = (field.name for field in msgspec.structs.fields(Person))
    changed = {name: new for name in names if (new := getattr(mine, name)) != getattr(before, name)}
    return msgspec.structs.replace(theirs, **changed)


def _by_who(people: tuple[Person, ...]) -> dict[tuple[str, str], Person]:
    return {(person.server, person.login): person for person in people}
