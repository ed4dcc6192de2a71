"""DeviceRing and Intake over a link that fails: everything is stored exactly once or reported as lost."""

from collections import deque
from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clinic_console.domain.devices import ClockSegment, DeviceClock
from clinic_console.domain.readings import Instant
from clinic_console.wire import devices as wire
from clinic_console.wire.intake import Intake
from clinic_console.wire.ring import DeviceRing

NOW = 1_800_000_000_000


@dataclass
class Hub:
    """What outlives a connection: the stored rows, gaps and clock segments; and whether they can be written."""

    up: bool = True
    rows: dict[tuple[int, str], float] = field(default_factory=dict)
    gaps: list[wire.Gap] = field(default_factory=list)
    segments: list[ClockSegment] = field(default_factory=list)


class Delivery(RuleBasedStateMachine):
    """One device, one hub; messages travel in order until the connection is cut."""

    @initialize(ring=st.integers(1, 12), queue=st.integers(1, 4), ahead=st.sampled_from([0, 400, 20_000, -90_000]))
    def begin(self, ring: int, queue: int, ahead: int) -> None:
        self.now, self.ahead, self.clock_number = NOW, ahead, 0
        self.ring = DeviceRing(capacity=ring)
        self.room = queue
        self.hub = Hub()
        self.put: dict[int, set[int]] = {}
        self.refused: set[int] = set()
        self.told: set[int] = set()
        self.announced: set[int] = set()
        self.acked = self.count = 0
        self.connect()

    def connect(self) -> None:
        self.to_hub: deque[tuple[int, bytes]] = deque()  # with the time at which it was sent
        self.to_device: deque[bytes] = deque()
        self.waiting: deque[tuple[int, list[Instant], wire.Gap | None]] = deque()
        self.intake = Intake(DeviceClock.of(self.hub.segments))
        self.ring.rewind()
        self.observe(self.clock_number, self.now + self.ahead)

    def answer(self, message: wire.FromHub | None) -> None:
        if message is not None:
            self.to_device.append(wire.encode(message))

    def observe(self, clock: int, sent: int | None, opened: int | None = None) -> None:
        if sent is None:
            return
        segment = self.intake.clock.observe(clock, sent, self.now, opened)
        if segment is not None and self.hub.up:
            self.hub.segments.append(segment)
            self.intake.clock.adopt(segment)
            self.announced.add(segment.clock)
            self.answer(self.intake.recovered())

    def offer(self, seq: int, instants: list[Instant], gap: wire.Gap | None) -> None:
        if len(self.waiting) >= self.room:
            self.intake.dropped(seq)
        else:
            self.waiting.append((seq, instants, gap))

    @rule(
        messages=st.integers(1, 4),
        instants=st.integers(1, 2),
        every=st.sampled_from([100, 1_000, 30_000]),
        bad=st.booleans(),
        offline=st.booleans(),
    )
    def measure(self, messages: int, instants: int, every: int, bad: bool, offline: bool) -> None:
        for _ in range(messages):
            made = []
            for _ in range(instants):
                self.now += every
                self.count += 1
                values: dict[str, float | wire.Detailed | None] = {"X": float(self.count), "HR": 999 if bad else 80}
                made.append(wire.InstantMessage(self.now + self.ahead, values))
            message = self.ring.put(made, self.clock_number)
            self.put[message.seq] = set(range(self.count - instants + 1, self.count + 1))
            if bad:
                self.refused.add(message.seq)
        if not offline:
            self.send(10)

    def send(self, most: int) -> None:
        for _ in range(most):
            message = self.ring.pull(self.now + self.ahead, self.clock_number)
            if message is None:
                return
            self.to_hub.append((self.now, wire.encode(message)))

    @rule(most=st.integers(1, 10), pinged=st.booleans())
    def arrive(self, most: int, pinged: bool = False) -> None:
        """Let messages arrive; ``pinged``: each of them behind the answer to a ping of the moment it was sent."""
        for _ in range(min(most, len(self.to_hub))):
            opened, raw = self.to_hub.popleft()
            message, refused = wire.decode_from_device(raw)
            assert refused == []
            if isinstance(message, wire.Readings):
                self.observe(message.clock, message.sent, opened if pinged else None)
                taken = self.intake.take(message, self.now)
                self.tell(message, taken.problems)
                if taken.store:
                    self.offer(message.seq, taken.instants, None)
            else:
                assert isinstance(message, wire.Gap)
                if self.intake.take_gap(message):
                    self.offer(message.to_seq, [], message)

    def tell(self, message: wire.Readings, problems: list[wire.Problem]) -> None:
        for problem in problems:
            if problem.code.startswith("time."):
                # Only clocks that were never announced, or that the hub could not measure, may come to this.
                assert message.clock not in self.announced
                self.told.add(message.seq)
            else:
                assert problem.code == "value.out_of_range"
                assert message.seq in self.refused

    @precondition(lambda self: self.hub.up)
    @rule(most=st.integers(1, 8))
    def commit(self, most: int) -> None:
        newest = 0
        for _ in range(min(most, len(self.waiting))):
            newest, instants, gap = self.waiting.popleft()
            for instant in instants:
                for name, value in instant.values.items():
                    stored = self.hub.rows.setdefault((instant.at, name), value.number)
                    assert stored == value.number, "two instants at one time"
            if gap is not None:
                self.hub.gaps.append(gap)
        if newest:
            self.answer(self.intake.committed(newest))

    @precondition(lambda self: self.hub.up)
    @rule()
    def ask_again(self) -> None:
        self.answer(self.intake.recovered())

    @rule(most=st.integers(1, 10))
    def hear(self, most: int) -> None:
        for _ in range(min(most, len(self.to_device))):
            match wire.decode_from_hub(self.to_device.popleft()):
                case wire.Ack(seq):
                    self.ring.ack(seq)
                    self.acked = max(self.acked, seq)
                case wire.Rewind(from_seq):
                    self.ring.rewind(from_seq)
                case other:
                    raise AssertionError(other)
        self.send(10)

    @rule(
        what=st.sampled_from(["cut", "end", "pause", "store fails", "store is back", "clock", "slow"]), data=st.data()
    )
    def trouble(self, what: str, data: st.DataObject) -> None:
        match what:
            case "cut":
                self.connect()
            case "end":
                self.finish_connection(data.draw(st.booleans()))
            case "pause":
                self.now += data.draw(st.sampled_from([1_000, 100_000]))
            case "store fails" | "store is back":
                self.hub.up = what == "store is back"
            case "clock":
                self.clock_number += 1
                self.ahead = data.draw(st.sampled_from([0, -200, 8_000, 3_600_000, -3_600_000]))
                self.now += 10_000
                if data.draw(st.booleans()):
                    self.connect()
            case "slow":
                self.ahead -= 3_000
                self.now += 3_100  # it loses time, but does not go back

    def finish_connection(self, acks_arrive: bool) -> None:
        """Let what was under way arrive and be stored; the device need not hear of it."""
        self.arrive(len(self.to_hub))
        if self.hub.up:
            self.commit(len(self.waiting))
        if acks_arrive:
            self.hear(len(self.to_device))
        self.connect()

    def stored(self) -> set[int]:
        return {int(number) for (_, name), number in self.hub.rows.items() if name == "X"}

    def lost(self) -> set[int]:
        return {seq for gap in self.hub.gaps for seq in range(gap.from_seq, gap.to_seq + 1)}

    @invariant()
    def acked_is_stored(self) -> None:
        if not hasattr(self, "put"):
            return
        stored, lost = self.stored(), self.lost()
        for seq in range(1, self.acked + 1):
            assert seq in lost | self.told or stored >= self.put[seq], f"message {seq} is acked"

    @invariant()
    def counts_add_up(self) -> None:
        if hasattr(self, "ring"):
            kept = sum(len(i.values) for k in self.ring._kept for i in k.message.instants)
            assert self.ring.sent == self.ring.acked + self.ring.dropped + kept

    def teardown(self) -> None:
        if not hasattr(self, "ring"):
            return
        self.hub.up = True
        self.now += 1_000
        self.connect()
        for _ in range(200):
            if self.ring.settled:
                break
            self.send(3)
            self.arrive(3)
            self.commit(3)
            self.ask_again()
            self.hear(10)
            self.now += 1
        assert self.ring.settled
        stored, lost = self.stored(), self.lost()
        for seq, values in self.put.items():
            assert seq in lost | self.told or stored >= values, f"message {seq} is lost"
        everything = set().union(*self.put.values())
        assert stored <= everything
        times = [at for at, name in self.hub.rows if name == "X"]
        assert len(times) == len(stored), "stored twice"


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
