"""What a user does to get in and out, and how this PC comes to know hubs."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import structlog

from clinic_console import __version__
from clinic_console.desktop.actions.people import People
from clinic_console.desktop.config import is_loopback, server_url
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.claims import Claims
from clinic_console.desktop.link.http import TOTAL_SECONDS, HubHttp
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.access import AccessState, Clinic, LockReason, Phase
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import MAX_PROFILES, Person, Profile, with_id
from clinic_console.domain.errors import (
    BadAddress,
    BadConfiguration,
    ClinicError,
    HubSlow,
    HubUnavailable,
    KeyringUnavailable,
    NotEncrypted,
    SessionExpired,
)
from clinic_console.wire.access import Session, StationName

MAX_LENGTH = 200
"""Of an address, in characters: as many as the settings of this PC take."""

Spawn = Callable[[Coroutine[Any, Any, Any], str], object]

log = structlog.get_logger()


def checked_address(text: str) -> str:
    """Return a hub's address with its scheme; raises BadAddress or NotEncrypted."""
    try:
        address = server_url(text)
        encrypted = urlsplit(address).scheme == "https" or is_loopback(address)
    except (BadConfiguration, ValueError) as error:
        raise BadAddress(text.strip()[:80]) from error
    if len(address) > MAX_LENGTH or any(letter.isspace() for letter in address):
        raise BadAddress(text.strip()[:80])
    if not encrypted:
        raise NotEncrypted
    return address


