"""Carrying an import from its file to the hub, through every interruption: no row twice, none left out."""

import asyncio
import csv
import hashlib

import msgspec
import pytest

from clinic_console.desktop.actions import imports_run
from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.actions.imports_file import Batches, Counted, count, first_of
from clinic_console.desktop.actions.imports_run import told
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.imports import Imports, Page, Phase, Refused, Saved
from clinic_console.desktop.state.imports_draft import Basis, First, Given, Trouble
from clinic_console.domain.errors import Conflict, FileNotWritten, NotAllowed, NotSignedIn, StoreUnavailable
from clinic_console.domain.imports import Layout
from clinic_console.wire.imports import RowError
from tests.desktop.stub import fail
from tests.desktop.stub_imports import SYNTHEA, StubImports, imported

LAYOUT = Layout(tuple(SYNTHEA.columns), "synthea")


@pytest.fixture
async def desk(stub, monkeypatch):
    monkeypatch.setattr(imports_run, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(imports_run, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(imports_run, "LOCKED_WAIT", 0.01)
    stub.imports = StubImports().serve(stub)
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        stub.locked = False
        yield ImportActions(access, monotonic, Imports(), lambda: stub.locked)
        await access.http.close()


@pytest.fixture
def file(tmp_path):
    """A file of 2,500 patients, of which one in a thousand is bad."""
    path = tmp_path / "patients.csv"
    lines = [f"p{n},Name {n},1980-01-{1 + n % 28:02},{'BAD' if n % 1_000 == 7 else 'F'}\n" for n in range(2_500)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


async def prepared(desk, file, **said):
    draft = desk.state.prepare(Given(clinic_id="c1", system="synthea", **said))
    await desk.read(draft, str(file), "Asia/Tokyo")
    if draft.look is not None:
        for place, field in enumerate(SYNTHEA.columns):
            draft.choose(place, field)
            await desk.look(draft, "Asia/Tokyo")
    return draft


async def begun(desk, file):
    await prepared(desk, file)
    run = desk.begin()
    assert run is not None
    return run


async def test_a_file_comes_in_whole(stub, desk, file):
    run = await begun(desk, file)
    await desk.carry(run)
    one = desk.state.shown
    assert (run.phase, one.state, one.lines, one.good, one.bad) == (Phase.OVER, "finished", 2_500, 2_497, 3)
    assert len(stub.imports.received) == 2_500
    assert [row.line for row in desk.state.errors.rows] == [8, 1_008, 2_008]
    new = stub.imports.began[0]
    assert (new.file, new.kind, new.clinic_id) == ("patients.csv", "patients", "c1")
    assert new.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert new.mapping == SYNTHEA
    assert desk.state.draft is None


async def test_what_was_last_used_is_asked_for_once(stub, desk, file):
    stub.imports.remembered = msgspec.structs.replace(SYNTHEA, order="dmy")
    draft = desk.state.prepare(Given(clinic_id="c1"))
    await desk.read(draft, str(file), "Asia/Tokyo")
    assert (draft.look.basis, draft.look.layout.system, draft.look.layout.order) == (
        Basis.REMEMBERED,
        "synthea",
        "dmy",
    )
    draft.give(Given(clinic_id="c1", order="ymd"))
    await desk.look(draft, "Asia/Tokyo")
    assert draft.look.layout.order == "ymd"
    assert stub.imports.asked.count("GET /mapping") == 1


async def test_without_the_last_mapping_it_is_guessed(stub, desk, file):
    stub.imports.failing = [fail(503, "unavailable.store")]
    draft = desk.state.prepare(Given(clinic_id="c1"))
    await desk.read(draft, str(file), "nowhere at all")
    assert draft.look.basis is Basis.GUESSED


async def test_nothing_begins_while_something_is_missing(desk, file):
    draft = desk.state.prepare(Given(clinic_id="c1"))
    assert desk.begin() is None
    await desk.read(draft, str(file), "UTC")
    draft.give(Given(clinic_id="c1", columns=("", "", "born", "")))
    await desk.look(draft, "UTC")
    assert desk.begin() is None


async def test_lost_answers_and_a_hub_that_is_away_cost_no_row(stub, desk, file):
    run = await begun(desk, file)
    stub.imports.lose = 2
    stub.imports.failing = [fail(503, "unavailable.store"), fail(429, "limit.too_many")]
    phases = set()
    carry = asyncio.create_task(desk.carry(run))
    while not carry.done():
        phases.add(run.phase)
        await asyncio.sleep(0)
    assert Phase.WAITING in phases
    assert desk.state.shown.good == 2_497
    assert len(stub.imports.received) == 2_500
    assert len({row[0] for row in stub.imports.received}) == 2_500


async def test_a_connection_that_breaks_off_is_waited_for(stub, desk, file, until):
    run = await begun(desk, file)
    stub.http_mode = "hang up"
    carry = asyncio.create_task(desk.carry(run))
    await until(lambda: run.phase is Phase.WAITING)
    assert run.active
    stub.http_mode = "normal"
    await carry
    assert run.phase is Phase.OVER


async def test_it_goes_on_where_it_stopped(stub, desk, file):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    stub.imports.rows = [imported(1, state="running", digest=digest, lines=2_500, done=1_200, bad=0, ended=None)]
    run = desk.go_on(told(stub.imports.rows[0]), str(file))
    await desk.carry(run)
    assert (run.phase, run.resumed, len(stub.imports.received)) == (Phase.OVER, 1_200, 1_300)
    assert stub.imports.received[0][0] == "p1200"
    assert stub.imports.began == []


async def test_the_same_file_again_goes_on_too(stub, desk, file):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    stub.imports.rows = [imported(1, state="running", digest=digest, lines=2_500, done=2_000, bad=0, ended=None)]
    await desk.carry(await begun(desk, file))
    assert (len(stub.imports.received), desk.state.shown.id) == (500, imported(1).id)


async def test_another_file_does_not_go_on(stub, desk, file):
    one = imported(1, state="running", lines=2_500, done=1_200, ended=None)
    stub.imports.rows = [one]
    run = desk.go_on(told(one), str(file))
    await desk.carry(run)
    assert (run.phase, run.trouble, stub.imports.received) == (Phase.STOPPED, Trouble.OTHER, [])


async def test_it_ends_behind_a_batch_and_keeps_what_is_in(stub, desk, file, until):
    run = await begun(desk, file)
    stub.locked = True
    carry = asyncio.create_task(desk.carry(run))
    await until(lambda: run.phase is Phase.PAUSED)
    assert stub.imports.received == []
    desk.end()
    stub.locked = False
    await carry
    assert (run.phase, desk.state.shown.state) == (Phase.OVER, "cancelled")


async def test_it_waits_while_the_console_is_locked(stub, desk, file, until):
    stub.locked = True
    run = await begun(desk, file)
    carry = asyncio.create_task(desk.carry(run))
    await until(lambda: run.phase is Phase.PAUSED)
    stub.locked = False
    await carry
    assert desk.state.shown.state == "finished"


async def test_given_up_before_it_began_nothing_has_happened(stub, desk, file):
    run = await begun(desk, file)
    desk.end()
    await desk.carry(run)
    assert (desk.state.page, desk.state.run, stub.imports.began) == (Page.DRAFT, None, [])
    assert desk.begin() is not None


async def test_who_leaves_takes_the_import_along(stub, desk, file, until):
    run = await begun(desk, file)
    stub.locked = True
    carry = asyncio.create_task(desk.carry(run))
    await until(lambda: run.phase is Phase.PAUSED)
    desk.state.clear()
    stub.locked = False
    await carry
    assert (stub.imports.received, desk.state.run) == ([], None)


async def test_a_session_that_ended_stops_it(stub, desk, file):
    run = await begun(desk, file)
    stub.tokens.clear()
    stub.refreshes.clear()
    await desk.carry(run)
    assert run.phase is Phase.STOPPED
    assert isinstance(run.problem, NotSignedIn)


async def test_a_right_that_was_taken_stops_it(stub, desk, file):
    run = await begun(desk, file)
    stub.imports.failing = [fail(403, "access.not_allowed")]
    await desk.carry(run)
    assert isinstance(desk.state.draft.problem, NotAllowed)
    assert desk.state.page is Page.DRAFT


async def test_another_mapping_of_a_file_under_way_is_said(stub, desk, file):
    run = await begun(desk, file)
    stub.imports.failing = [fail(409, "conflict")]
    await desk.carry(run)
    assert isinstance(desk.state.draft.problem, Conflict)


async def test_a_file_that_changes_stops_it(stub, desk, file, until):
    run = await begun(desk, file)
    stub.locked = True
    carry = asyncio.create_task(desk.carry(run))
    await until(lambda: run.phase is Phase.PAUSED)
    file.write_text("p1,Other,1980-01-01,F\n", encoding="utf-8")
    stub.locked = False
    await carry
    assert (run.phase, run.trouble) == (Phase.STOPPED, Trouble.CHANGED)
    file.unlink()
    again = desk.go_on(desk.state.shown, str(file))
    await desk.carry(again)
    assert again.trouble is Trouble.GONE


async def test_titles_alone_are_no_rows(desk, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("id,name,born,sex\n", encoding="utf-8")
    draft = desk.state.prepare(Given(clinic_id="c1", system="his"))
    await desk.read(draft, str(path), "UTC")
    await desk.carry(desk.begin())
    assert (desk.state.draft.trouble, desk.state.page) == (Trouble.TITLES, Page.DRAFT)


async def test_an_import_of_somebody_else_is_ended(stub, desk):
    one = imported(1, state="running", done=10, ended=None)
    stub.imports.rows = [one]
    await desk.load()
    desk.state.open(desk.state.pages.rows[0])
    await desk.end_other(desk.state.opened)
    assert desk.state.opened.state == desk.state.pages.rows[0].state == "cancelled"


async def test_refused_rows_are_written_whole_or_not_at_all(stub, desk, tmp_path):
    one = imported(1)
    stub.imports.rows = [one]
    stub.imports.errors[one.id] = [RowError(line, "born", "imports.date", "") for line in range(1, 451)]
    path = tmp_path / "refused.csv"

    def line(refused: Refused):
        return str(refused.line), refused.field, refused.code, "日付"

    await desk.save(told(one), str(path), ("Line", "Field", "Code", "Words"), line)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert (len(rows), rows[0][0], rows[450]) == (451, "Line", ["450", "born", "imports.date", "日付"])
    assert (desk.state.saved.rows, desk.state.saved.done) == (450, True)
    await desk.save(told(one), str(tmp_path / "no" / "where.csv"), (), line)
    assert isinstance(desk.state.saved.problem, FileNotWritten)
    stub.http_mode = "down"
    await desk.save(told(one), str(tmp_path / "other.csv"), (), line)
    assert isinstance(desk.state.saved.problem, StoreUnavailable)
    assert [each.name for each in tmp_path.iterdir()] == ["refused.csv"]
    assert isinstance(desk.state.saved, Saved)


async def test_the_list_and_the_errors_come_page_by_page(stub, desk):
    stub.imports.rows = [imported(number) for number in range(150)]
    await desk.load()
    assert len(desk.state.pages.rows) == 100
    desk.state.pages.more()
    await desk.load()
    assert len(desk.state.pages.rows) == 150
    one = desk.state.pages.rows[0]
    stub.imports.errors[one.id] = [RowError(4, "sex", "imports.sex", "x")]
    await desk.load_errors()
    assert desk.state.errors.rows == ()
    desk.state.open(one)
    await desk.load_errors()
    assert desk.state.errors.rows == (Refused(4, "sex", "imports.sex", "x"),)


def test_a_file_is_counted_once_through(file):
    heard = []
    found = count(str(file), LAYOUT, lambda read: heard.append(read) or True)
    assert isinstance(found, Counted)
    assert (found.lines, found.digest) == (2_500, hashlib.sha256(file.read_bytes()).hexdigest())
    assert heard[-1] == file.stat().st_size
    assert count(str(file), LAYOUT, lambda _: False) is None


def test_what_is_no_file(tmp_path):
    assert first_of(str(tmp_path)) is Trouble.UNREADABLE
    assert first_of(str(tmp_path / "none.csv")) is Trouble.GONE
    assert count(str(tmp_path / "none.csv"), LAYOUT, lambda _: True) is Trouble.GONE


def test_batches_follow_one_file_only(file):
    found = count(str(file), LAYOUT, lambda _: True)
    assert isinstance(found, Counted)
    batches = Batches(str(file), LAYOUT, found.stamp, 1_900)
    taken = batches.take()
    assert (len(taken), taken[0][0]) == (600, 1_901)
    other = file.with_name("other.csv")
    other.write_bytes(file.read_bytes() + b"x")
    other.replace(file)
    assert batches.take() is Trouble.CHANGED
    batches.close()
    assert isinstance(first_of(str(file)), First)
