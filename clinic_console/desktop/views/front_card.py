"""The patient of the visit on which one is, beside the day's list: only what the list itself knows, no chart."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.charts.schedule_words import GLYPHS, LIVELY, state_text
from clinic_console.desktop.charts.times import born_text, clock_text
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.check_in import BEFORE
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_words import span_text
from clinic_console.desktop.views.chart_pills import Pills
from clinic_console.desktop.views.check_in_words import identity_of_card, warnings_of_card
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.facts import Facts, part
from clinic_console.desktop.views.front_names import doctor_name, kind_name
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.patients_words import grouped, life_text, sex_text
from clinic_console.desktop.views.toasts import keep_clear
from clinic_console.domain.access import Permission
from clinic_console.domain.appointments import PRESENT

WIDTH: Final = 360
NAMES: Final = 72
MOST_OTHERS: Final = 8
FIRST_CJK: Final = "\u1100"
"""From here on a letter is a syllable or a word: names of few letters, written without spaces between them."""


class FrontCard(QFrame):
    """``check_in_wanted`` carries the Card, ``patient_wanted`` and ``book_wanted`` the patient's id."""

    check_in_wanted = Signal(object)
    patient_wanted = Signal(str)
    book_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState) -> None:
        super().__init__()
        self.setObjectName("frontCard")
        self.setProperty("desk", "true")
        self._theme, self._bridge, self._state = theme, bridge, state
        self.card: Card | None = None
        self._others: tuple[Card, ...] = ()
        self._rows: list[QWidget] = []
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("FrontCard", "Patient"))
        self.empty = QLabel(translate("FrontCard", "Go to a visit to see its patient."), self)
        self.empty.setProperty("tone", "muted")
        self.area, self.page = QScrollArea(self), QWidget()
        self.initials, self.name, self.other = QLabel(self.page), QLabel(self.page), QLabel(self.page)
        self.facts = Facts(theme, self.page, names=NAMES)
        self.pills = Pills(theme, self.page, name=translate("FrontCard", "Alerts"))
        self.visit, self._visit = part(theme, translate("FrontCard", "This visit"), self.page)
        self.state_row = StateRow(theme, self.visit)
        self.visit_facts = Facts(theme, self.visit, names=NAMES)
        self.identity = QLabel(self.visit)
        self.today, self._today = part(theme, translate("FrontCard", "Also today"), self.page)
        self.foot = QWidget(self)
        keep_clear(self.foot)
        self.check_in = KeyButton(theme, translate("FrontCard", "Check in"), "Return", self.foot)
        self.profile = QPushButton(translate("FrontCard", "Open profile"), self.foot)
        self.book = QPushButton(translate("FrontCard", "New appointment"), self.foot)
        self._lay_out()
        self.show_card(None, ())

    def show_card(self, card: Card | None, others_today: Sequence[Card]) -> None:
        """Show whose visit it is, None for nobody's; ``others_today`` are further visits of the same patient."""
        self.card, self._others = card, tuple(others_today)
        self.empty.setVisible(card is None)
        self.area.setVisible(card is not None)
        self.foot.setVisible(card is not None)
        if card is None:
            return
        zone, now = self._state.access.zone(card.clinic), self._state.hub_clock.moment(monotonic()).hub
        self._show_who(card, now, zone)
        self._show_visit(card, zone)
        self._show_others(zone)
        self._show_buttons(card)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.pills.set_theme(theme)
        self.state_row.set_theme(theme)
        self.profile.setIcon(theme.icon("person"))
        self.book.setIcon(theme.icon("plus"))
        for row in self._rows:
            if isinstance(row, StateRow):
                row.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for label in (self.initials, self.name, self.other, self.identity):
            label.setText("")
        self.facts.clear()
        self.visit_facts.clear()
        self.pills.say(())
        self.show_card(None, ())
        self._show_others("UTC")

    def sizeHint(self) -> QSize:
        """Return the width of a card."""
        return QSize(self._theme.px(WIDTH), super().sizeHint().height())

    # What is shown

    def _show_who(self, card: Card, now: int, zone: str) -> None:
        translate, chart = QCoreApplication.translate, chart_of_person(card.patient)
        who = card.patient
        unnamed = translate("FrontCard", "Restricted chart") if card.restricted else translate("FrontCard", "Patient")
        self._say(self.name, who.name or who.latin or unnamed)
        self.initials.setText("" if card.restricted else initials_of(who.name or who.latin))
        closed = translate("FrontCard", "The chart is closed to you.") if card.restricted else ""
        latin = who.latin if who.latin != who.name else ""
        self._say(self.other, " · ".join(filter(None, (latin, who.kana))) or closed)
        self.setAccessibleDescription(self.name.text())
        born = ""
        if who.born is not None:
            born = " · ".join(filter(None, (born_text(who.born), life_text(chart, now, zone), sex_text(who.sex))))
        self.facts.say(translate("FrontCard", "Born"), born)
        self.facts.say(translate("FrontCard", "MRN"), grouped(who.mrn))
        self.facts.say(translate("FrontCard", "Phone"), who.phone)
        self.pills.say(warnings_of_card(who))
        self.pills.setVisible(bool(self.pills.pills))

    def _show_visit(self, card: Card, zone: str) -> None:
        translate, facts = QCoreApplication.translate, self.visit_facts
        when = clock_text(card.begins, zone) if card.walk_in else span_text(card.begins, card.ends, zone)
        self.state_row.say(card, when, kind_name(self._state, card.type))
        facts.say(translate("FrontCard", "Doctor"), doctor_name(self._state, card.practitioner))
        facts.say(translate("FrontCard", "Reason"), card.reason)
        facts.say(translate("FrontCard", "Room"), card.room if card.state in PRESENT else "")
        came = clock_text(card.arrived, zone) if card.arrived else ""
        facts.say(translate("FrontCard", "Came at"), came)
        walk_in = translate("FrontCard", "Came without a slot") if card.walk_in else ""
        facts.say(translate("FrontCard", "Walk-in"), walk_in)
        asks = translate("FrontCard", "The patient has not agreed to this time yet") if card.to_confirm else ""
        facts.say(translate("FrontCard", "To confirm"), asks, "notice")
        text, tone = identity_of_card(card)
        shown = card.state in PRESENT or bool(card.identity)
        self.identity.setText(text if shown else "")
        self.identity.setVisible(shown)
        self._wear(self.identity, tone or "secondary")

    def _show_others(self, zone: str) -> None:
        others = self._others[:MOST_OTHERS] if self.card is not None else ()
        for row in self._rows[len(others) :]:
            self._today.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = self._rows[: len(others)]
        for place, other in enumerate(others):
            if place == len(self._rows):
                self._rows.append(StateRow(self._theme, self.today))
                self._today.addWidget(self._rows[place])
                self._rows[place].show()
            row = self._rows[place]
            if isinstance(row, StateRow):
                what = (kind_name(self._state, other.type), doctor_name(self._state, other.practitioner))
                row.say(other, clock_text(other.begins, zone), " · ".join(filter(None, what)))
        self.today.setVisible(bool(others))

    def _show_buttons(self, card: Card) -> None:
        access, translate = self._state.access, QCoreApplication.translate
        checks = card.clinic in access.may(Permission.CHECK_IN) and (card.state in BEFORE or card.state in PRESENT)
        text = translate("FrontCard", "Check in") if card.state in BEFORE else translate("FrontCard", "Check-in card")
        self.check_in.setText(text)
        self.check_in.setAccessibleName(text)
        self.check_in.setVisible(checks)
        known = bool(card.patient.id)
        self.profile.setVisible(known and card.clinic in access.may(Permission.SEE_PATIENTS))
        self.book.setVisible(known and card.clinic in access.may(Permission.BOOK))

    def _say(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
        label.setVisible(bool(text))

    def _wear(self, label: QLabel, tone: str) -> None:
        if label.property("tone") != tone:
            label.setProperty("tone", tone)
            label.style().unpolish(label)
            label.style().polish(label)

    # Once

    def _lay_out(self) -> None:
        px = self._theme.px
        self.page.setObjectName("frontPage")
        self.initials.setObjectName("frontInitials")
        self.initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name.setObjectName("frontName")
        self.other.setProperty("tone", "secondary")
        for label in (self.name, self.other, self.identity, self.empty):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        names = QVBoxLayout()
        names.setSpacing(px(2))
        names.addWidget(self.name)
        names.addWidget(self.other)
        head = QHBoxLayout()
        head.setSpacing(px(14))
        head.addWidget(self.initials, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        for widget in (self.state_row, self.identity, self.visit_facts):
            self._visit.addWidget(widget)
        page = QVBoxLayout(self.page)
        page.setContentsMargins(px(16), px(14), px(16), px(16))
        page.setSpacing(px(12))
        page.addLayout(head)
        for each in (self.facts, self.pills, self.visit, self.today):
            page.addWidget(each)
        page.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.page)
        # Margins of contents are lost where a sheet dresses the label.
        self.empty.setMargin(px(16))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.foot)
        self._lay_out_foot()
        self.set_theme(self._theme)

    def _lay_out_foot(self) -> None:
        px = self._theme.px
        self.foot.setObjectName("frontFoot")
        self.check_in.setProperty("kind", "primary")
        self.check_in.setObjectName("frontCheckIn")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.profile, 1)
        row.addWidget(self.book, 1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(px(16), px(10), px(16), px(12))
        foot.setSpacing(px(8))
        foot.addWidget(self.check_in)
        foot.addLayout(row)
        self.check_in.clicked.connect(lambda: self._with_card(self.check_in_wanted.emit))
        self.profile.clicked.connect(lambda: self._with_card(lambda card: self.patient_wanted.emit(card.patient.id)))
        self.book.clicked.connect(lambda: self._with_card(lambda card: self.book_wanted.emit(card.patient.id)))

    def _with_card(self, call: Callable[[Card], object]) -> None:
        if self.card is not None:
            call(self.card)


class StateRow(QWidget):
    """A visit in a line: when, what, and where it stands."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._glyph = theme, ""
        self.time, self.text = QLabel(self), Elided(self)
        self.glyph, self.state = QLabel(self), QLabel(self)
        self.time.setProperty("tone", "strong")
        self.state.setProperty("tone", "secondary")
        for label in (self.time, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.time)
        row.addWidget(self.text, 1)
        row.addWidget(self.glyph)
        row.addWidget(self.state)

    def say(self, card: Card, when: str, what: str) -> None:
        """Show a visit."""
        self.time.setText(when)
        self.text.say(what)
        self.state.setText(state_text(card.state))
        self._glyph = GLYPHS[card.state]
        self.setAccessibleName(", ".join(filter(None, (when, what, self.state.text()))))
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        if self._glyph:
            colour = theme.colour("accent.text" if self._glyph in LIVELY else "text.secondary")
            self.glyph.setPixmap(theme.pixmap(self._glyph, colour, theme.px(14), self.devicePixelRatioF()))


def initials_of(name: str) -> str:
    """Return two letters of a name: the first two of one without Latin letters, else those of first and last word."""
    parts = name.split()
    if not parts:
        return ""
    if parts[0][0] >= FIRST_CJK:
        return parts[0][:2]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
