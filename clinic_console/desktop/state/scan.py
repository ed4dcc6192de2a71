"""A barcode scanner, told from fingers: a keyboard that types a whole number at once and ends it with Enter."""

import math
from typing import Final

GAP_SECONDS: Final = 0.035
"""Nobody types two keys within this time, again and again; a scanner types each within some 10 ms."""
LEAST: Final = 5
"""So many characters at least, one of them a digit: less may be a hand that fell on the keys."""
MOST: Final = 200


class Scan:
    """Characters as they come, with their times in seconds; ``end`` gives the number if a scanner typed it."""

    def __init__(self) -> None:
        self._typed: list[str] = []
        self._last = -math.inf

    def take(self, text: str, at: float) -> bool:
        """Take in a character; return whether it came too soon after another one for a finger."""
        burst = at - self._last <= GAP_SECONDS
        if not burst:
            self._typed.clear()
        self._last = at
        if len(self._typed) < MOST:
            self._typed.append(text)
        return burst

    def end(self, at: float) -> str:
        """Return what a scanner has typed before this Enter, empty for nothing."""
        text, soon = "".join(self._typed).strip(), at - self._last <= GAP_SECONDS
        self.forget()
        scanned = soon and len(text) >= LEAST and any(letter.isdigit() for letter in text)
        return text if scanned else ""

    def forget(self) -> None:
        """Forget what was typed."""
        self._typed.clear()
        self._last = -math.inf
