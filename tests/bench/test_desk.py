"""The benchmark of the Patients screen gives all that it promises, and finds one model call a row."""

import asyncio

from tests.bench import desk, figures


def test_a_short_run_gives_every_figure(qapp):
    try:
        found = desk.measure(seconds=0.3, pages=4, keys=24, plans=2)
    finally:
        asyncio.set_event_loop(None)
        qapp.setStyleSheet("")
    assert figures.missing(desk.FIGURES, found) == []
    assert 0 < found["calls_a_row"] <= 1
    assert found["scroll_frames"] > 0
