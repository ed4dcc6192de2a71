"""The Schedule screen: a day, a week, forty doctors, a card on its way, panels, and what is there without columns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtTest import QTest

from clinic_console.desktop.models.schedule_move import Moving
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.views.screens import SCHEDULE
from clinic_console.domain.errors import SlotTaken
from tests.screenshots.practice import ZONE
from tests.screenshots.stage import MONO, NOW, Stage


def screen(stage: Stage) -> Any:
    """Return the Schedule screen."""
    return stage.window.shell.rooms.schedule


def go(stage: Stage, role: str = "receptionist", mood: str = "") -> None:
    """Have the Schedule screen open."""
    stage.sign_in(role)
    stage.hub.mood = mood
    stage.window.frame(MONO)
    stage.window.go(SCHEDULE)


def later(stage: Stage) -> None:
    """Let a second pass, in which nothing comes."""
    stage.window.frame(MONO + 1)


def move(stage: Stage, column: int, card: int, to: int, minutes: int, *, sent: bool = False) -> Callable[[], None]:
    """Return what has a card on its way to another column, so many minutes after its own time."""

    def drag() -> None:
        grid = screen(stage).grid
        columns = grid.layout_.columns
        found = columns[column].cards[card]
        grid.mover.moving = Moving(found, columns[to].key, found.begins + minutes * 60_000, sent=sent)
        grid.viewport().update()

    return drag


def schedule(stage: Stage) -> None:
    """A day of eight doctors."""
    go(stage)


def schedule_moving(stage: Stage) -> None:
    """A visit that is dragged to where it is free."""
    go(stage)
    stage.then(move(stage, 2, -1, 1, -285))


def schedule_taken(stage: Stage) -> None:
    """A visit that is dragged to where it is not."""
    go(stage)
    stage.then(move(stage, 2, -1, 4, -60))


def schedule_week(stage: Stage) -> None:
    """One doctor's week."""
    go(stage)
    stage.then(lambda: screen(stage).show_doctor(2))


def schedule_many(stage: Stage) -> None:
    """Forty doctors."""
    go(stage, mood="crowded")


def schedule_loading(stage: Stage) -> None:
    """Nothing has come yet."""
    go(stage, mood="silent")
    stage.then(lambda: later(stage))


def schedule_failed(stage: Stage) -> None:
    """A day that could not be had."""
    go(stage, mood="unavailable")


def schedule_nobody(stage: Stage) -> None:
    """A day on which nobody works."""

    def turn() -> None:
        state = stage.state.schedule
        state.look_at(day=state.day + timedelta(days=6))

    go(stage)
    stage.then(turn)


def schedule_offline(stage: Stage) -> None:
    """What was here before the hub went away."""
    go(stage)
    stage.then(stage.lose_hub)


def begin(stage: Stage, free: int = 10) -> Callable[[], None]:
    """Return what has a free time of the fourth doctor be booked."""

    def book() -> None:
        grid = screen(stage).grid
        column = grid.layout_.columns[3]
        stops = [stop for stop in grid.layout_.stops(column) if stop.what == "free"]
        grid.book_wanted.emit(column.practitioner, stops[free].begins)

    return book


def seek(stage: Stage) -> None:
    """Type a name, and have it looked for at once."""
    patient = screen(stage).panels.booking.form.patient
    QTest.keyClicks(patient.line, "tanaka")
    patient._ask()


def choose(stage: Stage) -> None:
    """Choose the first who was found."""
    screen(stage).panels.booking.form.patient._choose(0)


def schedule_booking(stage: Stage) -> None:
    """A booking at a free time."""
    go(stage)
    stage.then(begin(stage))


def schedule_booking_found(stage: Stage) -> None:
    """A booking, and who was found for a name."""
    go(stage)
    stage.then(begin(stage), lambda: seek(stage))


def schedule_booking_ready(stage: Stage) -> None:
    """A booking that lacks nothing."""
    go(stage)
    stage.then(begin(stage), lambda: seek(stage), lambda: choose(stage))


def schedule_booking_taken(stage: Stage) -> None:
    """A time that somebody else has taken, and what is free instead."""
    go(stage, mood="taken")
    stage.then(begin(stage), lambda: seek(stage), lambda: choose(stage))


def schedule_refused(stage: Stage) -> None:
    """A visit that went back to its place, and where it could go instead."""

    def refuse() -> None:
        view = screen(stage)
        found = [
            Offer(2, view._state.clinic, NOW + shift * 60_000, NOW + (shift + 30) * 60_000, "Dr Lucie Novák", ZONE)
            for shift in (212, 287, 1_357)
        ]
        view._refuse(view.grid.layout_.columns[2].cards[-1], SlotTaken(alternatives=found))

    go(stage)
    stage.then(refuse)


def schedule_finder(stage: Stage) -> None:
    """Looking for the next free time."""
    go(stage)
    stage.then(lambda: screen(stage).open_finder())


def schedule_waitlist(stage: Stage) -> None:
    """Who waits."""
    go(stage)
    stage.then(lambda: screen(stage).open_waitlist())


def schedule_visit(stage: Stage) -> None:
    """One visit."""
    go(stage)
    stage.then(lambda: screen(stage).grid.opened.emit(screen(stage).grid.layout_.columns[2].cards[-1]))


SCREENS: tuple[Callable[[Stage], None], ...] = (
    schedule,
    schedule_moving,
    schedule_taken,
    schedule_week,
    schedule_many,
    schedule_loading,
    schedule_failed,
    schedule_nobody,
    schedule_offline,
    schedule_booking,
    schedule_booking_found,
    schedule_booking_ready,
    schedule_booking_taken,
    schedule_refused,
    schedule_finder,
    schedule_waitlist,
    schedule_visit,
)
