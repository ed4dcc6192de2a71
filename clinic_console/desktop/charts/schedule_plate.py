"""One column of a schedule, laid out: hatches, reserved stretches, holds, cards, each with its texts cut to fit.

Made once for a column as it is at a size, and painted often: nothing is measured while somebody scrolls.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QColor, QTextLayout

from clinic_console.desktop.charts.ink import Ink, Still
from clinic_console.desktop.charts.names import short_name
from clinic_console.desktop.charts.schedule_axis import Track
from clinic_console.desktop.charts.schedule_lanes import Lane, lanes
from clinic_console.desktop.charts.schedule_words import GLYPHS, block_text, name_text, reserved_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.schedule_columns import Card, Column, VisitKind
from clinic_console.desktop.theme import Theme
from clinic_console.domain.appointments import PRESENT, State
from clinic_console.domain.schedule import MINUTE_MS

INSET: Final = 4
LEAST_LANE: Final = 54
"""A card narrower than this could not be read: the last ones of very many stand behind one place."""
LABEL_MINUTES: Final = 20
HOUR: Final = 60 * MINUTE_MS
_IN_ROOM: Final = frozenset({State.ROOMED, State.WITH_DOCTOR})


class Written(NamedTuple):
    """A text and where it stands: its left, the middle of its line."""

    left: float
    middle: float
    text: Still
    colour: str


class Sign(NamedTuple):
    """An icon and where it stands."""

    left: float
    middle: float
    icon: str
    colour: str


@dataclass(slots=True)
class Face:
    """A card as it is painted: its box, colours by their paths, and what is written on it."""

    card: Card
    rect: QRectF
    fill: str
    line: str
    thick: float = 1.0
    dashed: bool = False
    struck: bool = False
    hidden: bool = False
    texts: list[Written] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)


@dataclass(slots=True)
class Shade:
    """A stretch that is not free: ``kind`` is blocked, reserved, held or missing (an hour that the day has not)."""

    kind: str
    rect: QRectF
    until: int = 0
    texts: list[Written] = field(default_factory=list)


@dataclass(slots=True)
class Plate:
    """A column laid out, from its own left and the top of the day."""

    column: Column
    shades: list[Shade]
    faces: list[Face]
    more: list[tuple[QRectF, int]]

    def face(self, card: str) -> Face | None:
        """Return the face of a card."""
        return next((face for face in self.faces if face.card.id == card), None)

    def at(self, x: float, y: float) -> Face | None:
        """Return the card at a point."""
        return next((face for face in self.faces if not face.hidden and face.rect.contains(x, y)), None)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a plate is laid out for: its width, the height of a half hour, the zone, and what is drawn."""

    width: int
    cell: float
    zone: str
    cancelled_too: bool = False


