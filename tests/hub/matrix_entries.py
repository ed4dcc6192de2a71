"""How each operation is asked for: what it refers to by which parameter, and what else it takes.

An operation that is not here, or a parameter that is neither a reference nor plain, fails the matrix by its name.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from clinic_console.domain.ids import uuid7
from tests.hub.matrix_world import PASSWORD, PIN, Ids


@dataclass(frozen=True)
class Entry:
    """One operation.

    ``refers``: which of the world's objects each parameter (of path, query, or body with dots) names; ``plain``: what
    refers to nothing. ``seeks``: a list or a question, to which a foreign reference is answered like one to nothing.
    """

    refers: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    body: Callable[[Ids], Any] | None = None
    query: Callable[[Ids], Mapping[str, str]] | None = None
    seeks: bool = False


def _entry(
    refers: str = "",
    plain: str = "",
    body: Callable[[Ids], Any] | None = None,
    query: Callable[[Ids], Mapping[str, str]] | None = None,
    *,
    seeks: bool = False,
) -> Entry:
    pairs = (word.split("=") if "=" in word else (word, word) for word in refers.split())
    return Entry(dict(pairs), frozenset(plain.split()), body, query, seeks)


_PAGE: Final = "after limit"
_BORN: Final = "1960-01-02"
_PERSON: Final = " ".join(
    f"data.{field}"
    for field in (
        "name", "family", "name_kana", "name_latin", "former_name", "mrn", "born", "sex", "deceased", "died",
        "language", "interpreter", "identifiers.kind", "identifiers.system", "identifiers.value", "contacts.kind",
        "contacts.value", "contacts.whose", "contacts.relation", "alerts.kind", "alerts.text", "alerts.since",
        "consents.kind", "consents.given",
    )
)  # fmt: skip

_WHO: Final = "name title sort_name specialties active version"
_TYPE: Final = (
    "name minutes before after capacity offset own specialty active version needs.kind needs.group needs.specialty "
    "needs.offset needs.minutes grace patience priority forms"
)
_LINES: Final = " ".join(
    f"lines.{field}"
    for field in (
        "weekday", "begins", "ends", "kind", "weeks", "since", "until", "step", "cap", "types", "label", "release",
    )
)  # fmt: skip


def _who(ids: Ids) -> Any:
    return {"name": "Somebody", "clinics": [ids["clinic"]], "version": 1}


def _room(ids: Ids) -> Any:
    return {"clinic_id": ids["clinic"], "kind": "room", "name": "Room", "group": "exam", "version": 1}


def _hours(ids: Ids) -> Any:
    return {"version": 1, "lines": [{"clinic_id": ids["clinic"], "weekday": 1, "begins": 600, "ends": 700}]}


def _leave(ids: Ids) -> Any:
    year = time.gmtime().tm_year + 1
    return {
        "clinic_id": ids["clinic"], "kind": "leave", "practitioner": int(ids["practitioner"]),
        "begins": f"{year}-02-01T00:00:00", "ends": f"{year}-02-09T00:00:00",
    }  # fmt: skip


_WISH: Final = "specialty priority since until weekdays time_from time_to note version"


def _wish(ids: Ids) -> dict[str, Any]:
    return {
        "clinic_id": ids["clinic"], "patient": ids["patient"], "type": int(ids["visit_type"]),
        "practitioner": int(ids["practitioner"]), "appointment": ids["appointment"], "version": 1,
    }  # fmt: skip


def _ahead(days: int, hour: int) -> int:
    """Return an hour (UTC) of a day so far ahead, in ms."""
    return (int(time.time()) // 86_400 + days) * 86_400_000 + hour * 3_600_000


def _slot(ids: Ids) -> dict[str, Any]:
    begins = datetime.fromtimestamp(_ahead(16, 4) / 1_000, UTC).isoformat()
    return {
        "clinic_id": ids["clinic"], "practitioner": int(ids["practitioner"]), "type": int(ids["visit_type"]),
        "begins": begins,
    }  # fmt: skip


def _booking(ids: Ids) -> Any:
    named = {"patient": ids["patient"], "hold": ids["hold"], "waiting": ids["waiting"]}
    return {"key": _new_id(), **_slot(ids), **named}


def _seen(**more: Any) -> Callable[[Ids], Any]:
    return lambda _: {"key": _new_id(), "version": 1, "at": _ahead(14, 3), **more}


def _moving(ids: Ids) -> Any:
    there = _slot(ids)
    given = {"practitioner": there["practitioner"], "begins": there["begins"], "hold": ids["hold"]}
    return {**_seen()(ids), **given}


_CHECK_IN: Final = (
    "compared not_confirmed contacts interpreter forms.name forms.state companions.name companions.relation "
    "companions.phone check_in"
)


def _new_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))


def _visit_day() -> str:
    """Return the day of the world's visits, in Tokyo."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 14 * 86_400))


