"""One thing at a time that the hub is asked to do for a view: what comes of it, or why it did not happen."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.domain.errors import ClinicError

T = TypeVar("T")


class Errand:
    """Runs coroutines on the bridge, one at a time, for a view (``owner``).

    Nothing is told of one that was given up, nor to a view that has gone meanwhile: the state has what came of it.
    """

    def __init__(self, bridge: Bridge, owner: QWidget) -> None:
        self._bridge, self._owner = bridge, owner
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Say whether one is under way."""
        return self._task is not None and not self._task.done()

    def run(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
        failed: Callable[[ClinicError], object],
    ) -> bool:
        """Begin, and tell what came of it; while another one is under way nothing begins."""
        if self.busy:
            return False
        self._task = self._bridge.spawn(self._run(work, done, failed), "errand")
        return True

    def give_up(self) -> None:
        """Tell nobody any more."""
        if self._task is not None:
            self._task.cancel()

    async def _run(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        try:
            result = await work()
        except ClinicError as error:
            # What follows may begin the next one.
            self._task = None
            if isValid(self._owner):
                failed(error)
        else:
            self._task = None
            if isValid(self._owner):
                done(result)
