"""The command line: one program per word, the console without one.

Each program is imported only when it is asked for, so each runs with its own extra alone.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_console import __version__
from clinic_console.domain.errors import BadConfiguration, ClinicError, PartMissing

if TYPE_CHECKING:
    from clinic_console.domain.audit import Head

CANNOT_START = 2
PART_MISSING = 3
INTERRUPTED = 130
TERMINAL = ("rich", "click", "pygments")
"""What structlog and httpx load wherever it is installed, to write colours and a command line: no use to a window."""

Parser = argparse.ArgumentParser
Arguments = argparse.Namespace


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line: what it does, its arguments, and the program behind it (returns an exit code)."""

    help: str
    run: Callable[[Arguments], int]
    arguments: Callable[[Parser], None] = lambda _parser: None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program that the arguments name and return its exit code; what stops it is said in words."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = _parse(words)
        run: Callable[[Arguments], int] = arguments.run
        return run(arguments)
    except ClinicError as error:
        print(f"clinic-console: {error}\n{error.advice}", file=sys.stderr)
        return PART_MISSING if isinstance(error, PartMissing) else CANNOT_START
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone; nor is there anybody for Python's own complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED


def _parse(words: Sequence[str]) -> Arguments:
    parser = Parser(prog="clinic-console", description="Without a command: the console.")
    parser.add_argument("--version", action="version", version=f"clinic-console {__version__}")
    parser.set_defaults(run=_console)
    _console_arguments(parser)
    commands = parser.add_subparsers(title="commands", metavar="command")
    # A bundle holds the console alone.
    offered = BUNDLED if getattr(sys, "frozen", False) else tuple(COMMANDS)
    for name in offered:
        command = COMMANDS[name]
        child = commands.add_parser(name, help=command.help, description=command.help)
        child.set_defaults(run=command.run)
        # Only the one that is asked for: its arguments may stand in a room of its own.
        if name in words[:1]:
            command.arguments(child)
    return parser.parse_args(words)


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Say PartMissing, naming the extra, when what is imported inside is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".", 1)[0] == "clinic_console":
            raise
        raise PartMissing(f"{error.name}, of clinic-console[{extra}]", field=extra) from error
    except ImportError as error:
        # A system library that a package wants, such as Qt's.
        raise PartMissing(f"{error} (needed by clinic-console[{extra}])", field=extra) from error


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let what is imported inside find none of these packages, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    # None is how Python is told that there is no such module.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment; where it names no database, completed by the servers that run in the data folder."""
    given = dict(environ)
    if given.get("CLINIC_POSTGRES_DSN") or given.get("CLINIC_CONFIG"):
        return given
    from clinic_console.embedded.folder import default_folder, running_settings

    folder = default_folder(environ)
    running = running_settings(folder)
    if running is None:
        raise BadConfiguration(
            f"CLINIC_POSTGRES_DSN is not set, and no servers of this user run in {folder}. "
            "Set it, or start some with: clinic-console servers",
            field="CLINIC_POSTGRES_DSN",
        )
    return {**running, **{name: value for name, value in given.items() if value or name not in running}}


def _dsn() -> str:
    found = settings()
    if "CLINIC_POSTGRES_DSN" in found:
        return found["CLINIC_POSTGRES_DSN"]
    with needs("hub"):
        from clinic_console.hub.config import read_config
    return read_config(found).postgres_dsn


def _console_arguments(parser: Parser) -> None:
    parser.add_argument("--server", metavar="URL", help="the hub's address (- : a line of stdin)")
    parser.add_argument("--smoke", action="store_true", help="open the first window without a display and leave")
    parser.add_argument("--tour", metavar="FOLDER", help="no window: sign in, look around, save pictures there")


def _console(arguments: Arguments) -> int:
    # numpy's linear algebra, which no console uses, would start a thread for each core and let it spin for a while.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with needs("desktop"), without(*TERMINAL):
        from clinic_console.desktop.app import run
    if arguments.server == "-":
        # The demo starts the console before it knows the hub's address: importing takes longest.
        arguments.server = sys.stdin.readline().strip()
    return run(arguments)


def _gallery_arguments(parser: Parser) -> None:
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="no window: save a picture of each page")


def _gallery(arguments: Arguments) -> int:
    with needs("desktop"):
        from clinic_console.desktop.gallery import run
    return run(arguments.pictures)


def _watchdog(_arguments: Arguments) -> int:
    with needs("desktop"):
        from clinic_console.desktop.watchdog import run
    return run()


