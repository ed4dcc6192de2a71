"""A bed's panel keeps nothing of the patient before, whatever happens, and doubts a name on an old list."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from clinic_console.desktop.charts.trends_heads import LaneHeads
from clinic_console.wire.devices import MonitorAlarm
from clinic_console.wire.readings import LiveStatus
from tests.desktop.bed_room import BED, NOW


def said_by(widget: QWidget) -> str:
    """Return every text of a widget and of all within it: shown, hidden, and for screen readers."""
    found = []
    for part in (widget, *widget.findChildren(QWidget)):
        found += [
            part.accessibleName(),
            part.accessibleDescription(),
            part.toolTip(),
            str(getattr(part, "parts", "")),
        ]
        found += [part.text()] if isinstance(part, QLabel | QAbstractButton) else []
        found += [str(part.heads)] if isinstance(part, LaneHeads) else []
    return " | ".join(filter(None, found))


OF_TANAKA = ("Tanaka", "田中", "4 018 226", "112", "119/72", "Low battery")


def with_all_of(room) -> None:
    """Let the panel show everything that it knows of a patient."""
    room.seconds = 1.0
    room.say(LiveStatus(alarms=[MonitorAlarm("a", "Tec", "low", "Low battery", NOW)]), HR=112.0)
    room.say(NIBP_sys=119.0, NIBP_dia=72.0, NIBP_map=88.0)
    room.frame()
    room.answer(HR=[112.0] * 60)
    room.seconds = 2.0
    room.frame()
    room.frame()
    said = said_by(room.view)
    assert all(word in said for word in OF_TANAKA[:4]), said


def test_nothing_of_the_patient_before_stands_in_the_panel_when_another_bed_opens(room):
    with_all_of(room)
    room.view.show_bed("b3")
    said = said_by(room.view)
    assert not [word for word in OF_TANAKA if word in said], said
    assert room.identity == "13"
    assert (room.view.header.before.text(), room.view.header.after.text()) == ("Bed 12", "No more")
    room.frame()
    assert "佐藤" in room.identity


@pytest.mark.parametrize("leave", ["hide", "forget"])
def test_nothing_of_a_patient_stays_in_the_panel_that_is_left(room, leave):
    with_all_of(room)
    full = room.view.header.identity.grab().toImage()
    getattr(room.view, leave)()
    said = said_by(room.view)
    assert not [word for word in (*OF_TANAKA, "Bed 11", "Bed 13") if word in said], said
    assert room.view.header.identity.grab().toImage() != full
    assert all(task.ended for what, task in room.hand.tasks if what == "trend")
    # Whoever comes next and opens a bed finds it bare, too.
    room.view.show()
    room.view.show_bed(BED)
    assert room.identity == "12"


def test_a_panel_that_cannot_be_made_keeps_nothing_of_a_patient_and_says_so(room, monkeypatch, caplog):
    with_all_of(room)

    def broken(*_, **__):
        raise ValueError("a name like no other")

    asked = len(room.hand.tasks)
    with monkeypatch.context() as patch:
        patch.setattr("clinic_console.desktop.views.trends.look_of", broken)
        for _ in range(60):
            room.seconds += 1 / 30
            room.frame()
    said = said_by(room.view)
    assert not [word for word in OF_TANAKA if word in said], said
    assert room.identity == "12"
    assert room.view.banner.words == "Cannot be shown. Watch the bedside monitor."
    assert len(room.hand.tasks) - asked <= 3
    room.seconds += 1.0
    room.frame()
    assert "Tanaka Yuki" in room.identity


def test_the_name_is_in_doubt_while_the_bed_list_is_old(room):
    before = room.view.header.identity.grab().toImage()
    room.doubtful = frozenset({"w1"})
    room.frame()
    assert room.identity.endswith("MRN 4 018 226, may have changed")
    assert room.view.header.identity.grab().toImage() != before
    room.doubtful = frozenset()
    room.frame()
    assert room.view.header.identity.grab().toImage() == before
