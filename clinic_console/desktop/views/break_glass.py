"""Breaking the glass, over the screen: find the patient, say why, and the charts that are open by it."""

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import Bridge, advice, sentences, words
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.state.access import Clinic, Phase
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients import Glass, Identifiers
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.break_glass_find import FindStep
from clinic_console.desktop.views.break_glass_open import OpenStep
from clinic_console.desktop.views.break_glass_reason import ReasonStep
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.patients_words import until_text
from clinic_console.desktop.views.topbar import Pill
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError, NotFound, TooMany

WIDTH: Final = 560
HEIGHT: Final = 520
LIST_SECONDS: Final = 60.0
"""The list of open charts is asked for this often: one may be closed on another PC."""


class GlassPanel(Overlay):
    """``patient_opened`` carries the id of a patient whose card is to be shown, ``told`` what was done."""

    patient_opened = Signal(str)
    told = Signal(str)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PatientActions, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._bridge, self._state, self._actions = bridge, state, actions
        self._errand = Errand(bridge, self)
        self._listed_at = -math.inf
        self._slowed = False
        self._asked: Identifiers | None = None
        self.title, self.step = QLabel(self.card), QLabel(self.card)
        self.close_button = QToolButton(self.card)
        self.area, self.page = QScrollArea(self.card), QWidget()
        self.finding, self.why = FindStep(theme, self.page), ReasonStep(theme, self.page)
        self.opened = OpenStep(theme, self.card)
        self._steps: tuple[FindStep | ReasonStep | OpenStep, ...] = (self.finding, self.why, self.opened)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def open(self, *, another: bool = False) -> None:
        """Show the charts that are open by broken glass; without any, or for ``another`` one, begin to open one."""
        self._list()
        if self._state.patients.glasses and not another:
            self._turn(self.opened)
        else:
            self._begin()

    def frame(self, mono: float) -> None:
        """Bring what is shown up to a monotonic time; the list of open charts is kept up for the shell's word too."""
        now = self._state.hub_clock.moment(mono).hub
        patients = self._state.patients
        patients.expire(now)
        if self._may_list() and mono - self._listed_at >= LIST_SECONDS:
            self._listed_at = mono
            self._bridge.spawn(self._actions.list_glasses(), "list broken glass")
        if not self.isVisible():
            return
        if self.opened.isVisibleTo(self):
            self.opened.frame(patients.glasses, now, self._zone())
            problem = patients.glasses_problem
            self.opened.say("" if problem is None else sentences(words(problem), advice(problem)))
        self._count_down(mono)

    def leave_window(self) -> None:
        """Go, with what was typed."""
        self._errand.give_up()
        super().leave_window()
        self._wipe()

    def forget(self) -> None:
        """Keep nothing of a patient, shown or typed."""
        self._errand.give_up()
        self.close()
        self._wipe()
        self._listed_at = -math.inf

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.close_button.setIcon(theme.icon("cross", "text.secondary", 14))
        self.close_button.setIconSize(QSize(theme.px(14), theme.px(14)))

    def place(self) -> None:
        """Stand below the bars."""
        self.centre(self.theme.px(WIDTH), self.theme.px(HEIGHT))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep nothing that was typed."""
        super().closeEvent(event)
        if self._errand.busy:
            # Whatever the hub makes of it, the list will tell.
            self._errand.give_up()
            self._list()
        self._wipe()

    def _wipe(self) -> None:
        self._asked, self._slowed = None, False
        for step in self._steps:
            step.forget()

    # The steps

    def _begin(self) -> None:
        self.area.verticalScrollBar().setValue(0)
        self._asked = None
        self.finding.begin(self._clinics())
        self._turn(self.finding)

    def _turn(self, step: FindStep | ReasonStep | OpenStep) -> None:
        for each in self._steps:
            each.setVisible(each is step)
        steps = {
            self.finding: QCoreApplication.translate("Glass", "Step 1 of 3: find the patient"),
            self.why: QCoreApplication.translate("Glass", "Step 2 of 3: say why"),
            self.opened: QCoreApplication.translate("Glass", "Charts that are open to you by broken glass"),
        }
        self.area.setVisible(step is not self.opened)
        self.step.setText(steps[step])
        if step is self.opened:
            mono = self._actions.clock()
            self.opened.frame(self._state.patients.glasses, self._state.hub_clock.moment(mono).hub, self._zone())
        self.open_at(step.first)
        announce(self, steps[step])

    def _look_up(self, asked: Identifiers) -> None:
        self.finding.wait(on=True)
        self._errand.run(
            lambda: self._actions.look_up(asked), lambda match: self._looked(asked, match=match), self._not_looked
        )

    def _looked(self, asked: Identifiers, *, match: bool) -> None:
        self.finding.wait(on=False)
        if match:
            self._asked = asked
            self.why.begin(asked)
            self._turn(self.why)
            return
        self.finding.say(
            QCoreApplication.translate(
                "Glass",
                "No single patient matches. Check what you typed. Where several have this name and date of birth,"
                " use the MRN.",
            )
        )

    def _not_looked(self, error: ClinicError) -> None:
        self.finding.wait(on=False)
        if isinstance(error, TooMany):
            self._count_down(self._actions.clock())
        else:
            self.finding.say(sentences(words(error), advice(error)))

    def _count_down(self, mono: float) -> None:
        """Say how long it takes until the hub takes another look-up."""
        left = self._state.patients.look_at - mono
        if left > 0:
            self._slowed = True
            self.finding.wait(on=True)
            text = QCoreApplication.translate("Glass", "Too many look-ups. The next one can be in %1.")
            self.finding.say(text.replace("%1", age_text(math.ceil(left) * 1_000)))
        elif self._slowed:
            self._slowed = False
            self.finding.wait(on=False)
            self.finding.say("")

    def _break(self, reason: str) -> None:
        asked = self._asked
        if asked is None:
            return
        self.why.wait(on=True)
        self._errand.run(lambda: self._actions.break_glass(asked, reason), self._broken, self._not_broken)

    def _broken(self, glass: Glass) -> None:
        self.told.emit(until_text(glass.expires, self._zone()))
        self.finding.forget()
        self.why.forget()
        self._turn(self.opened)

    def _not_broken(self, error: ClinicError) -> None:
        self.why.wait(on=False)
        if isinstance(error, NotFound):
            text = QCoreApplication.translate("Glass", "The look-up is too long ago. Go back and look up again.")
            self.why.say(text)
        else:
            self.why.say(sentences(words(error), advice(error)))

    def _end(self, glass: Glass) -> None:
        told = QCoreApplication.translate("Glass", "The chart is closed")
        self._errand.run(
            lambda: self._actions.end_glass(glass),
            lambda _: self.told.emit(told),
            lambda error: self.opened.say(sentences(words(error), advice(error))),
        )

    def _show_card(self, glass: Glass) -> None:
        self.close()
        self.patient_opened.emit(glass.patient.id)

    # What is known

    def _clinics(self) -> tuple[Clinic, ...]:
        may = self._state.access.may(Permission.BREAK_GLASS)
        return tuple(clinic for clinic in self._state.access.clinics if clinic.id in may)

    def _may_list(self) -> bool:
        access = self._state.access
        return access.phase is Phase.IN and bool(access.may(Permission.BREAK_GLASS))

    def _zone(self) -> str:
        return self._state.access.zone("")

    def _list(self) -> None:
        self._listed_at = -math.inf

    # Made once

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.close)
        self.finding.sent.connect(self._look_up)
        self.finding.left.connect(self.close)
        self.why.sent.connect(self._break)
        self.why.left.connect(lambda: self._turn(self.finding))
        self.opened.shown.connect(self._show_card)
        self.opened.ended.connect(self._end)
        self.opened.another.connect(self._begin)

    def _lay_out(self) -> None:
        px = self.theme.px
        self.title.setText(QCoreApplication.translate("Glass", "Break the glass"))
        self.title.setProperty("tone", "title")
        self.step.setObjectName("glassStep")
        self.setAccessibleName(self.title.text())
        self.close_button.setAccessibleName(QCoreApplication.translate("Glass", "Close"))
        self.close_button.setToolTip(QCoreApplication.translate("Glass", "Close (Esc)"))
        heads = QVBoxLayout()
        heads.setSpacing(px(1))
        heads.addWidget(self.title)
        heads.addWidget(self.step)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(12), px(10), px(10))
        head.addLayout(heads, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        line = QFrame(self.card)
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        self.page.setObjectName("glassList")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.page)
        inside = QVBoxLayout(self.page)
        inside.setContentsMargins(px(16), px(12), px(16), px(14))
        for step in (self.finding, self.why):
            inside.addWidget(step, 1)
        self.opened.setContentsMargins(px(16), px(12), px(16), px(14))
        for part in (self.area, self.opened):
            body.addWidget(part, 1)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addLayout(body, 1)


class GlassPill(Pill):
    """The shell's word that charts are open by broken glass, and until when; hidden while there is none."""

    def __init__(self, theme: Theme, state: ConsoleState, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("glassPill")
        self.setProperty("small", "true")
        self._state, self._said = state, ""
        self.set_theme(theme)
        self.hide()

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        patients = self._state.patients
        patients.expire(self._state.hub_clock.moment(mono).hub)
        said = self._text()
        if said != self._said:
            self._said = said
            self.setAccessibleName(said)
            self.narrow(on=self.is_narrow)
            self.setVisible(bool(said))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon anew."""
        self.setIcon(theme.icon("notice", "notice.text"))

    def _text(self) -> str:
        glasses = self._state.patients.glasses
        if not glasses:
            return ""
        text = until_text(max(glass.expires for glass in glasses), self._state.access.zone(""))
        count = QCoreApplication.translate("Glass", "%n charts", None, len(glasses))
        return f"{text} · {count}" if len(glasses) > 1 else text
