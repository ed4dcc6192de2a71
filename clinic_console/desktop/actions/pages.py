"""Asking the hub for pages, for as long as a list wants more of them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from clinic_console.desktop.state.pages import Pages
from clinic_console.domain.errors import ClinicError

T = TypeVar("T")
Fetch = Callable[[str | None], Awaitable[tuple[Sequence[T], str | None]]]
"""Gives the page after a key (None: the first), and the key of the next one."""

log = structlog.get_logger()


async def load(pages: Pages[T], fetch: Fetch[T], clock: Callable[[], float]) -> None:
    """Ask for what a list wants until it wants nothing more; ``clock`` gives monotonic seconds."""
    while (ask := pages.begin()) is not None:
        try:
            rows, after = await fetch(ask.after)
        except ClinicError as error:
            log.warning("list not loaded", code=error.code)
            pages.failed(ask, error)
        else:
            pages.take(ask, rows, after, clock())
        finally:
            pages.given_up(ask)
