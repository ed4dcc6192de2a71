"""Which beds stand on which page of the wall, and which of them is the current one."""

from dataclasses import dataclass, field

from clinic_console.desktop.charts.grid import Grid, arrange
from clinic_console.desktop.state.wards import Bed


@dataclass(slots=True)
class Pages:
    """Beds in their order, laid out by a grid; ``page`` and ``current`` (an index of ``beds``) count from 0."""

    beds: tuple[Bed, ...] = ()
    grid: Grid = field(default_factory=lambda: arrange(1, 1, 1))
    page: int = 0
    current: int = 0

    @property
    def first(self) -> int:
        """Return the index of the page's first bed."""
        return self.page * self.grid.per_page

    @property
    def shown(self) -> tuple[Bed, ...]:
        """Return the beds of the page."""
        return self.beds[self.first : self.first + self.grid.per_page]

    @property
    def elsewhere(self) -> tuple[Bed, ...]:
        """Return the beds of the other pages."""
        return self.beds[: self.first] + self.beds[self.first + self.grid.per_page :]

    @property
    def bed(self) -> Bed | None:
        """Return the current bed."""
        return self.beds[self.current] if self.current < len(self.beds) else None

    def put(self, beds: tuple[Bed, ...]) -> None:
        """Take other beds, or the same in another order; the current one stays the same bed while it is there."""
        bed, ids = self.bed, [each.id for each in beds]
        self.beds = beds
        self.current = ids.index(bed.id) if bed is not None and bed.id in ids else 0

    def lay(self, grid: Grid, *, follow: bool) -> None:
        """Take another grid; go to the current bed's page, or stay and make the page's first bed the current one."""
        self.grid = grid
        if follow:
            self.page = self._page_of_current
            return
        self.page = min(self.page, grid.pages - 1)
        if self.page != self._page_of_current:
            self.current = self.first

    def turn(self, page: int) -> bool:
        """Go to a page; return whether it is another one."""
        page = max(0, min(page, self.grid.pages - 1))
        if page == self.page:
            return False
        self.page = page
        self.current = min(self.first, max(0, len(self.beds) - 1))
        return True

    def move(self, to: int) -> bool:
        """Make the bed at an index the current one and go to its page; return whether there is such a bed."""
        if not 0 <= to < len(self.beds) or to == self.current:
            return False
        self.current = to
        self.page = self._page_of_current
        return True

    @property
    def _page_of_current(self) -> int:
        return min(self.current // self.grid.per_page, self.grid.pages - 1)
