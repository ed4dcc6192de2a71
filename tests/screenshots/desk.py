"""What a hub would say at a front desk: a morning in the middle, its check-in cards, a doctor who is not there."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from clinic_console.domain.errors import AppointmentChanged
from clinic_console.domain.zones import day_of
from clinic_console.wire.check_in import Form
from clinic_console.wire.desk_views import DeskViews, View
from clinic_console.wire.schedule import Card, Column
from tests.desktop.front_desk_room import busy_day, long_day, put_day, visit
from tests.desktop.stub_bulk import FrontHub
from tests.desktop.stub_schedule import Practice
from tests.desktop.stub_unavailable import Absences
from tests.screenshots import ward

ZONE = "Asia/Tokyo"
VIEWS = (
    View("Expected of Dr Novák", {"chips": ["expected", "late"], "text": ["novak"]}),
    View("No-shows", {"chips": ["no_show"]}),
)
FORMS = (Form("Consent to vaccination"), Form("Data protection", "signed"), Form("Insurance form"))
MANY = 1_000
CONFLICT = 409


class _Hub:
    """As much of a stub hub as the answers need: its time."""

    def __init__(self, now: int) -> None:
        self._now = now
        self.http_mode = "normal"
        self.extra: dict[tuple[str, str], Any] = {}

    def now(self) -> int:
        """Return its time (ms)."""
        return self._now


class Desk:
    """One clinic's desk; ``mood``: desk (a morning), desk many (1,000 rows), desk nobody."""

    def __init__(self, now: int, mood: str) -> None:
        day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
        made = Practice(now, day, zone=ZONE, doctors=8, clinic=ward.CLINIC, closed=7)
        fill = {"desk many": long_day(MANY), "desk nobody": _nobody}.get(mood, busy_day)
        self.practice = fill(made)
        stub: Any = _Hub(now)
        self.hub = FrontHub(stub)
        self.away = Absences(stub, rows=21)
        for card in self.cards():
            self.hub.visits[card.id] = card
            forms = list(FORMS) if card.type == 3 else []
            self.hub.sheet(card, forms=forms)

    def cards(self) -> list[Card]:
        """Return the visits of the day."""
        return [card for column in self._today() for card in column.cards]

    def change(self, number: int, **fields: Any) -> int:
        """Somebody else changes a visit; return whose column it is."""
        for column in self._today():
            for card in column.cards:
                if int(card.id[-12:]) == number:
                    self.hub.change(card.id, **fields)
                    self._agree()
                    return column.practitioner
        raise LookupError(number)

    def add(self, number: int) -> int:
        """Somebody comes without a slot; return whose column it is."""
        now = self.practice.now
        card = visit(
            self.practice,
            number,
            642,
            doctor=3,
            state="arrived",
            since=now,
            arrived=now,
            walk_in=True,
            reason="Earache",
        )
        column = self.practice.columns[3, self.practice.day]
        column.cards.append(card)
        self.hub.visits[card.id] = card
        self.practice.put(column)
        return 3

    def rooms(self) -> dict[str, Any]:
        """Return what answers under which address."""
        return {
            "/api/schedule/next": self.away.answer,
            "/api/schedule": self.practice.answer,
            "/api/practitioners": self.practice.answer,
            "/api/visit-types": self.practice.answer,
            "/api/desk-views": lambda *_: (200, msgspec.json.encode(DeskViews(list(VIEWS)))),
            "/api/appointments": self._appointments,
            "/api/resources": self.hub.answer,
            "/api/patients/search": self.hub.answer,
            "/api/unavailable": self.away.answer,
        }

    def _appointments(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        answer = self.hub.answer(method, path, query, body)
        if answer[0] == CONFLICT:
            raise AppointmentChanged
        self._agree()
        return answer

    def _agree(self) -> None:
        """Have the day's columns say what the visits are by now."""
        for column in self._today():
            now = [self.hub.visits.get(card.id, card) for card in column.cards]
            if now != column.cards:
                column.cards = now
                self.practice.put(column)

    def _today(self) -> list[Column]:
        return [column for (_, day), column in self.practice.columns.items() if day == self.practice.day]


@lru_cache(maxsize=1)
def of(now: int, mood: str) -> Desk:
    """Return the desk of a time; it stays the same until another one is asked for."""
    return Desk(now, mood)


def _nobody(practice: Practice) -> Practice:
    return put_day(practice, {n: Column(n, practice.day, 1) for n in range(1, practice.doctors + 1)})
