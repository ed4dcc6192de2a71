"""The ward view: the wall of the beds of the wards that are watched, or why there is none."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.charts.footer import alarm_text
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.state.alarms import Alarms
from clinic_console.desktop.state.readings import BedReadings, Readings
from clinic_console.desktop.state.wards import OLD_SECONDS, Bed, Wards, Watched
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.elided import DIVIDER
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.ward_chooser import beds_text
from clinic_console.desktop.views.wards import WardContext
from clinic_console.domain.errors import TooMany
from clinic_console.domain.readings import FRESH_MS

MAX_NAMED = 6


class WardView(QWidget):
    """The wall of the watched wards, or why there is none; ``context`` belongs into the top bar.

    ``bed_opened`` carries the bed whose tile was entered; ``leave_wanted`` comes from who may not see it.
    """

    bed_opened = Signal(str)
    leave_wanted = Signal()

    def __init__(
        self, theme: Theme, wards: Wards, readings: Readings, actions: WardActions, alarms: Alarms | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("wardView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wards, self._readings, self._actions = wards, readings, actions
        self._version = -1
        self._order = ""
        self._wants_focus = False
        self.context = WardContext(theme, wards, actions)
        self.wall = Wall(theme, readings, alarms or Alarms(), self)
        self.ground = Ground(theme, self.wall, tiles=True, parent=self)
        self.panel = self.ground.panel
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.ground)
        self.context.back.clicked.connect(lambda: self.wall.turn_to(self.wall.page - 1))
        self.context.on.clicked.connect(lambda: self.wall.turn_to(self.wall.page + 1))
        self.wall.page_changed.connect(self.context.show_pages)
        self.wall.opened.connect(self.bed_opened)
        self.ground.pressed.connect(self._go_on)
        self.context.show_pages(0, 1)

    def enter(self) -> None:
        """Begin with the focus on the wall, as soon as there is one."""
        self._wants_focus = True

    def _go_on(self) -> None:
        if self.ground.footing is Footing.DENIED:
            self.leave_wanted.emit()
        else:
            self._actions.refresh()

    @property
    def current_bed(self) -> str:
        """Return the bed whose tile is the current one; empty where there is none."""
        return self.wall.current_bed or ""

    def show_bed_tile(self, bed_id: str) -> None:
        """Turn to the page of a bed and make its tile the current one, at once or when the bed has come."""
        self.wall.show_bed(bed_id)

    def forget(self) -> None:
        """Keep nothing of a ward or a patient: nobody is signed in any more."""
        self._version, self._wants_focus = -1, False
        self.wall.forget()
        self.context.forget()

    def shown(self, bed: str) -> dict[str, str]:
        """Return by parameter what was last painted on a bed's tile."""
        return self.wall.shown(bed)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.context.set_theme(theme)
        self.wall.set_theme(theme)
        self.ground.set_theme(theme)

    def frame(self, scene: Scene) -> None:
        """Bring what is shown up to a scene."""
        if self._version != self._wards.version:
            self._version = self._wards.version
            self.wall.set_beds(self._wards.beds)
        if self._order != self._actions.station.now.order:
            self._order = self._actions.station.now.order
            self.wall.set_order(self._order)
        self._show_ground(scene)
        self.wall.frame(scene)
        self.context.frame()
        self._show_counts(scene)

    def alarms(self, scene: Scene) -> list[str]:
        """Return the beds whose monitors give an alarm of their own now."""
        found = []
        for bed in self._wards.beds:
            data = self._readings.beds.get(bed.id)
            if data is not None and scene.moment.hub - data.received <= FRESH_MS and alarm_text(data):
                found.append(bed.name)
        return found

    def _show_ground(self, scene: Scene) -> None:
        wards, ground = self._wards, self.ground
        if wards.beds:
            ground.ready()
            if self._wants_focus and self.isVisible():
                self._wants_focus = False
                self.wall.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._actions.denied:
            ground.denied(
                QCoreApplication.translate("WardView", "Vitals are not part of your role"),
                QCoreApplication.translate(
                    "WardView", "Nurses and doctors see them. An administrator of your clinic can change your role."
                ),
                QCoreApplication.translate("WardView", "Switch user"),
            )
        elif wards.problem is not None and not wards.gone:
            ground.failed(wards.problem)
        elif wards.asked is not None or wards.gone or (wards.listed and not self._actions.watchable()):
            self._say_empty()
        else:
            ground.loading(scene.moment.mono)
        if self._wants_focus and self.panel.button.isVisible() and ground.footing is not Footing.DENIED:
            self._wants_focus = False
            self.panel.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_empty(self) -> None:
        wards, again = self._wards, QCoreApplication.translate("WardView", "Try again")
        if wards.gone:
            self.ground.empty(
                "bed",
                QCoreApplication.translate("WardView", "This ward is no longer here"),
                QCoreApplication.translate("WardView", "It was closed, or it is not for you. Choose another above."),
            )
        elif wards.asked is not None:
            self.ground.empty(
                "bed",
                QCoreApplication.translate("WardView", "This ward has no beds"),
                QCoreApplication.translate("WardView", "Beds that are added to it appear here by themselves."),
            )
        else:
            self.ground.empty(
                "bed",
                QCoreApplication.translate("WardView", "There is no ward for you to watch"),
                QCoreApplication.translate("WardView", "Your administrator can give you access to one."),
                again,
            )

    def _show_counts(self, scene: Scene) -> None:
        if self.ground.footing is not Footing.READY:
            self.context.say("", "")
            return
        beds = self._wards.beds
        known = [self._readings.beds.get(bed.id) for bed in beds]
        fresh = [data for data in known if data and scene.moment.hub - data.received <= FRESH_MS and scene.monitored]
        texts = (
            beds_text(len(beds)),
            QCoreApplication.translate("WardView", "%n occupied", None, sum(_is_occupied(bed) for bed in beds)),
            QCoreApplication.translate("WardView", "%n with data", None, len(fresh)),
        )
        self.context.say(DIVIDER.join(texts), " · ".join(self._notes(fresh, scene)))

    def _notes(self, fresh: list[BedReadings], scene: Scene) -> list[str]:
        notes = []
        if any(not data.recorded for data in fresh):
            notes.append(QCoreApplication.translate("WardView", "Not being recorded"))
        if isinstance(self._wards.problem, TooMany):
            notes.append(QCoreApplication.translate("WardView", "The hub asks this console to wait"))
        several = len(self._wards.watched) > 1
        for ward in self._wards.watched.values():
            note = _note(ward, scene.moment.mono)
            if note:
                notes.append(f"{ward.name}: {note}" if several else note)
        return notes


def _is_occupied(bed: Bed) -> bool:
    return bed.patient is not None or bed.restricted


def _note(ward: Watched, mono: float) -> str:
    """Return what is wrong with one of the wards while others are shown."""
    if ward.gone:
        return QCoreApplication.translate("WardView", "closed, or not for you")
    if ward.asked is None:
        return QCoreApplication.translate("WardView", "its beds could not be loaded") if ward.problem else ""
    age = mono - ward.asked
    if age <= OLD_SECONDS:
        return ""
    text = QCoreApplication.translate("WardView", "bed list is %1 old")
    return text.replace("%1", age_text(round(age * 1_000)))
