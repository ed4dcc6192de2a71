"""Refresh tokens in the system's keyring and nowhere else; one that waits for its user never stops the console.

Each entry belongs to one person at one hub and holds a list of tokens, newest first. Two of them while the newest has
not been used yet: whenever the console ends, one that the hub takes has been kept.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

import msgspec
import structlog

from clinic_console.domain.errors import KeyringLocked, KeyringMissing, KeyringSlow, KeyringUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

WAIT_SECONDS: Final = 4.0
"""How long a keyring may think; it may be asking its user for a password behind another window."""
MAX_TOKENS: Final = 2
SERVICE: Final = "clinic-console"
# What keeps nothing, or keeps it readable: a token in a file is worse than typing a password.
_REFUSED: Final = ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")
_BLOCKED: Final = 4
"""Calls that never returned, before no more are made."""

T = TypeVar("T")
log = structlog.get_logger()


class Vault:
    """What the system's keyring holds of this console; every method raises KeyringUnavailable or a kind of it."""

    def __init__(self, wait: float = WAIT_SECONDS) -> None:
        self._wait = wait
        self._one_at_a_time = threading.Lock()
        self._free = threading.Semaphore(_BLOCKED)

    async def check(self) -> str:
        """Return the name of the keyring's kind, or raise KeyringMissing when there is none that is safe."""
        return await self._call(lambda: type(_backend()).__name__)

    async def read(self, server: str, login: str) -> list[str]:
        """Return a person's tokens, the newest first; none when nobody of that name is remembered."""
        text = await self._call(lambda: _backend().get_password(_service(server), login))
        try:
            return msgspec.json.decode(text or "[]", type=list[str])[:MAX_TOKENS]
        except msgspec.DecodeError:
            return []

    async def write(self, server: str, login: str, tokens: Sequence[str]) -> None:
        """Keep a person's tokens in place of those before, the newest first."""
        text = msgspec.json.encode(list(dict.fromkeys(tokens))[:MAX_TOKENS]).decode()
        await self._call(
            lambda: _backend().set_password(_service(server), login, text), late=lambda: _delete(server, login)
        )

    async def delete(self, server: str, login: str) -> None:
        """Remove a person's tokens; nothing happens when there are none."""
        await self._call(lambda: _delete(server, login))

    async def _call(self, work: Callable[[], T], late: Callable[[], None] | None = None) -> T:
        """Do something in a thread of its own; ``late`` takes it back when it is done after we gave up waiting."""
        if not self._free.acquire(blocking=False):
            raise KeyringSlow
        loop = asyncio.get_running_loop()
        errand = _Errand(work, late)
        done: asyncio.Future[None] = loop.create_future()

        def run() -> None:
            try:
                with self._one_at_a_time:
                    errand.run()
            finally:
                self._free.release()
            # The loop may be closed by now: who waited has gone with it.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, done)

        # A daemon: Python would wait for an executor's thread at its end, however long a prompt stays open.
        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._wait):
                await done
        except TimeoutError as error:
            raise KeyringSlow from error
        finally:
            errand.abandoned.set()
        if errand.error is not None:
            raise errand.error
        return cast("T", errand.found)


class _Errand(Generic[T]):
    """One call of the keyring, which its caller may have given up on."""

    def __init__(self, work: Callable[[], T], late: Callable[[], None] | None) -> None:
        self._work, self._late = work, late
        self.abandoned = threading.Event()
        self.found: T | None = None
        self.error: KeyringUnavailable | None = None

    def run(self) -> None:
        if self.abandoned.is_set():
            return
        try:
            self.found = self._work()
            if self.abandoned.is_set() and self._late is not None:
                self._late()
        except Exception as error:
            # Backends raise what their systems raise: D-Bus's errors, Windows's, those of a package half installed.
            log.warning("keyring failed", error=type(error).__name__)
            self.error = _told(error)


def _settle(done: "asyncio.Future[None]") -> None:
    if not done.done():
        done.set_result(None)


def _backend() -> "KeyringBackend":
    """Return the keyring to use; raises KeyringMissing where there is none, or none that keeps a secret."""
    import keyring  # slow to load, and in a thread

    chosen = keyring.get_keyring()
    # A chain would hand a token on to the next when the first is locked, and the last may write it readable.
    for backend in getattr(chosen, "backends", [chosen]):
        if not type(backend).__module__.startswith(_REFUSED):
            return backend  # type: ignore[no-any-return]
    raise KeyringMissing


def _delete(server: str, login: str) -> None:
    backend = _backend()
    # Asking first: a backend's error does not say whether there was nothing or it was not allowed.
    if backend.get_password(_service(server), login) is not None:
        backend.delete_password(_service(server), login)


def _service(server: str) -> str:
    return f"{SERVICE} {server}"


def _told(error: Exception) -> KeyringUnavailable:
    from keyring import errors

    if isinstance(error, KeyringUnavailable):
        return error
    if isinstance(error, errors.NoKeyringError):
        return KeyringMissing()
    # What an open desktop says whose keyring its user keeps shut.
    locked = isinstance(error, errors.KeyringLocked) or "locked" in type(error).__name__.lower()
    return KeyringLocked() if locked else KeyringUnavailable()