class AccessActions:
    """Signing in and out at one hub; ``entered`` and ``left`` are called when the session has begun and ended.

    ``station`` keeps hubs and people of this PC, ``vault`` their refresh tokens, ``claims`` says which of them this
    console may use; ``spawn`` starts what nobody waits for (errors in it are told to the user).
    """

    def __init__(
        self,
        access: Access,
        state: AccessState,
        *,
        entered: Callable[[], None],
        left: Callable[[], None],
        station: StationState | None = None,
        vault: Vault | None = None,
        claims: Claims | None = None,
        spawn: Spawn | None = None,
    ) -> None:
        self._access = access
        self._state = state
        self._entered = entered
        self._left = left
        self.station = station or StationState()
        # Made once, with the first start: the hub knows this PC by it.
        self.station.change(id=with_id(self.station.now).id)
        self.people = People(self.station, vault or Vault(), claims)
        self._spawn = spawn or _Tasks().spawn
        self._entering: asyncio.Task[Any] | None = None
        self._probing: asyncio.Task[Any] | None = None
        self._later: Person | None = None
        access.keep = self.people.keep
        access.heard = self._heard

    @property
    def server(self) -> str:
        """Return the address of the hub."""
        return self._access.http.server

    def sign_in(self, server: str, login: str, password: str, *, remember: bool = False) -> Coroutine[Any, Any, None]:
        """Sign in at a hub, unless somebody is in or tries to; what goes wrong stands in the state afterwards.

        The attempt has begun when this returns: there is never a second one, however fast it is asked for.
        """
        return self._attempt(login, lambda: self._signed_in(server, login, password, remember=remember))

    def resume(self, server: str, login: str) -> Coroutine[Any, Any, None]:
        """Sign in with what the keyring holds of a person; whose token is gone or over is asked for the password.

        As with ``sign_in``, the attempt has begun when this returns.
        """
        return self._attempt(login, lambda: self._resumed(server, login))

    async def resume_last(self) -> None:
        """At the start: sign in who was last remembered at this hub, or forget all where the station is shared."""
        if self.station.now.shared:
            await self.people.forget_all()
            return
        last = self.people.last(self.server)
        if last is None or self._state.phase is not Phase.OUT:
            return
        await self.resume(last.server, last.login)
        if isinstance(self._state.problem, HubUnavailable):
            # After a power cut the hub comes back later than this PC: it is asked again once it answers.
            self._later = last

    def stop_waiting(self) -> None:
        """Sign nobody in by themselves from now on: somebody is at the keyboard."""
        self._later = None

    def cancel(self) -> None:
        """Give up signing in."""
        if self._entering is not None:
            self._entering.cancel()

    async def sign_out(self, *, keep_login: bool = True) -> None:
        """End the session here at once, in the keyring, and at the hub as soon as it hears of it."""
        if self._state.phase is not Phase.IN:
            self.cancel()
            return
        stay, person = self._access.leave(), self.people.let_go()
        if self.station.now.shared or not keep_login:
            # Not even who it was is for the next one to see.
            self._state.typed("")
        self._state.left()
        self._left()
        try:
            if person is not None:
                await self.people.drop(person)
        finally:
            await self._access.end(stay)

    def ended(self, error: ClinicError) -> None:
        """Note that the hub has ended the session: nothing of the user stays in memory or in the keyring."""
        self._access.forget()
        person = self.people.let_go()
        if self.station.now.shared:
            self._state.typed("")
        self._state.left(error)
        self._left()
        if person is not None and isinstance(error, SessionExpired):
            self._spawn(self.people.drop(person), "forget a session")

    async def check_keyring(self) -> None:
        """Find out whether this PC can remember anybody."""
        try:
            await self.people.check()
        except KeyringUnavailable as error:
            self._state.keyring(error)
        else:
            self._state.keyring(None)

    async def probe(self, server: str) -> None:
        """Find out whether the hub answers, and how fast; never twice at once."""
        if self._state.phase is not Phase.OUT or (self._probing is not None and self._is_present(server)):
            return
        task = asyncio.current_task()
        try:
            self._point_at(server)
            self._probing = task
            await self._access.greet()
        except ClinicError as error:
            self._state.probed(None, error)
        else:
            self._state.probed(self._access.http.took, None, self._access.http.issuer)
            self._resume_later()
        finally:
            if self._probing is task:
                self._probing = None

    def _is_present(self, server: str) -> bool:
        try:
            return checked_address(server) == self.server
        except ClinicError:
            return False

    def _resume_later(self) -> None:
        person, self._later = self._later, None
        if person is not None and person.server == self.server and self._state.phase is Phase.OUT:
            self._spawn(self.resume(person.server, person.login), "sign in again")

    def _attempt(self, login: str, work: Callable[[], Coroutine[Any, Any, None]]) -> Coroutine[Any, Any, None]:
        """Begin at once what may open a session, unless another attempt or a session is there; await the rest."""
        if self._state.phase is not Phase.OUT:
            return _nothing()
        self._later = None
        self._state.typed(login)
        self._state.entering(self._access.now)
        return self._attempted(work)

    async def _attempted(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._entering = asyncio.current_task()
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                await work()
        except TimeoutError:
            self._give_up(HubSlow())
        except ClinicError as error:
            self._give_up(error)
        except BaseException:
            # The user's own doing; or a fault of ours, and who tells of it knows more than the form could say.
            self._give_up(None)
            raise
        finally:
            self._entering = None

    def _give_up(self, error: ClinicError | None) -> None:
        if error is not None:
            log.warning("sign-in failed", code=error.code)
        self.people.let_go()
        stay = self._access.leave()
        if stay is not None:
            # The hub had let us in already.
            self._spawn(self._access.end(stay), "leave")
        if self._state.phase is Phase.IN:
            self._state.left()
            self._left()
        self._state.refused(error, self._access.now)

    async def _signed_in(self, server: str, login: str, password: str, *, remember: bool) -> None:
        self._point_at(server)
        # Another console's tokens are not ours to replace: this session then is remembered by nobody.
        remember = remember and not self.station.now.shared and self.people.claim(Person(self.server, login[:200]))
        session = await self._access.sign_in(login, password, remember=remember, station=self._here())
        person = self._enter(session, login)
        if remember:
            self.people.current = person
            self._spawn(self._remember(person, session.refresh), "remember")

    async def _resumed(self, server: str, login: str) -> None:
        """Open a session with the first token that the hub takes, or ask for the password."""
        self._point_at(server)
        person = Person(self.server, login)
        if not self.people.claim(person):
            self._ask(login, None)
            return
        # The keyring thinks for a while: meanwhile the way to the hub is made.
        self._access.http.warm()
        try:
            tokens = await self.people.tokens(person)
        except KeyringUnavailable as error:
            self._state.keyring(error)
            self._ask(login, error)
            return
        for token in tokens:
            try:
                session = await self._access.resume(token)
            except SessionExpired:
                log.info("a token is over")
            else:
                # Known before anything is shown: a token alone does not open what was locked.
                self.people.locked = self.people.was_locked(person)
                entered = self._enter(session, login)
                if self.people.locked:
                    self._state.lock(LockReason.RESTARTED)
                self._spawn(self.people.note(entered), "remember")
                return
        if tokens:
            self._spawn(self.people.drop(person), "forget a session")
        self._ask(login, SessionExpired() if tokens else None)

    def _ask(self, login: str, error: ClinicError | None) -> None:
        self.people.let_go()
        self._state.ask_password(login, error)

    def _enter(self, session: Session, login: str) -> Person:
        clinics = _clinics(session)
        self._know_hub(clinics[0].name if clinics else "")
        self._state.entered(session.user_name, clinics)
        self._state.known(session.user_id, has_pin=session.has_pin, password_given=session.password_given)
        self._entered()
        return Person(self.server, login[:200], session.user_name[:200], clinics[0].role[:200] if clinics else "")

    def _heard(self, session: Session) -> None:
        """Take on what has changed of the user since: roles, names, the PIN."""
        state, clinics = self._state, _clinics(session)
        if state.phase is Phase.IN and (state.clinics, state.user_name) != (clinics, session.user_name):
            state.clinics, state.user_name = clinics, session.user_name
        state.known(session.user_id, has_pin=session.has_pin, password_given=session.password_given)

    def _here(self) -> StationName:
        """Say which PC this is, to the hub."""
        now = self.station.now
        return StationName(now.id, now.name, now.shared, __version__)

    def _know_hub(self, name: str) -> None:
        profiles, server = self.station.now.profiles, self.server
        if all(profile.server != server for profile in profiles):
            host = urlsplit(server).hostname or server
            # The newest goes first, so that the oldest falls off a full list.
            profiles = (Profile((name or host)[:200], server), *profiles)[:MAX_PROFILES]
        self.station.change(profiles=profiles, server=server)

    async def _remember(self, person: Person, token: str) -> None:
        try:
            await self.people.remember(person, token)
        except KeyringUnavailable as error:
            self._state.keyring(error)
            raise

    def _point_at(self, server: str) -> None:
        # All at once: nothing that is asked of the hub before can come to stand between address and password.
        address = checked_address(server)
        ca_file = self.station.now.ca_file
        if (address, ca_file) != (self.server, self._access.http.ca_file):
            before, self._access.http = self._access.http, HubHttp(address, ca_file=ca_file)
            self._access.forget()
            self._state.unknown()
            if self._probing is not None:
                self._probing.cancel()
            self._spawn(before.close(), "close")


def _clinics(session: Session) -> tuple[Clinic, ...]:
    return tuple(Clinic(c.id, c.name, c.zone, c.role) for c in session.clinics)


async def _nothing() -> None:
    return


class _Tasks:
    """Holds tasks that nobody else holds."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any], what: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=what)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.warning("failed", what=task.get_name(), error=type(error).__name__)
