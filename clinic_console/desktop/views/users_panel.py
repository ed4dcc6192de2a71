"""Somebody beside the list: name and login, roles, sessions and password, and whether this person may sign in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.users import User
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.users_roles import Clinic, RoleChoices
from clinic_console.desktop.views.users_words import LONGEST, trouble
from clinic_console.domain.errors import ClinicError, Taken


class UserPanel(QWidget):
    """What can be done with somebody, each as a signal; ``confirm`` asks first about what cannot be undone."""

    renamed = Signal()
    roles_chosen = Signal()
    sessions_wanted = Signal()
    end_wanted = Signal()
    password_wanted = Signal()
    disable_wanted = Signal()
    enable_wanted = Signal()

    def __init__(self, theme: Theme, when: Callable[[int | None], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._when = theme, when
        self._shown: tuple[object, ...] = ()
        self._id = ""
        self.name, self.login = QLineEdit(self), QLineEdit(self)
        self.save = QPushButton(QCoreApplication.translate("Users", "Save"), self)
        self.roles = RoleChoices(theme, self)
        self.roles_note, self.elsewhere, self.problem = (QLabel(self) for _ in range(3))
        self.confirm = Confirm(theme, self)
        self._make_buttons()
        self._lay_out()

    def show_user(self, user: User, clinics: Sequence[Clinic], *, own: bool) -> None:
        """Show somebody as the hub has it; what is being typed of the same person stays."""
        shown = (user, tuple(clinics), own)
        if shown == self._shown:
            return
        other = self._id != user.id
        self._shown, self._id = shown, user.id
        if other:
            self.confirm.close_question()
            self.say_problem(None)
            self.say_name_problem(None)
        for field, text, held in ((self.name, user.name, self.name), (self.login, user.login, self.login)):
            if other or not held.isModified():
                field.setText(text)
        self.roles.show_clinics(clinics)
        self.roles.show_roles(user.memberships)
        self._allow(user, own=own)
        self._show_facts(user)

    def say_problem(self, error: ClinicError | None) -> None:
        """Say why something did not happen, or nothing any more."""
        self.say_words(trouble(error) if error is not None else "")

    def say_words(self, text: str) -> None:
        """Say why something is not done, or nothing any more."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        announce(self.problem, text)

    def say_name_problem(self, error: ClinicError | None) -> None:
        """Say at its field why a name or a login was not taken, or nothing any more."""
        self.name_field.right()
        self.login_field.right()
        if error is not None:
            login = isinstance(error, Taken) or error.field == "login" or self.login.isModified()
            (self.login_field if login and error.field != "name" else self.name_field).wrong(trouble(error))

    def kept(self) -> None:
        """The hub has taken name and login."""
        self.name.setModified(False)
        self.login.setModified(False)
        self.say_name_problem(None)
        self._offer_save()

    def forget(self) -> None:
        """Keep nobody's name."""
        self._shown, self._id = (), ""
        for field in (self.name, self.login):
            field.setText("")
        self.facts.clear()
        self.confirm.close_question()

    def _allow(self, user: User, *, own: bool) -> None:
        translate = QCoreApplication.translate
        for box in self.roles.boxes.values():
            # Or a clinic could be left without an administrator.
            box.setEnabled(not own)
        self.roles_note.setText(
            translate("Users", "Nobody changes their own roles: ask another administrator.") if own else ""
        )
        self.roles_note.setVisible(own)
        self.elsewhere.setText(
            translate(
                "Users",
                "Works in other clinics too, which you do not administer. Only who administers all of them can "
                "disable this user, set the password or sign it out.",
            )
        )
        self.elsewhere.setVisible(user.elsewhere)
        free = not user.elsewhere
        self.password.setEnabled(free)
        self.end.setEnabled(free and bool(user.sessions))
        self.disable.setEnabled(free and not own)
        self.disable.setVisible(not user.disabled)
        self.enable.setVisible(user.disabled)
        self.enable.setEnabled(free)
        self.name.setEnabled(free)
        self.login.setEnabled(free)
        tip = translate("Users", "Nobody can disable themselves.") if own else ""
        self.disable.setToolTip(tip)
        self.disable.setAccessibleDescription(tip)
        self._offer_save()

    def _show_facts(self, user: User) -> None:
        translate = QCoreApplication.translate
        self.sessions.setText(translate("Users", "%n session(s)", None, user.sessions))
        self.sessions.setAccessibleName(self.sessions.text())
        for button in (self.sessions, self.end):
            # Whoever is signed in nowhere has nothing to be looked at, or ended.
            button.setVisible(bool(user.sessions))
        pin = translate("Users", "Set") if user.has_pin else translate("Users", "None")
        given = (
            translate("Users", "Made up, not yet changed")
            if user.password_given
            else translate("Users", "Chosen by the user")
        )
        for name, value in (
            (translate("Users", "Last seen"), self._when(user.last_seen)),
            (translate("Users", "Created"), self._when(user.created) if user.created else ""),
            (translate("Users", "Password"), given),
            (translate("Users", "PIN"), pin),
        ):
            self.facts.say(name, value)

    def _offer_save(self) -> None:
        typed = self.name.isModified() or self.login.isModified()
        filled = bool(self.name.text().strip() and self.login.text().strip())
        self.save.setVisible(typed)
        self.save.setEnabled(filled)

    def _make_buttons(self) -> None:
        translate = QCoreApplication.translate
        self.sessions = QPushButton(self)
        self.end = QPushButton(translate("Users", "Sign out everywhere"), self)
        self.password = QPushButton(translate("Users", "New password"), self)
        self.disable = QPushButton(translate("Users", "Disable"), self)
        self.enable = QPushButton(translate("Users", "Enable"), self)
        self.save.setProperty("kind", "primary")
        for name, button, signal in (
            ("Save", self.save, self.renamed),
            ("Sessions", self.sessions, self.sessions_wanted),
            ("End", self.end, self.end_wanted),
            ("Password", self.password, self.password_wanted),
            ("Disable", self.disable, self.disable_wanted),
            ("Enable", self.enable, self.enable_wanted),
        ):
            button.setObjectName(f"user{name}")
            button.clicked.connect(signal)
        self.roles.chosen.connect(self.roles_chosen)
        for field, name in ((self.name, "userName"), (self.login, "userLogin")):
            field.setObjectName(name)
            field.setMaxLength(LONGEST)
            field.textEdited.connect(lambda _: self._offer_save())
            field.returnPressed.connect(self._return)

    def _return(self) -> None:
        if not self.save.isHidden() and self.save.isEnabled():
            self.renamed.emit()

    def _lay_out(self) -> None:
        translate = QCoreApplication.translate
        theme, px = self._theme, self._theme.px
        self.name_field = Field(theme, translate("Users", "Name"), self.name, self)
        self.login_field = Field(theme, translate("Users", "Login"), self.login, self)
        self.roles_note.setProperty("tone", "muted")
        for label in (self.elsewhere, self.problem):
            label.setProperty("tone", "notice")
        for label in (self.roles_note, self.elsewhere, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = Facts(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for widget in (self.elsewhere, self.name_field, self.login_field):
            column.addWidget(widget)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._heading(translate("Users", "Roles")))
        column.addWidget(self.roles)
        column.addWidget(self.roles_note)
        column.addWidget(self._heading(translate("Users", "Access")))
        column.addWidget(self.facts)
        column.addWidget(self.problem)
        column.addSpacing(px(4))
        column.addWidget(self.confirm)
        for button in (self.sessions, self.end, self.password, self.disable, self.enable):
            column.addWidget(button)
        column.addStretch(1)
        self.save.hide()
        self.problem.hide()

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("sideHeading")
        label.setContentsMargins(0, self._theme.px(10), 0, 0)
        return label
