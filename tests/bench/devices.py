"""The load: thousands of bedside monitors in one process, each with a socket and a ring of its own.

Run as ``python -m tests.bench.devices HOST PORT RECORD``: it takes orders as JSON lines on its input, answers on its
output, and writes every instant sent as three native int64 (device number, instant number, time in ms) to the file
RECORD, which each order begins anew. Orders: ``connect`` (to so many devices in all), ``steady`` (one message of
one instant a second each, evenly spread) and ``flood`` (as fast as acknowledgements come).

The sockets are websockets' own sans-I/O protocol on uvloop: the load must cost less than what it loads.
"""

import asyncio
import gc
import json
import sys
import time
from array import array
from collections import deque
from pathlib import Path
from typing import Any, Final

import uvloop
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

from clinic_console.wire.devices import (
    SUBPROTOCOL,
    VERSION,
    Ack,
    Hello,
    InstantMessage,
    Problem,
    Rewind,
    Welcome,
    decode_from_hub,
    encode,
)
from clinic_console.wire.ring import DeviceRing

NAMES: Final = ("HR", "SpO2", "RR", "PR", "ABP.sys", "ABP.dia")
LOWEST: Final = (50, 88, 8, 50, 90, 50)
SPANS: Final = (61, 13, 23, 59, 53, 37)
"""Value number j of instant k of device i is LOWEST[j] + (i + k) % SPANS[j]."""
AT_ONCE: Final = 32
"""So many devices are connecting at a time."""
RETRY_SECONDS: Final = 0.5
STEP_SECONDS: Final = 0.002
DRAIN_SECONDS: Final = 40.0
SPREAD_MS: Final = 3_000
"""After a pause a device's instants lie within this time before now."""


def code_of(number: int) -> str:
    """Return the code by which a device is registered."""
    return f"bench-{number}"


def token_of(number: int) -> str:
    """Return a device's token."""
    return f"token-of-bench-{number}"


def now_ms() -> int:
    """Return the time in ms since 1970: every device's clock goes right here."""
    return time.time_ns() // 1_000_000


