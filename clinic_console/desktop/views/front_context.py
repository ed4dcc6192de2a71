"""What stands in the top bar while the front desk is shown: the clinic, the day, and ways to others."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.schedule_context import ScheduleContext


class FrontContext(ScheduleContext):
    """As that of the schedule, without its columns; the keys for days are others, the list has its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.modes.hide()
        translate = QCoreApplication.translate
        self.day.setToolTip(translate("Desk", "Go to day (Ctrl+G)"))
        self.now.setToolTip(translate("Desk", "Today (Alt+Home)"))
        for button, text in (
            (self.back, translate("Desk", "Day before (Alt+Left)")),
            (self.on, translate("Desk", "Day after (Alt+Right)")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(text)

    def _parts(self) -> list[QWidget]:
        return [part for part in super()._parts() if part is not self.modes]

    def _spared(self, parts: Sequence[QWidget]) -> tuple[QWidget, ...]:
        return tuple(part for part in super()._spared(parts) if part is not self.modes)
