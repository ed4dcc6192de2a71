"""Becomes a server that dies with its supervisor; run as a script by a bare interpreter, never imported.

Arguments: supervisor's process id, death signal, user id, group id (-1: keep), then the server's command.
It is a program of its own because code between fork and exec must not share a threaded parent's locks, and because
the parent-death signal is forgotten when a process changes its user: it has to be set after that, before exec.
"""

import ctypes
import os
import signal
import sys
import time

_PR_SET_PDEATHSIG = 1
_WATCH_SECONDS = 0.2


def main(supervisor: int, death_signal: int, uid: int, gid: int, command: list[str]) -> None:
    """Give up rights, tie this process to the supervisor and become the command."""
    # Loaded first: the servers' user may not be able to read the interpreter's own library.
    library = ctypes.CDLL(None)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        if library.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
            raise SystemExit("the kernel refuses a parent-death signal")
    else:
        _leave_watcher(supervisor, death_signal)
    # The supervisor may have died before the signal was asked for.
    if os.getppid() != supervisor:
        raise SystemExit(1)
    os.execv(command[0], command)  # noqa: S606 - a server is started without a shell on purpose


def _leave_watcher(supervisor: int, death_signal: int) -> None:
    # Where the kernel has no such signal: a process of its own (forked twice, so that the server never meets a
    # child it does not know) that looks at both until one is gone.
    server = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while _alive(server):
        if not _alive(supervisor):
            os.kill(server, death_signal)
            break
        time.sleep(_WATCH_SECONDS)
    os._exit(0)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
