"""Patients and broken glass as the stub hub answers for them."""

import json
from dataclasses import dataclass, field
from datetime import date

import msgspec

from clinic_console.wire.access import Failure
from clinic_console.wire.appointments import ChartVisit, PatientVisits
from clinic_console.wire.patients import (
    Alert,
    Change,
    Confirmation,
    Consent,
    Contact,
    Encounter,
    Encounters,
    Glass,
    Glasses,
    Identifier,
    Look,
    Looks,
    Match,
    Patient,
    PatientHistory,
    Version,
)
from tests.desktop.stub import StubHub

HOURS_4 = 4 * 3_600_000
MINUTE = 60_000


def patient_id(number: int) -> str:
    """The id of a patient."""
    return f"0192f0c1-0000-7000-8000-0000000005{number:02}"


def patient(number: int, **fields) -> Patient:
    """A patient of the own clinic."""
    made = Patient(patient_id(number), f"AB-{number}", "田中 由紀", "Tanaka Yuki", date(1958, 3, 4), "F")
    return msgspec.structs.replace(made, **fields)


def full(number: int, **fields) -> Patient:
    """A patient of whom everything is known."""
    return msgspec.structs.replace(
        patient(
            number,
            mrn=f"401822{number}",
            family="田中",
            name_kana="タナカ ユキ",
            former_name="佐藤 由紀",
            language="pt",
            interpreter=True,
            identifiers=[Identifier("insurance", "NHI", "0612-3456"), Identifier("passport", "", "TK1234567")],
            contacts=[
                Contact("phone", "+81 90-1187-4420"),
                Contact("phone", "+81 3-5521-8890"),
                Contact("address", "2-11-3 Meguro, Tokyo 153-0063"),
                Contact("phone", "+81 90-2222-3333", "田中 太郎", "husband"),
                Contact("email", "taro@example.org", "田中 太郎", "husband"),
            ],
            alerts=[
                Alert("allergy", "penicillin (rash, 2011)", date(2011, 4, 2)),
                Alert("allergy", "latex"),
                Alert("fall_risk", "", date(2026, 11, 20)),
            ],
            consents=[Consent("messages", True), Consent("research", False)],
            version=3,
            clinic_id="c1",
        ),
        **fields,
    )


def visit(number: int, **fields) -> Encounter:
    """A past visit, the newest first."""
    began = 1_690_000_000_000 - number * 20 * 24 * 60 * MINUTE
    made = Encounter(
        f"v{number}",
        "c1",
        "ambulatory",
        began,
        began + 25 * MINUTE,
        "185349003",
        "Encounter for check up",
        "Hypertension",
        "5103cd6d",
    )
    return msgspec.structs.replace(made, **fields)


def booked(number: int, begins: int, **fields) -> ChartVisit:
    """A visit that was booked here, of half an hour."""
    made = ChartVisit(
        f"0192f0c3-0000-7000-8000-0000000007{number:02}",
        begins,
        begins + 30 * MINUTE,
        "c1",
        1,
        2,
        "booked",
        1,
        doctor="Dr Itō Haruka",
        kind="Blood pressure",
    )
    return msgspec.structs.replace(made, **fields)


def versions() -> list[Version]:
    """What was changed of a patient, the newest first."""
    at = 1_695_000_000_000
    return [
        Version(
            3,
            at,
            "N. Sato",
            [
                Change("contacts", ["phone +81 3-5521-0000"], ["phone +81 3-5521-8890", "address 2-11-3 Meguro"]),
                Change("born", ["1958-04-03"], ["1958-03-04"]),
            ],
        ),
        Version(2, at - 90 * MINUTE, "M. Ito", [Change("interpreter", [], ["yes"])]),
        Version(1, at - 9_000 * MINUTE, "Front desk", []),
    ]


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
    visits: list[Encounter] = field(default_factory=lambda: [visit(number) for number in range(3)])
    appointments: list[ChartVisit] = field(default_factory=list)
    history: list[Version] = field(default_factory=versions)
    seen: list[Look] = field(
        default_factory=lambda: [
            Look(1_699_999_000_000 - number * MINUTE, "N. Sato", "patient.opened", "Kita") for number in range(3)
        ]
    )
    confirmations: list[dict[str, object]] = field(default_factory=list)
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What is answered to a part of a chart (``history``, ``confirmations`` …) in place of it."""
    page: int = 50

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        if self.trouble is not None:
            return fail(*self.trouble)
        given = json.loads(body) if body else {}
        if path.startswith("/api/patients/"):
            identity, _, what = path.removeprefix("/api/patients/").partition("/")
            return self._part(identity, what, query, given) if what else self._card(identity)
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

    def _part(self, identity: str, what: str, query: dict[str, str], given: dict) -> tuple[int, bytes]:
        if what in self.refused:
            return fail(*self.refused[what])
        if what == "restriction":
            return self._mark(identity, given)
        if what == "confirmations":
            return self._confirm(identity, given)
        pages = {
            "appointments": (PatientVisits, self.appointments),
            "encounters": (Encounters, self.visits),
            "history": (PatientHistory, self.history),
            "looks": (Looks, self.seen),
        }
        made, rows = pages[what]
        first = int(query.get("after", "0"))
        last = first + self.page
        return 200, msgspec.json.encode(made(rows[first:last], str(last) if last < len(rows) else None))

    def _confirm(self, identity: str, given: dict) -> tuple[int, bytes]:
        self.confirmations.append(given)
        confirmation = Confirmation(given["which"], "N. Sato", self.stub.now())
        self.mine = [
            msgspec.structs.replace(each, confirmed=confirmation) if each.id == identity else each
            for each in self.mine
        ]
        return 201, msgspec.json.encode(confirmation)

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
