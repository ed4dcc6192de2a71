"""The gallery: every page, in every look, size and language."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QPushButton

from clinic_console.desktop import gallery as program
from clinic_console.desktop.language import LANGUAGES
from clinic_console.desktop.theme import COMPACT, DARK, LIGHT, Theme
from clinic_console.desktop.views.gallery import SCALES, Gallery, pages

IDS = [page.id for page in pages()]


@pytest.fixture(autouse=True)
def _as_it_was(qapp):
    locale = QLocale()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    # What is left of a gallery would be dressed again with every new sheet.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.setStyleSheet("")


@pytest.fixture
def gallery(qapp, qtbot):
    """The gallery, dark and in English."""
    made = Gallery(qapp, Theme(DARK), "en")
    qtbot.addWidget(made)
    return made


def test_pages_have_names_of_their_own():
    assert len(set(IDS)) == len(IDS) >= 5
    assert len({page.title for page in pages()}) == len(IDS)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_every_page_can_be_drawn(gallery, name, scale):
    gallery.dress(Theme(LIGHT, scale, density=COMPACT), "en")
    picture = gallery.picture(name, 1366, 768)
    assert (picture.width(), picture.height()) == (1366, 768)
    colours = {picture.toImage().pixel(x, y) for x in range(420, 1300, 3) for y in range(180, 760, 7)}
    assert len(colours) > 8


def test_choices_above_change_how_everything_looks(gallery, qtbot):
    def click(text: str, came: Callable[[], bool]) -> None:
        next(button for button in gallery.findChildren(QPushButton) if button.text() == text).click()
        qtbot.waitUntil(came)

    click("Light", lambda: gallery.theme.name == LIGHT)
    click("200 %", lambda: gallery.theme.scale == 2.0)
    click("Compact", lambda: gallery.theme.density == COMPACT)
    click("日本語", lambda: gallery.language == "ja")
    assert (gallery.theme.name, gallery.theme.scale, gallery.theme.density) == (LIGHT, 2.0, COMPACT)
    assert set(SCALES) >= {0.8, 1.0, 1.25, 1.5, 2.0}


def test_the_page_that_is_open_stays_open(gallery):
    gallery.list.setCurrentRow(IDS.index("toasts"))
    assert gallery.area.accessibleName() == "Toasts"
    gallery.dress(gallery.theme.other(), "en")
    assert gallery.list.currentRow() == IDS.index("toasts")
    gallery.frame(1.0)


def test_pictures_of_all_pages_are_saved(gallery, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "pages", lambda: pages()[:1])
    monkeypatch.setattr(program, "SIZES", ((1366, 768),))
    files = program.save(gallery, tmp_path / "pictures")
    names = [f"gallery-{IDS[0]}-1366x768-{look}-{language}.png" for look in (LIGHT, DARK) for language in LANGUAGES]
    assert [file.name for file in files] == names
    assert all(file.stat().st_size > 5_000 for file in files)
    assert capsys.readouterr().out.split() == [str(file) for file in files]


def test_the_program_saves_and_leaves(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(program, "pages", lambda: pages()[1:2])
    monkeypatch.setattr(program, "SIZES", ((1366, 768),))
    assert program.run(tmp_path) == 0
    assert len(list(tmp_path.glob("*.png"))) == 4
