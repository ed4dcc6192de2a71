"""What the routes work with; the hub's app puts it together."""

from dataclasses import dataclass

from clinic_console.hub.config import Address
from clinic_console.hub.service.access import Access
from clinic_console.hub.service.readiness import Commands
from clinic_console.hub.service.schedule_news import Bus
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.service.unit_of_work import Engine
from clinic_console.hub.service.wards import Cache


@dataclass(frozen=True, slots=True)
class Services:
    """The API's pool, who signs people in, the line to Redis, cached values, and where
    consoles find the push socket. ``bus`` tells consoles of what has been committed (None: nobody is told),
    ``refresh`` has their days made anew for the cache (None: they are when somebody asks).

    ``push_url`` is what the configuration says; where it is empty, the address is the request's host and ``push``'s
    port.
    """

    engine: Engine
    access: Access
    redis: Commands
    cache: Cache
    push: Address
    push_url: str = ""
    bus: Bus | None = None
    refresh: Refresh | None = None
