"""The command line as its user meets it: what runs, what is said when it cannot, and with which exit code."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from clinic_console import __version__, cli
from clinic_console.domain.errors import BadConfiguration, PartMissing
from clinic_console.embedded.folder import SETTINGS
from clinic_console.embedded.servers import EmbeddedServers

PROGRAM = [sys.executable, "-m", "clinic_console"]


def clean():
    """The environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_")}


@dataclass
class Done:
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process, with nothing but the given settings."""

    def run(*words, environ):
        with monkeypatch.context() as patch:
            for name in set(os.environ) - set(clean()):
                patch.delenv(name)
            for name, value in environ.items():
                patch.setenv(name, value)
            capsys.readouterr()
            status = cli.main(words)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


@pytest.fixture
def nowhere(tmp_path):
    """A data folder in which nothing runs."""
    return {"CLINIC_DATA": str(tmp_path)}


def test_version_and_help_need_no_server(capsys):
    for words in (["--version"], ["--help"], *([name, "--help"] for name in cli.COMMANDS)):
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        assert ended.value.code == 0
    assert f"clinic-console {__version__}" in capsys.readouterr().out


def test_an_unknown_command_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["hubb"])
    assert ended.value.code == cli.CANNOT_START
    assert "simulate" in capsys.readouterr().err


def test_asking_for_the_version_loads_no_program():
    code = "import sys, clinic_console.cli; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["PySide6", "sqlalchemy", "litestar", "psycopg", "redis", "numpy", "msgspec", "websockets", "asyncio"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["hub", "ingest", "worker", "migrate", "seed", "device list"])
def test_without_a_database_a_program_says_what_to_set_or_run(run, nowhere, name):
    done = run(*name.split(), environ=nowhere)
    assert done.returncode == cli.CANNOT_START
    assert "CLINIC_POSTGRES_DSN" in done.stderr
    assert "clinic-console servers" in done.stderr
    assert not done.stdout


def test_what_stops_a_program_is_said_without_a_traceback(nowhere):
    done = subprocess.run([*PROGRAM, "hub"], env=clean() | nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == cli.CANNOT_START
    assert done.stderr.startswith("clinic-console: ")
    assert "Traceback" not in done.stderr


def test_a_database_of_another_version_is_refused_by_name(run, servers, environ, shared_folder):
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
    try:
        done = run("worker", environ=environ | {"CLINIC_POSTGRES_DSN": servers.embedded.postgres_dsn("empty")})
    finally:
        with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
            connection.execute("DROP DATABASE empty WITH (FORCE)")
    assert done.returncode == cli.CANNOT_START
    assert "schema" in done.stderr
    assert "clinic-console migrate" in done.stderr


def test_migrate_may_be_run_again(run, environ):
    done = run("migrate", environ=environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_seeding_hands_its_secrets_to_the_owner_alone(run, environ, tmp_path):
    done = run("seed", "--seed", "7", "--tokens", str(tmp_path / "tokens"), environ=environ)
    assert done.returncode == 0, done.stderr
    tokens = json.loads((tmp_path / "tokens").read_text())
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o600
    assert not [token for token in tokens.values() if token in done.stdout]
    assert "nurse" in done.stdout
    listed = run("device", "list", environ=environ).stdout
    assert listed.count("\n") == len(tokens)


def test_a_device_is_registered_and_taken_out_of_use(run, environ, clinic):
    added = run("device", "add", "bay-7", "--ward", "3 East", "--bed", "1", environ=environ)
    assert added.returncode == 0, added.stderr
    assert run("device", "revoke", "bay-7", environ=environ).returncode == 0
    assert "bay-7" in run("device", "list", environ=environ).stdout
    unknown = run("device", "revoke", "bay-8", environ=environ)
    assert unknown.returncode == cli.CANNOT_START
    assert "bay-8" in unknown.stderr


def test_a_reader_that_has_had_enough_is_no_error(environ, clinic):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        command = [*PROGRAM, "device", "list"]
        done = subprocess.run(command, env=clean() | environ, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.stderr == b""


def test_a_missing_package_is_named_with_its_extra():
    with pytest.raises(PartMissing, match=r"no_such_package.*clinic-console\[hub\]") as caught, cli.needs("hub"):
        import no_such_package  # noqa: F401 - it does not exist
    assert caught.value.field == "hub"


def test_a_missing_system_library_is_named():
    with pytest.raises(PartMissing, match=r"libEGL\.so\.1"), cli.needs("desktop"):
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")


def test_a_fault_of_our_own_is_not_hidden_as_a_missing_package():
    with pytest.raises(ModuleNotFoundError), cli.needs("hub"):
        import clinic_console.no_such_room  # noqa: F401 - it does not exist


def test_a_missing_package_has_its_own_exit_code(monkeypatch, capsys):
    for name in ("foreground", "servers", "postgres"):
        monkeypatch.delitem(sys.modules, f"clinic_console.embedded.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert cli.main(["servers"]) == cli.PART_MISSING
    assert "clinic-console[embedded]" in capsys.readouterr().err


@contextmanager
def running_servers(folder: Path):
    """``clinic-console servers`` in a folder, ready; gives the process and its ready line."""
    process = subprocess.Popen(
        [*PROGRAM, "servers"], env=clean() | {"CLINIC_DATA": str(folder)}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_servers_in_the_foreground_are_found_by_programs_and_end_in_order(run, shared_folder, number):
    folder = shared_folder / "foreground"
    here = {"CLINIC_DATA": str(folder)}
    with running_servers(folder) as (process, ready):
        assert ready == {"ready": "servers", "settings": str(folder / SETTINGS)}
        assert run("migrate", environ=here).returncode == 0
        second = run("servers", environ=here)
        assert second.returncode == cli.CANNOT_START
        assert str(process.pid) in second.stderr
        process.send_signal(number)
        assert process.wait(30) == 0
    assert run("migrate", environ=here).returncode == cli.CANNOT_START


def test_given_settings_come_before_running_servers(shared_folder):
    with EmbeddedServers(shared_folder / "foreground") as servers:
        here = {"CLINIC_DATA": str(servers.folder.path)}
        assert servers.environ().items() <= cli.settings(here).items()
        assert cli.settings(here | {"CLINIC_REDIS_URL": "redis://other"})["CLINIC_REDIS_URL"] == "redis://other"
        given = here | {"CLINIC_POSTGRES_DSN": "postgresql://elsewhere/clinic"}
        assert cli.settings(given) == given
    with pytest.raises(BadConfiguration):
        cli.settings(here)


def test_a_configuration_file_may_name_the_database(run, tmp_path):
    file = tmp_path / "clinic.toml"
    file.write_text('postgres_dsn = "postgresql://127.0.0.1:1/x"\n')
    done = run("migrate", environ={"CLINIC_CONFIG": str(file), "CLINIC_DATA": str(tmp_path)})
    assert done.returncode == cli.CANNOT_START
    assert "CLINIC_REDIS_URL" in done.stderr


@pytest.mark.parametrize(
    ("program", "setting"), [("ingest", "CLINIC_DEVICES"), ("hub", "CLINIC_PUSH"), ("worker", "CLINIC_METRICS")]
)
def test_an_address_in_use_is_said_in_words(environ: dict[str, str], program: str, setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = {**os.environ, **environ, setting: f"127.0.0.1:{taken.getsockname()[1]}"}
        done = subprocess.run(
            [sys.executable, "-m", "clinic_console", program],
            env=settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2, done.stderr
    assert "address already in use" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (["migrate"], {"CLINIC_POSTGRES_DSN": "rubbish%%"}, "CLINIC_POSTGRES_DSN"),
        (["simulate", "--url", "rubbish", "--devices", "FILE"], {}, "--url"),
    ],
)
def test_rubbish_addresses_are_said_in_words(
    tmp_path: Path, words: list[str], settings: dict[str, str], said: str
) -> None:
    file = tmp_path / "devices"
    file.write_text("dev-1 token\n")
    done = subprocess.run(
        [sys.executable, "-m", "clinic_console", *(str(file) if word == "FILE" else word for word in words)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bundle_offers_only_what_it_holds(monkeypatch, capsys):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    offered = capsys.readouterr().out
    assert "gallery" in offered
    assert "hub " not in offered
    with pytest.raises(SystemExit) as refused:
        cli.main(["hub"])
    assert refused.value.code == 2
