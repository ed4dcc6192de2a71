"""How made-up visits stand at the front desk: who has come, waits, sits in a room, is with the doctor, or is late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from json import dumps
from random import Random
from typing import Final, NamedTuple
from uuid import UUID

from clinic_console.hub.store import seed as store

MINUTE: Final = timedelta(minutes=1)
GONE: Final = ("cancelled", "no_show")
CHECK_IN_COLUMNS: Final = (
    "appointment_id", "compared", "not_confirmed", "compared_by", "compared_name", "compared_at", "contacts_at",
    "interpreter", "forms", "companions",
)  # fmt: skip
_NEAR: Final = timedelta(hours=12)
"""Nobody looks at the desk of a day that is further off: how those visits went is enough."""
_PAST: Final = (("done", 87), ("cancelled", 7), ("no_show", 6))
_OVER: Final = (("done", 84), ("cancelled", 5), ("no_show", 5), ("left", 3), ("with_doctor", 3))
_NOW: Final = (("with_doctor", 44), ("roomed", 22), ("checked_in", 8), ("arrived", 5), ("booked", 12), ("done", 9))
_SOON: Final = (("booked", 42), ("arrived", 30), ("checked_in", 24), ("cancelled", 4))
_LATER: Final = (("booked", 96), ("cancelled", 4))
_OVERRUN: Final = timedelta(minutes=12)
"""So long after its end somebody may still be with the doctor."""
_NOT_CONFIRMED: Final = "has nothing along that shows the date of birth"
_LATE: Final = timedelta(minutes=14)
"""About the longest time of grace."""
_MOST_LATE: Final = 2
_LATEST: Final = timedelta(minutes=35)
"""Who is later than this is not waited for any more."""
_COMPARED: Final = (("name", "born"), ("name", "born"), ("name", "born", "insurance"), ("born", "photo_id"))
_INTERPRETERS: Final = ("Portuguese", "Vietnamese", "Sign language")
_COMPANIONS: Final = (("佐藤 健", "son"), ("Ana Lima", "mother"), ("Müller Petra", "wife"), ("田中 由紀", "daughter"))


class Stand(NamedTuple):
    """How a visit stands, since when; when the patient came, and to which room he or she was taken."""

    state: str
    since: datetime
    arrived: datetime | None = None
    room: int | None = None
    identity: str = ""


class FrontDesk:
    """Says how visits stand at one moment; every choice is of the one random source."""

    def __init__(
        self, random: Random, now: datetime, rooms: Mapping[int, Sequence[int]], clerk: store.Clerk | None
    ) -> None:
        self._random = random
        self._now = now
        self._rooms = {clinic: list(numbers) for clinic, numbers in rooms.items()}
        self._clerk = clerk
        self._busy: set[int] = set()
        self._late: Counter[int] = Counter()
        self._shares: dict[tuple[tuple[str, int], ...], list[str]] = {
            each: [state for state, share in each for _ in range(share)]
            for each in (_PAST, _OVER, _NOW, _SOON, _LATER)
        }

    def stand(self, clinic: int, doctor: int, begins: datetime, ends: datetime, made: datetime) -> Stand:
        """Return how a visit that was booked at ``made`` stands; a doctor's visits come in order of their time."""
        now = self._now
        if ends < now - _NEAR:
            state = self._choose(_PAST)
            return Stand(state, made if state == "cancelled" else ends, begins if state == "done" else None)
        if begins > now + _NEAR:
            return Stand(self._choose(_LATER), made)
        since = now - begins
        if _LATE < since <= _LATEST and self._late[clinic] < _MOST_LATE:
            # In each clinic somebody is late.
            self._late[clinic] += 1
            state = "booked"
        elif ends <= now:
            state = self._choose(_OVER)
            if state == "with_doctor" and now - ends > _OVERRUN:
                state = "done"
        elif begins > now:
            state = self._choose(_SOON if begins < now + 30 * MINUTE else _LATER)
        else:
            state = self._choose(_NOW)
            if state == "booked" and since > _LATEST:
                state = "no_show"
        if state == "with_doctor" and doctor in self._busy:
            state = "roomed"
        return self._near(clinic, doctor, state, begins, ends, made)

    def walk_in(self, begins: datetime) -> Stand:
        """Return how somebody stands who came at a moment without a slot."""
        if self._now - begins < 15 * MINUTE:
            return Stand("arrived", begins, begins)
        return Stand("checked_in", begins + 6 * MINUTE, begins, identity="confirmed")

    def check_in(self, visit: UUID, stand: Stand, forms: Sequence[str]) -> tuple[object, ...]:
        """Return what the desk has noted of a visit whose patient it has looked at."""
        random, at = self._random, stand.arrived or self._now
        confirmed = stand.identity == "confirmed"
        spoken = random.choice(_INTERPRETERS) if random.random() < 0.06 else ""
        signed = [{"name": form, "state": random.choice(("signed", "signed", "to_sign"))} for form in forms]
        beside = [random.choice(_COMPANIONS)] if random.random() < 0.1 else []
        along = [{"name": name, "relation": whose, "phone": ""} for name, whose in beside]
        return (
            visit, list(random.choice(_COMPARED)) if confirmed else ["name"], "" if confirmed else _NOT_CONFIRMED,
            self._clerk.id if self._clerk else None, self._clerk.name if self._clerk else "", at, at, spoken,
            dumps(signed, ensure_ascii=False), dumps(along, ensure_ascii=False),
        )  # fmt: skip

    def _choose(self, shares: tuple[tuple[str, int], ...]) -> str:
        return self._random.choice(self._shares[shares])

    def _near(self, clinic: int, doctor: int, state: str, begins: datetime, ends: datetime, made: datetime) -> Stand:
        random, now = self._random, self._now
        if state in ("booked", "cancelled"):
            return Stand(state, made)
        if state == "no_show":
            return Stand(state, min(now, begins + 40 * MINUTE))
        arrived = min(begins - random.randrange(20) * MINUTE, now - random.randrange(1, 25) * MINUTE)
        if state == "arrived":
            return Stand(state, arrived, arrived)
        if state == "left":
            return Stand(state, min(now, begins + 45 * MINUTE), arrived)
        identity = "not_confirmed" if random.random() < 0.04 else "confirmed"
        if state == "done":
            return Stand(state, min(now, ends), arrived, None, identity)
        if state == "with_doctor":
            self._busy.add(doctor)
            return Stand(state, max(arrived, min(begins, now)), arrived, self._room(clinic), identity)
        room = self._room(clinic) if state == "roomed" else None
        since = max(arrived, now - random.randrange(1, 9) * MINUTE)
        # Where all rooms are full, people wait outside.
        return Stand("roomed" if room is not None else "checked_in", since, arrived, room, identity)

    def _room(self, clinic: int) -> int | None:
        rooms = self._rooms.get(clinic)
        return rooms.pop(0) if rooms else None
