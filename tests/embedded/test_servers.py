"""The three servers as a whole: made, kept, stopped, started again, and closed to strangers."""

import json
import os
import signal
import socket
import stat

import psutil
import psycopg
import pytest
import redis
from obstore.exceptions import BaseError
from obstore.store import S3Store

from clinic_console.domain.errors import DataFolderInUse
from clinic_console.embedded.folder import SETTINGS, running_settings
from clinic_console.embedded.servers import EmbeddedServers

NAMES = ("postgres", "valkey", "objects")


@pytest.fixture(scope="module")
def own(shared_folder):
    """A set of servers that these tests may kill."""
    with EmbeddedServers(shared_folder / "own") as servers:
        yield servers


def test_settings_name_three_servers_that_answer(own):
    settings = own.environ()
    with psycopg.connect(settings["CLINIC_POSTGRES_DSN"]) as connection:
        assert connection.info.dbname == "clinic"
    with redis.Redis.from_url(settings["CLINIC_REDIS_URL"]) as client:
        assert client.ping()
    store = object_store(settings)
    store.put("a", b"content")
    assert store.get("a").bytes() == b"content"


def object_store(settings, **changes):
    """Open the bucket; ``changes`` are settings to get wrong."""
    return S3Store(
        settings["CLINIC_S3_BUCKET"],
        endpoint=settings["CLINIC_S3_ENDPOINT"],
        region=settings["CLINIC_S3_REGION"],
        access_key_id=settings["CLINIC_S3_ACCESS_KEY"],
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
        **({"secret_access_key": settings["CLINIC_S3_SECRET_KEY"]} | changes),
    )


@pytest.mark.parametrize("changes", [{"secret_access_key": "wrong"}, {"skip_signature": True}])
def test_objects_ask_for_the_right_signature(own, changes):
    with pytest.raises(BaseError):
        object_store(own.environ(), **changes).put("a", b"content")


def test_committed_means_on_disk_and_text_is_utf8(own):
    with psycopg.connect(own.postgres_dsn()) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute("SELECT current_setting(%s)", [name]).fetchone() == ("on",)
        assert connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone() == ("UTF8", "b", "C.UTF-8")


@pytest.mark.parametrize("name", NAMES)
def test_only_this_machine_can_connect(own, name):
    listening = {c.laddr for c in psutil.Process(own.pid(name)).net_connections("all") if c.status == "LISTEN"}
    assert listening
    assert {address.ip for address in listening} == {"127.0.0.1"}


@pytest.mark.skipif(os.name == "nt", reason="there the children run as the user")
@pytest.mark.parametrize("name", NAMES)
def test_no_server_has_roots_rights(own, name):
    assert 0 not in psutil.Process(own.pid(name)).uids()


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_stands_in_a_command_line(own, name):
    secrets = json.loads((own.folder.path / "secrets.json").read_text())
    process = psutil.Process(own.pid(name))
    for each in (process, *process.children(recursive=True)):
        assert not [key for key, secret in secrets.items() if secret in " ".join(each.cmdline())]


def test_secrets_and_settings_are_for_the_user_alone(own):
    for name in ("secrets.json", SETTINGS):
        assert stat.S_IMODE((own.folder.path / name).stat().st_mode) == 0o600


def test_a_wrong_password_is_refused(own):
    with psycopg.connect(own.postgres_dsn()) as connection:
        assert connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall() == [
            ("scram-sha-256",)
        ]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own.postgres_dsn(), password="wrong")
    wrong = own.redis_url.replace("redis://:", "redis://:wrong")
    with redis.Redis.from_url(wrong) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


@pytest.mark.parametrize("name", NAMES)
def test_a_killed_server_comes_back_under_its_port(own, name):
    before, pid = own.environ(), own.pid(name)
    os.kill(pid, signal.SIGKILL)
    assert own.wait_ready(name, other_than=pid) != pid
    assert own.environ() == before


def test_what_was_committed_survives_the_kill_of_postgres(own):
    with psycopg.connect(own.postgres_dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        pid = own.pid("postgres")
        os.kill(pid, signal.SIGKILL)
        own.wait_ready("postgres", other_than=pid)
    with psycopg.connect(own.postgres_dsn()) as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (500500,)


def test_a_server_taken_down_stays_down_until_brought_up(own):
    own.take_down("valkey")
    assert own.pid("valkey") == 0
    port = int(own.redis_url.rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)
    own.bring_up("valkey")
    with redis.Redis.from_url(own.redis_url) as client:
        assert client.ping()


def test_the_same_folder_is_not_used_twice(own):
    with pytest.raises(DataFolderInUse, match=str(os.getpid())):
        EmbeddedServers(own.folder.path).start()
    # The attempt must not have harmed the ones that run.
    assert running_settings(own.folder.path) == own.environ()


def test_stopped_servers_leave_no_process_and_no_settings(shared_folder):
    folder = shared_folder / "stopped"
    servers = EmbeddedServers(folder)
    servers.start()
    pids = [servers.pid(name) for name in NAMES]
    with psycopg.connect(servers.postgres_dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    servers.stop()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert running_settings(folder) is None
    assert not (folder / SETTINGS).exists()
    with EmbeddedServers(folder) as again, psycopg.connect(again.postgres_dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


async def test_servers_can_be_used_from_a_loop(shared_folder):
    async with EmbeddedServers(shared_folder / "stopped") as servers:
        assert all(servers.pid(name) for name in NAMES)
        pids = [servers.pid(name) for name in NAMES]
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_a_folder_may_have_an_unusual_name(shared_folder):
    with EmbeddedServers(shared_folder / 'O\'Hara "3 East" 東') as servers:
        assert all(servers.pid(name) for name in NAMES)
