"""What is said of a visit in the day's list: its columns, how long somebody waits, and the words for chips."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.charts.schedule_words import GLYPHS, name_text, state_text
from clinic_console.desktop.charts.times import born_text, clock_text
from clinic_console.desktop.models.roll import Drawn, RollColumn
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.state.front_desk import FrontDesk, News
from clinic_console.desktop.state.front_rows import Chip, late_minutes, too_long, waited_minutes
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.views.patients_words import alert_kinds
from clinic_console.domain.appointments import PRESENT, Identity, State
from clinic_console.domain.schedule import MINUTE_MS

HOUR: Final = 60
DAY: Final = 24 * HOUR
ENDED: Final = frozenset({State.DONE, State.LEFT})
QUIET: Final = frozenset({State.DONE, State.LEFT, State.NO_SHOW, State.CANCELLED})
NAME, STATUS, WAITING = 1, 5, 6
CHIP_ICONS: Final = {
    Chip.EXPECTED: "ring",
    Chip.LATE: "clock",
    Chip.ARRIVED: "dot",
    Chip.CHECKED_IN: "checked-in",
    Chip.ROOMED: "half-dot",
    Chip.WITH_DOCTOR: "with-doctor",
    Chip.DONE: "check",
    Chip.NO_SHOW: "ring-struck",
    Chip.LEFT: "left",
    Chip.CANCELLED: "cross",
}


def chip_text(chip: Chip) -> str:
    """Return what a chip is called."""
    if chip is Chip.LATE:
        return QCoreApplication.translate("Desk", "Late")
    return state_text(State.BOOKED if chip is Chip.EXPECTED else State(chip.value))


def columns(desk: FrontDesk) -> tuple[RollColumn[Card], ...]:
    """Return the columns of the list, the first with a box before it."""
    translate = QCoreApplication.translate

    def clock(card: Card) -> tuple[Cell, ...]:
        return time_cells(card, desk.columns.zone)

    def doctor(card: Card) -> Cell:
        return Cell(doctor_text(desk, card))

    def waiting(card: Card) -> Cell:
        return waiting_cell(desk, card)

    return (
        RollColumn(translate("Desk", "Time"), _no_cell, 116, several=clock),
        RollColumn(translate("Desk", "Patient"), _no_cell, 176, 5, several=name_cells),
        RollColumn(translate("Desk", "Born"), _born_cell, 112, drop=1),
        RollColumn(translate("Desk", "Doctor"), doctor, 104, 2, drop=2),
        RollColumn(translate("Desk", "Visit"), lambda card: kind_cell(desk, card), 86, 4, drop=3),
        RollColumn(translate("Desk", "Status"), _no_cell, 143, 1, several=state_cells),
        RollColumn(translate("Desk", "Waiting"), waiting, 165, 1, right=True),
    )


def narrow(desk: FrontDesk) -> Callable[[Card], Drawn]:
    """Return what gives the two lines of a row where there is little room."""

    def drawn(card: Card) -> Drawn:
        kind = kind_cell(desk, card)
        born = _born_cell(card).text
        below = " · ".join(filter(None, (born, doctor_text(desk, card), kind.text)))
        above = (*time_cells(card, desk.columns.zone)[:1], *name_cells(card))
        return above, (*state_cells(card), Cell(below, "muted")), (waiting_cell(desk, card),)

    return drawn


def time_cells(card: Card, zone: str) -> tuple[Cell, ...]:
    """Return when a visit is, and that its patient came without a slot."""
    strong = "plain" if card.state in QUIET else "strong"
    cell = Cell(clock_text(card.begins, zone), strong)
    if not card.walk_in:
        return (cell,)
    return cell, Cell(icon="walk-in", said=QCoreApplication.translate("Desk", "walk-in"))


def name_cells(card: Card) -> tuple[Cell, ...]:
    """Return who comes, in both scripts, and what is to be known of them: marks stand where the name ends."""
    if card.restricted:
        return (Cell(name_text(card), "muted", icon="lock"),)
    who = card.patient
    beside = who.latin if who.latin and who.latin != who.name else ""
    tone = "plain" if card.state in QUIET else "strong"
    found = [Cell(who.name or who.latin, tone, beside)]
    if who.alerts:
        kinds = alert_kinds()
        found.append(Cell(tone="notice", icon="notice", said=", ".join(kinds.get(a, a) for a in who.alerts)))
    if who.interpreter:
        found.append(Cell(icon="speech", said=QCoreApplication.translate("Patient", "Interpreter needed")))
    if who.deceased:
        found.append(Cell(QCoreApplication.translate("Patients", "Deceased"), "muted", pill=True))
    return tuple(found)


def kind_cell(desk: FrontDesk, card: Card) -> Cell:
    """Return why somebody comes: the type, and behind it what was said."""
    kind = desk.columns.types.get(card.type)
    name = kind.name if kind is not None else ""
    return Cell(name, beside=card.reason) if name else Cell(card.reason)


def doctor_text(desk: FrontDesk, card: Card) -> str:
    """Return whom the visit is with."""
    who = desk.columns.practitioners.get(card.practitioner)
    return who.name if who is not None else ""


def state_cells(card: Card) -> tuple[Cell, ...]:
    """Return where a visit stands, and what is still open of it."""
    translate = QCoreApplication.translate
    tone = "accent" if card.state in PRESENT else "muted" if card.state in QUIET else "plain"
    found = [Cell(state_text(card.state), tone, icon=GLYPHS[card.state])]
    if card.to_confirm and card.state not in QUIET:
        found.append(Cell(tone="notice", icon="to-confirm", said=to_confirm_text()))
    if card.identity is Identity.NOT_CONFIRMED and card.state in PRESENT:
        found.append(
            Cell(translate("Desk", "ID?"), "notice", pill=True, said=translate("Desk", "identity not confirmed"))
        )
    return tuple(found)


def to_confirm_text() -> str:
    """Say that a patient has not agreed yet to where a visit was moved."""
    return QCoreApplication.translate("Desk", "moved, the patient has not agreed yet")


def waiting_cell(desk: FrontDesk, card: Card) -> Cell:
    """Return how long somebody waits or is late, and where they are; copper from the type's limits on."""
    kind, now = desk.columns.types.get(card.type), desk.now
    late = late_minutes(card, kind, now)
    if late:
        text = QCoreApplication.translate("Desk", "late %1").replace("%1", span_text(late))
        return Cell(text, "notice")
    waited = waited_minutes(card, now)
    if waited >= 0:
        long = too_long(card, kind, now)
        text = place_text(card, ago_text(waited))
        return Cell(text, "notice" if long else "plain", icon="clock" if long else "", said=_waited(text, long=long))
    if card.state is State.WITH_DOCTOR and card.since and now:
        return Cell(place_text(card, span_text(max(0, now - card.since) // MINUTE_MS)), "muted")
    return Cell(clock_text(card.since, desk.columns.zone), "muted") if card.state in ENDED and card.since else Cell()


def place_text(card: Card, text: str) -> str:
    """Return a text behind the room, where there is one."""
    if not card.room:
        return text
    return (
        QCoreApplication.translate("Desk", "%1 · %2", "a room, a time").replace("%2", text).replace("%1", card.room)
    )


def ago_text(minutes: int) -> str:
    """Return a waiting time; none has passed yet in the first minute."""
    return span_text(minutes) if minutes else QCoreApplication.translate("Desk", "now")


def span_text(minutes: int) -> str:
    """Return minutes, from an hour on with hours, from a day on in days."""
    if minutes < HOUR:
        return QCoreApplication.translate("Desk", "%1 min").replace("%1", str(minutes))
    if minutes < DAY:
        hours, rest = divmod(minutes, HOUR)
        text = QCoreApplication.translate("Desk", "%1 h %2 min")
        return text.replace("%2", f"{rest:02d}").replace("%1", str(hours))
    return QCoreApplication.translate("Desk", "%n days", None, minutes // DAY)


def news_text(news: News) -> str:
    """Return what waits to be let into the list; nothing for nothing."""
    translate = QCoreApplication.translate
    parts = []
    if news.arrivals:
        parts.append(translate("Desk", "%n new arrivals", None, news.arrivals))
    if news.new > news.arrivals:
        parts.append(translate("Desk", "%n new", None, news.new - news.arrivals))
    if news.changed:
        parts.append(translate("Desk", "%n changed", None, news.changed))
    return " · ".join(parts)


def count_text(count: int) -> str:
    """Return a count as it is read here."""
    return QLocale().toString(count)


def _waited(text: str, *, long: bool) -> str:
    if not long:
        return QCoreApplication.translate("Desk", "waiting: %1").replace("%1", text)
    return QCoreApplication.translate("Desk", "waiting too long: %1").replace("%1", text)


def _born_cell(card: Card) -> Cell:
    return Cell(born_text(card.patient.born)) if card.patient.born is not None else Cell()


def _no_cell(_card: Card) -> Cell:
    return Cell()
