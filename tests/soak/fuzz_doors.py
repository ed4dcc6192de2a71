"""Broken messages to the doors for devices and consoles: whatever comes, the door answers in words and stays open."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from clinic_console.domain.readings import PARAMETERS
from clinic_console.wire import devices, session

PER_CONNECTION: Final = 10
INTERNAL_ERROR: Final = 1011
_ANSWER_SECONDS: Final = 0.05
_ODD: Final = (
    None, True, -1, 0, 2**31, 2**53, 2**63, 10**30, 1.5, 1e308, "", "\0", "x" * 5_000, "\ud83d", [], {}, [[]], [None],
    {"a": {"b": []}}, "2026-01-01", "NaN", -0.0,
)  # fmt: skip


class Doors:
    """Two doors, by their addresses; ``crashes`` says what they did not survive in good order."""

    def __init__(self, ingest: str, push: str, chance: random.Random) -> None:
        self._ingest, self._push = f"ws://{ingest}", f"ws://{push}"
        self._chance = chance
        self.crashes: list[str] = []

    def devices(self, tokens: dict[str, str], count: int) -> int:
        """Send broken messages as devices that were let in, and as strangers; return how many."""
        codes = sorted(tokens)

        def hello() -> str:
            code = self._chance.choice(codes)
            return json.dumps(
                {"type": "hello", "v": 1, "device": code, "token": tokens[code], "sent": 1_800_000_000_000}
            )

        return self._send(self._ingest, devices.SUBPROTOCOL, hello, self._device_message, count)

    def consoles(self, token: Callable[[], str], count: int) -> int:
        """Send broken messages as consoles that were let in, and as strangers; return how many."""

        def hello() -> str:
            return json.dumps(["hello", session.VERSION, token()])

        return self._send(self._push, session.SUBPROTOCOL, hello, self._console_message, count)

    def _send(self, url: str, protocol: str, hello: Callable[[], str], message: Callable[[], Any], count: int) -> int:
        sent = 0
        while sent < count:
            with self._opened(url, protocol) as door:
                if self._chance.random() < 0.8:
                    door.send(hello())
                for _ in range(PER_CONNECTION):
                    sent += 1
                    door.send(self._mangled(message()))
                    self._hear(door)
        with self._opened(url, protocol) as door:
            door.send(hello())
            if not door.recv(timeout=10):
                self.crashes.append(f"{url} answers nobody any more")
        return sent

    @contextmanager
    def _opened(self, url: str, protocol: str) -> Iterator[ClientConnection]:
        try:
            with connect(url, subprotocols=[protocol], compression=None, proxy=None, close_timeout=1) as door:
                yield door
        except ConnectionClosed as closed:
            if closed.rcvd is None or closed.rcvd.code == INTERNAL_ERROR:
                self.crashes.append(f"{url} ended a connection by {closed.rcvd}")
        except (OSError, InvalidHandshake, TimeoutError) as error:
            self.crashes.append(f"{url}: {type(error).__name__} {error}")

    def _hear(self, door: ClientConnection) -> None:
        try:
            while True:
                door.recv(timeout=_ANSWER_SECONDS if self._chance.random() < 0.1 else 0)
        except TimeoutError:
            return

    def _mangled(self, message: Any) -> str | bytes:
        """Break a message at one place, or as a text; some stay whole."""
        kind = self._chance.random()
        if kind < 0.6:
            return json.dumps(self._broken(message))
        text = json.dumps(message)
        cut = self._chance.randrange(len(text) + 1)
        if kind < 0.75:
            return text[:cut] + self._chance.choice(["", "\0", "{", '"', "\\u0000", "é"]) + text[cut + 1 :]
        if kind < 0.85:
            return self._chance.randbytes(self._chance.randrange(200))
        return "[" * 2_000 if kind < 0.87 else text

    def _broken(self, value: Any) -> Any:
        chance = self._chance
        if isinstance(value, dict) and value and chance.random() < 0.8:
            name = chance.choice(sorted(value))
            if chance.random() < 0.2:
                return {key: part for key, part in value.items() if key != name}
            return {**value, name: self._broken(value[name])}
        if isinstance(value, list) and value and chance.random() < 0.8:
            at = chance.randrange(len(value))
            return [*value[:at], self._broken(value[at]), *value[at + 1 :]]
        return chance.choice(_ODD)

    def _device_message(self) -> Any:
        at = 1_800_000_000_000 + self._chance.randrange(10**6)
        values = {name: self._chance.choice([80, None, {"v": 90, "s": "valid"}]) for name in list(PARAMETERS)[:4]}
        seq = self._chance.randrange(100)
        return self._chance.choice(
            [
                {"type": "readings", "seq": seq, "sent": at, "instants": [{"at": at, "values": values}]},
                {"type": "gap", "from_seq": seq, "to_seq": seq + 1, "from_at": at, "to_at": at + 1, "reason": "x"},
                {"type": "status", "at": at, "alarms": [{"code": "a", "priority": "high", "since": at}]},
                {"type": "hello", "v": 1, "device": "dev", "token": "none", "sent": at},
            ]
        )

    def _console_message(self) -> Any:
        return self._chance.choice(
            [
                ["subscribe", ["beds:x", "readings:00000000-0000-0000-0000-000000000000"]],
                ["unsubscribe", ["beds:x"]],
                ["renew", "no token"],
                ["ping", 7],
                ["hello", 1, "no token"],
            ]
        )
