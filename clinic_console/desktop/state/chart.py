"""One patient's chart as it is open: all that is known of who somebody is, and the pages of its tabs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.errors import ClinicError, GlassNeeded, NotAllowed, NotFound

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that somebody else gave: kind (``domain.patients.IdentifierKind``), whose it is, and as written."""

    kind: str
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone, email or address of the patient, or of ``whose`` (a relative's name) with the ``relation``."""

    kind: str
    value: str
    whose: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What everybody must know: kind (``domain.patients.AlertKind``), words, since when."""

    kind: str
    text: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What the patient agreed to or refused; a kind that is not there has not been asked."""

    kind: str
    given: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Which two identifiers (``domain.patients.Identity``) were compared, by whom, when (ms since 1970)."""

    which: tuple[str, ...]
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Who somebody is; sex F, M, X or U; ``glass_until`` (ms since 1970) where broken glass opens the chart.

    ``version`` goes with a change; ``clinic_id`` is where this user may see it.
    """

    id: str
    mrn: str
    name: str
    latin: str
    born: date | None
    sex: str
    restriction: str = ""
    glass_until: int | None = None
    kana: str = ""
    family: str = ""
    former: str = ""
    deceased: bool = False
    died: date | None = None
    language: str = ""
    interpreter: bool = False
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[Contact, ...] = ()
    alerts: tuple[Alert, ...] = ()
    consents: tuple[Consent, ...] = ()
    confirmed: Confirmation | None = None
    version: int = 1
    clinic_id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was changed, in words as the hub says them, a line each."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a patient: when (ms since 1970), by whom, and what."""

    version: int
    at: int
    by: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a chart's history: a field of a version, the ``place``-th of them.

    ``change`` is None where a version says nothing of fields (a registration).
    """

    version: Version
    place: int
    change: Change | None

    @property
    def id(self) -> str:
        """What it is known by."""
        return f"{self.version.version}.{self.place}"


def edits_of(versions: Iterable[Version]) -> list[Edit]:
    """Return the lines of versions, a field each."""
    return [
        Edit(version, place, change)
        for version in versions
        for place, change in enumerate(version.changes or (None,))
    ]


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked: when (ms since 1970), who, what (an action of the audit log), in which clinic (id)."""

    at: int
    by: str
    action: str
    clinic: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A past visit; times in ms since 1970, ``practitioner`` is the provider's own id."""

    id: str
    clinic_id: str
    kind: str
    began: int
    ended: int | None
    code: str
    text: str
    reason: str
    practitioner: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit that was booked here, its doctor and type by name; ``coming``: it was not over when it was listed.

    One that came by a file has a ``day`` and no time, and the system that it comes from as its ``source``.
    """

    card: Card
    doctor: str = ""
    kind: str = ""
    coming: bool = False
    day: date | None = None
    booked: date | None = None
    source: str = ""


class Recorded(Pages[T]):
    """Pages of which each request is written to the audit log: people ask for them, clocks do not."""

    def refresh(self, *, quiet: bool = False) -> None:
        """Want all that is here anew, if somebody wants it."""
        if not quiet:
            super().refresh()


class ChartState:
    """The open chart and its tabs; ``version`` rises with every change of the chart that can be seen.

    ``wanted`` is the id of the patient whose chart is to be seen, ``had`` when it came (monotonic seconds).
    """

    def __init__(self) -> None:
        self.wanted = ""
        self.chart: Chart | None = None
        self.problem: ClinicError | None = None
        self.had: float | None = None
        self.version = 0
        self.appointments: Recorded[Appointment] = Recorded(lambda each: each.card.id)
        self.visits: Recorded[Visit] = Recorded(lambda visit: visit.id)
        self.history: Recorded[Edit] = Recorded(lambda edit: edit.id)
        # Looks have no ids: two that are alike in all of this are one line to whoever reads them.
        self.looks: Recorded[Look] = Recorded(lambda look: f"{look.at} {look.by} {look.action} {look.clinic}")

    @property
    def _lists(self) -> tuple[Pages[Any], ...]:
        return self.appointments, self.visits, self.history, self.looks

    def want(self, patient: str) -> None:
        """Begin to open a chart; nothing of another one stays."""
        other = patient != self.wanted
        self.wanted, self.chart, self.had, self.problem = patient, None, None, None
        for pages in self._lists if other else ():
            pages.restart()
        self.version += 1

    def take(self, chart: Chart, mono: float) -> None:
        """Take in the chart, opened or changed, unless another one is wanted by now."""
        if chart.id != self.wanted:
            return
        if self.chart is not None and chart.version != self.chart.version and self.history.loaded:
            self.history.refresh()
        self.chart, self.had, self.problem = chart, mono, None
        self.version += 1

    def show(self, chart: Chart, mono: float) -> None:
        """Open a chart that the hub has given already, as its answer to what was saved."""
        if chart.id != self.wanted:
            self.want(chart.id)
        self.take(chart, mono)

    def failed(self, patient: str, problem: ClinicError) -> None:
        """Note why the chart could not be had; what is known of it stays where the hub has not said no."""
        if patient == self.wanted:
            if isinstance(problem, NotAllowed | NotFound):
                self._close(problem)
            self.problem = problem
            self.version += 1

    def confirmed(self, patient: str, confirmation: Confirmation) -> None:
        """Note that two identifiers were compared."""
        if self.chart is not None and self.chart.id == patient:
            self.chart = replace(self.chart, confirmed=confirmation)
            self.version += 1

    def marked(self, patient: str, restriction: str) -> None:
        """Note that the chart has been marked, or is no more: without broken glass it is closed then."""
        chart = self.chart
        if chart is not None and chart.id == patient:
            if restriction and chart.glass_until is None:
                self._close(GlassNeeded())
            else:
                self.chart = replace(chart, restriction=restriction)
        self.version += 1

    def mended(self, patient: str) -> None:
        """Note that a chart open by broken glass was closed."""
        if self.chart is not None and self.chart.id == patient and self.chart.glass_until is not None:
            self._close(GlassNeeded())

    def expire(self, now: int) -> None:
        """Close the chart when its broken glass has expired by now (the hub's ms since 1970; 0: not known)."""
        until = self.chart.glass_until if self.chart is not None else None
        if until is not None and until <= now:
            self._close(GlassNeeded())

    def leave(self) -> None:
        """Keep nothing of the chart: nobody looks at it."""
        if self.wanted:
            self.want("")

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.want("")

    def _close(self, problem: ClinicError) -> None:
        self.chart, self.problem = None, problem
        for pages in self._lists:
            pages.restart()
        self.version += 1
