"""All panels of the desk alike: every word of theirs can be said in another language."""

import pytest
from PySide6.QtCore import QLocale

from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.views.booking import BookingPanel
from clinic_console.desktop.views.finder import FinderPanel
from clinic_console.desktop.views.visit import VisitPanel
from clinic_console.desktop.views.waitlist import WaitlistPanel
from tests.desktop.desk_room import desk_room
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_appointments import CLINIC, an_id, freed, waiting

FROM_THE_HUB = (
    "Zoë", "田中 由紀", "Tanaka Yuki", "タナカ ユキ", "Dr Itō Haruka", "Itō Haruka", "Lucie Novák", "佐々木 健太郎",
    "Diabetes review", "Vaccination", "Wound dressing", "Internal medicine", "Orthopaedics", "R. Lindqvist", "Dr",
    "Kita",
)  # fmt: skip
LONG, SHORT = QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
DAYS = [
    QLocale("en").standaloneDayName(day, form)[:cut] for day in range(1, 8) for form, cut in ((LONG, 20), (SHORT, 3))
]
WRITTEN = (*FROM_THE_HUB, *DAYS, *(day[:2] for day in DAYS), "Mar", "Nov")
"""Days and months come from the locale, in whatever language it is."""


@pytest.mark.parametrize("make", [BookingPanel, FinderPanel, WaitlistPanel, VisitPanel])
def test_panels_say_nothing_that_cannot_be_translated(stub, bridge, qapp, make):
    async def flow():
        with pseudo(qapp):
            async with desk_room(stub, bridge, make, role="receptionist") as room:
                room.hub.queue[an_id(5, 1)] = waiting(1, offers=[freed(1, room.soon)], note="Zoë")
                if make is VisitPanel:
                    room.panel.open(card_of(room.hub.put(1, room.soon, reason="Zoë", overbooked="Zoë")))
                elif make is BookingPanel:
                    room.panel.begin(CLINIC, 1, room.soon, 2)
                else:
                    room.panel.begin(CLINIC)
                await room.until(lambda: room.hub.asked)
                room.frame()
                assert bare_texts(room.panel, WRITTEN, hidden=True) == []

    bridge.run(flow())
