"""A patient's card on the screen: who it is, what is closed, marks, and nothing left behind."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.theme import DARK, LIGHT, Theme
from tests.desktop import reach
from tests.desktop.patient_room import patient_room
from tests.desktop.stub_patients import full, patient, patient_id

NURSE = Clinic("c1", "Kita", "Asia/Tokyo", "nurse")
DESK = Clinic("c1", "Kita", "Asia/Tokyo", "receptionist")


def _texts(panel) -> str:
    lines = [label.text() for label in panel.findChildren(QLabel)]
    return " ".join(lines + [line.text() for line in panel.findChildren(QLineEdit)])


def _pills(room) -> list[str]:
    return [pill.label.text() for pill in room.card.pills.pills]


async def _open(room, number: int = 1) -> None:
    room.card.open(patient_id(number))
    state = room.state.patients
    await room.until(lambda: state.card is not None or state.problem is not None)


def test_a_card_says_who_somebody_is_and_where(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            texts = _texts(room.card)
            for part in (
                "田中 由紀",
                "Tanaka Yuki",
                "MRN AB-1",
                "4 Mar 1958",
                "65 years",
                "female",
                "3 East, bed 12",
            ):
                assert part in texts
            assert room.card.bed_button.isVisible()
            wanted = []
            room.card.bed_wanted.connect(wanted.append)
            room.card.bed_button.click()
            assert wanted == ["b1"]
            assert not room.card.isVisible()

    bridge.run(flow())


def test_a_card_says_what_everybody_must_know_and_leads_to_the_chart(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.charts.mine = [full(1, deceased=True, died=date(2026, 5, 12))]
            await _open(room)
            room.frame()
            assert _pills(room) == [
                "Deceased 12 May 2026",
                "Allergy: penicillin (rash, 2011)",
                "Allergy: latex",
                "Fall risk",
                "Interpreter: Portuguese",
            ]
            assert room.card.latin.text() == "Tanaka Yuki · タナカ ユキ"
            assert room.card.ground.height() > room.theme.px(120), "the facts keep their room"
            wanted = []
            room.card.chart_wanted.connect(wanted.append)
            room.card.chart_button.click()
            assert wanted == [patient_id(1)]
            assert not room.card.isVisible()
            assert _pills(room) == []

    bridge.run(flow())


def test_without_alerts_a_card_is_as_high_as_before(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            room.frame()
            low = room.card.height()
            assert not room.card.pills.isVisible()
            room.charts.mine = [full(1)]
            await _open(room)
            room.frame()
            assert room.card.height() > low

    bridge.run(flow())


def test_a_card_is_asked_for_once(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            room.seconds += 60
            for _ in range(20):
                room.frame()
            assert sum("/api/patients" in request for request in stub.requests) == 1, "each opening is recorded"
            room.seconds += 600
            room.frame()
            assert room.card.ground.footing == "stale"
            room.card.ground.pressed.emit()
            await room.until(lambda: room.card.ground.footing == "ready")
            assert sum("/api/patients" in request for request in stub.requests) == 2

    bridge.run(flow())


def test_while_it_comes_there_is_the_shape_of_it(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            stub.http_mode = "deaf"
            room.card.open(patient_id(1))
            room.frame()
            assert room.card.ground.footing == "loading"
            assert room.card.name.text() == "Patient"

    bridge.run(flow())


@pytest.mark.parametrize(("clinic", "button"), [(NURSE, "Break the glass …"), (DESK, "")])
def test_a_restricted_chart_offers_the_glass_to_who_may_break_it(stub, bridge, qapp, clinic, button):
    async def flow():
        async with patient_room(stub, bridge, clinics=(clinic,)) as room:
            room.charts.mine = [patient(1, restriction="vip")]
            await _open(room)
            room.frame()
            assert room.card.ground.footing == "denied"
            assert "田中" not in _texts(room.card)
            assert room.card.ground.panel.button.text() == button
            if button:
                room.card.ground.panel.button.click()
                assert room.glass.finding.isVisible()
                assert not room.card.isVisible()

    bridge.run(flow())


def test_a_patient_who_is_not_here_and_a_hub_that_fails_are_told_apart(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room, 9)
            room.frame()
            assert room.card.ground.footing == "empty"
            room.card.close()
            stub.http_mode = "down"
            await _open(room)
            room.frame()
            assert room.card.ground.footing == "failed"
            stub.http_mode = "normal"
            room.card.ground.panel.button.click()
            await room.until(lambda: room.state.patients.card is not None)

    bridge.run(flow())


def test_a_mark_needs_a_reason_and_closes_the_chart(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            room.frame()
            room.card.mark_button.click()
            form = room.card.form
            form.kind.setCurrentIndex(form.kind.findData("family"))
            form.send.click()
            assert "Say why" in _texts(form)
            assert room.charts.marks == []
            QTest.keyClicks(form.reason, "sister of a nurse")
            QTest.keyClick(form.reason, Qt.Key.Key_Return)
            await room.until(lambda: bool(room.charts.marks))
            assert room.charts.marks == [{"restriction": "family", "reason": "sister of a nurse"}]
            await room.until(lambda: room.card.ground.footing == "denied")
            assert room.told == ["The chart is restricted now"]
            assert room.nudges
            assert "田中" not in _texts(room.card)

    bridge.run(flow())


def test_esc_leaves_the_form_and_then_the_card(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            room.frame()
            room.card.mark_button.click()
            QTest.keyClicks(room.card.form.reason, "typed")
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert room.card.isVisible()
            assert not room.card.form.isVisible()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert not room.card.isVisible()

    bridge.run(flow())


def test_who_may_not_mark_is_not_offered_it(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge, clinics=(NURSE,)) as room:
            await _open(room)
            room.frame()
            assert not room.card.mark_button.isVisible()

    bridge.run(flow())


def test_nothing_of_a_patient_stays_once_it_is_closed(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _open(room)
            room.frame()
            room.card.mark_button.click()
            QTest.keyClicks(room.card.form.reason, "a secret reason")
            room.card.forget()
            assert room.state.patients.card is None
            for leak in ("田中", "Tanaka", "AB-1", "1958", "3 East", "a secret reason"):
                assert leak not in _texts(room.card), leak
            assert room.card.name.toolTip() == ""

    bridge.run(flow())


@pytest.mark.parametrize("look", [DARK, LIGHT])
def test_the_card_and_its_form_are_within_reach(stub, bridge, qapp, look):
    async def flow():
        async with patient_room(stub, bridge, theme=Theme(look)) as room:
            await _open(room)
            room.frame()
            assert reach.faults(room.window, room.theme) == []
            room.card.mark_button.click()
            room.frame()
            assert reach.faults(room.window, room.theme) == []

    bridge.run(flow())
