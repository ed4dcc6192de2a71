"""People at the stub hub: the routes of ``/api/users``, over rows that tests can see."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.sessions import Ended
from clinic_console.wire.users import GivenPassword, Membership, User, UserPage
from tests.desktop.stub import StubHub

NAMES = ("田中 由紀", "Naoko Sato", "Zoë van der Meer", "Jörg Müller-Lüdenscheidt", "Chidinma Okonkwo", "渡辺 美咲")
ROLES = ("nurse", "doctor", "receptionist", "administrator", "facility_manager", "auditor")


def user_id(number: int) -> str:
    """An id as the hub's are."""
    return str(UUID(int=0x0192F0C1_0000_7000_8000_000000000000 + number))


def person(number: int, **changes) -> User:
    """One of many people."""
    made = User(
        user_id(number),
        f"user{number:04d}",
        f"{NAMES[number % len(NAMES)]} {number:04d}",
        [Membership("c1", ROLES[number % len(ROLES)])],
        created=1_690_000_000_000,
        last_seen=1_699_990_000_000 - number * 1_000_000 if number % 5 else None,
        sessions=number % 3,
        disabled=number % 11 == 7,
    )
    return msgspec.structs.replace(made, **changes)


def fail(status: int, code: str, at: str = "") -> tuple[int, bytes]:
    """An answer of the hub that says no."""
    return status, msgspec.json.encode(Failure(code, "no", "do something", at))


@dataclass
class StubUsers:
    """All people by id; ``queries`` are what was asked for; ``page`` is how many stand on one page.

    ``refuse`` answers the next change with a status, a code and a field.
    """

    people: dict[str, User] = field(default_factory=dict)
    page: int = 100
    queries: list[dict[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    refuse: tuple[int, str, str] | None = None
    passwords: int = 0

    def add(self, people: Iterable[User]) -> None:
        """Let these work here."""
        self.people |= {each.id: each for each in people}

    def serve(self, stub: StubHub) -> "StubUsers":
        """Answer at a stub hub."""
        stub.extra["", "/api/users"] = self.answer
        return self

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        parts = path.removeprefix("/api/users").strip("/").split("/")
        given = json.loads(body) if body else {}
        if method == "GET":
            return self._list(query)
        if self.refuse is not None:
            refusal, self.refuse = self.refuse, None
            return fail(*refusal)
        if parts == [""]:
            return 201, msgspec.json.encode(self._give(self._made(given)))
        if parts[0] not in self.people:
            return fail(404, "not_found")
        return self._change(method, self.people[parts[0]], "/".join(parts[1:]), given)

    def _list(self, query: dict[str, str]) -> tuple[int, bytes]:
        self.queries.append(query)
        wanted, role = query.get("search", "").casefold(), query.get("role", "")
        found = [
            each
            for each in sorted(self.people.values(), key=lambda each: (each.name, each.id))
            if wanted in f"{each.name} {each.login}".casefold()
            and (not role or any(role == membership.role for membership in each.memberships))
            and ("disabled" not in query or each.disabled == (query["disabled"] == "true"))
        ]
        begins, size = int(query.get("after", "0")), min(self.page, int(query["limit"]))
        ends = begins + size
        page = UserPage(found[begins:ends], str(ends) if ends < len(found) else None)
        return 200, msgspec.json.encode(page)

    def _change(self, method: str, user: User, what: str, given: dict) -> tuple[int, bytes]:
        replace = msgspec.structs.replace
        match method, what:
            case "PATCH", "":
                return self._put(replace(user, **{key: value for key, value in given.items() if value}))
            case "PUT", "memberships":
                return self._put(replace(user, memberships=[Membership(**each) for each in given["memberships"]]))
            case "POST", "disable":
                self.reasons.append(given["reason"])
                return self._put(replace(user, disabled=True, sessions=0))
            case "POST", "enable":
                return self._put(replace(user, disabled=False))
            case "POST", "password":
                return 200, msgspec.json.encode(self._give(replace(user, sessions=0, password_given=True)))
            case "DELETE", "sessions":
                self._put(replace(user, sessions=0))
                return 200, msgspec.json.encode(Ended(user.sessions))
        return fail(404, "not_found")

    def _made(self, given: dict) -> User:
        memberships = [Membership(**each) for each in given["memberships"]]
        return User(user_id(900_000 + len(self.people)), given["login"], given["name"], memberships)

    def _give(self, user: User) -> GivenPassword:
        self.passwords += 1
        self.people[user.id] = user
        return GivenPassword(user, f"korb-alge-mond-{self.passwords:04d}")

    def _put(self, user: User) -> tuple[int, bytes]:
        self.people[user.id] = user
        return 200, msgspec.json.encode(user)
