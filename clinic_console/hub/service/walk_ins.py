"""Walk-ins: who has come without a slot gets a place in a practitioner's day, and takes nobody's time."""

from typing import Final

import msgspec

from clinic_console.domain.audit import Action
from clinic_console.hub.service import appointments_given as fields
from clinic_console.hub.service.appointments import LONGEST_REASON, Desk, changed_days, new_id
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import tell
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import walk_ins as store
from clinic_console.wire.appointments import Booked, WalkIn
from clinic_console.wire.schedule import Card

_card: Final = msgspec.json.Decoder(Card).decode
_words: Final = msgspec.json.Decoder(dict[str, object]).decode


async def add(desk: Desk, given: WalkIn) -> Booked:
    """Add a visit that begins now and return it, the same one for a key that was sent before.

    Raises BadField (and its kinds), NotFound, GlassNeeded, or NobodyHere when nobody who could see the patient works.
    """
    request = {
        "id": new_id(),
        "key": read_id(given.key, "key"),
        "asked": fields.fingerprint("walk_in", "", given),
        "clinic": read_id(given.clinic_id, "clinic_id"),
        "patient": read_id(given.patient, "patient"),
        "practitioner": fields.read_practitioner(given.practitioner) if given.practitioner else 0,
        "type": fields.read_type(given.type),
        "reason": fields.read_words(given.reason, "reason", LONGEST_REASON),
        "named": list(desk.named),
    }
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.add(work.connection, request)
        check(answer.outcome)
        card = _card(answer.card or "")
        if answer.outcome != "again":
            await work.record(
                Action.WALK_IN_ADDED,
                object_kind="appointment",
                object_id=card.id,
                clinic_id=answer.clinic,
                patient_id=answer.patient,
                after=_words(answer.after) if answer.after else None,
            )
            tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
    return Booked(card)
