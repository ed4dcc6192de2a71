"""The palette by keys and mouse: it filters as one types, runs what is chosen, and gives the focus back."""

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import Command, Group, caps, heading
from clinic_console.desktop.views.palette import Palette

KEY = Qt.Key


class House:
    """A window with a field in it, a palette over it, and a note of what was run."""

    def __init__(self, qtbot, theme: Theme) -> None:
        self.ran: list[str] = []
        self.beds = 3
        self.window = QWidget()
        # Closed first: a panel that dies open hears of its own focus going.
        qtbot.addWidget(self.window, before_close_func=self.shut)
        self.window.resize(1366, 768)
        self.before = QLineEdit(self.window)
        self.palette = Palette(theme, self.commands, self.window)
        self.window.show()
        self.window.activateWindow()
        self.before.setFocus()
        qtbot.waitUntil(self.before.hasFocus)

    def shut(self, _: QWidget) -> None:
        if isValid(self.palette):
            self.palette.close()

    def commands(self) -> list[Command]:
        beds = [
            self.command(f"bed{n}", f"Bed {n}", Group.BEDS, detail="Ward 3 East") for n in range(1, self.beds + 1)
        ]
        return [
            self.command("vitals", "Vitals", Group.SCREENS, keys="Ctrl+1"),
            *beds,
            self.command("worst", "Worst first", Group.ACTIONS),
            self.command("light", "Light colours", Group.SETTINGS, words="theme"),
        ]

    def command(self, name: str, title: str, group: Group, **more: str) -> Command:
        return Command(name, title, group, "bed", lambda: self.ran.append(name), **more)

    def rows(self) -> list[str]:
        model = self.palette.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette.field, text)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.palette.field, key)


@pytest.fixture
def house(qtbot):
    return House(qtbot, Theme())


def test_it_opens_with_everything_under_headings_and_the_focus_in_its_field(house):
    assert not house.palette.isVisible()
    house.palette.open()
    assert house.palette.field.hasFocus()
    beds = ["Beds", "Bed 1", "Bed 2", "Bed 3"]
    assert house.rows() == ["Screens", "Vitals", *beds, "Actions", "Worst first", "Settings", "Light colours"]
    assert house.palette.current().id == "vitals"
    assert house.palette.count.text() == ""


def test_typing_filters_at_once_and_enter_runs_the_best(house):
    house.palette.open()
    house.type("bed 2")
    assert house.rows() == ["Beds", "Bed 2"]
    assert house.palette.count.text() == "1 result"
    house.key(KEY.Key_Return)
    assert house.ran == ["bed2"]
    assert not house.palette.isVisible()
    assert house.before.hasFocus()


def test_escape_closes_and_gives_the_focus_back(house, qtbot):
    house.palette.open()
    house.type("bed")
    with qtbot.waitSignal(house.palette.closed):
        house.key(KEY.Key_Escape)
    assert house.before.hasFocus()
    assert house.ran == []
    # Nothing of a patient stays in a palette that is closed.
    assert house.rows() == []
    assert house.palette.field.text() == ""
    assert house.palette.close()


def test_keys_move_over_headings_and_round_the_ends(house):
    house.palette.open()
    seen = []
    for key in (KEY.Key_Down, KEY.Key_Tab, KEY.Key_Up, KEY.Key_Backtab, KEY.Key_Up, KEY.Key_Down):
        house.key(key)
        seen.append(house.palette.current().id)
    assert seen == ["bed1", "bed2", "bed1", "vitals", "light", "vitals"]
    house.key(KEY.Key_End)
    assert house.palette.current().id == "light"
    house.key(KEY.Key_Home)
    assert house.palette.current().id == "vitals"
    assert house.palette.field.hasFocus()


def test_a_page_stops_at_the_ends(house):
    house.beds = 40
    house.palette.open()
    house.type("bed")
    house.key(KEY.Key_PageDown)
    assert house.palette.current().id == "bed9"
    house.key(KEY.Key_PageUp)
    house.key(KEY.Key_PageUp)
    assert house.palette.current().id == "bed1"


@pytest.mark.parametrize(("typed", "rows"), [(">", ["Actions", "Worst first", "Settings", "Light colours"])])
def test_a_sign_before_it_asks_for_actions_only(house, typed, rows):
    house.palette.open()
    house.type(typed)
    assert house.rows() == rows
    house.type("theme")
    assert house.rows() == ["Settings", "Light colours"]


@pytest.mark.parametrize("typed", ["#", "＃"])
def test_a_sign_before_it_asks_for_beds_only(house, typed):
    house.palette.open()
    house.palette.field.setText("")
    house.palette.field.insert(typed)
    house.palette.field.textEdited.emit(typed)
    assert house.rows() == ["Beds", "Bed 1", "Bed 2", "Bed 3"]


