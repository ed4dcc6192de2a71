"""The only place where asyncio meets Qt: one loop for both, tasks with an owner, errors, the frame clock, the end."""

import asyncio
import gc
import queue
import re
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from weakref import WeakSet

import qasync
import structlog
from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from clinic_console.desktop import crash
from clinic_console.domain.errors import ClinicError

FRAME_MS: Final = 33
STALL_SECONDS: Final = 0.050
CLOSE_SECONDS = 1.3
DISPOSE_SECONDS = 0.2
THREADS_SECONDS = 0.3
"""All together stay below ``crash.END_SECONDS``, which ends what even they cannot end."""
WORKERS: Final = 8
MAX_WAITING: Final = 1_000
TIDY_SECONDS: Final = 60.0
# What asyncio says of itself; anything else it says quotes the arguments of a call.
_LOOP_SAYS: Final = ("Task was destroyed but it is pending", "Task exception was never retrieved")
_QT_PLACE: Final = re.compile(r"Q\w{1,40}(::~?\w{1,40})+")

T = TypeVar("T")
log = structlog.get_logger()


def monotonic() -> float:
    """Return seconds that only rise, those of a suspended PC included where the system counts them.

    A laptop that wakes must find its numbers old at once.
    """
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


def words(error: BaseException) -> str:
    """Return what to tell the user about an error, in the user's language."""
    if not isinstance(error, ClinicError):
        return QCoreApplication.translate("errors", "Something went wrong.")
    sentence = QCoreApplication.translate("errors", (type(error).__doc__ or "").strip().split("\n", 1)[0])
    if not error.detail:
        return sentence
    detail = QCoreApplication.translate("errors", error.detail)
    return QCoreApplication.translate("errors", "%1: %2").replace("%2", detail).replace("%1", sentence.rstrip(".。"))


def advice(error: ClinicError) -> str:
    """Return what the user can do about an error, in the user's language."""
    return QCoreApplication.translate("errors", error.advice)


def sentences(*parts: str) -> str:
    """Return what is not empty as one text, divided as the user's language divides sentences."""
    said = [part for part in parts if part]
    pattern = QCoreApplication.translate("Sentences", "%1 %2", "one sentence, and the next")
    between = pattern.removeprefix("%1").removesuffix("%2")
    return between.join(said)


class Throttle(QObject):
    """Lets a call through once in so many milliseconds, at the edges asked for, on the Qt loop.

    It belongs to who keeps it (a view that goes takes its calls along), and ends with the bridge.
    """

    def __init__(self, ms: int, call: Callable[[], object], *, leading: bool) -> None:
        super().__init__()
        self._call, self._leading, self._again, self._ended = call, leading, False, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ms)
        self._timer.timeout.connect(self._due)

    def __call__(self) -> None:
        """Ask for the call."""
        if self._ended:
            return
        if not self._leading:
            self._timer.start()
        elif self._timer.isActive():
            self._again = True
        else:
            self._timer.start()
            self._call()

    @property
    def pending(self) -> bool:
        """Whether the call is still to come."""
        return self._timer.isActive() and (self._again or not self._leading)

    def cancel(self) -> None:
        """Drop the call that is still to come."""
        self._again = False
        self._timer.stop()

    def end(self) -> None:
        """Drop the call that is still to come, and all later ones."""
        self._ended = True
        self.cancel()

    def _due(self) -> None:
        if self._leading and not self._again:
            return
        if self._leading:
            # What came meanwhile opens the next stretch.
            self._again = False
            self._timer.start()
        self._call()


@dataclass(slots=True)
class Stalls:
    """How often the loop was held up between two frames (over 50 ms), and the longest time in seconds."""

    count: int = 0
    longest: float = 0.0
    _last: float | None = None

    def tick(self, now: float) -> None:
        """Note a frame."""
        gap = 0.0 if self._last is None else now - self._last
        self._last = now
        if gap > STALL_SECONDS:
            self.count += 1
            self.longest = max(self.longest, gap)

    def rest(self) -> None:
        """The clock stops: the time until it starts again is no stall."""
        self._last = None


