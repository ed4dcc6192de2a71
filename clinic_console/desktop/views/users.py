"""People of the user's clinics: found as one types, in a list, with a panel beside it for the one that is open."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.users import User
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside, Side
from clinic_console.desktop.views.filters import FilterChips, SearchField
from clinic_console.desktop.views.secret import Secret
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table, Words
from clinic_console.desktop.views.topbar import role_name
from clinic_console.desktop.views.users_deeds import UserDeeds
from clinic_console.desktop.views.users_form import UserForm
from clinic_console.desktop.views.users_panel import UserPanel
from clinic_console.desktop.views.users_roles import Clinic
from clinic_console.desktop.views.users_words import columns
from clinic_console.domain.access import Permission, Role

DISABLED = "disabled"


class UsersView(Tab):
    """The tab of people."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: UserActions) -> None:
        super().__init__(theme, bridge, state)
        self._users = actions.state
        self._mono = 0.0
        self._version = (-1, -1)
        translate = QCoreApplication.translate
        self.search = SearchField(theme, bridge, translate("Users", "Find by name or login"), self)
        self.search.setObjectName("usersSearch")
        roles = [(role.value, role_name(role.value)) for role in Role]
        self.chips = FilterChips(
            theme, translate("Users", "Show"), [*roles, (DISABLED, translate("Users", "Disabled"))], self
        )
        self.table: Table[User] = Table(
            theme,
            bridge,
            self._users.pages,
            columns(lambda: {clinic.id: clinic.name for clinic in self._clinics()}, self._when, self._own),
            self._words(),
            actions.load,
        )
        # Parents are given in the order in which Tab comes to their children.
        self.table.news.setParent(self)
        self.new = QPushButton(translate("Users", "New user"), self)
        self.new.setObjectName("usersNew")
        self.table.setParent(self)
        self.side = Side(theme, self)
        self.panel = UserPanel(theme, self._when, self.side.page)
        self.form = UserForm(theme, self.side.page)
        self.secret = Secret(theme, self.side.page)
        self.deeds = UserDeeds(bridge, actions, self.panel, self.form)
        self._lay_out()
        self._connect()
        self._show_filters()

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring list and panel up to a monotonic time."""
        self._mono = mono
        self.table.frame(mono)
        version = self._users.version, self.state.access.version
        if self._version != version:
            self._version = version
            self._show_side()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.side.set_theme(theme)

    def forget(self) -> None:
        """Keep nobody's name and no password."""
        self.panel.forget()
        self.form.clear()
        self.secret.forget()

    def conceal(self) -> None:
        """Show no password for now."""
        self.secret.forget()

    def enter(self) -> None:
        """Begin to look for somebody."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the user does

    def open_user(self, user: str) -> None:
        """Open somebody beside the list."""
        self._users.open(self._users.pages.get(user))
        self._show_side()

    def begin(self) -> None:
        """Open the form for somebody new."""
        self.form.clear()
        self._users.open(None, making=True)
        self._show_side()
        self.form.enter()

    def close_side(self) -> None:
        """Close what is open beside the list."""
        held = self.side.isAncestorOf(QApplication.focusWidget() or self.window())
        user = self._users.opened
        self._users.open(None)
        self._show_side()
        if user is not None:
            self.table.show_row(user.id)
        if held:
            self.table.enter()

    def _filter(self, key: str) -> None:
        role = key if key != DISABLED else ""
        self._users.look_for(replace(self._users.filters, role=role, disabled=True if key == DISABLED else None))
        self._show_filters()

    def _search(self, text: str) -> None:
        self._users.look_for(replace(self._users.filters, search=text))
        self._show_filters()

    def _show_secret(self) -> None:
        self._show_side()
        if self.secret.isVisibleTo(self):
            self.secret.enter()

    def _taken_down(self) -> None:
        self._users.taken_down()
        self._show_side()
        self.panel.password.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _clinics(self) -> list[Clinic]:
        mine = self.state.access.may(Permission.MANAGE_USERS)
        return [Clinic(clinic.id, clinic.name) for clinic in self.state.access.clinics if clinic.id in mine]

    def _own(self) -> str:
        return self.state.access.user_id

    def _when(self, at: int | None) -> str:
        access = self.state.access
        return seen_text(at, access.zone(""), self.state.hub_clock.moment(self._mono).hub)

    def _show_side(self) -> None:
        users = self._users
        user, given = users.opened, users.given if self.state.access.locked is None else None
        if given is not None:
            self.side.say(given.user.name, given.user.login)
            title = QCoreApplication.translate("Users", "Password of %1").replace("%1", given.user.login)
            about = QCoreApplication.translate("Users", "It holds until it is changed after signing in.")
            if self.secret.text.toPlainText() != given.password:
                self.secret.show_secret(title, given.password, about)
        elif users.making:
            self.side.say(QCoreApplication.translate("Users", "New user"))
            self.form.roles.show_clinics(self._clinics())
        elif user is not None:
            self.side.say(user.name, user.login)
            self.panel.show_user(user, self._clinics(), own=user.id == self._own())
        self.secret.setVisible(given is not None)
        self.form.setVisible(given is None and users.making)
        self.panel.setVisible(given is None and not users.making and user is not None)
        self.beside.show_side(given is not None or users.making or user is not None)

    def _show_filters(self) -> None:
        filters = self._users.filters
        if self.search.text().strip() != filters.search.strip():
            self.search.setText(filters.search)
        self.chips.choose(DISABLED if filters.disabled else filters.role)
        self.table.say_empty(self._words())

    def _words(self) -> Words:
        translate = QCoreApplication.translate
        if self._users.filters.query():
            title = translate("Users", "Nobody fits")
            text = translate("Users", "Look for another name, or show everybody.")
            return Words(translate("Users", "Users"), "search", title, text, translate("Users", "Show everybody"))
        title = translate("Users", "Nobody works here yet")
        text = translate("Users", "People who may sign in stand here.")
        return Words(translate("Users", "Users"), "person", title, text, translate("Users", "New user"))

    def _begun(self) -> None:
        if self._users.filters.query():
            self._users.look_for(replace(self._users.filters, search="", role="", disabled=None))
            self._show_filters()
            self.enter()
        else:
            self.begin()

    # Once

    def _connect(self) -> None:
        table, panel = self.table, self.panel
        self.search.searched.connect(self._search)
        self.search.down.connect(table.enter)
        self.chips.chosen.connect(self._filter)
        self.new.clicked.connect(self.begin)
        table.opened.connect(self.open_user)
        table.typed.connect(self.search.take)
        table.left.connect(self.close_side)
        table.begun.connect(self._begun)
        self.side.closed.connect(self.close_side)
        self.form.left.connect(self.close_side)
        self.secret.done.connect(self._taken_down)
        panel.sessions_wanted.connect(self._show_sessions)
        self.deeds.changed.connect(self.changed)
        self.deeds.given.connect(self._show_secret)

    def _show_sessions(self) -> None:
        user = self._users.opened
        if user is not None:
            self.wanted.emit("sessions", (user.id, user.name))

    def _lay_out(self) -> None:
        px = self.theme.px
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(10))
        for widget, share in ((self.search, 2), (self.chips, 5), (self.table.news, 0), (self.new, 0)):
            row.addWidget(widget, share)
        for part in (self.panel, self.form, self.secret):
            self.side.column.addWidget(part)
            part.hide()
        self.side.column.addStretch(1)
        self.beside = Beside(self.theme, self.table, self.side, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.beside, 1)
        # What narrows the list down goes with it.
        self.beside.covers.connect(bar.setHidden)
