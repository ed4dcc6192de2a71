"""Starts over what a crash leaves behind, and ends that leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from clinic_console.embedded import launch, parts
from clinic_console.embedded.account import Account, server_account
from clinic_console.embedded.folder import running_settings
from clinic_console.embedded.servers import EmbeddedServers

NAMES = ("postgres", "valkey", "objects")
PROGRAM = """
import sys
from pathlib import Path
from typing import Any
from clinic_console.embedded.servers import EmbeddedServers
servers = EmbeddedServers(Path(sys.argv[1]))
servers.start()
print(*[servers.pid(name) for name in ("postgres", "valkey", "objects")], flush=True)
sys.stdin.read()
"""


def start_program(folder: Path) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    children = [psutil.Process(int(pid)) for pid in program.stdout.readline().split()]
    assert len(children) == len(NAMES)
    return program, children


def kill_hard(program: subprocess.Popen[bytes]) -> None:
    program.kill()
    program.communicate()


def test_a_killed_program_leaves_no_orphan_and_its_data_can_be_used_again(used):
    program, children = start_program(used)
    with psycopg.connect(running_settings(used)["CLINIC_POSTGRES_DSN"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
        all_of_them = [*children, *children[0].children(recursive=True)]
        kill_hard(program)
        _, alive = psutil.wait_procs(all_of_them, timeout=10)
    assert not alive
    assert running_settings(used) is None
    with EmbeddedServers(used) as servers, psycopg.connect(servers.postgres_dsn()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


def test_an_orphaned_postgres_is_ended_before_a_new_one_starts(used):
    servers = EmbeddedServers(used)
    orphan = orphan_postgres(servers)
    try:
        with servers, psycopg.connect(servers.postgres_dsn()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            assert orphan.poll() is not None
    finally:
        orphan.kill()
        orphan.communicate()


def orphan_postgres(servers: EmbeddedServers) -> subprocess.Popen[bytes]:
    """Start a postmaster over the folder's data that nobody supervises, and wait until it is ready."""
    folder = servers.folder.path
    orphan = subprocess.Popen(
        [
            str(parts.postgres_bin(servers.folder.account) / "postgres"),
            *("-D", str(folder / "postgres"), "-c", f"config_file={folder / 'postgres.conf'}"),
        ],
        stderr=subprocess.PIPE,
        cwd="/",
        **rights(servers.folder.account),
    )
    assert orphan.stderr is not None
    assert any(b"ready to accept connections" in line for line in orphan.stderr)
    return orphan


def rights(account: Account | None) -> dict[str, Any]:
    """Say to Popen that a process runs as the servers do."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def test_a_process_id_that_now_belongs_to_another_program_does_not_keep_postgres_away(used):
    # As after a power cut: the file is still there, and its number has been given to somebody else.
    pid_file = used / "postgres" / "postmaster.pid"
    with EmbeddedServers(used):
        lines = pid_file.read_text().splitlines()
    with subprocess.Popen(["sleep", "600"], **rights(server_account())) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        try:
            with EmbeddedServers(used) as servers:
                assert servers.pid("postgres")
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_first_start_that_was_cut_off_is_begun_again(used):
    (used / "postgres").rename(used / "postgres.new")
    (used / "postgres.new" / "global" / "pg_control").unlink()
    with EmbeddedServers(used) as servers, psycopg.connect(servers.postgres_dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (used / "postgres.new").exists()
    assert not (used / "postgres.password").exists()


WATCHED = """
import runpy, sys
sys.platform = "another"
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
SUPERVISOR = """
import os, subprocess, sys
server = subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1], str(os.getpid()), "9", "-1", "-1",
                           sys.executable, "-c", "import os; print(os.getpid(), flush=True); input()"],
                          stdin=subprocess.PIPE)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="there a job object does it")
def test_where_the_kernel_has_no_death_signal_a_watcher_ends_the_server():
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, launch.__file__, WATCHED], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert supervisor.stdout is not None
    server = psutil.Process(int(supervisor.stdout.readline()))
    supervisor.send_signal(signal.SIGKILL)
    assert server.wait(10) is None
    supervisor.communicate()
