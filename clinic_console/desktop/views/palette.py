"""The command palette: type a few letters, choose, go; it covers a part of the wall and dims nothing."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QModelIndex, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.models.palette import PaletteModel
from clinic_console.desktop.models.ranking import MAX_HITS, Found, Hit, Index, fold
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.commands import Command, Group, caps, heading
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.palette_patients import Find, PatientHits
from clinic_console.desktop.views.rows import PaletteRows

WIDTH = 690
PAGE = 8
SLICE = 200
BESIDE_PATIENTS = 12
"""So many others are shown where patients come below them: further down nobody would see who was found."""
_ONLY: Final = {">": (Group.ACTIONS, Group.SETTINGS), "#": (Group.BEDS,)}


class Palette(Overlay):
    """A search over everything that ``commands`` gives; it is asked each time the palette opens.

    With ``bridge`` and ``find`` patients are found through the hub, and come below the others. Names of patients
    stand in it, so it holds nothing while it is closed.
    """

    def __init__(
        self,
        theme: Theme,
        commands: Callable[[], Sequence[Command]],
        parent: QWidget,
        *,
        bridge: Bridge | None = None,
        find: Find | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._commands = commands
        self._patients = PatientHits(bridge, find, self._arrived) if bridge is not None and find is not None else None
        self._own: Found[Command] = Found((), 0)
        self._index: Index[Command] = Index(())
        self._preparing = QTimer(self)
        self._preparing.setInterval(0)
        self._preparing.timeout.connect(self._prepare)
        self._model = PaletteModel()
        self._rows = PaletteRows(theme)
        self._glass = QLabel(self.card)
        self.field = QLineEdit(self.card)
        self.count = QLabel(self.card)
        self.list = QListView(self.card)
        self.empty = QLabel(self.card)
        self._footer = QFrame(self.card)
        self._set_up_field()
        self._set_up_list()
        self._lay_out()
        self.set_theme(theme)

    def open(self) -> None:
        """Show it with nothing typed, and the focus in its field."""
        if not self.isVisible():
            self.field.setText("")
            self.refresh()
        self.open_at(self.field)
        self.field.selectAll()

    def refresh(self) -> None:
        """Ask for the commands again, because there are others now; what is typed stays."""
        self._index = Index(self._commands())
        self._preparing.start()
        self._search(self.field.text(), quiet=True)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self._rows.theme = theme
        size, colour = theme.px(18), theme.colour("text.secondary")
        self._glass.setPixmap(theme.pixmap("search", colour, size, self.devicePixelRatioF()))
        self.list.viewport().update()

    def current(self) -> Command | None:
        """Return the command that Enter runs."""
        hit = self._model.hit(self.list.currentIndex().row())
        return None if hit is None else hit.entry

    def run(self, command: Command | None) -> None:
        """Close, then do it: what it does may want the focus."""
        if command is not None:
            self.close()
            command.run()

    def place(self) -> None:
        """Be as high as what was found, and no higher than the window."""
        rows = sum(self._rows.height(self._model.hit(row)) for row in range(self._model.rowCount()))
        rows = rows + 2 * self.list.contentsMargins().top() + self.theme.px(8) if rows else self.theme.px(96)
        bars = self._head.sizeHint().height() + self._footer.sizeHint().height() + 2
        self.centre(self.theme.px(WIDTH), rows + bars)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the focus is in the field."""
        # Python may clear a panel that is thrown away before Qt stops to tell it things.
        if (
            vars(self)
            and watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run(self.current())
            return True
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: PAGE,
            Qt.Key.Key_PageUp: -PAGE,
            Qt.Key.Key_Home: -len(self._choices()),
            Qt.Key.Key_End: len(self._choices()),
        }.get(key)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is None or (held and key is not Qt.Key.Key_Backtab):
            return False
        self._move(step)
        return True

    def _choices(self) -> list[int]:
        return [row for row in range(self._model.rowCount()) if self._model.hit(row) is not None]

    def _move(self, step: int) -> None:
        choices = self._choices()
        if not choices:
            return
        row = self.list.currentIndex().row()
        at = choices.index(row) if row in choices else 0
        # One step past an end goes round; a page stops there.
        to = (at + step) % len(choices) if abs(step) == 1 else min(max(at + step, 0), len(choices) - 1)
        self._choose(choices[to])
        announce(
            self.field, str(self._model.data(self._model.index(choices[to]), Qt.ItemDataRole.AccessibleTextRole))
        )

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row))
        # The heading above the first row belongs to it.
        first = self._choices()[0] == row
        self.list.scrollTo(self._model.index(0 if first else row))

    def _search(self, text: str, *, quiet: bool = False) -> None:
        text = text.strip()
        only = _ONLY.get(fold(text[:1]))
        words = text[1:].strip() if only else text
        patients = self._patients
        found = self._own = self._index.find(words, only, BESIDE_PATIENTS if patients is not None else MAX_HITS)
        rows: list[str | Hit[Command]] = []
        for group in found.groups:
            rows.append(heading(group[0].entry.group))
            rows.extend(group)
        if patients is not None:
            patients.want("" if only else words)
        self._model.show(rows + self._below())
        self._show(words, quiet=quiet)
        choices = self._choices()
        if choices:
            self._choose(choices[0])

    def _below(self) -> list[str | Hit[Command]]:
        return self._patients.rows if self._patients is not None else []

    def _arrived(self) -> None:
        """Show who was found below the others: what stands above, and what is chosen, stays."""
        # The search may end when the panel has gone already.
        if not isValid(self) or not self.isVisible():
            return
        before, own = self.current(), sum(len(group) + 1 for group in self._own.groups)
        self._model.follow(own, self._below())
        self._show(self.field.text().strip(), quiet=False)
        if self.current() is None or self.current() is not before:
            same = [row for row in self._choices() if before is not None and self._id_at(row) == before.id]
            choices = same or self._choices()
            if choices:
                self._choose(choices[0])

    def _id_at(self, row: int) -> str:
        hit = self._model.hit(row)
        return "" if hit is None else hit.entry.id

    def _show(self, words: str, *, quiet: bool) -> None:
        rows = self._model.rowCount()
        self._tell(words, quiet=quiet)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.place()

    def _tell(self, words: str, *, quiet: bool) -> None:
        patients, found = self._patients, self._own
        more = patients.count if patients is not None else 0
        shown, total = sum(map(len, found.groups)) + more, found.total + more
        text = QCoreApplication.translate("Palette", "%n result(s)", None, total)
        if shown < total:
            text = QCoreApplication.translate("Palette", "first %1 of %2")
            text = text.replace("%1", str(shown)).replace("%2", QLocale().toString(total))
        waiting = patients is not None and patients.waiting
        nothing = QCoreApplication.translate("Palette", "Nothing found for “%1”").replace("%1", words)
        if waiting:
            nothing = QCoreApplication.translate("Palette", "Looking for patients …")
        self.count.setText("" if not words or (waiting and not total) else text)
        self.empty.setText(nothing if words else QCoreApplication.translate("Palette", "There is nothing here yet"))
        if not quiet:
            announce(self.field, text if total else nothing)

    def _clicked(self, index: QModelIndex) -> None:
        hit = self._model.hit(index.row())
        self.run(None if hit is None else hit.entry)

    def _prepare(self) -> None:
        # In slices: a large house must not hold the loop while the first letter is on its way.
        if self._index.prepare(SLICE):
            self._preparing.stop()

    def _gone(self) -> None:
        self._preparing.stop()
        self._index, self._own = Index(()), Found((), 0)
        if self._patients is not None:
            self._patients.forget()
        self._model.show(())
        self.field.setText("")

    def _set_up_field(self) -> None:
        self.field.setObjectName("paletteField")
        self.field.setMaxLength(100)
        name = QCoreApplication.translate("Palette", "Search beds, screens and actions")
        if self._patients is not None:
            name = QCoreApplication.translate("Palette", "Search patients, beds, screens and actions")
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(
            QCoreApplication.translate("Palette", "Arrow keys choose, Enter opens, Escape closes")
        )
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._search)
        self.closed.connect(self._gone)

    def _set_up_list(self) -> None:
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(QCoreApplication.translate("Palette", "Results"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._rows)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setMinimumSize(QSize(0, 0))
        self.list.clicked.connect(self._clicked)

    def _lay_out(self) -> None:
        px = self.theme.px
        self.count.setProperty("tone", "muted")
        for label in (self.count, self.empty):
            # What was typed stands in it.
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setObjectName("paletteEmpty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        escape = _cap(self.card, "Esc")
        self._head = QFrame(self.card)
        self._head.setObjectName("paletteHead")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(16), px(6), px(16), px(6))
        head.setSpacing(px(12))
        head.addWidget(self._glass)
        head.addWidget(self.field, 1)
        head.addWidget(self.count)
        head.addWidget(escape, 0, Qt.AlignmentFlag.AlignVCenter)
        self._footer.setObjectName("paletteFooter")
        foot = QHBoxLayout(self._footer)
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        foot.setSpacing(px(20))
        for text in (
            QCoreApplication.translate("Palette", "↑ ↓ choose"),
            QCoreApplication.translate("Palette", "⏎ open"),
            QCoreApplication.translate("Palette", "> actions only"),
            QCoreApplication.translate("Palette", "# beds only"),
        ):
            hint = QLabel(text, self._footer)
            hint.setProperty("tone", "muted")
            foot.addWidget(hint)
        foot.addStretch(1)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._footer)


def _cap(parent: QWidget, key: str) -> QLabel:
    cap = QLabel(caps(key)[0], parent)
    cap.setObjectName("keycap")
    return cap
