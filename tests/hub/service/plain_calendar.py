"""A calendar in plain Python, written from the rules of schedules alone: what is booked must be what this says.

Minutes since 1970 (UTC), lists and loops; nothing of the product's own arithmetic is used here. What it cannot know
(which of several free rooms a visit is given) it is told, and checks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from tests.hub.service.plain_wall import DAY, begins_at, day_of, planned


@dataclass(frozen=True)
class Need:
    """Whom or what a visit takes beside its practitioner: a specialty's, or one of a group of rooms or devices."""

    kind: str
    minutes: int
    offset: int = 0
    group: str = ""
    specialty: int = 0


@dataclass(frozen=True)
class Kind:
    """A type of visits."""

    id: int
    minutes: int
    before: int = 0
    after: int = 0
    capacity: int = 1
    offset: int = 0
    own: int = 0
    specialty: int = 0
    needs: tuple[Need, ...] = ()

    def part(self, begins: int) -> tuple[int, int]:
        """Return from when to when the practitioner has part in a visit."""
        own = self.own or self.minutes - self.offset
        return begins + self.offset, begins + self.offset + own


@dataclass(frozen=True)
class Someone:
    """A practitioner (of some clinics), a room or a device (of one)."""

    id: int
    kind: str
    clinics: tuple[UUID, ...]
    specialties: tuple[int, ...] = ()
    group: str = ""
    capacity: int = 1


