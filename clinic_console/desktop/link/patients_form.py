"""Registering patients, changing them, and asking whether somebody is known already, over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.patients import Duplicates, Likeness, NewLink, NewPatient, Patient, PatientChange


async def register(access: Access, new: NewPatient) -> Patient:
    """Register somebody; sent again with the same id, the same patient is answered. ProbableDuplicate, BadField."""
    return await access.call(Patient, "POST", "/api/patients", body=new)


async def change(access: Access, patient: str, changed: PatientChange) -> Patient:
    """Change somebody; PatientChanged when there is a newer version, BadField."""
    return await access.call(Patient, "PUT", f"/api/patients/{known_id(patient)}", body=changed)


async def duplicates(access: Access, typed: Likeness) -> Duplicates:
    """Return who somebody new may be already."""
    return await access.call(Duplicates, "POST", "/api/patients/duplicates", body=typed)


async def take_in(access: Access, shown: NewLink) -> Patient:
    """Have somebody of another clinic here as well; NotFound unless name, date of birth and number fit exactly."""
    return await access.call(Patient, "POST", "/api/patients/link", body=shown)
