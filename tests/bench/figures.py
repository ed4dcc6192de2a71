"""What the benchmarks measured: as a table for people, as JSON, and against what was kept in docs/figures.md."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

KEPT: Final = Path("docs/figures.md")
WORSE: Final = 0.20
"""A figure that is worse by more than this share than the kept one is named."""
SMALL: Final = "_small"
"""Suffix of the same figure at a tenth of the size."""

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a benchmark; ``better`` is ``higher``, ``lower`` or empty, ``sized`` ones are measured twice."""

    key: str
    meaning: str
    better: str = ""
    goal: float | None = None
    sized: bool = False

    def reaches(self, value: float) -> bool:
        """Say whether a value is as good as the goal, or better."""
        if self.goal is None:
            return True
        return value >= self.goal if self.better == "higher" else value <= self.goal

    def worse_by(self, value: float, kept: float) -> float:
        """Return the share by which a value is worse than the kept one (negative: better)."""
        if not self.better or not isinstance(kept, int | float) or kept == value:
            return 0.0
        if kept == 0:
            return float("inf") if self.better == "lower" else -1.0
        return (kept - value) / kept if self.better == "higher" else (value - kept) / kept


def keys(rows: Sequence[Figure]) -> list[str]:
    """Return every key that a result has to have."""
    return [row.key for row in rows] + [row.key + SMALL for row in rows if row.sized]


def missing(rows: Sequence[Figure], figures: Figures) -> list[str]:
    """Return the keys that a result lacks."""
    return [key for key in keys(rows) if key not in figures]


def table(rows: Sequence[Figure], figures: Figures) -> str:
    """Write figures as a Markdown table: a line per figure, the small size beside it, and whether the goal is met."""
    lines = ["| figure | value | at a tenth of the size | goal | |", "|---|--:|--:|--:|---|"]
    for row in rows:
        value = figures.get(row.key)
        small = _text(figures.get(row.key + SMALL)) if row.sized else ""
        told = f"{row.meaning} (`{row.key}`)"
        lines.append(f"| {told} | {_text(value)} | {small} | {_goal(row)} | {_verdict(row, value)} |")
    return "\n".join(lines)


def misses(rows: Sequence[Figure], figures: Figures) -> list[str]:
    """Name the goals that were not reached."""
    return [row.key for row in rows if _verdict(row, figures.get(row.key)) == "missed"]


def worse(rows: Sequence[Figure], figures: Figures, kept: Figures) -> list[str]:
    """Say in a line each what is worse than the kept figures by more than WORSE."""
    found = []
    for row in rows:
        for key in (row.key, row.key + SMALL) if row.sized else (row.key,):
            value, before = figures.get(key), kept.get(key)
            if isinstance(value, int | float) and isinstance(before, int | float):
                share = row.worse_by(value, before)
                if share > WORSE:
                    found.append(f"{key}: {_text(value)}, kept {_text(before)} ({_percent(share)} worse)")
    return found


def kept(name: str, text: str) -> dict[str, Any]:
    """Return the figures of a benchmark as kept in the text of docs/figures.md; none when it is not there."""
    part = _part(name).search(text)
    block = re.search(r"```json\n(.*?)\n```", part.group(0), re.DOTALL) if part else None
    found: dict[str, Any] = json.loads(block.group(1)) if block else {}
    return found


def keep(name: str, rows: Sequence[Figure], figures: Figures, origin: str, text: str) -> str:
    """Return the text of docs/figures.md with a benchmark's part replaced; what people wrote around it stays."""
    body = json.dumps(figures, indent=1, ensure_ascii=False)
    part = f"{_begin(name)}\n{origin}\n\n{table(rows, figures)}\n\n```json\n{body}\n```\n{_end(name)}"
    if _part(name).search(text):
        return _part(name).sub(lambda _: part, text)
    return f"{text.rstrip()}\n\n## {name}\n\n{part}\n"


def _begin(name: str) -> str:
    return f"<!-- {name}: written by make bench -->"


def _end(name: str) -> str:
    return f"<!-- {name}: end -->"


def _part(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(_begin(name)) + ".*?" + re.escape(_end(name)), re.DOTALL)


def _goal(row: Figure) -> str:
    if row.goal is None:
        return ""
    if row.goal == 0:
        return "0"
    return f"{'≥' if row.better == 'higher' else '≤'} {_text(row.goal)}"


def _verdict(row: Figure, value: object) -> str:
    if row.goal is None:
        return ""
    if not isinstance(value, int | float):
        return "not measured"
    return "reached" if row.reaches(value) else "missed"


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _percent(share: float) -> str:
    return "infinitely" if share == float("inf") else f"{share:.0%}"
