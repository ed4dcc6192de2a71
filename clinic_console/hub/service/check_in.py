"""The check-in card: who has come, confirmed by two identifiers, and what is still to be signed."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain import check_in as rules
from clinic_console.domain.appointments import Identity
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField
from clinic_console.hub.service import appointments_given as given_fields
from clinic_console.hub.service.appointments import Desk, changed_days
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import tell
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import check_in as store
from clinic_console.hub.store.appointments import Answer
from clinic_console.wire.check_in import CheckIn, CheckInData, Companion, Form

LONGEST_WHY: Final = 500
LONGEST_INTERPRETER: Final = 100
LONGEST_FORM: Final = 100
LONGEST_NAME: Final = 100
LONGEST_PHONE: Final = 40

_check_in: Final = msgspec.json.Decoder(CheckIn).decode
_words: Final = msgspec.json.Decoder(dict[str, object]).decode


async def read(desk: Desk, appointment: UUID, at: int) -> CheckIn:
    """Return a visit's card, and record that it was opened; NotFound, GlassNeeded, BadField (not a time)."""
    question = store.question(appointment, given_fields.seen_at(at), list(desk.named))
    async with unit_of_work(desk.engine, desk.scope, question) as work:
        found = store.answer(question)
        check(found.outcome)
        # It is the patient's chart as far as a desk needs it: each look is recorded.
        await work.record(
            Action.CHECK_IN_OPENED,
            object_kind="appointment",
            object_id=appointment,
            clinic_id=found.clinic,
            patient_id=found.patient,
        )
    return _check_in(found.card or "")


async def save(desk: Desk, appointment: UUID, given: CheckInData) -> CheckIn:
    """Write a visit's card, check the visit in if that is asked, and return it; the same again for a key that was
    sent before.

    Raises BadField, NotFound, GlassNeeded, AppointmentChanged, WrongState, IdentityOpen.
    """
    compared = rules.compared_of(given.compared)
    why = given_fields.read_words(given.not_confirmed, "not_confirmed", LONGEST_WHY)
    identity = rules.identity_of(compared, why)
    at = given_fields.seen_at(given.at)
    request = {
        "id": appointment,
        "key": read_id(given.key, "key"),
        "asked": given_fields.fingerprint("check_in", appointment, given),
        "at": at,
        "version": given_fields.read_version(given.version),
        "noted": json.dumps(_noted(given, compared, why), ensure_ascii=False),
        "identity": identity,
        "check_in": given.check_in,
        "from": sorted(rules.CHECKED_IN_FROM),
        "open": sorted(rules.WRITABLE),
        "named": list(desk.named),
    }
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.save(work.connection, request)
        check(answer.outcome)
        if answer.outcome != "again":
            await _record(work, appointment, answer, why if identity is Identity.NOT_CONFIRMED else "")
            tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
        found = await store.read(work.connection, appointment, at, list(desk.named))
        check(found.outcome)
    return _check_in(found.card or "")


async def _record(work: Work, appointment: UUID, answer: Answer, why: str) -> None:
    await work.record(
        Action.VISIT_CHECKED_IN if answer.outcome == "checked_in" else Action.CHECK_IN_CHANGED,
        object_kind="appointment",
        object_id=appointment,
        clinic_id=answer.clinic,
        patient_id=answer.patient,
        before=_words(answer.before) if answer.before else None,
        after=_words(answer.after) if answer.after else None,
        reason=why,
    )


def _noted(given: CheckInData, compared: Sequence[str], why: str) -> dict[str, object]:
    return {
        "compared": list(compared),
        "not_confirmed": why,
        "contacts": given.contacts,
        "interpreter": given_fields.read_words(given.interpreter, "interpreter", LONGEST_INTERPRETER),
        "forms": _forms(given.forms),
        "companions": _companions(given.companions),
    }


def _forms(given: Sequence[Form]) -> list[dict[str, str]]:
    if len(given) > rules.MOST_FORMS:
        raise BadField(f"over {rules.MOST_FORMS}", field="forms")
    found: dict[str, str] = {}
    for place, form in enumerate(given):
        name = _named(form.name, f"forms[{place}].name", LONGEST_FORM)
        if name in found:
            raise BadField("twice", field=f"forms[{place}].name")
        if form.state not in set(rules.FormState):
            raise BadField(f"not one of {', '.join(rules.FormState)}", field=f"forms[{place}].state")
        found[name] = form.state
    return [{"name": name, "state": state} for name, state in found.items()]


def _companions(given: Sequence[Companion]) -> list[dict[str, str]]:
    if len(given) > rules.MOST_COMPANIONS:
        raise BadField(f"over {rules.MOST_COMPANIONS}", field="companions")
    return [_companion(each, f"companions[{place}]") for place, each in enumerate(given)]


def _companion(given: Companion, field: str) -> dict[str, str]:
    return {
        "name": _named(given.name, f"{field}.name", LONGEST_NAME),
        "relation": given_fields.read_words(given.relation, f"{field}.relation", LONGEST_NAME),
        "phone": given_fields.read_words(given.phone, f"{field}.phone", LONGEST_PHONE),
    }


def _named(text: str, field: str, longest: int) -> str:
    words = given_fields.read_words(text, field, longest)
    if not words:
        raise BadField("empty", field=field)
    return words
