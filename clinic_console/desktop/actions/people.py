"""Who is remembered on this PC: their names in its settings, their refresh tokens in the system's keyring."""

import structlog

from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import MAX_PEOPLE, Person
from clinic_console.domain.errors import KeyringUnavailable

log = structlog.get_logger()


class People:
    """The people of one PC; ``current`` is the remembered one who is signed in now, or None.

    Everything that touches the keyring raises KeyringUnavailable.
    """

    def __init__(self, station: StationState, vault: Vault) -> None:
        self._station = station
        self._vault = vault
        self.current: Person | None = None

    def last(self, server: str) -> Person | None:
        """Return who was remembered last at a hub."""
        return next((person for person in self._station.now.people if person.server == server), None)

    def let_go(self) -> Person | None:
        """Say that nobody is signed in any more, and return who was."""
        person, self.current = self.current, None
        return person

    async def check(self) -> None:
        """Find out whether there is a keyring that can remember anybody."""
        await self._vault.check()

    async def tokens(self, person: Person) -> list[str]:
        """Return what a person can be signed in with, the newest first."""
        return await self._vault.read(person.server, person.login)

    async def remember(self, person: Person, token: str) -> None:
        """Keep the token of who is signed in (``current``), and put the person at the head of the list."""
        if self.current is not person:
            return
        try:
            await self._vault.write(person.server, person.login, [token])
        except KeyringUnavailable:
            self.let_go()
            raise
        if self.current is person:
            await self.note(person)
        else:
            # Signed out meanwhile.
            await self.drop(person)

    async def note(self, person: Person) -> None:
        """Put a person at the head of the list; whoever falls off its end is forgotten."""
        key = (person.server, person.login)
        others = [each for each in self._station.now.people if (each.server, each.login) != key]
        self._station.change(people=(person, *others)[:MAX_PEOPLE])
        for surplus in others[MAX_PEOPLE - 1 :]:
            await self.drop(surplus)

    async def keep(self, newest: str, used: str) -> None:
        """Keep a token that has just replaced another one of the person who is signed in."""
        if self.current is None:
            return
        try:
            # The one before stays: until somebody has used the newest, the hub takes either, if we end now.
            await self._vault.write(self.current.server, self.current.login, [newest, used])
        except KeyringUnavailable as error:
            # The session goes on. At the next start the token before may do, or the password is asked for.
            log.warning("new token not kept", code=error.code)

    async def drop(self, person: Person) -> None:
        """Remove a person's token; the name stays on the list."""
        await self._vault.delete(person.server, person.login)

    async def forget(self, person: Person) -> None:
        """Take somebody off the list, and their token out of the keyring."""
        people = tuple(each for each in self._station.now.people if each != person)
        self._station.change(people=people)
        await self.drop(person)

    async def forget_all(self) -> None:
        """Take everybody off the list: the station is shared now."""
        for person in self._station.now.people:
            await self.forget(person)
