"""The log's tab: what is looked for, what each event says, who looked at a patient, and a file of it."""

import asyncio
import json

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from clinic_console.desktop.actions.audit import AuditActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import audit as link
from clinic_console.desktop.models.days import day_begins
from clinic_console.desktop.state.audit import Audit, Chain, Export, Filters, Span
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.audit import AuditView
from clinic_console.desktop.views.audit_status import chain_text, file_text
from clinic_console.desktop.views.audit_words import AuditWords
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import FileNotWritten
from tests.desktop import reach, stub_audit
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_audit import event
from tests.desktop.tab_room import NOW, tab_room

HOUR = 3_600_000
CHANGED = event(
    1,
    "user.changed",
    before=json.dumps({"login": "tanaka", "name": "田中", "disabled": False}),
    after=json.dumps({"login": "tanaka", "name": "田中 由紀", "disabled": True}),
)
GLASS = event(2, "glass.broken", user_id="u2", user_name="T. Ito", mrn="MRN7", reason="Unconscious", clinic_id="c2")
OPENED = event(3, "patient.opened", mrn="MRN7", seq=None)
BEFORE = event(5, "device.revoked", at=NOW - 72 * HOUR, object_id="7")


def make(theme, bridge, state, access):
    return AuditView(theme, bridge, state, AuditActions(access, monotonic, Audit()))


@pytest.fixture
def play(stub, bridge):
    """Run a flow in a room with a short log."""
    stub.log = stub_audit.mount(stub)
    stub.log.events = [CHANGED, GLASS, OPENED, BEFORE]

    def play(flow, role="auditor", theme=None):
        async def whole():
            async with tab_room(stub, bridge, make, role, theme) as room:
                await room.until(lambda: bool(room.rows()))
                await flow(room)

        bridge.run(whole())

    return play


@pytest.mark.parametrize("action", list(Action))
def test_every_deed_has_a_plain_sentence(qapp, action):
    text = AuditWords().actions[action]
    assert text[0].isupper()
    assert "." not in text


def test_every_group_of_deeds_can_be_chosen(qapp):
    assert {action.partition(".")[0] for action in Action} == set(AuditWords().groups) - {""}


def test_what_a_newer_hub_records_is_shown_by_its_own_name(play, stub):
    stub.log.events = [event(1, "robot.started", object_kind="robot", object_id="9")]

    async def flow(room):
        assert room.rows(2) == ["robot.started"]
        assert room.rows(3) == ["robot 9"]

    play(flow)


def test_today_is_shown_first_in_one_zone(play, stub):
    async def flow(room):
        assert stub.log.asked[0]["from"] == str(day_begins(QDate(2023, 11, 15), "Asia/Tokyo"))
        assert room.rows(0) == ["07:12:20", "07:11:20", "07:10:20"]
        assert room.rows(1) == ["N. Sato", "T. Ito", "N. Sato"]
        assert room.rows(2) == ["Changed a user", "Broke the glass", "Opened a patient"]
        assert room.rows(3) == ["User 田中 由紀", "Chart 2", "Patient 3"]
        assert room.rows(4) == ["", "MRN7", "MRN7"]
        assert room.rows(5)[1] == "Unconscious"
        assert "Times of Kita" in room.view.status.chain.text()

    play(flow)


