"""Nothing that somebody typed, and no name, comes to who is at the console after them."""

import ast
import asyncio
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clinic_console.desktop import views
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.views.break_glass import GlassPanel
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.patients import PatientPanel
from clinic_console.wire.wards import BedPatient
from tests.desktop.stub_patients import mount, patient_id
from tests.desktop.stub_users import StubUsers, person, user_id
from tests.desktop.test_app import console_at
from tests.desktop.test_reach import settled
from tests.desktop.test_sessions_apart import SlowHub

TYPED = "Tpd-7731"
PATIENT = "Patient-Qx"
WARD = "Ward-Qx"
CONTROL = Qt.KeyboardModifier.ControlModifier
SAYS = ("text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle")
NO_FIELDS = {
    "clipboard()",
    "form",
    "self._lines",
    "self._made",
    "self._waiting",
    "self.beds",
    "self.clinic",
    "self.facts",
    "self.form",
    "self.kind",
    "self.lock",
    "self.toasts",
    "self.visit_facts",
    "self.wards",
}
"""What has a clear() of its own: lists, forms, the clipboard. None of them is a field in which one types."""


@pytest.fixture
def hub():
    """A hub with a patient in a bed, and with people; ann and bob sign in there."""
    made = SlowHub()
    mount(made)
    made.wards = [msgspec.structs.replace(ward, name=WARD) for ward in made.wards]
    who = BedPatient(patient_id(1), f"MRN-{PATIENT}", PATIENT, PATIENT, None, "F")
    for beds in made.beds.values():
        beds[:] = [msgspec.structs.replace(bed, patient=who) for bed in beds]
    StubUsers().serve(made).add(person(number) for number in range(10))
    return made


async def enter(console, hub, until, login="ann"):
    await console.sessions.sign_in(hub.url, login, "secret")
    assert console.state.access.phase is Phase.IN
    await until(lambda: console.state.wards.beds or not console.window.shell.may_watch)
    await settled(console)


def said(window, *words):
    """Whatever any part of a window says or holds of these words, seen or not."""
    found = []
    for part in [window, *window.findChildren(QWidget)]:
        for name in SAYS:
            say = getattr(part, name, None)
            if callable(say) and any(word in str(say()) for word in words):
                found.append((type(part).__name__, part.objectName(), name, str(say())[:80]))
    return found


def undone(window):
    """What all fields of a window hold once everything in them is undone that can be."""
    for field in window.findChildren(QLineEdit):
        field.setEchoMode(QLineEdit.EchoMode.Normal)
        for _ in range(5):
            field.undo()
    for text in window.findChildren(QPlainTextEdit):
        text.undo()
    return said(window, TYPED)


