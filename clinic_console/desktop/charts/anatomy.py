"""Where everything stands on a tile: the same places in every state, so that nothing moves when a state changes."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from clinic_console.desktop.charts.grid import is_large, is_small, number_px

DIGITS_PER_PX = 2.02
"""Three digits of equal width, in sizes of the number."""
TINIEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The places on a tile of a size, in device-independent pixels; ``number`` is the size of the large digits."""

    width: float
    height: float
    scale: float
    large: bool
    small: bool
    number: int
    pad: float
    header: QRectF
    rows: tuple[QRectF, QRectF, QRectF]
    number_right: float
    trace: QRectF
    spots: QRectF
    footer: QRectF
    name_px: float
    small_px: float


def anatomy(width: float, height: float, scale: float) -> Anatomy:
    """Lay out a tile; sizes of text are unscaled, places are scaled."""
    large, small = is_large(width / scale, height / scale), is_small(height / scale)
    number = max(TINIEST_NUMBER, round(number_px(width / scale, height / scale) * scale))
    pad = (9 if large else 7) * scale
    head, foot = ((28, 22), (24, 20), (19, 16))[0 if large else 2 if small else 1]
    header = QRectF(pad, 2 * scale, width - 2 * pad, head * scale)
    footer = QRectF(pad, height - (foot + 2) * scale, width - 2 * pad, foot * scale)
    spots = QRectF(pad, footer.top() - 21 * scale, width - 2 * pad, 20 * scale) if large else footer
    top, bottom = header.bottom(), spots.top()
    each = (bottom - top) / 3
    rows = tuple(QRectF(0, top + n * each, width, each) for n in range(3))
    label = (38 if large else 30) * scale
    number_right = pad + label + number * DIGITS_PER_PX
    left = number_right + (15 if large else 11) * scale
    return Anatomy(
        width,
        height,
        scale,
        large,
        small,
        number,
        pad,
        header,
        (rows[0], rows[1], rows[2]),
        number_right,
        QRectF(left, top, max(1.0, width - pad - 1 - left), bottom - top),
        spots,
        footer,
        name_px=12 if small else 14 if large else 13,
        small_px=11 if small else 12,
    )
