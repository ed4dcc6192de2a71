"""Locking the console and unlocking it: at once and here, whatever the hub does; open only by the hub's word."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.account import is_pin
from clinic_console.desktop.link import account as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.access import AccessState, LockReason, Phase
from clinic_console.desktop.state.idle import Idle
from clinic_console.domain.errors import ClinicError, SessionExpired

Spawn = Callable[[Coroutine[Any, Any, Any], str], object]


class LockActions:
    """The lock of one console; ``clock`` gives monotonic seconds, as all times here.

    A lock is kept with whom the PC remembers: a console that is started again over the same session is locked still.
    """

    def __init__(
        self,
        access: Access,
        state: AccessState,
        sessions: AccessActions,
        *,
        clock: Callable[[], float],
        spawn: Spawn,
    ) -> None:
        self._access, self._state, self._sessions = access, state, sessions
        self._clock, self._spawn = clock, spawn
        self._idle = Idle()
        self._asked: object = None

    @property
    def locked(self) -> bool:
        """Say whether the console is locked."""
        return self._state.locked is not None

    def begin(self) -> None:
        """Somebody has signed in: the time without key or mouse begins."""
        self._idle.begin(self._clock())

    def lock(self, reason: LockReason = LockReason.ASKED) -> None:
        """Lock at once; the hub is told when it can be."""
        if self._state.phase is not Phase.IN or self.locked:
            return
        self._state.lock(reason)
        self._sessions.people.hold(locked=True)
        self._spawn(self._tell(), "tell of a lock")

    def used(self) -> bool:
        """Note a key, a mouse, a wheel or a finger; False when it came too late and must do nothing."""
        if self._state.phase is not Phase.IN or self.locked:
            return True
        in_time = self._idle.used(self._clock(), self._seconds)
        if not in_time:
            self.lock(LockReason.IDLE)
        return in_time

    def watch(self, mono: float) -> float | None:
        """Lock if nobody has used the console for too long; return the seconds that are left where they are few."""
        if self._state.phase is not Phase.IN or self.locked:
            return None
        if self._idle.over(mono, self._seconds):
            self.lock(LockReason.IDLE)
        return self._idle.warning(mono, self._seconds)

    def unlock(self, secret: str) -> Coroutine[Any, Any, None]:
        """Ask the hub whether this is the user's PIN or password; what is wrong stands in the state afterwards.

        The attempt has begun when this returns: there is never a second one beside it.
        """
        state = self._state
        waiting = self._clock() < state.unlock_wait_until
        if not self.locked or state.unlocking or waiting or not secret:
            return _nothing()
        state.asking()
        asked = self._asked = object()
        return self._unlock(secret, asked)

    async def switch_user(self) -> None:
        """Sign out whose session it is, and leave nothing of them on the screen for the next one."""
        await self._sessions.sign_out(keep_login=False)

    @property
    def _seconds(self) -> float:
        return self._sessions.station.now.lock_seconds

    def _waits_for(self, asked: object) -> bool:
        """Say whether it is still this attempt that is waited for: what is late belongs to who has left."""
        return self._state.unlocking and asked is self._asked

    async def _unlock(self, secret: str, asked: object) -> None:
        state = self._state
        pin = state.has_pin and not state.pin_locked and is_pin(secret)
        try:
            await link.unlock(self._access, **({"pin": secret} if pin else {"password": secret}))
        except ClinicError as error:
            self._refused(error, asked)
        except BaseException:
            self._refused(None, asked)
            raise
        else:
            if self._waits_for(asked):
                state.unlock()
                self._sessions.people.hold(locked=False)
                self.begin()

    def _refused(self, error: ClinicError | None, asked: object) -> None:
        if not self._waits_for(asked):
            return
        if isinstance(error, SessionExpired):
            self._sessions.ended(error)
        else:
            self._state.not_unlocked(error, self._clock())

    async def _tell(self) -> None:
        # The lock holds without the hub: it only wants to know.
        with suppress(ClinicError):
            await link.lock(self._access)


async def _nothing() -> None:
    return
