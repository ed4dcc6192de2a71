"""The Front desk: a morning, bulk work, check-in cards, a walk-in, an absence with its calls, and the bare states."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.views.screens import DESK
from clinic_console.domain.bulk import Operation
from tests.screenshots import desk
from tests.screenshots.stage import MONO, NOW, Stage
from tests.screenshots.ward import CLINIC

KEY = Qt.Key
ARRIVED, EXPECTED = 22, range(26, 40)
"""Rows of the made-up morning, by their numbers."""


def screen(stage: Stage) -> Any:
    """Return the Front desk."""
    return stage.window.shell.rooms.front_desk


def go(stage: Stage, mood: str = "desk", role: str = "receptionist") -> None:
    """Have the Front desk open, as new."""
    desk.of.cache_clear()
    stage.sign_in(role)
    stage.hub.mood = mood
    stage.window.frame(MONO)
    stage.window.go(DESK)


def select(stage: Stage, numbers: range = EXPECTED) -> Callable[[], None]:
    """Return what selects some visits."""
    return lambda: screen(stage)._select([f"0192f0c6-0000-7000-8000-{number:012}" for number in numbers])


def act(stage: Stage, operation: Operation | str = "") -> Callable[[], None]:
    """Return what does something to the selection, as its button does."""
    return lambda: screen(stage).bulk.act(operation)


def tell(stage: Stage, practitioner: int) -> None:
    """Have the hub say that a column has changed."""
    columns = stage.state.front_desk.columns
    made = desk.of(NOW, "desk").practice
    columns.told(CLINIC, made.day, practitioner, made.columns[practitioner, made.day].version)


def check_in(stage: Stage, number: int = ARRIVED) -> Callable[[], None]:
    """Return what opens the check-in card of a visit."""
    return lambda: screen(stage)._open_row(f"0192f0c6-0000-7000-8000-{number:012}")


def enter(stage: Stage) -> None:
    """Go to the next part of the card."""
    screen(stage).panels.panel.enter_pressed()


def on(stage: Stage, what: Callable[[Any], object]) -> Callable[[], None]:
    """Return what does something with the screen, once it is there."""

    def do() -> None:
        what(screen(stage))

    return do


def away_from(stage: Stage, practitioner: int = 1) -> Callable[[], None]:
    """Return what begins with somebody who is not there, at the time at which this clock stands."""

    def begin() -> None:
        with patch("clinic_console.desktop.views.unavailable.monotonic", lambda: MONO):
            screen(stage).open_away(practitioner)

    return begin


def front_desk(stage: Stage) -> None:
    """A morning, who is still to be looked after."""
    go(stage)


def front_desk_all(stage: Stage) -> None:
    """The whole day, with all states."""
    go(stage)
    stage.then(lambda: screen(stage)._filter(frozenset(), ""))


def front_desk_filtered(stage: Stage) -> None:
    """What is left when somebody types."""
    go(stage)
    stage.then(lambda: screen(stage)._choose_view(frozenset(), "tanaka"))


def front_desk_nothing_fits(stage: Stage) -> None:
    """A filter that hides everybody."""
    go(stage)
    stage.then(lambda: screen(stage)._choose_view(frozenset(), "zzz"))


def front_desk_views(stage: Stage) -> None:
    """The user's saved views."""
    go(stage)
    stage.then(on(stage, lambda view: view.views.open()))


def front_desk_many(stage: Stage) -> None:
    """A thousand visits."""
    go(stage, "desk many")
    stage.then(on(stage, lambda view: view.pane.list.mark_all()))


def front_desk_selected(stage: Stage) -> None:
    """What can be done to fourteen who are selected."""
    go(stage)
    stage.then(select(stage))


def front_desk_after(stage: Stage) -> None:
    """What was done to them, and can be taken back; some have been changed by others."""

    def others() -> None:
        for number in (28, 31):
            desk.of(NOW, "desk").change(number, room="Room 9")

    go(stage)
    stage.then(select(stage), others, act(stage, Operation.ARRIVED), lambda: _tell_all(stage))


def front_desk_failed_rows(stage: Stage) -> None:
    """Why nothing was done to some."""

    def others() -> None:
        for number in (28, 31):
            desk.of(NOW, "desk").change(number, room="Room 9")

    go(stage)
    stage.then(
        select(stage), others, act(stage, Operation.ARRIVED), on(stage, lambda view: view.bulk.line.details.click())
    )


def front_desk_rooms(stage: Stage) -> None:
    """To which room?"""
    go(stage)
    stage.then(select(stage, range(20, 24)), act(stage, Operation.ROOMED))


