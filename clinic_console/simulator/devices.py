"""Which devices to be: codes and tokens, from a file that ``clinic-console seed`` or a person has written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clinic_console.domain.errors import BadConfiguration


@dataclass(frozen=True, slots=True)
class Credentials:
    """A device's code and its secret token."""

    code: str
    token: str


def read_devices(path: Path) -> list[Credentials]:
    """Read lines ``code token`` (# begins a comment), a JSON object of them, or a JSON list of {code, token}.

    BadConfiguration names what is wrong, never a token.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: {error}", field="--devices") from error
    try:
        devices = list(_from_json(text) if text.lstrip()[:1] in ("[", "{") else _from_lines(text))
    except ValueError as error:
        raise BadConfiguration(f"{path}: {error}", field="--devices") from None
    if not devices:
        raise BadConfiguration(f"{path}: no devices", field="--devices")
    codes = [device.code for device in devices]
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise BadConfiguration(f"{path}: {twice} stands there twice", field="--devices")
    return devices


def _from_lines(text: str) -> Iterator[Credentials]:
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if words:
            if len(words) != 2:
                raise ValueError(f"line {number} is not a code and a token")
            yield Credentials(*words)


def _from_json(text: str) -> Iterator[Credentials]:
    document = json.loads(text)
    if isinstance(document, dict):
        document = [{"code": code, "token": token} for code, token in document.items()]
    for number, entry in enumerate(document, start=1):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("code", "token")):
            raise ValueError(f"entry {number} has no code and token")
        yield Credentials(entry["code"], entry["token"])
