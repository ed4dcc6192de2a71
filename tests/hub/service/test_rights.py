"""Rights that have changed: who is told, in which order, and that nothing said makes it fail."""

import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.hub.service.rights import Rights

USER, SESSION = uuid4(), uuid4()


class Told:
    """Takes the parts of memory and of sockets, and keeps what they were told."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def forget(self, user_id: UUID, session_id: UUID | None = None) -> None:
        self.calls.append(("forget", user_id, session_id))

    def doubt(self, *args: UUID | None, hears: bool | None = None) -> None:
        self.calls.append(("sockets", *args) if hears is None else ("doubt", hears))


def _told(payload: str) -> list[tuple[object, ...]]:
    told = Told()
    Rights([told], told).heard(payload)
    return told.calls


def test_memory_is_told_before_the_sockets() -> None:
    assert _told(json.dumps({"user": str(USER)})) == [("forget", USER, None), ("sockets", USER, None)]
    assert _told(json.dumps({"user": str(USER), "session": str(SESSION)})) == [
        ("forget", USER, SESSION),
        ("sockets", USER, SESSION),
    ]


@pytest.mark.parametrize("payload", ["", "[]", "null", "{}", '{"user": 5}', '{"user": "x"}', '{"user": null}'])
def test_what_is_not_understood_means_everybody(payload: str) -> None:
    assert _told(payload) == [("doubt", True), ("sockets",)]


@given(st.text())
def test_nothing_said_makes_it_fail(payload: str) -> None:
    assert _told(payload)


def test_sockets_are_asked_about_when_changes_are_no_longer_heard_of_and_when_they_are_again() -> None:
    told = Told()
    rights = Rights([told], told)
    rights.turned(listening=False)
    assert told.calls == [("doubt", False), ("sockets",)]
    rights.turned(listening=True)
    assert told.calls == [("doubt", False), ("sockets",), ("doubt", True), ("sockets",)]
