"""Every text of the console that people read, as the code says it: what a catalogue has to hold.

pyside6-lupdate reads Python by pattern: it misses one branch of a condition and every plural. This reads the syntax
tree, and says where a text cannot be read from it.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from clinic_console.domain import errors
from clinic_console.domain.readings import PARAMETERS

ERRORS, LABELS = "errors", "parameters"
"""The contexts whose texts stand in the domain: they are looked up by what stands there, and found here."""
_APPS = {"QCoreApplication", "QGuiApplication", "QApplication"}
_SAYING = {
    "setText",
    "setToolTip",
    "setAccessibleName",
    "setAccessibleDescription",
    "setPlaceholderText",
    "setWindowTitle",
    "setTitle",
    "setStatusTip",
    "setSuffix",
    "setPrefix",
    "addItem",
    "addAction",
    "addTab",
    "QLabel",
    "QPushButton",
    "QToolButton",
    "QCheckBox",
    "QRadioButton",
    "QGroupBox",
    "QAction",
}
"""What puts its texts before people's eyes or ears."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_ADDRESS = re.compile(r"https?://\S+")
_SAME_EVERYWHERE = {"ms", "min", "mmHg", "kPa", "Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab"}
"""Units, and what stands on keys."""


class Text(NamedTuple):
    """A source text of a context; ``comment`` tells equal texts apart; a plural one takes a number (%n)."""

    context: str
    source: str
    comment: str = ""
    plural: bool = False


@dataclass
class Found:
    """The texts of the code, and what keeps some from being read (``file:line: why``)."""

    texts: set[Text] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def find(folder: Path, house: Path) -> Found:
    """Read all files of a folder, the errors of the domain, and its labels that are words."""
    found = Found()
    for kind in _kinds(errors.ClinicError):
        found.texts |= {Text(ERRORS, sentence(kind)), Text(ERRORS, kind.advice)}
    found.texts |= {
        Text(LABELS, label)
        for label in {known.label for known in PARAMETERS.values()}
        if _WORD.fullmatch(label) and not label.isupper()
    }
    for file in sorted(folder.rglob("*.py")):
        read(file.read_text("utf-8"), str(file.relative_to(house)), found)
    return found


def sentence(kind: type[Exception]) -> str:
    """Return what an error says to people: the first line of its docstring."""
    return (inspect.getdoc(kind) or "").split("\n", 1)[0].strip()


def read(code: str, name: str, found: Found) -> None:
    """Add the texts of one file."""
    _File(ast.parse(code), name, found).read()


