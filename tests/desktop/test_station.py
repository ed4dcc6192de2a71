"""What a PC is set to: kept whole, read again, and never in the way of a start."""

import os

import msgspec
import pytest

from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import (
    LOCK_MINUTES,
    MAX_BYTES,
    Person,
    Place,
    Profile,
    Station,
    StationFile,
    with_id,
)
from clinic_console.domain.errors import SettingsNotKept


def test_what_is_kept_is_read_again(tmp_path):
    file = StationFile(tmp_path / "deep" / "station.json")
    station = Station(
        name="3 East",
        shared=True,
        wards=("w1", "w2"),
        scale=1.25,
        profiles=(Profile("Kita", "https://hub.kita.example"),),
        people=(Person("https://hub.kita.example", "n.sato", "佐藤 直美", "nurse"),),
        place=Place(10, -20, 1366, 768, maximized=True),
    )
    file.write(station)
    assert file.read() == station
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["station.json"]


def test_without_a_file_there_is_nothing(tmp_path):
    assert StationFile(tmp_path / "station.json").read() is None
    assert StationFile(None).read() is None
    StationFile(None).write(Station())


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b" " * (MAX_BYTES + 1)])
def test_of_rubbish_a_copy_is_kept_and_the_pc_counts_as_a_public_one(tmp_path, raw):
    path = tmp_path / "station.json"
    path.write_bytes(raw)
    file = StationFile(path)
    assert file.read() == Station(shared=True, privacy=True)
    assert file.broken
    assert path.with_suffix(".broken").read_bytes() == raw


@pytest.mark.parametrize(
    ("raw", "station"),
    [
        (b'{"scale": 9, "name": "desk"}', Station(name="desk")),
        (b'{"look": "pink", "shared": true}', Station(look="system", shared=True)),
        (b'{"privacy": "perhaps"}', Station(privacy=True)),
        (b'{"shared": 1, "language": "fr"}', Station(shared=True)),
        (b'{"wards": "w", "order": "worst"}', Station(order="worst")),
        (b'{"place": {"left": 0, "top": 0, "width": 1e12, "height": 5}}', Station()),
        (b'{"place": {"left": 0, "top": 0, "width": 2000000000, "height": 5}}', Station()),
    ],
)
def test_what_cannot_be_understood_costs_only_itself(tmp_path, raw, station):
    path = tmp_path / "station.json"
    path.write_bytes(raw)
    file = StationFile(path)
    assert file.read() == station
    assert file.broken
    assert path.with_suffix(".broken").exists()


def test_two_consoles_of_one_pc_keep_each_others_changes(tmp_path):
    one, other = StationFile(tmp_path / "station.json"), StationFile(tmp_path / "station.json")
    one.write(Station(name="desk"))
    before = other.read()
    other.begin(before, Station())
    one.write(Station(name="desk", shared=True, privacy=True))
    larger = msgspec.structs.replace(before, scale=1.5)
    other.write(larger)
    other.write(msgspec.structs.replace(larger, order="worst"))
    assert one.read() == Station(name="desk", shared=True, privacy=True, scale=1.5, order="worst")


ANN, BOB = Person("https://hub", "ann"), Person("https://hub", "bob")
LOCKED = msgspec.structs.replace(ANN, locked=True)


def consoles(path, *people):
    """Two consoles that have begun with the same people."""
    first = StationFile(path)
    first.write(Station(people=people))
    made = []
    for _ in range(2):
        file = StationFile(path)
        file.begin(file.read(), Station())
        made.append(file)
    return made


def kept(folder):
    """The people that stand in the file."""
    return StationFile(folder / "station.json").read().people


def test_a_lock_stays_kept_whatever_another_console_knows_of_people(tmp_path):
    one, other = consoles(tmp_path / "station.json", ANN)
    one.write(Station(people=(LOCKED,)))
    # It has remembered bob, and does not know that ann's session is locked.
    other.write(Station(people=(BOB, ANN)))
    assert kept(tmp_path) == (BOB, LOCKED)
    # Nor is a new name of ann's an unlock.
    named = msgspec.structs.replace(ANN, name="Ann")
    other.write(Station(people=(named, BOB)))
    assert kept(tmp_path) == (msgspec.structs.replace(LOCKED, name="Ann"), BOB)
    one.write(Station(people=(ANN,)))
    assert [person.locked for person in kept(tmp_path)] == [False, False]


def test_a_lock_holds_over_somebody_who_is_remembered_anew_elsewhere(tmp_path):
    one, other = consoles(tmp_path / "station.json")
    one.write(Station(people=(LOCKED,)))
    other.write(Station(people=(ANN,)))
    assert kept(tmp_path) == (LOCKED,)


def test_whom_one_console_forgets_no_other_one_brings_back(tmp_path):
    one, other = consoles(tmp_path / "station.json", ANN, BOB)
    one.write(Station(people=(BOB,)))
    other.write(Station(people=(ANN, msgspec.structs.replace(BOB, role="nurse"))))
    assert [person.login for person in kept(tmp_path)] == ["bob"]


def test_a_change_that_could_not_be_written_is_written_with_the_next(tmp_path, monkeypatch):
    file = StationFile(tmp_path / "station.json")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(SettingsNotKept):
            file.write(Station(privacy=True))
    file.write(Station(privacy=True, name="desk"))
    assert file.read() == Station(privacy=True, name="desk")


def test_what_one_run_is_told_is_not_kept_for_the_next(tmp_path):
    file = StationFile(tmp_path / "station.json")
    file.begin(Station(look="light"), Station(look="dark"))
    file.write(Station(look="light", name="desk"))
    assert file.read() == Station(look="dark", name="desk")


def test_a_field_of_a_later_version_does_no_harm(tmp_path):
    path = tmp_path / "station.json"
    path.write_bytes(b'{"name": "desk", "hologram": true}')
    assert StationFile(path).read() == Station(name="desk")


def test_a_disk_that_refuses_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsNotKept):
        StationFile(tmp_path / "file" / "station.json").write(Station())


def test_a_change_is_numbered_and_kept_once():
    kept: list[Station] = []
    state = StationState(Station(), kept.append)
    state.change(privacy=True)
    state.change(privacy=True)
    assert state.version == 1
    assert kept == [Station(privacy=True)]


def test_what_could_not_be_read_again_is_not_taken():
    state = StationState(Station())
    with pytest.raises(msgspec.ValidationError):
        state.change(scale=5.0)
    assert state.now == Station()
    assert state.version == 0


def test_a_pc_has_one_id_for_good(tmp_path):
    file = StationFile(tmp_path / "station.json")
    first = with_id(Station())
    assert first.id
    assert with_id(first) == first
    file.write(first)
    assert file.read().id == first.id


@pytest.mark.parametrize(
    ("field", "value"), [("id", "another PC"), ("lock_minutes", 61), ("lock_minutes", -1), ("ca_file", "x" * 1_001)]
)
def test_what_makes_no_sense_is_as_if_it_had_not_been_set(tmp_path, field, value):
    path = tmp_path / "station.json"
    path.write_bytes(msgspec.json.encode({"name": "3 East", field: value}))
    file = StationFile(path)
    found = file.read()
    assert file.broken
    assert (found.name, getattr(found, field)) == ("3 East", getattr(Station(), field))


@pytest.mark.parametrize(
    ("minutes", "shared", "seconds"), [(5, False, 300), (1, True, 60), (0, False, 0), (0, True, LOCK_MINUTES * 60)]
)
def test_a_shared_pc_always_locks(minutes, shared, seconds):
    assert Station(lock_minutes=minutes, shared=shared).lock_seconds == seconds
