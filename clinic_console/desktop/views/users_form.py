"""The form for a new user: name, login, roles; the hub makes the first password up."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.users_roles import RoleChoices
from clinic_console.desktop.views.users_words import LONGEST, trouble
from clinic_console.domain.errors import ClinicError, Taken


class UserForm(QWidget):
    """``wanted`` says that what stands here is to be made, ``left`` that it is not."""

    wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.name, self.login = QLineEdit(self), QLineEdit(self)
        self.name.setObjectName("newUserName")
        self.login.setObjectName("newUserLogin")
        self.name.setMaxLength(LONGEST)
        self.login.setMaxLength(LONGEST)
        about = translate("Users", "As it is written on this person's badge.")
        self.name_field = Field(theme, translate("Users", "Name"), self.name, self, about=about)
        about = translate("Users", "What is typed to sign in. It can be changed later.")
        self.login_field = Field(theme, translate("Users", "Login"), self.login, self, about=about)
        self.roles = RoleChoices(theme, self)
        self.roles_field = Field(theme, translate("Users", "Role"), self.roles, self)
        self.note = QLabel(self)
        self.note.setProperty("tone", "notice")
        self.note.setWordWrap(True)
        self.make = QPushButton(translate("Users", "Create user"), self)
        self.make.setProperty("kind", "primary")
        self.make.setObjectName("newUserMake")
        self.cancel = QPushButton(translate("Users", "Cancel"), self)
        self.cancel.setObjectName("newUserCancel")
        self.make.clicked.connect(self._want)
        self.cancel.clicked.connect(self.left)
        for field in (self.name, self.login):
            field.returnPressed.connect(self._want)
            field.textEdited.connect(lambda _: self.right())
        self.roles.chosen.connect(self.right)
        self._lay_out(theme)

    def enter(self) -> None:
        """Take the focus."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Empty it for the next one."""
        self.name.setText("")
        self.login.setText("")
        self.roles.show_roles(())
        self.right()

    def wait(self, *, on: bool) -> None:
        """Let nobody ask twice while the hub is being asked."""
        self.make.setEnabled(not on)

    def wrong(self, error: ClinicError) -> None:
        """Say what is wrong at the field that it is about."""
        text = trouble(error)
        fields = {
            "login": self.login_field,
            "name": self.name_field,
            "memberships": self.roles_field,
            "role": self.roles_field,
        }
        field = fields.get("login" if isinstance(error, Taken) else error.field.partition(".")[0])
        if field is None:
            self.note.setText(text)
            self.note.show()
            return
        self._point_at(field, text)

    def right(self) -> None:
        """Take back that something was wrong."""
        for field in (self.name_field, self.login_field, self.roles_field):
            field.right()
        self.note.hide()

    def _want(self) -> None:
        if not self.make.isEnabled():
            return
        self.right()
        if not self.name.text().strip():
            self._point_at(self.name_field, QCoreApplication.translate("Users", "Enter the name."))
        elif not self.login.text().strip():
            self._point_at(self.login_field, QCoreApplication.translate("Users", "Enter a login."))
        elif not self.roles.memberships():
            self._point_at(self.roles_field, QCoreApplication.translate("Users", "Choose a role in a clinic."))
        else:
            self.wanted.emit()

    def _point_at(self, field: Field, text: str) -> None:
        field.wrong(text)
        first = next(iter(self.roles.boxes.values()), None) if field is self.roles_field else field.control
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.make)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        for widget in (self.name_field, self.login_field, self.roles_field, self.note):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.note.hide()
