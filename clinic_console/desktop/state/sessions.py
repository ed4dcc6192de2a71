"""The living sessions of the user's clinics as an administrator sees them."""

from dataclasses import dataclass

from clinic_console.desktop.state.pages import Pages


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in at some PC; times in ms since 1970. ``present`` is the one of this console."""

    id: str
    user_id: str
    user_name: str
    login: str
    station: str
    address: str
    opened: int
    used: int
    ends: int
    remembered: bool = False
    present: bool = False


class Sessions:
    """What one console knows of sessions; ``user`` and ``user_name`` are whose are shown, empty for all.

    ``opened`` is the one beside the list.
    """

    def __init__(self) -> None:
        self.pages: Pages[Session] = Pages(lambda session: session.id)
        self.user = ""
        self.user_name = ""
        self.opened: Session | None = None
        self.version = 0

    def open(self, session: Session | None) -> None:
        """Open one beside the list, or none."""
        self.opened = session
        self.version += 1

    def look_for(self, user: str = "", name: str = "") -> None:
        """Show the sessions of one user from now on, or of everybody."""
        before, self.user, self.user_name = self.user, user, name
        if before != user:
            self.pages.exchange()

    def query(self) -> dict[str, str]:
        """Return whose are shown as the query of ``GET /api/sessions``."""
        return {"user": self.user} if self.user else {}

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.user = self.user_name = ""
        self.pages.restart()
        self.open(None)
