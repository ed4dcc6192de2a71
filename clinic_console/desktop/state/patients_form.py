"""The form of one patient: what is typed, what the hub had, who it may be already, and what somebody else changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.patients_form_content import (
    EMPTY_ROWS,
    blank,
    content_in,
    content_of,
    is_day,
    rows_in,
)
from clinic_console.desktop.state.patients_merge import (
    Cells,
    Content,
    Draft,
    Place,
    Row,
    draft_of,
    merge,
    next_key,
    tidy,
)
from clinic_console.domain.errors import ClinicError


class Mode(Enum):
    """What the form is for at the moment."""

    CLOSED = "nothing"
    NEW = "somebody new"
    EDIT = "somebody known"


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who may be the same; ``alike`` says what is: name, born, phone, identifier."""

    patient: Chart
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody else saved meanwhile: who, when (ms since 1970), which fields; and what of it is to be seen."""

    by: tuple[str, ...]
    at: int
    fields: tuple[str, ...]
    taken: frozenset[Place] = frozenset()
    contested: Mapping[Place, Cells | None] = field(default_factory=dict)


@dataclass(slots=True)
class FormState:
    """The draft, kept apart from all widgets; ``version`` rises with every change that can be seen.

    ``patient`` is who is changed, or the id that somebody new will have. ``saved`` is what the hub has of them, once
    it does. ``likely_of`` is what the probable duplicates were asked for (see ``asks``), ``warned`` what the user has
    seen them for. ``problem`` says why it was not saved, ``link_problem`` why nobody was taken in. ``sent`` is what
    the hub was last asked to keep; its answer may have been lost. ``serial`` is another one for each time that the
    form is opened: answers to an earlier one are dropped.
    """

    mode: Mode = Mode.CLOSED
    patient: str = ""
    known_as: str = ""
    clinic: str = ""
    of: int = 0
    base: Draft = field(default_factory=blank)
    draft: Draft = field(default_factory=blank)
    sent: Content | None = None
    sent_rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    saving: bool = False
    linking: bool = False
    saved: Chart | None = None
    problem: ClinicError | None = None
    link_problem: ClinicError | None = None
    changed: Changed | None = None
    likely: tuple[Likely, ...] = ()
    elsewhere: bool = False
    likely_of: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    serial: int = 0
    version: int = 0

    # What the user does

    def begin(self, patient: str, clinic: str, **typed: str) -> None:
        """Begin to register somebody, with what is known of them already."""
        self.close()
        self.mode, self.patient, self.clinic = Mode.NEW, patient, clinic
        start = blank()
        rows = {**start.rows, "contacts": (Row(0, EMPTY_ROWS["contacts"]),)}
        self.base = self.draft = Draft({**start.values, **typed}, rows)

    def edit(self, chart: Chart) -> None:
        """Begin to change somebody."""
        self.close()
        self.mode, self.patient, self.clinic, self.of = Mode.EDIT, chart.id, chart.clinic_id, chart.version
        self.known_as = chart.name
        self.base = self.draft = draft_of(content_of(chart))

    def type(self, name: str, text: str) -> None:
        """Take in what stands in a field now."""
        if self.draft.values[name] != text:
            self.draft = replace(self.draft, values={**self.draft.values, name: text})
            self._touched(Place(name))

    def type_row(self, name: str, key: int, cells: Cells) -> None:
        """Take in what stands in a row now."""
        rows = tuple(Row(key, cells) if row.key == key else row for row in self.draft.rows[name])
        if rows != self.draft.rows[name]:
            self._put_rows(name, rows)
            self._touched(Place(name, key))

    def add_row(self, name: str) -> int:
        """Add an empty row, and return its key."""
        key = next_key(self.base, self.draft)
        self._put_rows(name, (*self.draft.rows[name], Row(key, EMPTY_ROWS[name])))
        self.version += 1
        return key

    def drop_row(self, name: str, key: int) -> None:
        """Take a row out."""
        self._put_rows(name, tuple(row for row in self.draft.rows[name] if row.key != key))
        self._settle(Place(name, key))
        self._touched(Place(name, key))

    def choose_clinic(self, clinic: str) -> None:
        """Register in another clinic."""
        self.clinic = clinic
        self._touched(Place("clinic_id"))

    @property
    def dirty(self) -> bool:
        """Say whether something would be lost by leaving."""
        waits = self.mode is not Mode.CLOSED and self.saved is None
        return waits and content_in(self.draft) != content_in(self.base)

    # Who it may be already

    @property
    def likeness(self) -> tuple[str, ...]:
        """Return what probable duplicates go by: the clinic, the names, the date of birth, and all numbers."""
        values, rows = self.draft.values, content_in(self.draft).rows
        born = values["born"] if is_day(values["born"]) else ""
        names = (tidy(values[name]) for name in ("name", "name_kana", "name_latin", "family"))
        phones = (cells[1] for cells in rows["contacts"] if cells[0] == "phone")
        return (self.clinic, *names, born, *phones, *("|".join(cells) for cells in rows["identifiers"]))

    @property
    def asks(self) -> tuple[str, ...]:
        """Return what is to be asked of somebody new; empty while it is too little."""
        clinic, name, kana, latin, family, born, *numbers = self.likeness
        enough = self.mode is Mode.NEW and name and (born or any(numbers))
        return (clinic, name, kana, latin, family, born, *numbers) if enough else ()

    def found(self, asked: tuple[str, ...], likely: tuple[Likely, ...], *, elsewhere: bool) -> None:
        """Take in who it may be; an answer to what is no longer typed is dropped."""
        if asked == self.asks:
            self.likely, self.elsewhere, self.likely_of = likely, elsewhere, asked
            if likely or elsewhere:
                self.warned = asked
            self.version += 1

    def unlike(self) -> None:
        """Too little is typed by now for anybody to be like it."""
        if self.likely or self.elsewhere:
            self.likely, self.elsewhere, self.likely_of = (), False, ()
            self.version += 1

    @property
    def despite(self) -> bool:
        """Say whether the user has seen who it may be, for just what is typed now."""
        return self.mode is Mode.NEW and self.warned == self.likeness

    # What the hub says

    def begin_saving(self) -> Content:
        """The hub is being asked; return what it is to keep."""
        sent = self.sent = content_in(self.draft)
        self.sent_rows = {name: tuple(row.key for row in rows_in(self.draft, name)) for name in self.draft.rows}
        self.saving, self.problem = True, None
        self.version += 1
        return sent

    def failed(self, problem: ClinicError | None) -> None:
        """It was not saved; all that was typed stays."""
        self.saving, self.problem = False, problem
        self.version += 1

    def refused_as_duplicate(self, likeness: tuple[str, ...]) -> None:
        """The hub knows somebody like this: the next time the user knows it, too."""
        self.warned, self.likely_of = likeness, ()

    def begin_linking(self) -> None:
        """The hub is asked to take somebody in."""
        self.linking, self.link_problem = True, None
        self.version += 1

    def not_linked(self, problem: ClinicError | None) -> None:
        """Nobody was taken in."""
        self.linking, self.link_problem = False, problem
        self.version += 1

    def done(self, chart: Chart) -> None:
        """The hub has it, as its answer says."""
        self.saving = self.linking = False
        self.saved = chart
        self.version += 1

    def meet(self, theirs: Content, of: int, changed: Changed, held: frozenset[Place]) -> None:
        """Merge what somebody else saved into what is typed; ``held`` is being composed and stays as it is."""
        merged = merge(self.base, self.draft, theirs, held)
        before = self.changed.contested if self.changed is not None else {}
        now = {**_still(before, merged.base), **merged.contested}
        self.base, self.draft, self.of = merged.base, merged.draft, of
        self.changed = replace(changed, taken=merged.taken, contested=now)
        self.saving, self.problem = False, None
        self.version += 1

    def take_theirs(self, place: Place) -> None:
        """Let the other's change stand."""
        contested = self.changed.contested if self.changed is not None else {}
        if place not in contested:
            return
        cells = contested[place]
        if place.row < 0:
            value = cells[0] if cells is not None else ""
            self.draft = replace(self.draft, values={**self.draft.values, place.field: value})
        elif cells is None:
            rows = tuple(row for row in self.draft.rows[place.field] if row.key != place.row)
            self._put_rows(place.field, rows)
        else:
            self.type_row(place.field, place.row, cells)
        self._settle(place)
        self.version += 1

    def adopt(self, theirs: Content, of: int) -> None:
        """Go on from what this very form saved, whose answer was lost."""
        merged = merge(self.base, self.draft, theirs)
        self.base, self.draft, self.of, self.saving = merged.base, merged.draft, of, False

    def close(self) -> None:
        """Keep nothing of it."""
        fresh = FormState()
        for name in FormState.__dataclass_fields__:
            if name not in ("version", "serial"):
                setattr(self, name, getattr(fresh, name))
        self.serial += 1
        self.version += 1

    def _put_rows(self, name: str, rows: tuple[Row, ...]) -> None:
        self.draft = replace(self.draft, rows={**self.draft.rows, name: rows})

    def _touched(self, place: Place) -> None:
        if self.changed is not None and place in self.changed.taken:
            self.changed = replace(self.changed, taken=self.changed.taken - {place})
        self.version += 1

    def _settle(self, place: Place) -> None:
        if self.changed is not None:
            left = {other: cells for other, cells in self.changed.contested.items() if other != place}
            self.changed = replace(self.changed, contested=left)


def _still(contested: Mapping[Place, Cells | None], base: Draft) -> dict[Place, Cells | None]:
    """Return what is still to be settled: what the other one made of it before, and the hub still has."""
    left = {}
    for place, cells in contested.items():
        now = {row.key: row.cells for row in base.rows[place.field]}.get(place.row) if place.row >= 0 else None
        value = (base.values[place.field],) if place.row < 0 else now
        if value == cells:
            left[place] = cells
    return left
