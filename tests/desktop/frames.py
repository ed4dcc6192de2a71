"""Waiting for what a frame brings: how each room waits."""

import asyncio
from collections.abc import Callable

DEADLINE = 30.0
"""Seconds: what fails is a deadline, not a duration. A busy PC takes its time."""


async def framed(frame: Callable[[], None], holds: Callable[[], object]) -> None:
    """Let frames pass until something holds, and show it: what one frame learns may be painted by the next."""
    async with asyncio.timeout(DEADLINE):
        while True:
            frame()
            if holds():
                break
            await asyncio.sleep(0.01)
    # Without a pause: nothing comes from the hub meanwhile.
    frame()
