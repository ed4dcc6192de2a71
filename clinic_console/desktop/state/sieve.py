"""What of a paged list fits what the user looks for here: the hub is not asked for it."""

from collections.abc import Callable
from typing import TypeVar

from clinic_console.desktop.state.pages import Ask, Pages

T = TypeVar("T")


class Sieve(Pages[T]):
    """The rows of ``source`` that fit; everything else about the list is the source's own.

    ``sift`` brings it up to date, and takes on what is looked for. It wants all of the source: what is not here
    cannot be found.
    """

    def __init__(self, source: Pages[T]) -> None:
        super().__init__(source.key)
        self.source = source
        self._fits: Callable[[T], bool] | None = None
        self._seen = -1

    def sift(self, fits: Callable[[T], bool] | None = None) -> None:
        """Show what fits by now; without a rule that of before holds."""
        source = self.source
        source.more()
        if fits is None and self._seen == source.version:
            return
        self._fits, self._seen = fits or self._fits, source.version
        rule = self._fits
        rows = source.rows if rule is None else tuple(row for row in source.rows if rule(row))
        self.lists += fits is not None
        self.rows, self.gone, self.news = rows, source.gone, source.news
        self.loaded, self.error, self.since = source.loaded, source.error, source.since
        self.version += 1

    @property
    def has_more(self) -> bool:
        """Say whether the source has more."""
        return self.source.has_more

    @property
    def full(self) -> bool:
        """Say whether the source is full."""
        return self.source.full

    @property
    def wanted(self) -> bool:
        """Say whether the source is to be asked for something."""
        return self.source.wanted

    @property
    def asking(self) -> bool:
        """Say whether the source is being asked for."""
        return self.source.asking

    def refresh(self, *, quiet: bool = False) -> None:
        """Want all of the source anew."""
        self.source.refresh(quiet=quiet)

    def more(self) -> None:
        """Want the source's next page."""
        self.source.more()

    def begin(self) -> Ask | None:
        """Return what to ask the source's hub now."""
        return self.source.begin()

    def settle(self) -> None:
        """Let the source's rows come and go."""
        self.source.settle()
