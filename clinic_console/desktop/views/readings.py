"""The ward view: which ward, how its beds are, and the wall of their tiles."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QWidget

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.bridge import advice, words
from clinic_console.desktop.charts.footer import alarm_text
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.wards import Wards
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.panel import Panel
from clinic_console.domain.readings import FRESH_MS

LOADING_SECONDS = 0.15
OLD_LIST_SECONDS = 15.0
MAX_NAMED = 6


class WardChooser(QComboBox):
    """The ward being watched, as a heading that opens."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(QCoreApplication.translate("WardView", "Ward"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its arrow."""
        super().paintEvent(event)
        size = self.theme.px(14)
        painter = QPainter(self)
        arrow = self.theme.pixmap("chevron-down", self.theme.colour("text.muted"), size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - self.theme.px(8), (self.height() - size) // 2, arrow)
        painter.end()


class WardContext(QWidget):
    """What stands in the top bar while a ward is watched: chooser, count line, marks, pages."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chooser = WardChooser(theme, self)
        self.count, self.note, self.pages = QLabel(self), QLabel(self), QLabel(self)
        self.count.setProperty("tone", "muted")
        self.note.setProperty("tone", "notice")
        self.pages.setProperty("tone", "secondary")
        self.back, self.on = QPushButton(self), QPushButton(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        for widget in (self.chooser, self.count, self.back, self.pages, self.on, self.note):
            layout.addWidget(widget)
        layout.addStretch(1)
        for button, words_ in (
            (self.back, QCoreApplication.translate("WardView", "Previous page of beds")),
            (self.on, QCoreApplication.translate("WardView", "Next page of beds")),
        ):
            button.setProperty("kind", "flat")
            button.setAccessibleName(words_)
            button.setToolTip(words_)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.chooser.theme = theme
        self.back.setIcon(theme.icon("chevron-left"))
        self.on.setIcon(theme.icon("chevron-right"))


class WardView(QWidget):
    """The wall of the chosen ward, or why there is none; ``context`` belongs into the top bar."""

    def __init__(self, theme: Theme, wards: Wards, readings: Readings, actions: WardActions) -> None:
        super().__init__()
        self.setObjectName("wardView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wards, self._readings, self._actions = wards, readings, actions
        self._version = -1
        self._since: float | None = None
        self._wants_focus = False
        self.context = WardContext(theme)
        self.wall = Wall(theme, readings, self)
        self.panel = Panel(theme, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.wall)
        self._stack.addWidget(self.panel)
        self.context.chooser.activated.connect(self._chosen)
        self.context.back.clicked.connect(lambda: self.wall.turn_to(self.wall.page - 1))
        self.context.on.clicked.connect(lambda: self.wall.turn_to(self.wall.page + 1))
        self.wall.page_changed.connect(self._show_pages)
        self.panel.pressed.connect(self._actions.refresh)
        self._show_pages(0, 1)

    def enter(self) -> None:
        """Begin with the focus on the wall, as soon as there is one."""
        self._wants_focus = True

    def shown(self, bed: str) -> dict[str, str]:
        """Return by parameter what was last painted on a bed's tile."""
        return self.wall.shown(bed)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.context.set_theme(theme)
        self.wall.set_theme(theme)
        self.panel.set_theme(theme)

    def frame(self, scene: Scene) -> None:
        """Bring what is shown up to a scene."""
        if self._version != self._wards.version:
            self._version = self._wards.version
            self._since = scene.moment.mono
            self._show_wards()
            self.wall.set_beds(self._wards.beds)
        self._show_ground(scene)
        self.wall.frame(scene)
        self._show_counts(scene)

    def alarms(self, scene: Scene) -> list[str]:
        """Return the beds whose monitors give an alarm of their own now."""
        found = []
        for bed in self._wards.beds:
            data = self._readings.beds.get(bed.id)
            if data is not None and scene.moment.hub - data.received <= FRESH_MS and alarm_text(data):
                found.append(bed.name)
        return found

    def _chosen(self, index: int) -> None:
        self._actions.choose(self.context.chooser.itemData(index))
        self._wants_focus = True

    def _show_wards(self) -> None:
        chooser = self.context.chooser
        wanted = [(ward.name, ward.id) for ward in self._wards.wards]
        present = [(chooser.itemText(n), chooser.itemData(n)) for n in range(chooser.count())]
        if wanted != present:
            chooser.clear()
            for name, ward in wanted:
                chooser.addItem(name, ward)
        chooser.setCurrentIndex(next((n for n, (_, w) in enumerate(wanted) if w == self._wards.chosen), -1))
        chooser.setVisible(bool(wanted))

    def _show_ground(self, scene: Scene) -> None:
        wards = self._wards
        if wards.beds:
            self._stack.setCurrentWidget(self.wall)
            if self._wants_focus:
                self._wants_focus = False
                self.wall.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._stack.setCurrentWidget(self.panel)
        again = QCoreApplication.translate("WardView", "Try again")
        if wards.gone:
            self.panel.say(
                "bed",
                QCoreApplication.translate("WardView", "This ward is no longer here"),
                QCoreApplication.translate("WardView", "It was closed, or it is not for you. Choose another above."),
            )
        elif wards.problem is not None:
            self.panel.say("notice", words(wards.problem), advice(wards.problem), again)
        elif wards.asked is not None:
            self.panel.say(
                "bed",
                QCoreApplication.translate("WardView", "This ward has no beds"),
                QCoreApplication.translate("WardView", "Beds that are added to it appear here by themselves."),
            )
        elif wards.listed and not wards.wards:
            self.panel.say(
                "bed",
                QCoreApplication.translate("WardView", "There is no ward for you to watch"),
                QCoreApplication.translate("WardView", "Your administrator can give you access to one."),
                again,
            )
        elif self._since is not None and scene.moment.mono - self._since > LOADING_SECONDS:
            self.panel.say("", QCoreApplication.translate("WardView", "Loading beds …"))
        else:
            self.panel.say("", "")

    def _show_counts(self, scene: Scene) -> None:
        beds = self._wards.beds
        known = [self._readings.beds.get(bed.id) for bed in beds]
        fresh = [data for data in known if data and scene.moment.hub - data.received <= FRESH_MS and scene.monitored]
        texts = (
            QCoreApplication.translate("WardView", "1 bed")
            if len(beds) == 1
            else QCoreApplication.translate("WardView", "%n beds", None, len(beds)),
            QCoreApplication.translate("WardView", "%n occupied", None, sum(bed.patient is not None for bed in beds)),
            QCoreApplication.translate("WardView", "%n with data", None, len(fresh)),
        )
        _say(self.context.count, " · ".join(texts) if beds else "")
        notes = []
        if any(not data.recorded for data in fresh):
            notes.append(QCoreApplication.translate("WardView", "Not being recorded"))
        age = None if self._wards.asked is None else scene.moment.mono - self._wards.asked
        if age is not None and age > OLD_LIST_SECONDS:
            text = QCoreApplication.translate("WardView", "Bed list is %1 old")
            notes.append(text.replace("%1", age_text(round(age * 1_000))))
        _say(self.context.note, " · ".join(notes))

    def _show_pages(self, page: int, pages: int) -> None:
        context = self.context
        for widget in (context.back, context.pages, context.on):
            widget.setVisible(pages > 1)
        text = QCoreApplication.translate("WardView", "Page %1 of %2")
        context.pages.setText(text.replace("%1", str(page + 1)).replace("%2", str(pages)))
        context.back.setEnabled(page > 0)
        context.on.setEnabled(page < pages - 1)


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
