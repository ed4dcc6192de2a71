"""The recorder: acknowledged after the commit, bounded while Postgres is away, rewound when it is back."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from clinic_console.domain.errors import ClinicError, StoreUnavailable
from clinic_console.domain.readings import Instant, Value
from clinic_console.hub.service.readings import Message, Recorder, gap_of, message_of
from clinic_console.hub.store.readings import GapRow, Outcome, Refused, Row

NOW = 1_800_000_000_000


@dataclass
class Device:
    """A connection that only remembers what it was told."""

    stored: int = 0
    lost: list[int] = field(default_factory=list)
    asked: int = 0
    refusals: list[str] = field(default_factory=list)

    def committed(self, seq: int) -> None:
        assert seq >= self.stored
        self.stored = seq

    def dropped(self, seq: int) -> None:
        self.lost.append(seq)

    def recovered(self) -> None:
        self.asked += 1

    def refused(self, seq: int, error: ClinicError) -> None:
        self.refusals.append(f"{seq}:{error.code}")


@dataclass
class FakeWriter:
    """A Postgres that can be taken away, and that never takes rows of device 666."""

    up: bool = True
    batches: list[int] = field(default_factory=list)
    gaps: list[GapRow] = field(default_factory=list)
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
        self.tried.set()
        if not self.up:
            raise StoreUnavailable("down")
        if any((666).to_bytes(4, "big") in row.encoded[18:22] for row in rows):
            raise Refused("CheckViolation")
        self.batches.append(len(rows))
        self.gaps.extend(gaps)
        return Outcome(stored=sum(row.size for row in rows))


class Clock:
    """Time that passes only when the recorder waits between two tries."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@asynccontextmanager
async def running(recorder: Recorder) -> AsyncIterator[Recorder]:
    task = asyncio.create_task(recorder.run())
    try:
        yield recorder
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def message(device: Device, seq: int, device_id: int = 1, instants: int = 1) -> Message:
    made = [Instant(NOW + seq * 100 + i, {"HR": Value(80.0)}) for i in range(instants)]
    return message_of(device, seq, device_id, made, NOW + seq * 100)


async def test_a_device_hears_of_its_last_number_once_per_batch() -> None:
    device, writer = Device(), FakeWriter()
    async with running(Recorder(writer)) as recorder:
        for seq in range(1, 6):
            recorder.offer(message(device, seq))
        await recorder.drained()
    assert device.stored == 5
    assert writer.batches == [5]


async def test_what_arrives_during_a_commit_waits_for_company_too() -> None:
    device = Device()

    class Writer(FakeWriter):
        async def write(self, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
            if not self.batches:
                recorder.offer(message(device, 2))
                asyncio.get_running_loop().call_soon(recorder.offer, message(device, 3))
            return await super().write(rows, gaps)

    writer = Writer()
    async with running(Recorder(writer)) as recorder:
        recorder.offer(message(device, 1))
        await recorder.drained()
    assert writer.batches == [1, 2]
    assert device.stored == 3


async def test_nothing_is_acknowledged_while_postgres_is_away() -> None:
    device, writer, clock = Device(), FakeWriter(up=False), Clock()
    async with running(Recorder(writer, pause=clock.pause, clock=clock)) as recorder:
        recorder.offer(message(device, 1))
        await writer.tried.wait()
        while clock.now < 5:
            await asyncio.sleep(0)
        assert device.stored == 0
        assert not recorder.recording
        writer.up = True
        await recorder.drained()
        assert recorder.recording
    assert device.stored == 1


async def test_what_does_not_fit_is_let_go_and_asked_for_again_once_there_is_room() -> None:
    first, second, writer, clock = Device(), Device(), FakeWriter(up=False), Clock()
    recorder = Recorder(writer, max_waiting_rows=8, pause=clock.pause, clock=clock)
    async with running(recorder):
        for seq in range(1, 9):
            recorder.offer(message(first, seq))
        recorder.offer(message(first, 9))
        recorder.offer(message(second, 1, device_id=2))
        assert (first.lost, second.lost) == ([9], [1])
        assert recorder.waiting_rows == 8
        await writer.tried.wait()
        assert first.asked == 0
        writer.up = True
        await recorder.drained()
    assert (first.asked, second.asked) == (1, 1)
    assert first.stored == 8
    assert recorder.waiting_rows == 0


async def test_a_connection_that_is_gone_is_owed_nothing() -> None:
    device, writer, clock = Device(), FakeWriter(up=False), Clock()
    recorder = Recorder(writer, max_waiting_rows=1, pause=clock.pause, clock=clock)
    async with running(recorder):
        recorder.offer(message(device, 1))
        recorder.offer(message(device, 2))
        recorder.forget(device)
        await writer.tried.wait()
        writer.up = True
        await recorder.drained()
    assert device.asked == 0


async def test_one_bad_row_costs_only_itself() -> None:
    good, bad, writer = Device(), Device(), FakeWriter()
    async with running(Recorder(writer)) as recorder:
        for seq in range(1, 8):
            recorder.offer(message(good, seq))
            if seq == 4:
                recorder.offer(message(bad, 1, device_id=666))
        await recorder.drained()
    assert sum(writer.batches) == 7
    assert good.stored == 7
    assert good.refusals == []
    assert bad.refusals == ["1:value.not_storable"]
    assert bad.stored == 1


async def test_a_gap_is_stored_in_its_place_and_acknowledged() -> None:
    device, writer = Device(), FakeWriter()
    async with running(Recorder(writer)) as recorder:
        recorder.offer(gap_of(device, 40, 1, NOW + 50, NOW, "ring full"))
        await recorder.drained()
    assert writer.gaps == [GapRow(1, NOW, NOW + 50, "ring full")]
    assert device.stored == 40


async def test_rows_that_arrive_late_are_marked() -> None:
    fresh = message_of(Device(), 1, 1, [Instant(NOW, {"HR": Value(80.0)})], NOW + 10_000)
    late = message_of(Device(), 1, 1, [Instant(NOW, {"HR": Value(80.0)})], NOW + 10_001)
    assert [m.rows[0].encoded[26] for m in (fresh, late)] == [0, 1]


async def test_messages_without_rows_take_room_too() -> None:
    device, writer = Device(), FakeWriter(up=False)
    recorder = Recorder(writer, max_waiting_rows=3)
    for seq in range(1, 6):
        recorder.offer(
            gap_of(device, seq, 1, NOW, NOW, "ring full") if seq % 2 else message_of(device, seq, 1, [], NOW)
        )
    assert device.lost == [4, 5]
    assert recorder.waiting_rows == 3