class Setter:
    """Lays columns out in a theme."""

    def __init__(self, theme: Theme, kinds: dict[int, VisitKind]) -> None:
        self._theme, self._kinds = theme, kinds
        self._ink = Ink(theme)

    def plate(self, column: Column, track: Track, scale: Scale) -> Plate:
        """Lay a column out."""
        shades = [*self._away(column, track, scale), *self._kept(column, track, scale)]
        cards = [card for card in column.cards if card.holds or scale.cancelled_too]
        cards.sort(key=lambda card: (card.own[0], card.lane))
        most = max(2, int(scale.width / self._theme.px(LEAST_LANE)))
        faces = [
            self._face(card, lane, most, track, scale)
            for card, lane in zip(cards, lanes([card.own for card in cards]), strict=True)
        ]
        return Plate(column, shades, faces, _more(faces))

    # What is not free

    def _away(self, column: Column, track: Track, scale: Scale) -> Iterator[Shade]:
        cell = scale.cell
        for place in track.missing:
            yield Shade("missing", QRectF(0, place * cell, scale.width, cell))
        off = _off(column, track)
        blocks = [(b.begins, b.ends, block_text(b.kind, b.label)) for b in column.blocked]
        blocks += [(begins, ends, block_text("elsewhere", "")) for begins, ends in column.elsewhere]
        not_working = QCoreApplication.translate("Schedule", "Not working")
        gaps = [(begins, ends, not_working if ends - begins >= HOUR else "") for begins, ends in off]
        for begins, ends, label in [*_beside(gaps, blocks), *blocks]:
            yield self._shade("blocked", begins, ends, label, track, scale)

    def _kept(self, column: Column, track: Track, scale: Scale) -> Iterator[Shade]:
        for each in column.reserved:
            label = reserved_text(each.label, each.release, scale.zone, each.begins)
            shade = self._shade("reserved", each.begins, each.ends, label, track, scale)
            shade.until = each.release or 0
            yield shade
        for held in column.held:
            mine = QCoreApplication.translate("Schedule", "your booking")
            label = mine if held.mine else QCoreApplication.translate("Schedule", "being booked")
            shade = self._shade("held", held.begins, held.ends, label, track, scale)
            shade.until = held.until
            yield shade

    def _shade(self, kind: str, begins: int, ends: int, label: str, track: Track, scale: Scale) -> Shade:
        top, bottom = max(0.0, track.at(begins) * scale.cell), track.at(ends) * scale.cell
        px = self._theme.px
        inset = px(INSET) if kind == "held" else 0
        rect = QRectF(inset, top + (1 if inset else 0), scale.width - 2 * inset, bottom - top - (2 if inset else 0))
        shade = Shade(kind, rect)
        if label and rect.height() >= px(13):
            middle = top + (min(px(13), rect.height() / 2) if kind != "held" else rect.height() / 2 + 1)
            text = self._ink.elided(label, 12, 400, scale.width - px(16))
            still = self._still(text, 12, 400)
            shade.texts.append(Written(px(8), middle, still, "text.secondary" if kind != "held" else "accent.text"))
        return shade

    # Cards

    def _face(self, card: Card, lane: Lane, most: int, track: Track, scale: Scale) -> Face:
        px = self._theme.px
        hidden = lane.of > most and lane.number >= most - 1
        of, number = min(lane.of, most), min(lane.number, most - 1)
        room = (scale.width - 2 * px(INSET)) / of
        begins, ends = card.own
        top = max(0.0, track.at(begins) * scale.cell)
        high = max(px(11), track.at(ends) * scale.cell - top)
        rect = QRectF(px(INSET) + number * room + 0.5, top + 1.5, room - (1 if of == 1 else 3), high - 3)
        fill, line, thick = _dress(card.state)
        face = Face(card, rect, fill, line, thick, dashed=not card.holds, struck=not card.holds, hidden=hidden)
        if not hidden:
            self._write(face, scale.zone)
        return face

    def _write(self, face: Face, zone: str) -> None:
        """Write time and name, and the type below where there is room for a second line."""
        px, rect, card = self._theme.px, face.rect, face.card
        small = rect.height() < px(17)
        size = 11 if small else 12
        line = px(16)
        middle = rect.top() + (rect.height() / 2 if rect.height() < px(30) else px(11))
        left, right = rect.left() + px(7), rect.right() - px(5)
        done = card.state not in PRESENT and card.state is not State.BOOKED
        quiet = "text.secondary"
        time = clock_text(card.own[0], zone)
        wide = self._ink.width(time, size, 500)
        tall, below = rect.height() >= px(30), middle + line
        marks = list(_marks(card))
        # Side by side there is no room for time and name on one line.
        narrow = tall and right - left - wide - px(18) - px(14) * len(marks) < px(44)
        last = rect.right() - px(5)
        for icon, colour in marks:
            right, last = (right, last - px(14)) if narrow else (right - px(14), last)
            face.signs.append(Sign(last if narrow else right, below if narrow else middle, icon, colour))
        lively = "accent.text" if card.state in PRESENT else quiet
        if right - left > px(34):
            face.signs.append(Sign(left - px(1), middle, GLYPHS[card.state], lively))
            left += px(18)
        kind = self._kinds.get(card.type)
        kind_name = kind.name if kind is not None else ""
        name = self._name(card, right - left - wide - px(26), 12)
        weight, colour = (500, quiet) if done else (600, "text.primary")
        font = size + 1 - small, weight
        if narrow or right - left - wide > px(24):
            face.texts.append(Written(left, middle, self._still(time, size, 500), quiet))
            left += wide + px(7)
        if narrow:
            self._put(face, rect.left() + px(7), below, name or kind_name, last - rect.left() - px(9), font, colour)
            return
        left += self._put(face, left, middle, name or kind_name, right - left, font, colour)
        if tall and name:
            self._put(face, rect.left() + px(8), below, kind_name, rect.width() - px(13), (12, 400), quiet)
            self._write_more(face, below + line)
        elif name and kind_name and right - left > px(50):
            self._put(face, left + px(8), middle, kind_name, right - left - px(8), (size, 400), quiet)

    def _name(self, card: Card, room: float, size: int) -> str:
        """Return the name, or family name and initial where there is no room for more."""
        name, latin = name_text(card), card.patient.latin
        if (
            card.restricted
            or self._ink.width(name, size, 600) <= room
            or not name[:1].isalpha()
            or ord(name[0]) > 0x2E80
        ):
            return name
        return short_name(name, latin) or name

    def _write_more(self, face: Face, middle: float) -> None:
        """On a long visit: why, and what else it uses."""
        px, rect, card = self._theme.px, face.rect, face.card
        said = [card.reason] if not card.restricted else []
        for text in filter(None, [*said, " · ".join(card.others), card.overbooked]):
            if middle + px(8) > rect.bottom():
                return
            self._put(face, rect.left() + px(8), middle, text, rect.width() - px(13), (12, 400), "text.muted")
            middle += px(16)

    def _put(
        self, face: Face, left: float, middle: float, text: str, room: float, font: tuple[int, int], colour: str
    ) -> float:
        size, weight = font
        text = self._ink.elided(text, size, weight, room)
        if not text or room < self._theme.px(8):
            return 0.0
        face.texts.append(Written(left, middle, self._still(text, size, weight), colour))
        return self._ink.width(text, size, weight)

    def _still(self, text: str, size: int, weight: int) -> Still:
        """Lay a text out on the line of its capitals, whatever face its script has: some are higher than others."""
        still = self._ink.still(text, self._theme.px(size), weight)
        if text.isascii():
            return still
        layout = QTextLayout(text, still.font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        return replace(still, above=self._ink.cap_height(size, weight) / 2 - line.ascent())


def colour_of(theme: Theme, path: str) -> QColor:
    """Return a colour; a path ending in ``~`` is that colour, half transparent."""
    if not path.endswith("~"):
        return theme.colour(path)
    found = QColor(theme.colour(path[:-1]))
    found.setAlpha(120)
    return found


def _dress(state: State) -> tuple[str, str, float]:
    if state in _IN_ROOM:
        return "accent.tint", "accent.fill", 1.5
    if state in PRESENT:
        return "accent.tint", "accent.fill~", 1.0
    if state is State.BOOKED:
        return "bg.hover", "border.strong", 1.0
    return "bg.surface", "border.subtle" if state in (State.DONE, State.LEFT) else "border.control", 1.0


def _marks(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what somebody should know before anything else, from the right."""
    if card.lane or card.overbooked or card.beside:
        yield "overbooked", "notice.text"
    if card.restricted:
        yield "lock", "text.secondary"
    if card.patient.alerts:
        yield "notice", "notice.text"
    if card.to_confirm:
        yield "to-confirm", "notice.text"
    if card.walk_in:
        yield "walk-in", "text.secondary"


def _off(column: Column, track: Track) -> list[tuple[int, int]]:
    """Return the stretches of the axis outside of the hours."""
    if not track.starts:
        return []
    at, end = track.starts[0], track.starts[-1] + 30 * MINUTE_MS
    found = []
    for piece in sorted(column.work, key=lambda piece: piece.begins):
        if piece.begins > at:
            found.append((at, min(piece.begins, end)))
        at = max(at, piece.ends)
    if at < end:
        found.append((at, end))
    return found


def _beside(gaps: list[tuple[int, int, str]], blocks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the gaps without what blocks say of them: leave that covers the whole day says it once."""
    found = []
    for begins, ends, label in gaps:
        pieces = [(begins, ends)]
        for first, last, _ in blocks:
            pieces = [
                part for a, b in pieces for part in ((a, min(b, first)), (max(a, last), b)) if part[0] < part[1]
            ]
        found += [(a, b, label if b - a >= HOUR else "") for a, b in pieces]
    return found


def _more(faces: list[Face]) -> list[tuple[QRectF, int]]:
    """Return where cards stand behind one place, and how many."""
    found: list[tuple[QRectF, int]] = []
    for face in faces:
        if not face.hidden:
            continue
        if found and found[-1][0].intersects(face.rect):
            found[-1] = (found[-1][0].united(face.rect), found[-1][1] + 1)
        else:
            found.append((QRectF(face.rect), 1))
    return found
