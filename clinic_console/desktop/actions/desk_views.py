"""What is done with saved views of the front desk: have them brought, keep one, rename one, take one away."""

import unicodedata
from collections.abc import Iterable

import structlog

from clinic_console.desktop.link import desk_views as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.front_desk import DeskView, FrontDesk
from clinic_console.domain.errors import ClinicError
from clinic_console.wire.desk_views import DeskViews, View

log = structlog.get_logger()


class DeskViewActions:
    """Saved views; all of them go to the hub anew with each change, so what it answers is what there is."""

    def __init__(self, access: Access, state: FrontDesk) -> None:
        self._access, self.state = access, state
        self._asked = False

    @property
    def wanted(self) -> bool:
        """Say whether they are still to be had."""
        return self.state.views is None and self.state.views_error is None and not self._asked

    async def load(self) -> None:
        """Ask for them; why they cannot be had stands in the state."""
        if self._asked:
            return
        self._asked = True
        try:
            self._take(await link.views(self._access))
        except ClinicError as error:
            log.warning("saved views not loaded", code=error.code)
            self.state.views_error = error
        finally:
            self._asked = False

    async def save(self, name: str, filters: dict[str, tuple[str, ...]]) -> None:
        """Keep filters under a name, in place of what had it. Raises ClinicError."""
        name = tidied(name)
        views = [each for each in await self._known() if not same(each.name, name)]
        await self._put([*views, DeskView(name, filters)])

    async def rename(self, before: str, after: str) -> None:
        """Give one another name; one that had it before is gone. Raises ClinicError."""
        after = tidied(after)
        views = [each for each in await self._known() if each.name == before or not same(each.name, after)]
        await self._put([each._replace(name=after) if each.name == before else each for each in views])

    async def remove(self, name: str) -> None:
        """Take one away. Raises ClinicError."""
        await self._put([each for each in await self._known() if each.name != name])

    async def put_back(self, views: tuple[DeskView, ...]) -> None:
        """Have the views again as they were. Raises ClinicError."""
        await self._put(views)

    async def _known(self) -> tuple[DeskView, ...]:
        """Return what there is at the hub by now: another console of the same user may have changed it."""
        self._take(await link.views(self._access))
        return self.state.views or ()

    async def _put(self, views: Iterable[DeskView]) -> None:
        items = [View(each.name, {key: list(values) for key, values in each.filters.items()}) for each in views]
        self._take(await link.put(self._access, DeskViews(items)))

    def _take(self, found: DeskViews) -> None:
        self.state.views_error = None
        self.state.views = tuple(
            DeskView(each.name, {key: tuple(values) for key, values in each.filters.items()}) for each in found.items
        )


def tidied(name: str) -> str:
    """Return a name without what cannot be seen of it."""
    return " ".join(name.split())


def same(one: str, other: str) -> bool:
    """Say whether two names are the same to who reads them."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
