"""The file of devices: every form that people and programs write."""

from pathlib import Path

import pytest

from clinic_console.domain.errors import BadConfiguration
from clinic_console.simulator.devices import Credentials, read_devices

BOTH = [Credentials("mon-1", "abc"), Credentials("mon-2", "def")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "devices"


@pytest.mark.parametrize(
    "text",
    [
        "mon-1 abc\nmon-2 def\n",
        "# two monitors\n\nmon-1\tabc  # east\r\n  mon-2 def",
        '{"mon-1": "abc", "mon-2": "def"}',
        ' [{"code": "mon-1", "token": "abc", "bed": "1"}, {"code": "mon-2", "token": "def"}]',
    ],
)
def test_reads_lines_and_json(file: Path, text: str) -> None:
    file.write_text(text)
    assert read_devices(file) == BOTH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no devices"),
        ("# nobody\n", "no devices"),
        ("[]", "no devices"),
        ("mon-1\n", "line 1"),
        ("mon-1 abc def\n", "line 1"),
        ('[{"code": "mon-1"}]', "entry 1"),
        ('{"mon-1": 5}', "entry 1"),
        ("[1]", "entry 1"),
        ('{"mon-1"', "devices"),
        ("mon-1 abc\nmon-1 def\n", "mon-1 stands there twice"),
    ],
)
def test_says_what_is_wrong_and_never_a_token(file: Path, text: str, words: str) -> None:
    file.write_text(text)
    with pytest.raises(BadConfiguration, match=words) as caught:
        read_devices(file)
    assert "abc" not in caught.value.detail


def test_says_that_the_file_is_missing(file: Path) -> None:
    with pytest.raises(BadConfiguration):
        read_devices(file)
