"""Patients: opening a card, and marking a chart as restricted."""

import unicodedata
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, GlassNeeded, NotFound
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import patients as store
from clinic_console.wire.patients import Alert, Confirmation, Consent, Contact, Identifier, Patient, Restriction

RESTRICTIONS: Final = ("staff", "vip", "own", "family")
LEAST_REASON: Final = 10
"""Characters of a reason to look behind a mark."""
LONGEST_REASON: Final = 500
"""As many characters as the audit log keeps: more would be cut off."""


_identifiers: Final = msgspec.json.Decoder(list[Identifier]).decode
_contacts: Final = msgspec.json.Decoder(list[Contact]).decode
_alerts: Final = msgspec.json.Decoder(list[Alert]).decode
_consents: Final = msgspec.json.Decoder(list[Consent]).decode
_confirmed: Final = msgspec.json.Decoder(Confirmation).decode


async def open_patient(engine: Engine, scope: Scope, patient: UUID, opened: Opened) -> Patient:
    """Return who somebody is, and record that it was opened; NotFound, or GlassNeeded for a restricted chart.

    ``opened`` remembers it for what is looked at next in the same chart.
    """
    question = store.question(patient, scope.user_id, list(scope.clinics))
    async with unit_of_work(engine, scope, question) as work:
        found = store.answer(question)
        if found.patient is None:
            raise closed(found.restricted)
        row = found.patient
        await record_opened(work, patient, store.Chart(row.clinic_id, row.glass_until), lifted=found.lifted)
    opened.recorded((scope.session_id, patient))
    return wire_patient(row)


async def record_opened(work: Work, patient: UUID, chart: store.Chart, *, lifted: bool) -> None:
    """Record that a chart was opened, and by what way if it is not the plain one."""
    how = {name: True for name, was in (("glass", chart.glass_until is not None), ("lifted", lifted)) if was}
    await work.record(
        Action.PATIENT_OPENED,
        object_kind="patient",
        object_id=patient,
        clinic_id=chart.clinic_id,
        patient_id=patient,
        after=how or None,
    )


def closed(restricted: bool) -> GlassNeeded | NotFound:
    """Return what is said of a chart that is not open to who asks."""
    return GlassNeeded() if restricted else NotFound(field="patient")


async def restrict(engine: Engine, scope: Scope, patient: UUID, given: Restriction) -> None:
    """Mark a chart as restricted, or lift the mark, without seeing the chart; BadField or NotFound."""
    if given.restriction and given.restriction not in RESTRICTIONS:
        raise BadField(f"not one of {', '.join(RESTRICTIONS)}", field="restriction")
    # Whoever lifts a mark can then open the chart without breaking any glass: it asks as much.
    reason = check_reason(given.reason, 1 if given.restriction else LEAST_REASON)
    async with unit_of_work(engine, scope) as work:
        marked = await store.restrict(work.connection, patient, given.restriction, list(scope.clinics))
        if marked is None:
            raise NotFound(field="patient")
        before, clinic = marked
        await work.record(
            Action.PATIENT_RESTRICTED,
            object_kind="patient",
            object_id=patient,
            clinic_id=clinic,
            patient_id=patient,
            before={"restriction": before},
            after={"restriction": given.restriction},
            reason=reason,
        )


def check_reason(reason: str, least: int) -> str:
    """Return a reason as it is kept: on one line, of ``least`` to LONGEST_REASON characters; BadField otherwise."""
    kept = " ".join(reason.split())
    if not least <= len(kept) <= LONGEST_REASON or not is_readable(kept):
        raise BadField(f"not {least} to {LONGEST_REASON} characters without control characters", field="reason")
    return kept


def is_readable(text: str) -> bool:
    """Say whether people can have typed a text: no control characters (joiners, as Persian has them, are none)."""
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def wire_patient(row: store.PatientRow) -> Patient:
    """Return a patient as it is told."""
    until = int(row.glass_until.timestamp() * 1_000) if row.glass_until is not None else None
    return Patient(
        id=str(row.id),
        mrn=row.mrn,
        name=row.name,
        name_latin=row.name_latin,
        born=row.born,
        sex=row.sex,
        restriction=row.restriction,
        glass_until=until,
        name_kana=row.name_kana,
        family=row.family,
        former_name=row.former_name,
        deceased=row.deceased,
        died=row.died,
        language=row.language,
        interpreter=row.interpreter,
        identifiers=_identifiers(row.identifiers) if row.identifiers else [],
        contacts=_contacts(row.contacts) if row.contacts else [],
        alerts=_alerts(row.alerts) if row.alerts else [],
        consents=_consents(row.consents) if row.consents else [],
        confirmed=_confirmed(row.confirmed) if row.confirmed else None,
        version=row.version,
        clinic_id=str(row.clinic_id),
    )
