"""Reading the log, and writing it to a file: whole, or not at all."""

import asyncio
import threading
from pathlib import Path

import pytest

from clinic_console.desktop.actions.audit import UNFINISHED, AuditActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import audit as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.audit import Audit, Chain, Filters, Span
from clinic_console.domain.errors import FileNotWritten, HubUnavailable, NotAllowed, StoreUnavailable
from clinic_console.wire.audit import AuditChain
from tests.desktop import stub_audit


@pytest.fixture
async def desk(stub):
    stub.log = stub_audit.mount(stub)
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        yield AuditActions(access, monotonic, Audit())
        await access.http.close()


async def test_events_come_with_what_is_looked_for(stub, desk):
    stub.log.events = [stub_audit.event(1), stub_audit.event(2, "glass.broken", user_name="T. Ito", user_id="u2")]
    await desk.load()
    assert [event.action for event in desk.state.pages.rows] == ["patient.opened", "glass.broken"]
    assert desk.state.people["u2"] == "T. Ito"
    desk.state.look_for(Filters(Span.YEAR, group="glass"))
    await desk.load()
    assert [event.user for event in desk.state.pages.rows] == ["T. Ito"]
    assert stub.log.asked[-1] == {"action": "glass", "limit": "100"}


async def test_the_log_is_not_asked_for_by_itself(stub, desk):
    await desk.load()
    desk.state.pages.refresh(quiet=True)
    assert not desk.state.pages.wanted
    desk.state.pages.refresh()
    assert desk.state.pages.wanted


async def test_how_far_it_is_sealed(stub, desk):
    stub.log.chain = AuditChain(77, "ab", 3, 5)
    await desk.load_chain()
    assert desk.state.chain == Chain(77, 3, 5)
    stub.http_mode = "down"
    await desk.load_chain()
    assert isinstance(desk.state.chain_problem, StoreUnavailable)
    assert desk.state.chain == Chain(77, 3, 5)


def exporting(monkeypatch, *steps):
    """Let the hub give these parts; an error among them is raised, an event is waited for."""

    async def export(access, filters, write):
        for step in steps:
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, asyncio.Event):
                await step.wait()
            else:
                await asyncio.to_thread(write, step)
        return link.Whole(1, False)

    monkeypatch.setattr(link, "export", export)


async def test_a_file_is_written_whole(desk, monkeypatch, tmp_path):
    exporting(monkeypatch, b"at,who\r\n", b"1,N. Sato\r\n")
    await desk.export(str(tmp_path / "log.csv"))
    assert (tmp_path / "log.csv").read_bytes() == b"at,who\r\n1,N. Sato\r\n"
    assert (desk.state.export.done, desk.state.export.size, desk.state.export.rows) == (True, 19, 1)
    assert [file.name for file in tmp_path.iterdir()] == ["log.csv"]


async def test_half_a_file_is_none_and_the_one_before_stays(desk, monkeypatch, tmp_path):
    (tmp_path / "log.csv").write_bytes(b"before")
    exporting(monkeypatch, b"at,who\r\n", HubUnavailable())
    await desk.export(str(tmp_path / "log.csv"))
    assert isinstance(desk.state.export.problem, HubUnavailable)
    assert not desk.state.export.running
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("log.csv", b"before")]


async def test_who_cancels_leaves_nothing(desk, monkeypatch, tmp_path, until):
    exporting(monkeypatch, b"at,who\r\n", asyncio.Event())
    task = asyncio.create_task(desk.export(str(tmp_path / "log.csv")))
    await until(lambda: desk.state.export is not None and desk.state.export.size > 0)
    assert [file.name for file in tmp_path.iterdir()] == [f"log.csv{UNFINISHED}"]
    desk.stop_export()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(tmp_path.iterdir()) == []
    assert desk.state.export is None
    desk.stop_export()


async def test_who_cancels_while_the_file_is_opened_leaves_nothing(desk, monkeypatch, tmp_path, until):
    exporting(monkeypatch, asyncio.Event())
    begun, release, opened = threading.Event(), threading.Event(), []
    plain = Path.open

    def slow(path, *given, **more):
        begun.set()
        release.wait(30)
        opened.append(plain(path, *given, **more))
        return opened[0]

    monkeypatch.setattr(Path, "open", slow)
    task = asyncio.create_task(desk.export(str(tmp_path / "log.csv")))
    await until(begun.is_set)
    desk.stop_export()
    await asyncio.sleep(0)
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert opened[0].closed
    assert list(tmp_path.iterdir()) == []
    assert desk.state.export is None


async def test_a_disk_that_refuses_is_said(desk, monkeypatch, tmp_path):
    exporting(monkeypatch, b"x")
    await desk.export(str(tmp_path / "nowhere" / "log.csv"))
    assert isinstance(desk.state.export.problem, FileNotWritten)
    exporting(monkeypatch, OSError(28, "full"))
    await desk.export(str(tmp_path / "log.csv"))
    assert isinstance(desk.state.export.problem, FileNotWritten)
    assert list(tmp_path.iterdir()) == []


async def test_a_role_without_the_right_is_told(desk, monkeypatch, tmp_path):
    exporting(monkeypatch, NotAllowed())
    await desk.export(str(tmp_path / "log.csv"))
    assert isinstance(desk.state.export.problem, NotAllowed)
