"""A room with one bed's panel, shared by its tests."""

import pytest

from clinic_console.desktop.charts.trends_plot import TrendPlot
from clinic_console.desktop.theme import DARK, Theme
from tests.desktop.bed_room import BED, Room


@pytest.fixture
def room(qtbot, request):
    theme = Theme(getattr(request, "param", DARK))
    made = Room(theme)
    qtbot.addWidget(made.window)
    made.view.resize(1302, 676)
    made.view.chart.take_plot(TrendPlot)
    made.window.show()
    made.view.show()
    made.view.show_bed(BED)
    made.window.activateWindow()
    made.say(HR=112.0, SpO2=96.0, RR=16.0)
    made.frame()
    return made
