"""Brings the catalogues of resources/translations up to what the code says, and compiles them (docs/translation.md).

``--check`` changes nothing, and fails if there were something to change or if a translation is missing or wrong.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from re import findall
from typing import NamedTuple
from xml.sax.saxutils import escape

from texts import Text, find

HOUSE = Path(__file__).parent.parent
CODE = HOUSE / "clinic_console" / "desktop"
FOLDER = HOUSE / "resources" / "translations"
SECONDS = 60
SOURCE_LANGUAGE = "en_GB"

Key = tuple[str, str, str]


class Translation(NamedTuple):
    """What a text is in a language, each of its forms; a translator calls it finished."""

    forms: list[str]
    finished: bool


class Language(NamedTuple):
    """A catalogue: its language, how many forms a plural has in it, and whether it holds plurals only."""

    name: str
    qt: str
    forms: int
    plurals_only: bool


LANGUAGES = (Language("en", "en_GB", 2, plurals_only=True), Language("ja", "ja_JP", 1, plurals_only=False))


NOTHING = Translation([""], finished=False)


def main() -> int:
    """Update or check all catalogues; print what is wrong or left to do, return 0 or 1."""
    parser = argparse.ArgumentParser(prog="i18n.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    found = find(CODE, HOUSE)
    wrong = list(found.problems)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        wrong += bring_up(language, found.texts, check=check)
    print(
        "\n".join(wrong) or f"i18n: {len(found.texts)} texts, all translated",
        file=sys.stderr if wrong else sys.stdout,
    )
    return 1 if wrong else 0


def bring_up(language: Language, texts: set[Text], *, check: bool) -> list[str]:
    """Bring one catalogue up to the texts; return what is wrong with it."""
    file = FOLDER / f"clinic-console_{language.name}.ts"
    compiled = file.with_suffix(".qm")
    before = file.read_text("utf-8") if file.exists() else ""
    known = read_catalogue(before)
    wanted = sorted(text for text in texts if text.plural or not language.plurals_only)
    after = write_catalogue(language, wanted, known)
    wrong = [f"{file.name}: {problem}" for text in wanted for problem in problems_of(text, language, known)]
    if not check:
        file.write_text(after, "utf-8")
        # A running console has the old one mapped: it is replaced, never written over.
        fresh = compiled.with_suffix(".new")
        fresh.write_bytes(compile_catalogue(after))
        fresh.replace(compiled)
    else:
        if after != before:
            wrong.append(f"{file.name}: not what the code says; run make i18n")
        if not compiled.exists() or compiled.read_bytes() != compile_catalogue(before or after):
            wrong.append(f"{compiled.name}: not compiled from the .ts beside it; run make i18n")
    return wrong


def read_catalogue(text: str) -> dict[Key, Translation]:
    """Return the translations of a .ts file, without those that the code no longer has."""
    known: dict[Key, Translation] = {}
    for context in ET.fromstring(text).iter("context") if text else ():
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in {"vanished", "obsolete"}:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            known[key] = Translation(forms, translation.get("type") is None)
    return known


def write_catalogue(language: Language, texts: list[Text], known: dict[Key, Translation]) -> str:
    """Return a .ts file as Qt Linguist writes it, sorted and without places in the code: differences stay small."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language.qt}" sourcelanguage="{SOURCE_LANGUAGE}">')
    for context in sorted({text.context for text in texts}):
        lines += ["<context>", f"    <name>{_escaped(context)}</name>"]
        for text in texts:
            if text.context == context:
                lines += _message(text, language, known.get(text[:3], NOTHING))
        lines.append("</context>")
    return "\n".join([*lines, "</TS>", ""])


def _message(text: Text, language: Language, known: Translation) -> list[str]:
    forms = known.forms
    lines = ['    <message numerus="yes">' if text.plural else "    <message>"]
    lines.append(f"        <source>{_escaped(text.source)}</source>")
    if text.comment:
        lines.append(f"        <comment>{_escaped(text.comment)}</comment>")
    unfinished = "" if known.finished and all(forms) else ' type="unfinished"'
    if text.plural:
        lines.append(f"        <translation{unfinished}>")
        padded = [*forms, *[""] * language.forms][: language.forms]
        lines += [f"            <numerusform>{_escaped(form)}</numerusform>" for form in padded]
        lines.append("        </translation>")
    else:
        lines.append(f"        <translation{unfinished}>{_escaped(forms[0])}</translation>")
    return [*lines, "    </message>"]


def problems_of(text: Text, language: Language, known: dict[Key, Translation]) -> list[str]:
    """Return what is wrong with the translation of a text."""
    where = f"[{text.context}] {text.source!r}"
    forms, finished = known.get(text[:3], NOTHING)
    if not finished or len(forms) != (language.forms if text.plural else 1) or not all(forms):
        return [f"{where} is not translated"]
    wrong = []
    for form in forms:
        if _places(form) != _places(text.source):
            wrong.append(f"{where} has other places than {form!r}")
        if form != form.strip() and text.source == text.source.strip():
            wrong.append(f"{where} has no space at an end, {form!r} has")
    return wrong


def _places(text: str) -> Counter[str]:
    return Counter(findall(r"%(?:\d|L?n)", text))


def compile_catalogue(text: str) -> bytes:
    """Return the .qm file of a .ts file."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "catalogue.ts"), Path(folder, "catalogue.qm")
        source.write_text(text, "utf-8")
        program = Path(sys.executable).with_name(f"pyside6-lrelease{'.exe' if os.name == 'nt' else ''}")
        command = [str(program), "-silent", str(source), "-qm", str(target)]
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
        return target.read_bytes()


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})


if __name__ == "__main__":
    raise SystemExit(main())
