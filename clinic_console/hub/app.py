"""Composition roots: hub, ingest and worker, each to be read aloud; one way to start and stop.

Each imports its rooms itself: the programs start side by side, and none waits for what another needs.
Errors that keep a program from starting are SetupError or StoreUnavailable; the command line says them in words.
"""

import asyncio
import errno
import gc
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub import logs
from clinic_console.hub.config import Address, HubConfig
from clinic_console.hub.store import pools, schema

if TYPE_CHECKING:
    from clinic_console.hub.cache import Cache
    from clinic_console.hub.push.bus import Bus
    from clinic_console.hub.push.line import Line
    from clinic_console.hub.service.live import Live

HUB: Final = "clinic_hub"
INGEST: Final = "clinic_ingest"
WORKER: Final = "clinic_worker"
LIVE: Final = "clinic_live"
SEALER: Final = "clinic_sealer"
LIVE_POOL: Final = 2
JOBS_POOL: Final = 2
DEVICES_POOL: Final = 4

GARBAGE: Final = (100_000, 50, 50)
"""Python's collector runs after this many more objects than went (as ``gc.set_threshold``). 5,000 connections are
many objects that stay; walking them at the usual 700 cost ingest 10 to 15 % of its time (measured side by side)."""

RARELY: Final = (20_000, 20, 20)
"""The same for the hub, whose objects come and go with requests."""

_CANCEL_SECONDS: Final = 0.2

Ready = dict[str, str]
"""What a program says of itself when it is ready: its listeners by name."""
Result = TypeVar("Result")
_log = logs.get_logger(__name__)


def run_hub(config: HubConfig) -> int:
    """Serve people and consoles until a signal; return the exit code."""
    schema.check(config.postgres_dsn, HUB)
    return _run("hub", config, _hub)


def run_ingest(config: HubConfig) -> int:
    """Take in devices' readings until a signal; return the exit code."""
    schema.check(config.postgres_dsn, INGEST)
    return _run("ingest", config, _ingest)


def run_worker(config: HubConfig) -> int:
    """Run the jobs until a signal; return the exit code."""
    schema.check(config.postgres_dsn, WORKER)
    return _run("worker", config, _worker)


def spare_the_collector() -> None:
    """Let Python's collector pass over what has been loaded, and run more rarely: both stall requests (ADR 0059)."""
    gc.freeze()
    gc.set_threshold(*RARELY)


@asynccontextmanager
async def _hub(config: HubConfig, program: "Program") -> AsyncIterator[Ready]:
    from clinic_console.hub.api.app import make_api
    from clinic_console.hub.api.listener import HttpListener
    from clinic_console.hub.api.services import Services
    from clinic_console.hub.consoles.socket import ConsoleDoor
    from clinic_console.hub.encryption import Encryption
    from clinic_console.hub.push.bus import Bus
    from clinic_console.hub.push.line import Line
    from clinic_console.hub.service.access import Access
    from clinic_console.hub.service.rights import Rights
    from clinic_console.hub.service.schedule_refresh import Refresh
    from clinic_console.hub.store.listening import Listening

    async with AsyncExitStack() as stack:
        engine = _engine(stack, config, HUB, config.pool_size, "hub")
        line = Line(config.redis_url)
        stack.push_async_callback(line.close)
        cache = _cache(stack, config)
        access = Access(engine, config.token_key)
        stack.callback(access.close)
        stack.push_async_callback(access.settle)

        bus = Bus(line)
        bus.start()
        stack.push_async_callback(bus.stop)
        live = _live(stack, config, program, bus, line)

        encryption = Encryption(config)
        program.spawn(stack, encryption.renew(), "certificate")
        door = ConsoleDoor(live, access, encryption=encryption)
        push = await door.start(config.push)
        stack.push_async_callback(door.stop)
        rights = Rights([access, live], door)
        program.spawn(stack, Listening(config.postgres_dsn, HUB, "clinic_access", rights).run(), "rights")

        refresh = Refresh(_engine(stack, config, LIVE, 1, "hub-refresh"), cache)
        program.spawn(stack, refresh.run(), "refresh")
        services = Services(engine, access, line, cache, push, config.push_url, bus, refresh)
        http = HttpListener(make_api(services), encryption)
        address = await http.start(config.http)
        stack.push_async_callback(http.stop)
        spare_the_collector()
        _warm(stack, config, cache)
        yield {"http": str(address), "push": str(push)}


@asynccontextmanager
async def _ingest(config: HubConfig, program: "Program") -> AsyncIterator[Ready]:
    from clinic_console.hub.cache import Cache
    from clinic_console.hub.encryption import Encryption
    from clinic_console.hub.ingest.socket import DeviceDoor
    from clinic_console.hub.push.bus import Bus
    from clinic_console.hub.push.line import Line
    from clinic_console.hub.service.device_sessions import DeviceSessions
    from clinic_console.hub.service.publishing import Publisher
    from clinic_console.hub.service.readings import Recorder
    from clinic_console.hub.store.listening import Listening
    from clinic_console.hub.store.recording import Recording

    async with AsyncExitStack() as stack:
        engine = _engine(stack, config, INGEST, DEVICES_POOL, "ingest-devices")
        line = Line(config.redis_url)
        stack.push_async_callback(line.close)
        address = await _show_metrics(stack, config.metrics)

        recording = Recording(config.postgres_dsn)
        stack.push_async_callback(recording.close)
        recorder = Recorder(recording)
        program.spawn(stack, recorder.run(), "recorder")

        bus = Bus(line)
        bus.start()
        stack.push_async_callback(bus.stop)
        publisher = Publisher(bus, Cache(line), lambda: recorder.recording)
        program.spawn(stack, publisher.run(), "publisher")
        program.spawn(stack, publisher.run_latest(), "latest")

        encryption = Encryption(config)
        program.spawn(stack, encryption.renew(), "certificate")
        door = DeviceDoor(DeviceSessions(engine), recorder, publisher, encryption)
        devices = Address(*await door.start(config.devices.host, config.devices.port))
        stack.push_async_callback(door.stop)
        program.spawn(stack, door.sweep(), "sweep")
        program.spawn(stack, door.watch(), "watch")
        program.spawn(stack, Listening(config.postgres_dsn, INGEST, "clinic_devices", door.changes).run(), "register")
        gc.set_threshold(*GARBAGE)
        yield {"devices": str(devices), "metrics": str(address)}


