"""Asking the hub until it has said what became of something: what goes out under a key may be sent again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from clinic_console.desktop.link.access import Access
from clinic_console.domain.errors import (
    CertificateRefused,
    HubNotFound,
    HubRefuses,
    TooMany,
    Unavailable,
)

T = TypeVar("T")
PAUSES: Final = (0.2, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between two tries of what may have been done already; the last one again and again."""
_NEVER_SENT: Final = (HubRefuses, HubNotFound, CertificateRefused, TooMany)


class Repeating:
    """Tries again what may have been done, and whose answer was lost."""

    def __init__(self, access: Access, pauses: Sequence[float] = PAUSES) -> None:
        self._access, self._pauses = access, pauses
        self._try = asyncio.Event()

    def try_now(self) -> None:
        """Do not wait for the next try of what may have been done."""
        self._try.set()

    async def surely(self, ask: Callable[[], Awaitable[T]], unsure: Callable[[], None] | None = None) -> T:
        """Ask until the hub has said what became of it; what certainly never reached it is an error at once.

        NotSignedIn once this user has left: the next one is not to be who has done it.
        """
        lost, tries, check = False, 0, self._access.staying()
        while True:
            self._try.clear()
            check()
            try:
                return await ask()
            except (Unavailable, TooMany) as error:
                if not lost and isinstance(error, _NEVER_SENT):
                    raise
                lost = True
                if unsure is not None:
                    unsure()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._try.wait(), self._pauses[min(tries, len(self._pauses) - 1)])
            tries += 1