def test_other_times(play, stub):
    async def flow(room):
        filters = room.view.filters
        filters.span.buttons[Span.WEEK].click()
        await room.until(lambda: len(room.rows()) == 4)
        assert room.rows(3)[3] == "Device 7"
        assert stub.log.asked[-1]["from"] == str(day_begins(QDate(2023, 11, 9), "Asia/Tokyo"))
        filters.span.buttons[Span.CUSTOM].click()
        assert filters.begins.isVisible()
        filters.begins.setDate(QDate(2023, 11, 12))
        filters.ends.setDate(QDate(2023, 11, 12))
        await room.until(lambda: room.rows(3) == ["Device 7"])
        assert stub.log.asked[-1]["to"] == str(day_begins(QDate(2023, 11, 13), "Asia/Tokyo"))
        filters.begins.setDate(QDate(2021, 1, 1))
        longest = str(day_begins(QDate(2023, 11, 13).addDays(-400), "Asia/Tokyo"))
        await room.until(lambda: stub.log.asked[-1]["from"] == longest)
        filters.span.buttons[Span.YEAR].click()
        # As many rows as before: what was asked tells.
        year = str(day_begins(QDate(2022, 11, 16), "Asia/Tokyo"))
        await room.until(lambda: stub.log.asked[-1]["from"] == year and len(room.rows()) == 4)
        assert not filters.begins.isVisible()

    play(flow)


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_by_deed_person_clinic_and_patient_and_back(play):
    async def flow(room):
        filters = room.view.filters
        choose(filters.what, "glass")
        await room.until(lambda: room.rows(1) == ["T. Ito"])
        assert filters.reset.isVisible()
        filters.reset.click()
        await room.until(lambda: len(room.rows()) == 3)
        assert not filters.reset.isVisible()
        choose(filters.who, "u2")
        await room.until(lambda: room.rows(1) == ["T. Ito"])
        choose(filters.who, "")
        choose(filters.where, "c2")
        await room.until(lambda: room.rows(1) == ["T. Ito"])
        choose(filters.where, "")
        filters.mrn.setText("MRN7")
        QTest.keyClick(filters.mrn, Qt.Key.Key_Return)
        await room.until(lambda: len(room.rows()) == 2)
        choose(filters.what, "device")
        await room.until(room.view.table.ground.panel.isVisible)
        room.view.table.ground.panel.button.click()
        await room.until(lambda: len(room.rows()) == 4)

    play(flow)


def test_who_looked_at_a_patient_is_one_button(play, stub):
    async def flow(room):
        filters = room.view.filters
        choose(filters.what, "user")
        await room.until(lambda: len(room.rows()) == 1)
        assert not filters.looked.isEnabled()
        filters.mrn.setText("MRN7")
        filters.looked.click()
        await room.until(lambda: room.rows(2) == ["Broke the glass", "Opened a patient"])
        assert stub.log.asked[-1] == {"mrn": "MRN7", "limit": "100"}
        assert filters.span.current == Span.YEAR

    play(flow)


def test_an_event_says_what_it_changed(play):
    async def flow(room):
        room.click(0)
        panel = room.view.panel
        assert (panel.title.text(), panel.below.text()) == ("Changed a user", "User 田中 由紀")
        texts = [label.text() for label in panel._table.findChildren(QLabel)]
        assert texts == [
            *("Before", "After"),
            *("● Name", "田中", "田中 由紀"),
            *("● Disabled", "no", "yes"),
            *("Sign-in name", "tanaka", "tanaka"),
        ]
        assert "No. 999 in the chain" in [label.text() for label in panel.facts.findChildren(QLabel)]
        assert not panel.looked.isVisible()
        panel.only.click()
        await room.until(lambda: room.rows(1) == ["N. Sato", "N. Sato"])
        assert room.view.filters.who.currentText() == "N. Sato"
        assert not panel.isVisible()

    play(flow)


def test_from_an_event_to_who_looked_at_its_patient(play, stub):
    async def flow(room):
        room.click(1)
        room.view.panel.looked.click()
        await room.until(lambda: stub.log.asked[-1].get("mrn") == "MRN7" and len(room.rows()) == 2)
        room.click(1)
        assert "Not yet" in [label.text() for label in room.view.panel.facts.findChildren(QLabel)]
        room.view.panel.only.setFocus()
        QTest.keyClick(room.view.panel.only, Qt.Key.Key_Escape)
        assert not room.view.panel.isVisible()
        room.view.show_about("MRN8")
        await room.until(lambda: stub.log.asked[-1].get("mrn") == "MRN8")

    play(flow)


def test_how_far_it_is_sealed_in_words(qapp):
    assert chain_text(Chain(12_345, 0, None), "UTC", NOW) == "Sealed up to 12,345 · 0 waiting"
    assert chain_text(Chain(5, 3, NOW - 1_000), "UTC", NOW) == "Sealed up to 5 · 3 waiting"
    assert chain_text(Chain(5, 3, NOW - HOUR), "UTC", NOW) == "Sealed up to 5 · 3 waiting since 21:13"


def test_what_becomes_of_a_file_in_words(qapp):
    assert file_text(Export("/x/log.csv", 2_048)) == "Writing log.csv: 2.0 KiB"
    assert file_text(Export("/x/log.csv", 9, rows=1_200, done=True)) == "log.csv is written: 1,200 events."
    assert "the newest 5 events" in file_text(Export("/x/log.csv", rows=5, cut=True, done=True))
    assert file_text(Export("/x/log.csv", problem=FileNotWritten())).startswith("log.csv was not written. The file")


