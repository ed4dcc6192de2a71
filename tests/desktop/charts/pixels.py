"""Looking at a painted wall: bring it up, grab it, and say which colours are where."""

import numpy as np
from PySide6.QtGui import QColor, QImage


def painted(wall, ward):
    """Bring everything up and onto the screen, and return the picture."""
    wall.frame(ward.scene, budget=10.0)
    return wall.grab().toImage()


def colours_of(image, rect):
    """The colours that cover more than a few pixels of a rectangle."""
    part = image.copy(rect).convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = np.unique(np.frombuffer(part.constBits(), np.uint32) & 0xFFFFFF, return_counts=True)
    return {f"#{colour:06x}" for colour in colours[counts > 12].tolist()}


def tile(wall, bed):
    return next(t for t in wall._board.tiles if t.bed.id == bed)


def near(colour: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 70 for a, b in zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True))
