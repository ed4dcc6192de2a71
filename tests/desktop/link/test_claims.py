"""One console alone goes on with a remembered session, and none is kept from it by one that has died."""

import subprocess
import sys
from pathlib import Path

import pytest

from clinic_console.desktop.link.claims import Claims

ANN, BOB = ("https://h", "ann"), ("https://h", "bob")
HOLDER = """
import sys
from pathlib import Path
from clinic_console.desktop.link.claims import Claims
claims = Claims(Path(sys.argv[1]))
print(claims.take(("https://h", "ann")), flush=True)
sys.stdin.read()
"""


def test_a_person_is_one_consoles_alone_until_it_is_given_back(tmp_path: Path) -> None:
    first, second = Claims(tmp_path / "new"), Claims(tmp_path / "new")
    assert first.take(ANN)
    assert not second.take(ANN)
    assert second.take(BOB)
    assert not first.take(BOB)
    first.release(ANN)
    assert second.take(ANN)
    assert not first.take(ANN)


def test_what_is_claimed_twice_is_given_back_twice(tmp_path: Path) -> None:
    first, second = Claims(tmp_path), Claims(tmp_path)
    assert first.take(ANN)
    assert first.take(ANN)
    first.release(ANN)
    assert not second.take(ANN)
    first.release(ANN)
    assert second.take(ANN)
    second.release(ANN)
    assert list(tmp_path.iterdir()) == [], "nothing is left of who was here"


def test_what_a_console_has_is_the_next_ones_once_it_closes(tmp_path: Path) -> None:
    first, second = Claims(tmp_path), Claims(tmp_path)
    assert first.take(ANN)
    assert first.take(ANN)
    assert first.take(BOB)
    first.close()
    assert second.take(ANN)
    assert second.take(BOB)


def test_a_name_stands_in_no_folder(tmp_path: Path) -> None:
    Claims(tmp_path).take(("https://h", "../ann\0\ud800"))
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]
    assert not any("ann" in path.name for path in tmp_path.iterdir())


def test_without_a_folder_or_where_there_can_be_none_everybody_may(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for claims in (Claims(), Claims(tmp_path / "file")):
        assert claims.take(ANN)
        claims.release(ANN)


@pytest.mark.parametrize("end", ["stops", "is killed"])
def test_the_system_gives_it_back_when_a_console_ends(tmp_path: Path, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        here = Claims(tmp_path)
        assert not here.take(ANN)
        assert here.take(BOB)
        if end == "is killed":
            holder.kill()
        else:
            assert holder.stdin is not None
            holder.stdin.close()
        holder.wait(20)
        assert here.take(ANN)