@asynccontextmanager
async def _worker(config: HubConfig, program: "Program") -> AsyncIterator[Ready]:
    from clinic_console.hub.jobs.worker import Worker
    from clinic_console.hub.service.sealing import Sealer

    async with AsyncExitStack() as stack:
        engine = _engine(stack, config, WORKER, JOBS_POOL, "worker")
        address = await _show_metrics(stack, config.metrics)

        worker = Worker(pools.conninfo(config.postgres_dsn, "jobs", WORKER), engine)
        program.spawn(stack, worker.run(), "worker")
        sealer = Sealer(_engine(stack, config, SEALER, 1, "worker-sealer"), config.audit_heads)
        program.spawn(stack, sealer.run(), "sealer")
        await program.first(worker.ready)
        yield {"metrics": str(address)}


@dataclass(slots=True)
class Program:
    """One program under way: when it has to stop, and whether a part of it has failed."""

    name: str
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    failed: bool = False

    def spawn(self, stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run a part beside the others; it ends with the stack, and its own end ends the program."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        stack.push_async_callback(_cancel, task)

    async def first(self, event: asyncio.Event) -> None:
        """Wait for an event, or for the program to stop before it comes."""
        waiting = [asyncio.create_task(event.wait()), asyncio.create_task(self.stopping.wait())]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or self.stopping.is_set():
            return
        _log.critical("part.failed", part=task.get_name(), exc_info=task.exception())
        self.failed = True
        self.stopping.set()


Compose = Callable[[HubConfig, Program], AbstractAsyncContextManager[Ready]]


def _run(name: str, config: HubConfig, compose: Compose) -> int:
    """Run one program: open it, say that it is ready, wait for a signal, close it."""
    logs.set_up(name, config.log_format)
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        try:
            return runner.run(_serve(Program(name), config, compose))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
                raise
            raise BadConfiguration(str(error.strerror), field="the address to listen on") from error


async def _serve(program: Program, config: HubConfig, compose: Compose) -> int:
    _stop_on_signals(program.stopping)
    async with compose(config, program) as ready:
        if not program.stopping.is_set():
            _say(json.dumps({"ready": program.name, **ready}))
            _log.info("ready", **ready)
        await program.stopping.wait()
        _log.info("stopping")
    return 1 if program.failed else 0


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopping.set))
        else:
            loop.add_signal_handler(number, stopping.set)


def _new_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        # psycopg needs a loop that watches sockets; Windows' default one does not.
        return asyncio.SelectorEventLoop()
    import uvloop

    return uvloop.new_event_loop()


def _engine(stack: AsyncExitStack, config: HubConfig, role: str, size: int, name: str) -> pools.Engine:
    engine = pools.hub_engine(config, role, size, program=name)
    stack.push_async_callback(engine.dispose)
    return engine


def _cache(stack: AsyncExitStack, config: HubConfig) -> "Cache":
    """Make the API's cache, on a line of its own: what a crowd there asks for must not hold up the wall."""
    from clinic_console.hub.cache import PATIENCE_SECONDS, Cache
    from clinic_console.hub.push.line import Line

    quick = Line(config.redis_url, seconds=PATIENCE_SECONDS)
    stack.push_async_callback(quick.close)
    return Cache(quick)


def _live(stack: AsyncExitStack, config: HubConfig, program: "Program", bus: "Bus", line: "Line") -> "Live":
    """Make what consoles watch, on connections of its own: a crowd at the API must not freeze it (guarantee 8).

    Nor must a crowd at the desk freeze the wall, so they have one each.
    """
    from clinic_console.hub.cache import Cache
    from clinic_console.hub.service.live import Live
    from clinic_console.hub.store.listening import Listening

    engine = _engine(stack, config, HUB, LIVE_POOL, "hub-live")
    wall, desk = (_engine(stack, config, LIVE, 1, name) for name in ("hub-wall", "hub-desk"))
    live = Live(bus, Cache(line), engine, wall, desk)
    program.spawn(stack, live.run(), "live")
    program.spawn(stack, Listening(config.postgres_dsn, HUB, "clinic_desk", live.desk).run(), "desk")
    return live


def _warm(stack: AsyncExitStack, config: HubConfig, cache: "Cache") -> None:
    """Fill the cache beside the first requests, which need not wait for it; its end is not the program's."""
    from clinic_console.hub.service.warming import warm

    task = asyncio.create_task(warm(_engine(stack, config, LIVE, 1, "hub-warming"), cache), name="warming")
    stack.push_async_callback(_cancel, task)


async def _show_metrics(stack: AsyncExitStack, address: Address) -> Address:
    from clinic_console.hub.metrics import MetricsListener

    listener = MetricsListener()
    port = await listener.start(address.host, address.port)
    stack.push_async_callback(listener.stop)
    return Address(address.host, port)


async def _cancel(task: asyncio.Task[None]) -> None:
    # Once is not always enough: on Python 3.11 a wait_for() inside a library may swallow a cancellation.
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_CANCEL_SECONDS)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
