"""The head of a bed's panel: the way back, who lies there, and the beds beside it."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.charts.backdrop import DOUBT
from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.look import Kin, TileLook
from clinic_console.desktop.charts.stand import doubt_of
from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.keycap import KeyButton

HEIGHT: Final = 52
GAP: Final = 10


def details_of(bed: Bed, look: TileLook, *, private: bool) -> str:
    """Return age, sex, date of birth and number of a bed's patient; nothing of it where strangers can see."""
    if bed.patient is None or private:
        return ""
    parts = [look.person]
    if bed.patient.born is not None:
        parts.append(born_text(bed.patient.born))
    if bed.patient.mrn:
        parts.append(QCoreApplication.translate("Trends", "MRN %1").replace("%1", bed.patient.mrn))
    return " · ".join(part for part in parts if part)


class Identity(QWidget):
    """Bed, name, its second form, and details on one line; what matters least is cut first, the bed never."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ink = theme, Ink(theme)
        self.parts, self._doubt, self._restricted = ("", "", "", "", "text.primary"), "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.px(34))

    def sizeHint(self) -> QSize:
        """Return the room for all of it."""
        bed, name, latin, details, _ = self.parts
        ink = self._ink
        wide = ink.width(bed, 24, 700) + ink.width(name, 20, 600) + ink.width(latin, 14, 400)
        wide += ink.width(details, 13, 400) + 4 * self._theme.px(GAP)
        return QSize(round(wide), self._theme.px(34))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the bed and some of the name."""
        return QSize(self._theme.px(90), self._theme.px(34))

    def show_look(self, look: TileLook, details: str) -> None:
        """Take on a patient."""
        tone = "notice.text" if look.kin is Kin.UNIDENTIFIED else "text.primary"
        self._take(
            (look.bed, look.name, look.latin, details, "text.muted" if look.doubt else tone),
            doubt_of(look),
            look.restricted,
        )

    def show_bed(self, bed: str) -> None:
        """Show a bed's name alone, or nothing: who lies there is not known (yet)."""
        self._take((bed, "", "", "", "text.primary"))

    def _take(self, parts: tuple[str, str, str, str, str], doubt: str = "", restricted: bool = False) -> None:
        if (parts, doubt, restricted) != (self.parts, self._doubt, self._restricted):
            self.parts, self._doubt, self._restricted = parts, doubt, restricted
            self.setAccessibleName(", ".join(word for word in (*parts[:4], doubt) if word))
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme, self._ink = theme, Ink(theme)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the line."""
        bed, name, latin, details, tone = self.parts
        theme, ink, middle, right = self._theme, self._ink, self.height() / 2, float(self.width())
        gap = theme.px(GAP)
        painter = QPainter(self)
        x = ink.write(painter, 0, middle, bed, size=24, weight=700, colour=theme.colour("text.primary")) + gap
        if self._doubt:
            x += (
                ink.write(painter, x, middle, DOUBT, size=20, weight=700, colour=theme.colour("notice.text"))
                + gap / 2
            )
        if self._restricted:
            size = theme.px(18)
            lock = theme.pixmap("lock", theme.colour("text.secondary"), size, self.devicePixelRatioF())
            painter.drawPixmap(round(x), round(middle - size / 2), lock)
            x += size + gap / 2
        name = ink.elided(name, 20, 600, right - x)
        x += ink.write(painter, x, middle, name, size=20, weight=600, colour=theme.colour(tone)) + gap
        wide = ink.width(details, 13, 400)
        room = right - x - (wide + gap if details else 0)
        if latin and room > theme.px(40):
            latin = ink.elided(latin, 14, 400, room)
            x += ink.write(painter, x, middle, latin, size=14, weight=400, colour=theme.colour("text.muted")) + gap
        if details and right - x > theme.px(40):
            text = ink.elided(details, 13, 400, right - x)
            ink.write(painter, x, middle, text, size=13, weight=400, colour=theme.colour("text.secondary"))
        painter.end()


class Header(QWidget):
    """The line above a bed's panel; ``back`` and ``bed_wanted`` (a bed's id) say where the user wants to go.

    ``glass_wanted`` says that a restricted chart is to be opened, ``card_wanted`` that the patient's card is:
    ``offer`` shows the button for it.
    """

    back = Signal()
    bed_wanted = Signal(str)
    glass_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bedHeader")
        self.setFixedHeight(theme.px(HEIGHT))
        self.wall = KeyButton(theme, QCoreApplication.translate("Trends", "Wall"), "Esc", self)
        self.wall.setAccessibleName(QCoreApplication.translate("Trends", "Back to the wall"))
        self.identity = Identity(theme, self)
        self.glass = QPushButton(QCoreApplication.translate("Trends", "Open chart …"), self)
        self.glass.setAccessibleName(self.glass.text())
        self.glass.setToolTip(
            QCoreApplication.translate("Trends", "Break the glass: with a reason, and on the record")
        )
        self.glass.clicked.connect(self.glass_wanted)
        self.glass.hide()
        self.card = QPushButton(QCoreApplication.translate("Trends", "Card"), self)
        self.card.setAccessibleName(QCoreApplication.translate("Trends", "The patient's card"))
        self.card.setToolTip(self.card.accessibleName())
        self.card.clicked.connect(self.card_wanted)
        self.card.hide()
        self.before, self.after = QPushButton(self), QPushButton(self)
        self.neighbours: tuple[Bed | None, Bed | None] = (None, None)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(8), 0, theme.px(12), 0)
        layout.setSpacing(theme.px(8))
        self.wall.setProperty("kind", "flat")
        # The arrow stands on the side to which it leads.
        self.after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for widget in (self.wall, self.identity, self.glass, self.card, self.before, self.after):
            layout.addWidget(widget, 1 if widget is self.identity else 0)
        self.wall.clicked.connect(self.back)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.set_theme(theme)

    def show_bed(self, bed: Bed, look: TileLook, beds: tuple[Bed, ...], *, private: bool) -> None:
        """Take on a bed and the beds on either side."""
        self.identity.show_look(look, details_of(bed, look, private=private))
        self.show_beside(bed, beds)

    def offer(self, *, glass: bool, card: bool) -> None:
        """Show the way to a restricted chart or to the patient's card, for those who may go there."""
        for button, on in ((self.glass, glass), (self.card, card)):
            if button.isHidden() is on:
                button.setVisible(on)

    def open(self, bed: Bed | None, beds: tuple[Bed, ...]) -> None:
        """Begin with a bed: nothing of a patient stands here before the next frame."""
        self.forget()
        if bed is not None:
            self.identity.show_bed(bed.name)
            self.show_beside(bed, beds)

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.identity.show_bed("")
        self.neighbours = (None, None)
        for button in (self.before, self.after):
            # They stay enabled for the moment: one that has the focus would lose it.
            button.setText("")
            button.setAccessibleName("")

    def show_beside(self, bed: Bed, beds: tuple[Bed, ...]) -> None:
        """Offer the beds on either side."""
        index = next((n for n, other in enumerate(beds) if other.id == bed.id), 0)
        neighbours = (
            beds[index - 1] if index > 0 else None,
            beds[index + 1] if index + 1 < len(beds) else None,
        )
        if neighbours == self.neighbours and self.before.text():
            return
        self.neighbours = neighbours
        text, none = QCoreApplication.translate("Trends", "Bed %1"), QCoreApplication.translate("Trends", "No more")
        words = (
            QCoreApplication.translate("Trends", "Previous bed"),
            QCoreApplication.translate("Trends", "Next bed"),
        )
        for button, other, word in zip((self.before, self.after), neighbours, words, strict=True):
            button.setText(text.replace("%1", other.name) if other is not None else none)
            button.setAccessibleName(f"{word}: {other.name}" if other is not None else word)
            button.setToolTip(word)
            button.setEnabled(other is not None)

    def step(self, by: int) -> None:
        """Want the bed before (−1) or after (1)."""
        other = self.neighbours[0 if by < 0 else 1]
        if other is not None:
            self.bed_wanted.emit(other.id)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.identity.set_theme(theme)
        self.wall.setIcon(theme.icon("chevron-left"))
        self.glass.setIcon(theme.icon("lock"))
        self.card.setIcon(theme.icon("person"))
        self.before.setIcon(theme.icon("chevron-left"))
        self.after.setIcon(theme.icon("chevron-right"))
