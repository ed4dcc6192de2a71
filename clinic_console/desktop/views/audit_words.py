"""The audit log in plain words: what was done, to what, which fields."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.state.audit import Event, Group, Span, named
from clinic_console.domain.audit import Action

ALARMING: Final = frozenset({Action.REPLAYED, Action.GLASS_BROKEN})
"""What an auditor looks for first."""


class AuditWords:
    """The log's words in the language of the moment: a view built for another language makes its own."""

    def __init__(self) -> None:
        self.actions: dict[str, str] = {
            **_of_sessions(),
            **_of_people(),
            **_of_things(),
            **_of_patients(),
            **_of_schedules(),
        }
        self.groups = _groups()
        self.spans = _spans()
        self._kinds, self._fields, self._values = _kinds(), _fields(), _values()

    def action(self, event: Event) -> str:
        """Say what was done; what a newer hub does is shown by its own name."""
        return self.actions.get(event.action, event.action)

    def about(self, event: Event) -> str:
        """Say to what it was done: by its name or number, as nobody knows a thing by a long id."""
        kind = self._kinds.get(event.kind, event.kind)
        number = event.object_id if event.object_id.isdigit() else ""
        return f"{kind} {named(event) or number}".strip()

    def field(self, name: str) -> str:
        """Say which field it is; one that is not known is shown by its own name."""
        return self._fields.get(name, name.replace("_", " "))

    def value(self, value: str) -> str:
        """Say what a field holds."""
        return self._values.get(value, value)


def _of_sessions() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Action.SIGNED_IN: translate("Audit", "Signed in"),
        Action.SIGN_IN_FAILED: translate("Audit", "Sign-in refused"),
        Action.SIGNED_OUT: translate("Audit", "Signed out"),
        Action.SIGNED_OUT_EVERYWHERE: translate("Audit", "Signed out everywhere"),
        Action.REPLAYED: translate("Audit", "Stale session key used again: session ended"),
        Action.LOCKED: translate("Audit", "Console locked"),
        Action.UNLOCKED: translate("Audit", "Console unlocked"),
        Action.UNLOCK_FAILED: translate("Audit", "Unlocking refused"),
    }


def _of_people() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Action.PASSWORD_CHANGED: translate("Audit", "Changed own password"),
        Action.PIN_CHANGED: translate("Audit", "Changed own PIN"),
        Action.USER_ADDED: translate("Audit", "Added a user"),
        Action.USER_CHANGED: translate("Audit", "Changed a user"),
        Action.USER_ROLES: translate("Audit", "Changed a user’s roles"),
        Action.USER_DISABLED: translate("Audit", "Disabled a user"),
        Action.USER_ENABLED: translate("Audit", "Enabled a user again"),
        Action.USER_PASSWORD: translate("Audit", "Gave a user a new password"),
    }


def _of_things() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Action.DEVICE_ADDED: translate("Audit", "Registered a device"),
        Action.DEVICE_TOKEN: translate("Audit", "Gave a device a new token"),
        Action.DEVICE_REVOKED: translate("Audit", "Revoked a device"),
        Action.DEVICE_MOVED: translate("Audit", "Placed a device"),
        Action.STATION_CHANGED: translate("Audit", "Moved a PC to another clinic"),
        Action.STATION_FORGOTTEN: translate("Audit", "Removed a PC"),
        Action.CLINIC_ADDED: translate("Audit", "Added a clinic"),
        Action.WARD_ADDED: translate("Audit", "Added a ward"),
        Action.AUDIT_SEEN: translate("Audit", "Read the audit log"),
        Action.AUDIT_EXPORTED: translate("Audit", "Exported the audit log"),
    }


def _of_patients() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Action.PATIENTS_LISTED: translate("Audit", "Was shown the patients of a ward"),
        Action.PATIENT_OPENED: translate("Audit", "Opened a patient"),
        Action.PATIENT_RESTRICTED: translate("Audit", "Changed the restriction of a chart"),
        Action.PATIENTS_SEARCHED: translate("Audit", "Looked for a patient"),
        Action.PATIENTS_COMPARED: translate("Audit", "Looked for duplicates of a patient"),
        Action.PATIENT_REGISTERED: translate("Audit", "Registered a patient"),
        Action.PATIENT_LINKED: translate("Audit", "Took in a patient of another clinic"),
        Action.PATIENT_CHANGED: translate("Audit", "Changed a patient"),
        Action.PATIENT_CONFIRMED: translate("Audit", "Confirmed who a patient is"),
        Action.PATIENT_LOOKS: translate("Audit", "Looked who opened a patient"),
        Action.IMPORT_BEGUN: translate("Audit", "Began to import a file"),
        Action.IMPORT_ENDED: translate("Audit", "Ended the import of a file"),
        Action.READINGS_OPENED: translate("Audit", "Opened a patient’s vitals"),
        Action.GLASS_LOOKED: translate("Audit", "Looked for a restricted chart"),
        Action.GLASS_BROKEN: translate("Audit", "Broke the glass"),
        Action.GLASS_ENDED: translate("Audit", "Gave back an opened chart"),
    }


