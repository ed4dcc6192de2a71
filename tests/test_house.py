"""The house: a card on every room, short files and functions, plain names, nothing of one machine kept in it."""

import ast
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGE = HOUSE / "clinic_console"
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
VAGUE = {"utils", "util", "misc", "helpers", "helper", "common", "manager", "managers", "stuff", "tools"}


def tracked(*patterns: str) -> list[Path]:
    """The repository's files, those not yet committed among them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout.splitlines()
    return [HOUSE / name for name in sorted(set(names)) if (HOUSE / name).is_file()]


PYTHON = tracked("*.py")
ROOMS = sorted(path.parent for path in PYTHON if path.name == "__init__.py" and PACKAGE in path.parents)


def short(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@dataclass(frozen=True)
class Read:
    """What the tests want to know of a file: its functions with their lengths, and what is public without a word."""

    functions: list[tuple[str, int]]
    silent: list[str]


@cache
def read(path: Path) -> Read:
    """Parse a file: once, for this takes longer than everything else here."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    public = [tree, *(node for node in tree.body if isinstance(node, DEFINITIONS) and node.name[0] != "_")]
    return Read(functions, [getattr(node, "name", "") for node in public if not ast.get_docstring(node)])


def test_there_is_a_house():
    assert len(ROOMS) > 10
    assert len(PYTHON) > 50


def test_every_room_has_its_card():
    wrong = []
    for room in ROOMS:
        card = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
        # What lives here, who may call me, what I never touch.
        if not re.search(r"\bnever\b", card) or len(re.findall(r"[.:](\s|$)", card)) < 2:
            wrong.append(short(room))
    assert not wrong


def test_files_are_short():
    assert not [short(path) for path in PYTHON if path.read_text("utf-8").count("\n") > LONGEST_FILE]


def test_functions_are_short():
    assert not [
        f"{short(path)}: {name}"
        for path in PYTHON
        for name, lines in read(path).functions
        if lines > LONGEST_FUNCTION
    ]


def test_what_others_may_use_says_what_it_is():
    silent = [f"{short(path)}: {name}" for path in PYTHON if PACKAGE in path.parents for name in read(path).silent]
    assert not silent


def test_files_are_named_after_what_is_in_them():
    assert not [short(path) for path in PYTHON if VAGUE & {path.stem, *path.relative_to(HOUSE).parts}]


def test_tests_stand_where_the_code_stands():
    own = {"bench", "soak", "flow", "screenshots"}
    rooms = {path.parent.relative_to(HOUSE / "tests") for path in tracked("tests/*.py")}
    strangers = [room for room in rooms if room.parts and room.parts[0] not in own and not (PACKAGE / room).is_dir()]
    assert not strangers


def test_nothing_is_silenced_without_a_reason():
    allowed = re.compile(r"noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)* [-–—] \w|type: ignore\[[a-z, -]+\]")
    silencer = re.compile(r"#.*\b(no" r"qa|type: ?ig" r"nore)")
    lines = [
        f"{short(path)}:{number}"
        for path in PYTHON
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if silencer.search(line) and not allowed.search(line)
    ]
    assert not lines


def test_nothing_is_left_for_later():
    later = re.compile(r"#.*\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|raise NotImplemented" r"Error")
    assert not [short(path) for path in PYTHON if later.search(path.read_text("utf-8"))]


def test_nothing_of_one_machine_or_registry_is_in_the_repository():
    # Written in two halves, or this file would find itself.
    foreign = re.compile(
        r"pypi\.o"
        r"rg|pythonho"
        r"sted|npmjs\.o"
        r"rg|find-li"
        r"nks\s*=|index-u"
        r"rl\s*=|/ro"
        r"ot/|/ho"
        r"me/[a-z]+/|/Us"
        r"ers/[a-z]+/"
    )
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{short(path)}: {match.group()}" for match in foreign.finditer(text)]
        found += [f"{short(path)}: this checkout"] if f"{HOUSE}/" in text else []
    assert not found


def test_no_lock_that_names_a_registry():
    assert not [short(path) for path in tracked() if path.name in {"uv.lock", "pylock.toml", "poetry.lock"}]


@pytest.mark.parametrize("name", ["dev", "desktop", "hub", "embedded", "build", "tools"])
def test_every_required_package_has_its_hashes(name):
    text = (HOUSE / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[a-zA-Z])", text.strip())
    assert entries
    assert not [entry.split(" ", 1)[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]


def test_cases_of_tests_stand_in_one_order():
    # Two workers of a run collect the tests each for itself: in the order of a set they would not agree.
    found = []
    for path in tracked("tests/*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            if named and call.func.attr == "parametrize" and len(call.args) > 1 and _is_set(call.args[1]):
                found.append(f"{short(path)}: {ast.unparse(call.args[1])}")
    assert found == []


def _is_set(case):
    """Say whether a set is built, or reckoned with."""
    if isinstance(case, ast.BinOp):
        return _is_set(case.left) or _is_set(case.right)
    if isinstance(case, ast.Call):
        return isinstance(case.func, ast.Name) and case.func.id in ("set", "frozenset")
    return isinstance(case, ast.Set | ast.SetComp)
