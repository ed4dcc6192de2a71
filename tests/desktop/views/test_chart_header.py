"""The head of a chart: who it is of, and what everybody must know, never cut."""

from datetime import date

from clinic_console.desktop.charts.times import clock_text
from clinic_console.wire.patients import Alert, Confirmation
from tests.desktop import reach
from tests.desktop.chart_room import chart_room
from tests.desktop.stub_patients import full, patient


def test_the_head_says_who_it_is_and_what_everybody_must_know(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            head = room.view.header
            assert head.name.parts == ("田中 由紀", "Tanaka Yuki", "タナカ ユキ")
            assert head.monogram.letters == "田中"
            facts = head.facts.text().replace("\u00a0", " ")
            assert facts == "4 Mar 1958 · 65 years · female · MRN 4 018 221 · Phone +81 90-1187-4420"
            assert room.pills == [
                "Allergy: penicillin (rash, 2011)",
                "Allergy: latex",
                "Fall risk",
                "Interpreter: Portuguese",
            ]
            assert head.pills.pills[0].toolTip() == "Allergy: penicillin (rash, 2011), since 2 Apr 2011"
            assert head.bed.text() == "3 East, bed 12"
            assert head.confirm.isVisible()
            assert "Opening this chart was recorded" in room.texts

    bridge.run(flow())


def test_death_and_a_confirmation_stand_in_the_head(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            confirmed = Confirmation(["name", "born"], "N. Sato", stub.now())
            room.charts.mine = [patient(1, deceased=True, died=date(2020, 5, 12), confirmed=confirmed)]
            await room.open()
            assert room.pills[0] == "Deceased 12 May 2020"
            said = f"Identity confirmed {clock_text(confirmed.at, 'Asia/Tokyo')} by N. Sato: name, date of birth"
            assert said in room.pills
            assert not room.view.header.confirm.isVisible()
            assert "62 years" in room.view.header.facts.text().replace("\u00a0", " ")

    bridge.run(flow())


def test_no_alert_is_cut_however_many_and_long_they_are(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge, size=(620, 680)) as room:
            long = "anaphylaxis after " + "cefotaxime " * 20
            room.charts.mine = [full(1, alerts=[Alert("allergy", f"{long}{number}") for number in range(12)])]
            await room.open()
            pills = room.view.header.pills
            assert len(pills.pills) == 13
            for pill in pills.pills:
                needed = pill.label.heightForWidth(pill.label.width())
                assert pill.label.height() >= min(needed, pill.label.fontMetrics().height())
                assert pill.rect().contains(pill.label.geometry())
                assert pills.page.rect().contains(pill.geometry())
            assert pills.height() < room.view.height() / 2, "the tabs keep their room"
            assert pills.verticalScrollBar().maximum() > 0
            assert room.view.tabs.isVisible()
            room.view.enter()
            assert reach.faults(room.window, room.theme) == [], "keys scroll what does not fit"

    bridge.run(flow())


def test_broken_glass_counts_down_and_closes_the_chart(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            room.open_by_glass()
            await room.open()
            assert any(text.startswith("Open until") for text in room.pills)
            assert "Restricted chart: Public figure" in room.pills
            room.seconds = 3_601
            room.frame()
            assert room.view.ground.footing == "denied"
            assert "田中" not in room.texts

    bridge.run(flow())


def test_a_name_gives_way_from_its_end(stub, bridge, qapp):
    async def flow():
        async with chart_room(stub, bridge) as room:
            await room.open()
            line = room.view.header.name
            name, latin, kana = line.shown(4_000)
            assert (name, latin, kana) == ("田中 由紀", "Tanaka Yuki", "タナカ ユキ")
            name, latin, kana = line.shown(220)
            assert name == "田中 由紀"
            assert not kana
            assert line.toolTip() == "田中 由紀 Tanaka Yuki タナカ ユキ"

    bridge.run(flow())
