"""How a door may be reached: by TLS with a certificate that is renewed while it is open, or plainly by a few."""

import asyncio
import contextlib
import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub.config import HubConfig, Network, Tls, is_loopback
from clinic_console.hub.logs import get_logger

LOOK_SECONDS: Final = 60.0
"""How often the certificate's files are looked at: a renewed one is used without a restart."""

_log = get_logger(__name__)


REFUSAL: Final = "This door is reached by TLS, or through the proxy before it, only.\n"


class Encryption:
    """One certificate for all doors of a program; without one, ``context`` is None."""

    def __init__(self, config: HubConfig) -> None:
        self._tls = config.tls
        self._proxies = config.proxies
        self.context = _context(config.tls) if config.tls is not None else None
        self._seen = self._dates()

    @property
    def proxies(self) -> tuple[Network, ...]:
        """Return whose word is taken for where a request comes from."""
        return self._proxies

    def admits(self, host: str) -> bool:
        """Say whether a peer may speak plainly: this machine and the proxies that TLS ends at."""
        return self.context is not None or is_loopback(host) or self.is_proxy(host)

    def is_proxy(self, host: str) -> bool:
        """Say whether a peer is a proxy that was named: its address stands for many."""
        return _within(host, self._proxies)

    def plain_peer(self, transport: asyncio.BaseTransport) -> bool:
        """Say whether a connection comes from who may not speak plainly here."""
        peer = transport.get_extra_info("peername")
        return not self.admits(str(peer[0]) if peer else "")

    async def renew(self) -> None:
        """Take up a renewed certificate, for ever; one that does not fit is told of, and the former one holds."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Load the certificate again if its files have changed."""
        dates = self._dates()
        if self._tls is None or self.context is None or dates == self._seen:
            return
        try:
            # Both are read into a context of their own first: a half-written pair must not spoil the one in use.
            _context(self._tls)
            self.context.load_cert_chain(self._tls.certificate, self._tls.key)
        except BadConfiguration as error:
            _log.warning("certificate.unusable", reason=error.detail)
        else:
            self._seen = dates
            _log.info("certificate.renewed")

    def _dates(self) -> tuple[int, ...]:
        files: tuple[Path, ...] = () if self._tls is None else (self._tls.certificate, self._tls.key)
        with contextlib.suppress(OSError):
            return tuple(file.stat().st_mtime_ns for file in files)
        return ()


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # Never ask for a passphrase at a terminal that nobody sits at.
        context.load_cert_chain(tls.certificate, tls.key, password=lambda: "")
    except (OSError, ssl.SSLError) as error:
        name = "CLINIC_TLS_KEY" if isinstance(error, ssl.SSLError) else "CLINIC_TLS_CERT"
        reason = getattr(error, "reason", None) or error.strerror or "unreadable"
        raise BadConfiguration(f"{tls.certificate} and {tls.key}: {reason}", field=name) from None
    return context


def _within(host: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)
