"""Breaking the glass on the screen: two identifiers, a reason, the countdown, and nothing left behind."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from clinic_console.desktop.theme import DARK, LIGHT, Theme
from tests.desktop import reach
from tests.desktop.patient_room import KITA, MINAMI, patient_room
from tests.desktop.stub_patients import HOURS_4, patient, patient_id


def _texts(panel) -> str:
    lines = [label.text() for label in panel.findChildren(QLabel)]
    return " ".join(lines + [line.text() for line in panel.findChildren(QLineEdit)])


def _type(line, text: str) -> None:
    # An input method gives what no key has.
    line.setText(text)
    line.textEdited.emit(text)


async def _find(room, **typed: str) -> None:
    step = room.glass.finding
    for name in ("mrn", "name", "born"):
        _type(getattr(step, name), typed.get(name, ""))
    QTest.keyClick(step.mrn, Qt.Key.Key_Return)


async def _break(room) -> None:
    room.glass.open()
    await _find(room, mrn="AB-2", born="1958-03-04")
    await room.until(room.glass.why.isVisible)
    room.glass.why.choices[0].setChecked(True)
    room.glass.why.send.click()
    await room.until(room.glass.opened.isVisible)


def test_the_glass_is_broken_by_keyboard_alone(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            room.frame()
            assert QApplication.focusWidget() is room.glass.finding.mrn
            QTest.keyClicks(QApplication.focusWidget(), "AB-2")
            for _ in range(2):
                QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            QTest.keyClicks(QApplication.focusWidget(), "4/3/1958")
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            await room.until(room.glass.why.isVisible)
            assert room.charts.looks == [{"clinic_id": "c1", "mrn": "AB-2", "name": "", "born": "1958-03-04"}]
            assert "MRN AB-2 · 4 Mar 1958" in _texts(room.glass.why)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            QTest.keyClicks(QApplication.focusWidget(), "by ambulance")
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            await room.until(room.glass.opened.isVisible)
            assert room.charts.reasons == ["Emergency: the patient must be treated now. by ambulance"]
            assert room.nudges, "the bed list is asked for again"
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            await room.until(lambda: room.state.patients.card is not None)
            assert room.card.name.text() == "山田 ジロー"
            assert not room.glass.isVisible()
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
            assert not room.card.isVisible()

    bridge.run(flow())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mrn": "AB-2"}, "exactly two"),
        ({"mrn": "AB-2", "name": "x", "born": "1958-03-04"}, "exactly two"),
        ({}, "exactly two"),
        ({"mrn": "AB-2", "born": "4 March"}, "cannot be read as a date"),
        ({"mrn": "AB-2", "born": "31/2/1958"}, "cannot be read as a date"),
    ],
)
def test_what_cannot_be_looked_up_is_said_in_place_and_asks_nobody(stub, bridge, qapp, typed, said):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            await _find(room, **typed)
            assert said in _texts(room.glass.finding)
            assert room.charts.looks == []
            assert room.glass.isVisible()

    bridge.run(flow())


def test_no_match_says_no_more_than_that(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            await _find(room, mrn="AB-9", born="1958-03-04")
            await room.until(lambda: "No single patient matches" in room.glass.finding.notice.text())
            assert "use the MRN" in room.glass.finding.notice.text()
            assert room.glass.finding.isVisible()
            assert room.glass.finding.send.isEnabled()
            QTest.keyClicks(room.glass.finding.mrn, "9")
            assert room.glass.finding.notice.text() == "", "of another number nothing has been said"

    bridge.run(flow())


def test_how_a_date_is_understood_stands_below_it(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            _type(room.glass.finding.born, "S26.3.4")
            assert "4 Mar 1951" in _texts(room.glass.finding)
            assert room.glass.finding.typed.born == date(1951, 3, 4)

    bridge.run(flow())


def test_too_many_look_ups_count_down_until_the_next(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            room.charts.trouble = (429, "limit.too_many")
            await _find(room, mrn="AB-2", born="1958-03-04")
            await room.until(lambda: "Too many look-ups" in room.glass.finding.notice.text())
            assert not room.glass.finding.send.isEnabled()
            room.state.patients.look_at = room.mono() + 125
            room.frame()
            assert "2:05" in room.glass.finding.notice.text()
            room.seconds += 126
            room.frame()
            assert room.glass.finding.notice.text() == ""
            assert room.glass.finding.send.isEnabled()

    bridge.run(flow())


@pytest.mark.parametrize(("choice", "details", "said"), [
    (None, "", "Choose a reason"),
    (1, "", "Name the colleague"),
    (3, "short", "at least 10 characters"),
])  # fmt: skip
def test_a_reason_that_is_none_is_not_sent(stub, bridge, qapp, choice, details, said):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            await _find(room, mrn="AB-2", born="1958-03-04")
            await room.until(room.glass.why.isVisible)
            if choice is not None:
                room.glass.why.choices[choice].setChecked(True)
            QTest.keyClicks(room.glass.why.details, details)
            room.glass.why.send.click()
            assert said in _texts(room.glass.why)
            assert room.charts.reasons == []
            room.glass.why.choices[3].setChecked(True)
            _type(room.glass.why.details, "a reason of its own")
            room.glass.why.send.click()
            await room.until(lambda: room.charts.reasons == ["a reason of its own"])

    bridge.run(flow())


def test_a_look_up_that_is_too_long_ago_is_said_in_place(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            await _find(room, mrn="AB-2", born="1958-03-04")
            await room.until(room.glass.why.isVisible)
            room.charts.trouble = (404, "not_found")
            room.glass.why.choices[2].setChecked(True)
            room.glass.why.send.click()
            await room.until(lambda: "too long ago" in _texts(room.glass.why))
            assert room.glass.why.send.isEnabled()
            room.glass.why.back.click()
            assert room.glass.finding.isVisible()
            assert room.glass.finding.mrn.text() == "AB-2"

    bridge.run(flow())


def test_open_charts_are_counted_down_and_closed(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _break(room)
            assert "3:59" in _texts(room.glass.opened)
            assert room.pill.text().startswith("Glass broken: until ")
            assert room.pill.isVisible()
            row = next(iter(room.glass.opened.rows.values()))
            row.end_button.click()
            await room.until(lambda: not room.glass.opened.rows)
            assert room.charts.glasses == []
            assert room.told[-1] == "The chart is closed"
            assert not room.pill.isVisible()
            assert "No chart is open" in room.glass.opened.empty.text()
            assert "山田" not in _texts(room.glass)

    bridge.run(flow())


def test_what_expires_goes_from_list_pill_and_card(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _break(room)
            room.glass.opened.first.click()
            await room.until(lambda: room.state.patients.card is not None)
            room.seconds += HOURS_4 / 1_000 + 1
            room.frame()
            assert room.state.patients.glasses == ()
            assert not room.pill.isVisible()
            assert "山田" not in _texts(room.card)
            assert room.card.ground.footing == "denied"

    bridge.run(flow())


def test_what_is_open_elsewhere_is_found_after_signing_in(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            await _break(room)
            kept = list(room.charts.glasses)
            room.glass.forget()
            room.state.patients.clear()
            room.frame()
            await room.until(lambda: room.state.patients.glasses_known)
            assert [glass.id for glass in room.state.patients.glasses] == [glass.id for glass in kept]
            room.glass.open()
            assert room.glass.opened.isVisible()
            room.glass.open(another=True)
            assert room.glass.finding.isVisible()

    bridge.run(flow())


def test_nothing_of_a_patient_stays_when_it_is_forgotten(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge) as room:
            room.glass.open()
            await _find(room, mrn="AB-2", name="山田 ジロー")
            await room.until(room.glass.why.isVisible)
            _type(room.glass.why.details, "details of it")
            room.glass.forget()
            assert not room.glass.isVisible()
            for leak in ("AB-2", "山田", "details of it"):
                assert leak not in _texts(room.glass)
            await _break(room)
            room.glass.forget()
            room.card.forget()
            assert "山田" not in _texts(room.glass)

    bridge.run(flow())


def test_who_works_in_several_clinics_says_for_which(stub, bridge, qapp):
    async def flow():
        async with patient_room(stub, bridge, clinics=(KITA, MINAMI)) as room:
            room.glass.open()
            step = room.glass.finding
            assert step.clinic.isVisible()
            step.clinic.setCurrentIndex(1)
            await _find(room, mrn="AB-2", born="1958-03-04")
            await room.until(lambda: bool(room.charts.looks))
            assert room.charts.looks[0]["clinic_id"] == "c2"

    bridge.run(flow())


@pytest.mark.parametrize("look", [DARK, LIGHT])
def test_every_step_is_within_reach(stub, bridge, qapp, look):
    async def flow():
        async with patient_room(stub, bridge, theme=Theme(look), clinics=(KITA, MINAMI)) as room:
            room.charts.theirs.append(patient(3, name="Zoë van der Meer", name_latin=""))
            room.glass.open()
            room.frame()
            assert reach.faults(room.window, room.theme) == []
            await _find(room, mrn="AB-2", born="1958-03-04")
            await room.until(room.glass.why.isVisible)
            assert reach.faults(room.window, room.theme) == []
            room.glass.why.choices[0].setChecked(True)
            room.glass.why.send.click()
            await room.until(room.glass.opened.isVisible)
            # In the shell it stands above the panel, and Tab that leads there closes it.
            room.pill.hide()
            assert reach.faults(room.window, room.theme) == []
            assert patient_id(2) in {glass.patient.id for glass in room.state.patients.glasses}

    bridge.run(flow())
