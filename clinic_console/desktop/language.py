"""The language on the screen: our catalogue, Qt's own for its dialogs and menus, and the locale of times and numbers.

A catalogue that cannot be read costs the translation, never the console: it speaks English then.
"""

from typing import Final

import structlog
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.theme import resources_folder

ENGLISH: Final = "en"
JAPANESE: Final = "ja"
LANGUAGES: Final = (ENGLISH, JAPANESE)
NAMES: Final = {ENGLISH: "English", JAPANESE: "日本語"}
"""What each language calls itself; never translated, so that everybody finds their own."""
_OURS: Final = "clinic-console"
_QTS: Final = "qtbase"

# English without a territory of the system's own is Britain's: 24 h.
_LOCALES: Final = {ENGLISH: "en_GB", JAPANESE: "ja_JP"}

log = structlog.get_logger()


def speak(app: QApplication, wanted: str = "") -> str:
    """Speak a language from now on (empty for the system's) and return the one that is spoken.

    Views that exist already have to be made anew: they get a LanguageChange.
    """
    language = wanted if wanted in LANGUAGES else language_of(QLocale.system().uiLanguages())
    for child in app.findChildren(QTranslator):
        if child.objectName() in (_OURS, _QTS):
            app.removeTranslator(child)
            child.deleteLater()
    # The last one installed is asked first.
    _install(app, _QTS, language, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if not _install(app, _OURS, language, str(resources_folder() / "translations")):
        log.error("no catalogue", language=language)
        if language != ENGLISH:
            return speak(app, ENGLISH)
    locale = locale_of(language, QLocale.system())
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())
    for window in app.topLevelWidgets():
        QCoreApplication.postEvent(window, QEvent(QEvent.Type.LanguageChange))
    return language


def language_of(wishes: list[str]) -> str:
    """Return the first of a person's languages (``ja-JP``, ``en_GB``) that the console speaks, else English."""
    spoken = (wish.replace("_", "-").split("-", 1)[0].lower() for wish in wishes)
    return next((language for language in spoken if language in LANGUAGES), ENGLISH)


def locale_of(language: str, system: QLocale) -> QLocale:
    """Return how times and numbers are written in a language: as the system is set where it has that language."""
    usual = QLocale(_LOCALES[language])
    return system if system.language() is usual.language() else usual


def _install(app: QApplication, name: str, language: str, folder: str) -> bool:
    translator = QTranslator(app)
    translator.setObjectName(name)
    if not translator.load(f"{name}_{language}", folder):
        translator.deleteLater()
        return False
    return app.installTranslator(translator)
