"""Numbers as they are read here: with the decimal point or comma of the locale in use."""

from functools import lru_cache

from PySide6.QtCore import QLocale


def decimal_text(number: float, decimals: int) -> str:
    """Return a number with so many decimals; never a minus before nothing but zeros, never groups of digits."""
    return _written(number, decimals, _point(QLocale()))


@lru_cache(maxsize=4_096)
def _written(number: float, decimals: int, point: str) -> str:
    # Adding nothing makes a rounded minus zero a plain one.
    text = f"{round(number, decimals) + 0.0:.{decimals}f}"
    return text if point == "." else text.replace(".", point)


@lru_cache(maxsize=16)
def _point(locale: QLocale) -> str:
    return locale.decimalPoint()
