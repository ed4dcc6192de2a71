"""What a patient's form is made of: cards of fields and lists, in one column or, where there is room, in two."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.state.patients_form_content import CONSENT, YES
from clinic_console.desktop.state.patients_merge import Draft
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_words import consent_kinds, contact_kinds, field_words, identifier_kinds
from clinic_console.desktop.views.patients_form_days import DaySlot
from clinic_console.desktop.views.patients_form_family import FamilySlot, is_latin, is_square
from clinic_console.desktop.views.patients_form_rows import Column, RowList
from clinic_console.desktop.views.patients_form_slots import ChoiceSlot, Line, LineSlot, Slot, TickSlot
from clinic_console.desktop.views.patients_form_words import (
    alert_choices,
    consent_choices,
    day_text,
    died_text,
    language_choices,
    sex_choices,
)
from clinic_console.domain.patients import LONGEST_NAME, MRN_LONGEST

EDGE: Final = 16
KIND: Final = 132
DAY: Final = 104
TWO: Final = 900
"""From this width on there are two columns."""
NAMES: Final = ("name", "name_kana", "name_latin", "former_name")


class Card(QFrame):
    """A heading, and below it fields in a grid of six."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        heading = QLabel(title, self)
        heading.setObjectName("sideHeading")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(10))
        self.grid.setVerticalSpacing(theme.px(10))
        for place in range(6):
            self.grid.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(14))
        column.setSpacing(theme.px(8))
        column.addWidget(heading)
        column.addLayout(self.grid)

    def put(self, row: int, *parts: tuple[QWidget, int]) -> None:
        """Put fields side by side, each so many sixths wide."""
        left = 0
        for part, sixths in parts:
            self.grid.addWidget(part, row, left, 1, sixths, Qt.AlignmentFlag.AlignTop)
            left += sixths


