"""The form of a patient: registering, changing, what is refused, and what is left behind (nothing)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.patients_form import Mode
from clinic_console.wire import patients as wire
from tests.desktop.form_room import KITA, MINAMI, in_room, only, tanaka, type_into
from tests.desktop.stub_patients import fail
from tests.desktop.stub_patients_form import refuse

KEY = Qt.Key


def test_what_was_searched_for_is_put_in_and_registered(stub, bridge):
    async def walk(room):
        room.form.begin("Lucía García 4/3/1958")
        assert room.line("name").hasFocus()
        assert room.note("born") == "4 Mar 1958 · 65 years"
        assert not room.form.dirty
        type_into(room.cell("contacts", 0, 1), "+34 600 123 456")
        assert room.form.dirty
        await room.save()
        found = only(room)
        assert (found.name, found.family, found.born) == ("Lucía García", "García", date(1958, 3, 4))
        assert found.contacts == [wire.Contact("phone", "+34 600 123 456")]
        assert found.clinic_id == "c1"
        assert room.saved == [found.id]
        assert room.state.mode is Mode.CLOSED

    in_room(bridge, stub, walk)


def test_a_change_keeps_all_that_was_not_changed(stub, bridge):
    async def walk(room):
        before = tanaka()
        room.edit(before)
        assert room.form.title.text() == "Change 田中 由紀"
        assert not room.form.dirty
        room.type("born", "3/3/1958")
        await room.save()
        after = only(room)
        assert after.born == date(1958, 3, 3)
        assert after.version == 4
        for name in ("name", "family", "contacts", "identifiers", "alerts", "consents", "language", "mrn"):
            assert getattr(after, name) == getattr(before, name)

    in_room(bridge, stub, walk)


def test_all_of_it_by_keys(stub, bridge):
    async def walk(room):
        room.form.begin()
        for text in ("Ann Lee", "1.2.1990"):
            QTest.keyClicks(QApplication.focusWidget(), text)
            room.frame()
            while QApplication.focusWidget() is not room.line("born"):
                QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        QTest.keyClick(room.line("born"), KEY.Key_Return)
        sex = room.form.sections.slots["sex"].control
        assert sex.hasFocus()
        QTest.keyClick(sex, KEY.Key_F)
        sex.activated.emit(sex.currentIndex())
        add = room.form.sections.lists["alerts"].add
        add.setFocus()
        QTest.keyClick(add, KEY.Key_Space)
        kind = QApplication.focusWidget()
        QTest.keyClick(kind, KEY.Key_Down)
        kind.activated.emit(kind.currentIndex())
        QTest.keyClick(kind, KEY.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), "Latex")
        last = room.form.sections.slots["consent.photo"].control
        last.setFocus()
        QTest.keyClick(last, KEY.Key_Return)
        await room.until(lambda: bool(room.saved))
        found = only(room)
        assert (found.name, found.family, found.born, found.sex) == ("Ann Lee", "Lee", date(1990, 2, 1), "F")
        assert found.alerts == [wire.Alert("allergy", "Latex")]

    in_room(bridge, stub, walk)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(stub, bridge):
    async def walk(room):
        room.form.begin()
        room.form.send()
        assert room.note("name") == "Enter the name, as the patient writes it."
        assert room.line("name").hasFocus()
        room.type("name", "Ann Lee")
        assert room.note("name") == ""
        room.type("born", "4/3")
        room.line("name").setFocus()
        room.form.send()
        assert room.line("born").hasFocus()
        assert room.note("born").startswith("This cannot be read as a date.")
        assert room.register.asked == []

    in_room(bridge, stub, walk)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("4/3/2958", "This day is yet to come."),
        ("4/3/1858", "More than 130 years ago: look at the year."),
        ("S33.3.4", "4 Mar 1958 · 65 years"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_once(stub, bridge, typed, says):
    async def walk(room):
        room.form.begin()
        room.type("born", typed)
        assert room.line("born").hasFocus()
        assert room.note("born") == says

    in_room(bridge, stub, walk)


def test_rows_that_say_too_little_are_marked(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        lists = room.form.sections.lists
        room.form._add_row("alerts")
        type_into(room.cell("alerts", 2, 1), "Hard of hearing")
        room.frame()
        room.form.send()
        row = list(lists["alerts"].rows.values())[2]
        assert row.note.text() == "Choose what kind of alert this is."
        assert row.parts[0].hasFocus()
        row.remove.click()
        type_into(room.cell("contacts", 2, 1), "")
        QTest.keyClick(room.cell("contacts", 2, 1), KEY.Key_Delete)
        room.frame()
        room.form.send()
        assert list(lists["contacts"].rows.values())[2].note.text() == "Enter it, or take the row out."
        assert room.register.asked == []

    in_room(bridge, stub, walk)


@pytest.mark.parametrize(
    ("field", "place", "says"),
    [
        ("data.name_kana", "name_kana", "Write it in hiragana or katakana."),
        ("data.born", "born", "The hub cannot take this. Look at how it is written."),
        ("data.family", "family", "This is no part of the name."),
    ],
)
def test_a_field_that_the_hub_refuses_is_marked_and_has_the_focus(stub, bridge, field, place, says):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.trouble = refuse(400, "input.field", field)
        await room.save()
        assert room.note(place) == says
        assert QApplication.focusWidget() in room.form.sections.slots[place].stops
        assert room.state.draft.values["former_name"] == "佐藤"
        assert room.form.status.text() == ""
        room.register.trouble = None
        await room.save()
        assert room.saved

    in_room(bridge, stub, walk)


def test_a_row_that_the_hub_refuses_is_found_by_its_place_among_those_sent(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        rows = room.form.sections.lists["contacts"]
        next(iter(rows.rows.values())).remove.click()
        room.frame()
        room.register.trouble = refuse(400, "input.field", "data.contacts[1].value")
        await room.save()
        last = list(rows.rows.values())[1]
        assert last.note.text() == "A phone number has three digits or more."
        assert last.parts[1].hasFocus()
        room.register.trouble = refuse(409, "conflict.taken", "data.mrn")
        await room.save()
        assert room.note("mrn") == "Another patient has this number already."

    in_room(bridge, stub, walk)


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (fail(403, "access.denied"), "You are not allowed to change this patient. What you typed is kept."),
        (fail(404, "not_found"), "not (any more) among those of your clinics. What you typed is kept."),
        (fail(429, "limit.too_many"), "Too many requests or connections. Wait a moment and try again."),
        (fail(403, "access.glass_needed"), "This chart is restricted. What you typed is kept."),
        (fail(503, "unavailable.store"), "What you typed is kept."),
    ],
)
def test_why_it_was_not_saved_is_said_in_words(stub, bridge, trouble, says):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.trouble = trouble
        await room.save()
        assert says in room.form.status.text()
        assert room.state.draft.values["former_name"] == "佐藤"
        assert room.form.save.isEnabled()
        assert not room.saved

    in_room(bridge, stub, walk)


def test_offline_the_typing_is_kept_and_saving_can_be_tried_again(stub, bridge):
    async def walk(room):
        room.form.begin("Ann Lee")
        stub.http_mode = "down"
        await room.save()
        assert "What you typed is kept." in room.form.status.text()
        assert room.line("name").text() == "Ann Lee"
        stub.http_mode = "normal"
        await room.save()
        assert room.saved == [only(room).id]

    in_room(bridge, stub, walk)


def test_a_failure_while_it_is_hidden_is_told(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.type("former_name", "佐藤")
        room.register.trouble = fail(403, "access.denied")
        room.form.send()
        room.form.hide()
        await room.until(lambda: bool(room.told))
        assert room.told[0].startswith("A patient was not saved: You are not allowed")

    in_room(bridge, stub, walk)


def test_leaving_asks_only_where_something_would_be_lost(stub, bridge):
    async def walk(room):
        room.form.begin("Ann")
        QTest.keyClick(room.line("name"), KEY.Key_Escape)
        assert room.left == [None]
        room.form.begin("Ann")
        room.type("name", "Ann Lee")
        QTest.keyClick(room.line("name"), KEY.Key_Escape)
        assert room.form.confirm.isVisible()
        assert room.left == [None]
        QTest.keyClick(room.form.confirm, KEY.Key_Escape)
        assert room.line("name").text() == "Ann Lee"
        room.form.leave()
        room.form.confirm.yes.click()
        assert room.left == [None, None]
        assert room.state.mode is Mode.CLOSED

    in_room(bridge, stub, walk)


def test_a_form_that_is_built_anew_goes_on(stub, bridge):
    async def walk(room):
        room.form.begin("Ann Lee")
        room.type("born", "1/2/1990")
        type_into(room.cell("contacts", 0, 1), "555 123")
        room.rebuild()
        assert room.line("name").text() == "Ann Lee"
        assert room.line("born").text() == "1990-02-01"
        assert room.cell("contacts", 0, 1).text() == "555 123"
        assert room.form.dirty
        await room.save()
        assert room.saved == [only(room).id]

    in_room(bridge, stub, walk)


def test_clinics_are_offered_where_the_user_may_register(stub, bridge):
    async def walk(room):
        room.form.begin("Ann Lee")
        assert [room.form.clinic.itemText(place) for place in range(room.form.clinic.count())] == ["Kita", "Minami"]
        room.form.clinic.show_key("c2")
        room.form.clinic.activated.emit(1)
        await room.save()
        assert only(room).clinic_id == "c2"

    auditor = Clinic("c3", "Nishi", "Asia/Tokyo", "auditor")
    in_room(bridge, stub, walk, clinics=(KITA, MINAMI, auditor))


def test_kana_latin_and_the_date_of_death_are_asked_for_where_they_are_needed(stub, bridge):
    async def walk(room):
        slots = room.form.sections.slots
        room.form.begin("Ann Lee")
        assert [slots[name].isHidden() for name in ("name_kana", "name_latin", "died")] == [True, True, True]
        room.type("name", "田中 由紀")
        assert [slots[name].isHidden() for name in ("name_kana", "name_latin")] == [False, False]
        slots["deceased"].control.click()
        room.frame()
        assert not slots["died"].isHidden()
        room.type("name", "Иван Петров")
        assert [slots[name].isHidden() for name in ("name_kana", "name_latin")] == [True, False]

    in_room(bridge, stub, walk)


def test_the_family_name_is_guessed_and_chosen_by_a_click(stub, bridge):
    async def walk(room):
        family = room.form.sections.family
        room.form.begin("Lucía García Muñoz")
        assert [button.text() for button in family.buttons if button.isChecked()] == ["García"]
        family.buttons[2].click()
        assert room.state.draft.values["family"] == "García Muñoz"
        room.type("name", "Ann Lee")
        assert room.state.draft.values["family"] == "Lee"
        room.type("name", "Suharto")
        assert family.isHidden()
        assert room.state.draft.values["family"] == ""
        room.type("name", "田中由紀")
        family.buttons[0].click()
        family.buttons[1].click()
        assert room.state.draft.values["family"] == "田中"

    in_room(bridge, stub, walk)