ENTRIES: Final[Mapping[str, Entry]] = {
    "GET /api/server": _entry(),
    "GET /health": _entry(),
    "GET /ready": _entry(),
    "GET /metrics": _entry(),
    "POST /api/session": _entry(
        "login=actor_login station.id=station",
        "password remember station.name station.shared station.version",
        body=lambda o: {
            "login": o["actor_login"], "password": PASSWORD, "remember": True,
            "station": {"id": o["station"], "name": "changed", "shared": True, "version": "9"},
        },
        seeks=True,
    ),
    "POST /api/session/refresh": _entry("", "refresh", body=lambda o: {"refresh": o["refresh"]}),
    "DELETE /api/session": _entry(),
    "POST /api/session/lock": _entry(),
    "POST /api/session/unlock": _entry("", "password pin", body=lambda _: {"pin": PIN}),
    "PUT /api/account/password": _entry(
        "", "present password", body=lambda _: {"present": PASSWORD, "password": "another of 20 letters"}
    ),
    "PUT /api/account/pin": _entry("", "password pin", body=lambda _: {"password": PASSWORD, "pin": "7391"}),
    "GET /api/account/sessions": _entry("", _PAGE),
    "DELETE /api/account/sessions": _entry(),
    "GET /api/users": _entry(
        "search=login", f"role disabled {_PAGE}", query=lambda o: {"search": o["login"], "limit": "200"}, seeks=True
    ),
    "POST /api/users": _entry(
        "memberships.clinic_id=clinic",
        "login name memberships.role",
        body=lambda o: {
            "login": f"new-{o['code']}", "name": "New",
            "memberships": [{"clinic_id": o["clinic"], "role": "doctor"}],
        },
    ),
    "GET /api/users/{user}": _entry("user=person"),
    "PATCH /api/users/{user}": _entry("user=person", "login name", body=lambda _: {"name": "Renamed"}),
    "PUT /api/users/{user}/memberships": _entry(
        "user=person memberships.clinic_id=clinic",
        "memberships.role",
        body=lambda o: {"memberships": [{"clinic_id": o["clinic"], "role": "doctor"}]},
    ),
    "POST /api/users/{user}/disable": _entry("user=person", "reason", body=lambda _: {"reason": "left"}),
    "POST /api/users/{user}/enable": _entry("user=person"),
    "POST /api/users/{user}/password": _entry("user=person"),
    "DELETE /api/users/{user}/sessions": _entry("user=person"),
    "GET /api/sessions": _entry(
        "user=person station=desk", _PAGE, query=lambda o: {"user": o["person"], "station": o["desk"]}, seeks=True
    ),
    "DELETE /api/sessions/{session}": _entry("session"),
    "GET /api/stations": _entry("", _PAGE, query=lambda _: {"limit": "200"}),
    "PATCH /api/stations/{station}": _entry(
        "station clinic_id=clinic", body=lambda o: {"clinic_id": o["clinic"]}
    ),
    "DELETE /api/stations/{station}": _entry("station"),
    "DELETE /api/stations/{station}/sessions": _entry("station=desk"),
    "GET /api/wards": _entry("", _PAGE, query=lambda _: {"limit": "200"}),
    "GET /api/wards/{ward}/beds": _entry("ward", _PAGE),
    "GET /api/beds/{bed}/readings": _entry("bed=taken_bed", "from to points"),
    "GET /api/devices": _entry(
        "search=code", f"state {_PAGE}", query=lambda o: {"search": o["code"], "limit": "200"}, seeks=True
    ),
    "POST /api/devices": _entry(
        "clinic_id=clinic bed_id=bed",
        "code model",
        body=lambda o: {"clinic_id": o["clinic"], "code": f"n-{o['code']}", "model": "M", "bed_id": o["bed"]},
    ),
    "POST /api/devices/{device}/token": _entry("device"),
    "POST /api/devices/{device}/revoke": _entry("device", "reason", body=lambda _: {"reason": "broken"}),
    "PUT /api/devices/{device}/bed": _entry("device bed_id=bed", body=lambda o: {"bed_id": o["bed"]}),
    "POST /api/patients/search": _entry(
        "text=mrn", "order limit", body=lambda o: {"text": o["mrn"], "order": "dmy", "limit": 50}, seeks=True
    ),
    "GET /api/patients": _entry(
        "clinic", f"sort filter skip {_PAGE}", query=lambda o: {"clinic": o["clinic"], "limit": "200"}
    ),
    "GET /api/patients/places": _entry("clinic", "sort filter", query=lambda o: {"clinic": o["clinic"]}),
    "GET /api/patients/{patient}": _entry("patient"),
    "PUT /api/patients/{patient}": _entry(
        "patient", f"version {_PERSON}", body=lambda o: {"version": 1, "data": {"name": "Changed", "mrn": o["mrn"]}}
    ),
    "POST /api/patients": _entry(
        "clinic_id=clinic",
        f"id despite {_PERSON}",
        body=lambda o: {"id": _new_id(), "clinic_id": o["clinic"], "data": {"name": "New Somebody"}},
    ),
    # Whom the network knows elsewhere is told in one bit, which is its purpose: what may be foreign is the clinic.
    "POST /api/patients/duplicates": _entry(
        "clinic_id=clinic",
        _PERSON,
        body=lambda o: {"clinic_id": o["clinic"], "data": {"name": "Far distant", "born": _BORN}},
    ),
    "POST /api/patients/link": _entry(
        "clinic_id=clinic",
        "name born number",
        body=lambda o: {"clinic_id": o["clinic"], "name": "Far distant", "born": _BORN, "number": "far-distant"},
    ),
    "POST /api/patients/{patient}/confirmations": _entry(
        "patient clinic_id=clinic", "which", body=lambda o: {"clinic_id": o["clinic"], "which": ["name", "born"]}
    ),
    "GET /api/patients/{patient}/history": _entry("patient", f"since {_PAGE}"),
    "GET /api/patients/{patient}/looks": _entry("patient", _PAGE),
    "GET /api/patients/{patient}/encounters": _entry("patient", _PAGE),
    "PUT /api/patients/{patient}/restriction": _entry(
        "patient", "restriction reason", body=lambda _: {"restriction": "vip", "reason": "known in town"}
    ),
    # That a look finds a patient anywhere is its purpose: what may be foreign is the clinic.
    "POST /api/break-glass/look-up": _entry(
        "clinic_id=clinic",
        "mrn name born",
        body=lambda o: {"clinic_id": o["clinic"], "mrn": "far-distant", "born": _BORN},
    ),
    "POST /api/break-glass": _entry(
        "clinic_id=clinic",
        "mrn name born reason",
        body=lambda o: {
            "clinic_id": o["clinic"], "mrn": "far-distant", "born": _BORN, "reason": "unconscious, allergies unknown",
        },
    ),
    "GET /api/break-glass": _entry(),
    "DELETE /api/break-glass/{glass}": _entry("glass"),
    "GET /api/imports": _entry("", _PAGE, query=lambda _: {"limit": "200"}),
    "GET /api/imports/mapping": _entry(
        "clinic",
        "kind columns",
        query=lambda o: {"clinic": o["clinic"], "kind": "patients", "columns": "3"},
        seeks=True,
    ),
    "GET /api/imports/{import_id}": _entry("import_id=job"),
    "GET /api/imports/{import_id}/errors": _entry("import_id=job", _PAGE),
    "POST /api/imports": _entry(
        "clinic_id=clinic",
        "id kind file digest lines mapping.columns mapping.system mapping.order mapping.header mapping.delimiter "
        "mapping.encoding",
        body=lambda o: {
            "id": o["session"], "clinic_id": o["clinic"], "kind": "encounters", "file": "visits.csv",
            "digest": "ab" * 32, "lines": 2,
            "mapping": {"columns": ["external", "patient", "began"], "system": "his"},
        },
    ),
    "POST /api/imports/{import_id}/rows": _entry(
        "import_id=job",
        "after rows lines",
        body=lambda o: {"after": 0, "rows": [[o["code"], "Ana Lima", _BORN], ["", "", ""]], "lines": [1, 2]},
    ),
    "DELETE /api/imports/{import_id}": _entry("import_id=job"),
    "GET /api/schedule": _entry(
        "clinic practitioner", "day specialty after",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "day": _visit_day()},
        seeks=True,
    ),
    "GET /api/schedule/week": _entry(
        "clinic practitioner", "from days",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "from": _visit_day(), "days": "2"},
        seeks=True,
    ),
    "GET /api/schedule/slots": _entry(
        "clinic practitioner type=visit_type", "day",
        query=lambda o: {
            "clinic": o["clinic"], "practitioner": o["practitioner"], "type": o["visit_type"], "day": _visit_day()
        },
        seeks=True,
    ),
    "POST /api/schedule/next": _entry(
        "clinics=clinic practitioners=practitioner type=visit_type",
        "specialty weekdays time_from time_to begins days limit",
        body=lambda o: {
            "clinics": [o["clinic"]], "practitioners": [int(o["practitioner"])], "type": int(o["visit_type"]),
        },
        seeks=True,
    ),
    "GET /api/practitioners": _entry(
        "clinic", f"specialty text inactive {_PAGE}", query=lambda o: {"clinic": o["clinic"], "limit": "200"}
    ),
    "GET /api/practitioners/{practitioner}": _entry("practitioner"),
    "POST /api/practitioners": _entry("clinics=clinic", _WHO, body=_who),
    "PUT /api/practitioners/{practitioner}": _entry("practitioner clinics=clinic", _WHO, body=_who),
    "POST /api/practitioners/{practitioner}/preview": _entry("practitioner clinics=clinic", _WHO, body=_who),
    "GET /api/practitioners/{practitioner}/template": _entry("practitioner"),
    "PUT /api/practitioners/{practitioner}/template": _entry(
        "practitioner lines.clinic_id=clinic", f"version {_LINES}", body=_hours
    ),
    "POST /api/practitioners/{practitioner}/template/preview": _entry(
        "practitioner lines.clinic_id=clinic", f"version {_LINES}", body=_hours
    ),
    "GET /api/exceptions": _entry(
        "clinic practitioner",
        f"from to {_PAGE}",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "limit": "200"},
        seeks=True,
    ),
    "POST /api/exceptions": _entry("clinic_id=clinic practitioner", "kind begins ends label step cap", body=_leave),
    "POST /api/exceptions/preview": _entry(
        "clinic_id=clinic practitioner", "kind begins ends label step cap", body=_leave
    ),
    "DELETE /api/exceptions/{exception}": _entry("exception"),
    "POST /api/exceptions/{exception}/preview": _entry("exception"),
    "GET /api/visit-types": _entry(),
    "POST /api/visit-types": _entry("", _TYPE, body=lambda o: {"name": f"Type {o['code']}", "minutes": 30}),
    "PUT /api/visit-types/{visit_type}": _entry(
        "visit_type", _TYPE, body=lambda _: {"name": "Changed", "minutes": 45, "version": 1}
    ),
    "GET /api/resources": _entry("clinic", _PAGE, query=lambda o: {"clinic": o["clinic"], "limit": "200"}),
    "POST /api/resources": _entry("clinic_id=clinic", "kind name group capacity active version", body=_room),
    "PUT /api/resources/{resource}": _entry(
        "resource=room clinic_id=clinic", "kind name group capacity active version", body=_room
    ),
    "POST /api/resources/{resource}/preview": _entry(
        "resource=room clinic_id=clinic", "kind name group capacity active version", body=_room
    ),
    "GET /api/waitlist": _entry("clinic", _PAGE, query=lambda o: {"clinic": o["clinic"], "limit": "200"}),
    "POST /api/waitlist": _entry(
        "clinic_id=clinic patient type=visit_type practitioner appointment",
        f"id {_WISH}",
        body=lambda o: _wish(o) | {"id": _new_id()},
        seeks=True,
    ),
    "PUT /api/waitlist/{waiting}": _entry(
        "waiting id=waiting clinic_id=clinic patient type=visit_type practitioner appointment",
        _WISH,
        body=lambda o: _wish(o) | {"id": o["waiting"]},
        seeks=True,
    ),
    "DELETE /api/waitlist/{waiting}": _entry("waiting"),
    "DELETE /api/waitlist/offers/{offer}": _entry("offer"),
    "POST /api/appointments": _entry(
        "clinic_id=clinic patient practitioner type=visit_type hold waiting",
        "key begins minutes reason overbook beside",
        body=_booking,
        seeks=True,
    ),
    "GET /api/appointments/{appointment}": _entry("appointment"),
    "GET /api/appointments/{appointment}/history": _entry("appointment", "at"),
    "POST /api/appointments/{appointment}/move": _entry(
        "appointment practitioner hold", "key version at begins overbook beside", body=_moving, seeks=True
    ),
    "POST /api/appointments/{appointment}/cancel": _entry(
        "appointment", "key version at why note", body=_seen(why="other")
    ),
    "POST /api/appointments/{appointment}/no-show": _entry(
        "appointment=begun", "key version at", body=_seen(at=_ahead(-1, 3))
    ),
    "POST /api/appointments/{appointment}/undo": _entry("appointment", "key version at", body=_seen()),
    "GET /api/patients/{patient}/appointments": _entry("patient", _PAGE),
    "GET /api/appointments/{appointment}/check-in": _entry("appointment", "at"),
    "PUT /api/appointments/{appointment}/check-in": _entry(
        "appointment", f"key version at {_CHECK_IN}", body=_seen(compared=["name", "born"], interpreter="Ana")
    ),
    "POST /api/appointments/walk-in": _entry(
        "clinic_id=clinic patient practitioner type=visit_type",
        "key reason",
        body=lambda o: {
            "key": _new_id(), "clinic_id": o["clinic"], "patient": o["patient"],
            "practitioner": int(o["practitioner"]), "type": int(o["visit_type"]),
        },
        seeks=True,
    ),
    "GET /api/desk-views": _entry(),
    "PUT /api/desk-views": _entry(
        "", "items.name items.filters", body=lambda _: {"items": [{"name": "Mine", "filters": {"state": ["late"]}}]}
    ),
    "POST /api/holds": _entry(
        "clinic_id=clinic practitioner type=visit_type",
        "id begins overbook",
        body=lambda o: {"id": _new_id(), **_slot(o)},
        seeks=True,
    ),
    "DELETE /api/holds/{hold}": _entry("hold"),
    "GET /api/audit": _entry(
        "user=person patient mrn clinic",
        f"from to action {_PAGE}",
        query=lambda o: {"user": o["person"], "patient": o["patient"], "mrn": o["mrn"], "clinic": o["clinic"]},
        seeks=True,
    ),
    "GET /api/audit/export": _entry(
        "user=person patient mrn clinic",
        f"from to action {_PAGE}",
        query=lambda o: {"user": o["person"], "patient": o["patient"], "mrn": o["mrn"], "clinic": o["clinic"]},
        seeks=True,
    ),
    "GET /api/audit/chain": _entry(),
}  # fmt: skip
