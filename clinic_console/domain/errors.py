"""Every error that a person or another program may see, as one tree.

ClinicError
├── BadInput                     what was sent cannot be taken (names the field)
│   ├── BadField                 one field of a request
│   ├── WrongMethod              an address that does not take this method
│   ├── BadAddress  NotEncrypted an address that cannot be a hub's, or that would send passwords readable
│   ├── MalformedMessage         not JSON, or not a message of the protocol
│   ├── UnknownMessage           a message type that the protocol does not have
│   ├── MessageTooLarge          over the limit of the door
│   ├── BadSequence              a sequence number that does not rise
│   └── BadReading               one value or instant of a message is refused, the others are kept
│       ├── NotANumber  NotFinite  OutOfRange  WrongUnit  UnknownValidity  BadName  TooManyValues
│       └── BadTime  TimeTooOld  TimeInFuture  TimeNotIncreasing  UnknownClock  NotStorable
├── NotAllowed                   who is asking may not do this
│   ├── NotSignedIn  SessionExpired  WrongCredentials
│   └── UnknownDevice  WrongDeviceToken  DeviceRevoked  DeviceReplaced  DeviceSilent
├── NotFound                     it does not exist, or not for the one who asks
├── Conflict                     it has changed, or is taken
├── VersionMismatch              two programs that do not fit each other
│   ├── ConsoleTooOld  HubTooOld
├── TooMany                      a limit of rate or number
├── SettingsNotKept              this PC's settings could not be written
├── Unavailable                  a part that is needed does not answer
│   ├── StoreUnavailable  BusUnavailable
│   ├── HubUnavailable           the hub, as a console sees it
│   │   ├── HubNotFound  HubRefuses  HubSlow  ProxyFailed  NotAHub
│   │   └── CertificateRefused ── CertificateNotTrusted  CertificateExpired  CertificateForAnother
│   └── KeyringUnavailable       the system's keyring
│       └── KeyringMissing  KeyringLocked  KeyringSlow
└── SetupError                   a program cannot start (said in words, without a traceback)
    ├── DataFolderInUse  DataFolderDenied  DiskFull  WrongDataVersion  PartMissing
    └── ServerDidNotStart  SchemaTooOld  SchemaTooNew  BadConfiguration

A class's docstring is its message for people; ``code`` is stable and may be matched by programs;
``advice`` says what to do.
"""

from typing import ClassVar


class ClinicError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"
    advice: ClassVar[str] = "Try again. If it happens again, tell your administrator."

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field

    @property
    def message(self) -> str:
        """The sentence for people, with the detail behind a colon."""
        sentence = (self.__doc__ or "").strip().split("\n", 1)[0]
        return f"{sentence.rstrip('.')}: {self.detail}" if self.detail else sentence

    def __str__(self) -> str:
        where = f" [{self.field}]" if self.field else ""
        return f"{self.message}{where} ({self.code})"


class BadInput(ClinicError):
    """What was sent cannot be taken."""

    code = "input.bad"
    advice = "Correct the named field and send it again."


class BadField(BadInput):
    """A field is missing or has a wrong value."""

    code = "input.field"


class WrongMethod(BadInput):
    """The address does not take this method."""

    code = "input.method"
    advice = "Use a method that the Allow header names."


class BadAddress(BadInput):
    """This is not the address of a hub."""

    code = "input.address"
    advice = "Write it as hub.example or https://hub.example. Your administrator knows it."


class NotEncrypted(BadInput):
    """An address with http:// would send passwords and vitals readable for others."""

    code = "input.not_encrypted"
    advice = "Write https:// instead of http://. Only a hub on this same PC needs no encryption."


class MalformedMessage(BadInput):
    """The message is not valid JSON or not of the protocol's form."""

    code = "message.malformed"
    advice = "Send the message as docs/device-protocol.md describes it. Nothing of this one was kept."


class UnknownMessage(BadInput):
    """The message has a type that the protocol does not have."""

    code = "message.unknown_type"
    advice = "Send only the message types of the protocol version that was agreed."


class MessageTooLarge(BadInput):
    """The message is larger than the limit."""

    code = "message.too_large"
    advice = "Split it into several messages. This one was not read."


class BadSequence(BadInput):
    """The sequence number does not follow the ones before it."""

    code = "message.bad_sequence"
    advice = "Number messages upwards by one, and resend only what was not acknowledged."


class BadReading(BadInput):
    """A value of the message is refused."""

    code = "value.bad"
    advice = "The other values of the message are kept. Do not send this one again."


class NotANumber(BadReading):
    """The value is not a number."""

    code = "value.not_a_number"


class NotFinite(BadReading):
    """The value is NaN or infinite."""

    code = "value.not_finite"
    advice = "Send null with a validity where there is no value. The others of the message are kept."


class OutOfRange(BadReading):
    """The value is outside what is physically possible."""

    code = "value.out_of_range"


class WrongUnit(BadReading):
    """The value's unit is not one that this parameter can be given in."""

    code = "value.wrong_unit"


class UnknownValidity(BadReading):
    """The value's validity is not one of valid, sensor_off, searching."""

    code = "value.unknown_validity"


class BadName(BadReading):
    """The parameter's name is not of the allowed form."""

    code = "value.bad_name"


class TooManyValues(BadReading):
    """The message has more values, or the device more kinds of message, than the limit."""

    code = "value.too_many"


class BadTime(BadReading):
    """The instant's time is missing or not a whole number of milliseconds."""

    code = "time.malformed"


class TimeTooOld(BadReading):
    """The instant is more than 24 hours old."""

    code = "time.too_old"
    advice = "Drop it. Report instants that were lost with a gap message."


