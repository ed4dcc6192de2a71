"""The states that every screen shares."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_console.desktop.theme import DARK, LIGHT, Theme, resources_folder
from clinic_console.desktop.views import announce as announcing
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.skeleton import DELAY_SECONDS
from clinic_console.domain.errors import HubUnavailable, StoreUnavailable


@pytest.fixture
def said(monkeypatch):
    """What screen readers were told, and whether at once."""
    heard = []

    def hear(event):
        heard.append((event.message(), event.politeness() is QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(announcing.QAccessible, "updateAccessibility", hear)
    return heard


@pytest.fixture
def ground(qtbot):
    """A ground in a shown window, with a field for content."""
    window, content = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    made = Ground(Theme(), content)
    layout.addWidget(made)
    # Whoever holds the ground holds its window.
    made.room = window
    window.resize(500, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def test_loading_is_seen_only_when_it_lasts(ground):
    tokens = json.loads((resources_folder() / "tokens.json").read_text("utf-8"))
    assert tokens["motion"]["skeletonDelayMs"] == DELAY_SECONDS * 1_000
    ground.loading(100.0)
    assert not ground.skeleton.shows
    empty = ground.skeleton.grab().toImage()
    ground.loading(100.0 + DELAY_SECONDS * 0.9)
    assert not ground.skeleton.shows
    ground.frame(100.0 + DELAY_SECONDS)
    assert ground.skeleton.shows
    assert ground.skeleton.isVisible()
    assert ground.skeleton.accessibleName()
    shown = ground.skeleton.grab().toImage()
    assert shown != empty
    ground.frame(101.0)
    assert ground.skeleton.grab().toImage() == shown, "nothing moves"


def test_a_second_loading_waits_anew(ground):
    ground.loading(0.0)
    ground.frame(1.0)
    ground.ready()
    ground.loading(50.0)
    assert not ground.skeleton.shows
    assert ground.footing is Footing.LOADING


def test_ready_shows_the_content_alone(ground):
    ground.loading(0.0)
    ground.ready()
    assert ground.content.isVisible()
    assert not ground.banner.isVisible()
    assert not ground.panel.isVisible()


def test_empty_says_what_would_stand_here(ground, said, qtbot):
    ground.empty("bed", "No beds", "They appear here.", "Add one")
    assert ground.panel.isVisible()
    assert not ground.content.isVisible()
    assert said == [("No beds. They appear here.", False)]
    with qtbot.waitSignal(ground.pressed):
        ground.panel.button.click()


def test_a_failure_has_words_advice_and_a_way_on(ground, said, qtbot):
    ground.failed(HubUnavailable())
    assert ground.panel.accessibleName() == "The hub does not answer"
    assert ground.panel.accessibleDescription() == HubUnavailable.advice
    assert ground.panel.button.text() == "Try again"
    for _ in range(3):
        ground.failed(HubUnavailable())
    assert len(said) == 1, "said once, not with every frame"
    with qtbot.waitSignal(ground.pressed):
        ground.panel.button.click()


def test_a_failure_that_kept_the_content_leaves_it_in_view(ground, said):
    ground.ready()
    ground.failed(StoreUnavailable(), "15 are done and kept.")
    assert ground.content.isVisible()
    assert ground.banner.isVisible()
    assert ground.banner.words == "The database does not answer. 15 are done and kept."
    assert said == [(ground.banner.words, False)]
    ground.ready()
    assert not ground.banner.isVisible()


def test_no_permission_says_who_can_help(ground):
    ground.denied("Records are for clinical staff", "Ask the facility manager.")
    assert ground.panel.accessibleName() == "Records are for clinical staff"
    assert not ground.panel.button.isVisible()


def test_an_age_that_grows_is_announced_once(ground, said):
    ground.offline("Offline for 1:12.", "List of 10:41:55, read only.")
    ground.offline("Offline for 1:13.", "List of 10:41:55, read only.")
    assert ground.banner.words.startswith("Offline for 1:13.")
    assert len(said) == 1
    ground.stale("List of 10:41:55")
    assert len(said) == 2
    assert ground.content.isVisible()


def test_a_change_from_elsewhere_stays_until_it_is_seen(ground, said, qtbot):
    ground.ready()
    ground.changed("M. Costa, desk 2", "moved bed 12.")
    ground.ready()
    assert ground.banner.isVisible()
    ground.changed("M. Costa, desk 2", "moved bed 14.")
    assert len(said) == 2, "each change is news"
    with qtbot.assertNotEmitted(ground.pressed):
        ground.banner.button.click()
    assert not ground.banner.isVisible()
    assert ground.content.hasFocus()
    assert ground.footing is Footing.READY


def test_words_of_users_are_not_markup(ground):
    ground.changed("<b>Zoë</b>", "& <i>co</i>")
    assert "&lt;b&gt;" in ground.banner._text.text()
    assert ground.banner.accessibleName() == "<b>Zoë</b> & <i>co</i>"


def test_the_focus_goes_where_the_user_can_act(ground):
    ground.ready()
    ground.content.setFocus(Qt.FocusReason.TabFocusReason)
    ground.failed(HubUnavailable())
    assert ground.panel.button.hasFocus()
    ground.ready()
    assert ground.content.hasFocus()


def test_the_focus_of_others_is_left_alone(ground):
    other = QLineEdit(ground.window())
    other.show()
    other.setFocus()
    ground.failed(HubUnavailable())
    ground.ready()
    assert other.hasFocus()


@pytest.mark.parametrize("tiles", [False, True])
def test_every_part_takes_on_the_look(qtbot, tiles):
    ground = Ground(Theme(DARK), QWidget(), tiles=tiles)
    qtbot.addWidget(ground)
    ground.resize(400, 300)
    ground.loading(0)
    ground.frame(1)
    before = ground.skeleton.grab().toImage()
    ground.set_theme(Theme(LIGHT))
    assert ground.skeleton.grab().toImage() != before
    ground.offline("Offline")
    icon = ground.banner._icon.pixmap().toImage()
    ground.set_theme(Theme(DARK))
    assert ground.banner._icon.pixmap().toImage() != icon
