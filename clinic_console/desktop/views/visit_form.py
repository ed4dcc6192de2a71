"""What a visit's panel shows, and the buttons of what can be done."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import words
from clinic_console.desktop.charts.schedule_words import GLYPHS, LIVELY, state_text
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.visit import Step
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.booking_words import clock_change_text, day_words, length_text, span_text
from clinic_console.desktop.views.chart_pills import Pills, warnings_of
from clinic_console.desktop.views.facts import Facts, part
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.patients_words import details_text
from clinic_console.desktop.views.visit_cancel import CancelForm
from clinic_console.desktop.views.visit_words import at_text, reason_text, step_text
from clinic_console.domain.errors import ClinicError


class VisitForm(QWidget):
    """Facts, history and buttons; the panel fills it and listens to it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._theme = theme
        self._glyph = ""
        self._labels: list[QLabel] = []
        self.banner = Banner(theme, self)
        self.other, self.details = QLabel(self), QLabel(self)
        self.other.setProperty("tone", "secondary")
        self.details.setProperty("tone", "muted")
        self.pills = Pills(theme, self, name=translate("Visit", "Alerts"))
        self.glyph, self.state = QLabel(self), QLabel(self)
        self.state.setProperty("tone", "strong")
        self.facts = Facts(theme, self, names=88)
        self.history, history = part(theme, translate("Visit", "History"), self)
        self.steps = QVBoxLayout()
        self.steps.setSpacing(theme.px(2))
        history.addLayout(self.steps)
        self.cancel = CancelForm(theme, self)
        self.foot = QWidget(self)
        self.status = QLabel(self.foot)
        self.status.setProperty("tone", "muted")
        self.chart = KeyButton(theme, translate("Visit", "Open chart"), "Return", self.foot)
        self.move_button = KeyButton(theme, translate("Visit", "Move"), "M", self.foot)
        self.cancel_button = KeyButton(theme, translate("Visit", "Cancel…"), "Del", self.foot)
        self.no_show = QPushButton(translate("Visit", "No-show"), self.foot)
        for label in (self.other, self.details, self.state, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._lay_out()

    @property
    def cancelling(self) -> bool:
        """Say whether it is being asked why the visit is cancelled."""
        return not self.cancel.isHidden()

    def show_card(
        self, card: Card, now: int, zone: str, doctors: Mapping[int, str], kinds: Mapping[int, str]
    ) -> None:
        """Show who comes, when, and why."""
        translate = QCoreApplication.translate
        patient = chart_of_person(card.patient)
        other = " · ".join(filter(None, (patient.latin if patient.latin != patient.name else "", patient.kana)))
        self._say(self.other, other)
        restricted = translate("Visit", "The chart is closed to you: open it in Patients with a reason.")
        self._say(
            self.details, restricted if card.restricted else details_text(patient, now, zone) if patient.id else ""
        )
        self.pills.say(warnings_of(patient))
        self.pills.setVisible(bool(self.pills.pills))
        self._say(self.state, state_text(card.state))
        self._draw_glyph(GLYPHS[card.state])
        when = f"{day_words(card.begins, zone, now)} {span_text(card.begins, card.ends, zone)}"
        self.facts.say(translate("Visit", "When"), f"{when} · {length_text(card.begins, card.ends)}")
        self.facts.say(translate("Visit", "Clocks"), clock_change_text(card.begins, card.ends, zone), "notice")
        self.facts.say(translate("Visit", "Visit"), kinds.get(card.type, ""))
        self.facts.say(translate("Visit", "With"), doctors.get(card.practitioner, ""))
        own = card.own != (card.begins, card.ends)
        self.facts.say(translate("Visit", "Of that"), span_text(*card.own, zone) if own else "")
        self.facts.say(translate("Visit", "Reason"), card.reason)
        self.facts.say(translate("Visit", "Uses"), ", ".join(card.others))
        self.facts.say(translate("Visit", "Phone"), card.patient.phone)
        self.facts.say(translate("Visit", "Overbooked"), card.overbooked, "notice")
        self.facts.say(translate("Visit", "Beside another"), card.beside, "notice")
        self.facts.say(translate("Visit", "Cancelled"), reason_text(card.cancelled))

    def show_steps(
        self,
        steps: Sequence[Step] | None,
        problem: ClinicError | None,
        zone: str,
        doctors: Mapping[int, str],
        kinds: Mapping[int, str],
    ) -> None:
        """Show what was done to it, the newest first, and by whom."""
        if problem is not None:
            lines = [(words(problem), "", "")]
        elif steps is None:
            lines = [(QCoreApplication.translate("Visit", "Asking the hub…"), "", "")]
        else:
            lines = [
                (
                    step_text(step, zone, doctors, kinds),
                    " · ".join(filter(None, (at_text(step.at, zone), step.by))),
                    step.reason,
                )
                for step in steps
            ]
        if steps:
            self.facts.say(QCoreApplication.translate("Visit", "Booked by"), steps[-1].by)
        self._say_steps(lines)

    def say(self, text: str) -> None:
        """Say at the foot why something cannot be done, or what is going on."""
        self._say(self.status, text)

    def say_problem(self, bold: str, text: str = "") -> None:
        """Say what went wrong; nothing where nothing did."""
        if bold:
            self.banner.say("notice", "notice", bold, text)
            announce(self.banner, self.banner.words, urgent=True)
        else:
            self.banner.hide()

    def ask_cancel(self) -> None:
        """Ask why it is cancelled."""
        self.cancel.begin()
        self._facts(on=False)

    def close_cancel(self) -> None:
        """Ask no more."""
        if self.cancelling:
            self.cancel.forget()
            self.cancel.hide()
            self._facts(on=True)
            self.enter()

    def enter(self) -> None:
        """Take the focus."""
        buttons = (self.chart, self.move_button, self.cancel_button)
        target = next((button for button in buttons if not button.isHidden()), self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.banner.set_theme(theme)
        self.pills.set_theme(theme)
        self._draw_glyph(self._glyph)

    def forget(self) -> None:
        """Keep nothing of a visit."""
        for label in (self.other, self.details, self.state, self.status):
            label.setText("")
        self.facts.clear()
        self.pills.say(())
        self._say_steps([])
        self.banner.hide()
        self.cancel.forget()
        self.cancel.hide()

    def _say(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
        label.setVisible(bool(text))

    def _facts(self, *, on: bool) -> None:
        """Show what is known of the visit, and what can be done; or make room for a question."""
        for widget in (self.facts, self.history, self.foot):
            widget.setVisible(on)

    def _say_steps(self, lines: Sequence[tuple[str, str, str]]) -> None:
        wanted = [text for line in lines for text in line if text]
        tones = [
            tone for line in lines for text, tone in zip(line, ("secondary", "muted", "muted"), strict=True) if text
        ]
        if [label.text() for label in self._labels] == wanted:
            return
        for label in self._labels:
            self.steps.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = [QLabel(text, self.history) for text in wanted]
        for label, tone in zip(self._labels, tones, strict=True):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", tone)
            label.setWordWrap(True)
            # What belongs to one change stands together.
            label.setContentsMargins(0, self._theme.px(6) if tone == "secondary" else 0, 0, 0)
            self.steps.addWidget(label)
        self.history.setVisible(bool(wanted) and not self.cancelling)

    def _draw_glyph(self, name: str) -> None:
        self._glyph = name
        if name:
            colour = self._theme.colour("accent.text" if name in LIVELY else "text.secondary")
            self.glyph.setPixmap(self._theme.pixmap(name, colour, self._theme.px(14), self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        px = self._theme.px
        state = QHBoxLayout()
        state.setSpacing(px(6))
        state.addWidget(self.glyph)
        state.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.banner)
        column.addWidget(self.other)
        column.addWidget(self.details)
        column.addWidget(self.pills)
        column.addLayout(state)
        column.addWidget(self.facts)
        column.addWidget(self.cancel)
        column.addWidget(self.history)
        column.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(px(8))
        foot.addWidget(self.status)
        self._row = QFrame(self.foot)
        row = Flow(self._row, px(8))
        for button in (self.chart, self.move_button, self.cancel_button, self.no_show):
            button.setProperty("small", "true")
            row.addWidget(button)
        foot.addWidget(self._row)
