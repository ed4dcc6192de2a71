"""Passwords: stored as Argon2id, bounded, and never told apart by cost."""

import asyncio
import re
from typing import Any

import pytest

from clinic_console.domain.errors import BadField, TooMany
from clinic_console.hub.service.passwords import LONGEST, Passwords, hash_password, new_password


@pytest.fixture
def passwords() -> Any:
    made = Passwords(threads=1, waiting=2)
    yield made
    made.close()


async def test_only_the_password_itself_fits(passwords: Passwords) -> None:
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(stored)
    assert await passwords.check("correct horse", stored) is True
    assert await passwords.check("Correct horse", stored) is False
    assert await passwords.check("x" * LONGEST, stored) is False


async def test_nobody_has_a_password(passwords: Passwords) -> None:
    for guess in ("nobody", "anything"):
        assert await passwords.check(guess, None) is False


async def test_a_damaged_hash_fits_nothing(passwords: Passwords) -> None:
    for stored in ("", "plain", "$argon2id$v=19$m=19456,t=2,p=1$broken"):
        assert await passwords.check("plain", stored) is False


async def test_bounds(passwords: Passwords) -> None:
    for password in ("", "x" * (LONGEST + 1)):
        with pytest.raises(BadField):
            await passwords.check(password, None)
        with pytest.raises(BadField):
            await passwords.hash(password)


async def test_a_crowd_is_turned_away_and_the_first_are_served(passwords: Passwords) -> None:
    answers = await asyncio.gather(*(passwords.check("x", None) for _ in range(6)), return_exceptions=True)
    assert answers[:2] == [False, False]
    assert all(isinstance(answer, TooMany) for answer in answers[2:])
    assert await passwords.check("x", None) is False, "there is room again"


def test_generated_passwords_differ_and_can_be_read_aloud() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in made)


async def test_what_is_hashed_ahead_fits(passwords: Passwords) -> None:
    assert await passwords.check("ahead", hash_password("ahead")) is True