def _hub(_arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.app import run_hub
        from clinic_console.hub.config import read_config
    return run_hub(read_config(settings()))


def _ingest(_arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.app import run_ingest
        from clinic_console.hub.config import read_config
    return run_ingest(read_config(settings()))


def _worker(_arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.app import run_worker
        from clinic_console.hub.config import read_config
    return run_worker(read_config(settings()))


def _simulate_arguments(parser: Parser) -> None:
    from clinic_console.simulator.app import add_arguments

    add_arguments(parser)


def _simulate(arguments: Arguments) -> int:
    from clinic_console.simulator.app import run

    return run(arguments)


def _demo_arguments(parser: Parser) -> None:
    parser.add_argument("--tour", action="store_true", help="no window: save screenshots, say what happened, end")
    parser.add_argument("--seconds", type=float, default=25, help="how long a tour watches the wall (default: 25)")


def _demo(arguments: Arguments) -> int:
    with needs("desktop,hub,embedded"):
        from clinic_console.demo import run
    return run(arguments)


def _migrate(_arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.store.schema import migrate
    migrate(_dsn())
    return 0


def _seed_arguments(parser: Parser) -> None:
    parser.add_argument("--scale", default="demo", help="how much: demo, small, clinic, network (default: demo)")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same clinic")
    parser.add_argument(
        "--tokens", type=Path, metavar="FILE", help="write the devices' tokens there, not to the screen"
    )


def _seed(arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.administration import run_seed
    return run_seed(_dsn(), arguments.scale, arguments.seed, arguments.tokens)


def _clinic_arguments(parser: Parser) -> None:
    with needs("hub"):
        from clinic_console.hub.administration import clinic_arguments
    clinic_arguments(parser)


def _ward_arguments(parser: Parser) -> None:
    with needs("hub"):
        from clinic_console.hub.administration import ward_arguments
    ward_arguments(parser)


def _device_arguments(parser: Parser) -> None:
    with needs("hub"):
        from clinic_console.hub.administration import device_arguments
    device_arguments(parser)


def _user_arguments(parser: Parser) -> None:
    with needs("hub"):
        from clinic_console.hub.administration import user_arguments
    user_arguments(parser)


def _import_arguments(parser: Parser) -> None:
    with needs("hub"):
        from clinic_console.hub.administration_imports import import_arguments
    import_arguments(parser)


def _administer(arguments: Arguments) -> int:
    work: Callable[[str, Arguments], int] = arguments.work
    return work(_dsn(), arguments)


def _audit_arguments(parser: Parser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="action", dest="action", required=True)
    verify = actions.add_parser("verify", help="prove that no sealed row was changed, taken out, put in or moved")
    verify.add_argument("--heads", type=Path, metavar="FILE", help="what the worker exported (CLINIC_AUDIT_HEADS)")
    verify.add_argument("--head", action="append", default=[], metavar="SEQ:HASH", help="a head noted elsewhere")
    actions.add_parser("head", help="the chain's end, to be noted elsewhere")


def _audit(arguments: Arguments) -> int:
    with needs("hub"):
        from clinic_console.hub.service import verifying
    if arguments.action == "verify":
        exported = settings().get("CLINIC_AUDIT_HEADS", "")
        path = arguments.heads or (Path(exported) if exported and Path(exported).exists() else None)
        return _audit_verify([verifying.parse_head(text) for text in arguments.head], path)
    head, at = verifying.end_of_chain(_dsn())
    print(f"{head.seq}:{head.hash.hex()}\t{at or 'nothing is sealed yet'}")
    return 0


def _audit_verify(noted: list["Head"], path: Path | None) -> int:
    from clinic_console.hub.service import verifying

    heads = [*noted, *(verifying.read_heads(path) if path else [])]
    verdict = verifying.verify(_dsn(), heads, lambda done, of: print(f"{done} of {of} rows", file=sys.stderr))
    against = f"{len(heads)} exported heads" + (f" ({path})" if path else "")
    waiting = f"{verdict.waiting.rows} rows wait to be sealed"
    if verdict.waiting.oldest:
        waiting += f", the oldest since {verdict.waiting.oldest.isoformat()}"
    if verdict.broken is not None:
        row = f", id {verdict.broken.id}" if verdict.broken.id else ""
        print(f"BROKEN at row {verdict.broken.seq}{row}: {verdict.broken.problem}.")
        print(f"The {verdict.head.seq} rows before it hold, up to {verdict.at or 'the beginning'}. {waiting}.")
        return 1
    print(f"All {verdict.head.seq} sealed rows hold, up to {verdict.at or 'the beginning'}. {waiting}.")
    print(f"Head {verdict.head.seq}:{verdict.head.hash.hex()}, proved against {against}.")
    if not heads:
        print("Without an exported head nobody can see that the end was cut off, or all of it written anew.")
    return 0


def _servers(_arguments: Arguments) -> int:
    with needs("embedded"):
        from clinic_console.embedded.foreground import run
    return run()


COMMANDS = {
    "gallery": Command("every widget of the console in every state, to be looked at", _gallery, _gallery_arguments),
    "watchdog": Command("started by the console: says NOT MONITORED when the console hangs", _watchdog),
    "hub": Command("the server that consoles speak to", _hub),
    "ingest": Command("the door for bedside devices", _ingest),
    "worker": Command("the jobs that run by themselves", _worker),
    "simulate": Command("bedside monitors, replayed or made up", _simulate, _simulate_arguments),
    "demo": Command("all of it on this PC, on servers of its own", _demo, _demo_arguments),
    "migrate": Command("bring the database's schema up to date", _migrate),
    "seed": Command("fill an empty database with a made-up clinic", _seed, _seed_arguments),
    "clinic": Command("the clinics, and a new one", _administer, _clinic_arguments),
    "ward": Command("a new ward with its beds", _administer, _ward_arguments),
    "device": Command("register bedside devices, place or revoke them", _administer, _device_arguments),
    "user": Command("the people who work here, their roles and passwords", _administer, _user_arguments),
    "import": Command("bring in a file of patients or past visits", _administer, _import_arguments),
    "audit": Command("prove the audit log, or note where it ends", _audit, _audit_arguments),
    "servers": Command("Postgres, Valkey and S3 for this PC, until Ctrl-C", _servers),
}
BUNDLED = ("gallery", "watchdog")