def test_the_log_is_sealed_late(play, stub):
    stub.log.chain = stub_audit.AuditChain(5, "ab", 3, NOW - HOUR)

    async def flow(room):
        await room.until(lambda: "since" in room.view.status.chain.text())
        assert room.view.status.chain.property("tone") == "notice"

    play(flow)


def test_it_is_said_when_nobody_knows_how_far_the_log_is_sealed(play, stub):
    answer = stub.log.answer
    stub.extra["GET", "/api/audit/chain"] = lambda *_: (503, b"")

    async def flow(room):
        await room.until(lambda: "not known" in room.view.status.chain.text())
        assert len(room.rows()) == 3, "the log itself is there"
        stub.extra["GET", "/api/audit/chain"] = answer
        room.view.refresh.click()
        await room.until(lambda: "Sealed up to 12,345" in room.view.status.chain.text())

    play(flow)


def test_a_file_is_written_with_the_filters_in_force(play, monkeypatch, tmp_path):
    asked, gate = [], asyncio.Event()

    async def export(access, filters, write):
        asked.append(dict(filters))
        await asyncio.to_thread(write, b"at,who\r\n")
        await gate.wait()
        return link.Whole(0, False)

    monkeypatch.setattr(link, "export", export)

    async def flow(room):
        view, path = room.view, tmp_path / room.view.file_name()
        assert path.name == "audit-log 20231115-0713 N. Sato.csv"
        view._look_for(Filters(Span.YEAR, mrn="MRN7"))
        view.export_to(str(path))
        await room.until(lambda: "Writing" in view.status.file.text() and view.status.stop.isVisible())
        assert not view.export.isEnabled()
        view.export_to(str(path))
        gate.set()
        await room.until(lambda: "is written" in view.status.file.text())
        assert path.read_bytes() == b"at,who\r\n"
        assert asked == [{"mrn": "MRN7"}]
        view.status.stop.click()
        await room.until(lambda: not view.status.file.isVisible())

    play(flow)


def test_a_file_is_cancelled_by_button_and_by_leaving(play, monkeypatch, tmp_path):
    async def export(access, filters, write):
        await asyncio.to_thread(write, b"at,who\r\n")
        await asyncio.Event().wait()

    monkeypatch.setattr(link, "export", export)

    async def flow(room):
        view = room.view
        for leave in (view.status.stop.click, view.forget):
            view.export_to(str(tmp_path / "log.csv"))
            await room.until(lambda: "Writing" in view.status.file.text())
            leave()
            await room.until(lambda: view._audit.export is None)
            assert list(tmp_path.iterdir()) == []

    play(flow)


def test_the_user_is_asked_for_a_file_without_holding_up_the_numbers(play, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: asked.append(dialog))  # noqa: PLW0108 - a method

    async def flow(room):
        room.view.export.click()
        [dialog] = asked
        assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        assert dialog.defaultSuffix() == "csv"
        exported = []
        monkeypatch.setattr(room.view, "export_to", exported.append)
        dialog.rejected.connect(lambda: exported.append("given up"))
        # The console is locked, or another screen is shown.
        room.view.hide()
        assert exported == ["given up"]

    play(flow)


def test_refreshing_asks_again_and_only_then(play, stub):
    async def flow(room):
        count = len(stub.log.asked)
        room.view.frame(monotonic() + 3_600)
        await room.until(lambda: not room.view.table.pages.asking)
        assert len(stub.log.asked) == count
        room.view.refresh.click()
        await room.until(lambda: len(stub.log.asked) == count + 1)

    play(flow)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_everything_is_reached_by_keys(play, name):
    async def flow(room):
        room.view.table.enter()
        assert reach.faults(room.window, room.theme) == []
        room.view.filters.span.buttons[Span.CUSTOM].click()
        await room.until(lambda: room.view.table.pages.loaded)
        room.view.filters.mrn.setText("MRN7")
        room.click(1)
        room.view._audit.exporting(Export("log.csv", 5))
        room.view.frame(monotonic())
        room.view.table.enter()
        assert reach.faults(room.window, room.theme) == []

    play(flow, theme=Theme(name))


def test_no_word_is_left_untranslated(play, qapp):
    async def flow(room):
        room.click(1)
        room.view._audit.exporting(Export("x", 5))
        room.view.set_theme(Theme("light"))
        room.view.frame(monotonic())
        known = ("N. Sato", "T. Ito", "Kita", "Porto", "MRN7", "Desk 1", "Unconscious", "clinic-console", "Nov")
        assert bare_texts(room.window, known) == []

    with pseudo(qapp):
        play(flow)
