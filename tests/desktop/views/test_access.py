"""The sign-in screen: by keyboard, in words, and in its place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import Person, Profile, Station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.access import SignInView
from clinic_console.domain.errors import (
    CertificateExpired,
    ConsoleTooOld,
    HubRefuses,
    HubUnavailable,
    KeyringLocked,
    KeyringMissing,
    SessionExpired,
    TooMany,
    WrongCredentials,
)

KITA = "https://hub.kita.example"
NAOMI = Person(KITA, "n.sato", "佐藤 直美 Satō Naomi", "nurse")
MARTA = Person("https://hub.minami.example", "m.costa", "Marta Costa", "receptionist")
STATION = Station(
    name="3 East desk", server=KITA, profiles=(Profile("Kita Hospital", KITA),), people=(NAOMI, MARTA), language="en"
)


class Calls:
    """Stands for the bridge: notes what is started, and starts nothing."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def spawn(self, work, what: str) -> None:
        work.close()
        self.names.append(what)


class Screen:
    """The view with everything behind it but a network; ``asked`` holds what it wanted done."""

    def __init__(self, qtbot, station: Station = STATION, scale: float = 1.0) -> None:
        self.state, self.station, self.bridge = AccessState(), StationState(station), Calls()
        self.asked: list[tuple[object, ...]] = []
        link = Access(HubHttp(station.server or "http://127.0.0.1:8470"), lambda: 0.0)
        self.actions = AccessActions(link, self.state, entered=list, left=list, station=self.station)
        self.actions.sign_in = self._note("sign in")
        self.actions.resume = self._note("resume")
        self.actions.people.forget = self._note("forget")
        self.theme = Theme("light", scale)
        app = QApplication.instance()
        if app.styleSheet() != self.theme.stylesheet():
            self.theme.apply(app)
        self.view = SignInView(self.theme, self.bridge, self.actions, self.state)
        # Free of its hints about sizes, as in the real window: Qt's offscreen platform warns about them.
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.view)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.frame(0.0)

    def frame(self, mono: float) -> None:
        self.view.frame(mono)
        QApplication.processEvents()

    def _note(self, what: str):
        async def nothing() -> None: ...

        def note(*given, **more):
            self.asked.append((what, *given, *more.items()))
            return nothing()

        return note


@pytest.fixture
def screen(qtbot):
    return Screen(qtbot)


def test_enter_signs_in_at_the_hub_that_is_chosen(screen):
    view = screen.view
    assert view.form.servers.currentText() == "Kita Hospital · hub.kita.example"
    assert view.login.hasFocus()
    QTest.keyClicks(view.login, "n.sato")
    assert screen.state.login == "n.sato"
    QTest.keyClick(view.login, Qt.Key.Key_Return)
    assert view.password.hasFocus()
    assert screen.asked == []
    QTest.keyClicks(view.password, "secret")
    QTest.keyClick(view.password, Qt.Key.Key_Return)
    assert screen.asked == [("sign in", KITA, "n.sato", "secret", ("remember", False))]


def test_another_hub_is_typed_and_being_remembered_is_asked_for(screen):
    view = screen.view
    view.server.setText(" hub.other.example ")
    view.login.setText("n")
    view.password.setText("s")
    view.form.remember.click()
    view.button.click()
    assert screen.asked == [("sign in", "hub.other.example", "n", "s", ("remember", True))]


def test_the_hub_that_is_chosen_is_kept(screen):
    hubs = (Profile("Kita Hospital", KITA), Profile("Minami", MARTA.server))
    screen.station.change(profiles=hubs)
    screen.frame(1.0)
    box = screen.view.form.servers
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Minami · hub.minami.example"
    assert screen.station.now.server == MARTA.server
    screen.frame(1.1)
    assert box.address == MARTA.server


def test_a_first_use_offers_the_configured_hub(qtbot):
    view = Screen(qtbot, Station()).view
    assert view.form.servers.currentText() == "127.0.0.1:8470"
    assert view.people.buttons == []
    assert view.people._empty.isVisible()


def test_the_hub_is_asked_every_five_seconds_and_at_once_after_a_change(screen):
    ask = "ask for the hub"
    assert screen.bridge.names == [ask, "look for a keyring"]
    for second in (1.0, 4.9, 5.1, 6.0):
        screen.frame(second)
    assert screen.bridge.names.count(ask) == 2
    screen.view.server.editingFinished.emit()
    screen.frame(6.1)
    assert screen.bridge.names.count(ask) == 3


