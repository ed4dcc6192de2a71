"""What this PC is set to: how it looks, what it watches, which hubs it knows. Nothing of a patient stands in it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import platformdirs
import structlog
from msgspec import Meta, Struct

from clinic_console.domain.errors import SettingsNotKept

MAX_BYTES: Final = 256 * 1024
MAX_WARDS: Final = 8
MAX_PROFILES: Final = 20
MAX_PEOPLE: Final = 9

Short = Annotated[str, Meta(max_length=200)]
Scale = Annotated[float, Meta(ge=0.8, le=2.0)]
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
    """Somebody who is remembered on this PC; the refresh token stands in the system's keyring, never here."""

    server: Short
    login: Short
    name: Short = ""
    role: Short = ""


class Place(Struct, frozen=True):
    """Where the window stood, in device-independent pixels."""

    left: int
    top: int
    width: int
    height: int
    maximized: bool = False
    full_screen: bool = False


class Station(Struct, frozen=True):
    """All settings of one PC; ``language`` is empty for the system's own, ``wards`` for the largest ward.

    On a ``shared`` station nobody is remembered; with ``privacy`` tiles show initials only; with ``second_screen``
    the wall stands on a second screen too.
    """

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


def station_file() -> Path:
    """Return where the settings of this PC's user stand."""
    return platformdirs.user_config_path("clinic-console", appauthor=False) / "station.json"


class StationFile:
    """Reads and writes one PC's settings; without a path nothing is ever kept (tests, pictures)."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self) -> Station | None:
        """Return the settings that were kept; a file that cannot be read is put aside."""
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                raise msgspec.ValidationError("too long")
            return msgspec.json.decode(raw, type=Station)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            log.warning("station settings not read", error=type(error).__name__)
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".broken"))
            return None

    def write(self, station: Station) -> None:
        """Keep the settings, whole or not at all; raises SettingsNotKept."""
        if self._path is None:
            return
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(station), indent=1))
            temporary.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise SettingsNotKept(error.strerror or type(error).__name__) from error
