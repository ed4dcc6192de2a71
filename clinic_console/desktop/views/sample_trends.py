"""A page of the gallery: the chart of a bed's panel, with gaps, limits and what arrived late."""

import math
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.bridge import advice, words
from clinic_console.desktop.charts.trends import LANES, Head
from clinic_console.desktop.charts.trends_heads import LaneHead
from clinic_console.desktop.charts.trends_picture import NO_LIMITS, LanePicture, Picture, gaps_of
from clinic_console.desktop.state.trends import Lost
from clinic_console.desktop.state.trends_curves import Curve, curve_of
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.sample_colours import heading, page
from clinic_console.desktop.views.sample_wall import LIMITS, MINUTE, NOW, ZONE
from clinic_console.desktop.views.trends_chart import Chart
from clinic_console.domain.errors import HubUnavailable

SPAN: Final = 8 * 60 * MINUTE
STEP: Final = MINUTE
SILENT: Final = (NOW - 200 * MINUTE, NOW - 170 * MINUTE)
"""While the monitor was off."""
LATE: Final = (NOW - 90 * MINUTE, NOW - 70 * MINUTE)
"""What a device had kept, and sent when it was back."""
_USUAL: Final = {"HR": (88.0, 14.0, "88"), "SpO2": (94.0, 4.0, "95"), "RR": (17.0, 5.0, "18")}


def trends(theme: Theme) -> QWidget:
    """Return the page of a chart of eight hours, of one that is loading, and of one that failed."""
    # Here and not above: pyqtgraph takes a moment to import, and only this page needs it.
    from clinic_console.desktop.charts.trends_plot import TrendPlot

    widget, column = page(theme)
    drawn, loading, failed = Chart(theme), Chart(theme), Chart(theme)
    drawn.take_plot(TrendPlot)
    drawn.show_heads(_heads())
    drawn.show_picture(_picture())
    loading.loading(0.0)
    loading.loading(1.0)
    error = HubUnavailable()
    failed.say("notice", words(error), advice(error), QCoreApplication.translate("Ground", "Try again"))
    for title, chart, high in (
        (QCoreApplication.translate("Gallery", "Eight hours, with a gap"), drawn, 240),
        (QCoreApplication.translate("Gallery", "Loading, from 150 ms on"), loading, 132),
        (QCoreApplication.translate("Gallery", "Error"), failed, 190),
    ):
        column.addWidget(heading(title, "muted"))
        chart.setFixedHeight(theme.px(high))
        column.addWidget(chart)
    column.addStretch(1)
    return widget


def _heads() -> tuple[LaneHead, ...]:
    return tuple(
        LaneHead(lane, Head(_USUAL[lane.group][2], tone="live"), LIMITS[lane.group])
        for lane in LANES
        if lane.group in _USUAL
    )


def _picture() -> Picture:
    begins, lost = NOW - SPAN, (Lost(*SILENT, ""),)
    lanes = []
    for lane in LANES:
        if lane.group in _USUAL:
            curve = _curve(lane.group, begins)
            gaps = gaps_of(curve, begins, NOW, lost)
            limits = LIMITS.get(lane.group, NO_LIMITS)
            lanes.append(LanePicture(lane, (curve,), lane.low, lane.high, gaps, empty=False, limits=limits))
    silences = lanes[0].gaps
    return Picture(begins, NOW, NOW, begins, STEP, ZONE, tuple(lanes), silences, lost, begins)


def _curve(group: str, begins: int) -> Curve:
    """Return slow waves with a restless stretch in which limits are crossed."""
    usual, swing, _ = _USUAL[group]
    rows = []
    for at in range(begins, NOW, STEP):
        if SILENT[0] <= at < SILENT[1]:
            continue
        hours = (at - begins) / (60 * MINUTE)
        restless = 2.6 if 2.5 < hours < 3.4 else 0.5
        mean = usual + swing * restless * (0.7 * math.sin(hours * 2.3) + 0.3 * math.sin(hours * 17))
        width = swing * 0.18 * (1 + abs(math.sin(hours * 9)))
        high = min(100.0, mean + width) if group == "SpO2" else mean + width
        rows.append((at, at + STEP - 1_000, min(mean, high) - width, high, min(mean, high), LATE[0] <= at < LATE[1]))
    return curve_of(rows)
