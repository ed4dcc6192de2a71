"""The secrets of one data folder: made once, kept in a file that only its user may read."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from clinic_console.domain.errors import BadConfiguration
from clinic_console.embedded.folder import denied, write_private

FILE: Final = "secrets.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens the servers of one data folder, and the hub's key for its tokens."""

    postgres_password: str
    redis_password: str
    s3_access_key: str
    s3_secret_key: str
    token_key: str


def load_or_make(folder: Path) -> Credentials:
    """Read the folder's secrets, or make them at the first start; BadConfiguration when they are damaged or lost."""
    path = folder / FILE
    with denied(path):
        if path.exists():
            return _read(path)
        if (folder / "postgres").exists():
            raise BadConfiguration(f"{path} is missing, and with it the password of the database beside it")
        made = Credentials(*(secrets.token_urlsafe(32) for _ in range(5)))
        write_private(path, json.dumps(asdict(made), indent=1))
        return made


def _read(path: Path) -> Credentials:
    try:
        return Credentials(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise BadConfiguration(f"{path} is damaged: {error}") from error
