"""What is written to a connection in one turn leaves in one piece: each write would be a system call of its own.

The server writes an answer's head and its body apart, and the event loop sends each at once. Sending costs more than
all that is reckoned for a small answer, and the client would wake up twice for it (ADR 0078).
"""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

_MOST: Final = 16_384
"""Bytes; what is longer is sent as it comes, so that the loop's own bounds hold for it."""


class Gathered(asyncio.Transport):
    """A transport that keeps what is written until ``flush``, or until the loop comes round."""

    def __init__(self, under: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._under = under
        self._loop = loop
        self._kept: list[bytes | bytearray | memoryview] = []
        self._length = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send this, soon."""
        if not self._kept:
            self._loop.call_soon(self.flush)
        self._kept.append(data)
        self._length += len(data)
        if self._length > _MOST:
            self.flush()

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        """Send these, soon."""
        for data in list_of_data:
            self.write(data)

    def flush(self) -> None:
        """Send what has been kept."""
        if self._kept:
            kept, self._kept, self._length = self._kept, [], 0
            if not self._under.is_closing():
                self._under.write(kept[0] if len(kept) == 1 else b"".join(kept))

    def close(self) -> None:
        """Send what has been kept, and close."""
        self.flush()
        self._under.close()

    def abort(self) -> None:
        """Close at once: nothing more is sent."""
        self._kept.clear()
        self._under.abort()

    def is_closing(self) -> bool:
        """Say whether it is closed, or about to be."""
        return self._under.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what is known of the connection."""
        return self._under.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing in for now."""
        self._under.pause_reading()

    def resume_reading(self) -> None:
        """Take things in again."""
        self._under.resume_reading()
