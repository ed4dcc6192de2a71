"""The Patients screen: the list of half a million, the search, a chart with its tabs, the form, and ways to them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest

from clinic_console.desktop.views.screens import PATIENTS
from tests.screenshots.register import CLOSED, DEAD, TANAKA, patient_id
from tests.screenshots.stage import MONO, Stage


def screen(stage: Stage) -> Any:
    """Return the Patients screen."""
    return stage.window.shell.rooms.patients


def go(stage: Stage, role: str = "nurse", mood: str = "") -> None:
    """Have the Patients screen open."""
    stage.sign_in(role)
    stage.hub.mood = mood
    stage.window.frame(MONO)
    stage.window.go(PATIENTS)


def type_name(stage: Stage, text: str) -> Callable[[], None]:
    """Return what types into the search field."""
    return lambda: screen(stage).list.bar.field.setText(text)


def open_one(stage: Stage, number: int, mood: str = "") -> Callable[[], None]:
    """Return what opens somebody of the list."""

    def open_chart() -> None:
        stage.hub.mood = mood
        stage.window.open_patient(patient_id(number))

    return open_chart


def later(stage: Stage) -> None:
    """Let a second pass, in which nothing comes."""
    stage.window.frame(MONO + 1)


def tab(stage: Stage, name: str) -> Callable[[], None]:
    """Return what opens a tab of the chart."""

    def press() -> None:
        button = screen(stage).chart.tabs.buttons[name]
        button.setFocus()
        button.click()

    return press


def fill(stage: Stage, **typed: str) -> Callable[[], None]:
    """Return what types into the form's fields."""

    def write() -> None:
        for name, text in typed.items():
            slot = screen(stage).form.sections.slots[name]
            slot.show_text(text)
            slot.typed.emit(name, text)
        screen(stage).form._ask_alike()

    return write


def send(stage: Stage, mood: str = "") -> Callable[[], None]:
    """Return what sends the form."""

    def press() -> None:
        stage.hub.mood = mood
        screen(stage).form.send()

    return press


def patients(stage: Stage) -> None:
    """All patients of a region."""
    go(stage)


def patients_first(stage: Stage) -> None:
    """What a receptionist sees first."""
    stage.sign_in("receptionist")
    stage.window.frame(MONO)


def patients_loading(stage: Stage) -> None:
    """A list that has not come yet."""
    go(stage, mood="silent")
    stage.then(lambda: later(stage))


def patients_failed(stage: Stage) -> None:
    """A list that could not be had."""
    go(stage, mood="unavailable")


def patients_found(stage: Stage) -> None:
    """Who fits what is typed, in two scripts."""
    go(stage)
    stage.then(type_name(stage, "たなか yuki"))


def patients_nobody(stage: Stage) -> None:
    """A search that finds nobody."""
    go(stage, "receptionist")
    stage.then(type_name(stage, "matsumoto kenji"))


def patients_offline(stage: Stage) -> None:
    """A search while there is no connection."""

    def lose() -> None:
        stage.hub.mood = "unavailable"
        stage.lose_hub()

    go(stage)
    stage.then(lose, type_name(stage, "tanaka"))


def chart(stage: Stage) -> None:
    """Somebody of whom everything is known."""
    go(stage, "receptionist")
    stage.then(open_one(stage, TANAKA))


def chart_found(stage: Stage) -> None:
    """A chart beside those who were found, of a patient who lies in no bed, seen by a doctor."""
    go(stage, "doctor")
    stage.then(type_name(stage, "たなか yuki"), open_one(stage, TANAKA))


def chart_deceased(stage: Stage) -> None:
    """Somebody who has died."""
    go(stage)
    stage.then(open_one(stage, DEAD))


def chart_loading(stage: Stage) -> None:
    """A chart that has not come yet."""
    go(stage)
    stage.then(open_one(stage, TANAKA, "silent"), lambda: later(stage))


