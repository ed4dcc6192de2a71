"""How each operation of the front desk is asked for: appointments, holds, check-in, walk-ins, bulk work, absences."""

from collections.abc import Mapping
from typing import Any, Final

from tests.hub.matrix_entry import PAGE, Entry, ahead, entry_of, new_id, seen, slot
from tests.hub.matrix_world import Ids


def _booking(ids: Ids) -> Any:
    named = {"patient": ids["patient"], "hold": ids["hold"], "waiting": ids["waiting"]}
    return {"key": new_id(), **slot(ids), **named}


def _moving(ids: Ids) -> Any:
    there = slot(ids)
    given = {"practitioner": there["practitioner"], "begins": there["begins"], "hold": ids["hold"]}
    return {**seen()(ids), **given}


def _bulk(ids: Ids) -> Any:
    items = [{"id": ids["appointment"], "at": ahead(14, 3), "version": 1}]
    asked = {"key": new_id(), "clinic_id": ids["clinic"], "operation": "roomed", "items": items}
    return asked | {"room": int(ids["room"]), "practitioner": int(ids["practitioner"])}


def _away(ids: Ids) -> dict[str, Any]:
    begins = ahead(14, 0)
    return {
        "clinic_id": ids["clinic"], "practitioner": int(ids["practitioner"]), "begins": begins,
        "ends": begins + 86_400_000,
    }  # fmt: skip


def _away_done(ids: Ids) -> Any:
    row = {"id": ids["appointment"], "at": ahead(14, 3), "version": 1, "action": "cancel"}
    return {"key": new_id(), "away": _away(ids), "rows": [row | {"practitioner": int(ids["practitioner"])}]}


_CHECK_IN: Final = (
    "compared not_confirmed contacts interpreter forms.name forms.state companions.name companions.relation "
    "companions.phone check_in"
)

DESK: Final[Mapping[str, Entry]] = {
    "POST /api/appointments": entry_of(
        "clinic_id=clinic patient practitioner type=visit_type hold waiting",
        "key begins minutes reason overbook beside",
        body=_booking,
        seeks=True,
    ),
    "POST /api/appointments/bulk": entry_of(
        "clinic_id=clinic items.id=appointment room practitioner",
        "key operation items.at items.version why note days minutes all_or_nothing",
        body=_bulk,
        seeks=True,
    ),
    "POST /api/appointments/bulk/{work}/undo": entry_of("work", "key", body=lambda _: {"key": new_id()}),
    "GET /api/appointments/{appointment}": entry_of("appointment"),
    "GET /api/appointments/{appointment}/history": entry_of("appointment", "at"),
    "POST /api/appointments/{appointment}/move": entry_of(
        "appointment practitioner hold", "key version at begins overbook beside", body=_moving, seeks=True
    ),
    "POST /api/appointments/{appointment}/cancel": entry_of(
        "appointment", "key version at why note", body=seen(why="other")
    ),
    "POST /api/appointments/{appointment}/no-show": entry_of(
        "appointment=begun", "key version at", body=seen(at=ahead(-1, 3))
    ),
    "POST /api/appointments/{appointment}/undo": entry_of("appointment", "key version at", body=seen()),
    "GET /api/patients/{patient}/appointments": entry_of("patient", PAGE),
    "GET /api/appointments/{appointment}/check-in": entry_of("appointment", "at"),
    "PUT /api/appointments/{appointment}/check-in": entry_of(
        "appointment", f"key version at {_CHECK_IN}", body=seen(compared=["name", "born"], interpreter="Ana")
    ),
    "POST /api/appointments/walk-in": entry_of(
        "clinic_id=clinic patient practitioner type=visit_type",
        "key reason",
        body=lambda o: {
            "key": new_id(),
            "clinic_id": o["clinic"],
            "patient": o["patient"],
            "practitioner": int(o["practitioner"]),
            "type": int(o["visit_type"]),
        },
        seeks=True,
    ),
    "POST /api/unavailable/preview": entry_of(
        "clinic_id=clinic practitioner", "begins ends label days", body=_away, seeks=True
    ),
    "POST /api/unavailable": entry_of(
        "away.clinic_id=clinic away.practitioner=practitioner rows.id=appointment rows.practitioner=practitioner",
        "key away.begins away.ends away.label away.days rows.at rows.version rows.action rows.begins",
        body=_away_done,
        seeks=True,
    ),
    "GET /api/unavailable": entry_of("clinic", PAGE, query=lambda o: {"clinic": o["clinic"]}, seeks=True),
    "GET /api/unavailable/{absence}": entry_of("absence"),
    "POST /api/unavailable/{absence}/undo": entry_of("absence", "key", body=lambda _: {"key": new_id()}),
    "PUT /api/unavailable/{absence}/calls/{appointment}": entry_of(
        "absence appointment", "version contact note", body=lambda _: {"version": 1, "contact": "message"}
    ),
    "GET /api/desk-views": entry_of(),
    "PUT /api/desk-views": entry_of(
        "", "items.name items.filters", body=lambda _: {"items": [{"name": "Mine", "filters": {"state": ["late"]}}]}
    ),
    "POST /api/holds": entry_of(
        "clinic_id=clinic practitioner type=visit_type",
        "id begins overbook",
        body=lambda o: {"id": new_id(), **slot(o)},
        seeks=True,
    ),
    "DELETE /api/holds/{hold}": entry_of("hold"),
}
