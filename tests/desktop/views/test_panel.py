"""What stands where there is nothing to show."""

from clinic_console.desktop.theme import DARK, LIGHT, Theme
from clinic_console.desktop.views.panel import WIDTH, Panel

LONG = "Watch the bedside monitors. The console tries again by itself, every few seconds, until the hub answers. " * 3


def made(qtbot, width=600, height=300):
    panel = Panel(Theme())
    qtbot.addWidget(panel)
    panel.resize(width, height)
    return panel


def test_it_says_what_it_was_told(qtbot):
    panel = made(qtbot)
    panel.say("bed", "No beds", "They appear here.", "Try again")
    assert panel.accessibleName() == "No beds"
    assert panel.accessibleDescription() == "They appear here."
    assert panel.button.text() == panel.button.accessibleName() == "Try again"
    assert not panel.button.isHidden()
    with qtbot.waitSignal(panel.pressed):
        panel.button.click()


def test_without_words_for_it_there_is_no_button(qtbot):
    panel = made(qtbot)
    panel.say("", "Nothing")
    assert panel.button.isHidden()
    assert panel._icon.isHidden()
    assert panel._text.isHidden()


def test_lines_are_short_and_stay_inside(qtbot):
    panel = made(qtbot, width=900)
    panel.say("notice", "The hub does not answer", LONG, "Try again")
    panel.grab()
    assert panel._text.width() == WIDTH
    high = panel._text.height()
    assert high >= panel._text.fontMetrics().lineSpacing() * 4
    panel.resize(240, 400)
    panel.grab()
    assert panel._text.width() < 240
    assert panel._text.height() > high
    panel.resize(900, 300)
    panel.grab()
    assert panel._text.height() == high


def test_the_icon_takes_on_the_look(qtbot):
    panel = made(qtbot)
    panel.say("bed", "No beds")
    before = panel._icon.pixmap().toImage()
    panel.set_theme(Theme(LIGHT))
    assert panel._icon.pixmap().toImage() != before
    panel.set_theme(Theme(DARK))
    assert panel._icon.pixmap().toImage() == before
