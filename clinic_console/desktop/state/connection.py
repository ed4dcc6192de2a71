"""How much the wall may be believed: live, delayed, or not monitored."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from clinic_console.domain.errors import ClinicError

SILENT_SECONDS: Final = 5.0
"""No word of the hub for this long means NOT MONITORED (guarantee 4)."""
LAGGING_SECONDS: Final = 2.5
"""A hub says something each second: two missing words in a row are worth a mark."""
SLOW_SECONDS: Final = 1.0
NOTE_SECONDS: Final = 10.0


class Standing(Enum):
    """What the connection is worth now."""

    CONNECTING = "connecting"
    LIVE = "live"
    DELAYED = "delayed"
    NOT_MONITORED = "not monitored"


@dataclass(slots=True)
class Connection:
    """The connection to the hub as the user has to know it; all times in monotonic seconds.

    A word counts only while all that is watched has been received on this connection (``synced``): a hub that greets
    and then sends rubbish again and again monitors nobody.
    """

    since: float | None = None
    word: float | None = None
    word_hub: int = 0
    open: bool = False
    synced: bool = False
    delay: float | None = None
    retry_at: float | None = None
    resynced: float | None = None
    problem: ClinicError | None = None
    _watched: frozenset[str] = frozenset()
    _missing: set[str] = field(default_factory=set)
    _received: set[str] = field(default_factory=set)

    def started(self, mono: float) -> None:
        """Begin to connect, or begin again after a fault of our own: then the silence goes on."""
        self.since = mono if self.since is None else self.since
        self.retry_at = self.problem = None
        self.open = self.synced = False

    def stopped(self) -> None:
        """Nothing is watched any more: nobody is signed in."""
        self.since = self.word = self.retry_at = self.delay = self.resynced = None
        self.open = False
        self.watching(())

    def watching(self, topics: Collection[str]) -> None:
        """Say what is wanted of the hub; what has been received of it already stays so."""
        self._missing = (self._missing & set(topics)) | (set(topics) - self._watched)
        self._watched = frozenset(topics)
        self._received &= self._watched
        self.synced = self.open and not self._missing
        if not self._received:
            self.resynced = None

    def opened(self) -> None:
        """The hub has let this console in; what is watched has still to come."""
        self.open, self.retry_at, self.problem = True, None, None
        self._missing = set(self._watched)
        self.synced = not self._missing

    def replaced(self, topic: str, mono: float) -> None:
        """Something that is watched has been received whole."""
        if topic not in self._watched:
            return
        if topic in self._received:
            self.resynced = mono
        self._received.add(topic)
        self._missing.discard(topic)
        self.synced = self.open and not self._missing

    def heard(self, mono: float, hub: int) -> None:
        """The hub said something."""
        if self.open and self.synced:
            self.word, self.word_hub = mono, hub or self.word_hub

    def answered(self, delay: float) -> None:
        """A ping came back after so many seconds."""
        self.delay = delay

    def dropped(self, mono: float, error: ClinicError, retry_in: float) -> None:
        """The connection is gone; the next try comes in so many seconds."""
        self.open = self.synced = False
        self.delay = None
        self.problem, self.retry_at = error, mono + retry_in

    def standing(self, mono: float) -> Standing:
        """Return what the connection is worth at a time."""
        silence = self.silence(mono)
        if silence > SILENT_SECONDS:
            return Standing.NOT_MONITORED
        if self.word is None:
            return Standing.CONNECTING
        slow = self.delay is not None and self.delay > SLOW_SECONDS
        if not self.open or not self.synced or slow or silence > LAGGING_SECONDS:
            return Standing.DELAYED
        return Standing.LIVE

    def silence(self, mono: float) -> float:
        """Return for how many seconds the hub has not said anything that counts."""
        last = self.word if self.word is not None else self.since
        return mono - last if last is not None else 0.0

    def just_resynced(self, mono: float) -> bool:
        """Say whether the state was received anew a moment ago (guarantee 5: visibly)."""
        return self.resynced is not None and mono - self.resynced < NOTE_SECONDS
