"""The catalogue is what the code says; a language brings its texts, Qt's own and its locale; nothing goes past it."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop import language
from clinic_console.desktop.language import language_of, locale_of, speak
from clinic_console.desktop.theme import resources_folder
from tests.desktop.pseudo import bare_texts, clipped_texts, pseudo, untranslated

HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def given_back(qapp) -> Iterator[None]:
    """Leave the process the language that it had."""
    locale, direction = QLocale(), qapp.layoutDirection()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(direction)


@pytest.fixture(scope="module")
def texts() -> ModuleType:
    """The reader of texts in the code."""
    spec = util.spec_from_file_location("texts", HOUSE / "packaging" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["texts"] = module
    spec.loader.exec_module(module)
    return module


def found_in(texts: ModuleType, code: str) -> tuple[set[tuple[str, ...]], list[str]]:
    found = texts.Found()
    texts.read("from PySide6.QtCore import QCoreApplication\n" + code, "some.py", found)
    return {tuple(text) for text in found.texts}, found.problems


def test_the_catalogues_are_what_the_code_says():
    command = [sys.executable, str(HOUSE / "packaging" / "i18n.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_japanese_is_spoken_by_us_by_qt_and_by_the_locale(qapp):
    assert speak(qapp, "ja") == "ja"
    assert QCoreApplication.translate("SignIn", "Sign in") == "サインイン"
    assert QCoreApplication.translate("Wall", "Vitals wall, %n beds", None, 3).count("3") == 1
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy").startswith("コピー")
    assert QLocale().name() == "ja_JP"
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_english_has_plurals_of_its_own(qapp):
    assert speak(qapp, "en") == "en"
    assert QCoreApplication.translate("Wall", "Vitals wall, %n beds", None, 1) == "Vitals wall, 1 bed"
    assert QCoreApplication.translate("Wall", "Vitals wall, %n beds", None, 2) == "Vitals wall, 2 beds"
    assert QCoreApplication.translate("SignIn", "Sign in") == "Sign in"
    assert QLocale().language() is QLocale.Language.English


def test_one_language_follows_another_and_leaves_nothing(qapp):
    for _ in range(3):
        speak(qapp, "ja")
        speak(qapp, "en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(qapp.findChildren(QTranslator)) <= 2
    assert QCoreApplication.translate("SignIn", "Sign in") == "Sign in"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_windows_are_told(qapp, qtbot):
    class Told(QWidget):
        told = 0

        def changeEvent(self, event: QEvent) -> None:
            self.told += event.type() is QEvent.Type.LanguageChange

    window = Told()
    qtbot.addWidget(window)
    speak(qapp, "ja")
    qtbot.waitUntil(lambda: window.told > 0)


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [
        (["ja-Jpan-JP", "ja-JP", "ja", "en-US"], "ja"),
        (["de-DE", "ja", "en"], "ja"),
        (["en_GB", "ja"], "en"),
        (["de-DE", "fr"], "en"),
        (["C"], "en"),
        ([], "en"),
        (["jam-JM"], "en"),
    ],
)
def test_the_systems_first_language_that_is_known_is_spoken(wishes, spoken):
    assert language_of(wishes) == spoken


def test_without_a_wish_the_system_decides(qapp, monkeypatch):
    class System:
        @staticmethod
        def system() -> QLocale:
            return QLocale("ja_JP")

    monkeypatch.setattr(language.QLocale, "system", System.system)
    assert speak(qapp) == "ja"
    assert speak(qapp, "tlh") == "ja"
    assert speak(qapp, "en") == "en"
    assert QLocale().name() == "en_GB"


@pytest.mark.parametrize(
    ("spoken", "system", "name"),
    [
        ("en", "en_US", "en_US"),
        ("en", "en_AU", "en_AU"),
        ("en", "de_DE", "en_GB"),
        ("en", "ja_JP", "en_GB"),
        ("en", "C", "en_GB"),
        ("ja", "ja_JP", "ja_JP"),
        ("ja", "en_US", "ja_JP"),
    ],
)
def test_the_locale_is_the_systems_where_it_has_the_language(spoken, system, name):
    assert locale_of(spoken, QLocale(system)).name() == name


def test_without_catalogues_the_console_speaks_english(qapp, monkeypatch, tmp_path):
    speak(qapp, "ja")
    monkeypatch.setattr(language, "resources_folder", lambda: tmp_path)
    assert speak(qapp, "ja") == "en"
    assert QCoreApplication.translate("SignIn", "Sign in") == "Sign in"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_every_language_names_itself_and_has_a_catalogue():
    assert set(language.NAMES) == set(language.LANGUAGES)
    folder = resources_folder() / "translations"
    assert {file.stem for file in folder.glob("*.qm")} == {f"clinic-console_{name}" for name in language.LANGUAGES}


def test_texts_are_found_however_they_are_written(texts):
    code = """
