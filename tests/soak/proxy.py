"""A bad link between a console and its hub: a TCP proxy that delays, throttles, splits, holds, cuts and forgets."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

READ_BYTES: Final = 65_536
WAITING_PARTS: Final = 256
"""So much is under way on a slow link; then it takes nothing more, and the sender's buffers fill."""


class Conversation:
    """One connection through the proxy: the console's end and the hub's."""

    def __init__(self, console: asyncio.StreamWriter, hub: asyncio.StreamWriter) -> None:
        self.console = console
        self.hub = hub
        self.forgotten = False


class Proxy:
    """Stands before one port of this machine; what is set here holds for all connections until ``heal``.

    ``delay`` in seconds each way, ``rate`` in bytes a second (0: as fast as it goes), ``split`` bytes at most in one
    write (0: as they come).
    """

    def __init__(self, target: int = 0) -> None:
        self.target = target
        self.port = 0
        self.delay = 0.0
        self.rate = 0.0
        self.split = 0
        self.refusing = False
        self._open = {"up": asyncio.Event(), "down": asyncio.Event()}
        self._conversations: set[Conversation] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.heal()

    def heal(self) -> None:
        """Let everything flow again, what was held first; connections that were forgotten stay so."""
        self.delay, self.rate, self.split, self.refusing = 0.0, 0.0, 0, False
        for way in self._open.values():
            way.set()

    def hold(self, way: str) -> None:
        """Let nothing pass ``up`` (to the hub) or ``down`` (to the console); nobody is told."""
        self._open[way].clear()

    def cut(self) -> None:
        """Break all connections, both ends knowing."""
        for conversation in self._conversations:
            if not conversation.forgotten:
                conversation.console.transport.abort()
                conversation.hub.transport.abort()

    def forget(self, end: str) -> None:
        """Break all connections so that one end (``console`` or ``hub``) goes on believing in them: half-open."""
        for conversation in self._conversations:
            conversation.forgotten = True
            (conversation.hub if end == "console" else conversation.console).transport.abort()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for conversation in self._conversations:
            conversation.console.transport.abort()
            conversation.hub.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server is None or not self._server.is_serving():
            # It came while this closed.
            writer.transport.abort()
            return
        # A task of our own: Python 3.11 reports it as an error when one of its own is cancelled.
        task = asyncio.create_task(self._converse(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Also of one that was cancelled before it began.
        task.add_done_callback(lambda _: writer.close())

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing or not self.target:
            writer.transport.abort()
            return
        try:
            hub_reader, hub = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        conversation = Conversation(writer, hub)
        self._conversations.add(conversation)
        ways = [
            asyncio.create_task(self._carry("up", reader, hub)),
            asyncio.create_task(self._carry("down", hub_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            if conversation.forgotten:
                # The end that does not know of it hears nothing, and goes when it gives up by itself.
                await asyncio.wait(ways)
        finally:
            self._conversations.discard(conversation)
            for way in ways:
                way.cancel()
            hub.close()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one direction until its source is closed and all of it delivered."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING_PARTS)
        delivering = asyncio.create_task(self._deliver(way, under_way, writer))
        clock = asyncio.get_running_loop().time
        try:
            with suppress(OSError):
                while data := await reader.read(READ_BYTES):
                    for part in self._parts(data):
                        await under_way.put((clock() + self.delay, part))
            await under_way.put((clock() + self.delay, b""))
            await delivering
        finally:
            delivering.cancel()

    def _parts(self, data: bytes) -> Iterator[bytes]:
        size = self.split or len(data)
        for begin in range(0, len(data), size):
            yield data[begin : begin + size]

    async def _deliver(
        self, way: str, under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter
    ) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due, part = await under_way.get()
            await self._open[way].wait()
            if due > clock():
                await asyncio.sleep(due - clock())
            if self.rate:
                await asyncio.sleep(len(part) / self.rate)
            if not part:
                return
            if not writer.transport.is_closing():
                with suppress(OSError):
                    writer.write(part)
                    await writer.drain()
