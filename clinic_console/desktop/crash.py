"""What is kept of an error: an id, its kinds and its places in the code, and never a word of what it was about.

Messages, local variables and values may hold patients' names, so none of them reaches a log file or a terminal.
"""

import faulthandler
import hashlib
import io
import json
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any, Final

import platformdirs
import structlog
from structlog.typing import EventDict, WrappedLogger

from clinic_console.domain.errors import ClinicError

LOG_BYTES: Final = 1_000_000
LOG_FILES: Final = 5
FRAMES: Final = 30
CHAIN: Final = 8
FAULTS: Final = 64
SAY_SECONDS: Final = 60.0
END_SECONDS: Final = 2.0
"""Within this time after its window was closed the process has ended, whatever hangs."""
PLACES: Final = 8
_DUMP_BYTES: Final = 64 * 1024
# Neither 0 and O nor 1, I and L: ids are read out over the telephone.
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_FATAL: Final = re.compile(r"^(?:Fatal Python error: |Windows fatal exception: |(?=Timeout))([\w ]{1,60})", re.M)
_DUMPED: Final = re.compile(r'^  File "([^"\n]*)", line (\d+) in (\S+)', re.M)
_PRIVATE: Final = frozenset(
    {"name", "names", "patient", "patients", "latin", "kana", "mrn", "birth", "dob", "phone", "address", "email"}
    | {"login", "user", "password", "secret", "token", "access", "refresh", "authorization"}
    | {"detail", "message", "text", "body", "value", "values"}
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """An error without its words: ``frames`` are module:function:line, innermost last; ``kinds`` the chain's classes.

    The same fault in the same version has the same ``id``, on every PC.
    """

    id: str
    kind: str
    where: str
    frames: tuple[str, ...]
    kinds: tuple[str, ...]


def report(error: BaseException) -> Report:
    """Return what may be kept of an error."""
    chain = list(_chain(error))
    frames = [frame for each in reversed(chain) for frame in _frames(each)][-FRAMES:]
    kinds = tuple(_kind(each) for each in chain)
    return _report(kinds, frames)


class Faults:
    """Counts faults by their id, so that one that repeats is said once a minute and does not fill the log."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def seen(self, fault: str, now: float) -> int | None:
        """Return how often it came since it was last said, or None when it is not to be said again yet."""
        with self._lock:
            at, count = self._said.pop(fault, (-SAY_SECONDS, 0))
            quiet = now - at < SAY_SECONDS
            self._said[fault] = (at, count + 1) if quiet else (now, 0)
            while len(self._said) > FAULTS:
                self._said.popitem(last=False)
        return None if quiet else count + 1


def note(error: BaseException, what: str, faults: Faults) -> Report | None:
    """Write an error to the log; None where that was done a moment ago. ``what`` names the work, never a person."""
    found = report(error)
    times = faults.seen(found.id, time.monotonic())
    if times is None:
        return None
    log.error("failed unexpectedly", what=what, times=times, id=found.id, kinds=found.kinds, frames=found.frames)
    return found


def catch(tell: Callable[[BaseException, str], object]) -> Callable[[], None]:
    """Send errors that nobody handles, of any thread or finaliser, to ``tell``; return the way back."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    telling = threading.local()

    def hand(error: BaseException | None, what: str) -> None:
        # An error in telling of an error ends here, or there would be no end to it.
        if error is None or getattr(telling, "now", False):
            return
        telling.now = True
        try:
            tell(error, what)
        except Exception as worse:
            _last_word(f"{report(error).id} could not be told ({_kind(worse)})")
        finally:
            telling.now = False

    def main(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before[0](kind, error, trace)
        else:
            hand(error.with_traceback(trace), "slot")

    sys.excepthook = main
    threading.excepthook = lambda given: hand(given.exc_value, "thread")
    sys.unraisablehook = lambda given: hand(given.exc_value, "finaliser")

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    return restore


class Run:
    """One run of a program, from ``begin`` to ``end``: its log, its marker, and its file for hard crashes.

    Up to ``PLACES`` of a program run side by side in a folder, each in a place of its own, locked by the system.
    """

    def __init__(self, program: str, folder: Path | None = None) -> None:
        self.program = program
        self.folder = folder or platformdirs.user_log_path("clinic-console", appauthor=False)
        self.past: Report | None = None
        self._forced: Report | None = None
        self._marker: IO[bytes] | None = None
        self._dump: IO[bytes] | None = None
        self._faults = Faults()

    def begin(self) -> Report | None:
        """Set up logs and every net under the process; return the hard crash that ended an earlier run, if any."""
        place = self._take_place()
        configure_logs(self.folder / f"{place}.log" if place else None)
        catch(self._last_net)
        if place:
            with suppress(OSError):
                self._dump = (self.folder / f"{place}.crash").open("wb")
                faulthandler.enable(self._dump)
        _no_core_file()
        for what, past in (("ended hard last time", self.past), ("did not end by itself last time", self._forced)):
            if past is not None:
                log.error(what, id=past.id, kinds=past.kinds, frames=past.frames)
        return self.past

    def end_within(self, seconds: float = END_SECONDS) -> None:
        """The end begins: note that it was wanted, and end the process by force if it takes longer.

        This works while the loop is stuck or a library holds Python's lock; where it hung stands in the crash file.
        """
        self.end()
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._dump or sys.__stderr__ or 2)

    def end(self, *, at_once: bool = False) -> None:
        """Note that this run ended as it should.

        ``at_once`` leaves out what Python does at its end: under a task that will not end it can crash.
        """
        if self._marker is not None:
            with suppress(OSError):
                self._marker.truncate(0)
        if at_once:
            logging.shutdown()
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError, AttributeError):
                    stream.flush()
            os._exit(0)

    def _last_net(self, error: BaseException, what: str) -> None:
        found = note(error, what, self._faults)
        if found is not None:
            _last_word(f"something went wrong ({found.id})")

    def _look_back(self, dump: Path, *, unclean: bool) -> None:
        found = past_crash(dump)
        with suppress(OSError):
            dump.unlink(missing_ok=True)
        if unclean:
            self.past = self.past or found
        else:
            self._forced = self._forced or found

    def _take_place(self) -> str | None:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        taken = None
        for number in range(1, PLACES + 1):
            place = f"{self.program}-{number}"
            marker = _locked(self.folder / f"{place}.run", create=taken is None)
            if marker is None:
                continue
            self._look_back(self.folder / f"{place}.crash", unclean=bool(marker.read(1)))
            marker.seek(0)
            marker.truncate()
            if taken is None:
                marker.write(str(os.getpid()).encode())
                marker.flush()
                self._marker, taken = marker, place
            else:
                marker.close()
        return taken


