"""What somebody is in each of one's own clinics: a choice of role for each."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.state.users import Membership
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.topbar import role_name
from clinic_console.domain.access import Role

NONE: Final = ""


class Clinic(NamedTuple):
    """A clinic that the user administers."""

    id: str
    name: str


class RoleBox(QComboBox):
    """The roles; a wheel that scrolls the page over it changes nobody's role."""

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"role-{clinic.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = QCoreApplication.translate("Users", "Role in %1").replace("%1", clinic.name)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.addItem(QCoreApplication.translate("Users", "Does not work here"), NONE)
        for role in Role:
            self.addItem(role_name(role.value), role.value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class RoleChoices(QWidget):
    """One choice for each clinic; ``chosen`` says that the user has made another one."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._clinics: tuple[Clinic, ...] = ()
        self.boxes: dict[str, RoleBox] = {}
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))

    def show_clinics(self, clinics: Sequence[Clinic]) -> None:
        """Offer a choice for each of these."""
        if tuple(clinics) == self._clinics:
            return
        self._clinics = tuple(clinics)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for clinic in clinics:
            label = QLabel(clinic.name, self)
            label.setProperty("tone", "label")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            box = self.boxes[clinic.id] = RoleBox(clinic, self)
            label.setBuddy(box)
            box.activated.connect(lambda _: self.chosen.emit())
            self._column.addWidget(label)
            self._column.addWidget(box)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab come to new choices where they stand, not behind everything else of the window."""
        before: QWidget | None = self.previousInFocusChain()
        while before is not None and before is not self and not self._is_stop(before):
            before = before.previousInFocusChain()
        for box in self.boxes.values():
            if before is not None:
                QWidget.setTabOrder(before, box)
            before = box

    def _is_stop(self, widget: QWidget) -> bool:
        return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not self.isAncestorOf(widget)

    def show_roles(self, memberships: Sequence[Membership]) -> None:
        """Show these, without telling anybody."""
        roles = {each.clinic: each.role for each in memberships}
        for clinic, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(roles.get(clinic, NONE))))

    def memberships(self) -> tuple[Membership, ...]:
        """Return what is chosen."""
        found = ((clinic, str(box.currentData())) for clinic, box in self.boxes.items())
        return tuple(Membership(clinic, role) for clinic, role in found if role)
