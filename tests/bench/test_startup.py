"""The startup benchmark: its row is complete, and its keyring keeps what it is given and nothing else."""

import json

import pytest
from keyring.errors import PasswordDeleteError

from tests.bench import figures, startup
from tests.bench.vault import LOGIN, TOKENS, Memory


def test_startup_promises_every_key_of_its_row() -> None:
    assert {"first_frame_s", "rss_mb", "keyring"} <= set(figures.keys(startup.FIGURES))
    goals = {row.key: row.goal for row in startup.FIGURES if row.goal is not None}
    assert goals == {"first_frame_s": 1.5, "rss_mb": 250}


def test_the_benchmarks_keyring_holds_the_one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKENS, json.dumps(["t"]))
    keyring = Memory()
    assert keyring.get_password("any", LOGIN) == '["t"]'
    assert keyring.get_password("any", "somebody") is None
    keyring.delete_password("any", LOGIN)
    assert keyring.get_password("any", LOGIN) is None
    with pytest.raises(PasswordDeleteError):
        keyring.delete_password("any", LOGIN)