def test_a_field_is_never_emptied_so_that_it_can_be_undone():
    found = []
    for path in sorted(Path(views.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        lists = [each for each in ast.walk(tree) if isinstance(each, ast.ClassDef) and _is_list(each)]
        spared = {id(node) for each in lists for node in ast.walk(each)}
        for node in ast.walk(tree):
            call = node.func if isinstance(node, ast.Call) else None
            if isinstance(call, ast.Attribute) and call.attr == "clear":
                owner = ast.unparse(call.value)
                if owner not in NO_FIELDS and not (owner == "self" and id(node) in spared):
                    found.append(f"{path.name}:{node.lineno} {owner}")
    assert not found


def _is_list(each):
    own = any(isinstance(node, ast.FunctionDef) and node.name == "clear" for node in each.body)
    return own or any(ast.unparse(base) in ("QComboBox", "QListWidget") for base in each.bases)


@pytest.mark.parametrize("secret", ["secret", "wrong"])
@pytest.mark.parametrize("role", ["nurse", "receptionist"])
def test_the_password_that_unlocked_is_not_in_the_next_lock(hub, bridge, qapp, until, role, secret):
    async def flow():
        hub.role = role
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            window.lock()
            field = window.shell.lock.view.field
            QTest.keyClicks(field, secret)
            QTest.keyClick(field, Qt.Key.Key_Return)
            await until(lambda: not console.state.access.unlocking)
            window.frame(monotonic())
            window.lock()
            field = window.shell.lock.view.field
            field.eye.click()
            assert field.echoMode() is QLineEdit.EchoMode.Normal
            QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
            assert field.text() == ""
            assert not field.isUndoAvailable()

    bridge.run(flow())


def test_the_password_that_signed_in_is_nowhere_while_one_is_in_nor_after(hub, bridge, qapp, until):
    async def flow():
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            window = console.window
            view = window.sign_in
            QTest.keyClicks(view.login, "ann")
            QTest.keyClicks(view.password, "secret")
            QTest.keyClick(view.password, Qt.Key.Key_Return)
            await until(lambda: console.state.access.phase is Phase.IN)
            window.frame(monotonic())
            assert (view.password.text(), view.login.text()) == ("", "")
            await console.lock.switch_user()
            view.password.eye.click()
            for field in (view.password, view.login):
                QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
                assert field.text() == ""

    bridge.run(flow())


async def _type_everywhere(console, until):
    """Leave a draft in every field that a doctor finds, open panels among them."""
    window = console.window
    window.search()
    window.search_panel.field.setText(TYPED)
    window.search_panel.close()
    window.open_bed(console.state.wards.beds[0].id)
    window.open_glass()
    glass = window.patients.glass
    for line in (glass.finding.mrn, glass.finding.name, glass.why.details):
        QTest.keyClicks(line, TYPED)
    window.open_card()
    await until(lambda: console.state.patients.card is not None)
    QTest.keyClicks(window.patients.card.form.reason, TYPED)
    assert said(window, TYPED)


def test_no_draft_comes_back_by_undoing_it(hub, bridge, qapp, until):
    async def flow():
        hub.role = "doctor"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            await _type_everywhere(console, until)
            gone = (window.patients.glass, window.patients.card, window.search_panel)
            await console.lock.switch_user()
            # At once, and not with the next frame: Ctrl+Z may be quick.
            assert undone(window) == []
            await settled(console)
            assert not [panel for panel in window.findChildren(Overlay) if panel in gone]
            await enter(console, hub, until, "bob")
            window.search()
            window.open_glass()
            assert undone(window) == []

    bridge.run(flow())


@pytest.mark.parametrize("tab", ["users", "devices", "stations", "sessions"])
def test_no_draft_of_an_administrator_comes_back(hub, bridge, qapp, until, tab):
    async def flow():
        hub.role = "administrator"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            window.open_admin(tab)
            await until(lambda: window.shell.rooms.admin is not None)
            shown = window.shell.rooms.admin.stack.currentWidget()
            for field in shown.findChildren(QLineEdit):
                QTest.keyClicks(field, TYPED)
            assert said(window, TYPED)
            await console.lock.switch_user()
            assert undone(window) == []
            await enter(console, hub, until, "bob")
            window.open_admin(tab)
            assert undone(window) == []

    bridge.run(flow())


@pytest.mark.parametrize("by", ["switch", "ended"])
def test_no_hidden_part_knows_who_was_here_and_whom_they_saw(hub, bridge, qapp, until, by):
    async def flow():
        hub.role = "doctor"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            window.ward.context.open_chooser()
            window.ward.context.open_chooser()
            window.open_bed(console.state.wards.beds[0].id)
            window.open_card()
            await until(lambda: console.state.patients.card is not None)
            window.lock()
            await settled(console)
            assert said(window, "N. Sato")
            assert said(window, WARD)
            if by == "switch":
                await console.lock.switch_user()
            else:
                hub.tokens.clear()
                hub.refreshes.clear()
                await hub.drop()
                await until(lambda: console.state.access.phase is Phase.OUT)
            await until(lambda: not window.findChildren(PatientPanel))
            assert said(window, "N. Sato", PATIENT, WARD, "Doctor") == []

    bridge.run(flow())


@pytest.mark.parametrize("again", ["size", "language"])
def test_panels_of_a_patient_do_not_outlive_their_window(hub, bridge, qapp, until, again):
    async def flow():
        hub.role = "doctor"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            window.open_bed(console.state.wards.beds[0].id)
            window.open_card()
            await until(lambda: console.state.patients.card is not None)
            asked = list(hub.requests)
            for step in range(4):
                before = window.shell
                if again == "size":
                    window.zoom(1 if step % 2 else -1)
                else:
                    console.state.station.change(language="en" if step % 2 else "ja")
                await until(lambda before=before: window.shell is not before)
                await settled(console)
                assert [type(panel) for panel in window.findChildren(PatientPanel)] == [PatientPanel]
                assert len(window.findChildren(GlassPanel)) == 1
                # Still open, in its new look, and not recorded as opened once more.
                assert window.patients.card.isVisible()
                assert window.patients.card.name.text()
            opened = f"GET /api/patients/{patient_id(1)}"
            assert hub.requests.count(opened) == asked.count(opened) == 1
            window.lock()
            assert not window.patients.card.isVisible()

    bridge.run(flow())


async def _begin_to_disable(console, hub, until):
    """Have the hub asked to disable somebody, and answer only when it is released."""
    window = console.window
    window.open_admin("users")
    await until(lambda: window.shell.rooms.admin is not None)
    view = window.shell.rooms.admin.stack.currentWidget()
    await until(lambda: len(view.table.pages.rows) > 5)
    view.open_user(user_id(1))
    await settled(console)
    hub.held = ("/disable",)
    view.panel.disable.click()
    question = view.panel.confirm
    question.reason.setText("has left")
    question.yes.click()
    await until(lambda: hub.waiting > 0)


def toasts(window):
    return [(toast.text.text(), toast.undo is not None) for toast in window.toasts.shown]


def test_what_was_done_before_a_lock_is_said_to_who_did_it(hub, bridge, qapp, until):
    async def flow():
        hub.role = "administrator"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            await _begin_to_disable(console, hub, until)
            window.lock()
            hub.released.set()
            await until(lambda: window.toasts._waiting)
            await settled(console)
            assert toasts(window) == []
            QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
            assert not [each for each in hub.requests if each.endswith("/enable")]
            await console.lock.unlock("secret")
            await settled(console)
            [(text, can_be_undone)] = toasts(window)
            assert can_be_undone
            assert "disabled" in text

    bridge.run(flow())


def test_what_was_done_before_a_lock_is_not_said_to_the_next_one(hub, bridge, qapp, until):
    async def flow():
        hub.role = "administrator"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            await _begin_to_disable(console, hub, until)
            window.lock()
            hub.released.set()
            await until(lambda: window.toasts._waiting)
            await console.lock.switch_user()
            await enter(console, hub, until, "bob")
            assert toasts(window) == []

    bridge.run(flow())


def test_a_late_answer_to_who_left_leaves_the_next_ones_lock_alone(hub, bridge, qapp, until):
    async def flow():
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            hub.held = ("/unlock",)
            console.window.lock()
            late = asyncio.ensure_future(console.lock.unlock("secret"))
            await until(lambda: hub.waiting > 0)
            await console.lock.switch_user()
            hub.held = ()
            await enter(console, hub, until, "bob")
            console.window.lock()
            hub.released.set()
            await late
            assert console.state.access.locked is not None
            assert console.state.access.unlock_problem is None

    bridge.run(flow())


def test_a_password_that_was_made_up_is_not_there_while_it_is_locked(hub, bridge, qapp, until):
    async def flow():
        hub.role = "administrator"
        async with hub.running(), console_at(hub, bridge, qapp) as console:
            await enter(console, hub, until)
            window = console.window
            window.open_admin("users")
            await until(lambda: window.shell.rooms.admin is not None)
            view = window.shell.rooms.admin.stack.currentWidget()
            await until(lambda: len(view.table.pages.rows) > 5)
            view.open_user(user_id(1))
            await settled(console)
            view.panel.password.click()
            view.panel.confirm.findChild(QPushButton, "confirmYes").click()
            await until(view.secret.text.toPlainText)
            password = view.secret.text.toPlainText()
            window.lock()
            assert said(window, password) == []
            await console.lock.unlock("secret")
            await settled(console)
            assert view.secret.isVisible()
            assert view.secret.text.toPlainText() == password

    bridge.run(flow())
