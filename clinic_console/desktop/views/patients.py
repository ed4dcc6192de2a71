"""A patient's card over the screen: who it is, always in view, the mark of a restricted chart, and where they lie."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients import OLD_SECONDS
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_pills import RING, Pills, warnings_of
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.patients_mark import MarkForm
from clinic_console.desktop.views.patients_words import bed_of, details_text, left_text, place_text, restriction_text
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, GlassNeeded, NotFound

WIDTH: Final = 560
HEIGHT: Final = 256
HEIGHT_OF_FORM: Final = 410
GAP: Final = 10
MOST_PILLS: Final = 140
"""So many pixels at most are taken by what everybody must know; more of it scrolls."""


class PatientPanel(Overlay):
    """One patient's card; ``bed_wanted`` carries a bed's id, ``glass_wanted`` says that the chart is closed.

    ``chart_wanted`` carries the id of the patient whose whole chart is, ``told`` what was done. Each opening is
    recorded by the hub, so a card is asked for once.
    """

    bed_wanted = Signal(str)
    chart_wanted = Signal(str)
    glass_wanted = Signal()
    told = Signal(str)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PatientActions, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._bridge, self._state, self._actions = bridge, state, actions
        self._seen: tuple[object, ...] = ()
        self._errand = Errand(bridge, self)
        self.setAccessibleName(QCoreApplication.translate("Patient", "Patient"))
        self.name, self.latin, self.details = Elided(self.card), Elided(self.card), QLabel(self.card)
        self.pills = Pills(theme, self.card, name=QCoreApplication.translate("Patient", "What everybody must know"))
        self.close_button = QToolButton(self.card)
        self.content, self.area = QWidget(), QScrollArea(self.card)
        self.ground = Ground(theme, self.area, parent=self.card)
        self.facts = Facts(theme, self.content)
        self.chart_button = QPushButton(QCoreApplication.translate("Patient", "Open chart"), self.content)
        self.bed_button = QPushButton(QCoreApplication.translate("Patient", "Show bed"), self.content)
        self.mark_button, self.end_button = QPushButton(self.content), QPushButton(self.content)
        self.form = MarkForm(theme, self.content)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def open(self, patient: str) -> None:
        """Open a patient's card."""
        self.form.hide()
        self._seen = ()
        self._load(patient)
        self._show()
        self.open_at(self.close_button)

    def frame(self, mono: float) -> None:
        """Bring what is shown up to a monotonic time."""
        patients = self._state.patients
        patients.expire(self._state.hub_clock.moment(mono).hub)
        if not self.isVisible():
            return
        if not patients.wanted:
            self.close()
            return
        self.ground.frame(mono)
        seen = (patients.version, self._state.wards.version, self._state.access.version, int(mono))
        if seen != self._seen:
            self._seen = seen
            self._show()

    def show_again(self) -> None:
        """Show the card that another panel has shown, without opening it once more: each opening is recorded."""
        self._seen = ()
        self._show()
        self.open_at(self.close_button)

    def leave_window(self) -> None:
        """Go, and leave in the state what was open."""
        self._errand.give_up()
        super().leave_window()
        self.form.forget()

    def forget(self) -> None:
        """Keep nothing of a patient, shown or typed."""
        self._errand.give_up()
        self.close()
        self._wipe()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.close_button.setIcon(theme.icon("cross", "text.secondary", 14))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.mark_button.setIcon(theme.icon("lock"))
        self.ground.set_theme(theme)
        self.pills.set_theme(theme)

    def place(self) -> None:
        """Stand below the bars, higher while the form is open."""
        height = self.theme.px(HEIGHT_OF_FORM if self.form.isVisibleTo(self) else HEIGHT)
        room = self.pills.height() + self.theme.px(GAP) if self.pills.pills else 0
        self.centre(self.theme.px(WIDTH), height + room)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep nothing of a patient at whom nobody looks."""
        super().closeEvent(event)
        self._wipe()

    def _wipe(self) -> None:
        self._state.patients.leave()
        self.form.forget()
        for label in (self.name, self.latin):
            label.say("")
        self.details.setText("")
        self._show_pills(None)
        for fact in ("chart", "glass", "bed"):
            self._fact(fact, "")

    # The frame's parts

    def _show(self) -> None:
        patients, mono = self._state.patients, self._actions.clock()
        now = self._state.hub_clock.moment(mono).hub
        card = patients.card
        self._show_identity(card, now)
        if card is None:
            self._show_without(patients.problem, mono)
            return
        age = mono - (patients.had or mono)
        if not self._state.connection.open and self._state.connection.since is not None:
            self.ground.offline(
                QCoreApplication.translate("Patient", "No connection to the hub."),
                QCoreApplication.translate("Patient", "What is shown is %1 old.").replace("%1", _age(age)),
            )
        elif age > OLD_SECONDS:
            text = QCoreApplication.translate("Patient", "As it was %1 ago.").replace("%1", _age(age))
            self.ground.stale(text, QCoreApplication.translate("Patient", "Opening it again is recorded again."))
        else:
            self.ground.ready()
        self._show_facts(card, now)

    def _show_identity(self, card: Chart | None, now: int) -> None:
        if card is None:
            self.name.say(QCoreApplication.translate("Patient", "Patient"))
            self.latin.say("")
            self.details.setText("")
            self._show_pills(None)
            return
        self.name.say(card.name or card.latin)
        others = (each for each in dict.fromkeys((card.latin, card.kana)) if each != (card.name or card.latin))
        self.latin.say(" · ".join(filter(None, others)))
        self.details.setText(details_text(card, now, self._state.access.zone("")))
        self._show_pills(card)

    def _show_pills(self, card: Chart | None) -> None:
        """Say what everybody must know, as the chart's head does; the card is as high as that needs."""
        said = warnings_of(card) if card is not None else []
        self.pills.setVisible(bool(said))
        if [pill.said for pill in self.pills.pills] != said:
            self.pills.most = self.theme.px(MOST_PILLS)
            self.pills.say(said)
            self.place()

    def _show_without(self, problem: ClinicError | None, mono: float) -> None:
        translate = QCoreApplication.translate
        if problem is None:
            self.ground.loading(mono)
        elif isinstance(problem, GlassNeeded):
            button = translate("Patient", "Break the glass …") if self._may(Permission.BREAK_GLASS) else ""
            self.ground.denied(translate("Patient", "This chart is restricted"), advice(problem), button)
        elif isinstance(problem, NotFound):
            text = translate(
                "Patient", "It may have moved to another clinic, or the glass that opened it has expired."
            )
            self.ground.empty("person", translate("Patient", "There is no such patient here"), text)
        else:
            self.ground.failed(problem)

    def _show_facts(self, card: Chart, now: int) -> None:
        zone = self._state.access.zone("")
        self._fact("bed", place_text(card.id, self._state.wards))
        self._fact("chart", restriction_text(card.restriction), "notice")
        until = card.glass_until
        self._fact("glass", left_text(until, now, zone) if until is not None else "", "notice")
        self.chart_button.setVisible(self.form.isHidden())
        self.bed_button.setVisible(bool(self._bed(card.id)) and self.form.isHidden())
        mark = QCoreApplication.translate("Patient", "Restrict chart …")
        change = QCoreApplication.translate("Patient", "Change restriction …")
        self.mark_button.setText(change if card.restriction else mark)
        self.mark_button.setVisible(self._may(Permission.RESTRICT_PATIENTS) and self.form.isHidden())
        self.end_button.setVisible(until is not None and self.form.isHidden())

    def _fact(self, which: str, text: str, tone: str = "") -> None:
        names = {
            "bed": QCoreApplication.translate("Patient", "Bed"),
            "chart": QCoreApplication.translate("Patient", "Chart"),
            "glass": QCoreApplication.translate("Patient", "Broken glass"),
        }
        self.facts.say(names[which], text, tone)

    def _may(self, permission: Permission) -> bool:
        return bool(self._state.access.may(permission))

    def _bed(self, patient: str) -> str:
        bed = bed_of(patient, self._state.wards)
        return bed.id if bed is not None else ""

    # What the user does

    def _pressed(self) -> None:
        if self.ground.footing is Footing.DENIED:
            self.close()
            self.glass_wanted.emit()
        else:
            self._load(self._state.patients.wanted)

    def _load(self, patient: str) -> None:
        self._state.patients.want(patient)
        self._bridge.spawn(self._actions.load(), "open a patient")

    def _show_bed(self) -> None:
        bed = self._bed(self._state.patients.wanted)
        self.close()
        self.bed_wanted.emit(bed)

    def _open_chart(self) -> None:
        patient = self._state.patients.wanted
        self.close()
        self.chart_wanted.emit(patient)

    def _open_form(self) -> None:
        card = self._state.patients.card
        if card is not None:
            self.form.begin(card.restriction)
            self._changed_size()

    def _close_form(self) -> None:
        self.form.hide()
        self._changed_size()
        self.mark_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed_size(self) -> None:
        self._show()
        self.place()

    def _restrict(self, restriction: str, reason: str) -> None:
        patient = self._state.patients.wanted
        self.form.wait(on=True)

        def done(_: object) -> None:
            lifted = QCoreApplication.translate("Patient", "The chart is restricted no more")
            marked = QCoreApplication.translate("Patient", "The chart is restricted now")
            self.told.emit(marked if restriction else lifted)
            self._close_form()

        def failed(error: ClinicError) -> None:
            self.form.wait(on=False)
            self.form.say(sentences(words(error), advice(error)))

        self._errand.run(lambda: self._actions.restrict(patient, restriction, reason), done, failed)

    def _end(self) -> None:
        patients = self._state.patients
        glass = next((each for each in patients.glasses if each.patient.id == patients.wanted), None)
        if glass is None:
            self._bridge.spawn(self._actions.list_glasses(), "list broken glass")
            return
        told = QCoreApplication.translate("Patient", "The chart is closed")
        self._errand.run(
            lambda: self._actions.end_glass(glass),
            lambda _: self.told.emit(told),
            lambda error: self._bridge.failed.emit(words(error)),
        )

    # Made once

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.close)
        self.ground.pressed.connect(self._pressed)
        self.chart_button.clicked.connect(self._open_chart)
        self.bed_button.clicked.connect(self._show_bed)
        self.mark_button.clicked.connect(self._open_form)
        self.end_button.clicked.connect(self._end)
        self.form.sent.connect(self._restrict)
        self.form.left.connect(self._close_form)

    def _lay_out(self) -> None:
        px = self.theme.px
        self.name.setObjectName("patientName")
        self.latin.setProperty("tone", "muted")
        self.details.setProperty("tone", "secondary")
        self.details.setObjectName("patientDetails")
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setWordWrap(True)
        self.close_button.setAccessibleName(QCoreApplication.translate("Patient", "Close"))
        self.close_button.setToolTip(QCoreApplication.translate("Patient", "Close (Esc)"))
        self.end_button.setText(QCoreApplication.translate("Patient", "Close chart now"))
        names = QVBoxLayout()
        names.setSpacing(px(1))
        for label in (self.name, self.latin):
            names.addWidget(label)
        names.addSpacing(px(4))
        names.addWidget(self.details)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(12), px(10), px(10))
        head.addLayout(names, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        must = QHBoxLayout()
        must.setContentsMargins(px(16) - RING, 0, px(12), px(GAP) - RING)
        must.addWidget(self.pills)
        line = QFrame(self.card)
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        self._lay_out_content()
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(must)
        column.addWidget(line)
        column.addWidget(self.ground, 1)

    def _lay_out_content(self) -> None:
        px = self.theme.px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self.chart_button, self.bed_button, self.mark_button, self.end_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.content.setObjectName("glassList")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.content)
        body = QVBoxLayout(self.content)
        body.setContentsMargins(px(16), px(12), px(16), px(14))
        body.setSpacing(px(12))
        body.addWidget(self.facts)
        body.addWidget(self.form)
        body.addStretch(1)
        body.addLayout(buttons)


def _age(seconds: float) -> str:
    return age_text(round(seconds * 1_000))