def _kinds(kind: type[errors.ClinicError]) -> Iterator[type[errors.ClinicError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)


def _literals(node: ast.expr | None) -> list[str] | None:
    """Return what an expression of literals can be, or None if it is of something else too."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            ways = _literals(body), _literals(other)
            return None if ways[0] is None or ways[1] is None else [*ways[0], *ways[1]]
    return None


class _File:
    def __init__(self, tree: ast.Module, name: str, found: Found) -> None:
        self.tree, self.name, self.found = tree, name, found
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assigned = [pair for node in ast.walk(tree) if isinstance(node, ast.Assign) for pair in _assigned(node)]
        self.aliases = {
            target.id for target, value in assigned if isinstance(target, ast.Name) and _is_translate(value)
        }
        self.assigned = {id(value) for _, value in assigned}
        # A function that translates its own argument, and the context in which it does.
        self.wrappers: dict[str, tuple[str, int]] = {}

    def read(self) -> None:
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        translations = [call for call in calls if self._translates(call)]
        self._find_wrappers()
        for call in translations:
            self._take(call)
        for call in calls:
            self._take_wrapped(call)
            self._look_for_bare(call)
            self._take_detail(call)
        followed = {id(call.func) for call in calls}
        followed |= self.assigned
        for node in ast.walk(self.tree):
            if _is_translate(node) and id(node) not in followed:
                self._complain(node, "translate is handed on, so its texts cannot be followed")

    def _translates(self, call: ast.Call) -> bool:
        named = isinstance(call.func, ast.Name) and (
            call.func.id in self.aliases or call.func.id == "QT_TRANSLATE_NOOP"
        )
        return named or _is_translate(call.func)

    def _find_wrappers(self) -> None:
        for function in self.functions.values():
            names = [argument.arg for argument in function.args.args if argument.arg != "self"]
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and self._translates(node) and len(node.args) > 1:
                    context, text = node.args[:2]
                    if isinstance(text, ast.Name) and text.id in names and isinstance(context, ast.Constant):
                        self.wrappers[function.name] = (str(context.value), names.index(text.id))
                        if not function.name.startswith("_"):
                            self._complain(function, "what translates its argument is private to its file")

    def _take(self, call: ast.Call) -> None:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        given |= dict(zip(("context", "key", "disambiguation", "n"), call.args, strict=False))
        contexts, sources = _literals(given.get("context")), _literals(given.get("key"))
        comment = (_literals(given.get("disambiguation")) or [""])[0]
        if contexts is None:
            self._complain(call, "the context is not a literal")
        elif sources is None:
            wrapped = any(call in ast.walk(self.functions[name]) for name in self.wrappers)
            if contexts not in ([ERRORS], [LABELS]) and not wrapped:
                self._complain(call, "the text is not a literal")
        else:
            self._add(call, {Text(c, s, comment, "n" in given) for c in contexts for s in sources})

    def _add(self, node: ast.Call, texts: set[Text]) -> None:
        for text in texts:
            # %Ln is the number as people of the language write it: 1,000.
            if ("%n" in text.source or "%Ln" in text.source) is not text.plural:
                self._complain(node, "a plural needs %n in the text, and the number as the fourth argument")
        self.found.texts |= texts

    def _take_wrapped(self, call: ast.Call) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "tr":
            self._complain(call, "tr depends on the class it is called in; QCoreApplication.translate does not")
        if name in self.wrappers:
            context, place = self.wrappers[name]
            sources = _literals(call.args[place]) if len(call.args) > place else None
            if sources is None:
                self._complain(call, f"{name} is not given a literal")
            else:
                self._add(call, {Text(context, source) for source in sources})

    def _take_detail(self, made: ast.Call) -> None:
        kind = getattr(errors, getattr(made.func, "id", ""), None)
        if not made.args or not (isinstance(kind, type) and issubclass(kind, errors.ClinicError)):
            return
        detail = made.args[0]
        said = [detail]
        if isinstance(detail, ast.Call) and isinstance(detail.func, ast.Name) and detail.func.id in self.functions:
            said = [
                node.value
                for node in ast.walk(self.functions[detail.func.id])
                if isinstance(node, ast.Return) and node.value is not None
            ]
        for node in said:
            self.found.texts |= {Text(ERRORS, text) for text in _literals(node) or ()}

    def _look_for_bare(self, call: ast.Call) -> None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        # A gallery's samples stand for what a hub would send.
        if name in _SAYING and not Path(self.name).name.startswith("sample_"):
            for argument in call.args:
                words = set(_WORD.findall(_ADDRESS.sub("", " ".join(_bare(argument))))) - _SAME_EVERYWHERE
                if words:
                    self._complain(call, f"{name} says what cannot be translated: {' '.join(sorted(words))}")

    def _complain(self, node: ast.AST, why: str) -> None:
        self.found.problems.append(f"{self.name}:{getattr(node, 'lineno', 0)}: {why}")


def _is_translate(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "translate"
        and isinstance(node.value, ast.Name)
        and node.value.id in _APPS
    )


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Give what an assignment names and what it is: each for itself where it has several side by side."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _bare(node: ast.AST) -> Iterator[str]:
    """Give the literal texts of an expression that no call has a hand in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call | ast.FormattedValue | ast.Subscript | ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from _bare(child)