def test_nothing_found_is_said_in_words_and_enter_does_nothing(house):
    house.palette.open()
    house.type("zzz")
    assert house.palette.empty.isVisible()
    assert house.palette.empty.text() == "Nothing found for “zzz”"
    house.key(KEY.Key_Down)
    house.key(KEY.Key_Return)
    assert house.palette.isVisible()
    assert house.ran == []


def test_a_click_runs_and_a_click_on_a_heading_does_not(house):
    house.palette.open()
    view = house.palette.list
    heading_at = view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heading_at)
    assert house.palette.isVisible()
    bed_at = view.visualRect(view.model().index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=bed_at)
    assert house.ran == ["bed2"]


def test_a_focus_that_is_taken_elsewhere_closes_it_and_stays_there(house, qtbot):
    other = QLineEdit(house.window)
    other.show()
    house.palette.open()
    with qtbot.waitSignal(house.palette.closed):
        other.setFocus()
    assert not house.palette.isVisible()
    assert other.hasFocus()


def test_escape_reaches_no_short_cut_of_the_window(house):
    left = []
    shortcut = QShortcut(QKeySequence("Esc"), house.window, lambda: left.append("window"))
    house.palette.open()
    house.key(KEY.Key_Escape)
    assert not house.palette.isVisible()
    assert left == []
    house.before.setFocus()
    QTest.keyClick(house.before, KEY.Key_Escape)
    assert left == ["window"]
    assert shortcut.isEnabled()


def test_a_window_that_is_built_anew_takes_it_away_while_it_is_open(house, qtbot):
    house.palette.open()
    house.type("bed")
    with qtbot.waitSignal(house.palette.destroyed):
        house.palette.deleteLater()
    house.before.setFocus()
    house.window.resize(900, 700)
    assert house.before.hasFocus()


def test_a_large_house_is_made_ready_behind_the_scenes(house, qtbot):
    house.beds = 1_000
    house.palette.open()
    preparing = house.palette.findChild(QTimer)
    assert preparing.isActive()
    qtbot.waitUntil(lambda: not preparing.isActive())
    house.type("bed 999")
    assert house.rows() == ["Beds", "Bed 999"]


def test_a_field_that_is_gone_gets_no_focus(house):
    house.palette.open()
    house.before.setParent(None)
    house.before.deleteLater()
    house.key(KEY.Key_Escape)
    assert not house.palette.isVisible()


def test_opening_it_again_keeps_what_is_typed(house):
    house.palette.open()
    house.type("bed")
    house.palette.open()
    assert house.palette.field.selectedText() == "bed"
    assert len(house.rows()) == 4


def test_other_commands_come_while_it_is_open(house):
    house.palette.open()
    house.type("bed")
    house.beds = 5
    house.palette.refresh()
    assert house.rows() == ["Beds", *(f"Bed {n}" for n in range(1, 6))]


def test_a_thousand_beds_are_cut_and_counted(house):
    house.beds = 1_000
    house.palette.open()
    house.type("bed")
    assert len(house.rows()) == 61
    assert house.palette.count.text() == "first 60 of " + QLocale().toString(1_000)


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("width", [800, 1366])
def test_it_stays_inside_the_window_below_the_bars(qtbot, scale, width):
    theme = Theme(scale=scale)
    house = House(qtbot, theme)
    house.beds = 60
    house.palette.open()
    house.window.resize(width, 768)
    box = house.palette.geometry()
    assert house.window.rect().contains(box)
    assert box.top() >= theme.size("row", "alarmBar")
    assert house.window.childAt(QPoint(width // 2, box.center().y())) is house.palette.list.viewport()


def test_it_can_be_read_aloud(house):
    house.palette.open()
    for widget in (house.palette.field, house.palette.list):
        assert widget.accessibleName()
    rows = QAccessible.queryAccessibleInterface(house.palette.list)
    assert rows.childCount() == len(house.rows())
    assert rows.child(3).text(QAccessible.Text.Name) == "Bed 1, Ward 3 East"


@pytest.mark.parametrize("name", ["dark", "light"])
def test_rows_are_painted_in_every_look(house, name):
    house.palette.open()
    house.type("b")
    house.palette.set_theme(Theme(name))
    picture = house.palette.list.grab().toImage()
    bar = Theme(name).colour("selection.bar")
    assert any(picture.pixelColor(1, y) == bar for y in range(picture.height()))


def test_caps_and_headings():
    assert caps("Ctrl+1 Return") == ("Ctrl+1", "⏎")
    assert caps("Ctrl+1…7") == ("Ctrl+1…7",)
    assert caps("") == ()
    assert len({heading(group) for group in Group}) == len(Group)