def _of_schedules() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Action.SCHEDULE_SEEN: translate("Audit", "Looked at a schedule"),
        Action.SLOTS_SEEN: translate("Audit", "Looked for free times"),
        Action.APPOINTMENT_BOOKED: translate("Audit", "Booked a visit"),
        Action.APPOINTMENT_MOVED: translate("Audit", "Moved a visit"),
        Action.APPOINTMENT_CANCELLED: translate("Audit", "Cancelled a visit"),
        Action.APPOINTMENT_NO_SHOW: translate("Audit", "Noted that a patient did not come"),
        Action.APPOINTMENT_UNDONE: translate("Audit", "Took back a change of a visit"),
        Action.VISIT_ARRIVED: translate("Audit", "Noted that a patient has come"),
        Action.VISIT_CHECKED_IN: translate("Audit", "Checked a patient in"),
        Action.VISIT_ROOMED: translate("Audit", "Took a patient to a room"),
        Action.VISIT_WITH_DOCTOR: translate("Audit", "Noted that a patient is with the doctor"),
        Action.VISIT_DONE: translate("Audit", "Checked a patient out"),
        Action.VISIT_LEFT: translate("Audit", "Noted that a patient left without being seen"),
        Action.VISIT_EXPECTED: translate("Audit", "Took back that a patient has come"),
        Action.APPOINTMENT_OPENED: translate("Audit", "Opened a visit"),
        Action.NO_SHOWS_SEEN: translate("Audit", "Looked how many patients did not come"),
        Action.WALK_IN_ADDED: translate("Audit", "Added a walk-in"),
        Action.CHECK_IN_OPENED: translate("Audit", "Opened a check-in card"),
        Action.CHECK_IN_CHANGED: translate("Audit", "Changed a check-in card"),
        Action.AWAY_PREVIEWED: translate("Audit", "Looked where an absent doctor’s visits could go"),
        Action.AWAY_COMMITTED: translate("Audit", "Noted that a doctor is away and moved the visits"),
        Action.AWAY_UNDONE: translate("Audit", "Took back that a doctor is away"),
        Action.CALLS_SEEN: translate("Audit", "Looked at a call list"),
        Action.CALLED: translate("Audit", "Noted a call to a patient"),
        Action.APPOINTMENTS_LISTED: translate("Audit", "Was shown a patient’s visits"),
        Action.SLOT_HELD: translate("Audit", "Kept a time free"),
        Action.SLOT_RELEASED: translate("Audit", "Gave back a time"),
        Action.WAITLIST_SEEN: translate("Audit", "Looked at the waitlist"),
        Action.WAITLIST_CHANGED: translate("Audit", "Changed the waitlist"),
        Action.HOURS_CHANGED: translate("Audit", "Changed working hours"),
        Action.HOURS_PREVIEWED: translate("Audit", "Looked at what other hours would affect"),
        Action.EXCEPTION_ADDED: translate("Audit", "Added leave, extra hours or a closing"),
        Action.EXCEPTION_REMOVED: translate("Audit", "Removed leave, extra hours or a closing"),
        Action.PRACTITIONER_ADDED: translate("Audit", "Added a practitioner"),
        Action.PRACTITIONER_CHANGED: translate("Audit", "Changed a practitioner"),
        Action.VISIT_TYPE_ADDED: translate("Audit", "Added a type of visit"),
        Action.VISIT_TYPE_CHANGED: translate("Audit", "Changed a type of visit"),
        Action.RESOURCE_ADDED: translate("Audit", "Added a room or device for visits"),
        Action.RESOURCE_CHANGED: translate("Audit", "Changed a room or device for visits"),
    }


