"""What a hub would say of a made-up practice and its waitlist: the same visits for every picture."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from clinic_console.domain.errors import NotFound, SlotTaken
from clinic_console.domain.schedule import HOLD_MS
from clinic_console.domain.zones import day_of
from clinic_console.wire.appointments import Hold, Step, Steps
from clinic_console.wire.schedule import Card, NextSlots, Offer, Person
from clinic_console.wire.waitlist import Waiting, Waitlist, WaitOffer
from tests.desktop.stub_schedule import DOCTORS, PEOPLE, TYPES, Practice, lively
from tests.screenshots import ward

ZONE = "Asia/Tokyo"
SATURDAY = 5
MINUTE = 60_000
Answer = Callable[[str, str, dict[str, str], bytes], tuple[int, bytes]]


@lru_cache(maxsize=4)
def of(now: int, mood: str) -> Practice:
    """Return the practice of a time; ``mood``: crowded (40 doctors), empty, or usual."""
    day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
    doctors = {"crowded": 40, "empty": 0}.get(mood, 8)
    made = Practice(now, day, zone=ZONE, doctors=doctors, clinic=ward.CLINIC, closed=SATURDAY)
    return lively(made) if doctors >= 8 else made


def following(now: int) -> Answer:
    """Return what answers the finder: the next free times of three doctors, today and tomorrow."""
    return lambda *_: (200, msgspec.json.encode(NextSlots(_offers(now), more=True)))


def _offers(now: int) -> list[Offer]:
    made = of(now, "")
    return [
        Offer(number, ward.CLINIC, made.at(minutes), made.at(minutes + 30), f"Dr {DOCTORS[number - 1][0]}", ZONE)
        for minutes, number in ((855, 2), (930, 3), (1_960, 2), (1_990, 1), (2_030, 2))
    ]


def keeping(now: int, mood: str) -> Answer:
    """Return what keeps a time for whoever books it; ``mood`` taken: somebody else was quicker."""

    def keep(method: str, _path: str, _query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if method == "DELETE":
            return 204, b"null"
        if mood == "taken":
            raise SlotTaken(alternatives=_offers(now)[:3])
        wanted = json.loads(body)
        begins = round(datetime.fromisoformat(wanted["begins"]).timestamp() * 1_000)
        ends = begins + TYPES[wanted["type"] - 1][1] * MINUTE
        return 201, msgspec.json.encode(Hold(wanted["id"], begins, ends, now + HOLD_MS - 8_000))

    return keep


def visits(now: int, mood: str) -> Answer:
    """Return what answers for a visit: how it stands, and who has moved it."""
    cards = {card.id: card for column in of(now, mood).columns.values() for card in column.cards}

    def answer(_method: str, path: str, _query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        card = cards.get(path.removeprefix("/api/appointments/").partition("/")[0])
        if card is None:
            raise NotFound
        return 200, msgspec.json.encode(_history(card, now) if path.endswith("/history") else card)

    return answer


def _history(card: Card, now: int) -> Steps:
    day = 1_440 * MINUTE
    where: dict[str, str | int] = {"begins": card.begins, "practitioner": card.practitioner}
    before: dict[str, str | int] = where | {"begins": card.begins - 3 * day}
    steps = [
        Step(2, now - 40 * MINUTE, "佐藤 直美", "appointment.moved", before, where),
        Step(1, now - 9 * day, "Rasmus Lindqvist", "appointment.booked", {}, before),
    ]
    return Steps(steps)


def waiting(now: int) -> Answer:
    """Return what answers who waits; a time has become free for the first."""
    made = of(now, "")
    freed = WaitOffer("0192f0c8-0000-7000-8000-000000000001", 2, made.at(855), made.at(870))
    people = [
        Waiting(
            f"0192f0c7-0000-7000-8000-{number:012}", ward.CLINIC,
            Person(f"p{number}", str(4_100_000 + number), *PEOPLE[number]),
            number + 1, 0, 1, 1 + number % 3, None, None, [], 0, 1_440, "", "",
            now - (9 - 2 * number) * 1_440 * MINUTE, "佐藤 直美", 1, offers=[] if number else [freed],
        )
        for number in range(4)
    ]  # fmt: skip
    return lambda *_: (200, msgspec.json.encode(Waitlist(people, len(people), 1)))
