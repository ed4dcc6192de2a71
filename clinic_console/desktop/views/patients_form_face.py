"""How a patient's form is laid out: what it is for, the fields, who it may be beside them, and what can be done."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.patients_form_alike import AlikePanel
from clinic_console.desktop.views.patients_form_sections import EDGE, Sections
from clinic_console.desktop.views.patients_form_slots import Choice

BESIDE: Final = 900
PANEL: Final = 300
PANEL_HEIGHT: Final = 210
CLINIC: Final = 200


class FormFace(QWidget):
    """The widgets of the form, and where they stand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("patientForm")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.theme = theme
        self._registering = False
        self.title, self.banner, self.status = QLabel(self), QLabel(self), QLabel(self)
        self.clinic_field = QWidget(self)
        self.clinic = Choice((), self.clinic_field)
        self.area = QScrollArea(self)
        self.sections = Sections(theme, self)
        self.alike = AlikePanel(theme, self)
        self.confirm = Confirm(theme, self)
        self.save = QPushButton(self)
        self.foot = QWidget(self)
        self.cancel = QPushButton(QCoreApplication.translate("PatientForm", "Cancel"), self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._prepare()
        self._lay_out()
        self.confirm.answered.connect(self.foot.show)
        for part in (self.sections.arranged, self.alike.stops_changed):
            part.connect(self.order_stops)
        for rows in self.sections.lists.values():
            rows.stops_changed.connect(self.order_stops)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self.sections.set_theme(theme)

    def say(self, label: QLabel, text: str, tone: str = "") -> None:
        """Say something above or below the fields."""
        if tone and label.property("tone") != tone:
            label.setProperty("tone", tone)
            label.style().unpolish(label)
            label.style().polish(label)
        if label.text() != text:
            label.setText(text)
            announce(label, text)
        if label is self.banner:
            label.setVisible(bool(text))

    def share(self, *, registering: bool) -> None:
        """Put who it may be beside the fields, always in its place, or below them where there is no room."""
        self._registering = registering
        px, beside = self.theme.px, self.width() >= self.theme.px(BESIDE)
        self.alike.setVisible(registering and (beside or not self.alike.empty))
        self.alike.setProperty("place", "beside" if beside else "below")
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() != direction:
            self._body.setDirection(direction)
            self.alike.style().unpolish(self.alike)
            self.alike.style().polish(self.alike)
        self.alike.setMinimumWidth(px(PANEL) if beside else 0)
        self.alike.setMaximumWidth(px(PANEL) if beside else self.width())
        low = min(px(PANEL_HEIGHT), self.height() * 2 // 5)
        self.alike.setMinimumHeight(0 if beside else low)
        self.alike.setMaximumHeight(self.height() if beside else low)
        self.sections.say_registering(on=registering)

    def ask(self, text: str, button: str, call: Callable[[], None]) -> None:
        """Ask before something is lost; meanwhile nothing else can be pressed."""
        self.foot.hide()
        self.confirm.ask(text, button, lambda _: call())

    def order_stops(self) -> None:
        """Let Tab come to what has just been made where it stands, not behind everything else of the window."""
        question = [self.confirm.yes, self.confirm.no]
        stops = [*self.sections.stops, *self.alike.stops, *question, self.save, self.cancel]
        for one, other in pairwise([self.clinic, *stops]):
            QWidget.setTabOrder(one, other)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        self.share(registering=self._registering)

    def _prepare(self) -> None:
        self.title.setProperty("tone", "title")
        self.banner.setObjectName("patientFormBanner")
        self.banner.hide()
        self.status.setProperty("tone", "muted")
        for label in (self.title, self.banner, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        name = QCoreApplication.translate("PatientForm", "Clinic")
        self.clinic.setAccessibleName(name)
        self.clinic.setObjectName("patient-clinic")
        self.clinic.setMinimumWidth(self.theme.px(CLINIC))
        label = QLabel(name, self.clinic_field)
        label.setProperty("tone", "label")
        label.setBuddy(self.clinic)
        row = QHBoxLayout(self.clinic_field)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        row.addWidget(label)
        row.addWidget(self.clinic)
        self.clinic_field.hide()
        self.save.setProperty("kind", "primary")
        self.save.setObjectName("patient-save")
        self.cancel.setObjectName("patient-cancel")
        self.confirm.setProperty("place", "bar")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.sections)

    def _lay_out(self) -> None:
        px = self.theme.px
        head, foot = QWidget(self), self.foot
        head.setObjectName("patientFormHead")
        foot.setObjectName("patientFormFoot")
        above = QHBoxLayout(head)
        above.setContentsMargins(px(EDGE), px(8), px(EDGE), px(8))
        above.setSpacing(px(12))
        above.addWidget(self.title, 1)
        above.addWidget(self.clinic_field)
        below = QHBoxLayout(foot)
        below.setContentsMargins(px(EDGE), px(8), px(EDGE), px(8))
        below.setSpacing(px(8))
        below.addWidget(self.save)
        below.addWidget(self.cancel)
        below.addSpacing(px(4))
        below.addWidget(self.status, 1)
        for bar in (head, foot):
            bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body.setSpacing(0)
        self._body.addWidget(self.area, 1)
        self._body.addWidget(self.alike)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.banner)
        column.addLayout(self._body, 1)
        column.addWidget(self.confirm)
        column.addWidget(foot)
