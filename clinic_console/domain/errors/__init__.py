"""Every error that a person or another program may see, as one tree.

ClinicError
├── BadInput                     what was sent cannot be taken (names the field)
│   ├── BadField                 one field of a request
│   │   ├── PasswordTooShort  PasswordsDiffer  NotAPin
│   │   ├── TimeGap  TimeTwice    a time on the wall that is no instant, or two
│   │   ├── InThePast  OutsideHours  ClinicClosed  WrongDuration  WrongVisitType  TemplateOverlap
│   │   └── NoPractitioner ── PractitionerInactive
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
│   ├── NotSignedIn  SessionExpired  WrongCredentials  PinLocked
│   ├── WorksElsewhere  GlassNeeded
│   └── UnknownDevice  WrongDeviceToken  DeviceRevoked  DeviceReplaced  DeviceSilent
├── NotFound                     it does not exist, or not for the one who asks
├── Conflict                     it has changed meanwhile
│   ├── Taken  InUse             it is somebody else's, or at work
│   ├── NotYourself              nobody takes their own rights
│   ├── PatientChanged  ProbableDuplicate
│   ├── ImportOutOfStep  ImportOver
│   ├── AppointmentChanged  ScheduleChanged  WrongState  HoldOver
│   ├── IdentityOpen  WithinGrace  HasArrived  RoomFull  NobodyHere
│   ├── UndoOver  AwayTouched
│   └── NotFree                  a time that cannot be had (with alternatives)
│       ├── SlotTaken  SlotReserved  PractitionerAway  NothingToUse
│       └── PatientBusy  OverCap
├── VersionMismatch              two programs that do not fit each other
│   ├── ConsoleTooOld  HubTooOld
├── TooMany                      a limit of rate or number
├── SettingsNotKept  SettingsNotUnderstood   this PC's settings could not be written, or read
├── FileNotWritten               a file that the user asked for could not be written
├── Unavailable                  a part that is needed does not answer
│   ├── StoreUnavailable  BusUnavailable
│   ├── HubUnavailable           the hub, as a console sees it
│   │   ├── HubNotFound  HubRefuses  HubSlow  ProxyFailed  NotAHub
│   │   └── CertificateRefused ── CertificateNotTrusted  CertificateExpired  CertificateForAnother
│   │       └── AuthoritiesUnreadable   the file with the clinic's own authorities
│   └── KeyringUnavailable       the system's keyring
│       └── KeyringMissing  KeyringLocked  KeyringSlow
└── SetupError                   a program cannot start (said in words, without a traceback)
    ├── DataFolderInUse  DataFolderDenied  DiskFull  WrongDataVersion  PartMissing
    └── ServerDidNotStart  SchemaTooOld  SchemaTooNew  BadConfiguration

A class's docstring is its message for people; ``code`` is stable and may be matched by programs;
``advice`` says what to do.
Each branch has a file; everybody imports from here. An error never does anything: it only says what happened.
"""