def test_a_wrong_password_keeps_the_login_and_selects_the_password(screen):
    view = screen.view
    view.login.setText("n.sato")
    view.password.setText("wrong")
    screen.state.entering(1.0)
    screen.frame(1.1)
    assert not view.button.isEnabled()
    assert not view.login.isEnabled()
    assert view.form.cancel.isVisible()
    assert not view.form.notice_box.isVisible()
    screen.state.refused(WrongCredentials(), 1.5)
    screen.frame(1.6)
    assert view.login.text() == "n.sato"
    assert view.password.hasFocus()
    assert view.password.selectedText() != ""
    assert "wrong" in view.notice.text()
    assert view.form.notice_box.isVisible()


def test_a_slow_hub_is_told_of_after_a_second(screen):
    screen.state.entering(10.0)
    screen.frame(10.9)
    assert not screen.view.form.notice_box.isVisible()
    screen.frame(13.2)
    assert screen.view.notice.text() == "Still asking the hub … 3 s"


def test_a_hub_that_slows_down_is_counted_down(screen):
    screen.state.refused(TooMany(retry_after=30), 100.0)
    screen.frame(100.5)
    assert "in 30 s, at" in screen.view.notice.text()
    assert not screen.view.button.isEnabled()
    screen.frame(129.5)
    assert "in 1 s, at" in screen.view.notice.text()
    screen.frame(130.1)
    assert screen.view.notice.text() == "You can try again now."
    assert screen.view.button.isEnabled()


def test_who_watches_no_ward_yet_is_not_sent_to_the_monitors(screen):
    screen.state.probed(None, HubUnavailable())
    screen.state.refused(HubUnavailable())
    screen.frame(1.0)
    for said in (screen.view.notice.text(), screen.view.hub.toolTip()):
        assert "Check the address and the network" in said
        assert "monitors" not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CertificateExpired("hub.kita.example"), "Check the date and time of this PC"),
        (ConsoleTooOld("hub 2.0, console 1.0"), "Ask your administrator for the new console"),
    ],
)
def test_what_stands_in_the_way_is_said_with_what_to_do(screen, error, said):
    screen.state.refused(error)
    screen.frame(1.0)
    assert error.detail in screen.view.notice.text()
    assert said in screen.view.notice.text()


def test_how_the_hub_answers_and_who_vouches_for_it_is_shown(screen):
    facts = screen.view.facts
    screen.state.probed(0.012, None, "Kita CA")
    screen.frame(1.0)
    assert (facts.hub.text(), facts.trust.text()) == ("The hub answers in 12 ms", "Certificate checked (Kita CA)")
    screen.state.probed(None, HubRefuses("hub.kita.example"))
    screen.frame(1.1)
    assert facts.hub.text() == "Nothing takes calls at this address: hub.kita.example"
    assert not facts.trust.isVisible()


def test_on_this_pc_no_certificate_is_needed(qtbot):
    screen = Screen(qtbot, Station())
    screen.state.probed(0.001)
    screen.frame(1.0)
    assert "no certificate" in screen.view.facts.trust.text()


