"""What is said at the fields of a patient's form: what is wrong, and what somebody else changed."""

import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt

from clinic_console.desktop.bridge import sentences
from clinic_console.desktop.state.patients_form import Changed, FormState
from clinic_console.desktop.state.patients_form_check import DATES, Fault, date_fault
from clinic_console.desktop.state.patients_form_content import CONSENTS
from clinic_console.desktop.state.patients_merge import Place
from clinic_console.desktop.views.patients_form_rows import Says
from clinic_console.desktop.views.patients_form_sections import Sections
from clinic_console.desktop.views.patients_form_words import (
    changed_fields,
    changed_text,
    fault_text,
    refused_text,
    theirs_text,
)
from clinic_console.domain.errors import BadInput, ClinicError, Taken

_FIELD: Final = re.compile(r"(?:data\.)?(\w+)(?:\[(\d+)\])?")
AT_ONCE: Final = (Fault.FUTURE, Fault.TOO_OLD)


class Notes:
    """The words at the fields; ``placed`` says that the newest problem stands at one of them."""

    def __init__(self, form: FormState, sections: Sections) -> None:
        self._form, self._sections = form, sections
        self._wrong: dict[Place, str] = {}
        self.placed = False

    def find(self, wrong: Mapping[Place, Fault]) -> None:
        """Say at the fields what is wrong with them, and nothing of what was said before."""
        self._wrong = {place: fault_text(fault) for place, fault in wrong.items()}
        self.placed = bool(wrong)
        self._form.version += 1

    def refuse(self, error: ClinicError) -> Place | None:
        """Say at its field what the hub did not take; return which one that is, if it is one."""
        place = self._place(error) if isinstance(error, BadInput | Taken) else None
        self.placed = place is not None
        if place is not None:
            rows = self._form.draft.rows.get(place.field, ())
            kind = next((row.cells[0] for row in rows if row.key == place.row), "")
            self._wrong = {place: refused_text(error, place.field, kind)}
        return place

    def touched(self, place: Place) -> None:
        """Say no more what was wrong: somebody is at it."""
        if self._wrong.pop(place, None) is not None:
            self.placed = bool(self._wrong)
            self._form.version += 1

    def forget(self) -> None:
        """Say nothing."""
        self._wrong = {}
        self.placed = False

    def held(self) -> frozenset[Place]:
        """Return what is being composed letter by letter: nobody else's change may go in there now."""
        slots = {Place(name) for name, slot in self._sections.slots.items() if slot.composing}
        rows = {
            Place(name, key)
            for name, each in self._sections.lists.items()
            for key, row in each.rows.items()
            if row.composing
        }
        return frozenset(slots | rows)

    def go(self, place: Place) -> None:
        """Put the focus on a field or a row."""
        rows = self._sections.lists.get(place.field)
        if rows is not None and place.row in rows.rows:
            rows.enter(place.row)
        elif place.field in self._sections.slots:
            stops = self._sections.slots[place.field].stops
            if stops:
                stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show(self) -> None:
        """Show what is to be said at each field, and the rows that there are."""
        form, changed = self._form, self._form.changed
        for name, slot in self._sections.slots.items():
            says = self._says(Place(name), changed)
            slot.say(says.wrong or self._wrong_date(name), says.changed, says.theirs)
        for name, rows in self._sections.lists.items():
            says_of = {row.key: self._says(Place(name, row.key), changed) for row in form.draft.rows[name]}
            rows.show_rows(form.draft.rows[name], says_of)

    def banner(self, zone: str) -> str:
        """Return what somebody else has changed, and what became of it here."""
        form, changed = self._form, self._form.changed
        if changed is None:
            return ""
        said = changed_text(changed, changed_fields(form, changed), zone)
        if changed.contested:
            text = QCoreApplication.translate(
                "PatientForm",
                "Where both changed the same, yours stands, and theirs below it. Save when it is right.",
            )
        else:
            text = QCoreApplication.translate(
                "PatientForm", "It is taken in, and what you typed stands. Save when it is right."
            )
        return sentences(f"{said}.", text)

    def _says(self, place: Place, changed: Changed | None) -> Says:
        wrong = self._wrong.get(place, "")
        if changed is None:
            return Says(wrong)
        by = changed.by[0] if changed.by else QCoreApplication.translate("PatientForm", "Somebody")
        new = QCoreApplication.translate("PatientForm", "Just changed by %1").replace("%1", by)
        theirs = theirs_text(place, changed.contested[place], by) if place in changed.contested else ""
        return Says(wrong, new if place in changed.taken else "", theirs)

    def _wrong_date(self, name: str) -> str:
        """Return what is wrong with a date at once; that it is none only once it is left."""
        if name not in DATES:
            return ""
        fault = date_fault(self._form.draft.values[name], self._sections.today)
        if fault is None or (fault not in AT_ONCE and self._sections.slots[name].control.hasFocus()):
            return ""
        return fault_text(fault)

    def _place(self, error: ClinicError) -> Place | None:
        """Return the field of the form that the hub names: a row by its place among those that were sent."""
        found = _FIELD.match(error.field)
        if found is None:
            return None
        field, row = found[1], found[2]
        if field == "consents":
            return Place(CONSENTS[0])
        if field in self._sections.slots:
            return Place(field)
        keys = self._form.sent_rows.get(field, ())
        return Place(field, keys[int(row)]) if row is not None and int(row) < len(keys) else None
