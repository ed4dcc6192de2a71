"""The only place where asyncio meets Qt: one loop for both, tasks with an owner, errors, the frame clock, the end."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

import qasync
import structlog
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from clinic_console.domain.errors import ClinicError

FRAME_MS = 33
CLOSE_SECONDS = 1.5

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
    return f"{sentence.rstrip('.')}: {error.detail}" if error.detail else sentence


def advice(error: ClinicError) -> str:
    """Return what the user can do about an error, in the user's language."""
    return QCoreApplication.translate("errors", error.advice)


class Bridge(QObject):
    """Owns the loop and every task on it.

    ``frame`` is the frame clock: everything that is painted is brought up to date when it ticks (monotonic seconds).
    ``failed`` carries a sentence for the user when a task ended by an error nobody handled.
    """

    frame = Signal(float)
    failed = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        # The loop ends when its work is done, not when a window is closed: closing takes a moment.
        app.setQuitOnLastWindowClosed(False)
        self.loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
        self.loop.set_exception_handler(self._loop_failed)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._tick)

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run the loop until a coroutine is done."""
        return self.loop.run_until_complete(main)

    def spawn(self, work: Coroutine[Any, Any, Any], what: str) -> asyncio.Task[Any]:
        """Start a task that this bridge owns: it is kept, its errors are told, and it ends with the bridge."""
        task = self.loop.create_task(work, name=what)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def start_frames(self) -> None:
        """Start the frame clock."""
        self._frames.start()

    async def close(self) -> None:
        """Stop the frame clock and end all tasks; what does not end in time is left behind and named in the log."""
        self._frames.stop()
        current = asyncio.current_task()
        tasks = {task for task in self._tasks if task is not current}
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=CLOSE_SECONDS)
        for task in left:
            log.error("task did not end", task=task.get_name())

    def dispose(self) -> None:
        """Close the loop (after the last ``run``)."""
        if not self.loop.is_closed():
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()

    def tell(self, error: BaseException, what: str) -> None:
        """Write an error to the log and say it to the user."""
        if isinstance(error, ClinicError):
            log.warning("failed", what=what, code=error.code, detail=error.detail)
        else:
            log.error("failed unexpectedly", what=what, exc_info=error)
        self.failed.emit(words(error))

    def _tick(self) -> None:
        self.frame.emit(monotonic())

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.tell(error, task.get_name())

    def _loop_failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.tell(error, str(context.get("message", "loop")))
        else:
            log.error("loop", message=context.get("message"))


def catch_slot_errors(bridge: Bridge) -> Callable[[], None]:
    """Send errors of Qt slots and Qt's own messages to the log and the user; return the way back."""
    before = sys.excepthook
    telling = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal telling
        # An error in telling of an error goes where errors went before, or there would be no end to it.
        if telling or issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        telling = True
        try:
            bridge.tell(error, "slot")
        finally:
            telling = False

    def message(kind: QtMsgType, _: object, text: str) -> None:
        level = {QtMsgType.QtDebugMsg: log.debug, QtMsgType.QtInfoMsg: log.info}.get(kind, log.warning)
        level("qt", message=text)

    sys.excepthook = hook
    qInstallMessageHandler(message)

    def restore() -> None:
        sys.excepthook = before
        qInstallMessageHandler(None)

    return restore
