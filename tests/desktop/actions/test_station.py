"""Settings reach the disk off the loop, the newest last, and at the latest when the console ends."""

import asyncio

from clinic_console.desktop.actions.station import StationKeeper
from clinic_console.desktop.station import Station, StationFile


class Slow(StationFile):
    """A disk that is told when it may go on."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(None)
        self.written: list[str] = []
        self.done = asyncio.Event()
        self._loop = loop

    def write(self, station: Station) -> None:
        self.written.append(station.name)
        self._loop.call_soon_threadsafe(self.done.set)


async def test_only_the_newest_of_many_changes_is_written():
    file = Slow(asyncio.get_running_loop())
    keeper = StationKeeper(file)
    for name in ("a", "b", "c"):
        keeper.keep(Station(name=name))
    running = asyncio.create_task(keeper.run())
    await file.done.wait()
    assert file.written == ["c"]
    running.cancel()


async def test_what_is_left_is_written_at_the_end(tmp_path):
    file = StationFile(tmp_path / "station.json")
    keeper = StationKeeper(file)
    keeper.finish()
    assert file.read() is None
    keeper.keep(Station(name="desk"))
    keeper.finish()
    assert file.read() == Station(name="desk")


async def test_a_disk_that_refuses_ends_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    keeper = StationKeeper(StationFile(tmp_path / "file" / "station.json"))
    keeper.keep(Station(name="desk"))
    keeper.finish()
    keeper.keep(Station(name="again"))
    keeper.finish()
    assert (tmp_path / "file").read_text() == "in the way"


async def test_older_settings_of_a_slow_disk_never_come_last(tmp_path):
    file = StationFile(tmp_path / "station.json")
    keeper = StationKeeper(file)
    keeper._write(Station(name="second"), 2)
    keeper._write(Station(name="first"), 1)
    assert file.read() == Station(name="second")
