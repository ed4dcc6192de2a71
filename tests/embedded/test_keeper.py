"""One server's keeper: ports that are taken, starts that fail again and again, logs that grow."""

import signal
import socket
import sys
import threading

import pytest

from clinic_console.domain.errors import ServerDidNotStart
from clinic_console.embedded import keeper as keepers
from clinic_console.embedded.keeper import Keeper
from clinic_console.embedded.process import KEPT_BYTES, Launch, LogFile

LISTENER = """
import socket, sys
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    listening.accept()[0].close()
"""


class Listener:
    """A server that only accepts connections."""

    name = "listener"
    stop_signal = signal.SIGTERM
    death_signal = signal.SIGTERM

    def __init__(self, code: str = LISTENER) -> None:
        self.port = 0
        self.code = code
        self.launched = 0
        self.launches = threading.Semaphore(0)

    def prepare(self) -> None:
        pass

    def launch(self) -> Launch:
        self.launched += 1
        self.launches.release()
        return Launch([sys.executable, "-I", "-c", self.code, str(self.port)])

    def is_ready(self, _pid: int) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def finish(self) -> None:
        pass


@pytest.fixture
def keep(tmp_path):
    """Make keepers that are stopped at the end."""
    made = []

    def make(server: Listener) -> Keeper:
        made.append(Keeper(server, None, tmp_path / "server.log"))
        return made[-1]

    yield make
    for keeper in made:
        keeper.stop()


def test_a_port_taken_by_another_is_left_to_it(keep, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        ports = iter([other.getsockname()[1], keepers.free_port()])
        monkeypatch.setattr(keepers, "free_port", lambda: next(ports))
        # What answers on the taken port is not our server: a real one asks for its password.
        server = Listener()
        monkeypatch.setattr(server, "is_ready", lambda pid: server.launched == 2 and Listener.is_ready(server, pid))
        keeper = keep(server)
        keeper.start()
        keeper.wait()
        assert server.port != other.getsockname()[1]
    assert server.launched == 2


def test_a_server_that_ends_at_once_is_reported_with_its_last_words(keep):
    keeper = keep(Listener("raise SystemExit('no such luck')"))
    keeper.start()
    with pytest.raises(ServerDidNotStart, match="no such luck"):
        keeper.wait()


def test_a_server_that_stays_down_is_tried_again_and_again(keep):
    server = Listener()
    keeper = keep(server)
    keeper.start()
    keeper.wait()
    pid, server.code = keeper.pid, "raise SystemExit('not now')"
    keeper.take_down()
    keeper.bring_up()
    # The first start and three that fail.
    for _ in range(4):
        assert server.launches.acquire(timeout=30)
    server.code = LISTENER
    assert keeper.wait_ready(other_than=pid, seconds=30) != pid


def test_waiting_for_a_server_that_is_down_ends(keep):
    keeper = keep(Listener())
    keeper.start()
    keeper.wait()
    keeper.take_down()
    with pytest.raises(ServerDidNotStart, match="listener"):
        keeper.wait_ready(other_than=0, seconds=0.01)


def test_stopping_one_that_was_never_started(keep):
    keeper = keep(Listener())
    keeper.stop()
    assert keeper.pid == 0


def test_a_log_keeps_its_end_and_no_more(tmp_path):
    log = LogFile(tmp_path / "server.log")
    with log.open() as server:
        server.write(b"old\n" * (KEPT_BYTES // 2))
        log.trim()
        server.write(b"new\n")
    assert (tmp_path / "server.log").read_bytes() == b"new\n"
    assert (tmp_path / "server.old.log").stat().st_size == KEPT_BYTES
    assert log.last_words() == "new"


def test_only_the_words_of_the_present_start_count(tmp_path):
    log = LogFile(tmp_path / "server.log")
    with log.open() as server:
        server.write(b"Address already in use\n")
    log.begin()
    assert not log.speaks_of("address already in use")
    with log.open() as server:
        server.write(b"FATAL: Address already in use\n")
    assert log.speaks_of("address already in use")


def test_the_cause_counts_more_than_the_farewell(tmp_path):
    log = LogFile(tmp_path / "server.log")
    with log.open() as server:
        server.write(b"FATAL: no such luck\nLOG: database system is shut down\n")
    assert log.last_words() == "FATAL: no such luck"
