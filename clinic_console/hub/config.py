"""Configuration of the hub's programs, from environment variables (and a TOML file named by CLINIC_CONFIG)."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final

from clinic_console.domain.errors import BadConfiguration


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


Network = IPv4Network | IPv6Network
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
"""All of IPv4, as IPv6 writes it."""


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate (with those between it and its authority) and its key, as PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """An S3 endpoint and the keys to it."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    region: str


@dataclass(frozen=True, slots=True)
class HubConfig:
    """What hub, ingest and worker need to know before they start.

    ``audit_heads``: the file to which the worker adds the audit chain's head, at most every 5 s. It proves
    something only on a disk or share that the database's administrators cannot write.
    """

    postgres_dsn: str
    redis_url: str
    objects: ObjectStore | None
    http: Address
    push: Address
    devices: Address
    metrics: Address
    push_url: str
    token_key: bytes
    pool_size: int
    log_format: str
    audit_heads: Path | None = None
    tls: Tls | None = None
    proxies: tuple[Network, ...] = ()


def read_config(environ: Mapping[str, str] = os.environ) -> HubConfig:
    """Read the configuration; BadConfiguration names the setting that is missing or wrong."""
    settings = _settings(environ)
    config = _read(settings)
    for name, address in (
        ("CLINIC_HTTP", config.http),
        ("CLINIC_PUSH", config.push),
        ("CLINIC_DEVICES", config.devices),
    ):
        _need_encryption(name, address, config)
    return config


def _read(settings: Mapping[str, str]) -> HubConfig:
    return HubConfig(
        postgres_dsn=_needed(settings, "CLINIC_POSTGRES_DSN"),
        redis_url=_needed(settings, "CLINIC_REDIS_URL"),
        objects=_objects(settings),
        http=_address(settings, "CLINIC_HTTP", "127.0.0.1:8470"),
        push=_address(settings, "CLINIC_PUSH", "127.0.0.1:8471"),
        devices=_address(settings, "CLINIC_DEVICES", "127.0.0.1:8472"),
        metrics=_address(settings, "CLINIC_METRICS", "127.0.0.1:0"),
        push_url=settings.get("CLINIC_PUSH_URL", ""),
        token_key=_token_key(settings),
        pool_size=_number(settings, "CLINIC_POOL_SIZE", 10),
        log_format=settings.get("CLINIC_LOG", "json"),
        audit_heads=Path(heads) if (heads := settings.get("CLINIC_AUDIT_HEADS")) else None,
        tls=_tls(settings),
        proxies=_proxies(settings),
    )


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine's own."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _need_encryption(name: str, address: Address, config: HubConfig) -> None:
    if config.tls is None and not config.proxies and not is_loopback(address.host):
        raise BadConfiguration(
            f"{address} would take passwords unencrypted: set CLINIC_TLS_CERT and CLINIC_TLS_KEY, or name the "
            "proxies with TLS that stand before it in CLINIC_PROXIES",
            field=name,
        )


def _tls(settings: Mapping[str, str]) -> Tls | None:
    if "CLINIC_TLS_CERT" not in settings and "CLINIC_TLS_KEY" not in settings:
        return None
    return Tls(Path(_needed(settings, "CLINIC_TLS_CERT")), Path(_needed(settings, "CLINIC_TLS_KEY")))


def _proxies(settings: Mapping[str, str]) -> tuple[Network, ...]:
    given = settings.get("CLINIC_PROXIES", "")
    try:
        networks = tuple(ip_network(one.strip()) for one in given.split(",") if one.strip())
    except ValueError as error:
        raise BadConfiguration(f"CLINIC_PROXIES: {error}", field="CLINIC_PROXIES") from error
    for network in networks:
        if network.prefixlen < _narrowest(network):
            raise BadConfiguration(
                f"{network} is half the world, from which passwords would be taken unencrypted: name the proxies",
                field="CLINIC_PROXIES",
            )
    return networks


def _narrowest(network: Network) -> int:
    """Return how many bits have to be given of a network of proxies: a private one is no wider."""
    if isinstance(network, IPv4Network):
        return 8
    return 96 + 8 if network.overlaps(_MAPPED) else 16


def _settings(environ: Mapping[str, str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    path = environ.get("CLINIC_CONFIG")
    if path:
        try:
            with Path(path).open("rb") as file:
                settings = {f"CLINIC_{key.upper()}": str(value) for key, value in tomllib.load(file).items()}
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise BadConfiguration(str(error), field="CLINIC_CONFIG") from error
    settings.update({key: value for key, value in environ.items() if key.startswith("CLINIC_") and value})
    return settings


def _needed(settings: Mapping[str, str], name: str) -> str:
    try:
        return settings[name]
    except KeyError:
        raise BadConfiguration(f"{name} is not set", field=name) from None


def _address(settings: Mapping[str, str], name: str, default: str) -> Address:
    host, colon, port = settings.get(name, default).rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535:
        raise BadConfiguration(f"{name} is not host:port", field=name)
    return Address(host.strip("[]") or "127.0.0.1", int(port))


def _number(settings: Mapping[str, str], name: str, default: int) -> int:
    text = settings.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise BadConfiguration(f"{name} is not a whole number above 0", field=name)
    return int(text)


def _objects(settings: Mapping[str, str]) -> ObjectStore | None:
    if "CLINIC_S3_ENDPOINT" not in settings:
        return None
    return ObjectStore(
        endpoint=settings["CLINIC_S3_ENDPOINT"],
        access_key=_needed(settings, "CLINIC_S3_ACCESS_KEY"),
        secret_key=_needed(settings, "CLINIC_S3_SECRET_KEY"),
        bucket=settings.get("CLINIC_S3_BUCKET", "clinic"),
        region=settings.get("CLINIC_S3_REGION", "us-east-1"),
    )


def _token_key(settings: Mapping[str, str]) -> bytes:
    key = _needed(settings, "CLINIC_TOKEN_KEY").encode()
    if len(key) < 32:
        raise BadConfiguration("CLINIC_TOKEN_KEY has under 32 characters", field="CLINIC_TOKEN_KEY")
    return key
