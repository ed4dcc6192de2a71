"""What is seen of call lists: those of a clinic, or one with its rows and the keys for what came of a call."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import Bridge, sentences
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.unavailable_calls import CallList, CallRow, Head
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.call_list_rows import CallRows
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.print_pages import Paper, PaperColumn
from clinic_console.desktop.views.table import Table, Words
from clinic_console.desktop.views.toasts import keep_clear
from clinic_console.desktop.views.unavailable_other import OtherTime
from clinic_console.desktop.views.unavailable_words import (
    contact_text,
    latin_text,
    name_text,
    outcome_text,
    span_text,
    when_text,
)
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import NotAllowed
from clinic_console.domain.unavailable import Action, Contact

MOST_NOTE: Final = 200


class CallListShown(QWidget):
    """Shows the call lists of the state."""

    _seen: tuple[object, ...]

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: AwayActions) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("callListView")
        translate = QCoreApplication.translate
        self.theme, self.bridge, self.state, self.do = theme, bridge, state, actions
        self.calls = actions.state.calls
        self.clinic, self.mono, self._seen = "", 0.0, ()
        self.noted = ""
        self.back = KeyButton(theme, translate("Calls", "Back"), "Esc", self)
        self.back.setProperty("kind", "flat")
        self.title, self.who = QLabel(self), Elided(self)
        self.title.setProperty("tone", "title")
        self.who.setProperty("tone", "secondary")
        self.undo = QPushButton(translate("Calls", "Take all back …"), self)
        self.print = QPushButton(translate("Calls", "Print …"), self)
        self.pdf = QPushButton(translate("Calls", "Save as PDF …"), self)
        self.sum = Elided(self)
        self.sum.setProperty("tone", "secondary")
        self.confirm = Confirm(theme, self)
        self.table: Table[Head] = Table(
            theme, bridge, self.calls.heads, self._columns(), self._words(), actions.calls.load_heads
        )
        self.rows = CallRows(theme, self.doctor, self)
        self.ground = Ground(theme, self.rows, parent=self)
        self.why = Elided(self)
        self.why.setProperty("tone", "notice")
        self.note = QLineEdit(self)
        self.note.setMaxLength(MOST_NOTE)
        self.note.setPlaceholderText(translate("Calls", "Note on this call (E), Enter keeps it"))
        self.note.setAccessibleName(translate("Calls", "Note"))
        self.buttons = {key: KeyButton(theme, text, key, self) for key, text in self._contacts()}
        self.other = OtherTime(theme, self)
        self.other.hide()
        self._lay_out()

    @property
    def zone(self) -> str:
        """Return the zone of the clinic."""
        return self.state.access.zone(self.clinic)

    @property
    def allowed(self) -> bool:
        """Say whether the user may see and write call lists of the clinic."""
        return self.clinic in self.state.access.may(Permission.BOOK)

    @property
    def current(self) -> str:
        """Return the visit of the row on which the user is, empty for none."""
        return self.rows.view.current

    def doctor(self, practitioner: int) -> str:
        """Return what a practitioner is called, as far as is known."""
        who = self.do.hours.people.get(practitioner)
        return who.called if who is not None else ""

    def start(self) -> None:
        """Show what is wanted from its beginning."""
        self._seen = ()
        self.confirm.hide()
        self._pages.setCurrentWidget(self._one if self.calls.wanted else self.table)
        if not self.calls.wanted or self.calls.list is None:
            self.rows.show_rows((), self.zone)

    def enter(self) -> None:
        """Take the focus."""
        if self.calls.wanted:
            self.rows.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.table.enter()

    def edit_note(self) -> None:
        """Go to the note of the current row."""
        if self.note.isEnabled():
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self.note.selectAll()

    def summary(self) -> str:
        """Return what became of the rows, in a few words."""
        found, translate = self.calls.list, QCoreApplication.translate
        rows = found.rows if found is not None else ()
        parts = [
            text.replace("%1", QLocale().toString(count))
            for text, count in (
                (translate("Calls", "%1 not done"), sum(not row.went for row in rows)),
                (translate("Calls", "%1 moved"), _count(rows, Action.MOVE)),
                (translate("Calls", "%1 on the waitlist"), _count(rows, Action.WAITLIST)),
                (translate("Calls", "%1 cancelled"), _count(rows, Action.CANCEL)),
                (translate("Calls", "%1 left to a clinician"), _count(rows, Action.LEAVE)),
            )
            if count
        ]
        return " · ".join(parts) or translate("Calls", "The hours are taken away; nobody was affected.")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for part in (self.table, self.rows, self.ground, self.other):
            part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.clinic, self._seen = "", ()
        for line in (self.who, self.sum, self.why):
            line.say("")
        self.noted = ""
        self.note.setText("")
        self.confirm.hide()
        self.rows.forget()
        self.other.forget()
        self.other.hide()

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def leave(self) -> None:
        """Go back one step."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back: from the note to the rows first."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.note.hasFocus():
            self.note.setModified(False)
            self.show_note()
            self.enter()
        else:
            self.leave()

    # What is shown

    def show_all(self) -> None:
        """Bring what is shown up to date, where anything changed."""
        calls = self.calls
        one = bool(calls.wanted)
        if not one and self.allowed:
            self.table.frame(self.mono)
        self._show_ground()
        seen = (calls.version, one, self.do.hours.version, self.state.access.version, self.state.connection.open)
        if seen == self._seen:
            return
        self._seen = seen
        self._pages.setCurrentWidget(self._one if one or not self.allowed else self.table)
        translate = QCoreApplication.translate
        self.title.setText(translate("Calls", "Call list") if one else translate("Calls", "Call lists"))
        found = calls.list if one else None
        self.who.say(self.about(found) if found is not None else "")
        self.sum.say(self._counted(found) if found is not None else "")
        self.undo.setVisible(found is not None and not found.undone and not found.touched and self.allowed)
        if one:
            self.table.news.hide()
        for button in (self.print, self.pdf):
            button.setVisible(found is not None and bool(found.rows))
        if found is not None:
            self.rows.show_rows(found.rows, self.zone, found.made_at)
        self.show_note()

    def show_note(self) -> None:
        """Show the note of the current row, unless somebody types it."""
        row = self.calls.row(self.current)
        found = self.calls.list
        may = row is not None and found is not None and not found.undone and self.allowed
        self.note.setEnabled(may)
        for button in self.buttons.values():
            button.setEnabled(may)
        text = row.note if row is not None else ""
        if not self.note.isModified():
            self.noted = row.id if row is not None else ""
            self.note.setText(text)
        self.why.say(self._why(row))
        self.why.setVisible(bool(self.why.text()))

    def about(self, found: CallList) -> str:
        """Return whose absence it is, from when to when, and why."""
        who = self.doctor(found.practitioner) or QCoreApplication.translate("Calls", "Whole clinic closed")
        span = span_text(found.begins, found.ends, self.zone)
        return " · ".join(filter(None, (who, span, found.label)))

    def paper(self) -> Paper:
        """Return the list as it is printed."""
        translate, found = QCoreApplication.translate, self.calls.list
        columns = (
            PaperColumn(translate("Calls", "Patient"), 20, strong=True),
            PaperColumn(translate("Calls", "Phone"), 13, strong=True),
            PaperColumn(translate("Calls", "Was"), 17),
            PaperColumn(translate("Calls", "Now"), 17, strong=True),
            PaperColumn(translate("Calls", "Change"), 10),
            PaperColumn(translate("Calls", "Call"), 11),
            PaperColumn(translate("Calls", "Note"), 12),
        )
        names = {clinic.id: clinic.name for clinic in self.state.access.clinics}
        now = self.state.hub_clock.moment(self.mono).hub
        return Paper(
            f"{translate('Calls', 'Call list')} · {names.get(self.clinic, '')}".rstrip(" ·"),
            self.about(found) if found is not None else "",
            self.state.access.user_name,
            when_text(now, self.zone) if now else "",
            columns,
            tuple(map(self._line, self.rows.pages.rows)),
        )

    def _line(self, row: CallRow) -> tuple[str, ...]:
        name = f"{name_text(row.card)} {latin_text(row.card)}".strip()
        call = contact_text(row.contact) if row.contact is not Contact.NOT_YET else ""
        return name, row.card.patient.phone, self.rows.was(row), self.rows.now(row), outcome_text(row), call, row.note

    def _why(self, row: CallRow | None) -> str:
        if row is None or row.went or row.moved_since:
            return ""
        again = QCoreApplication.translate("Calls", "Enter: choose again.")
        return sentences(row.text or outcome_text(row), again)

    def _counted(self, found: CallList) -> str:
        translate, number = QCoreApplication.translate, QLocale().toString
        if found.undone:
            return translate("Calls", "Taken back: all is as it was.")
        calls = sum(row.went and row.action is not Action.LEAVE for row in found.rows)
        text = translate("Calls", "%1 of %2 reached")
        reached = text.replace("%2", number(calls)).replace("%1", number(calls - sum(row.open for row in found.rows)))
        return f"{self.summary()} · {reached}"

    def _show_ground(self) -> None:
        calls, ground, translate = self.calls, self.ground, QCoreApplication.translate
        if not self.allowed or isinstance(calls.problem, NotAllowed):
            ground.denied(
                translate("Calls", "Call lists are not for your role in this clinic"),
                translate("Calls", "They are for who books visits. Ask your administrator."),
            )
        elif calls.problem is not None:
            kept = translate("Calls", "Shown as it was last.") if calls.list is not None else ""
            ground.failed(calls.problem, kept)
        elif calls.list is None:
            ground.loading(self.mono)
        elif not calls.list.rows:
            ground.empty("check", translate("Calls", "Nobody is to be called"), self.summary())
        else:
            ground.ready()

    def _columns(self) -> list[Column[Head]]:
        translate = QCoreApplication.translate
        return [
            Column(translate("Calls", "Who"), self._head_who, 190, stretch=2),
            Column(translate("Calls", "From, to"), self._head_span, 230, stretch=2),
            Column(translate("Calls", "Reason"), lambda head: Cell(head.label), 120, stretch=2, drop=2),
            Column(translate("Calls", "Visits"), lambda head: Cell(QLocale().toString(head.rows)), 64, right=True),
            Column(translate("Calls", "To call"), _open, 110, right=True),
            Column(translate("Calls", "Made by"), self._head_by, 200, stretch=2, drop=1),
        ]

    def _head_who(self, head: Head) -> Cell:
        closed = QCoreApplication.translate("Calls", "Whole clinic closed")
        return Cell(self.doctor(head.practitioner) or closed if head.practitioner else closed, "strong")

    def _head_span(self, head: Head) -> Cell:
        return Cell(span_text(head.begins, head.ends, self.zone), struck=head.undone)

    def _head_by(self, head: Head) -> Cell:
        return Cell(f"{head.by} · {when_text(head.made_at, self.zone)}", "muted")

    def _words(self) -> Words:
        translate = QCoreApplication.translate
        return Words(
            translate("Calls", "Call lists"),
            "list",
            translate("Calls", "There is no call list"),
            translate(
                "Calls", "When a doctor is unavailable, or the clinic is closed, who is to be told stands here."
            ),
        )

    def _contacts(self) -> tuple[tuple[str, str], ...]:
        return (
            ("A", contact_text(Contact.AGREED)),
            ("D", contact_text(Contact.DECLINED)),
            ("M", contact_text(Contact.MESSAGE)),
            ("N", contact_text(Contact.NO_ANSWER)),
            ("X", contact_text(Contact.WRONG_NUMBER)),
        )

    def _lay_out(self) -> None:
        px = self.theme.px
        bar, below = QWidget(self), QFrame(self)
        bar.setObjectName("awayBar")
        below.setObjectName("awayKeys")
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(10), px(8), px(14), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addWidget(self.who, 1)
        for widget in (self.table.news, self.undo, self.print, self.pdf):
            row.addWidget(widget)
        keep_clear(below)
        foot = QHBoxLayout(below)
        foot.setContentsMargins(px(14), px(8), px(14), px(8))
        foot.setSpacing(px(8))
        for button in self.buttons.values():
            foot.addWidget(button)
        foot.addWidget(self.note, 1)
        self._one = QWidget(self)
        column = QVBoxLayout(self._one)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.sum, self.why):
            label.setContentsMargins(px(14), px(7), px(14), px(7))
            column.addWidget(label)
        column.addWidget(self.confirm)
        content = QHBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.ground, 1)
        content.addWidget(self.other)
        column.addLayout(content, 1)
        column.addWidget(below)
        self._pages = QStackedLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addLayout(self._pages, 1)
        # Once it has a place: a page without one would be a window.
        for page in (self.table, self._one):
            self._pages.addWidget(page)


def _count(rows: tuple[CallRow, ...], action: Action) -> int:
    return sum(row.went and row.action is action for row in rows)


def _open(head: Head) -> Cell:
    translate = QCoreApplication.translate
    if head.undone:
        return Cell(translate("Calls", "taken back"), "muted")
    if not head.open:
        return Cell(translate("Calls", "all reached"), "muted", icon="check")
    return Cell(QLocale().toString(head.open), "strong")
