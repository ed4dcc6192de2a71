"""Patients: opening a card, and marking a chart as restricted."""

import unicodedata
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, GlassNeeded, NotFound
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import patients as store
from clinic_console.wire.patients import Patient, Restriction

RESTRICTIONS: Final = ("staff", "vip", "own", "family")
LEAST_REASON: Final = 10
"""Characters of a reason to look behind a mark."""
LONGEST_REASON: Final = 500
"""As many characters as the audit log keeps: more would be cut off."""


async def open_patient(engine: Engine, scope: Scope, patient: UUID) -> Patient:
    """Return who somebody is, and record that it was opened; NotFound, or GlassNeeded for a restricted chart."""
    async with unit_of_work(engine, scope) as work:
        found = await store.find(work.connection, patient, scope.user_id, list(scope.clinics))
        if found.patient is None:
            raise GlassNeeded if found.restricted else NotFound(field="patient")
        await work.record(
            Action.PATIENT_OPENED,
            object_kind="patient",
            object_id=patient,
            clinic_id=found.patient.clinic_id,
            patient_id=patient,
            after=_how(found.patient.glass_until is not None, found.lifted),
        )
    return wire_patient(found.patient)


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


def _how(glass: bool, lifted: bool) -> dict[str, object] | None:
    """Return by what way a chart was opened, if it is not the plain one."""
    return {name: True for name, was in (("glass", glass), ("lifted", lifted)) if was} or None


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
        str(row.id), row.mrn, row.name, row.name_latin, row.born, row.sex, row.restriction, glass_until=until
    )
