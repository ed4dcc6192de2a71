"""Which part of a name is the family's: chosen among its words, and guessed while nobody has."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_console.desktop.charts.names import short_name
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.patients_form_slots import Slot

MOST: Final = 8
_WHOLE: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def parts_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name; of one that is written without spaces its letters, where a letter is a word."""
    words = tuple(name.split())
    if len(words) == 1 and is_square(name):
        return tuple(words[0])[:MOST]
    return words[:MOST]


def is_square(text: str) -> bool:
    """Say whether a name is written in Chinese, Japanese or Korean letters."""
    letter = next((letter for letter in text if letter.isalpha()), "")
    return bool(letter) and unicodedata.name(letter, "").startswith(_WHOLE)


def is_latin(text: str) -> bool:
    """Say whether all letters of a text are Latin."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def chosen(parts: Sequence[str], family: str) -> range:
    """Return which parts of a name the family's part is; none where it is not in it."""
    wanted = "".join(family.split())
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            if wanted and "".join(parts[first:last]) == wanted:
                return range(first, last)
    return range(0)


def choose(now: range, place: int) -> range:
    """Return what is chosen after a part was clicked: neighbours join, the first and the last one leave."""
    if place in now:
        if place == now.start:
            return range(place + 1, now.stop)
        return range(now.start, place)
    if now and place == now.stop:
        return range(now.start, place + 1)
    if now and place == now.start - 1:
        return range(place, now.stop)
    return range(place, place + 1)


def joined(parts: Sequence[str], which: range, name: str) -> str:
    """Return parts of a name as they are written in it."""
    between = " " if any(letter.isspace() for letter in name.strip()) else ""
    return between.join(parts[place] for place in which)


def guess(name: str) -> str:
    """Return what is probably the family's part of a name, nothing where that cannot be said."""
    parts = parts_of_name(name)
    if len(parts) < 2:
        return ""
    if is_square(name):
        return parts[0] if len(name.split()) > 1 else ""
    family, _, initial = short_name(name, "").rpartition(" ")
    return family if initial.endswith(".") and chosen(parts, family) else ""


class FamilySlot(Slot):
    """The words of the name as buttons; those that are on are the family's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self.words = QWidget()
        self._row = Flow(self.words, theme.px(6))
        self.buttons: list[QPushButton] = []
        self._parts: tuple[str, ...] = ()
        self._written, self._family = "", ""
        super().__init__(
            theme, "family", QCoreApplication.translate("PatientForm", "Family name"), self.words, parent
        )
        self.hide()

    @property
    def text(self) -> str:
        """The family's part."""
        return self._family

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        theirs = [] if self.theirs is None or self.theirs.isHidden() else [self.theirs.button]
        return [*self.buttons, *theirs]

    def show_text(self, text: str) -> None:
        """Show which part is the family's."""
        self._family = text
        self._mark()

    def show_name(self, name: str) -> bool:
        """Offer the words of a name; return whether they are others now."""
        self._written = name
        parts = parts_of_name(name)
        if parts == self._parts:
            return False
        self._parts = parts
        for place in range(max(len(parts), len(self.buttons))):
            self._offer(place, parts[place] if place < len(parts) else "")
        del self.buttons[len(parts) :]
        self.setVisible(len(parts) > 1)
        self._mark()
        return True

    def hint(self) -> str:
        """Say what is to be done while nothing is chosen."""
        if self._family and not chosen(self._parts, self._family):
            return self._family
        if self._family or len(self._parts) < 2:
            return ""
        return QCoreApplication.translate("PatientForm", "Click what of it is the family name")

    def forget(self) -> None:
        """Keep no name."""
        self.show_name("")
        super().forget()

    def _offer(self, place: int, word: str) -> None:
        if place >= len(self.buttons):
            button = QPushButton(self.words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False: self._clicked(place))
            self.buttons.append(button)
            self._row.addWidget(button)
            button.show()
        button = self.buttons[place]
        button.setText(word)
        button.setAccessibleName(f"{self.name}: {word}" if word else "")
        if not word:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()

    def _clicked(self, place: int) -> None:
        which = choose(chosen(self._parts, self._family), place)
        self._family = joined(self._parts, which, self._written)
        self._mark()
        self._tell()

    def _mark(self) -> None:
        which = chosen(self._parts, self._family)
        for place, button in enumerate(self.buttons):
            button.setChecked(place in which)