def past_crash(file: Path) -> Report | None:
    """Read what Python's fault handler wrote while a process died; None where it wrote nothing."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_DUMP_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    fatal = _FATAL.search(text)
    if fatal is None:
        return None
    # All threads are written: the one that died is called current; without one, the main thread comes last.
    threads = text.split("(most recent call first)")
    died = next((at for at, before in enumerate(threads[:-1]) if "Current thread" in before), len(threads) - 2)
    found = _DUMPED.findall(threads[died + 1])
    places = [f"{_module(Path(path))}:{name}:{line}" for path, line, name in found]
    return _report((fatal[1].strip(),), places[:FRAMES][::-1])


def configure_logs(file: Path | None = None) -> None:
    """Send all logs of the process, the libraries' too, to stderr and to a file that is kept small, without data."""
    kept: list[structlog.typing.Processor] = []
    if file is not None:
        with suppress(OSError):
            kept.append(_Kept(_LogFile(file, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")))
    text = os.environ.get("CLINIC_LOG", "json") == "text"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            without_data,
            *kept,
            structlog.dev.ConsoleRenderer() if text else structlog.processors.JSONRenderer(),
        ],
        # A program without a console window has no stderr.
        logger_factory=structlog.PrintLoggerFactory(sys.stderr or io.StringIO()),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.getLogger().handlers[:] = [_Libraries(logging.WARNING)]
    logging.captureWarnings(capture=True)


def without_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out of a log entry what may be about a person: errors become reports, objects their class."""
    error = event.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = error[1] if isinstance(error, tuple) else sys.exc_info()[1]
    if isinstance(error, BaseException):
        found = report(error)
        event.update(id=found.id, kinds=found.kinds, frames=found.frames)
    for key in [key for key in event if key.lower() in _PRIVATE]:
        del event[key]
    return {key: _plain(value) for key, value in event.items()}


class _Kept:
    """Writes each entry as a line of JSON to a file."""

    def __init__(self, file: logging.Handler) -> None:
        self._file = file

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        self._file.handle(logging.makeLogRecord({"msg": json.dumps(event, default=str, ensure_ascii=False)}))
        return event


class _LogFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is no reason to stop, and what could be said of it would go the same way."""


class _Libraries(logging.Handler):
    """Says of a library's message who wrote it and where; its words may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{record.module}:{record.funcName}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        log.warning("library", logger=record.name, severity=record.levelname, where=where, exc_info=error)


def _report(kinds: tuple[str, ...], frames: list[str]) -> Report:
    digest = int.from_bytes(hashlib.sha256("\n".join((*kinds, *frames)).encode()).digest()[:8], "big")
    letters = []
    for _ in range(6):
        digest, rest = divmod(digest, len(_LETTERS))
        letters.append(_LETTERS[rest])
    ours = [frame for frame in frames if frame.startswith("clinic_console.")]
    where = (ours or frames or [""])[-1]
    return Report(f"{''.join(letters[:3])}-{''.join(letters[3:])}", kinds[0], where, tuple(frames), kinds)


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = deque([error]), set[int]()
    while waiting and len(seen) < CHAIN:
        each = waiting.popleft()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        before = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        group = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting.extend([*group, *([before] if before is not None else [])])


def _frames(error: BaseException) -> list[str]:
    last: deque[str] = deque(maxlen=FRAMES)
    for frame, line in traceback.walk_tb(error.__traceback__):
        last.append(f"{frame.f_globals.get('__name__', '?')}:{frame.f_code.co_qualname}:{line}")
    return list(last)


def _module(path: Path) -> str:
    # Not the whole path: it may lead through somebody's home.
    parts = [*path.parts[:-1], path.stem]
    return ".".join(parts[parts.index("clinic_console") :] if "clinic_console" in parts else parts[-2:])


def _kind(error: BaseException) -> str:
    return f"{type(error).__name__} {error.code}" if isinstance(error, ClinicError) else type(error).__name__


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value[:200]
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return [each[:200] for each in value[:FRAMES]]
    return type(value).__name__


def _last_word(text: str) -> None:
    with suppress(OSError, ValueError, AttributeError):
        print(f"clinic-console: {text}", file=sys.stderr)  # noqa: T201 - there is no log behind this


def _no_core_file() -> None:
    # The memory of a console is full of patients; the crash file says where it died.
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _locked(path: Path, *, create: bool) -> IO[bytes] | None:
    """Open a file and lock it until it is closed or the process dies; None where another process has it."""
    if not create and not path.exists():
        return None
    stream = None
    try:
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        if sys.platform == "win32":
            import msvcrt

            # Far behind what is written: a locked byte cannot be read by others.
            stream.seek(1 << 20)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if stream is not None:
            stream.close()
        return None
    return stream
