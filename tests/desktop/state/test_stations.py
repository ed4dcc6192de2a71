"""Which console is older than this one."""

import pytest

from clinic_console.desktop.state.stations import older


@pytest.mark.parametrize(
    ("version", "than", "expected"),
    [
        ("0.1.0", "0.1.0", False),
        ("0.1.0", "0.2.0", True),
        ("0.9.1", "0.10.0", True),
        ("1.0", "0.10.0", False),
        ("0.1.0-beta", "0.1.1", True),
        ("", "0.1.1", False),
        ("newest", "0.1.1", False),
        ("0.1.1", "", False),
    ],
)
def test_older(version, than, expected):
    assert older(version, than) is expected