class TimeInFuture(BadReading):
    """The instant lies more than 5 seconds in the future."""

    code = "time.in_future"
    advice = "Raise the clock number after setting the device's clock, and say its time in hello."


class TimeNotIncreasing(BadReading):
    """The instant is not later than the one before it."""

    code = "time.not_increasing"
    advice = "Send instants in order. Raise the clock number after setting the device's clock back."


class UnknownClock(BadReading):
    """The instant was measured under a clock number that the device never announced."""

    code = "time.unknown_clock"
    advice = "Say hello under a new clock number before sending what was measured under it."


class NotStorable(BadReading):
    """The database refuses this instant."""

    code = "value.not_storable"


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


class Unavailable(ClinicError):
    """A part that is needed does not answer."""

    code = "unavailable"
    advice = "Wait a moment and try again. What was sent before is kept."


class StoreUnavailable(Unavailable):
    """The database does not answer."""

    code = "unavailable.store"


class BusUnavailable(Unavailable):
    """The live bus (Redis) does not answer."""

    code = "unavailable.bus"


class HubUnavailable(Unavailable):
    """The hub does not answer."""

    code = "unavailable.hub"
    advice = "Watch the bedside monitors. The console tries again by itself."


class HubNotFound(HubUnavailable):
    """No computer with this name can be found."""

    code = "unavailable.hub.not_found"
    advice = "Check the address, and whether this PC is on the clinic's network."


class HubRefuses(HubUnavailable):
    """Nothing takes calls at this address."""

    code = "unavailable.hub.refuses"
    advice = "Check the address. If it is right, the hub is not running: tell your administrator."


class HubSlow(HubUnavailable):
    """The hub does not answer in time."""

    code = "unavailable.hub.slow"
    advice = "Try again in a moment. If it stays so, tell your administrator."


class ProxyFailed(HubUnavailable):
    """The network's proxy does not let this console through to the hub."""

    code = "unavailable.hub.proxy"
    advice = "Ask your administrator to let this PC reach the hub without the proxy."


class NotAHub(HubUnavailable):
    """Something answers at this address, but it is not a hub."""

    code = "unavailable.hub.not_a_hub"
    advice = "Check the address. A guest network that wants a login first looks like this too."


class CertificateRefused(HubUnavailable):
    """The hub's certificate cannot be accepted, so nothing was sent."""

    code = "unavailable.hub.certificate"
    advice = "Do not go on by other ways: tell your administrator."


class CertificateNotTrusted(CertificateRefused):
    """The hub's certificate comes from an authority that this PC does not trust, so nothing was sent."""

    code = "unavailable.hub.certificate_not_trusted"
    advice = "Tell your administrator: the clinic's authority may be missing on this PC, or somebody is in between."


class CertificateExpired(CertificateRefused):
    """The hub's certificate is not valid at this PC's time, so nothing was sent."""

    code = "unavailable.hub.certificate_expired"
    advice = "Check the date and time of this PC. If they are right, tell your administrator: it has expired."


class CertificateForAnother(CertificateRefused):
    """The hub's certificate belongs to another name than this address, so nothing was sent."""

    code = "unavailable.hub.certificate_other"
    advice = "Check the address: write the hub's name as your administrator gave it, not its number."


class KeyringUnavailable(Unavailable):
    """The keyring of this PC fails, so it remembers nobody."""

    code = "unavailable.keyring"
    advice = "Sign in with your password: it holds for this session only."


class KeyringMissing(KeyringUnavailable):
    """This PC has no keyring, so it remembers nobody."""

    code = "unavailable.keyring.missing"


class KeyringLocked(KeyringUnavailable):
    """The keyring of this PC is locked, so it remembers nobody."""

    code = "unavailable.keyring.locked"


class KeyringSlow(KeyringUnavailable):
    """The keyring of this PC does not answer, so it remembers nobody."""

    code = "unavailable.keyring.slow"


class SetupError(ClinicError):
    """The program cannot start."""

    code = "setup"
    advice = "Read the message, mend the cause and start again."


class DataFolderInUse(SetupError):
    """Another process is using this data folder."""

    code = "setup.data_in_use"
    advice = "Stop the other one, or choose another folder with CLINIC_DATA."


class DataFolderDenied(SetupError):
    """The data folder cannot be used with this user's rights."""

    code = "setup.data_denied"
    advice = "Give the user the right to write there, or choose another folder with CLINIC_DATA."


class DiskFull(SetupError):
    """There is not enough free space on the disk."""

    code = "setup.disk_full"
    advice = "Free some space, or choose a folder on another disk with CLINIC_DATA."


class WrongDataVersion(SetupError):
    """The data folder belongs to another major version of Postgres."""

    code = "setup.data_version"
    advice = "Start with the version that made it and move the data with pg_dump, or use a new folder."


class PartMissing(SetupError):
    """A package that this program needs is not installed."""

    code = "setup.part_missing"
    advice = "Install the extra that is named."


class ServerDidNotStart(SetupError):
    """An embedded server did not become ready."""

    code = "setup.server_not_ready"
    advice = "Read the server's log, which the message names."


class SchemaTooOld(SetupError):
    """The database's schema is older than this program."""

    code = "setup.schema_too_old"
    advice = "Run clinic-console migrate."


class SchemaTooNew(SetupError):
    """The database's schema is newer than this program."""

    code = "setup.schema_too_new"
    advice = "Update this program."


class BadConfiguration(SetupError):
    """A setting is missing or wrong."""

    code = "setup.configuration"
    advice = "Correct the named setting."
