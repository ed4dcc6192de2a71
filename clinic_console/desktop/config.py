"""Configuration of a console: from arguments, CLINIC_* environment variables and the user's settings file."""

import os
import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from msgspec.structs import replace

from clinic_console.desktop.station import Look, Station, station_file
from clinic_console.domain.errors import BadConfiguration

DEFAULT_SERVER = "http://127.0.0.1:8470"
THEMES: tuple[Look, ...] = ("system", "dark", "light")
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class DesktopConfig:
    """What a console needs to know before it starts.

    ``theme`` and ``scale`` hold until somebody sets this PC to others; an address that was given for this run
    (``server_given``) goes before the one that the PC is set to, and so does a theme. ``spot_ages`` holds, by
    parameter group, after how many ms a spot value is shown in grey and then no more. Without a ``station_file``
    settings are not kept.
    """

    server: str = DEFAULT_SERVER
    theme: Look = "dark"
    scale: float = 1.0
    spot_ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    station_file: Path | None = None
    server_given: bool = False
    theme_given: bool = False

    @property
    def first_station(self) -> Station:
        """Return what a PC is set to that has never been set."""
        return Station(look="dark" if self.theme_given else self.theme, scale=self.scale)

    def station(self, kept: Station | None) -> Station:
        """Return the settings to begin with: those that were kept, as far as this run does not say otherwise."""
        station = kept or self.first_station
        if self.theme_given:
            station = replace(station, look=self.theme)
        if station.server:
            try:
                server_url(station.server)
            except BadConfiguration:
                # Written by hand, or by something else: the sign-in asks for an address, no start may fail by it.
                station = replace(station, server="")
        return station


def settings_file() -> Path:
    """Return where this user's settings stand."""
    return platformdirs.user_config_path("clinic-console", appauthor=False) / "console.toml"


def read_config(
    server: str | None = None, environ: Mapping[str, str] = os.environ, file: Path | None = None
) -> DesktopConfig:
    """Read the configuration (argument before environment before file); BadConfiguration names the setting."""
    settings = _settings(file or settings_file())
    given = server or environ.get("CLINIC_SERVER")
    theme = environ.get("CLINIC_THEME")
    kept = environ.get("CLINIC_STATION")
    return DesktopConfig(
        server=server_url(given or str(settings.get("server", DEFAULT_SERVER))),
        theme=_theme(theme or settings.get("theme", "dark")),
        scale=_scale(settings.get("scale", 1.0)),
        spot_ages=_spot_ages(settings.get("spot_minutes", {})),
        station_file=Path(kept) if kept else station_file(),
        server_given=bool(given),
        theme_given=bool(theme),
    )


def take_credentials(environ: MutableMapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Read the login and password that a demo gives, once: afterwards no child process can see them."""
    login, password = environ.pop("CLINIC_LOGIN", ""), environ.pop("CLINIC_PASSWORD", "")
    return (login, password) if login and password else None


def server_url(text: str) -> str:
    """Return the hub's address with its scheme (https unless on this machine), or raise BadConfiguration."""
    text = text.strip()
    if "://" not in text:
        text = f"{'http' if is_loopback(f'//{text}') else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong or parts.query or parts.fragment or parts.username:
        raise BadConfiguration(f"{text[:80]} is not an address such as https://hub.example", field="server")
    return text.rstrip("/")


def is_loopback(url: str) -> bool:
    """Say whether an address is on this machine, where no proxy and no certificate belongs."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _settings(file: Path) -> Mapping[str, object]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file}: {error}", field="settings") from error


def _theme(value: object) -> Look:
    found = next((theme for theme in THEMES if theme == value), None)
    if found is None:
        raise BadConfiguration(f"theme is one of {', '.join(THEMES)}", field="theme")
    return found


def _scale(value: object) -> float:
    if not isinstance(value, int | float) or not 0.8 <= value <= 2.0:
        raise BadConfiguration("scale is a number from 0.8 to 2.0", field="scale")
    return float(value)


def _spot_ages(value: object) -> dict[str, tuple[int, int]]:
    ages: dict[str, tuple[int, int]] = {}
    for name, pair in value.items() if isinstance(value, dict) else ():
        grey, gone = (pair.get("grey"), pair.get("gone")) if isinstance(pair, dict) else (None, None)
        if not isinstance(grey, int) or not isinstance(gone, int) or not 0 < grey <= gone:
            raise BadConfiguration(f"spot_minutes.{name} needs grey and gone in minutes", field="spot_minutes")
        ages[name] = (grey * MINUTE_MS, gone * MINUTE_MS)
    return ages
