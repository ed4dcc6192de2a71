"""Rights that have changed: what this hub remembers of people is dropped, open sockets are asked about at once."""

import json
from typing import Protocol
from uuid import UUID

from clinic_console.hub.logs import get_logger

_log = get_logger(__name__)


class Remembering(Protocol):
    """Who remembers rights (service/access.py, service/live.py)."""

    def forget(self, user_id: UUID, session_id: UUID | None = None) -> None:
        """Know nothing any more of a user, or of one session of it."""
        ...

    def doubt(self, *, hears: bool) -> None:
        """Know that changes are told of from now on, and any may have been missed; or that they are not."""
        ...


class Sockets(Protocol):
    """Who holds sockets open (consoles/socket.py)."""

    def doubt(self, user_id: UUID | None = None, session_id: UUID | None = None) -> None:
        """Ask anew for the rights behind the sockets of a user, of one session of it, or behind all."""
        ...


class Rights:
    """Takes what the database tells of changed rights (channel ``clinic_access``); first memory, then sockets."""

    def __init__(self, remembering: list[Remembering], sockets: Sockets) -> None:
        self._remembering = remembering
        self._sockets = sockets

    def heard(self, payload: str) -> None:
        """Take one change: of a user, or of one session of it."""
        try:
            said = json.loads(payload)
            user_id = UUID(said["user"])
            session_id = UUID(said["session"]) if "session" in said else None
        except (ValueError, KeyError, TypeError, AttributeError):
            # Nobody but our own triggers speaks here; whatever this was, asking again cannot hurt.
            _log.warning("rights.not_understood")
            self.turned(listening=True)
            return
        for remembering in self._remembering:
            remembering.forget(user_id, session_id)
        self._sockets.doubt(user_id, session_id)

    def turned(self, *, listening: bool) -> None:
        """Ask anew about everybody: while nobody listened, anything may have changed.

        When the hearing is lost too: it may have been gone for a moment before that was noticed.
        """
        for remembering in self._remembering:
            remembering.doubt(hears=listening)
        self._sockets.doubt()