QCoreApplication.translate("A", "one " "and two")
QCoreApplication.translate(
    "A",
    "yes" if x else "no",
)
QCoreApplication.translate("A", "%n beds", None, count)
QCoreApplication.translate("A", "%n rooms", n=count)
QCoreApplication.translate("A", "open", "a door")
translate = QCoreApplication.translate
def f(): return translate("B", 'it\\'s "so" …')
def _said(text): return QCoreApplication.translate("C", text)
def g(): return _said("wrapped")
def h():
    say = QCoreApplication.translate
    return say("B", "local")
def both(state):
    card, tell = state.card, QCoreApplication.translate
    return tell("B", "beside another")
HELD = QT_TRANSLATE_NOOP("D", "held")
raise HubUnavailable("no word")
def _cause(e): return "late" if e else "gone"
raise HubUnavailable(_cause(e))
"nothing of ours".translate(table)
"""
    seen, problems = found_in(texts, code)
    assert seen == {
        ("A", "one and two", "", False),
        ("A", "yes", "", False),
        ("A", "no", "", False),
        ("A", "%n beds", "", True),
        ("A", "%n rooms", "", True),
        ("A", "open", "a door", False),
        ("B", 'it\'s "so" …', "", False),
        ("B", "local", "", False),
        ("B", "beside another", "", False),
        ("C", "wrapped", "", False),
        ("D", "held", "", False),
        ("errors", "no word", "", False),
        ("errors", "late", "", False),
        ("errors", "gone", "", False),
    }
    assert problems == []


@pytest.mark.parametrize(
    "code",
    [
        'QCoreApplication.translate("A", text)',
        'QCoreApplication.translate("A", f"{n} beds")',
        "QCoreApplication.translate(context, 'x')",
        'QCoreApplication.translate("A", "%n beds")',
        'QCoreApplication.translate("A", "beds", None, 3)',
        'self.tr("Hello")',
        'label.setText("Hello")',
        'QLabel(f"{n} beds")',
        'button.setToolTip("Close" if x else "")',
        'def _said(text): return QCoreApplication.translate("C", text)\n_said(other)',
        'def said(text): return QCoreApplication.translate("C", text)',
        'say = partial(QCoreApplication.translate, "A")',
    ],
)
def test_what_cannot_be_translated_is_named(texts, code):
    assert found_in(texts, code)[1]


@pytest.mark.parametrize(
    "code", ['label.setText(f"{n} ms")', "label.setText(name)", 'QLabel("")', 'QLabel("Ctrl+K")']
)
def test_names_units_and_keys_need_no_translation(texts, code):
    assert found_in(texts, code) == (set(), [])


def test_what_the_domain_says_is_in_the_catalogue(texts):
    found = texts.find(HOUSE / "clinic_console" / "desktop", HOUSE)
    assert {text.source for text in found.texts if text.context == "parameters"} == {"Temp"}
    assert ("errors", "The hub does not answer.") in {text[:2] for text in found.texts}
    assert ("errors", "Sign in and try again.") in {text[:2] for text in found.texts}


def test_what_is_not_translated_stands_out(qapp, qtbot):
    with pseudo(qapp):
        page = QWidget()
        qtbot.addWidget(page)
        layout = QVBoxLayout(page)
        good = QLabel(QCoreApplication.translate("A", "%1 beds in %2").replace("%1", "3").replace("%2", "East"))
        bad, key = QLabel("Hello"), QPushButton("Ctrl+K")
        key.setAccessibleName("Search")
        hidden = QLabel("Not seen")
        for widget in (good, bad, key, hidden):
            layout.addWidget(widget)
        hidden.hide()
        assert good.text().startswith("⟦")
        found = bare_texts(page)
    assert len([text for text in found if "Hello" in text]) >= 1
    assert len([text for text in found if "Search" in text]) >= 1
    assert not [text for text in found if "beds" in text or "Not seen" in text or "'Ctrl" in text]
    assert [text for text in bare_texts(page, hidden=True) if "Not seen" in text]


def test_no_choice_of_language_ends_the_one_that_nobody_speaks(qapp):
    with pseudo(qapp):
        speak(qapp, "ja")
        assert QCoreApplication.translate("SignIn", "Sign in").startswith("⟦")
    assert QCoreApplication.translate("SignIn", "Sign in") == "Sign in"


def test_what_has_too_little_room_stands_out(qapp, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    room = {"enough": 300, "too little": 20}
    for text, width in room.items():
        for kind in (QLabel, QPushButton):
            kind(text, page).resize(width, 30)
    wrapped = QLabel("wrapped into lines", page)
    wrapped.setWordWrap(True)
    wrapped.resize(20, 90)
    assert clipped_texts(page) == ["QLabel : 'too little'", "QPushButton : 'too little'"]


def test_nested_and_cut_translations_are_translated():
    assert untranslated("⟦The hub ⟦does not⟧ answer⟧: ⟦gone~~⟧ 12 ms") == []
    assert untranslated("⟦The hub does n…") == []
    assert untranslated('<b style="x">⟦Offline⟧</b> <br/> late') == ["late"]
    assert untranslated("Bed Tanaka Yuki ⟦x⟧ late", ["Tanaka Yuki"]) == ["Bed", "late"]
