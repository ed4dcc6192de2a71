"""A keyring of the benchmark's own: what the surrounding process put into it, in memory."""

import os

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

TOKENS = "CLINIC_BENCH_TOKENS"
"""Holds what stands under the one login of the benchmark."""
LOGIN = "nurse"


class Memory(KeyringBackend):
    """Holds one entry from the start; forgets everything at the end."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, str] = {LOGIN: os.environ[TOKENS]} if TOKENS in os.environ else {}

    def get_password(self, _service: str, username: str) -> str | None:
        return self._entries.get(username)

    def set_password(self, _service: str, username: str, password: str) -> None:
        self._entries[username] = password

    def delete_password(self, _service: str, username: str) -> None:
        if self._entries.pop(username, None) is None:
            raise PasswordDeleteError(username)
