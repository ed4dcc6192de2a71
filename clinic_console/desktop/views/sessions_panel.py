"""One session beside the list: who, where, since when, and its end."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.sessions import Session
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.facts import Facts


class SessionPanel(QWidget):
    """``end_wanted`` and ``end_all_wanted`` come after a question; ``only_wanted`` carries a user's id and name."""

    end_wanted = Signal()
    end_all_wanted = Signal()
    only_wanted = Signal(str, str)

    def __init__(
        self, theme: Theme, when: Callable[[int | None], str], at: Callable[[int], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._when, self._at = when, at
        self._session: Session | None = None
        self.confirm = Confirm(theme, self)
        self.note, self.problem = QLabel(self), QLabel(self)
        self.facts = Facts(theme, self)
        self.end = QPushButton(translate("Sessions", "End this session"), self)
        self.end_all = QPushButton(translate("Sessions", "End all of this user"), self)
        self.only = QPushButton(translate("Sessions", "Show only this user"), self)
        self.end.setObjectName("sessionEnd")
        self.end_all.setObjectName("sessionEndAll")
        self.only.setObjectName("sessionOnly")
        self.end.clicked.connect(self._ask_end)
        self.end_all.clicked.connect(self._ask_end_all)
        self.only.clicked.connect(self._want_only)
        self._lay_out(theme)

    def show_session(self, session: Session, *, own: bool) -> None:
        """Show a session; ``own`` says that it is one of the user's own."""
        if self._session is None or self._session.id != session.id:
            self.confirm.close_question()
            self.say_problem("")
        self._session = session
        translate = QCoreApplication.translate
        station = session.station or translate("Sessions", "Unknown PC")
        for name, value in (
            (translate("Sessions", "PC"), station),
            (translate("Sessions", "Address"), session.address),
            (translate("Sessions", "Since"), self._at(session.opened)),
            (translate("Sessions", "Last used"), self._when(session.used)),
            (translate("Sessions", "Ends at the latest"), self._at(session.ends)),
        ):
            self.facts.say(name, value)
        self.end.setEnabled(not session.present)
        # Of whom nothing is known here, nothing else can be asked for either.
        self.end_all.setEnabled(not own and bool(session.user_id))
        self.only.setEnabled(bool(session.user_id))
        text = translate("Sessions", "This is the session of this console: sign out to end it.")
        self.note.setText(text if session.present else "")
        self.note.setVisible(session.present)

    def say_problem(self, text: str) -> None:
        """Say why something did not happen, or nothing any more."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        announce(self.problem, text)

    def forget(self) -> None:
        """Keep nobody's name."""
        self._session = None
        self.confirm.close_question()
        self.facts.clear()

    def _ask_end(self) -> None:
        if self._session is not None:
            text = QCoreApplication.translate("Sessions", "Sign %1 out there? What is not saved there is lost.")
            button = QCoreApplication.translate("Sessions", "End")
            self.confirm.ask(text.replace("%1", person_text(self._session)), button, lambda _: self.end_wanted.emit())

    def _ask_end_all(self) -> None:
        if self._session is not None:
            text = QCoreApplication.translate("Sessions", "Sign %1 out everywhere? What is not saved there is lost.")
            button = QCoreApplication.translate("Sessions", "End all")
            name = person_text(self._session)
            self.confirm.ask(text.replace("%1", name), button, lambda _: self.end_all_wanted.emit())

    def _want_only(self) -> None:
        if self._session is not None:
            self.only_wanted.emit(self._session.user_id, self._session.user_name)

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        self.note.setProperty("tone", "secondary")
        self.problem.setProperty("tone", "notice")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.facts)
        for label in (self.note, self.problem):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(px(4))
        for widget in (self.confirm, self.end, self.end_all, self.only):
            column.addWidget(widget)
        self.note.hide()
        self.problem.hide()


def person_text(session: Session) -> str:
    """Return who is signed in; whoever works for none of the own clinics has no name here."""
    return session.user_name or QCoreApplication.translate("Sessions", "Somebody of another clinic")
