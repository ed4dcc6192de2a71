"""Lines of text that give way."""

import pytest

from clinic_console.desktop.views.elided import DIVIDER, Counts, Elided

COUNTS = ("64 beds", "59 occupied", "57 with data")


@pytest.mark.parametrize("parts", [3, 2, 1, 0])
def test_counts_go_whole_and_the_last_first(qtbot, parts):
    line = Counts()
    qtbot.addWidget(line)
    line.setText(DIVIDER.join(COUNTS))
    kept = DIVIDER.join(COUNTS[:parts])
    room = line.fontMetrics().horizontalAdvance(kept)
    assert line.shown(room) == kept
    assert line.shown(room + 3) == kept


def test_other_lines_end_in_an_ellipsis(qtbot):
    line = Elided()
    qtbot.addWidget(line)
    line.say("Nurse station 3 East")
    assert line.shown(10_000) == "Nurse station 3 East"
    assert line.shown(line.fontMetrics().horizontalAdvance("Nurse sta")).endswith("…")
    assert line.toolTip() == "Nurse station 3 East"
