"""The PCs as the stub hub answers for them."""

import json
from dataclasses import dataclass, field

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.sessions import Ended
from clinic_console.wire.stations import Station, StationPage
from tests.desktop.stub import StubHub


def station_id(number: int) -> str:
    """The id of a PC."""
    return f"0192f0c1-0000-7000-8000-0000000001{number:02}"


def station(number: int, **fields) -> Station:
    """A PC at which nobody is signed in."""
    made = Station(
        station_id(number), "c1", f"Desk {number}", False, "0.1.0", f"10.0.0.{number}", 1_700_000_000_000, 0, []
    )
    return msgspec.structs.replace(made, **fields)


@dataclass
class Rooms:
    """The PCs of one hub."""

    stations: list[Station] = field(
        default_factory=lambda: [station(1, users=["N. Sato", "田中 由紀"], sessions=2, shared=True), station(2)]
    )
    page: int = 200

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if path == "/api/stations":
            start = int(query.get("after", "0"))
            more = start + self.page < len(self.stations)
            found = StationPage(self.stations[start : start + self.page], str(start + self.page) if more else None)
            return 200, msgspec.json.encode(found)
        identity, _, what = path.removeprefix("/api/stations/").partition("/")
        place = next((i for i, each in enumerate(self.stations) if each.id == identity), None)
        if place is None:
            return 404, msgspec.json.encode(Failure("not_found", "no", "look again"))
        known = self.stations[place]
        if what == "sessions":
            self.stations[place] = msgspec.structs.replace(known, sessions=0, users=[])
            return 200, msgspec.json.encode(Ended(known.sessions))
        if method == "PATCH":
            self.stations[place] = msgspec.structs.replace(known, clinic_id=json.loads(body)["clinic_id"])
            return 200, msgspec.json.encode(self.stations[place])
        if known.sessions:
            return 409, msgspec.json.encode(Failure("conflict", "no", "look again"))
        del self.stations[place]
        return 204, b""


def mount(stub: StubHub) -> Rooms:
    """Let a stub hub answer for its PCs, and return them."""
    rooms = Rooms()
    stub.extra["", "/api/stations"] = rooms.answer
    return rooms
