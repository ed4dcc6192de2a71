"""A language that nobody speaks: every translated text is longer and in brackets, so what stands bare is not.

Make views while ``pseudo(app)`` holds, then ask ``bare_texts(widget)`` for what of them people would read in English
in every language. Names from the hub (patients, wards, users) belong into ``known``.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QRadioButton, QWidget

from clinic_console.desktop import language
from clinic_console.desktop.theme import resources_folder

OPEN, CLOSE = "⟦", "⟧"
SAME_EVERYWHERE = frozenset(
    {
        *("HR", "RR", "PR", "NIBP", "ABP", "Temp", "SpO", "CO", "ms", "min", "mmHg", "kPa", "bpm"),
        *("Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn"),
        *("English", "UTC", "AM", "PM", "http", "https", "MRN", "CSV", "PDF"),
    }
)
"""Parameters as monitors everywhere label them, units, keys, names of programs and languages."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_TAG_OR_ADDRESS = re.compile(r"</?\w+[^<>]*>|https?://[^\s⟧]+")
_INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*(?:{CLOSE}|$)")


class PseudoTranslator(QTranslator):
    """Translates everything into brackets and about a third more letters; ``asked`` is what for, by context."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        """Say that there is something to translate with."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the text in brackets, lengthened; the places of a text stay as they are."""
        self.asked.add((context, source))
        return f"{OPEN}{source} {'~' * (len(source) // 3)}{CLOSE}"


@contextmanager
def pseudo(app: QApplication) -> Iterator[PseudoTranslator]:
    """Speak the language that nobody speaks for a while, whatever language is chosen meanwhile."""
    translator = PseudoTranslator(app)
    app.installTranslator(translator)
    try:
        with patch.object(language, "_install", return_value=True):
            yield translator
    finally:
        app.removeTranslator(translator)
        translator.deleteLater()


def bare_texts(root: QWidget, known: Iterable[str] = (), *, hidden: bool = False) -> list[str]:
    """Return, as ``Class objectName property: text``, what of a widget and all in it has not been translated.

    Looked at is what is shown (with ``hidden`` all there is) and what assistive technology reads of it.
    """
    names = sorted(known, key=len, reverse=True)
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if hidden or widget.isVisibleTo(root):
            for what, text in _texts(widget):
                words = untranslated(text, names)
                if words:
                    found.append(f"{type(widget).__name__} {widget.objectName()} {what}: {text!r}")
    return found


def unknown_texts(asked: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return which of our texts that were asked for (``PseudoTranslator.asked``) the catalogue does not have."""
    catalogue = ET.parse(resources_folder() / "translations" / "clinic-console_ja.ts")
    known = {
        (context.findtext("name"), message.findtext("source"))
        for context in catalogue.iter("context")
        for message in context.iter("message")
    }
    # Qt has contexts of its own, and details of errors can be anything.
    return sorted(text for text in asked - known if not re.match(r"Q[A-Z]|errors$", text[0]))


def clipped_texts(root: QWidget) -> list[str]:
    """Return, as ``Class objectName: text``, what of a laid-out widget has less room than its text needs.

    Labels that wrap, or that say ``elided`` by a property, are left out; so is what cannot be seen.
    """
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        text = _plain_text(widget)
        if text and widget.isVisibleTo(root) and widget.width() < _needed(widget, text):
            found.append(f"{type(widget).__name__} {widget.objectName()}: {text!r}")
    return found


def untranslated(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return the words of Latin letters in a text that no translation and no known name accounts for."""
    for name in names:
        text = text.replace(name, "")
    before, text = None, _TAG_OR_ADDRESS.sub(" ", text)
    while before != text:
        before, text = text, _INNERMOST.sub(" ", text)
    return [word for word in _WORD.findall(text) if word not in SAME_EVERYWHERE]


def _plain_text(widget: QWidget) -> str:
    label = isinstance(widget, QLabel) and not widget.wordWrap() and not widget.property("elided")
    button = isinstance(widget, QPushButton | QCheckBox | QRadioButton)
    return str(widget.property("text")) if label or button else ""


def _needed(widget: QWidget, text: str) -> int:
    if isinstance(widget, QLabel):
        lines = _TAG_OR_ADDRESS.sub("", text).split("\n")
        margins = widget.width() - widget.contentsRect().width()
        return margins + max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
    return widget.minimumSizeHint().width()


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    for name in ("text", "title", "placeholderText", "windowTitle", "toolTip", "statusTip", "suffix", "prefix"):
        # What somebody has typed is nobody's to translate.
        if widget.metaObject().indexOfProperty(name) >= 0 and not (name == "text" and _typed_in(widget)):
            yield name, str(widget.property(name) or "")
    count = widget.metaObject().indexOfProperty("count") >= 0
    if count and hasattr(widget, "itemText"):
        yield from (("item", widget.itemText(index)) for index in range(widget.count()))
    if hasattr(widget, "tabText"):
        yield from (("tab", widget.tabText(index)) for index in range(widget.count()))
    for action in widget.actions():
        yield from (("action", text) for text in (_plain(action), action.toolTip()))
    yield from _heard(QAccessible.queryAccessibleInterface(widget))


def _typed_in(widget: QObject) -> bool:
    return widget.inherits("QLineEdit") or widget.inherits("QAbstractSpinBox") or widget.inherits("QTextEdit")


def _plain(action: QAction) -> str:
    return action.text().replace("&", "")


def _heard(face: QAccessibleInterface | None) -> Iterator[tuple[str, str]]:
    if face is None or not face.isValid():
        return
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description)
    yield from ((f"accessible {kind.name}", face.text(kind)) for kind in kinds)
    for index in range(min(face.childCount(), 200)):
        child = face.child(index)
        # Children that are widgets are looked at by themselves.
        if child is not None and child.object() is None:
            yield from ((f"part {kind.name}", child.text(kind)) for kind in kinds)