def front_desk_move(stage: Stage) -> None:
    """Several visits to another doctor, day or time."""
    go(stage)
    stage.then(select(stage), act(stage, Operation.MOVE))


def front_desk_cancel(stage: Stage) -> None:
    """Several visits are cancelled with a reason."""
    go(stage)
    stage.then(select(stage), act(stage, Operation.CANCEL))


def front_desk_news(stage: Stage) -> None:
    """Rows that were changed elsewhere, and who has come meanwhile."""

    def news() -> None:
        tell(stage, desk.of(NOW, "desk").change(27, state="arrived", since=NOW, arrived=NOW))
        tell(stage, desk.of(NOW, "desk").add(99))

    go(stage)
    stage.then(news)


def _tell_all(stage: Stage) -> None:
    for practitioner in range(1, 9):
        tell(stage, practitioner)


def front_desk_loading(stage: Stage) -> None:
    """Nothing has come yet."""
    go(stage, "silent")
    stage.then(lambda: stage.window.frame(MONO + 1))


def front_desk_failed(stage: Stage) -> None:
    """A day that could not be had."""
    go(stage, "unavailable")


def front_desk_nobody(stage: Stage) -> None:
    """A day for which nobody is booked."""
    go(stage, "desk nobody")


def front_desk_offline(stage: Stage) -> None:
    """What was here before the hub went away."""
    go(stage)
    stage.then(stage.lose_hub)


def front_desk_stale(stage: Stage) -> None:
    """A list that could not be brought up to date."""

    def fail() -> None:
        stage.hub.mood = "unavailable"
        stage.state.front_desk.columns.doubt()

    go(stage)
    stage.then(fail)


def check_in_identity(stage: Stage) -> None:
    """Who is it?"""
    go(stage)
    stage.then(check_in(stage))


def check_in_contacts(stage: Stage) -> None:
    """Whether the contact data still hold."""
    go(stage)
    stage.then(check_in(stage), lambda: enter(stage))


def check_in_forms(stage: Stage) -> None:
    """What is to be signed, alerts and an interpreter."""
    go(stage)
    stage.then(check_in(stage, 33), lambda: enter(stage), lambda: enter(stage), lambda: enter(stage))


def check_in_unconfirmed(stage: Stage) -> None:
    """An identity that cannot be confirmed."""
    go(stage)
    stage.then(check_in(stage), on(stage, lambda view: view.panels.panel.form.identity.cannot.click()))


def check_in_changed(stage: Stage) -> None:
    """Somebody else has changed the visit meanwhile."""

    def other() -> None:
        desk.of(NOW, "desk").change(ARRIVED, room="Room 9")

    go(stage)
    stage.then(check_in(stage), other, lambda: enter(stage), lambda: enter(stage), lambda: enter(stage))


def walk_in(stage: Stage) -> None:
    """Somebody has come without a slot."""
    go(stage)
    stage.then(lambda: screen(stage).open_walk_in())


def away_empty(stage: Stage) -> None:
    """Who is not there, and when?"""
    go(stage)
    stage.then(away_from(stage, 0))


def away(stage: Stage) -> None:
    """Where the visits of a doctor who is not there could go."""
    go(stage)
    stage.then(away_from(stage), lambda: None, lambda: None)


def away_edited(stage: Stage) -> None:
    """Some decided otherwise, and other times for one."""

    def decide() -> None:
        rows = screen(stage).panels.panel.rows
        rows.enter()
        for key in (KEY.Key_Space, KEY.Key_Down, KEY.Key_W, KEY.Key_Down, KEY.Key_C, KEY.Key_Down, KEY.Key_Return):
            QTest.keyClick(rows, key)

    go(stage)
    stage.then(away_from(stage), lambda: None, decide)


def away_calls(stage: Stage) -> None:
    """The call list after it was done."""
    go(stage)
    stage.then(away_from(stage), lambda: None, on(stage, lambda view: view.panels.panel.commit()), lambda: None)


SCREENS: tuple[Callable[[Stage], None], ...] = (
    front_desk, front_desk_all, front_desk_filtered, front_desk_nothing_fits, front_desk_views, front_desk_many,
    front_desk_selected, front_desk_after, front_desk_failed_rows, front_desk_rooms, front_desk_move,
    front_desk_cancel, front_desk_news, front_desk_loading, front_desk_failed, front_desk_nobody, front_desk_offline,
    front_desk_stale, check_in_identity, check_in_contacts, check_in_forms, check_in_unconfirmed, check_in_changed,
    walk_in, away_empty, away, away_edited, away_calls,
)  # fmt: skip
