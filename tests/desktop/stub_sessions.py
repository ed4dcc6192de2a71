"""Living sessions at the stub hub: the routes of ``/api/sessions``, over rows that tests can see."""

from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from clinic_console.wire.sessions import SessionPage, SessionRow
from tests.desktop.stub import StubHub
from tests.desktop.stub_users import NAMES, fail, user_id


def session(number: int, user: int = 0, **changes) -> SessionRow:
    """One of many sessions."""
    made = SessionRow(
        str(UUID(int=0x0192F0C2_0000_7000_8000_000000000000 + number)),
        user_id(user),
        f"{NAMES[user % len(NAMES)]} {user:04d}",
        f"user{user:04d}",
        None,
        "Nurse station 3 East" if number % 2 else "病棟 東3 ナースステーション",
        f"10.1.2.{number % 250}",
        1_699_990_000_000 - number * 60_000,
        1_699_995_000_000 - number * 30_000,
        1_700_040_000_000,
        bool(number % 2),
    )
    return msgspec.structs.replace(made, **changes)


@dataclass
class StubSessions:
    """All living sessions, newest first; ``page`` is how many stand on one page."""

    rows: list[SessionRow] = field(default_factory=list)
    page: int = 100
    ended: list[str] = field(default_factory=list)
    refuse: tuple[int, str, str] | None = None

    def serve(self, stub: StubHub) -> "StubSessions":
        """Answer at a stub hub."""
        stub.extra["", "/api/sessions"] = self.answer
        return self

    def answer(self, method: str, path: str, query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if method == "GET":
            found = [row for row in self.rows if query.get("user", row.user_id) == row.user_id]
            begins, size = int(query.get("after", "0")), min(self.page, int(query["limit"]))
            ends = begins + size
            return 200, msgspec.json.encode(SessionPage(found[begins:ends], str(ends) if ends < len(found) else None))
        if self.refuse is not None:
            refusal, self.refuse = self.refuse, None
            return fail(*refusal)
        wanted = path.rpartition("/")[2]
        if all(row.id != wanted for row in self.rows):
            return fail(404, "not_found")
        self.ended.append(wanted)
        self.rows = [row for row in self.rows if row.id != wanted]
        return 204, b""
