"""Patients and broken glass as the stub hub answers for them."""

import json
from dataclasses import dataclass, field
from datetime import date

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.patients import Glass, Glasses, Match, Patient
from tests.desktop.stub import StubHub

HOURS_4 = 4 * 3_600_000


def patient_id(number: int) -> str:
    """The id of a patient."""
    return f"0192f0c1-0000-7000-8000-0000000005{number:02}"


def patient(number: int, **fields) -> Patient:
    """A patient of the own clinic."""
    made = Patient(patient_id(number), f"AB-{number}", "田中 由紀", "Tanaka Yuki", date(1958, 3, 4), "F")
    return msgspec.structs.replace(made, **fields)


@dataclass
class Charts:
    """The patients of one hub: ``mine`` are open, ``theirs`` (or restricted) need broken glass."""

    stub: StubHub
    mine: list[Patient] = field(default_factory=lambda: [patient(1)])
    theirs: list[Patient] = field(
        default_factory=lambda: [patient(2, name="山田 ジロー", name_latin="Yamada Jiro", sex="M")]
    )
    glasses: list[Glass] = field(default_factory=list)
    marks: list[dict[str, str]] = field(default_factory=list)
    looks: list[dict[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    trouble: tuple[int, str] | None = None

    def answer(self, method: str, path: str, _query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if self.trouble is not None:
            return fail(*self.trouble)
        given = json.loads(body) if body else {}
        if path.startswith("/api/patients/"):
            identity, _, what = path.removeprefix("/api/patients/").partition("/")
            return self._mark(identity, given) if what else self._card(identity)
        if path == "/api/break-glass/look-up":
            self.looks.append(given)
            return 200, msgspec.json.encode(Match(self._found(given) is not None))
        if method == "POST":
            return self._break(given)
        if method == "DELETE":
            before = len(self.glasses)
            self.glasses = [glass for glass in self.glasses if not path.endswith(glass.id)]
            return (204, b"") if len(self.glasses) < before else fail(404, "not_found")
        return 200, msgspec.json.encode(Glasses(self.glasses))

    def _card(self, identity: str) -> tuple[int, bytes]:
        opened = [glass.patient for glass in self.glasses]
        for each in (*opened, *self.mine):
            if each.id == identity and (each in opened or not each.restriction):
                return 200, msgspec.json.encode(each)
        known = any(each.id == identity for each in self.mine)
        return fail(403, "access.glass_needed") if known else fail(404, "not_found")

    def _mark(self, identity: str, given: dict[str, str]) -> tuple[int, bytes]:
        self.marks.append(given)
        for place, each in enumerate(self.mine):
            if each.id == identity:
                self.mine[place] = msgspec.structs.replace(each, restriction=given["restriction"])
                return 204, b""
        return fail(404, "not_found")

    def _found(self, given: dict[str, str]) -> Patient | None:
        for each in (*self.mine, *self.theirs):
            facts = {"mrn": each.mrn, "name": each.name, "born": str(each.born)}
            if all(facts[key] == given[key] for key in facts if given.get(key)):
                return each
        return None

    def _break(self, given: dict[str, str]) -> tuple[int, bytes]:
        found = self._found(given)
        if found is None:
            return fail(404, "not_found")
        self.reasons.append(given["reason"])
        now = self.stub.now()
        opened = msgspec.structs.replace(found, glass_until=now + HOURS_4)
        number = len(self.reasons)
        glass = Glass(
            f"0192f0c1-0000-7000-8000-0000000006{number:02}",
            given["clinic_id"],
            opened,
            given["reason"],
            now,
            now + HOURS_4,
        )
        self.glasses.append(glass)
        return 201, msgspec.json.encode(glass)


def fail(status: int, code: str) -> tuple[int, bytes]:
    """An error as the hub says it."""
    return status, msgspec.json.encode(Failure(code, "no", "look again"))


def mount(stub: StubHub) -> Charts:
    """Let a stub hub answer for its patients, and return them."""
    charts = Charts(stub)
    stub.extra["", "/api/patients"] = charts.answer
    stub.extra["", "/api/break-glass"] = charts.answer
    return charts
