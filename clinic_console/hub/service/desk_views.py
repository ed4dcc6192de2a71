"""A user's saved views of the front desk: filters under names, which the console alone understands."""

from collections.abc import Sequence
from typing import Final

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import BadField
from clinic_console.hub.service.appointments_given import read_words
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import desk_views as store
from clinic_console.wire.desk_views import DeskViews, View

MOST_VIEWS: Final = 20
LONGEST_NAME: Final = 40
MOST_BYTES: Final = 1_024

_views: Final = msgspec.json.Decoder(list[View]).decode


async def read(engine: Engine, scope: Scope) -> DeskViews:
    """Return the user's own views, in the order in which they were put."""
    async with unit_of_work(engine, scope) as work:
        kept = await store.read(work.connection)
    return DeskViews(_views(kept) if kept else [])


async def write(engine: Engine, scope: Scope, given: DeskViews) -> DeskViews:
    """Keep these views in the place of all that the user had, and return them; BadField."""
    views = _checked(given.items)
    async with unit_of_work(engine, scope) as work:
        await store.write(work.connection, msgspec.to_builtins(views))
    return DeskViews(views)


def _checked(given: Sequence[View]) -> list[View]:
    if len(given) > MOST_VIEWS:
        raise BadField(f"over {MOST_VIEWS}", field="items")
    views: dict[str, View] = {}
    for place, view in enumerate(given):
        name = read_words(view.name, f"items[{place}].name", LONGEST_NAME)
        if not name or name in views:
            raise BadField("empty" if not name else "twice", field=f"items[{place}].name")
        _check_filters(view.filters, f"items[{place}].filters")
        views[name] = View(name, view.filters)
    return list(views.values())


def _check_filters(filters: dict[str, list[str]], field: str) -> None:
    if len(msgspec.json.encode(filters)) > MOST_BYTES:
        raise BadField(f"over {MOST_BYTES} bytes", field=field)
    for text in (*filters, *(value for values in filters.values() for value in values)):
        # What cannot be typed cannot be kept either (NUL), and nobody could see why a filter finds nothing.
        read_words(text, field, MOST_BYTES)
