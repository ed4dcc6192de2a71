"""The strip: what it says first, and what of it goes where there is little room."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.language import speak
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.strip import Strip
from clinic_console.domain.errors import HubUnavailable, VersionMismatch

NOW, MONO = 1_700_000_000_000, 10_000.0
SCENE = Scene(Moment(MONO, NOW), "Asia/Tokyo")
AWAY = Scene(Moment(MONO, NOW), "Asia/Tokyo", monitored=False)


def heard(ago: float, error=None) -> Connection:
    connection = Connection(since=MONO - 90_000)
    connection.watching(("ward",))
    connection.opened()
    connection.replaced("ward", MONO - 80_000)
    connection.heard(MONO - ago, NOW - round(ago * 1_000))
    if error is not None:
        connection.dropped(MONO - ago, error, ago + 3.0)
    return connection


@pytest.fixture
def made(qtbot):
    """Make a strip as wide as a window of 1,366 pixels leaves it, dressed as in use."""
    app = QApplication.instance()
    language, windows = QLocale(), []

    def make(scale: float = 1.0, wide: int = 0) -> Strip:
        theme = Theme(DARK, scale)
        theme.apply(app)
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        strip = Strip(theme, window)
        # Beside it stands the rail.
        strip.setFixedWidth(wide or 1_366 - theme.px(56))
        window.resize(1_366, 200)
        window.show()
        return strip

    yield make
    speak(app, "en")
    QLocale.setDefault(language)


def whole(strip: Strip) -> bool:
    """Say whether nothing of what is shown is cut, or lies over anything else."""
    shown = [part for part in strip.findChildren(QWidget) if part.isVisible()]
    for part in shown:
        if part is not strip.hatch and part is not strip.text and part.width() < part.sizeHint().width():
            return False
    places = sorted((part.geometry() for part in shown), key=lambda place: place.left())
    apart = all(one.right() < other.left() for one, other in pairwise(places))
    fits = strip.text.shown(strip.text.width()) == strip.text.text()
    return apart and fits and places[-1].right() < strip.width()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("ago", [12.0, 86_399.0])
@pytest.mark.parametrize("error", [HubUnavailable(), VersionMismatch()])
def test_title_age_advice_and_button_are_whole_at_any_size(made, language, scale, ago, error):
    speak(QApplication.instance(), language)
    strip = made(scale)
    strip.show_scene(heard(ago, error), AWAY, [])
    QApplication.processEvents()
    assert whole(strip), (strip.text.text(), strip.text.width())
    advice = {"en": "Watch the bedside monitors.", "ja": "ベッドサイドモニタを確認してください。"}[language]
    assert strip.text.text().startswith(advice)
    assert all(part.isVisible() for part in (strip.title, strip.age, strip.button))
    assert strip.age.text() == ("0:12" if ago < 60 else "23:59:59")


def test_what_is_least_goes_first(made):
    strip = made()
    said = []
    for wide in (1_800, 1_300, 1_000, 860, 640, 540, 500):
        strip.setFixedWidth(wide)
        strip.show_scene(heard(12.0, VersionMismatch()), AWAY, [])
        QApplication.processEvents()
        assert strip.text.text().startswith("Watch the bedside monitors.")
        said.append((len(strip.text.text()), strip.retry.isVisible(), strip.hatch.isVisible()))
        assert strip.text.toolTip() == strip.accessibleName().removeprefix("NOT MONITORED ")
    assert said == sorted(said, reverse=True)
    assert said[0][1:] == (True, True)
    assert said[-1][1:] == (False, False)


def test_an_old_bed_list_is_said_after_alarms_and_never_beside_not_monitored(made):
    strip = made()
    strip.show_scene(heard(0.4), SCENE, [], 12.0)
    assert strip.text.text() == (
        "Who lies in which bed may have changed: the list is 0:12 old. Check names at the bedside."
    )
    assert (strip.text.property("tone"), strip.property("alert")) == ("notice", False)
    strip.show_scene(heard(0.4), SCENE, ["3"], 12.0)
    assert strip.text.text().startswith("Bedside monitor alarm: bed 3. Who lies in which bed may have changed")
    assert strip.text.property("tone") == "strong"
    strip.show_scene(heard(12.0), AWAY, ["3"], 12.0)
    assert "Who lies" not in strip.text.text()
    strip.show_scene(heard(0.4), SCENE, [], None)
    assert strip.text.text().startswith("No monitor gives an alarm.")


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_an_old_bed_list_is_said_in_fewer_words_where_there_is_no_room(made, scale):
    strip = made(scale)
    strip.show_scene(heard(0.4), SCENE, [], 72.0)
    QApplication.processEvents()
    assert whole(strip)
    assert "1:12 old" in strip.text.text()
    assert "Check names at the bedside" in strip.text.text()
    strip.setFixedWidth(round(440 * scale))
    QApplication.processEvents()
    assert strip.text.text() == "Check names at the bedside: the list is 1:12 old."


def test_the_button_is_back_when_the_hub_is_lost_after_a_session_ended(made):
    strip = made()
    strip.ended()
    assert not strip.button.isVisible()
    strip.show_scene(heard(12.0, HubUnavailable()), AWAY, [])
    assert strip.button.isVisible()
