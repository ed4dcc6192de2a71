"""What is seen of a plan: fields above, chips, rows, and beside them what it comes to."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import Bridge, sentences
from clinic_console.desktop.charts.times import seconds_text
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.unavailable import Plan, Row, clashes, date_of, sum_of, to_look_at
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.call_list import CallListView
from clinic_console.desktop.views.elided import DIVIDER, Counts
from clinic_console.desktop.views.filters import FilterChips
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.unavailable_head import AwayHead
from clinic_console.desktop.views.unavailable_other import OtherTime
from clinic_console.desktop.views.unavailable_rows import Line, PlanRows
from clinic_console.desktop.views.unavailable_side import AfterPanel
from clinic_console.desktop.views.unavailable_words import foot_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import NotAllowed

OLD_MS: Final = 180_000
"""A plan is marked as old then: others book meanwhile."""
ALL, SAME, LATER, LOOK = "all", "same", "later", "look"


class UnavailableShown(QWidget):
    """Shows the plan of the state; ``ready`` says whether it can be carried out."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AwayActions) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("unavailableView")
        translate = QCoreApplication.translate
        self.theme, self.bridge, self.state, self.do = theme, bridge, state, actions
        self.plan = actions.state
        self.clinic, self.mono, self.ready, self.on_calls = "", 0.0, False, False
        self._filter, self._seen, self._lines = ALL, (), ()
        self.page = QWidget(self)
        self.back = KeyButton(theme, translate("Unavailable", "Back"), "Esc", self.page)
        self.back.setProperty("kind", "flat")
        self.title = QLabel(translate("Unavailable", "Doctor unavailable"), self.page)
        self.title.setProperty("tone", "title")
        self.head = AwayHead(theme, self.page)
        names = translate("Unavailable", "Which rows")
        self.chips = FilterChips(theme, names, [(key, text) for key, text in self._chips()], self.page)
        self.again = QPushButton(translate("Unavailable", "Propose again"), self.page)
        self.lists = QPushButton(translate("Unavailable", "Call lists"), self.page)
        self.rows = PlanRows(theme, self.doctor, self.page)
        self.ground = Ground(theme, self.rows, parent=self.page)
        self.keys = Counts(self.page)
        self.keys.setProperty("tone", "muted")
        self.side = AfterPanel(theme, self.page)
        self.other = OtherTime(theme, self.page)
        self.calls = CallListView(theme, bridge, state, actions)
        self._lay_out()
        self.turn_side(other=False)

    _seen: tuple[object, ...]
    _lines: tuple[Line, ...]

    @property
    def zone(self) -> str:
        """Return the zone of the clinic."""
        return self.state.access.zone(self.clinic)

    @property
    def allowed(self) -> bool:
        """Say whether the user may do this in the clinic."""
        may = self.state.access.may
        return self.clinic in may(Permission.SET_EXCEPTIONS) & may(Permission.BOOK)

    def doctor(self, practitioner: int) -> str:
        """Return what a practitioner is called, as far as is known."""
        who = self.do.hours.people.get(practitioner)
        return who.called if who is not None else ""

    def turn(self, *, calls: bool) -> None:
        """Show the call lists, or the plan."""
        self.on_calls = calls
        self._pages.setCurrentWidget(self.calls if calls else self.page)
        self._seen = ()

    def turn_side(self, *, other: bool) -> None:
        """Show the other times of a row, or what the plan comes to."""
        self.other.setVisible(other)
        self.side.setVisible(not other and self.plan.plan is not None)

    def filter(self, key: str) -> None:
        """Show some of the rows."""
        self._filter = key or ALL
        self._seen = ()
        self.show_all()

    def look_at(self, visit: str) -> None:
        """Go to a row."""
        if all(line.id != visit for line in self._shown()):
            self.filter(ALL)
        self.rows.go_to(visit)
        self.rows.enter()

    def hint(self, text: str) -> None:
        """Say something about a key that did nothing."""
        self.keys.say(text)
        announce(self.keys, text)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for part in (self.ground, self.rows, self.side, self.other, self.calls):
            part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.clinic, self._filter, self._seen, self._lines, self.ready = "", ALL, (), (), False
        self.head.forget()
        self.rows.forget()
        self.side.forget()
        self.other.forget()
        self.turn_side(other=False)
        self.calls.forget()

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def leave(self) -> None:
        """Go back one step."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # What is shown

    def show_all(self) -> None:
        """Bring what is shown up to date, where anything changed."""
        self._show_ground()
        plan, people = self.plan, self.do.hours
        seen = (
            plan.version,
            people.version,
            self.state.access.version,
            self.state.connection.open,
            self._filter,
            self.head.misread,
        )
        if seen == self._seen:
            return
        self._seen = seen
        if plan.draft is not None:
            self.head.show_draft(plan.draft, self.zone, self._doctors(), plan.problem)
        self.head.lock(on=plan.sent or not self.allowed)
        self._lines = self._read()
        self.rows.show_lines(self._shown(), self.zone)
        self._show_chips()
        self._show_side()
        self.again.setEnabled(self.allowed and plan.plan is not None and plan.asked is None and not plan.sent)
        self._say_keys()

    def _read(self) -> tuple[Line, ...]:
        plan = self.plan
        if plan.plan is None:
            return ()
        clashing = clashes(plan, self.do.hours.kinds)
        look = to_look_at(plan, clashing)

        def line(row: Row) -> Line:
            return Line(row, plan.choice(row), row.id in plan.edits, row.id in look, row.id in clashing)

        return tuple(map(line, plan.plan.rows))

    def _shown(self) -> list[Line]:
        return [line for line in self._lines if self._belongs(line, self._filter)]

    def _belongs(self, line: Line, key: str) -> bool:
        if key in (ALL, LOOK):
            return key == ALL or line.look
        to = line.choice.to
        if to is None:
            return False
        return (date_of(to.begins, self.zone) == date_of(line.row.card.begins, self.zone)) == (key == SAME)

    def _show_chips(self) -> None:
        for key, text in self._chips():
            count = QLocale().toString(sum(self._belongs(line, key) for line in self._lines))
            button = self.chips.buttons[key]
            button.setText(f"{text}  {count}")
            button.setAccessibleName(f"{text}: {count}")
        self.chips.choose(self._filter)
        self.chips.setVisible(bool(self._lines))

    def _show_side(self) -> None:
        plan = self.plan
        known = plan.plan
        fresh = known is not None and plan.asked is None and self._draft_is(known)
        self.ready = self.allowed and fresh and not plan.sent
        self.side.made.setText(self._made)
        look = [line for line in self._lines if line.look]
        note = self._note(fresh=fresh)
        self.side.show_sum(sum_of(plan, self.zone), look, ready=self.ready, note=note)
        self.side.setVisible(known is not None and self.other.isHidden() and self.allowed)

    def _note(self, *, fresh: bool) -> str:
        """Return what is more urgent to know than what the button does to the rows; empty for nothing."""
        plan, translate = self.plan.plan, QCoreApplication.translate
        if plan is None:
            return ""
        if self.plan.sent:
            return translate("Unavailable", "Being done. It is asked again until the hub has answered.")
        if not self.state.connection.open:
            return translate("Unavailable", "No connection: what was chosen waits here.")
        if not fresh:
            return translate("Unavailable", "A new plan is being made.")
        number, said = QLocale().toString, []
        if plan.more:
            text = translate("Unavailable", "These are the first %1 visits: do the others afterwards.")
            said.append(text.replace("%1", number(len(plan.rows))))
        if plan.elsewhere:
            said.append(
                translate(
                    "Unavailable", "In other clinics %n visits fall into this time: they stay.", None, plan.elsewhere
                )
            )
        return sentences(*said, foot_text(sum_of(self.plan, self.zone))) if said else ""

    def _draft_is(self, plan: Plan) -> bool:
        """Say whether the plan is for what stands in the fields."""
        if self.plan.draft is None or self.head.fault(self.zone) is not None:
            return False
        away = self.plan.draft.away(self.zone)
        return away is not None and away.period == plan.away.period

    @property
    def _made(self) -> str:
        plan = self.plan.plan
        if self.plan.asked is not None or plan is None:
            return QCoreApplication.translate("Unavailable", "Making a plan …")
        said = QCoreApplication.translate("Unavailable", "Preview of %1 · nothing is changed yet")
        return said.replace("%1", seconds_text(plan.made_at, self.zone))

    def _show_ground(self) -> None:
        plan, ground, translate = self.plan, self.ground, QCoreApplication.translate
        if not self.allowed or isinstance(plan.problem, NotAllowed):
            ground.denied(
                translate("Unavailable", "Planning an absence is not for your role in this clinic"),
                translate("Unavailable", "It needs the rights to set leave and to book. Ask your administrator."),
            )
        elif plan.problem is not None:
            kept = translate("Unavailable", "The plan below is the one before.") if plan.plan is not None else ""
            ground.failed(plan.problem, kept)
        elif plan.plan is None:
            self._show_beginning()
        elif not plan.plan.rows:
            ground.empty(
                "check",
                translate("Unavailable", "Nobody is affected"),
                translate("Unavailable", "No visit is booked then. The hours can still be taken away."),
            )
        else:
            self._show_age(plan.plan)

    def _show_beginning(self) -> None:
        translate = QCoreApplication.translate
        if self.plan.asked is not None or self._complete():
            self.ground.loading(self.mono)
            return
        self.ground.empty(
            "calendar",
            translate("Unavailable", "Who is not there, and when?"),
            translate(
                "Unavailable", "Then each visit stands here with a proposal. Nothing is changed until you agree."
            ),
        )

    def _show_age(self, plan: Plan) -> None:
        now = self.state.hub_clock.moment(self.mono).hub
        if now - plan.made_at > OLD_MS and self.plan.asked is None and not self.plan.sent:
            self.ground.stale(
                QCoreApplication.translate("Unavailable", "This plan is some minutes old."),
                QCoreApplication.translate("Unavailable", "Some of these times may be taken by now."),
            )
        else:
            self.ground.ready()

    def _complete(self) -> bool:
        draft = self.plan.draft
        ready = draft is not None and draft.whose and draft.when.first is not None
        return ready and self.head.fault(self.zone) is None

    def _doctors(self) -> list[tuple[int, str]]:
        known = [who for who in self.do.hours.people.values() if self.clinic in who.clinics and who.active]
        return [(who.id, who.called) for who in sorted(known, key=lambda who: who.sort_name or who.name)]

    def _chips(self) -> tuple[tuple[str, str], ...]:
        translate = QCoreApplication.translate
        return (
            (ALL, translate("Unavailable", "All")),
            (SAME, translate("Unavailable", "Same day")),
            (LATER, translate("Unavailable", "Later")),
            (LOOK, translate("Unavailable", "To look at")),
        )

    def _say_keys(self) -> None:
        translate = QCoreApplication.translate
        keys = (
            translate("Unavailable", "Enter: three nearest times"),
            translate("Unavailable", "Space: leave out"),
            translate("Unavailable", "W: waitlist"),
            translate("Unavailable", "L: to a clinician"),
            translate("Unavailable", "C: cancel"),
            translate("Unavailable", "R: as proposed"),
            translate("Unavailable", "P: patient"),
        )
        self.keys.say(DIVIDER.join(keys) if self._lines else "")

    def _lay_out(self) -> None:
        px = self.theme.px
        bar, tools, below = QWidget(self.page), QWidget(self.page), QFrame(self.page)
        bar.setObjectName("awayBar")
        below.setObjectName("awayKeys")
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(10), px(8), px(14), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        self.title.setMinimumHeight(self.theme.size("row", "input"))
        row.addWidget(self.head, 1)
        row = QHBoxLayout(tools)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.chips, 1_000)
        row.addStretch(1)
        for widget in (self.again, self.lists):
            row.addWidget(widget)
        row = QHBoxLayout(below)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.addWidget(self.keys, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(tools)
        left.addWidget(self.ground, 1)
        left.addWidget(below)
        content = QHBoxLayout()
        content.setSpacing(0)
        content.addLayout(left, 1)
        content.addWidget(self.side)
        content.addWidget(self.other)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(content, 1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.page, self.calls):
            self._pages.addWidget(page)
