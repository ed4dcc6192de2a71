"""Days of the front desk, made up in the state alone."""

from datetime import date

from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.state.schedule import Span
from clinic_console.desktop.state.schedule_columns import Card, Column, Person, Practitioner, VisitKind
from clinic_console.domain.appointments import State
from clinic_console.domain.schedule import MINUTE_MS, VisitType

DAY = date(2026, 11, 23)
NOON = 1_795_402_800_000
CLINIC = "c1"
KIND = VisitKind(1, "Follow-up", VisitType(1, 15), grace=10, patience=20)
SPAN = Span(CLINIC, DAY)


def card(number, minutes=0, state=State.BOOKED, **more):
    begins = NOON + minutes * MINUTE_MS
    who = Person(f"p{number}", str(4_000_000 + number), f"Patient {number}")
    fields = {"patient": who, "version": 1} | more
    practitioner = fields.pop("practitioner", 1)
    return Card(f"v{number:03}", begins, begins + 15 * MINUTE_MS, CLINIC, practitioner, 1, state, **fields)


def desk_of(*cards, now=NOON):
    desk = FrontDesk()
    desk.look_at(clinic=(CLINIC, "Asia/Tokyo"), day=DAY)
    people = [Practitioner(1, "Itō Haruka", "Dr"), Practitioner(2, "Lucie Novák", "Dr")]
    desk.columns.take_kinds(CLINIC, [KIND], (), people)
    bring(desk, cards)
    desk.follow(now, 0.0)
    return desk


def bring(desk, cards, version=1):
    columns = [Column(n, DAY, version, cards=tuple(c for c in cards if c.practitioner == n)) for n in (1, 2)]
    desk.columns.begin(SPAN)
    desk.columns.take(SPAN, columns, 0.0)


def change(desk, *cards, version=2, now=NOON, mono=1.0):
    bring(desk, cards, version)
    desk.follow(now, mono)
