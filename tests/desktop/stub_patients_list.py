"""Patients by the half million at the stub hub: list, places and search, made up from their numbers."""

import json
from datetime import date, timedelta
from uuid import UUID

import msgspec

from clinic_console.domain.patients_names import fold
from clinic_console.wire.access import Failure
from clinic_console.wire.patients import (
    Alert,
    Duplicates,
    NewPatient,
    Patient,
    PatientChange,
    PatientData,
    PatientHits,
    PatientLine,
    PatientPage,
    PatientPlaces,
)
from tests.desktop.stub import StubHub

FAMILIES = (
    ("Abe", "阿部"),
    ("Fujita", "藤田"),
    ("Müller", ""),
    ("Okonkwo", ""),
    ("Sato", "佐藤"),
    ("Tanaka", "田中"),
)
GIVENS = (("Yuki", "由紀"), ("Hana", "花"), ("Jörg", ""), ("Zoë Marie", ""), ("Ren", "蓮"), ("Chidinma", ""))
ALERTS = ((), ("allergy",), (), ("infection", "fall_risk"), (), ())
EVERY = 1_000


def patient_id(number: int) -> str:
    """An id as the hub's are."""
    return str(UUID(int=0x0192F0C2_0000_7000_8000_000000000000 + number))


def line(number: int, total: int) -> PatientLine:
    """The patient at a place of the list by name."""
    (family, kanji), (given, sign) = FAMILIES[number * len(FAMILIES) // max(1, total)], GIVENS[number % len(GIVENS)]
    latin = f"{family} {given}"
    return PatientLine(
        id=patient_id(number),
        mrn=str(4_000_000 + number),
        name=f"{kanji} {sign}" if kanji and sign else latin,
        name_latin=latin,
        name_kana="",
        born=date(1930, 1, 1) + timedelta(days=number * 7 % 33_000),
        sex="FMXU"[number % 2 if number % 50 else 2 + number // 50 % 2],
        deceased=number % 40 == 7,
        alerts=list(ALERTS[number % len(ALERTS)]),
        interpreter=number % 23 == 4,
        clinic_id="c1" if number % 3 else "c2",
    )


class Patients:
    """The routes of the list; and what follows; ``pages`` and ``queries`` are what was asked for.

    ``refuse`` is answered instead; ``charts`` were opened, ``registered`` is who was, ``changed`` what was written.
    """

    def __init__(self, hub: StubHub, total: int = 500_000) -> None:
        self.total = total
        self.pages: list[dict[str, str]] = []
        self.places: list[dict[str, str]] = []
        self.queries: list[dict[str, object]] = []
        self.refuse: tuple[int, str] | None = None
        self.charts: list[str] = []
        self.registered: list[PatientData] = []
        self.changed: list[PatientData] = []
        hub.extra[("GET", "/api/patients")] = self._list
        hub.extra[("GET", "/api/patients/places")] = self._places
        hub.extra[("POST", "/api/patients/search")] = self._search
        hub.extra[("GET", "/api/patients/0192f0c2")] = self._chart
        hub.extra[("PUT", "/api/patients/0192f0c2")] = self._change
        hub.extra[("POST", "/api/patients")] = self._register

    def _list(self, _method: str, path: str, query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        if path != "/api/patients":
            return fail(404, "not_found")
        self.pages.append(query)
        if self.refuse is not None:
            return fail(*self.refuse)
        begins = int(query.get("after", "0")) + int(query.get("skip", "0"))
        ends = min(self.total, begins + int(query["limit"]))
        rows = [line(number, self.total) for number in range(begins, ends)]
        return 200, msgspec.json.encode(PatientPage(rows, str(ends) if ends < self.total else None))

    def _places(self, _method: str, _path: str, query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        self.places.append(query)
        if self.refuse is not None:
            return fail(*self.refuse)
        keys = ["", *(str(at) for at in range(EVERY, self.total, EVERY))]
        heads = [line(int(key or 0), self.total).name_latin[:3] for key in keys] if self.total else []
        return 200, msgspec.json.encode(PatientPlaces(self.total, EVERY, keys, heads))

    def _search(self, _method: str, _path: str, _query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        asked = json.loads(body)
        self.queries.append(asked)
        if self.refuse is not None:
            return fail(*self.refuse)
        words = fold(asked["text"]).split()
        step = max(1, self.total // 5_000)
        rows = (line(number, self.total) for number in range(0, self.total, step))
        fits = [row for row in rows if _fits(words, fold(f"{row.name_latin} {row.name} {row.mrn}").split())]
        limit = int(asked["limit"])
        return 200, msgspec.json.encode(PatientHits(fits[:limit], len(fits) > limit))

    def _chart(self, _method: str, path: str, _query: dict[str, str], _body: bytes) -> tuple[int, bytes]:
        identity, *below = path.removeprefix("/api/patients/").split("/")
        if below:
            return 200, b'{"items":[]}'
        self.charts.append(identity)
        number = UUID(identity).int - UUID(patient_id(0)).int
        found = line(number, self.total)
        alerts = [Alert(kind) for kind in found.alerts]
        return 200, msgspec.json.encode(
            Patient(
                found.id,
                found.mrn,
                found.name,
                found.name_latin,
                found.born,
                found.sex,
                alerts=alerts,
                deceased=found.deceased,
                interpreter=found.interpreter,
                clinic_id=found.clinic_id,
            )
        )

    def _change(self, _method: str, path: str, _query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if self.refuse is not None:
            return fail(*self.refuse)
        asked = msgspec.json.decode(body, type=PatientChange)
        self.changed.append(asked.data)
        identity, data = path.removeprefix("/api/patients/"), asked.data
        fields = {"version": asked.version + 1, "clinic_id": "c1", "alerts": data.alerts}
        return 200, msgspec.json.encode(
            Patient(identity, data.mrn, data.name, data.name_latin, data.born, data.sex, **fields)
        )

    def _register(self, _method: str, path: str, _query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path == "/api/patients/duplicates":
            return 200, msgspec.json.encode(Duplicates([]))
        data = msgspec.json.decode(body, type=NewPatient).data
        self.registered.append(data)
        return 201, msgspec.json.encode(Patient(patient_id(1), "1", data.name, "", data.born, data.sex))


def _fits(words: list[str], parts: list[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)


def fail(status: int, code: str) -> tuple[int, bytes]:
    """An answer that refuses."""
    return status, msgspec.json.encode(Failure(code, "no", "do something", ""))


NAMES = [part for both in (*FAMILIES, *GIVENS) for part in both if part]