class Device(asyncio.Protocol):
    """One monitor: its socket, what it keeps until it is acknowledged, and when each message left."""

    def __init__(self, fleet: "Fleet", number: int) -> None:
        self.fleet = fleet
        self.number = number
        self.ring = DeviceRing()
        self.instants = 0
        self.last_at = 0
        self.leaving: deque[tuple[int, float]] = deque()
        self.welcomed: asyncio.Future[None] = fleet.loop.create_future()
        self._transport: asyncio.WriteTransport
        self._wire = ClientProtocol(
            WebSocketURI(False, fleet.host, fleet.port, "/", "", None, None),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket."""
        self._transport = transport  # type: ignore[assignment]
        self._wire.send_request(self._wire.connect())
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Take in what the hub says."""
        self._wire.receive_data(data)
        for event in self._wire.events_received():
            if not isinstance(event, Frame):
                self._say(Hello(VERSION, code_of(self.number), token_of(self.number), now_ms()))
            elif event.opcode is Opcode.TEXT:
                self._hear(bytes(event.data))
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it: the benchmark's devices never leave by themselves."""
        if not self.welcomed.done():
            self.welcomed.set_exception(ConnectionRefusedError("no welcome"))
        elif self.welcomed.exception() is None:
            self.fleet.cut_off += 1

    def measure(self, count: int) -> None:
        """Measure some instants since the last ones, and send them in one message."""
        now = now_ms()
        begin = max(self.last_at, now - SPREAD_MS)
        instants = []
        for number in range(1, count + 1):
            at = max(self.last_at + 1, begin + (now - begin) * number // count)
            self.last_at = at
            instants.append(InstantMessage(at, values_of(self.number, self.instants)))
            self.fleet.record.extend((self.number, self.instants, at))
            self.instants += 1
        self.ring.put(instants)
        self._send_kept()

    def _send_kept(self) -> None:
        while (message := self.ring.pull(now_ms())) is not None:
            assert not hasattr(message, "from_seq"), "a ring of 3,600 messages has run over"
            self.leaving.append((message.seq, time.perf_counter()))
            self.fleet.sent_bytes += self._say(message)

    def _say(self, message: Any) -> int:
        raw = encode(message)
        self._wire.send_text(raw)
        self._flush()
        return len(raw)

    def _flush(self) -> None:
        for piece in self._wire.data_to_send():
            self._transport.write(piece)

    def _hear(self, raw: bytes) -> None:
        message = decode_from_hub(raw)
        if isinstance(message, Ack):
            self._acknowledged(message.seq)
        elif isinstance(message, Rewind):
            self.fleet.rewinds += 1
            self.ring.rewind(message.from_seq)
            self._send_kept()
        elif isinstance(message, Welcome):
            self.welcomed.set_result(None)
        elif isinstance(message, Problem):
            if self.welcomed.done():
                self.fleet.problems.append(f"{message.code}: {message.message}")
            else:
                self.welcomed.set_exception(ConnectionRefusedError(message.code))

    def _acknowledged(self, seq: int) -> None:
        before = self.ring.acked
        self.ring.ack(seq)
        now, messages = time.perf_counter(), 0
        while self.leaving and self.leaving[0][0] <= seq:
            self.fleet.delays.append(now - self.leaving.popleft()[1])
            messages += 1
        self.fleet.acknowledged(self.ring.acked - before, messages)


def values_of(device: int, instant: int) -> dict[str, Any]:
    """Return what a device measures at its instant of a number: whole numbers, as monitors send them."""
    turn = device + instant
    return {name: low + turn % span for name, low, span in zip(NAMES, LOWEST, SPANS, strict=True)}


class Fleet:
    """All devices of this process, and what became of what they sent."""

    def __init__(self, host: str, port: int, file: Path) -> None:
        self.loop = asyncio.get_running_loop()
        self.host, self.port, self.file = host, port, file
        self.devices: list[Device] = []
        self.cut_off = self.rewinds = self.refused = 0
        self.problems: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self.record = array("q")
        self.delays: list[float] = []
        self.acked = self.sent_bytes = 0
        self._window = self._turns = self._instants = self._under_way = self._next = 0
        self._pumping = False

    async def connect(self, devices: int) -> dict[str, Any]:
        """Bring the fleet to a size."""
        began = time.perf_counter()
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> Device:
            async with gate:
                while True:
                    _, device = await self.loop.create_connection(lambda: Device(self, number), self.host, self.port)
                    try:
                        await device.welcomed
                    except ConnectionRefusedError:
                        self.refused += 1
                        await asyncio.sleep(RETRY_SECONDS)
                    else:
                        return device

        self.devices += await asyncio.gather(*(one(n) for n in range(len(self.devices) + 1, devices + 1)))
        return {"seconds": time.perf_counter() - began, "refused": self.refused}

    async def steady(self, seconds: float) -> dict[str, Any]:
        """Let each device send one instant a second, spread evenly over the second."""
        self._begin()
        total, done = int(len(self.devices) * seconds), 0
        lags = []
        begin = time.perf_counter()
        while done < total:
            due = min(total, int((time.perf_counter() - begin) * len(self.devices)))
            while done < due:
                lags.append(time.perf_counter() - begin - done / len(self.devices))
                self.devices[done % len(self.devices)].measure(1)
                done += 1
            await asyncio.sleep(STEP_SECONDS)
        lags.sort()
        return {"send_lag_p95_ms": lags[int(len(lags) * 0.95)] * 1e3}

    async def flood(self, seconds: float, devices: int, instants: int, window: int) -> dict[str, Any]:
        """Keep a number of messages under way, round robin over the first devices, for some seconds."""
        self._begin()
        self._turns, self._instants, self._window = devices, instants, window
        begin = time.perf_counter()
        self._pump()
        await asyncio.sleep(seconds)
        self._window = 0
        return {"values_per_s": self.acked / (time.perf_counter() - begin)}

    async def drained(self) -> dict[str, Any]:
        """Wait until all is acknowledged, write the record, and say what was measured."""
        begin = time.perf_counter()
        while any(device.leaving for device in self.devices) and time.perf_counter() - begin < DRAIN_SECONDS:
            await asyncio.sleep(0.05)
        with self.file.open("wb") as file:
            self.record.tofile(file)
        delays = sorted(self.delays) or [float("nan")]
        return {
            "drain_s": time.perf_counter() - begin,
            "acked": self.acked,
            "ack_p50_ms": delays[len(delays) // 2] * 1e3,
            "ack_p95_ms": delays[int(len(delays) * 0.95)] * 1e3,
            "bytes_per_message": self.sent_bytes / len(delays),
            "cut_off": self.cut_off,
            "rewinds": self.rewinds,
            "problems": len(self.problems),
            "first_problem": self.problems[0] if self.problems else "",
        }

    def acknowledged(self, values: int, messages: int) -> None:
        """Count, and send on when there is room for more."""
        self.acked += values
        self._under_way -= messages
        if self._window and self._under_way < self._window and not self._pumping:
            self._pumping = True
            self.loop.call_soon(self._pump)

    def _pump(self) -> None:
        self._pumping = False
        while self._under_way < self._window:
            self._under_way += 1
            self.devices[self._next].measure(self._instants)
            self._next = (self._next + 1) % self._turns


async def obey(fleet: Fleet) -> None:
    """Carry out orders until the input ends."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        kind = order.pop("do")
        if kind == "connect":
            say({"connected": await fleet.connect(**order)})
            continue
        gc.collect()
        gc.freeze()
        say({"began": kind})
        measured = await (fleet.steady(**order) if kind == "steady" else fleet.flood(**order))
        say({"ended": kind})
        say({"done": measured | await fleet.drained()})


def say(answer: dict[str, Any]) -> None:
    """Answer with one line."""
    print(json.dumps(answer), flush=True)


async def main(host: str, port: str, file: str) -> None:
    """Be the devices."""
    # What a device allocates has no cycles; looking for some would look like a slow device.
    gc.disable()
    await obey(Fleet(host, int(port), Path(file)))


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:4]))
