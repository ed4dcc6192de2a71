"""Registering and changing patients as the stub hub does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import msgspec

from clinic_console.wire import patients as wire
from clinic_console.wire.access import Failure
from tests.desktop.stub import StubHub
from tests.desktop.stub_patients import fail, patient_id

AT = 1_700_000_000_000


def line(number: int, **fields) -> wire.PatientLine:
    """A patient in a list."""
    made = wire.PatientLine(
        patient_id(number),
        f"4018226{number}",
        "田中 由紀",
        "Tanaka Yuki",
        "",
        date(1958, 3, 4),
        "F",
        False,
        [],
        False,
        "c1",
    )
    return msgspec.structs.replace(made, **fields)


@dataclass
class Register:
    """The patients of one hub, by their ids.

    ``likely`` are probable duplicates, which stand against registering; ``trouble`` is answered instead of anything
    that changes something. ``asked`` counts requests by method and what they were for.
    """

    stub: StubHub
    known: dict[str, wire.Patient] = field(default_factory=dict)
    history: dict[str, list[wire.Version]] = field(default_factory=dict)
    likely: wire.Duplicates = field(default_factory=lambda: wire.Duplicates([]))
    hits: list[wire.PatientLine] = field(default_factory=list)
    trouble: tuple[int, bytes] | None = None
    numbers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    queries: list[wire.PatientQuery] = field(default_factory=list)

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer one request."""
        what = path.removeprefix("/api/patients").strip("/")
        self.asked.append(f"{method} {what}".strip())
        if what == "search":
            self.queries.append(msgspec.json.decode(body, type=wire.PatientQuery))
            return self._said(200, wire.PatientHits(self.hits))
        if what == "duplicates":
            msgspec.json.decode(body, type=wire.Likeness)
            return self._said(200, self.likely)
        if method == "GET":
            return self._read(what, query)
        if self.trouble is not None:
            return self.trouble
        return self._link(body) if what == "link" else self._write(method, what, body)

    def change(self, identity: str, by: str, **changed) -> None:
        """Let somebody else change a patient."""
        found = self.known[identity]
        now = msgspec.structs.replace(found, **changed, version=found.version + 1)
        self.known[identity] = now
        changes = [wire.Change(name, [], []) for name in changed]
        self.history.setdefault(identity, []).insert(0, wire.Version(now.version, AT, by, changes))

    def _read(self, what: str, query: dict[str, str]) -> tuple[int, bytes]:
        identity, _, part = what.partition("/")
        if identity not in self.known:
            return fail(404, "not_found")
        if part == "history":
            since = int(query.get("since", 0))
            versions = [each for each in self.history.get(identity, ()) if each.version > since]
            return self._said(200, wire.PatientHistory(versions))
        return self._said(200, self.known[identity])

    def _write(self, method: str, what: str, body: bytes) -> tuple[int, bytes]:
        if method == "PUT":
            change = msgspec.json.decode(body, type=wire.PatientChange)
            before = self.known[what]
            if change.version != before.version:
                return fail(409, "patients.changed")
            self._keep(what, change.data, before.clinic_id, before.version + 1)
            return self._said(200, self.known[what])
        new = msgspec.json.decode(body, type=wire.NewPatient)
        if new.id not in self.known:
            if (self.likely.items or self.likely.elsewhere) and not new.despite:
                return fail(409, "patients.probable_duplicate")
            self._keep(new.id, new.data, new.clinic_id, 1)
        return self._said(201, self.known[new.id])

    def _keep(self, identity: str, data: wire.PatientData, clinic: str, version: int) -> None:
        fields = msgspec.structs.asdict(data)
        fields["mrn"] = fields["mrn"] or f"M{len(self.known) + 1}"
        self.known[identity] = wire.Patient(identity, **fields, version=version, clinic_id=clinic)

    def _link(self, body: bytes) -> tuple[int, bytes]:
        link = msgspec.json.decode(body, type=wire.NewLink)
        found = self.numbers.get(link.number)
        return self._said(201, self.known[found]) if found else fail(404, "not_found")

    @staticmethod
    def _said(status: int, what: object) -> tuple[int, bytes]:
        return status, msgspec.json.encode(what)


def refuse(status: int, code: str, name: str = "") -> tuple[int, bytes]:
    """A refusal that names a field."""
    return status, msgspec.json.encode(Failure(code, "no", "look again", name))


def mount(stub: StubHub, known: Iterable[wire.Patient] = ()) -> Register:
    """Let a stub hub keep patients, and return them."""
    register = Register(stub, {each.id: each for each in known})
    stub.extra["", "/api/patients"] = register.answer
    return register