def chart_restricted(stage: Stage) -> None:
    """A chart that is closed to the user."""
    go(stage)
    stage.then(open_one(stage, CLOSED))


def chart_appointments(stage: Stage) -> None:
    """What is booked for somebody, and what was."""
    chart(stage)
    stage.then(open_one(stage, TANAKA), tab(stage, "appointments"), lambda: later(stage))


def chart_visits(stage: Stage) -> None:
    """Past visits."""
    chart(stage)
    stage.then(open_one(stage, TANAKA), tab(stage, "visits"))


def chart_changes(stage: Stage) -> None:
    """What was changed."""
    chart(stage)
    stage.then(open_one(stage, TANAKA), tab(stage, "changes"))


def chart_looks(stage: Stage) -> None:
    """Who looked."""
    chart(stage)
    stage.then(open_one(stage, TANAKA), tab(stage, "looks"))


def chart_identity(stage: Stage) -> None:
    """Confirming who somebody is, with one fact chosen."""

    def ask() -> None:
        deeds = screen(stage).chart.deeds
        deeds.ask_identity()
        QTest.keyClicks(deeds.identity, "1")

    chart(stage)
    stage.then(open_one(stage, TANAKA), ask)


def form_new(stage: Stage) -> None:
    """Registering somebody, before anything is typed."""
    go(stage, "receptionist")
    stage.then(lambda: screen(stage).register())


def form_duplicates(stage: Stage) -> None:
    """Registering somebody who is probably known."""
    form_new(stage)
    stage.hub.mood = "duplicates"
    typed = {
        "name": "田中 由紀",
        "name_kana": "たなか ゆき",
        "name_latin": "Tanaka Yuki",
        "born": "1959-03-14",
        "sex": "F",
    }
    stage.then(lambda: screen(stage).register(), fill(stage, **typed))


def form_elsewhere(stage: Stage) -> None:
    """Registering somebody whom another clinic has."""
    form_new(stage)
    stage.hub.mood = "elsewhere"
    typed = {"name": "Maria da Conceição Carvalho dos Santos", "born": "1974-08-02", "sex": "F"}
    stage.then(lambda: screen(stage).register(), fill(stage, **typed))


def form_errors(stage: Stage) -> None:
    """A form that was sent with mistakes."""
    form_new(stage)
    stage.then(
        lambda: screen(stage).register(),
        fill(stage, name="", born="2031-01-02", mrn="A" * 3),
        send(stage),
    )


def form_edit(stage: Stage) -> None:
    """Changing somebody of whom everything is known."""
    chart(stage)
    stage.then(open_one(stage, TANAKA), lambda: screen(stage)._edit(""))


def form_conflict(stage: Stage) -> None:
    """Somebody else saved meanwhile: one field is contested, others took the new values."""

    form_edit(stage)
    stage.then(
        open_one(stage, TANAKA),
        lambda: screen(stage)._edit(""),
        fill(stage, former_name="佐藤 由紀子"),
        send(stage, "changed"),
    )


def patients_palette(stage: Stage) -> None:
    """Patients in the command palette."""

    def look() -> None:
        stage.window.search()
        QTest.keyClicks(stage.window.search_panel.field, "tana")

    def ask() -> None:
        # The pause after the last letter stands still with the clock of these pictures.
        stage.window.search_panel._patients._ask()

    stage.watch(24)
    stage.window.frame(MONO)
    stage.then(look, ask)


SCREENS: tuple[Callable[[Stage], None], ...] = (
    patients,
    patients_first,
    patients_loading,
    patients_failed,
    patients_found,
    patients_nobody,
    patients_offline,
    chart,
    chart_found,
    chart_deceased,
    chart_loading,
    chart_restricted,
    chart_appointments,
    chart_visits,
    chart_changes,
    chart_looks,
    chart_identity,
    form_new,
    form_duplicates,
    form_elsewhere,
    form_errors,
    form_edit,
    form_conflict,
    patients_palette,
)
