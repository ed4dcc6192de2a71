"""``make screenshots [OUT=folder]``: every screen and the gallery, in both sizes, looks and languages."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if not __package__:  # started by its path
    sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest  # noqa: E402 - as above
from PySide6.QtWidgets import QApplication  # noqa: E402 - the platform has to be named before

from clinic_console.desktop.bridge import Bridge  # noqa: E402 - as above
from clinic_console.desktop.gallery import SIZES, save  # noqa: E402 - as above
from clinic_console.desktop.language import LANGUAGES  # noqa: E402 - as above
from clinic_console.desktop.theme import DARK, LIGHT, Theme  # noqa: E402 - as above
from clinic_console.desktop.views.crash import Outage, OutageWindow  # noqa: E402 - as above
from clinic_console.desktop.views.gallery import Gallery  # noqa: E402 - as above
from clinic_console.domain.errors import WrongCredentials  # noqa: E402 - as above
from tests.screenshots import access, front_desk, imports, patients, schedule  # noqa: E402 - as above
from tests.screenshots.stage import MONO, NOW, Stage  # noqa: E402 - as above

BED = "b12"


def sign_in(stage: Stage) -> None:
    """The first screen of a PC that knows some people."""
    stage.sign_out()


def sign_in_refused(stage: Stage) -> None:
    """The first screen after a wrong password."""
    stage.sign_out(WrongCredentials())


def no_permission(stage: Stage) -> None:
    """Reception has no vitals."""
    stage.sign_in("receptionist")


def loading(stage: Stage) -> None:
    """Nothing has come yet."""
    stage.sign_in()
    stage.window.frame(MONO - 1)


def wall(stage: Stage) -> None:
    """A ward of 24 beds."""
    stage.watch(24)


def wall_12(stage: Stage) -> None:
    """A ward of 12 beds: large tiles."""
    stage.watch(12)


def wall_64(stage: Stage) -> None:
    """A ward of 64 beds."""
    stage.watch(64)


def privacy(stage: Stage) -> None:
    """A wall that the public can see."""
    stage.watch(24)
    stage.state.station.change(privacy=True)


def not_monitored(stage: Stage) -> None:
    """The hub is gone."""
    stage.watch(24)
    stage.lose_hub()


def wards(stage: Stage) -> None:
    """Choosing wards."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.ward.context.heading.click()


def search(stage: Stage) -> None:
    """The command palette."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.search()
    QTest.keyClicks(stage.window.search_panel.field, "tan")


def keys(stage: Stage) -> None:
    """All keys."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.keys.open()


def bed(stage: Stage) -> None:
    """One bed's panel."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.open_bed(BED)


def settings(stage: Stage) -> None:
    """What this PC is set to, with what a change says."""
    stage.watch(24)
    stage.window.frame(MONO)
    stage.window.go("settings")
    stage.window.frame(MONO)
    if stage.window.shell.station is not None:
        stage.window.shell.station.privacy.click()


def save_outage(stage: Stage, folder: Path, look: str, language: str) -> int:
    """The watchdog's window, which is another program's."""
    window = OutageWindow(stage.window.theme)
    window.show_outage(Outage(("3 East",), 14, NOW / 1_000 - 14))
    for width, height in SIZES:
        window.setGeometry(0, 0, width, height)
        window.show()
        window.grab()
        window.grab().save(str(folder / f"outage-{width}x{height}-{look}-{language}.png"))
    window.hide()
    window.deleteLater()
    return len(SIZES)


SCREENS: tuple[Callable[[Stage], None], ...] = (
    sign_in,
    sign_in_refused,
    no_permission,
    loading,
    wall,
    wall_12,
    wall_64,
    privacy,
    not_monitored,
    wards,
    search,
    keys,
    bed,
    settings,
    *access.SCREENS,
    *imports.SCREENS,
    *patients.SCREENS,
    *schedule.SCREENS,
    *front_desk.SCREENS,
)


async def take(
    stage: Stage, folder: Path, screens: tuple[Callable[[Stage], None], ...], size: tuple[float, str], *, outage: bool
) -> int:
    """Save all pictures of some screens, at a scale and a density; return how many."""
    count = 0
    for language in LANGUAGES:
        for look in (LIGHT, DARK):
            stage.dress(look, language, *size)
            for screen in screens:
                screen(stage)
                for width, height in SIZES:
                    stage.window.resize(width, height)
                    await stage.settle()
                    name = screen.__name__.replace("_", "-")
                    file = folder / f"{name}-{width}x{height}-{look}-{language}.png"
                    stage.picture(width, height).save(str(file))
                    count += 1
                stage.leave()
            if outage:
                count += save_outage(stage, folder, look, language)
    return count


def main() -> int:
    """Take the pictures; return an exit code."""
    parser = argparse.ArgumentParser("make screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of screens, with commas between them, or gallery")
    parser.add_argument("--scale", type=float, default=1.0, help="the size of the text")
    parser.add_argument("--density", default="comfortable", choices=("comfortable", "compact"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["clinic-console"])
    only = {name.strip() for name in given.only.split(",") if name.strip()}
    screens = tuple(screen for screen in SCREENS if not only or screen.__name__.replace("_", "-") in only)
    count = 0
    if given.only != "gallery":
        bridge = Bridge(app)
        stage = Stage(app, bridge)
        outage = not only or "outage" in only
        count = bridge.run(take(stage, given.folder, screens, (given.scale, given.density), outage=outage))
        bridge.run(bridge.close())
        stage.window.close()
        bridge.dispose()
    if given.only in ("", "gallery"):
        count += len(save(Gallery(app, Theme(DARK)), given.folder))
    print(f"{count} pictures in {given.folder}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
