"""Proving the audit log: the whole chain, row by row, against itself and against the heads that were exported."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from clinic_console.domain.audit import Broken, Head, Walk
from clinic_console.domain.errors import BadConfiguration, BadField
from clinic_console.hub.store.audit_chain import Chain, Waiting, open_chain

ROLE: Final = "clinic_admin"
TOLD_EVERY: Final = 100_000
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: the first broken row or None, the last row that holds and of when it is, and what waits."""

    broken: Broken | None
    head: Head
    at: datetime | None
    waiting: Waiting


def verify(dsn: str, heads: Iterable[Head], told: Told) -> Verdict:
    """Walk along the whole chain in constant memory; ``told`` hears now and then how many of how many rows are done.

    The heads have to be read before: one exported later is not part of what is looked at. Raises StoreUnavailable.
    """
    walk = Walk(heads)
    with open_chain(dsn, ROLE) as chain:
        return walk_along(chain, walk, told)


def walk_along(chain: Chain, walk: Walk, told: Told) -> Verdict:
    """Walk along a chain that is open already."""
    at: datetime | None = None
    length = chain.length()
    for done, sealed in enumerate(chain.rows()):
        if done and done % TOLD_EVERY == 0:
            told(done, length)
        broken = walk.step(sealed)
        if broken is not None:
            return Verdict(broken, walk.head, at, chain.waiting())
        at = sealed.row.at
    return Verdict(walk.end(), walk.head, at, chain.waiting())


def end_of_chain(dsn: str) -> tuple[Head, datetime | None]:
    """Return the chain's end as it is written, unproved, and of when its row is; raises StoreUnavailable."""
    with open_chain(dsn, ROLE) as chain:
        return chain.end()


def read_heads(path: Path) -> list[Head]:
    """Read the heads that workers exported to a file; BadConfiguration names the line that is none.

    A last line without its end is left out: the machine stopped while it was written.
    """
    try:
        *lines, unfinished = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: {getattr(error, 'strerror', None) or 'no text'}", field="heads") from error
    heads = [_head_of_line(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if unfinished.strip().endswith("}"):
        heads.append(_head_of_line(path, len(lines) + 1, unfinished))
    return heads


def parse_head(text: str) -> Head:
    """Read a head as it is shown, SEQ:HASH; BadField when it is none."""
    seq, _, digest = text.partition(":")
    return _head(seq, digest, "head")


def _head_of_line(path: Path, number: int, line: str) -> Head:
    try:
        found = json.loads(line)
        return _head(str(found["seq"]), str(found["hash"]), "heads")
    except (ValueError, TypeError, KeyError, BadField):
        raise BadConfiguration(f"{path}: line {number} is no head of the chain", field="heads") from None


def _head(seq: str, digest: str, field: str) -> Head:
    try:
        head = Head(int(seq), bytes.fromhex(digest))
    except ValueError:
        raise BadField("not SEQ:HASH", field=field) from None
    if head.seq < 1 or len(head.hash) != 32:
        raise BadField("not SEQ:HASH", field=field)
    return head