class Tidier:
    """Python's garbage collection on the Qt loop alone, between frames.

    Left to itself it runs in whichever thread makes the next object, and a widget that is destroyed outside its
    thread can take the process with it.
    """

    def __init__(self) -> None:
        self._whole_at = 0.0

    def begin(self) -> None:
        """Take over from Python."""
        gc.disable()

    def end(self) -> None:
        """Give back to Python; what is left of widgets goes first, as threads may still run."""
        if not gc.isenabled():
            gc.collect()
            gc.enable()

    def tick(self, now: float) -> None:
        """Collect what Python would have collected by now; the oldest objects at most once a minute."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[2] and now - self._whole_at > TIDY_SECONDS:
            self._whole_at = now
            gc.collect()
        elif due[1] or due[0]:
            gc.collect(1 if due[1] else 0)


class Workers(Executor):
    """Threads for calls that block. At the end they are waited for, but not long: one may hang.

    Python ends a thread that comes back while it shuts down; from within Qt's code that aborts the process.
    """

    def __init__(self, most: int = WORKERS) -> None:
        self._most = most
        self._work: queue.Queue[tuple[Future[Any], Callable[[], Any]]] = queue.Queue(MAX_WAITING)
        self._threads: list[threading.Thread] = []
        self._idle = threading.Semaphore(0)
        self._done = threading.Condition()
        self._open = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Run a call in a thread; raises queue.Full when very many wait."""
        future: Future[T] = Future()
        with self._done:
            self._work.put_nowait((future, lambda: fn(*args, **kwargs)))
            self._open += 1
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._most:
            thread = threading.Thread(target=self._run, name=f"worker-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def _run(self) -> None:
        while True:
            future, call = self._work.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call())
                except BaseException as error:
                    future.set_exception(error)
            del future, call
            self._idle.release()
            with self._done:
                self._open -= 1
                self._done.notify_all()

    def end(self, seconds: float) -> bool:
        """Wait so long at most for what is under way; say whether all of it has ended."""
        with self._done:
            return self._done.wait_for(lambda: not self._open, seconds)


