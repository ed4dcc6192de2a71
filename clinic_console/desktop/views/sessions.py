"""Who is signed in where: a list, one of them beside it, and their end."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.sessions import SessionActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import clock_text, date_text, day_number
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.sessions import Session
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside, Side
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.sessions_panel import SessionPanel, person_text
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.errors import ClinicError


class SessionsView(Tab):
    """The tab of sessions; ``show_about`` takes a user's id and name: only their sessions are shown then."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: SessionActions) -> None:
        super().__init__(theme, bridge, state)
        self._actions, self._sessions = actions, actions.state
        self._errand = Errand(bridge, self)
        self._mono = 0.0
        self._version = (-1, -1)
        translate = QCoreApplication.translate
        self.whose = QLabel(self)
        self.table: Table[Session] = Table(
            theme, bridge, self._sessions.pages, self._columns(), self._words(), actions.load, marking=True
        )
        # Parents are given in the order in which Tab comes to their children.
        self.table.news.setParent(self)
        self.everybody = QPushButton(translate("Sessions", "Show everybody"), self)
        self.everybody.setObjectName("sessionsEverybody")
        self.table.setParent(self)
        self.side = Side(theme, self)
        self.panel = SessionPanel(theme, self._when, self._since, self.side.page)
        self.confirm = Confirm(theme, self)
        self.picked = QFrame(self)
        self.count = QLabel(self.picked)
        self.end = QPushButton(translate("Sessions", "End sessions"), self.picked)
        self.clear = QPushButton(translate("Sessions", "Clear"), self.picked)
        self._lay_out()
        self._connect()
        self._show_filter()

    # The frame clock

    def frame(self, mono: float) -> None:
        """Bring the list up to a monotonic time."""
        self._mono = mono
        self.table.frame(mono)
        version = self._sessions.version, self._sessions.pages.version
        if version != self._version:
            self._version = version
            self._show_side()
            self._show_picked()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.side.set_theme(theme)

    def forget(self) -> None:
        """Keep nobody's name."""
        self.panel.forget()
        self.confirm.close_question()

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    def show_about(self, about: object) -> None:
        """Show the sessions of one user: an id and a name."""
        if isinstance(about, tuple) and len(about) == 2:
            self._only(str(about[0]), str(about[1]))

    # What the user does

    def open_session(self, session: str) -> None:
        """Open one beside the list."""
        self._sessions.open(self._sessions.pages.get(session))
        self._show_side()

    def close_side(self) -> None:
        """Close what is open beside the list."""
        held = self.side.isAncestorOf(QApplication.focusWidget() or self.window())
        self._sessions.open(None)
        self._show_side()
        if held:
            self.table.enter()

    def _show_everybody(self) -> None:
        self._only()
        self.enter()

    def _only(self, user: str = "", name: str = "") -> None:
        self._sessions.look_for(user, name)
        self.table.view.unmark()
        self._show_filter()

    def _end_one(self) -> None:
        session = self._sessions.opened
        if session is not None:
            text = QCoreApplication.translate("Sessions", "%1 is signed out there").replace(
                "%1", person_text(session)
            )
            self._do_end((session,), text)

    def _end_all(self) -> None:
        session = self._sessions.opened
        if session is None:
            return

        def done(count: int) -> None:
            text = QCoreApplication.translate("Sessions", "%n session(s) of %1 ended", None, count)
            self.changed.emit(text.replace("%1", person_text(session)), None)
            self.close_side()

        self._errand.run(
            lambda: self._actions.end_all(session.user_id),
            done,
            self._tell,
        )

    def _ask_end_picked(self) -> None:
        ending = [session for session in self.table.marks if not session.present]
        if not ending:
            text = QCoreApplication.translate("Sessions", "Only your own session is selected: sign out instead.")
            self.told.emit(text, "")
            return
        count = len(ending)
        text = QCoreApplication.translate(
            "Sessions", "End %n session(s)? Who works there is signed out.", None, count
        )
        button = QCoreApplication.translate("Sessions", "End")
        # One primary button at a time: the question takes the bar's place.
        self.confirm.ask(text, button, lambda _: self._end_picked(ending))
        self.picked.hide()

    def _end_picked(self, ending: Sequence[Session]) -> None:
        self._do_end(ending, QCoreApplication.translate("Sessions", "%n session(s) ended", None, len(ending)))

    def _do_end(self, ending: Sequence[Session], text: str) -> None:
        async def work() -> None:
            for session in ending:
                await self._actions.end(session.id)

        def done() -> None:
            self.table.view.unmark()
            self.changed.emit(text, None)
            if self._sessions.opened is not None and self._sessions.opened in ending:
                self.close_side()

        self._errand.run(
            work,
            lambda _: done(),
            self._tell,
        )

    def _tell(self, error: ClinicError) -> None:
        """Say what went wrong where it was asked for; how many were ended shows in the list."""
        if self.panel.isVisible():
            self.panel.say_problem(sentences(words(error), advice(error)))
        else:
            self.told.emit(words(error), advice(error))

    # What is shown

    def _when(self, at: int | None) -> str:
        access = self.state.access
        return seen_text(at, access.zone(""), self.state.hub_clock.moment(self._mono).hub)

    def _since(self, at: int) -> str:
        """Return when somebody signed in: the time of today, else the date too."""
        zone, now = self.state.access.zone(""), self.state.hub_clock.moment(self._mono).hub
        today = now and day_number(at, zone) == day_number(now, zone)
        return clock_text(at, zone) if today else f"{date_text(at, zone)} {clock_text(at, zone)}"

    def _columns(self) -> list[Column[Session]]:
        translate = QCoreApplication.translate
        here = translate("Sessions", "this one")

        def state(session: Session) -> Cell:
            if session.present:
                return Cell(here, "accent", pill=True)
            return Cell(translate("Sessions", "remembered"), "muted", pill=True) if session.remembered else Cell()

        return [
            Column(translate("Sessions", "User"), lambda each: Cell(person_text(each), "strong", each.login), 250, 5),
            Column(translate("Sessions", "PC"), lambda each: Cell(station_text(each)), 150, 3),
            Column(translate("Sessions", "Address"), lambda each: Cell(each.address, "muted"), 110, 1, drop=4),
            Column(translate("Sessions", "Since"), lambda each: Cell(self._since(each.opened)), 150, 0, drop=3),
            Column(translate("Sessions", "Last used"), lambda each: Cell(self._when(each.used)), 150, 0, drop=1),
            Column("", state, 122, 0, drop=2),
        ]

    def _words(self) -> Words:
        translate = QCoreApplication.translate
        name, title = translate("Sessions", "Sessions"), translate("Sessions", "Nobody is signed in")
        if not self._sessions.user:
            return Words(name, "person", title)
        text = translate("Sessions", "%1 is signed in nowhere.").replace("%1", self._sessions.user_name)
        return Words(name, "person", title, text, translate("Sessions", "Show everybody"))

    def _show_filter(self) -> None:
        name = self._sessions.user_name
        everybody = QCoreApplication.translate("Sessions", "Everybody who is signed in at your clinics")
        only = QCoreApplication.translate("Sessions", "Only sessions of %1").replace("%1", name)
        self.whose.setText(only if self._sessions.user else everybody)
        self.everybody.setVisible(bool(self._sessions.user))
        self.table.say_empty(self._words())

    def _show_side(self) -> None:
        session = self._sessions.opened
        if session is not None:
            self.side.say(person_text(session), session.login)
            self.panel.show_session(session, own=session.user_id == self.state.access.user_id)
        self.panel.setVisible(session is not None)
        self.beside.show_side(session is not None)

    def _show_picked(self) -> None:
        count = len(self.table.model.marks)
        if not count and self.confirm.isVisible():
            self.confirm.close_question()
        held = self.picked.isAncestorOf(QApplication.focusWidget() or self.window())
        self.count.setText(QCoreApplication.translate("Sessions", "%n selected", None, count))
        self.picked.setVisible(bool(count) and self.confirm.isHidden())
        if held and not count:
            self.table.enter()

    # Once

    def _connect(self) -> None:
        table, panel = self.table, self.panel
        table.opened.connect(self.open_session)
        table.left.connect(self.close_side)
        table.marked.connect(self._show_picked)
        table.begun.connect(self._show_everybody)
        self.everybody.clicked.connect(self._show_everybody)
        self.side.closed.connect(self.close_side)
        self.end.clicked.connect(self._ask_end_picked)
        self.clear.clicked.connect(table.view.unmark)
        self.confirm.answered.connect(self._show_picked)
        panel.end_wanted.connect(self._end_one)
        panel.end_all_wanted.connect(self._end_all)
        panel.only_wanted.connect(self._only)

    def _lay_out(self) -> None:
        px, theme = self.theme.px, self.theme
        bar = QWidget(self)
        bar.setObjectName("adminBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.whose.setProperty("tone", "secondary")
        self.whose.setTextFormat(Qt.TextFormat.PlainText)
        self.whose.setWordWrap(True)
        self.everybody.setProperty("small", "true")
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(10))
        row.addWidget(self.whose, 1)
        row.addWidget(self.table.news)
        row.addWidget(self.everybody)
        bar.setMinimumHeight(theme.size("row", "topBar"))
        self.confirm.setProperty("place", "bar")
        self.picked.setObjectName("selectionBar")
        self.picked.setMinimumHeight(theme.size("row", "selectionBar"))
        self.count.setProperty("tone", "strong")
        self.end.setProperty("kind", "primary")
        self.end.setObjectName("sessionsEnd")
        self.clear.setObjectName("sessionsClear")
        below = QHBoxLayout(self.picked)
        below.setContentsMargins(px(14), 0, px(14), 0)
        below.setSpacing(px(8))
        below.addWidget(self.count, 1)
        below.addWidget(self.end)
        below.addWidget(self.clear)
        self.side.column.addWidget(self.panel)
        self.side.column.addStretch(1)
        self.beside = Beside(theme, self.table, self.side, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.beside, 1)
        # What narrows the list down goes with it.
        self.beside.covers.connect(bar.setHidden)
        column.addWidget(self.confirm)
        column.addWidget(self.picked)
        self.picked.hide()


def station_text(session: Session) -> str:
    """Return at which PC somebody is signed in."""
    return session.station or QCoreApplication.translate("Sessions", "Unknown PC")
