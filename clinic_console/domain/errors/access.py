"""Errors of who may do what, of what is there, and of what has changed meanwhile."""

from clinic_console.domain.errors.base import ClinicError


class NotAllowed(ClinicError):
    """You are not allowed to do this."""

    code = "access.denied"
    advice = "Ask your administrator for the right to do it."


class NotSignedIn(NotAllowed):
    """You are not signed in."""

    code = "access.not_signed_in"
    advice = "Sign in and try again."


class SessionExpired(NotSignedIn):
    """Your session has ended."""

    code = "access.session_expired"


class WrongCredentials(NotAllowed):
    """The user name or the password is wrong."""

    code = "access.wrong_credentials"
    advice = "Check both. Your administrator can set a new password."


class PinLocked(NotAllowed):
    """The PIN was wrong too often."""

    code = "access.pin_locked"
    advice = "Use the password."


class WorksElsewhere(NotAllowed):
    """This user also works in clinics that you do not administer."""

    code = "access.works_elsewhere"
    advice = "Take the user out of your own clinics, or ask an administrator of all of them."


class GlassNeeded(NotAllowed):
    """This chart is restricted."""

    code = "access.glass_needed"
    advice = "Where it cannot wait, break the glass: give a reason, and it is recorded."


class UnknownDevice(NotAllowed):
    """No device is registered under this code."""

    code = "device.unknown"
    advice = "Register the device, or correct the code set in it."


class WrongDeviceToken(NotAllowed):
    """The device's token is wrong."""

    code = "device.wrong_token"
    advice = "Set the token that was shown when the device was registered, or issue a new one."


class DeviceRevoked(NotAllowed):
    """The device has been taken out of use."""

    code = "device.revoked"
    advice = "Ask your administrator to issue a new token."


class DeviceReplaced(NotAllowed):
    """The same device has connected again; this older connection is closed."""

    code = "device.replaced"
    advice = "Keep one connection per device. Do not reconnect because of this."


class DeviceSilent(NotAllowed):
    """The device has not said anything for too long."""

    code = "device.idle"
    advice = "Say hello at once after connecting, and a status now and then. Connect again."


class NotFound(ClinicError):
    """There is no such thing, or not for you."""

    code = "not_found"
    advice = "Check what was asked for."


class Conflict(ClinicError):
    """It was changed by somebody else in the meantime."""

    code = "conflict"
    advice = "Look at the present state and try again."


class Taken(Conflict):
    """This is taken already."""

    code = "conflict.taken"
    advice = "Choose another."


class NotYourself(Conflict):
    """Nobody can do this to themselves."""

    code = "conflict.yourself"
    advice = "Ask another administrator."


class InUse(Conflict):
    """Somebody is signed in there."""

    code = "conflict.in_use"
    advice = "End the sessions there first."


class PatientChanged(Conflict):
    """Somebody else has changed this patient meanwhile."""

    code = "patients.changed"
    advice = "Look at what was changed, and save again."


class ProbableDuplicate(Conflict):
    """Somebody like this is registered already."""

    code = "patients.probable_duplicate"
    advice = "Look whether it is the same person before you register another one."


class ImportOutOfStep(Conflict):
    """These rows are not the next ones of the import."""

    code = "imports.out_of_step"
    advice = "Ask how far the import is, and go on from there."


class ImportOver(Conflict):
    """The import has ended."""

    code = "imports.over"
    advice = "Begin it again: rows that are in already are passed over."


class VersionMismatch(ClinicError):
    """The two programs do not speak the same version."""

    code = "version.mismatch"
    advice = "Update the older of the two."


class ConsoleTooOld(VersionMismatch):
    """This console is older than the hub."""

    code = "version.console_old"
    advice = "Ask your administrator for the new console on this PC."


class HubTooOld(VersionMismatch):
    """The hub is older than this console."""

    code = "version.hub_old"
    advice = "Ask your administrator to update the hub, or use the former console until then."


class TooMany(ClinicError):
    """Too many requests or connections."""

    code = "limit.too_many"
    advice = "Wait a moment and try again."

    def __init__(self, detail: str = "", *, field: str = "", retry_after: int = 1) -> None:
        super().__init__(detail, field=field)
        self.retry_after = retry_after


class SettingsNotKept(ClinicError):
    """The settings of this PC could not be kept."""

    code = "station.not_kept"
    advice = "They hold until the console ends. Free space on the disk, or ask for the right to write to the folder."


class SettingsNotUnderstood(ClinicError):
    """Some settings of this PC could not be understood."""

    code = "station.not_understood"
    advice = "Look through the settings: what was lost has been set with care, as on a shared PC with names hidden."


class FileNotWritten(ClinicError):
    """The file could not be written."""

    code = "file.not_written"
    advice = "Free space on the disk, or choose another folder."
