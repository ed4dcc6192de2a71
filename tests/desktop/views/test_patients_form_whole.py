"""All of a patient's form at once: nothing stays in it, keys come to all of it, and every word can be translated."""

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.patients_form_words import language_choices
from clinic_console.wire import patients as wire
from tests.desktop.form_room import KITA, MINAMI, in_room, tanaka, type_into
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.reach import out_of_order, tab_round, unclear
from tests.desktop.stub_patients import patient_id
from tests.desktop.stub_patients_form import line

SAYS = ("text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "placeholderText")


def said(widget: QWidget, *texts: str) -> list[str]:
    """Whatever any part of a widget says or holds of these texts, seen or not."""
    found = []
    for part in [widget, *widget.findChildren(QWidget)]:
        for name in SAYS:
            say = getattr(part, name, None)
            if callable(say) and any(text in str(say()) for text in texts):
                found.append(f"{type(part).__name__} {part.objectName()} {name}: {say()}")
        if isinstance(part, QLineEdit):
            part.undo()
            if any(text in part.text() for text in texts):
                found.append(f"{part.objectName()} undone")
    return found


@pytest.mark.parametrize("new", [True, False])
def test_forgetting_leaves_nothing_in_any_widget(stub, bridge, new):
    async def walk(room):
        room.register.likely = wire.Duplicates([wire.Duplicate(line(2), ["name"])], elsewhere=True)
        texts = (
            "田中",
            "由紀",
            "Tanaka",
            "たなか",
            "1958",
            "4018226",
            "1187-4420",
            "Penicillin",
            "NHI",
            "Qxq",
            "husband",
        )
        if new:
            room.form.begin("田中 由紀 1958-03-04")
            await room.until(lambda: bool(room.state.likely))
            type_into(room.form.alike.link.number, "Qxq-1")
        else:
            room.edit(tanaka(language="qxQxq"))
            room.type("former_name", "Qxq")
            room.register.change(patient_id(1), "N. Sato", former_name="Tanaka", contacts=[])
            await room.save()
            assert "Tanaka" in room.form.sections.slots["former_name"].theirs.label.text()
        assert said(room.form, *texts)
        room.form.forget()
        room.frame()
        assert said(room.form, *texts) == []
        assert room.state.draft.values["name"] == ""

    in_room(bridge, stub, walk)


@pytest.mark.parametrize("size", [(1002, 676), (640, 676), (1556, 988)])
def test_everything_has_a_name_and_tab_comes_to_all_of_it_in_reading_order(stub, bridge, size):
    async def walk(room):
        room.register.likely = wire.Duplicates([wire.Duplicate(line(2), ["name"])], elsewhere=True)
        room.form.begin("田中 由紀 1958-03-04")
        await room.until(lambda: bool(room.state.likely))
        room.form._add_row("alerts")
        room.form._add_row("contacts")
        room.frame()
        assert unclear(room.window) == []
        went, wrong = tab_round(room.window)
        assert wrong == ""
        assert out_of_order(went) == []

    in_room(bridge, stub, walk, size=size, clinics=(KITA, MINAMI))


def test_it_takes_on_another_look(stub, bridge):
    async def walk(room):
        room.edit(tanaka())
        room.form.set_theme(Theme(LIGHT))
        room.frame()
        assert room.line("name").text() == "田中 由紀"

    in_room(bridge, stub, walk)


def test_every_word_of_it_can_be_said_in_another_language(stub, bridge, qapp):
    async def walk(room):
        room.register.likely = wire.Duplicates([wire.Duplicate(line(2), ["name", "born"])], elsewhere=True)
        room.form.begin("Ann 1958-03-04")
        await room.until(lambda: bool(room.state.likely))
        room.form._add_row("alerts")
        room.frame()
        from_the_hub = ("4 Mar 1958", "田中 由紀", "Tanaka Yuki", "Kita", "Minami", "Ann", "1958", "4018222")
        languages = tuple(name for _, name in language_choices())
        assert bare_texts(room.form, (*from_the_hub, *languages), hidden=True) == []

    with pseudo(qapp):
        in_room(bridge, stub, walk, clinics=(KITA, MINAMI))
