"""How each operation is asked for: what it refers to by which parameter, and what else it takes.

An operation that is not here, or a parameter that is neither a reference nor plain, fails the matrix by its name.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

from tests.hub.matrix_desk import DESK
from tests.hub.matrix_entry import PAGE, Entry, entry_of, new_id
from tests.hub.matrix_world import PASSWORD, PIN, Ids

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


def _visit_day() -> str:
    """Return the day of the world's visits, in Tokyo."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 14 * 86_400))


ENTRIES: Final[Mapping[str, Entry]] = {
    "GET /api/server": entry_of(),
    "GET /health": entry_of(),
    "GET /ready": entry_of(),
    "GET /metrics": entry_of(),
    "POST /api/session": entry_of(
        "login=actor_login station.id=station",
        "password remember station.name station.shared station.version",
        body=lambda o: {
            "login": o["actor_login"], "password": PASSWORD, "remember": True,
            "station": {"id": o["station"], "name": "changed", "shared": True, "version": "9"},
        },
        seeks=True,
    ),
    "POST /api/session/refresh": entry_of("", "refresh", body=lambda o: {"refresh": o["refresh"]}),
    "DELETE /api/session": entry_of(),
    "POST /api/session/lock": entry_of(),
    "POST /api/session/unlock": entry_of("", "password pin", body=lambda _: {"pin": PIN}),
    "PUT /api/account/password": entry_of(
        "", "present password", body=lambda _: {"present": PASSWORD, "password": "another of 20 letters"}
    ),
    "PUT /api/account/pin": entry_of("", "password pin", body=lambda _: {"password": PASSWORD, "pin": "7391"}),
    "GET /api/account/sessions": entry_of("", PAGE),
    "DELETE /api/account/sessions": entry_of(),
    "GET /api/users": entry_of(
        "search=login", f"role disabled {PAGE}", query=lambda o: {"search": o["login"], "limit": "200"}, seeks=True
    ),
    "POST /api/users": entry_of(
        "memberships.clinic_id=clinic",
        "login name memberships.role",
        body=lambda o: {
            "login": f"new-{o['code']}", "name": "New",
            "memberships": [{"clinic_id": o["clinic"], "role": "doctor"}],
        },
    ),
    "GET /api/users/{user}": entry_of("user=person"),
    "PATCH /api/users/{user}": entry_of("user=person", "login name", body=lambda _: {"name": "Renamed"}),
    "PUT /api/users/{user}/memberships": entry_of(
        "user=person memberships.clinic_id=clinic",
        "memberships.role",
        body=lambda o: {"memberships": [{"clinic_id": o["clinic"], "role": "doctor"}]},
    ),
    "POST /api/users/{user}/disable": entry_of("user=person", "reason", body=lambda _: {"reason": "left"}),
    "POST /api/users/{user}/enable": entry_of("user=person"),
    "POST /api/users/{user}/password": entry_of("user=person"),
    "DELETE /api/users/{user}/sessions": entry_of("user=person"),
    "GET /api/sessions": entry_of(
        "user=person station=desk", PAGE, query=lambda o: {"user": o["person"], "station": o["desk"]}, seeks=True
    ),
    "DELETE /api/sessions/{session}": entry_of("session"),
    "GET /api/stations": entry_of("", PAGE, query=lambda _: {"limit": "200"}),
    "PATCH /api/stations/{station}": entry_of(
        "station clinic_id=clinic", body=lambda o: {"clinic_id": o["clinic"]}
    ),
    "DELETE /api/stations/{station}": entry_of("station"),
    "DELETE /api/stations/{station}/sessions": entry_of("station=desk"),
    "GET /api/wards": entry_of("", PAGE, query=lambda _: {"limit": "200"}),
    "GET /api/wards/{ward}/beds": entry_of("ward", PAGE),
    "GET /api/beds/{bed}/readings": entry_of("bed=taken_bed", "from to points"),
    "GET /api/devices": entry_of(
        "search=code", f"state {PAGE}", query=lambda o: {"search": o["code"], "limit": "200"}, seeks=True
    ),
    "POST /api/devices": entry_of(
        "clinic_id=clinic bed_id=bed",
        "code model",
        body=lambda o: {"clinic_id": o["clinic"], "code": f"n-{o['code']}", "model": "M", "bed_id": o["bed"]},
    ),
    "POST /api/devices/{device}/token": entry_of("device"),
    "POST /api/devices/{device}/revoke": entry_of("device", "reason", body=lambda _: {"reason": "broken"}),
    "PUT /api/devices/{device}/bed": entry_of("device bed_id=bed", body=lambda o: {"bed_id": o["bed"]}),
    "POST /api/patients/search": entry_of(
        "text=mrn", "order limit", body=lambda o: {"text": o["mrn"], "order": "dmy", "limit": 50}, seeks=True
    ),
    "GET /api/patients": entry_of(
        "clinic", f"sort filter skip {PAGE}", query=lambda o: {"clinic": o["clinic"], "limit": "200"}
    ),
    "GET /api/patients/places": entry_of("clinic", "sort filter", query=lambda o: {"clinic": o["clinic"]}),
    "GET /api/patients/{patient}": entry_of("patient"),
    "PUT /api/patients/{patient}": entry_of(
        "patient", f"version {_PERSON}", body=lambda o: {"version": 1, "data": {"name": "Changed", "mrn": o["mrn"]}}
    ),
    "POST /api/patients": entry_of(
        "clinic_id=clinic",
        f"id despite {_PERSON}",
        body=lambda o: {"id": new_id(), "clinic_id": o["clinic"], "data": {"name": "New Somebody"}},
    ),
    # Whom the network knows elsewhere is told in one bit, which is its purpose: what may be foreign is the clinic.
    "POST /api/patients/duplicates": entry_of(
        "clinic_id=clinic",
        _PERSON,
        body=lambda o: {"clinic_id": o["clinic"], "data": {"name": "Far distant", "born": _BORN}},
    ),
    "POST /api/patients/link": entry_of(
        "clinic_id=clinic",
        "name born number",
        body=lambda o: {"clinic_id": o["clinic"], "name": "Far distant", "born": _BORN, "number": "far-distant"},
    ),
    "POST /api/patients/{patient}/confirmations": entry_of(
        "patient clinic_id=clinic", "which", body=lambda o: {"clinic_id": o["clinic"], "which": ["name", "born"]}
    ),
    "GET /api/patients/{patient}/history": entry_of("patient", f"since {PAGE}"),
    "GET /api/patients/{patient}/looks": entry_of("patient", PAGE),
    "GET /api/patients/{patient}/encounters": entry_of("patient", PAGE),
    "PUT /api/patients/{patient}/restriction": entry_of(
        "patient", "restriction reason", body=lambda _: {"restriction": "vip", "reason": "known in town"}
    ),
    # That a look finds a patient anywhere is its purpose: what may be foreign is the clinic.
    "POST /api/break-glass/look-up": entry_of(
        "clinic_id=clinic",
        "mrn name born",
        body=lambda o: {"clinic_id": o["clinic"], "mrn": "far-distant", "born": _BORN},
    ),
    "POST /api/break-glass": entry_of(
        "clinic_id=clinic",
        "mrn name born reason",
        body=lambda o: {
            "clinic_id": o["clinic"], "mrn": "far-distant", "born": _BORN, "reason": "unconscious, allergies unknown",
        },
    ),
    "GET /api/break-glass": entry_of(),
    "DELETE /api/break-glass/{glass}": entry_of("glass"),
    "GET /api/imports": entry_of("", PAGE, query=lambda _: {"limit": "200"}),
    "GET /api/imports/mapping": entry_of(
        "clinic",
        "kind columns",
        query=lambda o: {"clinic": o["clinic"], "kind": "patients", "columns": "3"},
        seeks=True,
    ),
    "GET /api/imports/{import_id}": entry_of("import_id=job"),
    "GET /api/imports/{import_id}/errors": entry_of("import_id=job", PAGE),
    "POST /api/imports": entry_of(
        "clinic_id=clinic",
        "id kind file digest lines mapping.columns mapping.system mapping.order mapping.header mapping.delimiter "
        "mapping.encoding mapping.register",
        body=lambda o: {
            "id": o["session"], "clinic_id": o["clinic"], "kind": "encounters", "file": "visits.csv",
            "digest": "ab" * 32, "lines": 2,
            "mapping": {"columns": ["external", "patient", "began"], "system": "his"},
        },
    ),
    "POST /api/imports/{import_id}/rows": entry_of(
        "import_id=job",
        "after rows lines",
        body=lambda o: {"after": 0, "rows": [[o["code"], "Ana Lima", _BORN], ["", "", ""]], "lines": [1, 2]},
    ),
    "DELETE /api/imports/{import_id}": entry_of("import_id=job"),
    "GET /api/day-lists": entry_of("", PAGE, query=lambda _: {"limit": "200"}),
    "GET /api/day-lists/mapping": entry_of(
        "clinic",
        "kind columns",
        query=lambda o: {"clinic": o["clinic"], "kind": "day_list", "columns": "4"},
        seeks=True,
    ),
    "GET /api/day-lists/{import_id}": entry_of("import_id=list_job"),
    "GET /api/day-lists/{import_id}/errors": entry_of("import_id=list_job", PAGE),
    "POST /api/day-lists": entry_of(
        "clinic_id=clinic",
        "id kind file digest lines mapping.columns mapping.system mapping.order mapping.header mapping.delimiter "
        "mapping.encoding mapping.register",
        body=lambda o: {
            "id": o["session"], "clinic_id": o["clinic"], "kind": "day_list", "file": "day.csv",
            "digest": "cd" * 32, "lines": 2,
            "mapping": {"columns": ["mrn", "begins", "doctor", "type"], "system": ""},
        },
    ),
    "POST /api/day-lists/{import_id}/rows": entry_of(
        "import_id=list_job",
        "after rows lines",
        body=lambda o: {"after": 0, "rows": [[o["mrn"], "2030-01-01 09:00", "nobody", "none"]], "lines": [1]},
    ),
    "DELETE /api/day-lists/{import_id}": entry_of("import_id=list_job"),
    "GET /api/no-shows": entry_of("clinic", "from to", query=lambda o: {"clinic": o["clinic"]}),
    "GET /api/schedule": entry_of(
        "clinic practitioner", "day specialty after",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "day": _visit_day()},
        seeks=True,
    ),
    "GET /api/schedule/week": entry_of(
        "clinic practitioner", "from days",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "from": _visit_day(), "days": "2"},
        seeks=True,
    ),
    "GET /api/schedule/slots": entry_of(
        "clinic practitioner type=visit_type", "day",
        query=lambda o: {
            "clinic": o["clinic"], "practitioner": o["practitioner"], "type": o["visit_type"], "day": _visit_day()
        },
        seeks=True,
    ),
    "POST /api/schedule/next": entry_of(
        "clinics=clinic practitioners=practitioner type=visit_type",
        "specialty weekdays time_from time_to begins days limit",
        body=lambda o: {
            "clinics": [o["clinic"]], "practitioners": [int(o["practitioner"])], "type": int(o["visit_type"]),
        },
        seeks=True,
    ),
    "GET /api/practitioners": entry_of(
        "clinic", f"specialty text inactive {PAGE}", query=lambda o: {"clinic": o["clinic"], "limit": "200"}
    ),
    "GET /api/practitioners/{practitioner}": entry_of("practitioner"),
    "POST /api/practitioners": entry_of("clinics=clinic", _WHO, body=_who),
    "PUT /api/practitioners/{practitioner}": entry_of("practitioner clinics=clinic", _WHO, body=_who),
    "POST /api/practitioners/{practitioner}/preview": entry_of("practitioner clinics=clinic", _WHO, body=_who),
    "GET /api/practitioners/{practitioner}/template": entry_of("practitioner"),
    "PUT /api/practitioners/{practitioner}/template": entry_of(
        "practitioner lines.clinic_id=clinic", f"version {_LINES}", body=_hours
    ),
    "POST /api/practitioners/{practitioner}/template/preview": entry_of(
        "practitioner lines.clinic_id=clinic", f"version {_LINES}", body=_hours
    ),
    "GET /api/exceptions": entry_of(
        "clinic practitioner",
        f"from to {PAGE}",
        query=lambda o: {"clinic": o["clinic"], "practitioner": o["practitioner"], "limit": "200"},
        seeks=True,
    ),
    "POST /api/exceptions": entry_of("clinic_id=clinic practitioner", "kind begins ends label step cap", body=_leave),
    "POST /api/exceptions/preview": entry_of(
        "clinic_id=clinic practitioner", "kind begins ends label step cap", body=_leave
    ),
    "DELETE /api/exceptions/{exception}": entry_of("exception"),
    "POST /api/exceptions/{exception}/preview": entry_of("exception"),
    "GET /api/visit-types": entry_of(),
    "POST /api/visit-types": entry_of("", _TYPE, body=lambda o: {"name": f"Type {o['code']}", "minutes": 30}),
    "PUT /api/visit-types/{visit_type}": entry_of(
        "visit_type", _TYPE, body=lambda _: {"name": "Changed", "minutes": 45, "version": 1}
    ),
    "GET /api/resources": entry_of("clinic", PAGE, query=lambda o: {"clinic": o["clinic"], "limit": "200"}),
    "POST /api/resources": entry_of("clinic_id=clinic", "kind name group capacity active version", body=_room),
    "PUT /api/resources/{resource}": entry_of(
        "resource=room clinic_id=clinic", "kind name group capacity active version", body=_room
    ),
    "POST /api/resources/{resource}/preview": entry_of(
        "resource=room clinic_id=clinic", "kind name group capacity active version", body=_room
    ),
    "GET /api/waitlist": entry_of("clinic", PAGE, query=lambda o: {"clinic": o["clinic"], "limit": "200"}),
    "POST /api/waitlist": entry_of(
        "clinic_id=clinic patient type=visit_type practitioner appointment",
        f"id {_WISH}",
        body=lambda o: _wish(o) | {"id": new_id()},
        seeks=True,
    ),
    "PUT /api/waitlist/{waiting}": entry_of(
        "waiting id=waiting clinic_id=clinic patient type=visit_type practitioner appointment",
        _WISH,
        body=lambda o: _wish(o) | {"id": o["waiting"]},
        seeks=True,
    ),
    "DELETE /api/waitlist/{waiting}": entry_of("waiting"),
    "DELETE /api/waitlist/offers/{offer}": entry_of("offer"),
    **DESK,
    "GET /api/audit": entry_of(
        "user=person patient mrn clinic",
        f"from to action {PAGE}",
        query=lambda o: {"user": o["person"], "patient": o["patient"], "mrn": o["mrn"], "clinic": o["clinic"]},
        seeks=True,
    ),
    "GET /api/audit/export": entry_of(
        "user=person patient mrn clinic",
        f"from to action {PAGE}",
        query=lambda o: {"user": o["person"], "patient": o["patient"], "mrn": o["mrn"], "clinic": o["clinic"]},
        seeks=True,
    ),
    "GET /api/audit/chain": entry_of(),
}  # fmt: skip
