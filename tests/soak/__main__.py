"""``make soak [NAME=links] [SEED=…] [ONLY="17 42"]``: what goes wrong only after long trying, by a seed."""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
if not __package__:  # started by its path
    sys.path.insert(0, str(ROOT))

SOAKS: Final = ("links", "fuzz", "bookings")
"""Modules of this folder, each with measure(), which returns what was found by key, and good(), which judges it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one of them or all; return the exit code."""
    parser = argparse.ArgumentParser("make soak", description=__doc__)
    parser.add_argument("name", nargs="?", choices=SOAKS, help="one of them (default: all)")
    parser.add_argument("--seed", default="", help="what everything random comes from")
    parser.add_argument("--only", type=int, nargs="*", default=[], help="the numbers of some schedules")
    given = parser.parse_args(words)
    right = True
    for name in [given.name] if given.name else SOAKS:
        soak = importlib.import_module(f"tests.soak.{name}")
        seed = given.seed or f"{name}-1"
        result = {"soak": name, **soak.measure(seed, given.only), "seed": seed}
        right = right and soak.good(result)
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
