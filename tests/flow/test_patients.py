"""Two consoles at a real hub: registering, finding, opening, and changing one patient at the same time."""

from contextlib import asynccontextmanager
from typing import Any

import psycopg
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.app import Console
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.state.patients_form import Mode
from clinic_console.desktop.views.ground import Footing
from clinic_console.desktop.views.screens import PATIENTS

NAME = "Świętosława Ōe-Dvořáková"
CONTROL = Qt.KeyboardModifier.ControlModifier


@asynccontextmanager
async def desk(bridge: Any, qapp: Any, http: str, login: str, password: str, until: Any) -> Any:
    console = Console(DesktopConfig(server=f"http://{http}"), bridge, qapp)
    console.open((login, password))
    try:
        await until(console.window.shell.rail.isVisible)
        console.window.go(PATIENTS)
        await until(lambda: console.window.shell.rooms.patients is not None)
        yield console
    finally:
        await console.close()
        console.window.deleteLater()


def typed(slots: Any, name: str, text: str) -> None:
    line = slots[name].control
    line.setFocus()
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(line.text())


def recorded(dsn: str, patient: str) -> list[str]:
    with psycopg.connect(dsn) as owner:
        rows = owner.execute("SELECT action FROM audit_log WHERE patient_id = %s ORDER BY at", [patient]).fetchall()
    return [row[0] for row in rows]


async def register(console: Any, until: Any) -> str:
    """Look for somebody whom nobody knows, register them with the name that was typed, and return their id."""
    view = console.window.shell.rooms.patients
    view.list.bar.field.setText(NAME)
    await until(lambda: view.list.hits.ground.footing is Footing.EMPTY)
    view.list.hits.ground.pressed.emit()
    slots = view.form.sections.slots
    assert slots["name"].control.text() == NAME, "what was looked for is carried over"
    typed(slots, "born", "1958-03-04")
    QTest.keyClick(view.form, Qt.Key.Key_Return, CONTROL)
    await until(lambda: console.state.chart.chart is not None)
    assert console.state.chart.chart.name == NAME
    return str(console.state.chart.chart.id)


async def find(console: Any, text: str, patient: str, until: Any) -> None:
    """Look for somebody, and find them."""
    search, field = console._patients_screen().list.state.search, console.window.shell.rooms.patients.list.bar.field
    field.setText("")
    field.setText(text)
    await until(lambda: search.found == text and search.rows)
    assert patient in [row.id for row in search.rows], text


async def change_at_once(one: Any, two: Any, until: Any) -> None:
    """Let both change one patient: the second to save is told, keeps what was typed, and saves again."""
    view, other = (each.window.shell.rooms.patients for each in (one, two))
    for screen in (view, other):
        screen.chart.edit_wanted.emit(screen.opened)
    typed(other.form.sections.slots, "former_name", "Novák")
    slots, form = view.form.sections.slots, one._patients_screen().form.state
    typed(slots, "name_latin", "Swietoslawa Oe")
    other.form.send()
    await until(lambda: two.state.chart.chart.former == "Novák")
    typed(slots, "former_name", "Nowak")
    view.form.send()
    await until(lambda: form.changed is not None)
    assert (form.mode, form.changed.fields) == (Mode.EDIT, ("former_name",))
    assert slots["former_name"].control.text() == "Nowak", "what was typed stays"
    assert slots["name_latin"].control.text() == "Swietoslawa Oe"
    await until(lambda: view.form.banner.isVisibleTo(view.form))
    view.form.send()
    await until(lambda: form.mode is Mode.CLOSED)
    assert (one.state.chart.chart.former, one.state.chart.chart.version) == ("Nowak", 3)


def test_two_consoles_change_one_patient_and_nobody_loses_a_word(
    programs: Any, clinic: Any, bridge: Any, qapp: Any, until: Any, database: Any
) -> None:
    http, words = programs.start("hub").ready["http"], clinic.passwords

    async def flow() -> None:
        async with desk(bridge, qapp, http, "nurse", words["nurse"], until) as one:
            patient = await register(one, until)
            for text in ("swietoslawa", "dvorakova oe", "04.03.1958"):
                await find(one, text, patient, until)
            assert recorded(database.dsn, patient) == ["patient.registered"]
            async with desk(bridge, qapp, http, "reception", words["reception"], until) as two:
                two.window.open_patient(patient)
                await until(lambda: two.state.chart.chart is not None)
                await change_at_once(one, two, until)
        actions = recorded(database.dsn, patient)
        assert (actions.count("patient.registered"), actions.count("patient.changed")) == (1, 2)
        # By the other console, and by this one to find out what the other had written.
        assert actions.count("patient.opened") <= 2, actions

    bridge.run(flow())


def test_a_hub_that_is_killed_while_somebody_types_answers_again_by_itself(
    programs: Any, clinic: Any, bridge: Any, qapp: Any, until: Any, free_port: int
) -> None:
    http = f"127.0.0.1:{free_port}"
    hub = programs.start("hub", CLINIC_HTTP=http)

    async def flow() -> None:
        async with desk(bridge, qapp, http, "nurse", clinic.passwords["nurse"], until) as console:
            view, listed = console.window.shell.rooms.patients, console._patients_screen().list.state
            await until(lambda: console.state.connection.open and listed.roll.row(0) is not None)
            view.list.bar.field.setText("MRN-2")
            await until(lambda: listed.search.answered and listed.search.total == 1)
            hub.kill()
            view.list.bar.field.setText("MRN-3")
            await until(lambda: listed.search.error is not None)
            assert listed.search.rows == (), "nobody is shown who was found for another text"
            await until(lambda: not console.state.connection.open)
            again = programs.start("hub", CLINIC_HTTP=http)
            await until(lambda: listed.search.total and listed.search.row(0).name == "Patient 3")
            assert again.process.poll() is None

    bridge.run(flow())
