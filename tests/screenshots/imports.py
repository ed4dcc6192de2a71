"""The screens of imports: the list, a file's columns, one under way, one that was stopped."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_console.desktop.state.imports import Phase, Run
from clinic_console.desktop.state.imports_draft import Trouble
from clinic_console.domain.errors import HubUnavailable
from clinic_console.domain.imports import Kind
from clinic_console.wire.imports import Import, RowError
from tests.desktop.stub_imports import StubImports, imported
from tests.screenshots import ward

if TYPE_CHECKING:
    from tests.screenshots.stage import Stage

HOUR = 3_600_000
NAMES = (
    ("長谷川 千代", "ハセガワ チヨ"), ("勅使河原 由美子", "テシガワラ ユミコ"), ("佐藤 直美", "サトウ ナオミ"),
    ("渡辺 健一", "ワタナベ ケンイチ"), ("五十嵐 翼", "イガラシ ツバサ"),
)  # fmt: skip
CODES = (("born", "imports.date"), ("sex", "imports.sex"), ("mrn", "imports.elsewhere"), ("", "imports.columns"))


@cache
def register() -> str:
    """Write a Japanese register as an old program exports it, with two bad rows; return where it stands."""
    lines = ["患者番号,氏名,フリガナ,生年月日,性別,電話番号,住所"]
    for number in range(60):
        name, kana = NAMES[number % len(NAMES)]
        born = f"{1950 + number % 50}/{1 + number % 12:02}/{1 + number % 28:02}"
        sex = "男" if number % 2 else "女"
        lines.append(f"{4821000 + number},{name},{kana},{born},{sex},03-5555-{1000 + number},東京都千代田区丸の内")
    lines[5] = lines[5].replace("/05/", "/13/")
    lines[9] = lines[9].replace("女", "?")
    path = Path(tempfile.mkdtemp()) / "患者一覧.csv"
    path.write_bytes("\n".join(lines).encode("cp932"))
    return str(path)


def answers(now: int, *, empty: bool = False) -> StubImports:
    """Return a hub with some imports, by its time (ms since 1970)."""
    if empty:
        return StubImports()
    rows = (
        ("patients.csv", "running", "patients", 500_000, 214_000, 30), ("受診歴_2024.csv", "finished",
        "encounters", 7_587, 7_587, 0), ("患者一覧.csv", "finished", "patients", 1_177, 1_177, 7),
        ("old-register.csv", "cancelled", "patients", 12_000, 3_000, 10),
    )  # fmt: skip
    made = [
        imported(
            number, clinic_id=ward.CLINIC, file=file, state=state, kind=kind, lines=lines, done=done,
            good=done - bad, already=0, bad=bad, began=now - (1 + 9 * number) * HOUR, by="佐藤 直美",
        )
        for number, (file, state, kind, lines, done, bad) in enumerate(rows)
    ]  # fmt: skip
    errors = [RowError(3 + 7 * number, *CODES[number % len(CODES)], "") for number in range(30)]
    return StubImports(made, {one.id: errors for one in made if one.bad})


def first(stage: "Stage") -> Import:
    """Return the import that stands first in the list."""
    return answers(stage.hub.now_ms).rows[0]


def imports(stage: "Stage") -> None:
    """What came in from which file."""
    stage.administer("imports")


def imports_empty(stage: "Stage") -> None:
    """Nothing has come in yet."""
    stage.hub.mood = "empty"
    stage.administer("imports")


def imports_file(stage: "Stage") -> None:
    """A file before it comes in: its columns, and its first rows."""
    stage.administer("imports")
    stage.then(lambda: stage.tab.open_file(register()), _wait, _wait, _wait)


def imports_refused(stage: "Stage") -> None:
    """One that has not been finished, with what was refused."""
    stage.administer("imports")
    stage.then(lambda: stage.tab.open_import(first(stage).id))


def _under_way(stage: "Stage", then: Callable[[Run], object]) -> None:
    def begin() -> None:
        state = stage.tab._imports
        one = state.pages.get(first(stage).id)
        run = Run("patients.csv", Kind.PATIENTS, ward.CLINIC, one.layout, goes_on=one, imported=one)
        run.phase = Phase.SENDING
        run.pace.extend([(0.0, 200_000), (2.0, 214_000)])
        state.start(run, 0.0)
        then(run)

    stage.administer("imports")
    stage.then(begin)


def imports_under_way(stage: "Stage") -> None:
    """One under way."""
    _under_way(stage, lambda _: None)


def imports_waiting(stage: "Stage") -> None:
    """One that waits for the hub."""
    _under_way(stage, lambda run: stage.tab._imports.wait(run, HubUnavailable()))


def imports_changed(stage: "Stage") -> None:
    """One whose file was changed meanwhile."""
    _under_way(stage, lambda run: stage.tab._imports.stop(run, trouble=Trouble.CHANGED))


def _wait() -> None:
    """Threads read the file meanwhile."""


def answer(now: int, mood: str) -> Callable[[str, str, dict[str, str], bytes], tuple[int, bytes]]:
    """Return what answers for imports."""
    return answers(now, empty=mood == "empty").answer


SCREENS: "tuple[Callable[[Stage], None], ...]" = (
    imports,
    imports_empty,
    imports_file,
    imports_refused,
    imports_under_way,
    imports_waiting,
    imports_changed,
)
