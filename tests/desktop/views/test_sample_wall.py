"""The gallery's tiles are in the states that their titles say."""

import pytest

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.sample_wall import LARGE, SampleTile, cases, look_at
from clinic_console.domain.alarms import Priority

CASES = {case.title: case for case in cases()}


def test_every_priority_and_silence_is_among_them():
    frames = [look_at(case)[0].frame for case in CASES.values()]
    assert {frame.priority for frame in frames if frame is not None} == set(Priority)
    assert any(frame is not None and not frame.flashes and frame.priority is Priority.HIGH for frame in frames)
    assert any(case.alarms.paused_until for case in CASES.values())
    assert any(case.alarms.off for case in CASES.values())


def test_a_silent_bed_has_no_live_number():
    look, _ = look_at(CASES["No data: struck, with its age"])
    assert not look.live
    assert {row.tone for row in look.rows} == {"struck"}


def test_a_calm_bed_has_no_frame_and_live_numbers():
    look, data = look_at(CASES["Calm"])
    assert look.frame is None
    assert all(row.live for row in look.rows)
    assert data is not None


def test_privacy_shows_initials_only():
    look, _ = look_at(CASES["Privacy, data 3 s old"])
    assert (look.name, look.person) == ("S. K.", "")
    assert look.age


@pytest.mark.parametrize("title", CASES)
def test_each_is_painted_and_named(qtbot, title):
    tile = SampleTile(Theme(), CASES[title], LARGE)
    qtbot.addWidget(tile)
    image = tile.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}) > 8
    assert tile.accessibleName()


def test_between_flashes_a_tile_looks_calmer(qtbot):
    images = []
    for title in ("High: 2 Hz, on", "High, between flashes"):
        tile = SampleTile(Theme(), CASES[title], LARGE)
        qtbot.addWidget(tile)
        images.append(tile.grab().toImage())
    fill = Theme().colour("alarm.high.fill").rgb()
    on, off = (sum(image.pixel(x, y) == fill for x in range(LARGE[0]) for y in range(LARGE[1])) for image in images)
    assert on > 3_000
    assert off == 0
