"""Recordings: the form of the files, and what a monitor makes of them."""

import math
from itertools import islice
from pathlib import Path
from statistics import fmean

import pytest

from clinic_console.domain.errors import BadConfiguration
from clinic_console.simulator.replay import Replay, parse_recording, read_recording
from clinic_console.simulator.sample import Values
from clinic_console.wire.devices import Detailed

SHARED = Path(__file__).parents[3] / "shared" / "data" / "vitals_bidmc_numerics"
SEARCHING = Detailed(s="searching")

SMALL = """Time [s], HR, PULSE, RESP, SpO2
0,94,93,25,97
1,-0,NaN,25,97
2,92,93,, 96.5
"""


def played(replay: Replay, most: int = 10_000) -> list[Values]:
    samples = (replay.sample(at) for at in range(most))
    return [sample.values for sample in samples if sample is not None]


def test_reads_names_numbers_and_missing_values() -> None:
    recording = parse_recording(SMALL.splitlines())
    assert recording.step == 1.0
    assert recording.rows[0] == (0.0, {"HR": 94.0, "PR": 93.0, "RR": 25.0, "SpO2": 97.0})
    assert recording.rows[1] == (1.0, {"HR": 0.0, "PR": None, "RR": 25.0, "SpO2": 97.0})
    assert recording.rows[2] == (2.0, {"HR": 92.0, "PR": 93.0, "RR": None, "SpO2": 96.5})


def test_minus_zero_is_zero() -> None:
    heart = parse_recording(SMALL.splitlines()).rows[1][1]["HR"]
    assert heart is not None
    assert math.copysign(1, heart) == 1


def test_a_missing_number_is_sent_as_searching() -> None:
    assert played(Replay(parse_recording(SMALL.splitlines()), 1))[1] == {
        "HR": 0.0,
        "PR": SEARCHING,
        "RR": 25.0,
        "SpO2": 97.0,
    }


def test_repeats_as_often_as_asked() -> None:
    recording = parse_recording(SMALL.splitlines())
    replay = Replay(recording, 2)
    assert len(played(replay)) == 6
    assert replay.sample(0) is None
    endless = Replay(recording)
    assert len(list(islice(iter(lambda: endless.sample(0), None), 100))) == 100


def test_reads_a_file_with_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode() + b"\r\n")
    assert read_recording(path) == parse_recording(SMALL.splitlines())


def test_reads_a_file_without_times() -> None:
    recording = parse_recording(["HR", "80", "81"])
    assert [at for at, _ in recording.rows] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no rows"),
        ("HR\n", "no rows"),
        ("HR,RR\n80\n", "line 2: 1 columns instead of 2"),
        ("HR\n80\nfast\n", "line 3"),
        ("H R\n80\n", "line 1"),
        ("Time,HR\n1,80\n1,81\n", "do not rise"),
        ("Time,HR\nNaN,80\n", "line 2"),
    ],
)
def test_says_which_line_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(BadConfiguration, match=words):
        parse_recording(text.splitlines())


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="absent"):
        read_recording(tmp_path / "absent.csv")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the recorded numerics are not on this machine")
class TestRecordedPatients:
    def test_the_means_of_the_first(self) -> None:
        rows = played(Replay(read_recording(SHARED / "bidmc_01_Numerics.csv"), 1))
        assert len(rows) == 481
        means = {
            name: fmean(value for row in rows if isinstance(value := row[name], float))
            for name in ("HR", "RR", "SpO2")
        }
        assert means == pytest.approx({"HR": 91.32, "RR": 21.44, "SpO2": 96.92}, abs=0.005)

    def test_all_of_them_can_be_read(self) -> None:
        files = sorted(SHARED.glob("*.csv"))
        assert len(files) == 26
        for path in files:
            recording = read_recording(path)
            assert (len(recording.rows), recording.step) == (481, 1.0)
