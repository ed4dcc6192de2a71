"""Toasts: what was done, for a while, with a way back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.theme import DARK, LIGHT, Theme, resources_folder
from clinic_console.desktop.views import announce as announcing
from clinic_console.desktop.views import toasts as module
from clinic_console.desktop.views.toasts import MAX_TOASTS, SECONDS, Toasts, keep_clear


@pytest.fixture
def room(qtbot):
    """A shown window with a field, for toasts to lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    window.field = QLineEdit()
    layout.addWidget(window.field)
    window.resize(900, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.field.setFocus()
    return window


@pytest.fixture
def toasts(room):
    """Toasts over the room, with their clock running."""
    made = Toasts(Theme(), room)
    made.frame(0.0)
    return made


def test_a_way_back_stands_as_long_as_designed():
    tokens = json.loads((resources_folder() / "tokens.json").read_text("utf-8"))
    assert tokens["motion"]["undoMs"] == SECONDS * 1_000


def test_it_lies_at_the_bottom_and_follows_the_room(toasts, room):
    assert toasts.isHidden()
    toasts.say("Ward 3 East is no longer watched", undo=lambda: None)
    for width, height in ((900, 500), (1366, 768), (420, 300)):
        room.resize(width, height)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        place = toasts.geometry()
        assert abs(place.center().x() - width // 2) <= 1
        assert height - 40 < place.bottom() < height
        assert place.left() >= 0
        assert place.right() <= width


def test_it_stands_above_what_is_to_stay_in_reach(toasts, room):
    bar, aside = QWidget(room), QWidget(room)
    bar.setGeometry(0, 440, 900, 60)
    aside.setGeometry(860, 300, 40, 200)
    for part in (bar, aside):
        keep_clear(part)
        part.show()
    toasts.say("14 arrived", undo=lambda: None)
    assert 400 < toasts.geometry().bottom() < 440, "not beside the part that is not below it"
    bar.hide()
    toasts.frame(1.0)
    assert 460 < toasts.geometry().bottom() < 500
    bar.setGeometry(0, 380, 900, 120)
    bar.show()
    toasts.frame(2.0)
    assert toasts.geometry().bottom() < 380


def test_it_goes_when_its_time_is_over(toasts):
    toasts.say("Done", seconds=5)
    toasts.frame(4.9)
    assert len(toasts.shown) == 1
    toasts.frame(5.1)
    assert toasts.shown == ()
    assert toasts.isHidden()


def test_the_count_is_written(toasts):
    toasts.say("Done", undo=lambda: None)
    assert toasts.shown[0].count.text() == "0:10"
    toasts.frame(2.5)
    assert toasts.shown[0].count.text() == "0:08"


def test_undo_undoes_once_and_goes(toasts, qtbot):
    undone = []
    toasts.say("Done", undo=lambda: undone.append(1))
    toast = toasts.shown[0]
    qtbot.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    toast.take_back()
    assert undone == [1]
    assert toasts.shown == ()


def test_the_newest_that_can_be_undone_is_undone(toasts):
    undone = []
    toasts.say("First", undo=lambda: undone.append("first"))
    toasts.say("Second", undo=lambda: undone.append("second"))
    toasts.say("Only said")
    assert toasts.undo_newest()
    assert undone == ["second"]
    assert toasts.undo_newest()
    assert not toasts.undo_newest()
    assert undone == ["second", "first"]
    assert [toast.text.text() for toast in toasts.shown] == ["Only said"]


def test_an_undo_may_say_something_itself(toasts):
    toasts.say("Done", undo=lambda: toasts.say("Undone"))
    toasts.undo_newest()
    assert [toast.text.text() for toast in toasts.shown] == ["Undone"]


def test_there_are_never_more_than_three_and_a_way_back_stays_longest(toasts):
    toasts.say("One")
    toasts.say("Two", undo=lambda: None)
    toasts.say("Three")
    toasts.say("Four")
    assert [toast.text.text() for toast in toasts.shown] == ["Two", "Three", "Four"]
    for number in range(20):
        toasts.say(f"Undoable {number}", undo=lambda: None)
    assert len(toasts.shown) == MAX_TOASTS
    assert toasts.shown[-1].text.text() == "Undoable 19"


def test_the_same_words_begin_anew_instead_of_piling_up(toasts):
    toasts.problem("The hub does not answer")
    toasts.frame(8)
    toasts.problem("The hub does not answer")
    assert len(toasts.shown) == 1
    toasts.frame(15)
    assert len(toasts.shown) == 1


def test_two_doings_with_the_same_words_both_have_a_way_back(toasts):
    undone = []
    toasts.say("Moved", undo=lambda: undone.append(1))
    toasts.say("Moved", undo=lambda: undone.append(2))
    assert toasts.undo_newest()
    assert toasts.undo_newest()
    assert undone == [2, 1]


def test_time_stands_still_under_the_pointer(toasts, monkeypatch):
    toasts.say("Done", seconds=2)
    toast = toasts.shown[0]
    monkeypatch.setattr(toast, "underMouse", lambda: True)
    toasts.frame(1)
    assert toast.left == 1, "a pointer that only lay there is nobody"
    monkeypatch.setattr(module, "QCursor", Moved)
    toasts.frame(60)
    assert toasts.shown == (toast,)
    monkeypatch.setattr(toast, "underMouse", lambda: False)
    toasts.frame(60.5)
    assert toasts.shown == (toast,)
    toasts.frame(61.5)
    assert toasts.shown == ()


class Moved:
    """A pointer that has moved."""

    @staticmethod
    def pos() -> QPoint:
        """Somewhere else."""
        return QCursor.pos() + QPoint(3, 3)


def test_it_never_takes_the_focus(toasts, room, qtbot):
    toasts.say("Done", undo=lambda: None)
    toasts.say("More")
    assert room.field.hasFocus()
    qtbot.mouseClick(toasts.shown[1].close_button, Qt.MouseButton.LeftButton)
    assert len(toasts.shown) == 1
    assert room.field.hasFocus()


def test_with_the_focus_it_stays_and_esc_gives_the_focus_back(toasts, room, qtbot):
    toasts.say("Done", undo=lambda: None)
    toast = toasts.shown[0]
    qtbot.keyClick(room.field, Qt.Key.Key_Tab)
    assert toast.undo_button.hasFocus()
    toasts.frame(60)
    assert toasts.shown == (toast,)
    qtbot.keyClick(toast.undo_button, Qt.Key.Key_Escape)
    assert toasts.shown == ()
    assert room.field.hasFocus()


def test_undo_by_keys_gives_the_focus_back(toasts, room, qtbot):
    undone = []
    toasts.say("Done", undo=lambda: undone.append(1))
    toasts.shown[0].undo_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(toasts.shown[0].undo_button, Qt.Key.Key_Space)
    assert undone == [1]
    assert room.field.hasFocus()


def test_names_are_set_and_words_are_announced(toasts, monkeypatch):
    heard = []
    monkeypatch.setattr(announcing.QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    toasts.say("Done", detail="17 arrived", undo=lambda: None)
    toast = toasts.shown[0]
    assert heard == ["Done 17 arrived"]
    assert toast.undo_button.accessibleName() == "Undo"
    assert toast.close_button.accessibleName() == toast.close_button.toolTip() != ""


def test_words_are_plain_and_long_ones_break(toasts, room):
    toasts.say("<b>no markup</b> " * 20)
    toast = toasts.shown[0]
    assert toast.text.textFormat() is Qt.TextFormat.PlainText
    assert toasts.width() <= room.width()
    assert toasts.height() > toast.text.fontMetrics().lineSpacing() * 3


def test_a_problem_has_its_sign_in_both_looks(toasts):
    toasts.problem("Failed", "Nothing was kept.")
    toast = toasts.shown[0]
    icon = toast._icon.pixmap().toImage()
    toasts.say("Done")
    assert toasts.shown[1]._icon.pixmap().toImage() != icon
    toasts.set_theme(Theme(LIGHT))
    toasts.set_theme(Theme(DARK))
    assert toast._icon.pixmap().toImage() == icon


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.integers(0, 3)),
            st.tuples(st.just("undoable"), st.integers(0, 3)),
            st.tuples(st.just("undo"), st.just(0)),
            st.tuples(st.just("time"), st.integers(0, 12)),
        ),
        max_size=25,
    )
)
def test_whatever_happens_nothing_is_undone_twice(qapp, steps):
    room = QWidget()
    room.resize(800, 400)
    toasts, mono, done, undone = Toasts(Theme(), room), 0.0, 0, []
    toasts.frame(mono)
    for step, number in steps:
        if step == "say":
            toasts.say(f"said {number}")
        elif step == "undoable":
            done += 1
            toasts.say(f"done {number}", undo=lambda one=done: undone.append(one))
        elif step == "undo":
            could = any(toast.undo for toast in toasts.shown)
            assert toasts.undo_newest() == could
        else:
            mono += number
            toasts.frame(mono)
        assert len(toasts.shown) <= MAX_TOASTS
        assert toasts.isHidden() == (not toasts.shown)
        assert all(toast.left > 0 for toast in toasts.shown)
    assert len(undone) == len(set(undone))
    room.deleteLater()
