"""Recording what a screen repeats once, and what has no transaction of its own deed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store.pools import Engine

AGAIN_SECONDS: Final = 300.0
"""A panel that stays open asks again every few seconds: it is one look until so long after it was recorded."""
REMEMBERED: Final = 20_000


class Opened:
    """What was recorded lately, by session and object: a bounded memory of one hub.

    What it forgets is recorded once more; it never leaves out the first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, again: float = AGAIN_SECONDS) -> None:
        self._clock = clock
        self._again = again
        self._recorded: OrderedDict[Hashable, float] = OrderedDict()

    def is_new(self, key: Hashable) -> bool:
        """Say whether this is to be recorded: it has not been within the last minutes."""
        at = self._recorded.get(key)
        return at is None or self._clock() - at >= self._again

    def recorded(self, key: Hashable) -> None:
        """Note that it stands in the log: to be called after the commit, or a lost one would hide the next."""
        self._recorded[key] = self._clock()
        self._recorded.move_to_end(key)
        if len(self._recorded) > REMEMBERED:
            self._recorded.popitem(last=False)

    def __len__(self) -> int:
        return len(self._recorded)


async def record_alone(
    engine: Engine,
    scope: Scope,
    action: Action,
    *,
    object_kind: str = "",
    object_id: object = "",
    clinic_id: UUID | None = None,
    patient_id: UUID | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Record what changed nothing, such as a sign-in that failed, in a transaction of its own.

    A user that is only claimed belongs in ``object_id``: the scope is of who is known.
    """
    async with unit_of_work(engine, scope) as work:
        await work.record(
            action,
            object_kind=object_kind,
            object_id=object_id,
            clinic_id=clinic_id,
            patient_id=patient_id,
            after=after,
            reason=reason,
        )
