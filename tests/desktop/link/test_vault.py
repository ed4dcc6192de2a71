"""The keyring: kept and found again, refused where it would be readable, never waited for without end."""

import subprocess
import sys
import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from clinic_console.desktop.link.vault import Vault
from clinic_console.domain.errors import KeyringLocked as Locked
from clinic_console.domain.errors import KeyringMissing, KeyringSlow, KeyringUnavailable

HUB = "https://hub.kita.example"


class Memory(KeyringBackend):
    """A keyring as the system's, in memory."""

    priority = 1.0

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.prompt: threading.Event | None = None
        super().__init__()

    def get_password(self, service, username):
        self._think()
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        self._think()
        self.entries[service, username] = password

    def delete_password(self, service, username):
        self._think()
        if (service, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[service, username]

    def _think(self) -> None:
        if self.error is not None:
            raise self.error
        if self.prompt is not None:
            assert self.prompt.wait(20)


class Chain(Memory):
    """Several keyrings one after the other."""

    backends: list = []  # noqa: RUF012 - as keyring's own


@pytest.fixture
def memory(monkeypatch):
    made = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


async def test_what_is_kept_is_found_again_by_hub_and_login(memory):
    vault = Vault()
    await vault.write(HUB, "n.sato", ["new", "old"])
    await vault.write("https://other", "n.sato", ["else"])
    assert await vault.read(HUB, "n.sato") == ["new", "old"]
    assert await vault.read(HUB, "m.costa") == []
    await vault.delete(HUB, "n.sato")
    await vault.delete(HUB, "n.sato")
    assert await vault.read(HUB, "n.sato") == []
    assert await vault.read("https://other", "n.sato") == ["else"]
    assert await vault.check() == "Memory"


async def test_two_tokens_are_kept_at_most_and_none_twice(memory):
    vault = Vault()
    await vault.write(HUB, "n", ["a", "a"])
    assert await vault.read(HUB, "n") == ["a"]
    await vault.write(HUB, "n", ["c", "b", "a"])
    assert await vault.read(HUB, "n") == ["c", "b"]


@pytest.mark.parametrize("text", ["not json", '{"a": 1}', "[1]", ""])
async def test_an_entry_of_somebody_else_is_none(memory, text):
    memory.entries["clinic-console " + HUB, "n"] = text
    assert await Vault().read(HUB, "n") == []


@pytest.mark.parametrize("module", ["keyring.backends.null", "keyring.backends.fail", "keyrings.alt.file"])
async def test_a_keyring_that_keeps_nothing_or_keeps_it_readable_is_none(monkeypatch, memory, module):
    monkeypatch.setattr(Memory, "__module__", module)
    with pytest.raises(KeyringMissing):
        await Vault().check()
    with pytest.raises(KeyringMissing):
        await Vault().write(HUB, "n", ["secret"])
    assert memory.entries == {}


async def test_of_a_chain_only_the_first_safe_one_is_asked(monkeypatch):
    chain, safe = Chain(), Memory()
    readable = type("Plain", (Memory,), {"__module__": "keyrings.alt.file"})()
    chain.backends = [readable, safe]
    monkeypatch.setattr(keyring, "get_keyring", lambda: chain)
    await Vault().write(HUB, "n", ["secret"])
    assert (len(readable.entries), len(safe.entries), len(chain.entries)) == (0, 1, 0)
    chain.backends = [readable]
    with pytest.raises(KeyringMissing):
        await Vault().write(HUB, "n", ["secret"])


class ItemLockedError(Exception):
    """As some systems' libraries call it."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (KeyringLocked(), Locked),
        (ItemLockedError(), Locked),
        (KeyringError("x"), KeyringUnavailable),
        (OSError("no bus"), KeyringUnavailable),
        (keyring.errors.NoKeyringError(), KeyringMissing),
    ],
)
async def test_whatever_a_keyring_raises_is_an_error_in_words(memory, error, kind):
    memory.error = error
    with pytest.raises(KeyringUnavailable) as caught:
        await Vault().read(HUB, "n")
    assert type(caught.value) is kind


async def test_a_keyring_that_waits_for_its_user_is_given_up_and_what_comes_late_is_taken_back(memory, until):
    memory.prompt = threading.Event()
    vault = Vault(wait=0.05)
    with pytest.raises(KeyringSlow):
        await vault.write(HUB, "n", ["secret"])
    with pytest.raises(KeyringSlow):
        await vault.write(HUB, "other", ["secret"])
    memory.prompt.set()
    await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))
    assert memory.entries == {}
    await Vault().write(HUB, "n", ["secret"])
    assert len(memory.entries) == 1


async def test_calls_that_never_return_are_not_made_without_end(memory, until):
    memory.prompt = threading.Event()
    vault = Vault(wait=0.01)
    for _ in range(10):
        with pytest.raises(KeyringSlow):
            await vault.read(HUB, "n")
    assert sum(thread.name == "keyring" for thread in threading.enumerate()) <= 4
    memory.prompt.set()
    await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


async def test_a_keyring_that_cannot_be_loaded_is_an_error_in_words(monkeypatch):
    def fail():
        raise ModuleNotFoundError("somewhere.Keyring")

    monkeypatch.setattr(keyring, "get_keyring", fail)
    with pytest.raises(KeyringUnavailable):
        await Vault().check()


def test_nothing_slow_is_loaded_before_it_is_needed():
    code = "import sys, clinic_console.desktop.actions.access; sys.exit(bool({'keyring', 'httpx'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
