"""The settings of this PC by keys and mouse: each holds at once, says so, and can be taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.state.wards import Ward
from clinic_console.desktop.station import MAX_PROFILES, Person, Profile, Station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.station import StationView
from clinic_console.desktop.views.station_words import words_on_screens
from clinic_console.desktop.views.text_size import SETTLED_SECONDS

KEY = Qt.Key
KITA = Profile("Kita", "https://kita.example")
WEST = Profile("West", "http://10.1.2.3:8470")


class Screen:
    """The screen over settings, and a note of what it told."""

    def __init__(self, qtbot, station: Station, scale: float = 1.0, width: int = 1302) -> None:
        self.state = ConsoleState(station=StationState(station))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(width, 676)
        self.view = StationView(Theme(scale=scale), self.state)
        self.view.setParent(self.window)
        self.told: list[str] = []
        self.undo = []
        self.forgotten = []
        self.view.changed.connect(lambda text, undo: (self.told.append(text), self.undo.append(undo)))
        self.view.people_forgotten.connect(self.forgotten.append)
        self.view.resize(width, 676)
        self.view.show()
        self.window.show()
        self.come_forward(qtbot)

    def come_forward(self, qtbot) -> None:
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def now(self) -> Station:
        return self.state.station.now

    def button(self, text: str) -> QPushButton:
        found = [
            b for b in self.view.findChildren(QPushButton) if b.isVisible() and text in (b.text(), b.accessibleName())
        ]
        assert len(found) == 1, text
        return found[0]

    def labels(self) -> list[str]:
        return [label.text() for label in self.view.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def screen(qtbot):
    return Screen(qtbot, Station(name="Desk 1", profiles=(KITA, WEST), server=KITA.server))


def test_it_shows_what_holds(qtbot):
    screen = Screen(
        qtbot,
        Station(name="Desk", shared=True, privacy=True, order="worst", look="light", scale=1.25, language="ja"),
    )
    view = screen.view
    assert view.name.text() == "Desk"
    assert [box.isChecked() for box in (view.shared, view.privacy, view.second_screen)] == [True, True, False]
    chosen = [part.current for part in (view.order, view.look, view.density, view.language)]
    assert chosen == ["worst", "light", "comfortable", "ja"]
    assert view.text_size.percent == view.text_size.slider.value() == 125
    assert screen.told == []


def test_a_name_holds_when_the_field_is_left_or_enter_is_pressed(screen):
    name = screen.view.name
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "  Front desk ")
    assert screen.now.name == "Desk 1"
    QTest.keyClick(name, KEY.Key_Return)
    assert screen.now.name == "Front desk"
    assert screen.told == ["This PC is called Front desk"]
    QTest.keyClick(name, KEY.Key_Return)
    assert len(screen.told) == 1
    name.selectAll()
    QTest.keyClick(name, KEY.Key_Delete)
    QTest.keyClick(name, KEY.Key_Tab)
    assert screen.now.name == ""
    screen.undo[-1]()
    assert screen.now.name == "Front desk"
    screen.view.frame(1.0)
    assert name.text() == "Front desk"


@pytest.mark.parametrize("field", ["privacy", "second_screen"])
def test_a_box_is_ticked_by_key_and_mouse_and_taken_back(screen, field):
    box = getattr(screen.view, field)
    QTest.keyClick(box, KEY.Key_Space)
    assert getattr(screen.now, field)
    screen.undo[0]()
    screen.view.frame(1.0)
    assert not box.isChecked()
    box.click()
    box.click()
    assert not getattr(screen.now, field)
    assert len(set(screen.told)) == 2


def test_a_shared_station_forgets_people_and_says_so_before_and_after(qtbot):
    people = (Person("https://kita.example", "sato"), Person("https://kita.example", "mori"))
    screen = Screen(qtbot, Station(people=people))
    assert any("forgets 2 people" in text for text in screen.labels())
    screen.view.shared.click()
    assert screen.now.shared
    assert screen.now.people == ()
    assert screen.forgotten == [people]
    assert screen.told == ["Shared station: 2 people forgotten"]
    screen.view.frame(1.0)
    assert not any("forgets" in text for text in screen.labels())
    screen.undo[0]()
    assert not screen.now.shared
    assert screen.now.people == ()
    screen.view.frame(2.0)
    screen.view.shared.click()
    screen.view.shared.click()
    assert screen.told[-1] == "This PC is not shared: people can be remembered on it"
    assert not screen.now.shared


@pytest.mark.parametrize(
    ("field", "key", "told"),
    [
        ("order", "worst", "Order of the beds: Worst first"),
        ("look", "dark", "Colours: Dark"),
        ("density", "compact", "Rows: Compact"),
        ("language", "ja", "Language: 日本語"),
    ],
)
def test_a_choice_holds_at_once_and_is_taken_back(screen, field, key, told):
    control = getattr(screen.view, field)
    before = getattr(screen.now, field)
    QTest.mouseClick(control.buttons[key], Qt.MouseButton.LeftButton)
    assert getattr(screen.now, field) == key
    assert screen.told == [told]
    QTest.mouseClick(control.buttons[key], Qt.MouseButton.LeftButton)
    assert screen.told == [told]
    screen.undo[0]()
    screen.view.frame(1.0)
    assert getattr(screen.now, field) == control.current == before


def test_a_choice_by_arrow_keys(screen):
    buttons = screen.view.look.buttons
    buttons["system"].setFocus()
    QTest.keyClick(buttons["system"], KEY.Key_Right)
    QTest.keyClick(buttons["light"], KEY.Key_Space)
    assert screen.now.look == "light"


def test_a_text_size_is_seen_at_once_and_holds_when_it_is_left_alone(screen):
    size = screen.view.text_size
    small = size.sample.font().pixelSize()
    size.slider.setFocus()
    for _ in range(4):
        QTest.keyClick(size.slider, KEY.Key_Right)
    assert size.percent == 120
    assert size.sample.font().pixelSize() > small
    screen.view.frame(10.0)
    screen.view.frame(10.0 + SETTLED_SECONDS / 2)
    assert screen.now.scale == 1.0
    screen.view.frame(10.1 + SETTLED_SECONDS)
    assert screen.now.scale == 1.2
    assert screen.told == ["Text size 120 %"]
    screen.undo[0]()
    screen.view.frame(20.0)
    assert size.percent == 100


def test_a_text_size_waits_while_the_slider_is_held(screen):
    size = screen.view.text_size
    size.slider.setSliderDown(True)
    size.slider.setSliderPosition(163)
    for moment in (1.0, 2.0, 3.0):
        screen.view.frame(moment)
    assert screen.now.scale == 1.0
    assert size.percent == 165
    size.slider.setSliderDown(False)
    screen.view.frame(4.0)
    screen.view.frame(4.1 + SETTLED_SECONDS)
    assert screen.now.scale == 1.65


def test_a_text_size_is_typed_and_kept_by_whoever_leaves(screen):
    size = screen.view.text_size
    size.number.setFocus()
    size.number.selectAll()
    QTest.keyClicks(size.number, "150")
    QTest.keyClick(size.number, KEY.Key_Return)
    screen.view.hide()
    assert screen.now.scale == 1.5


def test_a_hub_is_added_by_keys(screen):
    hubs = screen.view.hubs
    QTest.keyClick(screen.button("Add a hub"), KEY.Key_Space)
    assert hubs.form.name.hasFocus()
    QTest.keyClicks(hubs.form.name, "North")
    QTest.keyClick(hubs.form.name, KEY.Key_Tab)
    QTest.keyClicks(hubs.form.address, "north.example/")
    QTest.keyClick(hubs.form.address, KEY.Key_Return)
    assert screen.now.profiles == (KITA, WEST, Profile("North", "https://north.example"))
    assert screen.told == ["North added"]
    assert not hubs.form.isVisible()
    assert hubs.add.hasFocus()
    assert "North" in screen.labels()
    screen.undo[0]()
    screen.view.frame(1.0)
    assert screen.now.profiles == (KITA, WEST)
    assert "North" not in screen.labels()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the address of the hub."),
        ("ftp://x", "This is no address. Write one such as https://hub.example"),
        ("https://a b?x", "This is no address. Write one such as https://hub.example"),
        ("https://kita.example/", "This hub is in the list already."),
    ],
)
def test_a_wrong_address_is_said_beside_it_and_nothing_is_lost(screen, typed, said):
    screen.button("Add a hub").click()
    form = screen.view.hubs.form
    form.name.setText("New")
    form.address.setText(typed)
    form.save.click()
    assert form.wrong.isVisible()
    assert form.wrong.text() == form.address.accessibleDescription() == said
    assert (form.name.text(), form.address.text()) == ("New", typed)
    assert form.address.hasFocus()
    assert screen.told == []
    QTest.keyClicks(form.address, "x")
    assert not form.wrong.isVisible()


def test_a_hub_without_a_name_is_called_after_its_host(screen):
    screen.button("Add a hub").click()
    screen.view.hubs.form.address.setText("127.0.0.1:8470")
    screen.view.hubs.form.save.click()
    assert screen.now.profiles[-1] == Profile("127.0.0.1", "http://127.0.0.1:8470")


def test_a_hub_is_changed_and_the_one_in_use_stays_in_use(screen):
    screen.button("Edit Kita").click()
    form = screen.view.hubs.form
    assert (form.name.text(), form.address.text()) == (KITA.name, KITA.server)
    form.address.setText("https://new.example")
    form.save.click()
    assert screen.now.profiles == (Profile("Kita", "https://new.example"), WEST)
    assert screen.now.server == "https://new.example"
    screen.undo[0]()
    assert screen.now.profiles == (KITA, WEST)
    assert screen.now.server == KITA.server


def test_a_hub_is_removed_and_comes_back(screen):
    screen.button("Remove Kita").click()
    assert screen.now.profiles == (WEST,)
    assert screen.told == ["Kita removed"]
    screen.undo[0]()
    assert screen.now.profiles == (KITA, WEST)


def test_escape_leaves_the_form_with_nothing_changed(screen):
    screen.button("Add a hub").click()
    form = screen.view.hubs.form
    QTest.keyClicks(form.name, "X")
    QTest.keyClick(form.name, KEY.Key_Escape)
    assert not form.isVisible()
    assert screen.now.profiles == (KITA, WEST)
    screen.button("Add a hub").click()
    assert form.name.text() == ""
    form.cancel.click()
    assert not form.isVisible()


def test_lists_have_an_end_and_a_beginning(qtbot):
    full = tuple(Profile(f"Hub {n}", f"https://hub{n}.example") for n in range(MAX_PROFILES))
    assert not Screen(qtbot, Station(profiles=full)).view.hubs.add.isEnabled()
    empty = Screen(qtbot, Station())
    assert empty.view.hubs.empty.isVisible()
    assert empty.view.hubs.add.isEnabled()


def test_a_hub_without_encryption_is_named(screen):
    warnings = [text for text in screen.labels() if text.startswith("Not encrypted")]
    assert len(warnings) == 1


def test_the_wards_that_are_watched_are_named(qtbot):
    screen = Screen(qtbot, Station())
    assert any(text.startswith("The largest ward is watched.") for text in screen.labels())
    screen.state.station.change(wards=("w1", "w2"))
    screen.view.frame(1.0)
    assert any(text.startswith("2 wards watched.") for text in screen.labels())
    screen.state.wards.take_wards((Ward("w1", "c", "3 East", 8, 8), Ward("w2", "c", "第4病棟", 8, 8)))
    screen.view.frame(2.0)
    assert any(text.startswith("Watched here: 3 East, 第4病棟.") for text in screen.labels())


def test_the_screens_that_were_found_are_counted(screen):
    assert words_on_screens(2) == "2 screens found."
    assert any(text.startswith("1 screen found. The wall goes to a second one") for text in screen.labels())


def test_tab_comes_to_everything_in_reading_order(screen):
    view = screen.view
    view.name.setFocus()
    seen = []
    for _ in range(40):
        widget = view.window().focusWidget()
        if seen and widget is view.name:
            break
        seen.append(widget)
        QTest.keyClick(widget, KEY.Key_Tab)
    places = [widget.mapTo(view.page, widget.rect().center()) for widget in seen]
    rows = [place.y() for place in places]
    assert rows == sorted(rows)
    assert len(seen) >= 15
    assert {view.shared, view.text_size.slider, view.text_size.number, view.hubs.add} <= set(seen)


def test_every_control_has_a_name(screen):
    screen.button("Add a hub").click()
    kinds = (QAbstractButton, QLineEdit, QSlider, QCheckBox, QAbstractSpinBox)
    controls = [found for kind in kinds for found in screen.view.findChildren(kind)]
    silent = [c for c in controls if c.objectName() != "qt_spinbox_lineedit" and not (c.accessibleName() or _text(c))]
    assert len(controls) > 20
    assert silent == []


def _text(widget):
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def test_the_focus_is_carried_over_to_a_view_built_anew(qtbot):
    first, second = Screen(qtbot, Station()), Screen(qtbot, Station())
    first.come_forward(qtbot)
    assert first.view.focused() in ("", "station-name")
    first.view.density.buttons["compact"].setFocus()
    name = first.view.focused()
    second.come_forward(qtbot)
    second.view.focus_on(name)
    assert second.view.focused() == name == "station-density-compact"
    second.view.focus_on("")
    second.view.focus_on("nothing")
    assert second.view.focused() == name


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_it_fits_beside_the_rail_of_a_small_screen(qtbot, scale):
    rail = Theme(scale=scale).size("row", "rail")
    screen = Screen(qtbot, Station(profiles=(KITA,)), scale=scale, width=1366 - rail)
    screen.view.set_theme(Theme("light", scale))
    assert screen.view.area.horizontalScrollBar().maximum() == 0