class Sections(QWidget):
    """All fields (``slots``, by their name) and lists (``lists``); ``arranged``: they stand elsewhere now."""

    arranged = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("patientFormPage")
        self._theme = theme
        self.today = date.min
        self._two: bool | None = None
        self._make_slots()
        self._make_lists()
        self._cards = [self._name_card(), self._person_card()]
        self._more = [self._list_card(name) for name in ("contacts", "alerts", "identifiers")]
        self._last = self._consent_card()
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        row = QHBoxLayout(self)
        gap = theme.px(12)
        row.setContentsMargins(theme.px(EDGE), gap, theme.px(EDGE), gap)
        row.setSpacing(gap)
        for column in self._columns:
            column.setSpacing(gap)
            column.addStretch(1)
            row.addLayout(column, 1)
        self._arrange(two=False)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order."""
        own = [stop for part in self._parts() if not part.isHidden() for stop in part.stops]
        return [stop for stop in own if stop.isVisibleTo(self)]

    @property
    def dates(self) -> list[Line]:
        """The lines in which dates are typed."""
        return [slot.line for slot in self.slots.values() if isinstance(slot, DaySlot)]

    def show_draft(self, draft: Draft) -> None:
        """Show what is typed: what stands there already is left alone."""
        for name, slot in self.slots.items():
            text = draft.values[name]
            if slot.text != text and not slot.composing:
                slot.show_text(text)
        self._show_needed(draft)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for slot in self.slots.values():
            slot.forget()
        self.family.forget()
        for rows in self.lists.values():
            rows.show_rows((), {})

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for rows in self.lists.values():
            rows.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: what is too wide gives way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column or two."""
        super().resizeEvent(event)
        self._arrange(two=self.width() >= self._theme.px(TWO))

    # What is needed

    def _show_needed(self, draft: Draft) -> None:
        values = draft.values
        here = QLocale().language() is QLocale.Language.Japanese
        names = values["name"] + values["former_name"]
        kana = here or values["language"].startswith("ja") or is_square(values["name"]) or bool(values["name_kana"])
        self.slots["name_kana"].setVisible(kana)
        self.slots["name_latin"].setVisible(not is_latin(names) or bool(values["name_latin"]))
        self.slots["died"].setVisible(values["deceased"] == YES)
        self.family.show_name(values["name"])

    def _parts(self) -> Iterator[Slot | RowList]:
        yield from (self.slots[name] for name in ("name", "family", *NAMES[1:]))
        order = ("born", "sex", "mrn", "language", "interpreter", "deceased", "died")
        yield from (self.slots[name] for name in order)
        consents = [slot for name, slot in self.slots.items() if name.startswith(CONSENT)]
        lists = [self.lists[name] for name in ("contacts", "alerts", "identifiers")]
        both: tuple[list[Slot | RowList], list[Slot | RowList]] = ([*lists], [*consents])
        for parts in reversed(both) if self._two else both:
            yield from parts

    # Once

    def _make_slots(self) -> None:
        theme, words = self._theme, field_words()
        translate = QCoreApplication.translate
        self.family = FamilySlot(theme, self)
        made: list[Slot] = [
            LineSlot(theme, "name", translate("PatientForm", "Full name"), self),
            self.family,
            LineSlot(theme, "name_kana", words["name_kana"], self),
            LineSlot(theme, "name_latin", words["name_latin"], self),
            LineSlot(theme, "former_name", words["former_name"], self),
            DaySlot(theme, "born", words["born"], lambda text: day_text(text, self.today), self),
            ChoiceSlot(theme, "sex", words["sex"], sex_choices(), self),
            LineSlot(theme, "mrn", words["mrn"], self),
            ChoiceSlot(theme, "language", words["language"], language_choices(), self),
            TickSlot(theme, "interpreter", words["interpreter"], translate("PatientForm", "Needed"), self),
            TickSlot(theme, "deceased", words["deceased"], translate("PatientForm", "Has died"), self),
            DaySlot(theme, "died", words["died"], died_text, self),
        ]
        for kind, name in consent_kinds().items():
            made.append(ChoiceSlot(theme, f"{CONSENT}{kind}", name, consent_choices(), self))
        self.slots: dict[str, Slot] = {slot.field: slot for slot in made}
        self._line("name").setPlaceholderText(
            translate("PatientForm", "As the patient writes it, in their own order")
        )
        for name in NAMES:
            self._line(name).setMaxLength(LONGEST_NAME)
        self._line("mrn").setMaxLength(MRN_LONGEST)

    def say_registering(self, *, on: bool) -> None:
        """Say that the hub gives a record number where none is typed."""
        text = QCoreApplication.translate("PatientForm", "Given when left empty") if on else ""
        self._line("mrn").setPlaceholderText(text)

    def _line(self, name: str) -> Line:
        control = self.slots[name].control
        assert isinstance(control, Line)  # noqa: S101 - made above
        return control

    def _make_lists(self) -> None:
        translate = QCoreApplication.translate
        theme = self._theme
        kind = translate("PatientForm", "Kind")
        contacts = (
            Column(kind, tuple(contact_kinds().items()), 0, KIND),
            Column(translate("PatientForm", "Number or address"), (), 3),
            Column(
                translate("PatientForm", "Whose, if not the patient's"), (), 2, hint=translate("PatientForm", "Whose")
            ),
            Column(translate("PatientForm", "Relation"), (), 2),
        )
        numbers = (
            Column(kind, tuple(identifier_kinds().items()), 0, KIND),
            Column(translate("PatientForm", "Given by"), (), 2),
            Column(translate("PatientForm", "Number"), (), 3),
        )
        alerts = (
            Column(kind, alert_choices(), 0, KIND),
            Column(translate("PatientForm", "What everybody must know"), (), 3),
            Column(translate("PatientForm", "Since"), (), 0, DAY, day=True),
        )
        add = {
            "contacts": (contacts, translate("PatientForm", "Add contact")),
            "alerts": (alerts, translate("PatientForm", "Add alert")),
            "identifiers": (numbers, translate("PatientForm", "Add number")),
        }
        self.lists = {name: RowList(theme, name, columns, text, self) for name, (columns, text) in add.items()}

    def _name_card(self) -> Card:
        card, slots = self._card(QCoreApplication.translate("PatientForm", "Name")), self.slots
        card.put(0, (slots["name"], 6))
        card.put(1, (self.family, 6))
        card.put(2, (slots["name_kana"], 3), (slots["name_latin"], 3))
        card.put(3, (slots["former_name"], 3))
        return card

    def _person_card(self) -> Card:
        card, slots = self._card(QCoreApplication.translate("PatientForm", "Person")), self.slots
        card.put(0, (slots["born"], 2), (slots["sex"], 2), (slots["mrn"], 2))
        card.put(1, (slots["language"], 2), (slots["interpreter"], 2), (slots["deceased"], 2))
        card.put(2, (slots["died"], 2))
        return card

    def _consent_card(self) -> Card:
        card = self._card(field_words()["consents"])
        consents = [slot for name, slot in self.slots.items() if name.startswith(CONSENT)]
        for place in range(0, len(consents), 2):
            card.put(place // 2, *((slot, 3) for slot in consents[place : place + 2]))
        return card

    def _list_card(self, name: str) -> Card:
        card = self._card(field_words()[name])
        card.put(0, (self.lists[name], 6))
        return card

    def _card(self, title: str) -> Card:
        return Card(self._theme, title, self)

    def _arrange(self, *, two: bool) -> None:
        if two == self._two:
            return
        self._two = two
        left, right = self._columns
        first = [*self._cards, self._last] if two else [*self._cards, *self._more, self._last]
        for column in self._columns:
            for card in (*self._cards, *self._more, self._last):
                column.removeWidget(card)
        for place, card in enumerate(first):
            left.insertWidget(place, card)
        for place, card in enumerate(self._more if two else ()):
            right.insertWidget(place, card)
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.setSpacing(self._theme.px(12) if two else 0)
            row.setStretch(1, 1 if two else 0)
        self.arranged.emit()
