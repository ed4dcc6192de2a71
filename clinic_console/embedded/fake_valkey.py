"""A stand-in for Valkey where there is none (Windows): fakeredis as a process of its own; run as a script.

Argument: the port on loopback. Input: one line, the password. It keeps nothing and, unlike Valkey, does not refuse
who comes without the password: every user of the PC can read what passes through it.
"""

import sys


def main(port: int, password: str) -> None:
    """Serve until the process is ended."""
    from fakeredis import TcpFakeServer

    server = TcpFakeServer(("127.0.0.1", port), server_type="valkey", server_version=(8, 0))
    server.fake_server.config[b"requirepass"] = password.encode()
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.readline().strip())
