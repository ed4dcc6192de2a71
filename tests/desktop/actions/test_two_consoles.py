"""Two consoles of one person on one PC: one goes on with the remembered session, the other asks for the password."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.actions.people import People
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.claims import Claims
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.access import AccessState, Phase
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import Person

ANN = Person("https://h", "ann", "Ann", "nurse")


class Keyring(Vault):
    """The keyring of the PC, which all its consoles share; ``asked`` counts how often it was touched."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, list[str]] = {}
        self.asked = 0

    async def read(self, server: str, login: str) -> list[str]:
        self.asked += 1
        return list(self.entries.get(login, []))

    async def write(self, server: str, login: str, tokens: Sequence[str]) -> None:
        self.asked += 1
        self.entries[login] = list(tokens)

    async def delete(self, server: str, login: str) -> None:
        self.asked += 1
        self.entries.pop(login, None)


def nothing() -> None:
    """Take no notice."""


def two(keyring: Keyring, folder: Path) -> tuple[People, People]:
    first, second = (People(StationState(), keyring, Claims(folder)) for _ in range(2))
    return first, second


async def test_only_one_of_two_goes_on_with_a_person(tmp_path: Path) -> None:
    keyring = Keyring()
    first, second = two(keyring, tmp_path)
    assert first.claim(ANN)
    await first.remember(ANN, "first")
    asked = keyring.asked
    assert not second.claim(ANN)
    assert second.current is None
    await second.keep("another", "other")
    await second.drop(ANN)
    assert (keyring.entries, keyring.asked) == ({"ann": ["first"]}, asked)
    await first.keep("second", "first")
    assert keyring.entries == {"ann": ["second", "first"]}


async def test_after_signing_out_here_the_other_one_may(tmp_path: Path) -> None:
    keyring = Keyring()
    first, second = two(keyring, tmp_path)
    assert first.claim(ANN)
    await first.remember(ANN, "first")
    left = first.let_go()
    assert second.claim(ANN)
    await second.remember(ANN, "second")
    assert left is not None
    await first.drop(left)
    assert keyring.entries == {"ann": ["second"]}, "it is the other's by now"


async def test_who_is_forgotten_is_forgotten_whoever_has_them(tmp_path: Path) -> None:
    keyring = Keyring()
    first, second = two(keyring, tmp_path)
    assert first.claim(ANN)
    await first.remember(ANN, "first")
    await second.forget(ANN)
    assert keyring.entries == {}


@pytest.mark.parametrize("remember", [True, False])
async def test_the_second_console_asks_for_the_password_and_leaves_the_keyring_alone(
    stub: Any, tmp_path: Path, remember: bool
) -> None:
    keyring, spawned = Keyring(), list[Any]()
    async with stub.running():
        states, consoles = [AccessState(), AccessState()], []
        for state in states:
            link = Access(HubHttp(stub.url), monotonic)
            consoles.append(
                AccessActions(
                    link,
                    state,
                    entered=nothing,
                    left=nothing,
                    vault=keyring,
                    claims=Claims(tmp_path),
                    spawn=lambda work, _: spawned.append(work),
                )
            )

        async def settle() -> None:
            while spawned:
                await spawned.pop(0)

        first, second = consoles
        await first.sign_in(stub.url, "nurse", "secret", remember=True)
        await settle()
        kept, asked = dict(keyring.entries), keyring.asked
        assert list(kept) == ["nurse"]
        await second.resume(stub.url, "nurse")
        assert states[1].phase is Phase.OUT
        await second.sign_in(stub.url, "nurse", "secret", remember=remember)
        await settle()
        assert [state.phase for state in states] == [Phase.IN, Phase.IN]
        assert (second.people.current, keyring.entries, keyring.asked) == (None, kept, asked)
        await second.sign_out()
        assert (keyring.entries, keyring.asked) == (kept, asked)
        await first.sign_out()
        await settle()
        assert keyring.entries == {}
        await second.sign_in(stub.url, "nurse", "secret", remember=True)
        await settle()
        assert list(keyring.entries) == ["nurse"]
        await second.sign_out()
        for console in consoles:
            await console._access.http.close()
        await settle()
