"""The ward view: choosing wards by keyboard, what they are called, and what stands where there is no wall."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLayout, QVBoxLayout, QWidget

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.state.wards import Bed, Patient, Ward, Wards
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.readings import WardView
from clinic_console.desktop.views.wards import heading_text
from clinic_console.domain.errors import HubUnavailable, NotFound, StoreUnavailable
from clinic_console.wire.readings import LiveBed, LiveValue

TANAKA = Patient("p1", "1", "田中 由紀", "Tanaka Yuki", None, "F")
EAST, WEST = Ward("w1", "kita", "3 East", 2, 2), Ward("w2", "kita", "4 West", 1, 0)
SUL = Ward("p1", "porto", "1 Sul", 1, 1)


class Desk:
    """A window with the ward view and its context, and the state behind it."""

    def __init__(self, qtbot, role="nurse") -> None:
        self.wards, self.readings, access = Wards(), Readings(), AccessState()
        self.station = StationState()
        clinics = (Clinic("kita", "Kita", "Asia/Tokyo", role), Clinic("porto", "Porto", "Europe/Lisbon", role))
        access.entered("N. Sato", clinics)
        self.refreshed = 0
        actions = WardActions(
            self.wards, watch=lambda _: None, nudge=self.refresh, access=access, station=self.station
        )
        self.mono = 1_000.0
        self.window = QWidget()
        qtbot.addWidget(self.window)
        theme = Theme(DARK)
        # Dressed as in use: what fits depends on it.
        theme.apply(QApplication.instance())
        self.view = WardView(theme, self.wards, self.readings, actions)
        layout = QVBoxLayout(self.window)
        # Qt warns about size hints on its offscreen platform.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.view.context)
        layout.addWidget(self.view, 1)
        self.window.resize(1200, 700)
        self.window.show()
        self.window.activateWindow()
        self.actions = actions

    def refresh(self) -> None:
        self.refreshed += 1

    def frame(self, seconds: float = 0.0) -> None:
        self.mono += seconds
        self.view.frame(Scene(Moment(self.mono, round(self.mono * 1_000)), "UTC"))
        self.view.wall.finish()
        self.window.grab()

    def settle(self) -> None:
        for _ in range(3):
            self.frame()
            QApplication.processEvents()

    def listed(self, *wards: Ward) -> None:
        self.wards.take_wards(wards)
        self.frame()

    def watch(self, *wards: str) -> None:
        self.actions.choose(wards)
        self.frame()

    def beds(self, ward: str, *names: str) -> None:
        beds = tuple(Bed(f"{ward}-{name}", name, None, "", TANAKA) for name in names)
        self.wards.take_beds(ward, beds, self.mono)
        self.frame()

    @property
    def rows(self) -> list[tuple[str, bool]]:
        items = self.view.context.chooser.list
        return [
            (items.item(row).text(), items.item(row).checkState() is Qt.CheckState.Checked)
            for row in range(items.count())
        ]

    @property
    def title(self) -> str:
        return self.view.panel._title.text() if self.view.panel.isVisible() else ""


@pytest.fixture
def desk(qtbot) -> Desk:
    made = Desk(qtbot)
    made.listed(EAST, WEST, SUL)
    made.watch("w1")
    made.beds("w1", "1", "2")
    return made


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], "Choose wards"),
        (["3 East"], "Ward 3 East"),
        (["Ward B"], "Ward B"),
        (["3 East", "4 West"], "3 East + 4 West"),
        (["a", "b", "c"], "3 wards"),
    ],
)
def test_what_wards_are_called_together(names, text):
    assert heading_text(names) == text


def test_wards_are_chosen_by_keyboard_alone(desk, qtbot):
    desk.view.wall.setFocus()
    QTest.keyClick(desk.view.wall, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    items = desk.view.context.chooser.list
    assert items.hasFocus()
    assert desk.rows == [("Kita", False), ("3 East", True), ("4 West", False), ("Porto", False), ("1 Sul", False)]
    assert items.currentItem().text() == "3 East"
    QTest.keyClick(items, Qt.Key.Key_Down)
    QTest.keyClick(items, Qt.Key.Key_Space)
    desk.frame()
    assert desk.wards.chosen == ("w1", "w2")
    assert items.currentItem().text() == "4 West"
    assert [name for name, on in desk.rows if on] == ["3 East", "4 West"]
    assert desk.view.context.heading.text() == "3 East + 4 West"
    QTest.keyClick(items, Qt.Key.Key_Return)
    desk.frame()
    assert desk.wards.chosen == ("w2",)
    assert not desk.view.context.chooser.isVisible()
    assert desk.view.context.heading.text() == "Ward 4 West"
    assert desk.station.now.wards == ("w2",)


def test_escape_leaves_everything_as_it_was(desk):
    QTest.mouseClick(desk.view.context.heading, Qt.MouseButton.LeftButton)
    chooser = desk.view.context.chooser
    assert chooser.isVisible()
    QTest.keyClick(chooser.list, Qt.Key.Key_Escape)
    assert not chooser.isVisible()
    assert desk.wards.chosen == ("w1",)
    QTest.mouseClick(desk.view.context.heading, Qt.MouseButton.LeftButton)
    assert chooser.isVisible()
    QTest.mouseClick(desk.view.context.heading, Qt.MouseButton.LeftButton)
    assert not chooser.isVisible()


def test_a_click_on_a_row_adds_the_ward_and_one_on_a_clinic_does_nothing(desk):
    desk.view.context.open_chooser()
    items = desk.view.context.chooser.list
    for row, chosen in ((0, ("w1",)), (2, ("w1", "w2")), (4, ("p1",))):
        place = items.visualItemRect(items.item(row)).center()
        QTest.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert desk.wards.chosen == chosen


def test_rows_say_their_beds(desk):
    desk.view.context.open_chooser()
    items = desk.view.context.chooser.list
    assert items.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "3 East, 2 beds · 2 occupied"
    assert items.item(4).data(Qt.ItemDataRole.AccessibleTextRole) == "1 Sul, 1 bed · 1 occupied"


def test_a_ward_that_is_left_takes_its_beds_with_it_at_once(desk):
    desk.watch("w2")
    assert desk.view.wall.painted("w1-1") is None
    assert desk.view.ground.footing is Footing.LOADING


def test_beds_of_one_name_have_their_ward_in_front(desk):
    desk.watch("w1", "w2")
    desk.beds("w2", "1", "3")
    assert [desk.view.wall.painted(bed).bed for bed in ("w1-1", "w1-2", "w2-1", "w2-3")] == [
        "3 East · 1",
        "2",
        "4 West · 1",
        "3",
    ]


def test_order_and_privacy_are_settings_of_the_station(desk):
    context = desk.view.context
    QTest.mouseClick(context.order.buttons["worst"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(context.privacy, Qt.MouseButton.LeftButton)
    desk.frame()
    assert (desk.station.now.order, desk.station.now.privacy) == ("worst", True)
    assert context.privacy.text() == "Names hidden"
    desk.station.change(order="bed", privacy=False)
    desk.frame()
    assert context.order.current == "bed"
    assert not context.privacy.isChecked()
    assert context.privacy.text() == ""
    assert context.privacy.accessibleName()


def test_reception_is_told_that_vitals_are_not_its_work(qtbot):
    desk = Desk(qtbot, "receptionist")
    desk.listed(EAST)
    assert desk.title == "Vitals are not part of your role"
    assert desk.view.ground.footing is Footing.DENIED
    assert not desk.view.context.heading.isVisible()
    desk.view.context.open_chooser()
    assert desk.view.context.chooser is None
    left = []
    desk.view.leave_wanted.connect(lambda: left.append(True))
    desk.view.panel.button.click()
    assert left == [True]
    assert not desk.refreshed


def test_what_stands_where_there_are_no_beds(desk):
    desk.beds("w1")
    assert desk.title == "This ward has no beds"
    desk.wards.lost("w1", NotFound())
    desk.frame()
    assert desk.title == "This ward is no longer here"


def test_lists_that_cannot_be_had(qtbot):
    desk = Desk(qtbot)
    desk.wards.failed(StoreUnavailable())
    desk.frame()
    assert desk.title.startswith("The database does not answer")
    QTest.mouseClick(desk.view.panel.button, Qt.MouseButton.LeftButton)
    assert desk.refreshed == 1
    desk.listed()
    assert desk.title == "There is no ward for you to watch"


def test_what_is_wrong_with_one_ward_is_said_beside_the_others(desk):
    desk.watch("w1", "w2")
    desk.wards.failed(HubUnavailable(), "w2")
    desk.frame()
    note = desk.view.context.note
    assert note.text() == "4 West: its beds could not be loaded"
    assert desk.view.wall.painted("w1-1") is not None
    desk.wards.lost("w2", NotFound())
    desk.frame()
    assert note.text() == "4 West: closed, or not for you"
    desk.frame(20.0)
    assert note.text() == "3 East: bed list is 0:20 old · 4 West: closed, or not for you"
    desk.watch("w1")
    assert note.text() == "bed list is 0:20 old"


def test_counts_are_those_of_all_watched_wards(desk):
    desk.watch("w1", "w2")
    desk.beds("w2", "9")
    assert desk.view.context.count.text() == "3 beds · 3 occupied · 0 with data"


def test_a_tile_is_opened_by_enter_and_by_what_screen_readers_press(desk):
    opened = []
    desk.view.bed_opened.connect(opened.append)
    desk.view.enter()
    desk.frame()
    wall = desk.view.wall
    assert wall.hasFocus()
    QTest.keyClick(wall, Qt.Key.Key_Right)
    QTest.keyClick(wall, Qt.Key.Key_Return)
    assert opened == ["w1-2"]
    wall._board.tiles[0].stand.click()
    assert opened == ["w1-2", "w1-1"]


def test_pages_are_turned_with_buttons(desk):
    desk.beds("w1", *(str(n) for n in range(300)))
    context, wall = desk.view.context, desk.view.wall
    assert context.on.isVisible()
    assert context.pages.text() == f"Page 1 of {wall.pages}"
    QTest.mouseClick(context.on, Qt.MouseButton.LeftButton)
    assert wall.page == 1
    assert context.pages.text().startswith("Page 2")
    QTest.mouseClick(context.back, Qt.MouseButton.LeftButton)
    assert wall.page == 0
    assert not context.back.isEnabled()


def test_the_ways_through_the_pages_come_and_go_together(desk):
    desk.watch("w1")
    context = desk.view.context
    shown = []
    for width in range(460, 60, -20):
        desk.window.resize(width, 600)
        desk.settle()
        context.show_pages(0, 3)
        assert context.back.isVisible() == context.on.isVisible()
        shown.append(context.on.isVisible())
    assert {True, False} == set(shown)


def test_where_there_is_little_room_the_wards_stay_and_nothing_lies_over_anything(desk):
    desk.watch("w1", "w2")
    desk.wards.failed(HubUnavailable(), "w2")
    desk.station.change(privacy=True)
    context = desk.view.context
    told = []
    context.needs_changed.connect(lambda: told.append(context.minimumSizeHint().width()))
    for width in (1_400, 700, 420, 260, 120, 900):
        desk.window.resize(width, 600)
        desk.settle()
        parts = (context.heading, context.order, context.privacy, context.note, context.count)
        shown = sorted((part.geometry() for part in parts if part.isVisible()), key=lambda place: place.left())
        assert context.heading.isVisible()
        for one, other in pairwise(shown):
            assert one.right() < other.left()
    assert context.order.isVisible()
    desk.wards.take_beds("w2", (), desk.mono)
    desk.settle()
    assert told[-1] < max(told)
    assert context.privacy.text() == "Names hidden"


def said(widget: QWidget) -> str:
    """Return every text of a widget and of all within it: shown, hidden, and for screen readers."""
    found = []
    for part in (widget, *widget.findChildren(QWidget)):
        found += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        found += [part.text()] if isinstance(part, QLabel | QAbstractButton) else []
    return " | ".join(filter(None, found))


def measured(desk) -> None:
    values = [LiveValue("HR", 137.0, 0, round(desk.mono * 1_000), round(desk.mono * 1_000))]
    beds = tuple(Bed(f"w1-{n}", str(n), n, "", TANAKA) for n in (1, 2))
    desk.wards.take_beds("w1", beds, desk.mono)
    for bed in beds:
        desk.readings.take(LiveBed(bed.id, bed.device, round(desk.mono * 1_000), True, values, None), desk.mono)
    desk.frame()
    assert "Tanaka" in said(desk.view) or "田中" in said(desk.view)
    assert desk.view.shown("w1-1")["HR"] == "137"


def test_nothing_of_a_ward_stays_once_nobody_is_signed_in(desk):
    measured(desk)
    full = desk.view.wall.grab().toImage()
    desk.view.forget()
    assert not [word for word in ("田中", "Tanaka", "137", "Bed 1", "with data") if word in said(desk.view)]
    assert desk.view.wall.painted("w1-1") is None
    assert desk.view.shown("w1-1") == {}
    bare = desk.view.wall.grab().toImage()
    assert bare != full
    assert {bare.pixelColor(x, y).name() for x in range(0, bare.width(), 7) for y in range(0, bare.height(), 7)} == {
        Theme(DARK).colour("bg.app").name()
    }
    # The same user may come back to the same ward.
    desk.frame()
    assert desk.view.shown("w1-1")["HR"] == "137"


def test_a_wall_behind_another_screen_says_nothing_of_before(desk):
    measured(desk)
    desk.view.hide()
    assert not [word for word in ("田中", "Tanaka", "137") if word in said(desk.view)]
    desk.view.show()
    assert desk.view.wall.painted("w1-1") is None
    desk.frame()
    assert "田中" in said(desk.view)


def test_another_patient_in_a_bed_leaves_no_word_of_the_one_before(desk):
    measured(desk)
    sato = Patient("p2", "2", "佐藤 健", "Sato Ken", None, "M")
    desk.wards.take_beds("w1", (Bed("w1-1", "1", 1, "", sato), Bed("w1-2", "2", None, "", None)), desk.mono)
    desk.view.frame(Scene(Moment(desk.mono, round(desk.mono * 1_000)), "UTC"))
    assert desk.view.wall.painted("w1-1") is None
    assert "田中" not in said(desk.view)


def test_the_current_bed_is_handed_to_the_view_that_takes_the_place(desk):
    desk.beds("w1", *(str(n) for n in range(300)))
    wall = desk.view.wall
    wall.turn_to(2)
    current, page = desk.view.current_bed, wall.page
    other = WardView(Theme(DARK), desk.wards, desk.readings, desk.actions)
    other.setParent(desk.window)
    other.show_bed_tile(current)
    assert other.current_bed == ""
    other.frame(Scene(Moment(desk.mono, round(desk.mono * 1_000)), "UTC"))
    other.setGeometry(desk.view.geometry())
    other.show()
    QApplication.processEvents()
    assert (other.current_bed, other.wall.page) == (current, page)
    other.show_bed_tile("no such bed")
    assert other.current_bed == current
