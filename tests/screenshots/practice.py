"""What a hub would say of a made-up practice and its waitlist: the same visits for every picture."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from clinic_console.domain.zones import day_of
from clinic_console.wire.schedule import NextSlots, Offer, Person
from clinic_console.wire.waitlist import Waiting, Waitlist
from tests.desktop.stub_schedule import DOCTORS, PEOPLE, Practice, lively
from tests.screenshots import ward

ZONE = "Asia/Tokyo"
SATURDAY = 5


@lru_cache(maxsize=4)
def of(now: int, mood: str) -> Practice:
    """Return the practice of a time; ``mood``: crowded (40 doctors), empty, or usual."""
    day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
    doctors = {"crowded": 40, "empty": 0}.get(mood, 8)
    made = Practice(now, day, zone=ZONE, doctors=doctors, clinic=ward.CLINIC, closed=SATURDAY)
    return lively(made) if doctors >= 8 else made


def following(now: int) -> Callable[[str, str, dict[str, str], bytes], tuple[int, bytes]]:
    """Return what answers the finder: the next free times of three doctors, today and tomorrow."""
    made = of(now, "")
    found = [
        Offer(number, ward.CLINIC, made.at(minutes), made.at(minutes + 30), f"Dr {DOCTORS[number - 1][0]}", ZONE)
        for minutes, number in ((855, 2), (930, 3), (1_960, 2), (1_990, 1), (2_030, 2))
    ]
    return lambda *_: (200, msgspec.json.encode(NextSlots(found, more=True)))


def waitlist(_method: str, _path: str, _query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
    """Answer who waits."""
    waiting = [
        Waiting(
            f"0192f0c7-0000-7000-8000-{number:012}", ward.CLINIC,
            Person(f"p{number}", str(4_100_000 + number), *PEOPLE[number]),
            number + 1, 0, 1, 1 + number % 3, None, None, [], 0, 1_440, "", "",
            1_795_000_000_000 + number, "佐藤 直美", 1,
        )
        for number in range(4)
    ]  # fmt: skip
    return 200, msgspec.json.encode(Waitlist(waiting, len(waiting), 1))
