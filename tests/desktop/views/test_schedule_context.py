"""The schedule's part of the top bar: nothing in it is cut, and the day stays when all else has to go."""

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.schedule_context import ScheduleContext

CLINICS = (Clinic("c1", "Kita Hospital", "Asia/Tokyo", "nurse"), Clinic("c2", "Nord", "Europe/Berlin", "nurse"))
DAY = date(2026, 11, 23)


@pytest.fixture
def room(qtbot):
    made = QWidget()
    made.resize(1_200, 100)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(room, clinics=1) -> ScheduleContext:
    context = ScheduleContext(Theme(LIGHT), room)
    state = ScheduleState()
    state.look_at(clinic=("c1", "Asia/Tokyo"), day=DAY)
    context.show_state(state, CLINICS[:clinics], DAY)
    context.show()
    return context


def parts(context: ScheduleContext):
    everything = (context.only, context.clinic, context.day, context.back, context.now, context.on, context.modes)
    return [part for part in everything if part.isVisible()]


@pytest.mark.parametrize("clinics", [1, 2])
def test_what_there_is_no_room_for_is_left_out_instead_of_cut(room, clinics):
    context = shown(room, clinics)
    whole = context.minimumSizeHint().width()
    counts = []
    for width in (whole, whole * 3 // 4, whole // 2, whole // 3):
        context.resize(width, 40)
        context.layout().activate()
        counts.append(len(parts(context)))
        assert {context.day, context.back, context.on} <= set(parts(context))
        if counts[-1] > 3:
            for part in parts(context):
                assert part.width() >= part.minimumSizeHint().width(), (width, part)
    assert counts[0] == 6
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 3
    context.resize(whole, 40)
    assert len(parts(context)) == 6
    assert (context.clinic if clinics == 2 else context.only).isVisible()


def test_the_room_it_asks_for_is_that_of_all_of_it(room):
    context = shown(room)
    whole = context.minimumSizeHint()
    context.resize(whole.width() // 3, 40)
    assert not context.modes.isVisible()
    assert context.minimumSizeHint() == whole
