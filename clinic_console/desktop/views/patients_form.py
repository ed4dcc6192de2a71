"""The form of a patient: register somebody, or change who is known; what is typed stands in the state."""

from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QWidget

from clinic_console.desktop.actions.patients_form import FormActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.times import day_number
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_form import Mode
from clinic_console.desktop.state.patients_form_check import faults
from clinic_console.desktop.state.patients_form_content import is_day
from clinic_console.desktop.state.patients_merge import Place
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.patients_form_days import kept
from clinic_console.desktop.views.patients_form_face import FormFace
from clinic_console.desktop.views.patients_form_family import chosen, guess, parts_of_name
from clinic_console.desktop.views.patients_form_notes import Notes
from clinic_console.desktop.views.patients_form_slots import Line
from clinic_console.desktop.views.patients_form_words import problem_text, save_text, title_text
from clinic_console.domain.access import Permission

PAUSE_MS: Final = 400


class PatientForm(FormFace):
    """``saved`` carries the chart as the hub has it now, ``open_wanted`` the id of another; ``left``: nobody types.

    ``told`` carries why saving failed while the form was not to be seen.
    """

    saved = Signal(object)
    left = Signal()
    open_wanted = Signal(str)
    told = Signal(str, str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: FormActions) -> None:
        super().__init__(theme)
        self._bridge, self._state, self._actions = bridge, state, actions
        self._form = actions.state
        self._mono = 0.0
        self._seen = (-1, -1)
        self._problem: object = None
        self.notes = Notes(self._form, self.sections)
        self._soon = bridge.debounce(PAUSE_MS, self._ask_alike)
        self._connect()

    # What is asked of it

    @property
    def dirty(self) -> bool:
        """Say whether something would be lost by leaving."""
        return self._form.dirty

    def begin(self, typed: str = "") -> None:
        """Begin to register somebody; what was typed in the search is put in as name or date of birth."""
        words = typed.split()
        born = next((day for word in words if is_day(day := kept(word))), "")
        name = " ".join(word for word in words if not any(letter.isdigit() for letter in word))
        self.sections.forget()
        self._actions.begin(self._first_clinic(), name=name, born=born, family=guess(name))
        self._open()

    def edit(self, chart: Chart) -> None:
        """Begin to change somebody."""
        self.sections.forget()
        self._form.edit(chart)
        self._open()

    def enter(self) -> None:
        """Take the focus, behind what was typed already."""
        name = self.sections.slots["name"].control
        name.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(name, Line):
            name.end(False)  # noqa: FBT003 - Qt takes it by its place alone

    def takes_scan(self, widget: QWidget | None) -> bool:
        """Say whether a number is asked for in a field: one that is scanned there is meant to stand there."""
        rows = self.sections.lists["identifiers"].rows.values()
        lines = [part for row in rows for part in row.parts if isinstance(part, Line)]
        return widget in (self.sections.slots["mrn"].control, self.alike.link.number, *lines)

    def forget(self) -> None:
        """Keep nothing of a patient, here or in the state."""
        self._soon.cancel()
        self._form.close()
        self.notes.forget()
        self.sections.forget()
        self.alike.forget()
        self.confirm.close_question()
        self.title.setText("")
        self.title.setToolTip("")
        self.say(self.banner, "")
        self.say(self.status, "")
        self.clinic.forget()
        self._seen = (-1, -1)

    def leave(self) -> None:
        """Go, after asking where something would be lost."""
        if not self._form.dirty:
            self._gone()
            return
        text = QCoreApplication.translate("PatientForm", "Leave without saving? What you typed is lost.")
        self.ask(text, QCoreApplication.translate("PatientForm", "Leave"), self._gone)

    def send(self) -> None:
        """Save, unless something is evidently wrong; then it is said where it stands."""
        form = self._form
        if form.mode is Mode.CLOSED or form.saving:
            return
        self.confirm.close_question()
        wrong = faults(form.draft, self.sections.today, registering=form.mode is Mode.NEW)
        self.notes.find(wrong)
        if wrong:
            self.frame(self._mono)
            self.notes.go(next(iter(wrong)))
        else:
            self._bridge.spawn(self._actions.save(self.notes.held), "save patient")
            self.frame(self._mono)

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring the form up to a monotonic time."""
        self._mono = mono
        form = self._form
        if form.saved is not None:
            self._saved(form.saved)
        version = form.version, self._state.access.version
        if version != self._seen:
            self._seen = version
            self._show()

    def watch(self) -> None:
        """Say why saving failed while another screen is shown."""
        problem = self._form.problem
        if problem is not None and problem is not self._problem:
            self._problem = problem
            self._failed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, and so does Enter in the last field; in others it goes on; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter_pressed(all_done=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    # What the user does

    def _typed(self, name: str, text: str) -> None:
        form = self._form
        before = form.draft.values["name"], form.draft.values["family"]
        form.type(name, text)
        self.notes.touched(Place(name))
        if name == "name":
            self._follow_family(before, text)
        self._soon()

    def _follow_family(self, before: tuple[str, str], name: str) -> None:
        """Let the family's part follow a name while it was guessed, or is no part of it any more."""
        written, family = before
        guessed = self._form.mode is Mode.NEW and family == guess(written)
        if guessed or (family and not chosen(parts_of_name(name), family)):
            self._form.type("family", guess(name))

    def _row_typed(self, name: str, key: int, cells: object) -> None:
        if isinstance(cells, tuple):
            self._form.type_row(name, key, cells)
            self.notes.touched(Place(name, key))
            self._soon()

    def _add_row(self, name: str) -> None:
        key = self._form.add_row(name)
        self.frame(self._mono)
        self.sections.lists[name].enter(key)

    def _drop_row(self, name: str, key: int) -> None:
        rows = self.sections.lists[name]
        rows.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.drop_row(name, key)
        self._soon()

    def _take_theirs(self, place: Place) -> None:
        self.notes.touched(place)
        self._form.take_theirs(place)
        self.frame(self._mono)
        self.notes.go(place)

    def _ask_alike(self) -> None:
        if self._form.mode is Mode.NEW:
            self._bridge.spawn(self._actions.look_alike(), "look for the same patient")

    def _link(self, number: str) -> None:
        form = self._form
        values = form.draft.values
        wrong = faults(form.draft, self.sections.today, registering=True)
        needed = [place for place in (Place("name"), Place("born")) if place in wrong]
        if needed or not values["born"]:
            self.notes.find({place: wrong[place] for place in needed})
            self.frame(self._mono)
            self.notes.go(needed[0] if needed else Place("born"))
            return
        self._bridge.spawn(self._actions.take_in(number), "take a patient in")

    def _enter_pressed(self, *, all_done: bool) -> None:
        at = QApplication.focusWidget()
        if at in (self.alike.link.number, self.alike.link.button):
            self.alike.link.send()
            return
        fields = [stop for stop in self.sections.stops if isinstance(stop, QLineEdit | QComboBox | QCheckBox)]
        if all_done or at is self.save or (fields and at is fields[-1]):
            self.send()
        elif isinstance(at, QLineEdit) or at in fields:
            self.focusNextChild()

    def _gone(self) -> None:
        self.forget()
        self.left.emit()

    def _saved(self, chart: Chart) -> None:
        self.forget()
        self.saved.emit(chart)

    # What is shown

    def _open(self) -> None:
        self._problem = None
        self.notes.forget()
        self.confirm.close_question()
        self.area.verticalScrollBar().setValue(0)
        self._seen = (-1, -1)
        self.frame(self._mono)
        self.enter()
        self._soon()

    def _show(self) -> None:
        form, sections = self._form, self.sections
        if form.mode is Mode.CLOSED:
            return
        sections.today = self._today()
        sections.show_draft(form.draft)
        now, zone = self._state.hub_clock.moment(self._mono).hub, self._state.access.zone(form.clinic)
        if form.problem is not self._problem:
            self._problem = form.problem
            if form.problem is not None:
                self._failed()
        self.notes.show()
        self.say(self.banner, self.notes.banner(zone))
        self.alike.show_state(form, now, zone)
        self.title.setText(title_text(form))
        self._show_clinics()
        saving = form.saving or form.linking
        self.save.setText(save_text(form))
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(not saving)
        self._say_status()
        self.share(registering=form.mode is Mode.NEW)

    def _say_status(self) -> None:
        form = self._form
        text, tone = "", "muted"
        if form.saving or form.linking:
            text = QCoreApplication.translate("PatientForm", "Saving …")
        elif form.problem is not None and not self.notes.placed:
            text, tone = problem_text(form.problem, registering=form.mode is Mode.NEW), "notice"
        self.say(self.status, text, tone)

    def _failed(self) -> None:
        """Say why it was not saved where it belongs: at a field, or beside the button."""
        form = self._form
        if form.problem is None:
            return
        place = self.notes.refuse(form.problem)
        if not self.isVisible():
            # Nobody is named: it is said over any screen.
            text = QCoreApplication.translate("PatientForm", "A patient was not saved")
            self.told.emit(text, problem_text(form.problem, registering=form.mode is Mode.NEW))
        elif place is not None:
            self.notes.go(place)

    def _show_clinics(self) -> None:
        form, access = self._form, self._state.access
        may = access.may(Permission.EDIT_PATIENTS)
        clinics = [clinic for clinic in access.clinics if clinic.id in may]
        offered = [self.clinic.itemData(place) for place in range(self.clinic.count())]
        if offered != [clinic.id for clinic in clinics]:
            self.clinic.clear()
            for clinic in clinics:
                self.clinic.addItem(clinic.name, clinic.id)
        if form.clinic in may:
            self.clinic.show_key(form.clinic)
        self.clinic_field.setVisible(form.mode is Mode.NEW and len(clinics) > 1)

    def _today(self) -> date:
        now = self._state.hub_clock.moment(self._mono).hub
        if not now:
            return date.today()  # noqa: DTZ011 - the hub has not said yet what day it is
        day = day_number(now, self._state.access.zone(self._form.clinic))
        return date(day // 10_000, day // 100 % 100, day % 100)

    def _first_clinic(self) -> str:
        access, ward = self._state.access, self._state.wards.ward
        may = access.may(Permission.EDIT_PATIENTS)
        if ward is not None and ward.clinic_id in may:
            return ward.clinic_id
        return next((clinic.id for clinic in access.clinics if clinic.id in may), "")

    def _connect(self) -> None:
        sections, alike = self.sections, self.alike
        for slot in sections.slots.values():
            slot.typed.connect(self._typed)
            slot.take_wanted.connect(lambda name: self._take_theirs(Place(name)))
        for name, rows in sections.lists.items():
            rows.typed.connect(lambda key, cells, name=name: self._row_typed(name, key, cells))
            rows.added.connect(lambda name=name: self._add_row(name))
            rows.removed.connect(lambda key, name=name: self._drop_row(name, key))
            rows.taken.connect(lambda key, name=name: self._take_theirs(Place(name, key)))
        for line in sections.dates:
            line.editingFinished.connect(self._look_again)
        self.clinic.activated.connect(lambda _: self._choose_clinic())
        self.save.clicked.connect(self.send)
        self.cancel.clicked.connect(self.leave)
        alike.open_wanted.connect(self.open_wanted)
        alike.link_wanted.connect(self._link)

    def _look_again(self) -> None:
        self._seen = (-1, -1)

    def _choose_clinic(self) -> None:
        self._form.choose_clinic(self.clinic.key)
        self._soon()
