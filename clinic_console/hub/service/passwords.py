"""Passwords: Argon2id in a few threads, off the event loop."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from clinic_console.domain.errors import BadField, TooMany
from clinic_console.hub import metrics

LONGEST: Final = 1_024
MEMORY_KIB: Final = 19 * 1_024
THREADS: Final = 2
"""One hash takes a core for some 20 ms and 19 MiB: more at once would starve everything else."""
WAITING: Final = 64

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1, type=Type.ID)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on a note: a generated password is read and typed once."""

Result = TypeVar("Result")


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._hasher = _HASHER
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._room = waiting
        # What an unknown user's password is checked against: it must cost what a known one costs.
        self._nobody = self._hasher.hash(b"nobody")

    async def hash(self, password: str) -> str:
        """Return the PHC string of a new password; BadField when it is empty or too long."""
        secret = _encoded(password)
        return await self._run(lambda: self._hasher.hash(secret))

    async def check(self, password: str, stored: str | None) -> bool:
        """Say whether a password belongs to a stored hash; without one it takes just as long and says no.

        Raises BadField for an empty password or one over LONGEST characters, TooMany when too many are waiting.
        """
        secret = _encoded(password)
        with metrics.HASH_SECONDS.time():
            matches = await self._run(lambda: self._matches(secret, stored or self._nobody))
        return matches and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Say whether a stored hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """End the threads; what still waits is given up."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _matches(self, secret: bytes, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, secret)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._room <= 0:
            raise TooMany("too many people are signing in at this moment")
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._room += 1


def new_password() -> str:
    """Return a generated password: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hash_password(password: str) -> str:
    """Return the PHC string of a password; it takes a while, so never on an event loop."""
    return _HASHER.hash(_encoded(password))


def _encoded(password: str) -> bytes:
    if not password:
        raise BadField("empty", field="password")
    if len(password) > LONGEST:
        raise BadField(f"over {LONGEST} characters", field="password")
    # The same letters as another keyboard writes them are the same password.
    password = unicodedata.normalize("NFKC", password)
    # A lone surrogate is no text, but it is no reason to fail either: it just matches nothing that was set.
    return password.encode("utf-8", "surrogatepass")
