"""The database compares names as the rules of the domain do: for other clinics' patients it alone may."""

from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.patients_likeness import one_slip, words_alike

WORDS = (
    "sato",
    "satou",
    "stao",
    "hanako",
    "hanaco",
    "佐藤",
    "花子",
    "佐藤花子",
    "佐",
    "de",
    "la",
    "dela",
    "maria",
    "ana",
)
names = st.lists(st.sampled_from(WORDS) | st.text("abcd", min_size=1, max_size=6), max_size=5, unique=True)


@pytest.fixture(scope="module")
def asking(servers: Any, template: str) -> Any:
    """A connection that may ask the inner functions."""
    with psycopg.connect(servers.embedded.postgres_dsn("postgres"), autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE likeness TEMPLATE {template}")
        with psycopg.connect(servers.embedded.postgres_dsn("likeness"), autocommit=True) as connection:
            connection.execute("SET ROLE clinic_definer")
            yield connection
        superuser.execute("DROP DATABASE likeness WITH (FORCE)")


@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6))
@settings(deadline=None)
def test_one_slip_is_the_same_to_both(asking: Any, one: str, other: str) -> None:
    assert asking.execute("SELECT one_slip(%s, %s)", [one, other]).fetchone() == (one_slip(one, other),)


@given(some=names, others=names, half=st.booleans())
@settings(deadline=None)
def test_names_are_as_alike_to_both(asking: Any, some: list[str], others: list[str], half: bool) -> None:
    found = asking.execute("SELECT words_alike(%s::text[], %s::text[], %s)", [some, others, half]).fetchone()
    assert found == (words_alike(some, others, half=half),)