@dataclass(frozen=True)
class Line:
    """One line of somebody's weekly hours."""

    clinic: UUID
    weekday: int
    begins: int
    ends: int
    kind: str = "work"
    weeks: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    step: int = 15
    cap: int = 0
    types: tuple[int, ...] = ()
    release: int | None = None

    def holds(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        number = (day.day + 6) // 7
        last = (day + timedelta(days=7)).month != day.month
        return (
            day.isoweekday() == self.weekday
            and (not self.weeks or number in self.weeks or (last and 6 in self.weeks))
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True)
class Except:
    """Leave, a block, extra hours, or a clinic that is closed (``who`` 0)."""

    kind: str
    clinic: UUID
    who: int
    begins: int
    ends: int
    step: int = 15
    cap: int = 0


@dataclass(frozen=True)
class Piece:
    """A stretch of somebody's hours."""

    begins: int
    ends: int
    step: int = 15
    cap: int = 0
    types: tuple[int, ...] = ()
    release: int | None = None


@dataclass(frozen=True)
class Taken:
    """A lane of somebody or something that is taken, of a hold until ``until`` (ms)."""

    who: int
    lane: int
    begins: int
    ends: int
    by: UUID
    type: int
    until: int = 0


@dataclass(frozen=True)
class Place:
    """Where a visit stands: its lanes (its practitioner's, its patient's)."""

    lane: int
    patient_lane: int


@dataclass
class PlainCalendar:
    """All that is known of some clinics (``zones``), people, rooms and types, and what is taken of them."""

    zones: dict[UUID, str]
    people: dict[int, Someone]
    kinds: dict[int, Kind]
    lines: dict[int, list[Line]] = field(default_factory=dict)
    excepts: dict[UUID, Except] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    patients: list[tuple[UUID, int, int, int, UUID]] = field(default_factory=list)
    """Patient, lane, from, to, by which visit."""

    def pieces(self, who: int, clinic: UUID, kind: str, begins: int, ends: int) -> list[Piece]:
        """Return somebody's planned stretches of a kind at a clinic that reach into a time."""
        zone, found = self.zones[clinic], []
        for line in self.lines.get(who, []):
            if line.clinic != clinic or line.kind != kind:
                continue
            day = day_of(zone, begins) - timedelta(days=2)
            while day <= day_of(zone, ends) + timedelta(days=1):
                if line.holds(day):
                    first, last = planned(zone, day, line.begins), planned(zone, day, line.ends)
                    release = None if line.release is None else first - line.release
                    if first < last:
                        found.append(Piece(first, last, line.step, line.cap, line.types, release))
                day += timedelta(days=1)
        for extra in self.excepts.values():
            if kind == "work" and extra.kind == "extra" and (extra.who, extra.clinic) == (who, clinic):
                found.append(Piece(extra.begins, extra.ends, extra.step, extra.cap))
        return [piece for piece in found if piece.begins < ends and begins < piece.ends]

    def gone(self, who: int, clinic: UUID, begins: int, ends: int) -> set[str]:
        """Return what keeps somebody away in a time: closed, leave, block."""
        kinds = {
            each.kind
            for each in self.excepts.values()
            if each.begins < ends and begins < each.ends and each.kind != "extra"
            if (each.clinic == clinic if each.kind == "closed" else each.who == who)
        }
        return kinds | ({"block"} if self.pieces(who, clinic, "block", begins, ends) else set())

    def hours(self, who: int, clinic: UUID, kind: int, begins: int, ends: int, now: int) -> str:
        """Say why somebody's part cannot be then, by the hours alone ('': it can); ``now`` in ms."""
        gone, work = self.gone(who, clinic, begins, ends), self.pieces(who, clinic, "work", begins, ends)
        reserved = self.pieces(who, clinic, "reserved", begins, ends)
        if "closed" in gone:
            return "closed"
        if not covered(begins, ends, work):
            return "outside_hours"
        if gone:
            return "away"
        if not covered(begins, ends, [piece for piece in work if not piece.types or kind in piece.types]):
            return "wrong_type"
        return "reserved" if any(kept(piece, kind, now) for piece in reserved) else ""

    def lasting(self, who: int, begins: int, ends: int, now: int, own: Sequence[UUID] = ()) -> Iterator[Taken]:
        """Yield what is taken of somebody in a time, but for what ``own`` take and what has expired."""
        for each in self.taken:
            over = each.until and each.until <= now
            if each.who == who and each.begins < ends and begins < each.ends and not over and each.by not in own:
                yield each

    def plain(self, each: Taken) -> bool:
        """Say whether it keeps others out: what was overbooked does not."""
        return each.lane < self.kinds[each.type].capacity

    def clash(self, who: int, kind: Kind, begins: int, now: int, own: Sequence[UUID]) -> bool:
        """Say whether another visit keeps a plain one out: unless both are of one group, which begins together."""
        first, last = kind.part(begins)
        return any(
            self.plain(each) and not (kind.capacity > 1 and each.type == kind.id and each.begins == first)
            for each in self.lasting(who, first, last, now, own)
        )

    def lanes(self, who: int, kind: Kind, begins: int, now: int, own: Sequence[UUID]) -> list[int]:
        """Return the lanes that plain visits find free, where nothing clashes."""
        first, last = kind.part(begins)
        there = list(self.lasting(who, first, last, now, own))
        alike = all(each.type == kind.id and each.begins == first for each in there)
        taken = {each.lane for each in there}
        return [lane for lane in range(kind.capacity if alike else 1) if lane not in taken]

    def beyond(
        self, who: int, clinic: UUID, kind: Kind, begins: int, now: int, own: Sequence[UUID], cap: int | None
    ) -> int | None:
        """Return the first free lane for overbooking, up to the least cap of the work that it is in."""
        first, last = kind.part(begins)
        work = self.pieces(who, clinic, "work", first, last)
        caps = [piece.cap for piece in work if not piece.types or kind.id in piece.types]
        most = cap if cap is not None else min(caps, default=0)
        taken = {each.lane for each in self.lasting(who, first, last, now, own)}
        return next((lane for lane in range(kind.capacity, kind.capacity + most) if lane not in taken), None)

    def able(self, need: Need, clinic: UUID, practitioner: int) -> list[Someone]:
        """Return who or what can meet a need, in order."""
        found = []
        for each in sorted(self.people.values(), key=lambda someone: someone.id):
            if each.kind != need.kind or clinic not in each.clinics or each.id == practitioner:
                continue
            fits = need.specialty in each.specialties if need.kind == "practitioner" else each.group == need.group
            found += [each] if fits else []
        return found

    def free_lane(
        self, someone: Someone, clinic: UUID, begins: int, ends: int, now: int, own: Sequence[UUID]
    ) -> bool:
        """Say whether somebody or something is there then, and has a lane left."""
        there = list(self.lasting(someone.id, begins, ends, now, own))
        if someone.kind == "practitioner":
            if any(self.plain(each) for each in there):
                return False
            return self.hours(someone.id, clinic, 0, begins, ends, now) in ("", "wrong_type", "reserved")
        lanes = {each.lane for each in there}
        return len(lanes) < someone.capacity and not self.gone(someone.id, clinic, begins, ends)

    def served(
        self, kind: Kind, clinic: UUID, practitioner: int, begins: int, now: int, own: Sequence[UUID] = ()
    ) -> bool:
        """Say whether each need, in order, finds its first who is free and serves no other need at that time."""
        chosen: list[tuple[int, int, int]] = []
        for need in kind.needs:
            first, last = begins + need.offset, begins + need.offset + need.minutes
            for someone in self.able(need, clinic, practitioner):
                doubled = any(who == someone.id and first < to and at < last for who, at, to in chosen)
                if not doubled and self.free_lane(someone, clinic, first, last, now, own):
                    chosen.append((someone.id, first, last))
                    break
            else:
                return False
        return True

    def patient_lane(self, patient: UUID, begins: int, ends: int, own: Sequence[UUID], *, beside: bool) -> int | None:
        """Return the lane of a patient's that a visit gets: lane 0 when there is no other, or one beside it."""
        there = {
            lane
            for who, lane, at, to, by in self.patients
            if who == patient and at < ends and begins < to and by not in own
        }
        lanes = range(10 if beside else 1 if not there else 0)
        return next((lane for lane in lanes if lane not in there), None)

    def put(
        self,
        own: Sequence[UUID],
        clinic: UUID,
        patient: UUID | None,
        who: int,
        kind: Kind,
        begins: int,
        now: int,
        *,
        overbook: bool = False,
        beside: bool = False,
        back: bool = False,
    ) -> Place | str:
        """Return where a visit would stand, as though what ``own`` take were free, or why it cannot.

        ``back``: it stood there a moment ago; hours are not asked again.
        """
        first, last = kind.part(begins)
        why = "" if back else self.hours(who, clinic, kind.id, first, last, now)
        if why:
            return why
        if overbook:
            lane = self.beyond(who, clinic, kind, begins, now, own, 9 if back else None)
            if lane is None:
                return "over_cap"
        else:
            lanes = self.lanes(who, kind, begins, now, own)
            if self.clash(who, kind, begins, now, own) or not lanes:
                return "taken"
            lane = lanes[0]
        if not self.served(kind, clinic, who, begins, now, own):
            return "needs_taken"
        if patient is None:
            return Place(lane, 0)
        patient_lane = self.patient_lane(patient, begins, begins + kind.minutes, own, beside=beside)
        return "patient_busy" if patient_lane is None else Place(lane, patient_lane)

    def slots(self, who: int, clinic: UUID, day: date, kind: Kind, now: int) -> dict[int, int]:
        """Return where visits that begin on a day may begin, and how many patients fit in; buffers stay free.

        Of the work it counts what is there by midnight: a stretch that begins later is the next day's.
        """
        zone = self.zones[clinic]
        first, last = begins_at(zone, day), begins_at(zone, day + timedelta(days=1))
        work = [
            piece
            for piece in self.pieces(who, clinic, "work", first, last + 1)
            if not piece.types or kind.id in piece.types
        ]
        found: dict[int, int] = {}
        for piece in work:
            for own in range(piece.begins, piece.ends, piece.step):
                begins = own - kind.offset
                if first <= begins < last and begins * 60_000 >= now and begins not in found:
                    left = self.left(who, clinic, kind, begins, now, work)
                    found |= {begins: left} if left else {}
        return dict(sorted(found.items()))

    def left(self, who: int, clinic: UUID, kind: Kind, begins: int, now: int, work: Sequence[Piece]) -> int:
        """Return how many patients fit into a visit that begins at a time of the grid."""
        first, last = kind.part(begins)
        reserved = self.pieces(who, clinic, "reserved", first, last)
        if not covered(first, last, work) or self.gone(who, clinic, first, last):
            return 0
        if any(kept(piece, kind.id, now) for piece in reserved) or self.clash(who, kind, begins, now, ()):
            return 0
        if self.crowded(who, kind, begins, now) or not self.served(kind, clinic, who, begins, now):
            return 0
        return min(len(self.lanes(who, kind, begins, now, ())), kind.capacity)

    def crowded(self, who: int, kind: Kind, begins: int, now: int) -> bool:
        """Say whether a visit would stand in another's buffer, or another one in its own."""
        first, last = kind.part(begins)
        for each in self.lasting(who, first - DAY, last + DAY, now):
            other = self.kinds[each.type]
            together = kind.capacity > 1 and each.type == kind.id and each.begins == first
            if not self.plain(each) or together:
                continue
            if each.begins - max(kind.after, other.before) < last and first < each.ends + max(
                kind.before, other.after
            ):
                return True
        return False


def covered(begins: int, ends: int, work: Sequence[Piece]) -> bool:
    """Say whether each minute of a time is worked."""
    return all(any(piece.begins <= minute < piece.ends for piece in work) for minute in range(begins, ends))


def kept(piece: Piece, kind: int, now: int) -> bool:
    """Say whether something is reserved for others than a type, and not released yet."""
    return kind not in piece.types and (piece.release is None or piece.release * 60_000 > now)
