"""Who is remembered on this PC: their names in its settings, their refresh tokens in the system's keyring."""

import asyncio

import structlog
from msgspec.structs import replace

from clinic_console.desktop.link.claims import Claims, Who
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import MAX_PEOPLE, Person
from clinic_console.domain.errors import KeyringMissing, KeyringUnavailable

log = structlog.get_logger()


class People:
    """The people of one PC; ``current`` is the remembered one who is signed in now, or None.

    Everything that touches the keyring raises KeyringUnavailable, and waits for what was begun there before: what is
    removed stays removed. On a shared station nothing is kept, whoever asks for it. That the console is ``locked``
    is kept with whose session it is. Of several consoles on this PC one alone goes on with a person's session.
    """

    def __init__(self, station: StationState, vault: Vault, claims: Claims | None = None) -> None:
        self._station = station
        self._vault = vault
        self._claims = claims or Claims()
        self._claimed: Who | None = None
        self._in_turn = asyncio.Lock()
        self.current: Person | None = None
        self.locked = False

    def last(self, server: str) -> Person | None:
        """Return who was remembered last at a hub."""
        return next((person for person in self._station.now.people if person.server == server), None)

    def claim(self, person: Person) -> bool:
        """Let a person be the one who is remembered and signed in here; False while another console has them."""
        self.let_go()
        if not self._claims.take(_who(person)):
            log.info("another console goes on with this session")
            return False
        self._claimed, self.current = _who(person), person
        return True

    def let_go(self) -> Person | None:
        """Say that nobody is signed in any more, and return who was; another console may have them now."""
        person, self.current = self.current, None
        self.locked = False
        claimed, self._claimed = self._claimed, None
        if claimed is not None:
            self._claims.release(claimed)
        return person

    def hold(self, *, locked: bool) -> None:
        """Keep that the console is locked over the session of who is signed in, or is no more."""
        person, self.locked = self.current, locked
        if person is not None:
            people = self._station.now.people
            kept = tuple(replace(each, locked=locked) if _same(each, person) else each for each in people)
            self._station.change(people=kept)

    def was_locked(self, person: Person) -> bool:
        """Say whether the console was locked over this person's session when it ended."""
        return any(each.locked for each in self._station.now.people if _same(each, person))

    async def check(self) -> None:
        """Find out whether there is a keyring that can remember anybody."""
        await self._vault.check()

    async def tokens(self, person: Person) -> list[str]:
        """Return what a person can be signed in with, the newest first."""
        async with self._in_turn:
            return await self._vault.read(person.server, person.login)

    async def remember(self, person: Person, token: str) -> None:
        """Keep the token of who is signed in (``current``), and put the person at the head of the list."""
        try:
            kept = await self._write(person, [token])
        except KeyringUnavailable:
            if self.current is person:
                self.let_go()
            raise
        if kept:
            await self.note(person)
        elif self.current is person:
            # Refused: no later token of this session is kept either, whatever the station is set to by then.
            self.let_go()

    async def note(self, person: Person) -> None:
        """Put a person at the head of the list; whoever falls off its end is forgotten."""
        if self._station.now.shared:
            return
        others = [each for each in self._station.now.people if not _same(each, person)]
        self._station.change(people=(replace(person, locked=self.locked), *others)[:MAX_PEOPLE])
        for surplus in others[MAX_PEOPLE - 1 :]:
            await self.drop(surplus)

    async def keep(self, newest: str, used: str) -> None:
        """Keep a token that has just replaced another one of the person who is signed in."""
        person = self.current
        if person is None:
            return
        try:
            # The one before stays: until somebody has used the newest, the hub takes either, if we end now.
            await self._write(person, [newest, used])
        except KeyringUnavailable as error:
            # The session goes on. At the next start the token before may do, or the password is asked for.
            log.warning("new token not kept", code=error.code)

    async def drop(self, person: Person) -> None:
        """Remove a person's token, unless another console lives by it; the name stays on the list."""
        who = _who(person)
        if not self._claims.take(who):
            return
        try:
            await self._delete(person)
        finally:
            self._claims.release(who)

    async def forget(self, person: Person) -> None:
        """Take somebody off the list, and their token out of the keyring; who is signed in stays so until they leave.

        Whose token a keyring does not let go of comes back on the list: the name is what it can be found by.
        """
        if self.current is not None and _same(self.current, person):
            self.let_go()
        people = self._station.now.people
        self._station.change(people=tuple(each for each in people if not _same(each, person)))
        try:
            await self._delete(person)
        except KeyringMissing:
            return
        except KeyringUnavailable:
            others = [each for each in self._station.now.people if not _same(each, person)]
            self._station.change(people=(*others, person)[:MAX_PEOPLE])
            raise

    async def forget_all(self) -> None:
        """Take everybody off the list: the station is shared now."""
        people = self._station.now.people
        if self.current is not None and not any(_same(self.current, each) for each in people):
            # In this very moment somebody is being remembered.
            people = (*people, self.current)
        for person in people:
            await self.forget(person)

    async def _delete(self, person: Person) -> None:
        async with self._in_turn:
            await self._vault.delete(person.server, person.login)

    async def _write(self, person: Person, tokens: list[str]) -> bool:
        """Keep tokens of who is signed in and may be remembered; say whether they are in the keyring."""
        async with self._in_turn:
            if not self._may_keep(person):
                return False
            await self._vault.write(person.server, person.login, tokens)
            if self._may_keep(person):
                return True
            # Signed out, forgotten or shared meanwhile.
            await self._vault.delete(person.server, person.login)
            return False

    def _may_keep(self, person: Person) -> bool:
        return self.current is person and not self._station.now.shared


def _same(one: Person, other: Person) -> bool:
    """Say whether two are one person at one hub: names and roles change."""
    return _who(one) == _who(other)


def _who(person: Person) -> Who:
    return person.server, person.login
