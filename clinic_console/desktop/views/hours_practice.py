"""Practitioners, types of visits, rooms and devices: three lists, and beside them a form for what is open."""

from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.actions.hours_practice import PracticeActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.hours_practice import Kind, Room, Somebody, Thing
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside, Side
from clinic_console.desktop.views.booking_choices import Choice
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.filters import Flow, SearchField
from clinic_console.desktop.views.hours_affected import AffectedList
from clinic_console.desktop.views.hours_kind import KindForm
from clinic_console.desktop.views.hours_practice_columns import kind_columns, people_columns, room_columns, words_of
from clinic_console.desktop.views.hours_things import PersonForm, RoomForm
from clinic_console.desktop.views.hours_words import save_text
from clinic_console.desktop.views.segments import Segments
from clinic_console.desktop.views.table import Table
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError

PARTS: Final = ("people", "kinds", "rooms")


class PracticePage(QWidget):
    """``hours_wanted`` and ``leave_wanted`` carry a practitioner (0: all) and a clinic.

    ``said`` carries a title and words of what went wrong, ``done`` what was done.
    """

    hours_wanted = Signal(int, str)
    leave_wanted = Signal(int, str)
    said = Signal(str, str)
    done = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PracticeActions) -> None:
        super().__init__()
        self.setProperty("stage", "hours")
        self.theme, self._console, self._do, self._state = theme, state, actions, actions.state
        self._errand = Errand(bridge, self)
        self._seen: tuple[object, ...] = ()
        self._looking = False
        self._error: ClinicError | None = None
        translate = QCoreApplication.translate
        names = (
            translate("Hours", "Practitioners"),
            translate("Hours", "Visit types"),
            translate("Hours", "Rooms and devices"),
        )
        self.parts = Segments(translate("Hours", "Lists"), list(zip(PARTS, names, strict=True)), self)
        self.search = SearchField(theme, bridge, translate("Hours", "Name"), self)
        self.inactive = QCheckBox(translate("Hours", "Former ones, too"), self)
        self.clinic = Choice(translate("Hours", "Clinic"), self)
        self.leave = QPushButton(translate("Hours", "Leave and closed days …"), self)
        self.add = QPushButton(self)
        self.people: Table[Somebody] = Table(
            theme,
            bridge,
            self._state.people,
            people_columns(self._specialties, self._clinics),
            words_of("people"),
            actions.load_people,
        )
        self.kinds: Table[Kind] = Table(
            theme, bridge, self._state.kinds, kind_columns(), words_of("kinds"), actions.load_kinds
        )
        self.rooms: Table[Room] = Table(
            theme, bridge, self._state.rooms, room_columns(), words_of("rooms"), actions.load_rooms
        )
        self.tables: dict[str, Table[Any]] = {"people": self.people, "kinds": self.kinds, "rooms": self.rooms}
        self.side = Side(theme)
        page = self.side.page
        self.person, self.kind, self.room = PersonForm(theme, page), KindForm(theme, page), RoomForm(theme, page)
        self.affected = AffectedList(theme, page)
        self.save = QPushButton(page)
        self.save.setProperty("kind", "primary")
        self._lay_out()
        self._connect()

    @property
    def table(self) -> Table[Any]:
        """Return the list that is shown."""
        return self.tables[self._state.part]

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        state = self._state
        mine = self._mine()
        if state.clinic not in [clinic for clinic, _ in mine] and mine:
            state.clinic = mine[0][0]
        if not state.kinds.loaded and state.kinds.error is None:
            # Specialties come with the types of visits.
            self.kinds.frame(mono)
        if state.part != "rooms" or state.clinic:
            self.table.frame(mono)
        seen = (
            state.version,
            state.part,
            self._console.access.version,
            self._errand.busy,
            self._looking,
            self._error,
        )
        if seen != self._seen:
            self._seen = seen
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for table in self.tables.values():
            table.set_theme(theme)
        self.side.set_theme(theme)
        self.affected.set_theme(theme)
        self.search.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    def forget(self) -> None:
        """Keep nothing: somebody else may sit down here."""
        self._errand.give_up()
        self.search.setText("")
        for form in (self.person, self.kind, self.room):
            form.forget()
        self.affected.forget()
        self._seen = ()

    # What the user does

    def turn(self, part: str) -> None:
        """Show another list."""
        self._close()
        self._state.part = part
        self._show()

    def _open(self, row: str) -> None:
        found = self.table.pages.get(row)
        if found is not None and (self._state.opened is None or self._state.opened.id != found.id):
            self._begin(found)

    def _begin(self, thing: Thing) -> None:
        self._looking, self._error = False, None
        self._state.open(thing)
        for form in (self.person, self.kind, self.room):
            form.say(None)
        self._show()

    def _begin_new(self) -> None:
        state, mine = self._state, self._mine()
        one = (mine[0][0],) if len(mine) == 1 else ()
        new: dict[str, Thing] = {
            "people": Somebody(clinics=one),
            "kinds": Kind(),
            "rooms": Room(clinic_id=state.clinic),
        }
        self._begin(new[state.part])
        self._form().enter()

    def _typed(self, draft: Thing) -> None:
        self._looking, self._error = False, None
        self._state.write(draft)
        self._show()

    def _close(self) -> None:
        held = self.side.isAncestorOf(QApplication.focusWidget() or self)
        if self._looking:
            self._looking = False
            self._show()
            self._form().enter()
            return
        self._state.open(None)
        self._show()
        if held:
            self.table.enter()

    def _save(self) -> None:
        draft, seen = self._state.draft, self._state.seen
        if draft is None or not self._state.dirty or self._errand.busy:
            return
        if seen is None:
            self._errand.run(
                lambda: self._do.preview(draft), lambda found: self._previewed(draft, found), self._failed
            )
        else:
            self._send(draft)

    def _previewed(self, draft: Thing, found: Affected) -> None:
        if not found.total:
            self._send(draft)
            return
        self._looking = True
        self._show()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, draft: Thing) -> None:
        def done(kept: Thing) -> None:
            self._looking, self._error = False, None
            self.done.emit(QCoreApplication.translate("Hours", "Saved: %1").replace("%1", kept.name))
            self._show()
            self.table.show_row(str(kept.id))

        self._errand.run(lambda: self._do.save(draft), done, self._failed)

    def _failed(self, error: ClinicError) -> None:
        self._looking, self._error = False, error
        if error.field:
            self._form().say(error)
        else:
            self.said.emit(words(error), advice(error))
        self._show()

    # What is shown

    def _mine(self) -> list[tuple[str, str]]:
        may = self._console.access.may(Permission.SET_HOURS)
        return [(each.id, each.name) for each in self._console.access.clinics if each.id in may]

    def _specialties(self) -> dict[int, str]:
        return {each.id: each.name for each in self._state.specialties}

    def _clinics(self) -> dict[str, str]:
        return {each.id: each.name for each in self._console.access.clinics}

    def _form(self) -> PersonForm | KindForm | RoomForm:
        if self._state.part == "people":
            return self.person
        return self.kind if self._state.part == "kinds" else self.room

    def _show(self) -> None:
        translate = QCoreApplication.translate
        state, mine = self._state, self._mine()
        self.parts.choose(state.part)
        self.stack.setCurrentWidget(self.table)
        for widget, part in ((self.search, "people"), (self.inactive, "people"), (self.leave, "people")):
            widget.setVisible(state.part == part)
        self.clinic.setVisible(state.part == "rooms" and len(mine) > 1)
        at = next((at for at, (clinic, _) in enumerate(mine) if clinic == state.clinic), -1)
        self.clinic.offer([(number, name) for number, (_, name) in enumerate(mine)], at)
        self.add.setText(
            {
                "people": translate("Hours", "Add a practitioner"),
                "kinds": translate("Hours", "Add a visit type"),
                "rooms": translate("Hours", "Add a room or device"),
            }[state.part]
        )
        draft = state.draft
        self.beside.show_side(draft is not None)
        if draft is not None:
            self._show_open(draft)

    def _show_open(self, draft: Thing) -> None:
        translate = QCoreApplication.translate
        state = self._state
        new = translate("Hours", "New")
        self.side.say((draft.name if draft.id else "") or new)
        specialties = [(each.id, each.name) for each in state.specialties]
        affected = state.seen if self._looking else None
        for form, kind in ((self.person, Somebody), (self.kind, Kind), (self.room, Room)):
            form.setVisible(isinstance(draft, kind) and affected is None)
        if isinstance(draft, Somebody):
            self.person.show_thing(draft, self._mine(), specialties)
        elif isinstance(draft, Kind):
            self.kind.show_thing(draft, specialties)
        else:
            self.room.show_thing(draft)
        self.affected.setVisible(affected is not None)
        if affected is not None:
            kinds = {each.id: each.name for each in state.kinds.rows}
            zone = self._console.access.zone(state.clinic)
            self.affected.show_affected(affected, zone, kinds, {})
        seen = state.seen
        self.save.setText(save_text(seen.total if seen is not None else 0))
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(state.dirty and not self._errand.busy and bool(draft.name.strip()))

    # Once

    def _look_for(self, text: str) -> None:
        if text != self._state.text:
            self._state.text = text
            self._state.people.exchange()

    def _former_too(self) -> None:
        self._state.inactive = self.inactive.isChecked()
        self._state.people.exchange()

    def _to_clinic(self, place: int) -> None:
        mine = self._mine()
        if 0 <= place < len(mine) and mine[place][0] != self._state.clinic:
            self._state.clinic = mine[place][0]
            self._state.rooms.restart()
            self._close()

    def _to(self, signal: SignalInstance, *, of_all: bool = False) -> None:
        opened = self._state.opened
        who = opened.id if isinstance(opened, Somebody) and not of_all else 0
        works = opened.clinics if isinstance(opened, Somebody) and not of_all else ()
        mine = [clinic for clinic, _ in self._mine()]
        clinic = next((each for each in works if each in mine), mine[0] if mine else "")
        signal.emit(who, clinic)

    def _connect(self) -> None:
        self.parts.chosen.connect(self.turn)
        self.search.searched.connect(self._look_for)
        self.search.down.connect(self.people.enter)
        self.inactive.clicked.connect(lambda _: self._former_too())
        self.clinic.picked.connect(self._to_clinic)
        self.leave.clicked.connect(lambda: self._to(self.leave_wanted, of_all=True))
        self.add.clicked.connect(self._begin_new)
        self.save.clicked.connect(self._save)
        self.side.closed.connect(self._close)
        for table in self.tables.values():
            table.opened.connect(self._open)
            table.left.connect(self._close)
        self.people.typed.connect(self.search.take)
        for form in (self.person, self.kind, self.room):
            form.changed.connect(self._typed)
        self.person.hours_wanted.connect(lambda: self._to(self.hours_wanted))
        self.person.leave_wanted.connect(lambda: self._to(self.leave_wanted))

    def _lay_out(self) -> None:
        px = self.theme.px
        self.stack = QStackedWidget(self)
        for table in self.tables.values():
            self.stack.addWidget(table)
        for part in (self.person, self.kind, self.room, self.affected):
            self.side.column.addWidget(part)
        self.side.column.addWidget(self.save)
        self.side.column.addStretch(1)
        self.beside = Beside(self.theme, self.stack, self.side, self)
        tools = QWidget(self)
        tools.setObjectName("adminBar")
        inside = QWidget(tools)
        around = QVBoxLayout(tools)
        around.setContentsMargins(px(14), px(8), px(14), px(8))
        around.addWidget(inside)
        # Large text, or a narrow window: on a second line.
        row = Flow(inside, px(8))
        for widget in (self.parts, self.search, self.inactive, self.clinic, self.leave, self.add):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tools)
        column.addWidget(self.beside, 1)
        self.beside.covers.connect(tools.setHidden)
