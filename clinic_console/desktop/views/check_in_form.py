"""The steps of checking in together, the button that goes on, and what stands there without them."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.state.check_in import CheckInState, Part
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.check_in_lists import CompanionsStep, FormsStep
from clinic_console.desktop.views.check_in_parts import AlertsStep, ContactsStep, IdentityStep, Step, label, say
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.panel import Panel
from clinic_console.domain.check_in import AT_LEAST, FormState


class CheckInForm(QWidget):
    """Filled from the state; the panel listens to its steps, to ``next``, ``banner`` and ``ground``.

    ``stepped`` carries -1 or 1 for up and down.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ground = Panel(theme, self)
        self.identity, self.contacts = IdentityStep(theme, self), ContactsStep(theme, self)
        self.alerts, self.forms = AlertsStep(theme, self), FormsStep(theme, self)
        self.companions = CompanionsStep(theme, self)
        self.steps: tuple[Step, ...] = (self.identity, self.contacts, self.alerts, self.forms, self.companions)
        self.wait = label("muted", self)
        self.foot = QWidget(self)
        self.banner = Banner(theme, self.foot)
        self.status = QLabel(self.foot)
        self.status.setProperty("tone", "muted")
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.next = KeyButton(theme, QCoreApplication.translate("CheckIn", "Next"), "Return", self.foot)
        self.next.setProperty("kind", "primary")
        self.next.setObjectName("checkNext")
        self._lay_out()

    # What the panel asks of it

    def begin(self, *, allowed: bool) -> None:
        """Wait for the card, or say that it is not for this user."""
        translate = QCoreApplication.translate
        self._only(())
        self.trouble("", "")
        self.foot.setVisible(allowed)
        say(self.wait, translate("CheckIn", "Opening the card…") if allowed else "", "muted")
        self.ground.setVisible(not allowed)
        if not allowed:
            text = translate("CheckIn", "Ask the facility manager for access.")
            self.stand("lock", translate("CheckIn", "You may not check patients in here"), text, "")

    def show_state(self, state: CheckInState, zone: str, *, edits: bool) -> None:
        """Show what is known, and what is typed."""
        sheet = state.sheet
        if sheet is None:
            self._only(())
            waits = state.loading and state.problem is None
            say(self.wait, QCoreApplication.translate("CheckIn", "Opening the card…") if waits else "", "muted")
            self.ground.setVisible(state.problem is not None)
            return
        self.wait.hide()
        self.ground.hide()
        self.identity.show_state(state, sheet, zone)
        self.contacts.show_state(sheet, zone, edits=edits)
        self.alerts.show_state(state, sheet)
        self.forms.show_state(state.draft.forms)
        self.companions.show_state(state.draft.companions, child=state.child)
        alerts = bool(sheet.alerts or sheet.card.patient.interpreter or sheet.language or state.draft.interpreter)
        self._only([step for step in self.steps if step is not self.alerts or alerts])
        parts = list(Part)
        for step in self.steps:
            passed = step.part in state.parts and parts.index(step.part) < parts.index(state.part)
            step.stand(current=step.part is state.part, done=passed)
            step.body.setEnabled(state.sent is None and not state.over)
        self.identity.fold(state, on=state.part is not Part.IDENTITY)

    def show_foot(self, state: CheckInState) -> None:
        """Say what the next Enter does."""
        translate = QCoreApplication.translate
        sheet = state.sheet
        self.foot.setVisible(sheet is not None)
        if sheet is None:
            return
        last = translate("CheckIn", "Check in") if state.checks_in else translate("CheckIn", "Keep")
        text = last if state.last else translate("CheckIn", "Next")
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.setEnabled(state.sent is None and state.newer is None and not state.over)
        say(self.status, self._status(state), "muted", hide=False)

    def stand(self, icon: str, title: str, text: str, button: str) -> None:
        """Say in place of the steps why there are none."""
        self.wait.hide()
        self.ground.say(icon, title, text, button)
        self.ground.show()

    def trouble(self, tone: str, bold: str, text: str = "", button: str = "") -> None:
        """Say below the steps what is wrong; nothing where nothing is."""
        if not bold:
            self.banner.hide()
            return
        new = self.banner.isHidden()
        self.banner.say(tone, "notice", bold, text, button)
        if new:
            announce(self.banner, self.banner.words, urgent=True)

    def ask_identity(self, state: CheckInState) -> None:
        """Say that it has to be known who this is, or why not."""
        translate = QCoreApplication.translate
        if state.asks_why:
            self.identity.field.wrong(translate("CheckIn", "Say why."))
            self.identity.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = translate("CheckIn", "%n identifiers at least, or say why they cannot be confirmed.", None, AT_LEAST)
        say(self.status, text, "notice", hide=False)
        announce(self.status, text)

    def enter(self, part: Part) -> None:
        """Take the focus to a step."""
        step = next(each for each in self.steps if each.part is part)
        target = step.stop() if not step.isHidden() else self.ground.button if self.ground.isVisible() else self.foot
        if not target.isEnabled() or target is self.foot:
            target = self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def part_at(self, widget: QWidget) -> Part | None:
        """Return the step that something stands in."""
        found = next((step for step in self.steps if step is widget or step.isAncestorOf(widget)), None)
        return found.part if found is not None else None

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.banner.set_theme(theme)
        self.ground.set_theme(theme)
        for step in self.steps:
            step.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for step in self.steps:
            step.forget()
        self._only(())
        self.trouble("", "")
        self.ground.hide()
        self.wait.hide()
        self.status.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take up and down: what scrolls around this would."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _status(self, state: CheckInState) -> str:
        translate = QCoreApplication.translate
        if state.over:
            return translate("CheckIn", "This visit is over: nothing is written on its card any more.")
        if state.sent is not None:
            return translate("CheckIn", "Asking the hub…")
        unsigned = sum(form.state is FormState.TO_SIGN for form in state.draft.forms)
        if unsigned and state.last:
            return translate("CheckIn", "%n still to sign", None, unsigned)
        return ""

    def _only(self, steps: Sequence[Step]) -> None:
        for step in self.steps:
            step.setVisible(step in steps)

    def _lay_out(self) -> None:
        px = self._theme.px
        # Without steps it has the focus itself: Esc still leaves.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for widget in (self.wait, self.ground, *self.steps):
            column.addWidget(widget)
        column.addStretch(1)
        self.ground.hide()
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.status, 1)
        row.addWidget(self.next, 0, Qt.AlignmentFlag.AlignRight)
        # Beside the button, where it is seen wherever one has scrolled to.
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(px(8))
        foot.addWidget(self.banner)
        foot.addLayout(row)