class Bridge(QObject):
    """Owns the loop and every task on it.

    ``frame`` is the frame clock: everything that is painted is brought up to date when it ticks (monotonic seconds).
    ``failed`` carries a sentence for the user when a task ended by an error nobody handled; it may be emitted, and
    ``tell`` called, from any thread.
    """

    frame = Signal(float)
    failed = Signal(str)
    _elsewhere = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        # The loop ends when its work is done, not when a window is closed: closing takes a moment.
        app.setQuitOnLastWindowClosed(False)
        self.loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
        self.loop.set_exception_handler(self._loop_failed)
        self._workers = Workers()
        self.loop.set_default_executor(self._workers)
        self.stalls = Stalls()
        self._tidier = Tidier()
        self._tidier.begin()
        self._faults = crash.Faults()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._throttles: WeakSet[Throttle] = WeakSet()
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._tick)
        self._elsewhere.connect(self.failed, Qt.ConnectionType.QueuedConnection)

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run the loop until a coroutine is done."""
        return self.loop.run_until_complete(main)

    def spawn(self, work: Coroutine[Any, Any, Any], what: str) -> asyncio.Task[Any]:
        """Start a task that this bridge owns: it is kept, its errors are told, and it ends with the bridge."""
        task = self.loop.create_task(work, name=what)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def debounce(self, ms: int, call: Callable[[], object]) -> Throttle:
        """Return what calls once nobody has asked for so many milliseconds (a search while somebody types)."""
        return self._throttled(Throttle(ms, call, leading=False))

    def throttle(self, ms: int, call: Callable[[], object]) -> Throttle:
        """Return what calls at once, then at most every so many milliseconds, and once more for the last request."""
        return self._throttled(Throttle(ms, call, leading=True))

    def start_frames(self) -> None:
        """Start the frame clock."""
        self._frames.start()

    async def close(self, *last: Coroutine[Any, Any, Any]) -> None:
        """Stop the clocks, end all tasks, then run what comes last (closing connections).

        What does not end within ``CLOSE_SECONDS`` in all is left behind and named in the log.
        """
        self._frames.stop()
        self.stalls.rest()
        for throttle in self._throttles:
            throttle.end()
        until = self.loop.time() + CLOSE_SECONDS
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        # Half the time is for what comes last, even if a task does not end.
        await self._end(tasks, until - CLOSE_SECONDS / 2)
        closing = {self.spawn(work, "close") for work in last}
        await self._end(closing, until)
        for task in (tasks | closing) & self._tasks:
            log.error("task did not end", task=task.get_name())
            task.cancel()

    @property
    def left(self) -> bool:
        """Say whether tasks did not end when they were told to, or threads are still at work."""
        return bool(self._tasks) or not self._workers.end(0)

    def dispose(self) -> None:
        """Close the loop (after the last ``run``)."""
        self._workers.end(THREADS_SECONDS)
        self._tidier.end()
        if not self.loop.is_closed():
            rest = self.loop.create_task(self.loop.shutdown_asyncgens())
            self.loop.run_until_complete(self._end({rest}, self.loop.time() + DISPOSE_SECONDS))
            self.loop.close()

    def attempt(self, what: str, step: Callable[[], object]) -> bool:
        """Run one step of a frame and return whether it worked: a fault in it is told, and costs only this step."""
        try:
            step()
        except Exception as error:
            self.tell(error, what)
            return False
        return True

    def tell(self, error: BaseException, what: str) -> None:
        """Write an error to the log and say it to the user; a fault that repeats is said once a minute."""
        if isinstance(error, ClinicError):
            log.warning("failed", what=what, code=error.code)
            self._say(words(error))
            return
        found = crash.note(error, what, self._faults)
        if found is not None:
            text = QCoreApplication.translate("errors", "Something went wrong (%1). It was written to the log.")
            self._say(text.replace("%1", found.id))

    def tell_past(self, past: crash.Report | None) -> None:
        """Say of a hard crash that ended the last run, if one did, under which id its traces are in the log."""
        if past is not None:
            text = QCoreApplication.translate(
                "errors", "Clinic Console ended unexpectedly last time (%1). Where it happened stands in the log."
            )
            self._say(text.replace("%1", past.id))

    def _say(self, text: str) -> None:
        here = threading.current_thread() is threading.main_thread()
        (self.failed if here else self._elsewhere).emit(text)

    def _throttled(self, made: Throttle) -> Throttle:
        self._throttles.add(made)
        return made

    async def _end(self, tasks: "set[asyncio.Task[Any]]", until: float) -> None:
        if tasks:
            await asyncio.wait(tasks, timeout=max(0.0, until - self.loop.time()))

    def _tick(self) -> None:
        now = time.monotonic()
        self.stalls.tick(now)
        self.frame.emit(monotonic())
        self._tidier.tick(now)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.tell(error, task.get_name())

    def _loop_failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.tell(error, "loop")
        else:
            text = str(context.get("message", ""))
            log.error("loop", says=next((known for known in _LOOP_SAYS if text.startswith(known)), "something else"))


def catch_slot_errors(bridge: Bridge) -> Callable[[], None]:
    """Send errors of slots, threads and finalisers, and Qt's own messages, to log and user; return the way back."""
    restore_hooks = crash.catch(bridge.tell)

    def message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        level = {QtMsgType.QtDebugMsg: log.debug, QtMsgType.QtInfoMsg: log.info}.get(kind, log.warning)
        # Of a message only the function it names is kept: Qt may quote what stands in a field.
        place = _QT_PLACE.search(text)
        level("qt", kind=kind.name, category=context.category, where=place[0] if place else "")

    qInstallMessageHandler(message)

    def restore() -> None:
        restore_hooks()
        qInstallMessageHandler(None)

    return restore
