"""``clinic-console servers``: the embedded servers on their own, until Ctrl-C or SIGTERM."""

import json
import signal
import sys
import threading
from pathlib import Path

from clinic_console.embedded.folder import SETTINGS
from clinic_console.embedded.servers import EmbeddedServers


def run(folder: Path | None = None) -> int:
    """Run the servers until a signal comes; print one JSON line when they are ready. Raises SetupError."""
    asked_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_end.set())
    with EmbeddedServers(folder) as servers:
        ready = {"ready": "servers", "settings": str(servers.folder.path / SETTINGS)}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        asked_to_end.wait()
    return 0
