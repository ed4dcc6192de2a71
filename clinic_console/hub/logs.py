"""Logs of the hub's programs: one line per event to stderr, JSON or text, with request ids and without secrets.

What a patient's data may be in never reaches a log: the messages of foreign exceptions (a database quotes the row),
parameters of statements, bodies, query strings.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from clinic_console.domain.errors import ClinicError

_SECRET: Final = frozenset(
    {"password", "token", "access", "refresh", "authorization", "secret", "dsn", "postgres_dsn", "redis_url", "key"}
)
_QUIET: Final = ("uvicorn", "uvicorn.error", "websockets", "procrastinate", "psycopg.pool", "alembic", "asyncio")
_FRAMES: Final = 30
_program = ["cli"]
"""Which program this process is; the command line until one is set up."""


def set_up(program: str, form: str, stream: TextIO | None = None) -> None:
    """Send all logs of this process, the libraries' too, to ``stream`` (stderr) as ``form``: json or text."""
    _program[0] = program
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _safe_exception,
        _without_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _named(program), _renderer(form)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a room; events are short names, facts are keywords."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


@contextmanager
def bound(**facts: object) -> Iterator[None]:
    """Add facts (a request's id) to every log line of this task and of the tasks it starts."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


def program_name() -> str:
    """Return which program this process is, as its logs say."""
    return _program[0]


def request_id() -> str:
    """Return the id of the request that is being answered, or nothing."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _renderer(form: str) -> structlog.typing.Processor:
    if form == "text":
        return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(default=str)


def _named(program: str) -> structlog.typing.Processor:
    def name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["program"] = program
        return event

    return name


def _without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key in event:
        if key.lower() in _SECRET:
            event[key] = "…"
    return event


def _safe_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write an exception as its types and places; only the clinic's own errors say their message."""
    found = event.pop("exc_info", None)
    record: logging.LogRecord | None = event.get("_record")
    if found is None and record is not None:
        found, record.exc_info, record.exc_text = record.exc_info, None, None
    error = _exception_of(found)
    if error is not None:
        event["exception"] = "\n".join(_described(error))
    return event


def _exception_of(found: Any) -> BaseException | None:
    if found is True:
        return sys.exc_info()[1]
    if isinstance(found, tuple):
        found = found[1]
    return found if isinstance(found, BaseException) else None


def _described(error: BaseException) -> Iterator[str]:
    shown: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in shown:
        shown.add(id(current))
        yield _headline(current)
        for frame in traceback.extract_tb(current.__traceback__)[-_FRAMES:]:
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _headline(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, ClinicError):
        return f"{name}: {error}"
    state = getattr(error, "sqlstate", None) or getattr(error, "errno", None)
    return f"{name} [{state}]" if state else name
