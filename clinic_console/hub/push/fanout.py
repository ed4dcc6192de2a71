"""Who watches what, and what each is to be told next. Pure: no socket, loop or clock; it knows topics and bytes.

A topic is a set of keys, each with its newest payload. At a tick each topic with something new becomes one delta,
encoded once for all who are in step with it; whoever is not gets one snapshot instead, once he keeps up. So the
memory and the traffic of a slow watcher are bounded, and he never sees a mixture.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from msgspec import Raw

from clinic_console.wire.session import Delta, Snapshot, encode

W = TypeVar("W", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Frame(Generic[W]):
    """One encoded message and who gets it; ``fresh`` when it is a snapshot."""

    payload: bytes
    watchers: tuple[W, ...]
    fresh: bool


@dataclass(slots=True)
class _Topic(Generic[W]):
    """``epoch`` is empty until the topic has been loaded: nobody is told half of it."""

    epoch: str = ""
    offset: int = 0
    items: dict[str, Raw] = field(default_factory=dict)
    dirty: dict[str, Raw] = field(default_factory=dict)
    in_step: set[W] = field(default_factory=set)
    due: set[W] = field(default_factory=set)


class Fanout(Generic[W]):
    """The present state of every watched topic and its watchers; ``name`` is this process's, unlike any other's.

    A topic's epoch is the process's name and the number of the load: no two loads can be mistaken for each other.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._loads = 0
        self._topics: dict[str, _Topic[W]] = {}
        self._watched: dict[W, set[str]] = {}
        self._behind: set[W] = set()
        self._dirty: set[str] = set()
        self._due: set[str] = set()

    def watch(self, topic: str, watcher: W) -> bool:
        """Give the watcher a snapshot at the next tick, then deltas; True when nobody watched the topic before.

        Watching again means: what was told is lost, begin anew. A new topic says nothing until it is loaded.
        """
        first = topic not in self._topics
        entry = self._topics.setdefault(topic, _Topic())
        self._watched.setdefault(watcher, set()).add(topic)
        self._owe(topic, entry, watcher)
        return first

    def unwatch(self, topic: str, watcher: W) -> None:
        """Tell the watcher no more of the topic; a topic without watchers is forgotten."""
        mine = self._watched.get(watcher)
        if mine is None or topic not in mine:
            return
        mine.remove(topic)
        if not mine:
            del self._watched[watcher]
            self._behind.discard(watcher)
        entry = self._topics[topic]
        entry.in_step.discard(watcher)
        entry.due.discard(watcher)
        if not entry.in_step and not entry.due:
            del self._topics[topic]
            self._dirty.discard(topic)
            self._due.discard(topic)

    def leave(self, watcher: W) -> None:
        """Forget a watcher altogether."""
        for topic in self.watched_by(watcher):
            self.unwatch(topic, watcher)

    def watched_by(self, watcher: W) -> frozenset[str]:
        """Return the topics of a watcher."""
        return frozenset(self._watched.get(watcher, ()))

    def topics(self) -> list[str]:
        """Return every watched topic."""
        return list(self._topics)

    def items(self, topic: str) -> Mapping[str, Raw]:
        """Return the newest payload of each key, as far as known (none of a topic that nobody watches)."""
        entry = self._topics.get(topic)
        return {} if entry is None else entry.items

    def loaded(self, topic: str) -> bool:
        """Say whether a topic is watched and has been loaded."""
        entry = self._topics.get(topic)
        return entry is not None and bool(entry.epoch)

    def apply(self, entries: Iterable[tuple[str, str, Raw]]) -> None:
        """Take newer payloads by topic and key, the later one of a key wins; what nobody watches is not kept.

        A Raw that is part of a larger message is copied out of it.
        """
        topics = self._topics
        for topic, key, payload in entries:
            entry = topics.get(topic)
            if entry is not None:
                entry.items[key] = entry.dirty[key] = payload.copy()
                self._dirty.add(topic)

    def load(self, topic: str, items: Mapping[str, Raw]) -> None:
        """Replace a topic's state as a whole: a new epoch, and a snapshot for every watcher.

        The caller has merged what was applied meanwhile (see ``items``): only he knows which of two is newer.
        """
        entry = self._topics.get(topic)
        if entry is None:
            return
        self._loads += 1
        entry.epoch, entry.offset = f"{self.name}.{self._loads}", 0
        entry.items = {key: payload.copy() for key, payload in items.items()}
        entry.dirty.clear()
        for watcher in tuple(entry.in_step):
            self._owe(topic, entry, watcher)
        self._due.add(topic)

    def fell_behind(self, watcher: W) -> None:
        """Tell the watcher nothing until he has caught up, and then the whole state."""
        if watcher in self._watched and watcher not in self._behind:
            self._behind.add(watcher)
            for topic in self._watched[watcher]:
                self._owe(topic, self._topics[topic], watcher)

    def caught_up(self, watcher: W) -> None:
        """Give a watcher who was behind his snapshots at the next tick."""
        self._behind.discard(watcher)

    def is_behind(self, watcher: W) -> bool:
        """Say whether a watcher is being told nothing."""
        return watcher in self._behind

    def tick(self, now: int) -> list[Frame[W]]:
        """Return what is to be sent, in order: a delta of each topic that changed, then the snapshots due.

        ``now`` in ms since 1970. Whoever cannot be sent his frame must be reported by ``fell_behind``.
        """
        frames = [*self._deltas(now), *self._snapshots(now)]
        self._due = {topic for topic in self._due if self._topics[topic].due}
        return frames

    def _deltas(self, now: int) -> Iterable[Frame[W]]:
        dirty, self._dirty = self._dirty, set()
        for topic in dirty:
            entry = self._topics[topic]
            if entry.in_step and entry.dirty:
                entry.offset += 1
                delta = Delta(topic, entry.epoch, entry.offset, now, list(entry.dirty.values()))
                yield Frame(encode(delta), tuple(entry.in_step), fresh=False)
            entry.dirty.clear()

    def _snapshots(self, now: int) -> Iterable[Frame[W]]:
        for topic in self._due:
            entry = self._topics[topic]
            ready = entry.due - self._behind if entry.epoch else set()
            if ready:
                entry.due -= ready
                entry.in_step |= ready
                snapshot = Snapshot(topic, entry.epoch, entry.offset, now, list(entry.items.values()))
                yield Frame(encode(snapshot), tuple(ready), fresh=True)

    def _owe(self, topic: str, entry: _Topic[W], watcher: W) -> None:
        entry.in_step.discard(watcher)
        entry.due.add(watcher)
        self._due.add(topic)
