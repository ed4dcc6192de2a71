"""What a hub would say to administrators, auditors and those who open charts: the same for every picture."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec

from clinic_console.desktop.link.access import Access
from clinic_console.domain.errors import HubUnavailable, NotFound
from clinic_console.wire.audit import AuditChain, AuditEvent
from clinic_console.wire.patients import Glass, Glasses, Match, Patient
from clinic_console.wire.sessions import SessionPage, SessionRow
from clinic_console.wire.stations import Station, StationPage
from clinic_console.wire.users import Membership
from clinic_console.wire.wards import Device, Ward, WardPage
from tests.desktop.stub_audit import Log
from tests.desktop.stub_devices import Register
from tests.desktop.stub_users import StubUsers, person, user_id
from tests.screenshots import desk, imports, practice, register, ward

T = TypeVar("T")
MINUTE = 60_000
WARDS = WardPage([Ward(one.id, one.clinic_id, one.name, one.beds, one.occupied) for one in ward.wards(24)])
PEOPLE = (
    ("n.sato", "佐藤 直美", "nurse"), ("m.costa", "Marta Costa", "nurse"), ("k.watanabe", "渡辺 健一", "doctor"),
    ("z.vandermeer", "Zoë van der Meer", "doctor"), ("r.lindqvist", "Rasmus Lindqvist", "receptionist"),
    ("y.teshigawara", "勅使河原 由美子", "administrator"), ("c.okonkwo", "Chidinma Okonkwo", "facility_manager"),
    ("a.muellerluedenscheidt", "Anneliese Müller-Lüdenscheidt", "auditor"), ("h.kim", "김 하늘", "nurse"),
    ("t.igarashi", "五十嵐 翼", "nurse"), ("p.oliveira", "João Pedro de Oliveira", "doctor"),
)  # fmt: skip
STATION = "0192f0c1-0000-7000-8000-000000000100"
CHART = "0192f0c1-0000-7000-8000-0000000b0017"
PATIENT = Patient(CHART, "48213907", "長谷川 千代", "Hasegawa Chiyo", date(1951, 3, 4), "F")


class SampleAccess(Access):
    """Answers as a hub would at ``now_ms`` (since 1970); ``mood``: silent, unavailable, empty, usual, or
    one of the register's.

    ``restriction`` marks every chart.
    """

    now_ms = 0
    mood = ""
    restriction = ""

    def staying(self) -> Callable[[], None]:
        """Who is signed in here stays."""
        return lambda: None

    async def call(
        self, kind: type[T], method: str, path: str, *, body: Any = None, params: Mapping[str, Any] | None = None
    ) -> T:
        """Answer one request."""
        if self.mood == "silent":
            await asyncio.Event().wait()
        if self.mood == "unavailable":
            raise HubUnavailable("no connection")
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query)) | {key: str(value) for key, value in (params or {}).items()}
        content = msgspec.json.encode(body) if body is not None else b""
        for prefix, answer in self._rooms().items():
            if parts.path.startswith(prefix):
                return msgspec.json.decode(answer(method, parts.path, query, content)[1], type=kind)
        raise NotFound

    def _rooms(self) -> dict[str, Any]:
        now = self.now_ms
        users = StubUsers(page=100)
        users.add(_people(now) if self.mood != "empty" else ())
        log = Log(events=_events(now), chain=AuditChain(12_345, "ab" * 32, 2, now - 400))
        rooms = {
            "/api/users": users.answer,
            "/api/sessions": lambda *_: (200, msgspec.json.encode(SessionPage(_sessions(now)))),
            "/api/account/sessions": lambda *_: (200, msgspec.json.encode(SessionPage(_sessions(now)[:2]))),
            "/api/stations": lambda *_: (200, msgspec.json.encode(StationPage(_stations(now)))),
            "/api/devices": Register(devices=_devices(now)).answer,
            "/api/audit": log.answer,
            "/api/imports": imports.answer(now, self.mood),
            "/api/wards": lambda *_: (200, msgspec.json.encode(WARDS)),
            "/api/patients": register.Register(now, self.mood, self.restriction).answer,
            "/api/schedule/next": practice.following(now),
            "/api/schedule": practice.of(now, self.mood).answer,
            "/api/practitioners": practice.of(now, self.mood).answer,
            "/api/visit-types": practice.of(now, self.mood).answer,
            "/api/waitlist": practice.waiting(now),
            "/api/desk-views": lambda *_: (200, b"{}"),
            "/api/holds": practice.keeping(now, self.mood),
            "/api/appointments": practice.visits(now, self.mood),
            "/api/break-glass": lambda method, path, query, body: _glass(method, path, body, now),
        }
        if not self.mood.startswith("desk"):
            return rooms
        # The desk's own stand before those that begin alike.
        own = desk.of(now, self.mood).rooms()
        return {**own, **rooms, **own}


def _people(now: int) -> list[Any]:
    return [
        person(
            number,
            login=login,
            name=name,
            memberships=[Membership(ward.CLINIC, role)],
            created=now - 400 * 24 * 60 * MINUTE,
            last_seen=None if number == 4 else now - number * number * 37 * MINUTE,
            sessions=(2, 1, 0, 1)[number % 4],
            disabled=number == 8,
            elsewhere=number in (3, 7),
            has_pin=number % 2 == 0,
            password_given=number == 4,
        )
        for number, (login, name, role) in enumerate(PEOPLE)
    ]


def _sessions(now: int) -> list[SessionRow]:
    places = ("Nurse station 3 East", "Nurse station ICU", "Doctor's office 2", "Front desk left")
    return [
        SessionRow(
            f"s{number}", user_id(number), name, login, f"st{number % 4}", places[number % 4],
            f"10.20.3.{11 + number}",
            now - (number + 1) * 47 * MINUTE, now - number * 3 * MINUTE, now + (14 * 60 - number * 47) * MINUTE,
            remembered=number % 3 == 1, present=number == 0,
        )
        for number, (login, name, _) in enumerate(PEOPLE[:9])
    ]  # fmt: skip


def _stations(now: int) -> list[Station]:
    rows = (
        ("Nurse station 3 East", True, "0.1.0", 2, ["佐藤 直美", "Marta Costa"]),
        ("Nurse station ICU", True, "0.1.0", 1, ["김 하늘"]),
        ("Front desk left", True, "0.0.9", 1, ["Rasmus Lindqvist"]),
        ("Doctor's office 2", False, "0.1.0", 0, []),
        ("受付 2", True, "0.1.0", 0, []),
    )  # fmt: skip
    return [
        Station(
            f"{STATION[:-1]}{number}", ward.CLINIC, name, shared, version,
            f"10.20.3.{11 + number}", now - number * 29 * MINUTE, sessions, users,
        )
        for number, (name, shared, version, sessions, users) in enumerate(rows)
    ]  # fmt: skip


def _devices(now: int) -> list[Device]:
    return [
        Device(
            number,
            f"mon-{number:04}",
            ("VitaBed 300", "VitaBed 500", "BM-7")[number % 3],
            None if number == 7 else f"b{number}",
            None if number == 9 else now - (3_000 if number != 7 else 50 * 60 * MINUTE),
            95_000 if number == 5 else number * 13,
            number == 7,
            ward.CLINIC,
            "" if number == 7 else "3 East",
            "" if number == 7 else str(number),
        )
        for number in range(1, 25)
    ]


def _events(now: int) -> list[AuditEvent]:
    deeds = (
        ("patient.opened", 0, "", "", ""), ("glass.broken", 2, "", "", "Emergency: the patient must be treated now"),
        ("readings.opened", 0, "", "", ""), ("session.opened", 1, "", "", ""),
        ("user.roles", 5, '{"roles": {"Kita Hospital": "nurse"}}', '{"roles": {"Kita Hospital": "doctor"}}', ""),
        ("device.revoked", 6, '{"revoked": false}', '{"revoked": true}', "Display broken, sent to repair"),
        ("patient.restricted", 2, '{"restriction": ""}', '{"restriction": "vip"}', "Asked for by the patient"),
        ("session.unlock_refused", 4, "", "", ""), ("glass.looked", 2, "", "", ""),
        ("user.added", 5, "", '{"login": "t.igarashi"}', ""),
    )  # fmt: skip
    made = []
    for number in range(40):
        action, who, before, after, why = deeds[number % len(deeds)]
        charted = action.startswith(("patient", "glass.broken", "readings"))
        made.append(
            AuditEvent(
                f"e{number}", now - number * 7 * MINUTE, user_id(who), PEOPLE[who][1], "st0", "Nurse station 3 East",
                "10.20.3.11", "hub", ward.CLINIC, action, action.partition(".")[0], f"{action}-{number}",
                CHART if charted else None, "48213907" if charted else "", before, after, why,
                None if number < 2 else 12_347 - number,
            )
        )  # fmt: skip
    return made


def _glass(method: str, path: str, body: bytes, now: int) -> tuple[int, bytes]:
    if path.endswith("/look-up"):
        return 200, msgspec.json.encode(Match(match=True))
    until = now + 227 * MINUTE
    patient = msgspec.structs.replace(PATIENT, glass_until=until)
    reason = json.loads(body)["reason"] if body else "Emergency: the patient must be treated now"
    glass = Glass("g1", ward.CLINIC, patient, reason, now - 13 * MINUTE, until)
    return 200, msgspec.json.encode(glass if method == "POST" else Glasses([glass]))
