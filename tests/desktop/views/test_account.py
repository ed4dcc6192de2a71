"""The own account: what is wrong is said at the field, and what was done is said once."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.views.screens import ACCOUNT, ADMIN, DESK, PATIENTS, SCHEDULE, VITALS, Place
from clinic_console.wire.sessions import SessionRow
from tests.desktop.test_reach import settled, signed_in

PASSWORD = "four words of ours"


def said(window):
    return [toast.text.text() for toast in window.toasts.shown]


def test_a_password_that_was_made_up_is_replaced(stub, bridge, qapp, until):
    stub.password_given = True

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(window.ward.wall.hasFocus)
            await settled(console)
            banner = window.shell.banner
            assert banner.isVisible()
            banner.button.click()
            assert window.shell.place == Place(ACCOUNT)
            await settled(console)
            assert not banner.isVisible()
            view = window.shell.rooms.account
            assert view.present.hasFocus()
            for present, new, again, notice, field in (
                ("secret", "short", "short", "A password has at least 12 characters", view.password),
                ("secret", PASSWORD, "something else", "The two are not the same", view.again),
                ("wrong", PASSWORD, PASSWORD, "The present password is wrong.", view.present),
            ):
                for line, text in ((view.present, present), (view.password, new), (view.again, again)):
                    line.setText(text)
                view.change.click()
                await until(lambda notice=notice: view.password_notice.text().startswith(notice))
                assert field.hasFocus()
                # What was typed stays, to be put right.
                assert view.password.text() == new
            view.present.setText("secret")
            QTest.keyClick(view.again, Qt.Key.Key_Return)
            await until(lambda: said(window) == ["Your password was changed"])
            assert [field.text() for field in (view.present, view.password, view.again)] == ["", "", ""]
            window.go(VITALS)
            await settled(console)
            assert not banner.isVisible()

    bridge.run(flow())


def test_a_pin_is_set_changed_and_removed(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.show_account()
            view = window.shell.rooms.account
            assert view.set_pin.text() == "Set PIN"
            assert not view.remove_pin.isVisible()
            view.confirm.setText("secret")
            view.set_pin.click()
            await until(lambda: view.pin_notice.text().startswith("A PIN has 4 to 8 digits"))
            assert view.pin.hasFocus()
            view.pin.setText("2580")
            view.set_pin.click()
            await until(lambda: said(window) == ["Your PIN was set"])
            assert stub.pin == "2580"
            assert view.set_pin.text() == "Change PIN"
            view.confirm.setText("secret")
            view.remove_pin.click()
            await until(lambda: "Your PIN was removed" in said(window))
            assert stub.pin == ""

    bridge.run(flow())


def test_sessions_are_listed_and_ended_only_when_asked_twice(stub, bridge, qapp, until):
    stub.own_sessions = [
        SessionRow("a", "u1", "N. Sato", "nurse", None, "Ward 3", "10.0.0.8", 1_700_000_000_000, 0, 0, False, True),
        SessionRow(
            "b", "u1", "N. Sato", "nurse", None, "", "10.0.0.9", 1_700_000_000_000, 1_700_003_600_000, 0, True
        ),
    ]

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            window.show_account()
            view = window.shell.rooms.account
            await until(lambda: "Ward 3: this console, since" in view.sessions.text())
            assert "10.0.0.9: since" in view.sessions.text()
            view.everywhere.click()
            assert view.question.isVisible()
            view.question.no.click()
            assert "DELETE /api/account/sessions" not in stub.requests
            window.shell.leave_everywhere()
            view.question.yes.click()
            await until(lambda: console.state.access.phase is Phase.OUT)
            assert "DELETE /api/account/sessions" in stub.requests

    bridge.run(flow())


def test_each_role_is_offered_its_screens(stub, bridge, qapp, until):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            for role, screens, first in (
                ("administrator", [SCHEDULE, ADMIN], None),
                ("receptionist", [DESK, SCHEDULE, PATIENTS, ADMIN], Place(DESK)),
                ("nurse", [VITALS, DESK, SCHEDULE, PATIENTS], Place(VITALS)),
            ):
                await console.sessions.sign_out()
                stub.role = role
                await console.sessions.sign_in(stub.url, "nurse", "secret")
                await settled(console)
                entries = [entry.leads_to.id for entry in window.shell.rail.entries()]
                assert entries[:-2] == screens
                if first is not None:
                    assert window.shell.place == first
                else:
                    # Admin is loaded beside the loop.
                    await until(lambda: window.shell.place.screen == ADMIN)
                    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
                    assert window.shell.place.screen == ADMIN
            window.open_admin("users")
            assert window.shell.place.screen == VITALS
            assert "GET /api/users" not in stub.requests[-1]

    bridge.run(flow())


def test_a_restricted_bed_is_named_so_everywhere_and_leads_to_breaking_the_glass(stub, bridge, qapp, until):
    stub.beds = {
        ward: [type(bed)(bed.id, bed.name, bed.position, bed.device, None, restricted=True) for bed in beds[:1]]
        for ward, beds in stub.beds.items()
    }

    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(window.ward.wall.isVisible)
            await stub.publish(stub.numbers(HR=91.0))
            await until(lambda: window.ward.shown("b1").get("HR") == "91")
            look = window.ward.wall.painted("b1")
            assert (look.name, look.restricted, look.person) == ("Restricted", True, "")
            window.search()
            model = window.search_panel.list.model()
            shown = [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]
            assert any("Bed 1 · Restricted" in text for text in shown)
            window.search_panel.close()
            window.open_bed("b1")
            header = window.shell.bed.header
            await until(lambda: "Restricted" in header.identity.accessibleName())
            assert header.glass.isVisible()
            assert not header.card.isVisible()
            header.glass.click()
            assert window.patients.glass.isVisible()
            window.lock()
            assert not window.patients.glass.isVisible()

    bridge.run(flow())
