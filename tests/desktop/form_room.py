"""The form of a patient in a window of its own, signed in at a hub of the tests' own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.patients import chart_of
from clinic_console.desktop.actions.patients_form import FormActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_form import FormState
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.patients_form import PatientForm
from clinic_console.desktop.views.patients_form_slots import Line
from clinic_console.wire import patients as wire
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_patients import patient_id
from tests.desktop.stub_patients_form import Register, mount

KITA = Clinic("c1", "Kita", "Asia/Tokyo", "receptionist")
MINAMI = Clinic("c2", "Minami", "Asia/Tokyo", "receptionist")
NOW = 1_700_000_000_000


def tanaka(**changed) -> wire.Patient:
    """Somebody with something in every part of the form."""
    fields = {
        "name_kana": "たなか ゆき",
        "family": "田中",
        "former_name": "山本 由紀",
        "language": "ja",
        "contacts": [
            wire.Contact("phone", "+81 90-1187-4420"),
            wire.Contact("address", "1-2-3 Kita, Sapporo"),
            wire.Contact("phone", "+81 11-206-8000", "田中 一郎", "husband"),
        ],
        "identifiers": [wire.Identifier("insurance", "NHI", "06-139-118")],
        "alerts": [wire.Alert("allergy", "Penicillin", date(2011, 5, 2)), wire.Alert("fall_risk")],
        "consents": [wire.Consent("messages", True), wire.Consent("research", False)],
        "version": 3,
        "clinic_id": "c1",
        **changed,
    }
    return wire.Patient(patient_id(1), "4018226", "田中 由紀", "Tanaka Yuki", date(1958, 3, 4), "F", **fields)


@dataclass
class FormRoom:
    """``saved``, ``opened``, ``left`` and ``told`` are what the form has said."""

    window: QWidget
    form: PatientForm
    state: FormState
    console: ConsoleState
    register: Register
    bridge: Bridge
    access: Access
    theme: Theme
    saved: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    left: list[None] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note what the form says."""
        self.form.saved.connect(lambda chart: self.saved.append(chart.id))
        self.form.open_wanted.connect(self.opened.append)
        self.form.left.connect(lambda: self.left.append(None))
        self.form.told.connect(lambda text, detail: self.told.append(f"{text}: {detail}"))

    def rebuild(self) -> None:
        """Make the form anew from the state, as for another text size."""
        self.form.hide()
        self.form.deleteLater()
        self.form = PatientForm(self.theme, self.bridge, self.console, FormActions(self.access, self.state))
        self.listen()
        self.show()

    def show(self) -> None:
        """Put the form into the window."""
        self.form.setParent(self.window)
        self.form.resize(self.window.size())
        self.form.show()
        self.frame()

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.form.frame(monotonic())
        for _ in range(5):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    def line(self, name: str) -> Line:
        """The line of a field."""
        control = self.form.sections.slots[name].control
        assert isinstance(control, Line)
        return control

    def type(self, name: str, text: str) -> None:
        """Type into a field, in place of what stands there."""
        type_into(self.line(name), text)
        self.frame()

    def cell(self, name: str, row: int, column: int) -> Line:
        """A cell of a list, by the place of its row."""
        part = list(self.form.sections.lists[name].rows.values())[row].parts[column]
        assert isinstance(part, Line)
        return part

    def edit(self, patient: wire.Patient) -> None:
        """Begin to change somebody."""
        self.register.known[patient.id] = patient
        self.form.edit(chart_of(patient))
        self.frame()

    async def save(self) -> None:
        """Press Ctrl+Enter, and wait until the hub has answered."""
        before = {task for task in asyncio.all_tasks() if task.get_name() == "save patient"}
        QTest.keyClick(self.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        saving = {task for task in asyncio.all_tasks() if task.get_name() == "save patient"} - before
        await self.until(lambda: all(task.done() for task in saving))
        self.frame()

    def note(self, name: str) -> str:
        """What stands below a field."""
        note = self.form.sections.slots[name].note
        return "" if note.isHidden() else note.text()


def type_into(line: Line, text: str) -> None:
    """Type into a line, in place of what stands there."""
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.selectAll()
    if text.isascii():
        QTest.keyClicks(line, text)
    else:
        # Letters that no key gives come by an input method, at once.
        line.insert(text)
        line.textEdited.emit(line.text())


@asynccontextmanager
async def form_room(
    stub: StubHub,
    bridge: Bridge,
    *,
    clinics: Sequence[Clinic] = (KITA,),
    theme: Theme | None = None,
    size: tuple[int, int] = (1002, 676),
) -> AsyncIterator[FormRoom]:
    """Sign in at a running stub, with the form in a window."""
    theme = theme or Theme(DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    register = mount(stub)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        console, state = ConsoleState(), FormState()
        console.access.entered("N. Sato", tuple(clinics))
        console.hub_clock.heard(NOW, monotonic())
        window = QWidget()
        window.setObjectName("page")
        window.resize(*size)
        form = PatientForm(theme, bridge, console, FormActions(access, state))
        room = FormRoom(window, form, state, console, register, bridge, access, theme)
        room.listen()
        window.show()
        room.show()
        window.activateWindow()
        await room.until(window.isActiveWindow)
        try:
            yield room
        finally:
            room.form.forget()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())


def in_room(bridge: Bridge, stub: StubHub, walk: Callable[[FormRoom], Awaitable[None]], **options) -> None:
    """Walk through a form with the hub running."""

    async def flow():
        async with form_room(stub, bridge, **options) as room:
            await walk(room)

    bridge.run(flow())


def only(room: FormRoom) -> wire.Patient:
    """The one patient whom the hub has."""
    (found,) = room.register.known.values()
    return found
