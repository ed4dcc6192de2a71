"""The hub's HTTP API for the fuzzer: the product's own application, composed with wide limits of rate.

One fuzzer asks as much as a whole clinic; with a single console's limits it would see nothing but 429.
"""

import asyncio
import json
import os
import signal

import uvloop

from clinic_console.hub import logs
from clinic_console.hub.api.app import make_api
from clinic_console.hub.api.limits import Limits, Rate
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.api.services import Services
from clinic_console.hub.app import spare_the_collector
from clinic_console.hub.cache import Cache
from clinic_console.hub.config import read_config
from clinic_console.hub.encryption import Encryption
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.access import Access
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.store.pools import make_engine

_WIDE = Rate(1e9, 1e9)


async def _serve() -> None:
    config = read_config(os.environ)
    logs.set_up("hub", config.log_format)
    engine = make_engine(config.postgres_dsn, "clinic_hub", config.pool_size)
    access, line = Access(engine, config.token_key), Line(config.redis_url)
    limits = Limits(address=_WIDE, user=_WIDE, careful_address=_WIDE, careful_user=_WIDE)
    cache = Cache(line)
    fresh = make_engine(config.postgres_dsn, "clinic_live", 1)
    refresh = Refresh(fresh, cache)
    services = Services(engine, access, line, cache, config.push, refresh=refresh)
    listener = HttpListener(make_api(services, limits), Encryption(config))
    refreshing = asyncio.create_task(refresh.run())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    address = await listener.start(config.http)
    spare_the_collector()
    print(json.dumps({"ready": "hub", "http": str(address)}), flush=True)
    await stop.wait()
    await listener.stop()
    refreshing.cancel()
    access.close()
    await line.close()
    await fresh.dispose()
    await engine.dispose()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())
