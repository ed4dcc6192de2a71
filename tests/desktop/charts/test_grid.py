"""The grid of NOTES rule 6, and that tiles never leave the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.charts.anatomy import anatomy
from clinic_console.desktop.charts.grid import SMALLEST_NUMBER, arrange

# What is left of the window by the rail (64), the alarm strip (44) and the top bar (48).
HD = (1920 - 64, 1080 - 92)
LAPTOP = (1366 - 64, 768 - 92)


@pytest.mark.parametrize(
    ("area", "count", "columns", "rows", "number"),
    [
        (HD, 4, 2, 2, 72),
        (HD, 12, 4, 3, 67),
        (HD, 24, 6, 4, 45),
        (HD, 36, 8, 5, 42),
        (HD, 48, 8, 6, 33),
        (HD, 64, 8, 8, 25),
        (LAPTOP, 24, 6, 4, 34),
        (LAPTOP, 36, 6, 6, 22),
    ],
)
def test_the_grids_of_the_notes(area, count, columns, rows, number):
    grid = arrange(count, *area)
    assert (grid.columns, grid.rows, grid.pages) == (columns, rows, 1)
    assert abs(grid.number - number) <= 1


def test_sixty_four_beds_on_a_laptop_are_two_pages_of_thirty_two():
    grid = arrange(64, *LAPTOP)
    assert (grid.pages, grid.per_page, grid.number) == (2, 32, 22)


@given(st.integers(1, 300), st.floats(420, 4_000), st.floats(320, 2_400), st.sampled_from([0.8, 1.0, 1.5, 2.0]))
def test_every_tile_is_inside_and_none_lie_over_each_other(count, width, height, scale):
    grid = arrange(count, width, height, scale)
    assert grid.pages * grid.per_page >= count
    assert grid.columns * grid.rows >= grid.per_page
    seen = set()
    for index in range(min(count, grid.per_page)):
        x, y, w, h = grid.place(index)
        assert (x, y) not in seen
        seen.add((x, y))
        assert w > 0
        assert h > 0
        assert x >= 0
        assert x + w <= width + 1
        assert y + h <= height + 1


@given(st.integers(1, 64), st.floats(900, 4_000), st.floats(500, 2_400))
def test_numbers_can_always_be_read(count, width, height):
    assert arrange(count, width, height).number >= SMALLEST_NUMBER


@given(st.integers(1, 64), st.floats(900, 4_000), st.floats(500, 2_400), st.sampled_from([0.8, 1.0, 1.25]))
def test_everything_on_a_tile_has_its_place(count, width, height, scale):
    grid = arrange(count, width, height, scale)
    places = anatomy(grid.width, grid.height, scale)
    assert places.number >= SMALLEST_NUMBER * scale - 1
    assert places.trace.width() >= 76 * scale
    assert places.trace.right() <= grid.width - places.pad
    assert places.rows[0].height() >= places.number * 0.9
    assert places.header.bottom() <= places.rows[0].top() + 0.01
    assert places.rows[2].bottom() <= places.spots.top() + 0.01
    assert places.footer.bottom() <= grid.height
    assert places.large == (places.spots != places.footer)


def test_a_window_below_all_sense_still_shows_one_tile():
    grid = arrange(9, 10, 10)
    assert (grid.columns, grid.rows, grid.pages) == (1, 1, 9)
