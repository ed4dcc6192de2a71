"""The day's list as Qt shows it: rows of a few hundred visits, of which only the waiting time is made anew."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.models.roll import Drawn, RollColumn, RollModel
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.state.schedule_columns import Card


class FrontModel(RollModel[Card]):
    """``waiting`` gives the last cell of a row, which another minute makes another one."""

    def __init__(
        self,
        columns: Sequence[RollColumn[Card]],
        narrow: Callable[[Card], Drawn],
        desk: FrontDesk,
        waiting: Callable[[Card], Cell],
        parent: Any = None,
    ) -> None:
        super().__init__(columns, narrow, desk, parent)
        self.desk, self.waiting = desk, waiting

    def drawn(self, place: int) -> Drawn | None:
        """Return what is painted at a place, with how long somebody waits by now."""
        drawn, card = super().drawn(place), self.desk.row(place)
        return (*drawn[:-1], (self.waiting(card),)) if drawn is not None and card is not None else drawn

    def said(self, place: int) -> str:
        """Return a whole row as one text, and how it stands in the list."""
        row, translate = self.desk.id(place), QCoreApplication.translate
        said = super().said(place)
        if row in self.desk.marks.ids:
            said = translate("Desk", "selected, %1").replace("%1", said)
        if row in self.desk.off:
            said = translate("Desk", "%1, does not fit the filter any more").replace("%1", said)
        elif row in self.desk.changed:
            said = translate("Desk", "%1, changed").replace("%1", said)
        return said