def _groups() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "": translate("Audit", "Everything"),
        Group.PATIENT: translate("Audit", "Patients"),
        Group.SCHEDULE: translate("Audit", "Schedules"),
        Group.APPOINTMENT: translate("Audit", "Visits"),
        Group.CHECK_IN: translate("Audit", "Check-in"),
        Group.WAITLIST: translate("Audit", "Waitlist"),
        Group.HOURS: translate("Audit", "Working hours"),
        Group.UNAVAILABLE: translate("Audit", "Absences and calls"),
        Group.PRACTITIONER: translate("Audit", "Practitioners"),
        Group.VISIT_TYPE: translate("Audit", "Types of visits"),
        Group.RESOURCE: translate("Audit", "Rooms and devices"),
        Group.READINGS: translate("Audit", "Vitals"),
        Group.GLASS: translate("Audit", "Broken glass"),
        Group.SESSION: translate("Audit", "Signing in"),
        Group.ACCOUNT: translate("Audit", "Own passwords"),
        Group.USER: translate("Audit", "Users"),
        Group.DEVICE: translate("Audit", "Devices"),
        Group.IMPORT: translate("Audit", "Imports"),
        Group.STATION: translate("Audit", "PCs"),
        Group.CLINIC: translate("Audit", "Clinics"),
        Group.AUDIT: translate("Audit", "The log itself"),
    }


def _spans() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        Span.TODAY: translate("Audit", "Today"),
        Span.WEEK: translate("Audit", "7 days"),
        Span.MONTH: translate("Audit", "30 days"),
        Span.YEAR: translate("Audit", "1 year"),
        Span.CUSTOM: translate("Audit", "From … to …"),
    }


def _kinds() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "session": translate("Audit", "Session"),
        "account": translate("Audit", "Own account"),
        "user": translate("Audit", "User"),
        "device": translate("Audit", "Device"),
        "station": translate("Audit", "PC"),
        "clinic": translate("Audit", "Clinic"),
        "patient": translate("Audit", "Patient"),
        "import": translate("Audit", "Import"),
        "bed": translate("Audit", "Bed"),
        "ward": translate("Audit", "Ward"),
        "schedule": translate("Audit", "Schedule"),
        "appointment": translate("Audit", "Visit"),
        "waitlist": translate("Audit", "Waitlist"),
        "hours": translate("Audit", "Working hours"),
        "unavailable": translate("Audit", "Absence"),
        "practitioner": translate("Audit", "Practitioner"),
        "visit_type": translate("Audit", "Type of visit"),
        "resource": translate("Audit", "Room or device"),
        "readings": translate("Audit", "Vitals"),
        "glass": translate("Audit", "Chart"),
        "break_glass": translate("Audit", "Chart"),
        "audit": translate("Audit", "Audit log"),
    }


def _fields() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "": translate("Audit", "Content"),
        "name": translate("Audit", "Name"),
        "login": translate("Audit", "Sign-in name"),
        "code": translate("Audit", "Code"),
        "model": translate("Audit", "Model"),
        "bed": translate("Audit", "Bed"),
        "bed_id": translate("Audit", "Bed"),
        "ward": translate("Audit", "Ward"),
        "clinic": translate("Audit", "Clinic"),
        "clinic_id": translate("Audit", "Clinic"),
        "role": translate("Audit", "Role"),
        "roles": translate("Audit", "Roles"),
        "memberships": translate("Audit", "Roles"),
        "disabled": translate("Audit", "Disabled"),
        "revoked": translate("Audit", "Revoked"),
        "restriction": translate("Audit", "Restriction"),
        "lifted": translate("Audit", "Lifted by the same user"),
        "glass": translate("Audit", "Opened by glass"),
        "refused": translate("Audit", "Refused"),
        "match": translate("Audit", "Match"),
        "by": translate("Audit", "Asked by"),
        "expires": translate("Audit", "Ends"),
        "until": translate("Audit", "Until"),
        "from": translate("Audit", "From"),
        "to": translate("Audit", "To"),
        "count": translate("Audit", "Number"),
        "rows": translate("Audit", "Rows"),
        "sessions": translate("Audit", "Sessions ended"),
        "remember": translate("Audit", "Remembered on the PC"),
        "remembered": translate("Audit", "Remembered on the PC"),
        "action": translate("Audit", "What"),
        "user": translate("Audit", "User"),
        "mrn": "MRN",
    }


def _values() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "true": translate("Audit", "yes"),
        "false": translate("Audit", "no"),
        "nurse": translate("roles", "Nurse"),
        "receptionist": translate("roles", "Receptionist"),
        "doctor": translate("roles", "Doctor"),
        "facility_manager": translate("roles", "Facility manager"),
        "administrator": translate("roles", "Administrator"),
        "auditor": translate("roles", "Auditor"),
        "staff": translate("Audit", "member of staff"),
        "vip": translate("Audit", "public person"),
        "own": translate("Audit", "own chart"),
        "family": translate("Audit", "family"),
    }