def test_people_of_this_pc_come_in_with_a_key(screen):
    assert [button.text() for button in screen.view.people.buttons] == [MARTA.name, NAOMI.name]
    QTest.keyClick(screen.view.password, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert screen.asked == [("resume", MARTA.server, "m.costa")]
    assert screen.view.login.text() == "m.costa"
    first = screen.view.people.buttons[1]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert screen.asked[-1] == ("resume", KITA, "n.sato")
    assert first.accessibleName() == "Sign in as 佐藤 直美 Satō Naomi, Nurse · Kita Hospital"


def test_who_came_last_does_not_change_the_keys(screen):
    screen.station.change(people=(MARTA, NAOMI))
    screen.frame(1.0)
    assert [button.person for button in screen.view.people.buttons] == [MARTA, NAOMI]


def test_nobody_comes_in_twice_at_once(screen):
    screen.state.entering(1.0)
    screen.frame(1.0)
    screen.view.enter(NAOMI)
    screen.view.sign_in()
    assert screen.asked == []


def test_who_is_forgotten_leaves_the_list(screen):
    screen.view.people.unwanted.emit(NAOMI)
    assert screen.asked == [("forget", NAOMI)]
    screen.station.change(people=(MARTA,))
    screen.frame(1.0)
    assert [button.person for button in screen.view.people.buttons] == [MARTA]
    QTest.keyClick(screen.view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert screen.asked[-1] == ("resume", MARTA.server, "m.costa")


def test_a_password_is_asked_for_under_the_name_of_who_was_remembered(screen):
    screen.state.ask_password("m.costa", SessionExpired())
    screen.frame(1.0)
    assert screen.view.login.text() == "m.costa"
    assert screen.view.password.hasFocus()
    assert "session has ended" in screen.view.notice.text()
    assert screen.view.form.remember.isChecked()


def test_a_shared_station_says_that_it_remembers_nobody(qtbot):
    view = Screen(qtbot, Station(shared=True, people=(NAOMI,))).view
    assert not view.form.remember.isVisible()
    assert view.form.kept.text() == "This is a shared station: nobody is remembered."
    assert view.people.buttons == []


def test_without_a_keyring_it_is_said_that_the_session_is_all(screen):
    screen.state.keyring(KeyringMissing())
    screen.frame(1.0)
    assert not screen.view.form.remember.isEnabled()
    assert "no keyring" in screen.view.form.kept.text()
    assert "this session only" in screen.view.form.kept.text()
    screen.state.keyring(KeyringLocked())
    screen.frame(1.1)
    assert screen.view.form.remember.isEnabled()


def test_who_was_in_last_finds_the_name_filled_in(screen):
    screen.window.hide()
    screen.state.typed("n.sato")
    screen.state.left(SessionExpired())
    screen.window.show()
    screen.frame(1.0)
    assert screen.view.login.text() == "n.sato"
    assert screen.window.focusWidget() is screen.view.password


def test_a_password_can_be_shown_and_is_hidden_again(screen):
    password = screen.view.password
    password.setText("secret")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    password.eye.click()
    assert password.echoMode() is QLineEdit.EchoMode.Normal
    assert password.eye.accessibleName() == "Hide the password"
    screen.window.hide()
    screen.window.show()
    assert (password.text(), password.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_caps_lock_is_told_of_while_a_password_is_typed(screen):
    view = screen.view
    view.password.setFocus()
    QTest.keyClick(view.password, "A")
    assert view.form.caps.isVisible()
    QTest.keyClick(view.password, "a")
    assert not view.form.caps.isVisible()
    QTest.keyClick(view.password, "A")
    view.login.setFocus()
    assert not view.form.caps.isVisible()


def test_the_language_and_the_look_are_chosen_here(screen, qtbot):
    names = [button.text() for button in screen.view.languages]
    assert names == ["English", "日本語"]
    assert screen.view.languages[0].isChecked()
    screen.view.languages[1].click()
    assert screen.station.now.language == "ja"
    with qtbot.waitSignal(screen.view.look_wanted):
        screen.view.look.click()
    assert screen.view.look.accessibleName() == "Change to dark colours"
    screen.view.set_theme(Theme("dark"))
    assert screen.view.look.accessibleName() == "Change to light colours"


def test_tab_goes_through_everything_in_reading_order(screen):
    view = screen.view
    view.form.servers.setFocus()
    seen: list[QWidget] = []
    for _ in range(30):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    form = view.form
    order = [form.servers, view.login, view.password, view.password.eye, form.remember, form.button]
    assert seen[: len(order)] == order
    rest = seen[len(order) :]
    assert rest.index(view.people.buttons[0]) < rest.index(view.people.buttons[1]) < rest.index(view.languages[0])
    assert view.look in rest


def test_every_control_has_a_name(screen):
    controls = screen.view.findChildren(QWidget)
    named = [w for w in controls if isinstance(w, QAbstractButton | QLineEdit | QComboBox) and w.isVisible()]
    assert len(named) > 8
    for control in named:
        assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name), control


def test_nothing_moves_when_something_is_said(screen):
    before = screen.view.button.mapTo(screen.view, screen.view.button.rect().topLeft())
    screen.state.refused(WrongCredentials())
    for second in (1.0, 1.1, 1.2):
        screen.frame(second)
    assert screen.view.button.mapTo(screen.view, screen.view.button.rect().topLeft()) == before


def test_with_large_text_the_halves_stand_below_each_other(qtbot):
    screen = Screen(qtbot, scale=2.0)
    view = screen.view
    QApplication.processEvents()
    assert (
        view.facts.mapTo(view, view.facts.rect().topLeft()).y() > view.button.mapTo(view, view.rect().topLeft()).y()
    )
    assert view._side.width() == view.form.width()
    screen.window.resize(1920, 1080)
    QApplication.processEvents()
    assert view._side.mapTo(view, view._side.rect().topLeft()).x() > view.form.width()


def test_with_large_text_what_is_said_comes_into_view(qtbot):
    screen = Screen(qtbot, scale=2.0)
    box = screen.view.form.notice_box
    screen.state.refused(WrongCredentials())
    for second in (1.0, 1.1, 1.2, 1.3):
        screen.frame(second)
    assert not box.visibleRegion().isEmpty()
    assert box.visibleRegion().boundingRect().height() == box.height()