from clinic_console.domain.errors.access import (
    Conflict,
    ConsoleTooOld,
    DeviceReplaced,
    DeviceRevoked,
    DeviceSilent,
    FileNotWritten,
    GlassNeeded,
    HubTooOld,
    ImportOutOfStep,
    ImportOver,
    InUse,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotYourself,
    PatientChanged,
    PinLocked,
    ProbableDuplicate,
    SessionExpired,
    SettingsNotKept,
    SettingsNotUnderstood,
    Taken,
    TooMany,
    UnknownDevice,
    VersionMismatch,
    WorksElsewhere,
    WrongCredentials,
    WrongDeviceToken,
)
from clinic_console.domain.errors.base import ClinicError
from clinic_console.domain.errors.desk import (
    AwayTouched,
    HasArrived,
    IdentityOpen,
    NobodyHere,
    RoomFull,
    UndoOver,
    WithinGrace,
)
from clinic_console.domain.errors.messages import (
    BadAddress,
    BadField,
    BadInput,
    BadName,
    BadReading,
    BadSequence,
    BadTime,
    MalformedMessage,
    MessageTooLarge,
    NotANumber,
    NotAPin,
    NotEncrypted,
    NotFinite,
    NotStorable,
    OutOfRange,
    PasswordsDiffer,
    PasswordTooShort,
    TimeInFuture,
    TimeNotIncreasing,
    TimeTooOld,
    TooManyValues,
    UnknownClock,
    UnknownMessage,
    UnknownValidity,
    WrongMethod,
    WrongUnit,
)
from clinic_console.domain.errors.reach import (
    AuthoritiesUnreadable,
    BusUnavailable,
    CertificateExpired,
    CertificateForAnother,
    CertificateNotTrusted,
    CertificateRefused,
    HubNotFound,
    HubRefuses,
    HubSlow,
    HubUnavailable,
    KeyringLocked,
    KeyringMissing,
    KeyringSlow,
    KeyringUnavailable,
    NotAHub,
    ProxyFailed,
    StoreUnavailable,
    Unavailable,
)
from clinic_console.domain.errors.schedule import (
    AppointmentChanged,
    ClinicClosed,
    HoldOver,
    InThePast,
    NoPractitioner,
    NotFree,
    NothingToUse,
    OutsideHours,
    OverCap,
    PatientBusy,
    PractitionerAway,
    PractitionerInactive,
    ScheduleChanged,
    SlotReserved,
    SlotTaken,
    TemplateOverlap,
    TimeGap,
    TimeTwice,
    WrongDuration,
    WrongState,
    WrongVisitType,
)
from clinic_console.domain.errors.setup import (
    BadConfiguration,
    DataFolderDenied,
    DataFolderInUse,
    DiskFull,
    PartMissing,
    SchemaTooNew,
    SchemaTooOld,
    ServerDidNotStart,
    SetupError,
    WrongDataVersion,
)

__all__ = [
    "AppointmentChanged",
    "AuthoritiesUnreadable",
    "AwayTouched",
    "BadAddress",
    "BadConfiguration",
    "BadField",
    "BadInput",
    "BadName",
    "BadReading",
    "BadSequence",
    "BadTime",
    "BusUnavailable",
    "CertificateExpired",
    "CertificateForAnother",
    "CertificateNotTrusted",
    "CertificateRefused",
    "ClinicClosed",
    "ClinicError",
    "Conflict",
    "ConsoleTooOld",
    "DataFolderDenied",
    "DataFolderInUse",
    "DeviceReplaced",
    "DeviceRevoked",
    "DeviceSilent",
    "DiskFull",
    "FileNotWritten",
    "GlassNeeded",
    "HasArrived",
    "HoldOver",
    "HubNotFound",
    "HubRefuses",
    "HubSlow",
    "HubTooOld",
    "HubUnavailable",
    "IdentityOpen",
    "ImportOutOfStep",
    "ImportOver",
    "InThePast",
    "InUse",
    "KeyringLocked",
    "KeyringMissing",
    "KeyringSlow",
    "KeyringUnavailable",
    "MalformedMessage",
    "MessageTooLarge",
    "NoPractitioner",
    "NobodyHere",
    "NotAHub",
    "NotANumber",
    "NotAPin",
    "NotAllowed",
    "NotEncrypted",
    "NotFinite",
    "NotFound",
    "NotFree",
    "NotSignedIn",
    "NotStorable",
    "NotYourself",
    "NothingToUse",
    "OutOfRange",
    "OutsideHours",
    "OverCap",
    "PartMissing",
    "PasswordTooShort",
    "PasswordsDiffer",
    "PatientBusy",
    "PatientChanged",
    "PinLocked",
    "PractitionerAway",
    "PractitionerInactive",
    "ProbableDuplicate",
    "ProxyFailed",
    "RoomFull",
    "ScheduleChanged",
    "SchemaTooNew",
    "SchemaTooOld",
    "ServerDidNotStart",
    "SessionExpired",
    "SettingsNotKept",
    "SettingsNotUnderstood",
    "SetupError",
    "SlotReserved",
    "SlotTaken",
    "StoreUnavailable",
    "Taken",
    "TemplateOverlap",
    "TimeGap",
    "TimeInFuture",
    "TimeNotIncreasing",
    "TimeTooOld",
    "TimeTwice",
    "TooMany",
    "TooManyValues",
    "Unavailable",
    "UndoOver",
    "UnknownClock",
    "UnknownDevice",
    "UnknownMessage",
    "UnknownValidity",
    "VersionMismatch",
    "WithinGrace",
    "WorksElsewhere",
    "WrongCredentials",
    "WrongDataVersion",
    "WrongDeviceToken",
    "WrongDuration",
    "WrongMethod",
    "WrongState",
    "WrongUnit",
    "WrongVisitType",
]
