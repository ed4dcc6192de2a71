"""Others at the same patient: who saved meanwhile, an answer that was lost, somebody who is known already."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.state.patients_merge import Place
from clinic_console.wire import patients as wire
from tests.desktop.form_room import in_room, only, tanaka, type_into
from tests.desktop.stub_patients import fail, patient_id
from tests.desktop.stub_patients_form import line

OTHERS = [
    wire.Contact("address", "1-2-3 Kita, Sapporo"),
    wire.Contact("phone", "+81 11-206-8000", "田中 一郎", "husband"),
]


def test_what_another_saved_is_told_merged_and_saved_with_the_new_version(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤 由紀")
        line = room.line("former_name")
        line.setSelection(0, 2)
        moved = [wire.Contact("phone", "+81 90-0000-1111"), wire.Contact("address", "9 Minami"), OTHERS[1]]
        room.register.change(patient_id(1), "N. Sato", contacts=moved, language="en")
        await room.save()
        banner = room.form.banner
        assert banner.isVisible()
        assert banner.text().startswith("Changed by N. Sato at 07:13: phone, address, language.")
        assert not room.saved
        # What one types, and where, is not disturbed.
        assert line.hasFocus()
        assert (line.text(), line.selectedText()) == ("佐藤 由紀", "佐藤")
        assert room.cell("contacts", 0, 1).text() == "+81 90-0000-1111"
        assert room.form.sections.slots["language"].text == "en"
        assert room.note("language") == "Just changed by N. Sato"
        await room.save()
        after = only(room)
        assert (after.former_name, after.language, after.contacts) == ("佐藤 由紀", "en", moved)
        assert room.saved == [patient_id(1)]

    in_room(bridge, stub, walk)


def test_where_both_changed_mine_stands_and_theirs_can_be_taken(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        type_into(room.cell("contacts", 0, 1), "111")
        room.register.change(
            patient_id(1), "N. Sato", former_name="鈴木", contacts=[wire.Contact("phone", "222"), *OTHERS]
        )
        await room.save()
        former = room.form.sections.slots["former_name"]
        assert (former.text, former.theirs.label.text()) == ("佐藤", "N. Sato: 鈴木")
        row = next(iter(room.form.sections.lists["contacts"].rows.values()))
        assert (row.cells[1], row.theirs.label.text()) == ("111", "N. Sato: Phone · 222")
        assert "yours stands, and theirs below it" in room.form.banner.text()
        former.theirs.button.click()
        assert former.text == "鈴木"
        assert former.theirs.isHidden()
        assert former.control.hasFocus()
        row.theirs.button.click()
        room.frame()
        assert row.cells[1] == "222"
        await room.save()
        assert (only(room).former_name, only(room).contacts[0].value) == ("鈴木", "222")

    in_room(bridge, stub, walk)


def test_mine_is_saved_where_nothing_of_theirs_was_taken(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.change(patient_id(1), "N. Sato", former_name="鈴木")
        await room.save()
        await room.save()
        assert only(room).former_name == "佐藤"
        assert room.saved

    in_room(bridge, stub, walk)


def test_a_row_that_another_took_out_can_be_taken_out(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        type_into(room.cell("contacts", 0, 1), "111")
        room.register.change(patient_id(1), "N. Sato", contacts=OTHERS)
        await room.save()
        rows = room.form.sections.lists["contacts"].rows
        row = next(iter(rows.values()))
        assert row.theirs.label.text() == "N. Sato has taken this out"
        row.theirs.button.click()
        assert len(rows) == 2
        await room.save()
        assert only(room).contacts == OTHERS

    in_room(bridge, stub, walk)


def test_letters_that_are_being_composed_are_left_alone(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("name_kana", "たなか ゆきこ")
        former = room.line("former_name")
        former.setFocus()
        QApplication.sendEvent(former, QInputMethodEvent("さとう", []))
        assert former.composing
        room.register.change(patient_id(1), "N. Sato", former_name="鈴木")
        await room.save()
        assert former.text() == "山本 由紀"
        assert former.composing
        assert Place("former_name") in room.state.changed.contested
        done = QInputMethodEvent("", [])
        done.setCommitString("佐藤")
        QApplication.sendEvent(former, done)
        room.frame()
        assert "佐藤" in room.state.draft.values["former_name"]

    in_room(bridge, stub, walk)


def test_a_second_change_of_another_is_told_too(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.change(patient_id(1), "N. Sato", former_name="鈴木")
        await room.save()
        room.register.change(patient_id(1), "K. Mori", sex="X")
        await room.save()
        assert room.form.banner.text().startswith("Changed by K. Mori")
        # What was not settled is still there to be settled.
        assert not room.form.sections.slots["former_name"].theirs.isHidden()
        await room.save()
        assert (only(room).former_name, only(room).sex) == ("佐藤", "X")

    in_room(bridge, stub, walk)


def test_a_patient_who_went_meanwhile_is_told(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.trouble = fail(409, "patients.changed")
        room.register.known.clear()
        await room.save()
        assert "not (any more) among those of your clinics" in room.form.status.text()

    in_room(bridge, stub, walk)


# Answers that are lost


@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_answer_registers_nobody_twice(stub, bridge, lost):
    async def walk(room):
        room.form.begin("Ann Lee")
        stub.lost = lost
        await room.save()
        if lost > 1:
            assert "What you typed is kept." in room.form.status.text()
            room.type("former_name", "Miller")
            await room.save()
        found = only(room)
        assert room.saved == [found.id]
        assert found.former_name == ("Miller" if lost > 1 else "")

    in_room(bridge, losing(stub), walk)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_answer_to_a_change_is_no_conflict_with_oneself(stub, bridge, lost):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        stub.lost = lost
        await room.save()
        if lost > 1:
            room.type("former_name", "鈴木")
            await room.save()
        assert not room.form.banner.isVisible()
        assert only(room).former_name == ("鈴木" if lost > 1 else "佐藤")
        assert room.saved == [patient_id(1)]

    in_room(bridge, losing(stub), walk)


def losing(stub):
    """Let a hub do what it is told, and hang up before it says so, as often as ``lost`` says."""
    reply = stub._reply
    stub.lost = 0

    async def lose(writer, status, answer):
        if stub.lost and stub.requests[-1].split()[0] in ("POST", "PUT"):
            stub.lost -= 1
            return False
        return await reply(writer, status, answer)

    stub._reply = lose
    return stub


# Who it may be already


def test_probable_duplicates_stand_beside_the_form_while_one_types(stub, bridge):
    async def walk(room):
        room.register.likely = wire.Duplicates(
            [wire.Duplicate(line(2), ["name", "born"]), wire.Duplicate(line(3), [])]
        )
        room.form.begin()
        assert room.form.alike.empty
        room.type("name", "Tanaka Yuki")
        room.type("born", "4/3/1958")
        await room.until(lambda: bool(room.state.likely))
        alike = room.form.alike
        assert alike.title.text() == "2 probably the same"
        assert len(alike.cards) == 2
        assert room.form.save.text() == "Register anyway"
        alike.cards[0].open.click()
        assert room.opened == [patient_id(2)]
        # What was typed is still there for whoever comes back.
        assert room.form.dirty

    in_room(bridge, stub, walk)


def test_too_little_typed_asks_nobody(stub, bridge):
    async def walk(room):
        room.form.begin()
        room.type("name", "Tanaka")
        room.form._soon.cancel()
        room.form._ask_alike()
        await room.until(lambda: True)
        assert "POST duplicates" not in room.register.asked

    in_room(bridge, stub, walk)


def test_who_was_shown_is_registered_despite_and_others_ask_again(stub, bridge):
    async def walk(room):
        room.register.likely = wire.Duplicates([wire.Duplicate(line(2), ["name"])])
        room.form.begin("Tanaka Yuki 1958-03-04")
        # Faster than the panel: the hub refuses, and says who it is.
        room.form._soon.cancel()
        await room.save()
        assert "Somebody like this is known already" in room.form.status.text()
        assert len(room.form.alike.cards) == 1
        assert room.form.save.text() == "Register anyway"
        room.type("born", "1958-03-05")
        assert room.form.save.text() == "Register"
        await room.save()
        assert not room.saved
        assert room.form.save.text() == "Register anyway"
        await room.save()
        assert room.saved == [only(room).id]

    in_room(bridge, stub, walk)


def test_somebody_of_another_clinic_is_taken_in_by_a_number(stub, bridge):
    async def walk(room):
        room.register.likely = wire.Duplicates([], elsewhere=True)
        room.register.known[patient_id(7)] = tanaka()
        room.register.numbers = {"NHI-7": patient_id(7)}
        room.form.begin("田中 由紀 1958-03-04")
        link = room.form.alike.link
        await room.until(lambda: not link.isHidden())
        assert room.form.save.text() == "Register anyway"
        link.send()
        assert link.field.note.text() == "Enter the number as it stands on their card."
        type_into(link.number, "NHI-8")
        QTest.keyClick(link.number, Qt.Key.Key_Return)
        await room.until(lambda: room.state.link_problem is not None)
        assert link.field.note.text().startswith("Nobody has this name, date of birth and number.")
        type_into(link.number, "NHI-7")
        link.button.click()
        await room.until(lambda: bool(room.saved))
        assert room.saved == [patient_id(1)]

    in_room(bridge, stub, walk)


def test_nobody_is_taken_in_without_a_date_of_birth(stub, bridge):
    async def walk(room):
        room.register.likely = wire.Duplicates([], elsewhere=True)
        room.form.begin("田中 由紀 1958-03-04")
        link = room.form.alike.link
        await room.until(lambda: not link.isHidden())
        room.type("born", "4/3")
        room.form._soon.cancel()
        type_into(link.number, "NHI-7")
        link.button.click()
        assert room.line("born").hasFocus()
        assert "POST link" not in room.register.asked

    in_room(bridge, stub, walk)
