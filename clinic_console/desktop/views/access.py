"""Signing in: a server, a user and a password, or somebody whom this PC remembers."""

import math
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, QTime, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_console import __version__
from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.language import LANGUAGES, NAMES, language_of
from clinic_console.desktop.state.access import AccessState, Phase
from clinic_console.desktop.station import Person
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.access_facts import HubFacts
from clinic_console.desktop.views.access_fields import host_of
from clinic_console.desktop.views.access_form import SignInForm, problem_words
from clinic_console.desktop.views.access_people import PeopleList
from clinic_console.desktop.views.topbar import role_name

FORM_WIDTH, PEOPLE_WIDTH = 402, 352
PROBE_SECONDS = 5.0
SLOW_SECONDS = 1.0


class SignInView(QWidget):
    """The first screen; ``look_wanted`` asks for the other palette, a language is set in the station's settings."""

    look_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, actions: AccessActions, access: AccessState) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._actions, self._access = theme, bridge, actions, access
        self._station = actions.station
        self._versions = (-1, -1)
        self._asked = 0
        self._probed = -math.inf
        self._second = -1
        self._reveal_in = 0
        self._keyring_asked = False
        self.form = SignInForm(theme, self)
        self.people = PeopleList(theme, self)
        self.facts = HubFacts(theme, self)
        self.look = QPushButton(self)
        self.languages: list[QPushButton] = []
        self._card, self._side, self._area = QFrame(self), QFrame(self), QScrollArea(self)
        self.server, self.login, self.password = self.form.servers.line, self.form.login, self.form.password
        self.button, self.hub, self.notice = self.form.button, self.facts.hub, self.form.notice
        self.form.servers.show_hubs(self._station.now.profiles, actions.server)
        self.login.setText(access.login)
        self._connect()
        self._lay_out()
        self.set_theme(theme)
        self._show_station()
        self._show_state()
        self._versions = (access.version, self._station.version)

    def sign_in(self) -> None:
        """Sign in with what stands in the fields; the first empty one gets the focus instead."""
        if self._access.phase is not Phase.OUT or not self.button.isEnabled():
            return
        empty = self.form.first_empty()
        if empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        work = self._actions.sign_in(
            self.form.servers.address,
            self.login.text().strip(),
            self.password.text(),
            remember=self.form.remember.isChecked() and not self.form.remember.isHidden(),
        )
        self._bridge.spawn(work, "sign in")

    def enter(self, person: Person) -> None:
        """Sign in as somebody whom this PC remembers."""
        if self._access.phase is not Phase.OUT:
            return
        self.login.setText(person.login)
        self.form.servers.show_hubs(self._station.now.profiles, person.server)
        self._bridge.spawn(self._actions.resume(person.server, person.login), "sign in")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.form, self.people, self.facts):
            part.set_theme(theme)
        self._order_tabs()
        self.look.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.look.setIcon(theme.icon("moon" if theme.name == LIGHT else "sun"))
        dark, light = QCoreApplication.translate("SignIn", "Dark"), QCoreApplication.translate("SignIn", "Light")
        self.look.setText(dark if theme.name == LIGHT else light)
        to_dark = QCoreApplication.translate("SignIn", "Change to dark colours")
        to_light = QCoreApplication.translate("SignIn", "Change to light colours")
        self.look.setAccessibleName(to_dark if theme.name == LIGHT else to_light)

    def frame(self, mono: float) -> None:
        """Bring what is shown up to the state at a monotonic time, and ask now and then whether the hub answers."""
        access = self._access
        if access.phase is Phase.OUT:
            self._ask(mono)
        self._reveal_notice()
        second = self._counted(mono)
        versions = (access.version, self._station.version)
        if versions == self._versions and second == self._second:
            return
        entered_before = not self.login.isEnabled()
        if versions[1] != self._versions[1]:
            self._show_station()
        self._versions, self._second = versions, second
        self._show_state()
        if access.phase is Phase.ENTERING and not entered_before:
            # The fields take nothing now; what is left to do is to give up.
            self.form.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        if access.phase is Phase.OUT and (entered_before or access.asked != self._asked):
            self._begin_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field that is still empty, without the last user's password."""
        super().showEvent(event)
        self.login.setText(self._access.login)
        self.password.conceal()
        (self.form.first_empty() or self.password).setFocus(Qt.FocusReason.OtherFocusReason)
        if self._access.phase is Phase.OUT and self._access.asked != self._asked:
            # The password was wanted before there was a view to ask for it.
            self._begin_again()

    def forget(self) -> None:
        """Keep nothing that was typed: somebody is in."""
        self.password.conceal()
        self.login.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the two halves below each other where they do not fit beside each other."""
        super().resizeEvent(event)
        self._fit()

    def _ask(self, mono: float) -> None:
        if mono - self._probed > PROBE_SECONDS:
            self._probed = mono
            self._bridge.spawn(self._actions.probe(self.form.servers.address), "ask for the hub")
        if not self._keyring_asked:
            self._keyring_asked = True
            if not self._access.keyring_known and not self._station.now.shared:
                self._bridge.spawn(self._actions.check_keyring(), "look for a keyring")

    def _reveal_notice(self) -> None:
        """Scroll to what was said a moment ago, where the card is higher than the window."""
        self._reveal_in = max(0, self._reveal_in - 1)
        if self._reveal_in == 1:
            self._area.ensureWidgetVisible(self.form.button)
            self._area.ensureWidgetVisible(self.form.notice_box)

    def _choose(self) -> None:
        self._station.change(server=self.form.servers.address)
        self._ask_again()

    def _ask_again(self) -> None:
        self._probed = -math.inf

    def _counted(self, mono: float) -> int:
        """Return what counts while something is waited for: seconds left (above 0) or gone (below)."""
        access = self._access
        if access.phase is Phase.ENTERING:
            return -int(mono - access.since) if mono - access.since >= SLOW_SECONDS else 0
        return max(0, math.ceil(access.wait_until - mono))

    def _show_state(self) -> None:
        access, entering = self._access, self._access.phase is Phase.ENTERING
        self.form.show_entering(entering, waiting=not entering and self._second > 0)
        self.form.show_remembering(shared=self._station.now.shared, problem=access.keyring_problem)
        before, said = self.notice.text(), self._words()
        self.form.say(said, "clock" if entering else "notice")
        # Layouts follow before the frame after the next.
        self._reveal_in = 2 if said and said != before else self._reveal_in
        self.people.setEnabled(not entering)
        self.facts.show_hub(access, encrypted=self._actions.server.startswith("https"))

    def _words(self) -> str:
        access = self._access
        if access.phase is Phase.ENTERING and self._second < 0:
            text = QCoreApplication.translate("SignIn", "Still asking the hub … %1 s")
            return text.replace("%1", str(-self._second))
        if access.phase is Phase.OUT and self._second > 0:
            text = QCoreApplication.translate("SignIn", "Too many attempts. You can try again in %1 s, at %2.")
            at = QTime.currentTime().addSecs(self._second)
            clock = QLocale().toString(at, QLocale.FormatType.ShortFormat)
            return text.replace("%1", str(self._second)).replace("%2", clock)
        if access.wait_until and access.phase is Phase.OUT:
            return QCoreApplication.translate("SignIn", "You can try again now.")
        return problem_words(access.problem) if access.problem is not None else ""

    def _begin_again(self) -> None:
        """After an attempt: keep the login, and take the password anew."""
        access = self._access
        if access.asked != self._asked:
            self._asked = access.asked
            self.login.setText(access.login)
            self.password.conceal()
            self.form.remember.setChecked(self.form.remember.isEnabled())
        field = self.form.first_empty() or self.password
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.password.selectAll()

    def _show_station(self) -> None:
        station = self._station.now
        shared = QCoreApplication.translate("SignIn", "This is a shared station: nobody is remembered.")
        nobody = QCoreApplication.translate("SignIn", "Nobody yet. People whom this PC may remember stand here.")
        # By name and not by who came last: everybody's key stays theirs.
        present = () if station.shared else station.people
        people = sorted(present, key=lambda person: (person.name or person.login).casefold())
        self.people.show_people(people, self._detail, shared if station.shared else nobody)
        self._order_tabs()
        self.form.show_station(station.name)
        if not self.form.servers.hasFocus():
            self.form.servers.show_hubs(station.profiles, self.form.servers.address or self._actions.server)

    def _order_tabs(self) -> None:
        # People come and go; by themselves they would stand behind all that was there before them.
        order = [self.form.cancel, *self.people.controls, *self.languages, self.look]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _detail(self, person: Person) -> str:
        """Return a person's role, and where."""
        profiles = self._station.now.profiles
        known = next((profile.name for profile in profiles if profile.server == person.server), "")
        return " · ".join(part for part in (role_name(person.role), known or host_of(person.server)) if part)

    def _connect(self) -> None:
        form, actions = self.form, self._actions
        for line in (self.server, self.login, self.password):
            line.returnPressed.connect(self.sign_in)
        form.button.clicked.connect(self.sign_in)
        form.cancel.clicked.connect(actions.cancel)
        self.login.textEdited.connect(self._typed)
        self.password.textEdited.connect(lambda _: actions.stop_waiting())
        self.server.editingFinished.connect(self._ask_again)
        form.servers.activated.connect(self._choose)
        self.people.chosen.connect(self.enter)
        self.people.unwanted.connect(lambda person: self._bridge.spawn(actions.people.forget(person), "forget"))
        self.look.clicked.connect(self.look_wanted)

    def _typed(self, login: str) -> None:
        self._access.typed(login)
        self._actions.stop_waiting()

    def _lay_out(self) -> None:
        px = self._theme.px
        self._card.setObjectName("card")
        self._side.setObjectName("signInSide")
        self.form.setFixedWidth(px(FORM_WIDTH))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(px(24), px(32), px(24), px(24))
        side.addWidget(self.people)
        side.addStretch(1)
        side.addSpacing(px(16))
        side.addWidget(self.facts)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._card)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(self.form)
        self._halves.addWidget(self._side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._middle(), 1)
        outer.addLayout(self._bottom())
        self._fit()

    def _middle(self) -> QScrollArea:
        """The card in the middle of what room there is; with large text in a small window it scrolls."""
        area, ground = self._area, QWidget(self)
        ground.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, columns = QVBoxLayout(ground), QHBoxLayout()
        rows.setContentsMargins(0, self._theme.px(12), 0, self._theme.px(12))
        # Between stretches, not by an alignment: only so does a long notice make the card higher.
        columns.addStretch(1)
        columns.addWidget(self._card)
        columns.addStretch(1)
        rows.addStretch(1)
        rows.addLayout(columns)
        rows.addStretch(1)
        area.setWidget(ground)
        return area

    def _fit(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(FORM_WIDTH + PEOPLE_WIDTH + 24)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._side.setFixedWidth(px(PEOPLE_WIDTH if beside else FORM_WIDTH))
        if self._side.property("beside") is not beside:
            self._side.setProperty("beside", beside)
            self._halves.setDirection(direction)
            self._side.style().unpolish(self._side)
            self._side.style().polish(self._side)

    def _bottom(self) -> QHBoxLayout:
        row, px = QHBoxLayout(), self._theme.px
        row.setContentsMargins(px(24), 0, px(16), px(10))
        version = QLabel(__version__, self)
        version.setProperty("tone", "muted")
        row.addWidget(version)
        row.addSpacing(px(8))
        group = QButtonGroup(self)
        spoken = self._station.now.language or language_of([QLocale().name()])
        for language in LANGUAGES:
            button = QPushButton(NAMES[language], self)
            button.setProperty("kind", "flat")
            button.setProperty("small", "true")
            button.setCheckable(True)
            button.setChecked(language == spoken)
            button.setAccessibleName(NAMES[language])
            button.clicked.connect(lambda _=False, wanted=language: self._station.change(language=wanted))
            group.addButton(button)
            self.languages.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.look.setProperty("kind", "flat")
        self.look.setProperty("small", "true")
        row.addWidget(self.look)
        return row
