"""A whole console, signed in at a hub of the tests' own, with live numbers on its wall."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.connection import Standing
from tests.desktop.stub import StubHub

QUICK = Timings(opening=0.5, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)


class Desk:
    """A console signed in at the stub, with live numbers on its wall, and what it told of faults of its own."""

    def __init__(self, console: Console, stub: StubHub, until) -> None:
        self.console, self.stub, self.until = console, stub, until
        self.told: list[str] = []
        console.bridge.failed.connect(self.told.append)

    @property
    def standing(self) -> Standing:
        return self.console.state.connection.standing(monotonic())

    @property
    def words(self) -> str:
        strip = self.console.window.strip
        # All of it: in a narrow window only the first part is shown.
        return strip.accessibleName() if strip.property("alert") else ""

    def look(self):
        return self.console.window.ward.wall.painted("b1")

    @property
    def struck(self) -> bool:
        look = self.look()
        return (
            look is not None
            and not look.live
            and all(row.tone in ("struck", "none", "") for row in look.rows if row.text)
        )

    async def live(self, number: float) -> None:
        """The number is on the wall, as one that may be believed."""
        await self.until(
            lambda: (
                self.console.window.ward.shown("b1").get("HR") == f"{number:.0f}"
                and self.look().live
                and not self.words
            )
        )

    async def not_monitored(self, *reasons: str) -> None:
        """The strip says so with a reason, and every number is struck."""
        seen = []

        def right() -> bool:
            seen[:] = [(self.struck, self.words)]
            return self.struck and "NOT MONITORED" in self.words and any(r in self.words for r in reasons or ("",))

        try:
            await self.until(right)
        except TimeoutError:
            raise AssertionError(f"not struck or without {reasons}: {seen}") from None

    async def back(self) -> None:
        """All is well again."""
        await self.stub.publish(self.stub.numbers(HR=95.0))
        await self.live(95.0)


@asynccontextmanager
async def watching(stub, bridge, qapp, until, **changes) -> AsyncIterator[Desk]:
    stub.live["b1"] = stub.numbers(HR=91.0, SpO2=97.0)
    async with stub.running():
        console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=replace(QUICK, **changes))
        console.open()
        try:
            desk = Desk(console, stub, until)
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await desk.live(91.0)
            yield desk
            assert desk.told == []
        finally:
            await console.close()
            console.window.deleteLater()
