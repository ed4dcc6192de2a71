"""Alarms are told apart, and told from everything else, by people who see colours differently.

Colours are simulated as G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for
Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0, on linear light; distances are CIEDE2000
(G. Sharma, W. Wu, E. N. Dalal, 2005).
"""

from itertools import combinations, product
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest
from PySide6.QtGui import QColor

from clinic_console.desktop.theme import DARK, LIGHT, Theme

Lab = tuple[float, float, float]
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
# What fills and edges a tile: the red that is bright enough is that of the line.
SIGNAL = {"high": "alarm.high.line", "medium": "alarm.medium.fill", "low": "alarm.low.fill"}
PARAMETERS = ("HR", "SpO2", "RR", "NIBP", "ABP", "Temp", "CO2")
BETWEEN_ALARMS = 20
FROM_PARAMETERS = 10
# On white a number must be dark to be read from afar, and to protanopes red is dark too: there the filled block,
# the mark !!! and the flash tell an alarm (charts/tile.py), not its colour.
CLOSE = {(LIGHT, "protanopia"): {("high", "RR"), ("high", "Temp")}}


def through(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: QColor, sight: str) -> Lab:
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    seen = [min(1.0, max(0.0, part)) for part in through(SIGHT[sight], light)]
    f = [
        (part / white) ** (1 / 3) if part / white > 216 / 24389 else (24389 / 27 * part / white + 16) / 116
        for part, white in zip(through(TO_XYZ, seen), WHITE, strict=True)
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one: Lab, two: Lab) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, two
    chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(chroma**7 / (chroma**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    turn = 30 * exp(-(((mean_h - 275) / 25) ** 2))
    rt = -2 * sqrt(mean_c**7 / (mean_c**7 + 25**7)) * sin(radians(2 * turn))
    light, depth = (l2 - l1) / sl, (c2 - c1) / sc
    hue = 2 * sqrt(c1 * c2) * sin(radians(dh / 2)) / sh
    return sqrt(light**2 + depth**2 + hue**2 + rt * depth * hue)


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_the_published_one(one, two, distance):
    assert ciede2000(one, two) == pytest.approx(distance, abs=5e-5)


def test_greys_stay_grey_for_everybody():
    for sight in SIGHT:
        _, a, b = lab(QColor("#808080"), sight)
        assert hypot(a, b) < 0.5, sight


@pytest.mark.parametrize(
    ("look", "one", "two", "sight", "distance"),
    [
        (DARK, "alarm.high.line", "alarm.medium.line", "deuteranopia", 21.1),
        (DARK, "alarm.high.line", "alarm.low.line", "protanopia", 47.1),
        (DARK, "alarm.low.line", "param.SpO2", "deuteranopia", 11.4),
        (LIGHT, "alarm.high.line", "param.HR", "protanopia", 16.8),
    ],
)
def test_the_simulation_gives_the_values_of_the_design(look, one, two, sight, distance):
    theme = Theme(look)
    seen = ciede2000(lab(theme.colour(one), sight), lab(theme.colour(two), sight))
    assert seen == pytest.approx(distance, abs=1.0)


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("sight", SIGHT)
def test_alarm_priorities_are_told_apart(look, sight):
    theme = Theme(look)
    seen = {priority: lab(theme.colour(path), sight) for priority, path in SIGNAL.items()}
    for one, two in combinations(seen, 2):
        assert ciede2000(seen[one], seen[two]) >= BETWEEN_ALARMS, (one, two)


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("sight", SIGHT)
def test_an_alarm_is_told_from_every_number(look, sight):
    theme = Theme(look)
    close = {
        (priority, name)
        for (priority, path), name in product(SIGNAL.items(), PARAMETERS)
        if ciede2000(lab(theme.colour(path), sight), lab(theme.colour(f"param.{name}"), sight)) < FROM_PARAMETERS
    }
    assert close == CLOSE.get((look, sight), set())


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("sight", SIGHT)
def test_an_alarm_is_told_from_the_accent(look, sight):
    theme = Theme(look)
    accent = lab(theme.colour("accent.text"), sight)
    for priority, path in SIGNAL.items():
        assert ciede2000(lab(theme.colour(path), sight), accent) >= FROM_PARAMETERS, priority
