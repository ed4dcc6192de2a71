"""``make bench [NAME=ingest]``: run the benchmarks, print what they found, and say what has become worse."""

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
if not __package__:  # started by its path
    sys.path.insert(0, str(ROOT))

from tests.bench import data, figures  # noqa: E402 - only now can they be found

BENCHES: Final = ("ingest", "wall", "access", "startup", "desk", "patients", "availability", "booking", "checkin")
"""Modules of this folder, each with FIGURES (its rows), and measure() that returns the values by key."""
RESULTS: Final = ROOT / "bench-results"


def main(words: Sequence[str] | None = None) -> int:
    """Run one benchmark or all of them; return the exit code."""
    parser = argparse.ArgumentParser("make bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=(*BENCHES, "data"), help="one benchmark (default: all)")
    parser.add_argument("--keep", action="store_true", help="write the figures into docs/figures.md")
    given = parser.parse_args(words)
    if given.name == "data":
        data.build()
        return 0
    for name in [given.name] if given.name else BENCHES:
        _run(name, given.keep)
    return 0


def _run(name: str, keep: bool) -> None:
    bench = importlib.import_module(f"tests.bench.{name}")
    result = {"bench": name, **bench.measure()}
    lacking = figures.missing(bench.FIGURES, result)
    if lacking:
        raise SystemExit(f"{name} did not measure {', '.join(lacking)}")
    origin = _origin()
    _save(name, origin, result)
    print(f"\n{name}: {origin}\n\n{figures.table(bench.FIGURES, result)}\n")
    _compare(bench, name, result)
    if keep:
        _keep(bench, name, origin, result)
    print(json.dumps(result, ensure_ascii=False), flush=True)


def _compare(bench: ModuleType, name: str, result: figures.Figures) -> None:
    missed = figures.misses(bench.FIGURES, result)
    print("Goals missed: " + (", ".join(missed) if missed else "none") + ".")
    before = figures.kept(name, _kept_text())
    if not before:
        print(f"Nothing is kept of it in {figures.KEPT} to compare with.")
        return
    found = figures.worse(bench.FIGURES, result, before)
    print(f"Worse by more than {figures.WORSE:.0%} than kept in {figures.KEPT}:" + ("" if found else " nothing."))
    for line in found:
        print(f"  {line}")


def _keep(bench: ModuleType, name: str, origin: str, result: figures.Figures) -> None:
    text = figures.keep(name, bench.FIGURES, result, origin, _kept_text() or "# Figures\n")
    (ROOT / figures.KEPT).write_text(text, encoding="utf-8")
    print(f"Kept in {figures.KEPT}.")


def _kept_text() -> str:
    path = ROOT / figures.KEPT
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _save(name: str, origin: str, result: figures.Figures) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"origin": origin, **result}, indent=1, ensure_ascii=False), encoding="utf-8")


def _origin() -> str:
    """Say which code was measured, when, and on how many cores."""
    commit = _git("rev-parse", "--short=10", "HEAD") or "unknown"
    changed = " with changes not committed" if _git("status", "--porcelain", "--", "clinic_console") else ""
    return f"Commit {commit}{changed}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores."


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
