"""The audit log as an auditor reads it: events, what each changed, what is looked for, how far it is sealed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from clinic_console.desktop.state.pages import Pages
from clinic_console.domain.errors import ClinicError

MAX_PEOPLE: Final = 200
"""Of so many people that were met in the log one can be chosen; others by a row of theirs."""
MAX_TEXT: Final = 2_000


class Group(StrEnum):
    """What kind of thing was done: the first word of its action."""

    SESSION = "session"
    ACCOUNT = "account"
    USER = "user"
    DEVICE = "device"
    IMPORT = "import"
    STATION = "station"
    CLINIC = "clinic"
    PATIENT = "patient"
    SCHEDULE = "schedule"
    APPOINTMENT = "appointment"
    CHECK_IN = "check_in"
    WAITLIST = "waitlist"
    HOURS = "hours"
    UNAVAILABLE = "unavailable"
    PRACTITIONER = "practitioner"
    VISIT_TYPE = "visit_type"
    RESOURCE = "resource"
    READINGS = "readings"
    GLASS = "glass"
    AUDIT = "audit"


class Span(StrEnum):
    """Of which time events are shown."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``at`` in ms since 1970, ``before`` and ``after`` are JSON or empty, ``seq`` None until sealed."""

    id: str
    at: int
    user_id: str
    user: str
    station: str
    address: str
    program: str
    clinic_id: str
    action: str
    kind: str
    object_id: str
    mrn: str
    before: str
    after: str
    reason: str
    seq: int | None

    @property
    def group(self) -> str:
        """Return the first word of the action."""
        return self.action.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of what an event is about, before and after (empty: it was not there)."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Say whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are shown; ``begins`` and ``ends`` (not included) in ms since 1970, None for no limit."""

    span: Span = Span.TODAY
    begins: int | None = None
    ends: int | None = None
    user_id: str = ""
    user: str = ""
    mrn: str = ""
    group: str = ""
    clinic_id: str = ""

    def query(self) -> dict[str, str | int]:
        """Return them as the query of ``GET /api/audit``."""
        asked: dict[str, str | int] = {}
        if self.begins is not None:
            asked["from"] = self.begins
        if self.ends is not None:
            asked["to"] = self.ends
        named = {"user": self.user_id, "mrn": self.mrn, "action": self.group, "clinic": self.clinic_id}
        return asked | {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the log is sealed, and how many events wait for it (``oldest``: ms since 1970)."""

    seq: int
    waiting: int
    oldest: int | None


@dataclass(slots=True)
class Export:
    """A file that is being written: so many bytes so far; ``done`` or ``problem`` once it has ended.

    ``rows`` is how many events it has in the end; ``cut`` that older ones had no room.
    """

    path: str
    size: int = 0
    rows: int = 0
    cut: bool = False
    done: bool = False
    problem: ClinicError | None = None

    @property
    def running(self) -> bool:
        """Say whether it is still being written."""
        return not self.done and self.problem is None


class Log(Pages[Event]):
    """The events that are looked at: asked for when somebody asks, as each look at them is itself recorded."""

    def __init__(self) -> None:
        super().__init__(lambda event: event.id)

    def refresh(self, *, quiet: bool = False) -> None:
        """Want what is here anew, but never by itself."""
        if not quiet:
            super().refresh()


@dataclass(slots=True)
class Audit:
    """What one console knows of the log; ``version`` rises with every change besides those of ``pages``.

    ``opened`` stands beside the list; ``people`` are names by id of who was met in it.
    """

    pages: Log = field(default_factory=Log)
    filters: Filters = field(default_factory=Filters)
    opened: Event | None = None
    people: dict[str, str] = field(default_factory=dict)
    chain: Chain | None = None
    chain_problem: ClinicError | None = None
    export: Export | None = None
    version: int = 0

    def look_for(self, filters: Filters) -> bool:
        """Take on other filters, and another list with them; return whether they are others than before."""
        if filters == self.filters:
            return False
        self.filters, self.opened = filters, None
        self.pages.restart()
        self.version += 1
        return True

    def met(self, events: list[Event]) -> None:
        """Remember who did something, to choose from."""
        before = len(self.people)
        for event in events:
            if event.user_id and len(self.people) < MAX_PEOPLE:
                self.people.setdefault(event.user_id, event.user)
        self.version += len(self.people) != before

    def sealed(self, chain: Chain | None, problem: ClinicError | None = None) -> None:
        """Note how far the log is sealed, or why that could not be had (what was known stays)."""
        self.chain, self.chain_problem = chain or self.chain, problem
        self.version += 1

    def open(self, event: Event | None) -> None:
        """Open an event beside the list, or none."""
        self.opened = event
        self.version += 1

    def exporting(self, export: Export | None) -> None:
        """Note that a file is being written, or that none is spoken of any more."""
        self.export = export
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.pages.restart()
        self.filters, self.opened, self.export = Filters(), None, None
        self.chain = self.chain_problem = None
        self.people.clear()
        self.version += 1


def about_patient(filters: Filters, mrn: str) -> Filters:
    """Return filters for all that concerned a patient, as far back as the hub goes: who looked, above all."""
    return replace(
        filters, span=Span.YEAR, begins=None, ends=None, user_id="", user="", group="", clinic_id="", mrn=mrn.strip()
    )


def changes(event: Event) -> tuple[Change, ...]:
    """Return the fields of what an event is about, those that changed first."""
    before, after = _fields(event.before), _fields(event.after)
    names = dict.fromkeys((*before, *after))
    found = [Change(name, before.get(name, ""), after.get(name, "")) for name in names]
    return tuple(sorted(found, key=lambda change: not change.changed))


def named(event: Event) -> str:
    """Return what the thing that an event is about is called, empty where only its id is known."""
    known = _fields(event.before) | _fields(event.after)
    return next((known[name] for name in ("name", "code", "login") if known.get(name)), "")


def _fields(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"": text[:MAX_TEXT]}
    if not isinstance(found, Mapping):
        return {"": _plain(found)}
    return {str(name): _plain(value) for name, value in found.items()}


def _plain(value: Any) -> str:
    return ", ".join(_words(value))[:MAX_TEXT]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{name}: {_plain(part)}" for name, part in value.items())
    elif isinstance(value, list):
        yield from (_plain(part) for part in value)
    elif value is not None:
        yield value if isinstance(value, str) else json.dumps(value)
