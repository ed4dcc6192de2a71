"""The fixtures of the desktop's tests serve the pictures too."""

from tests.desktop.conftest import bridge, known_objects, qapp, tidied, undressed

__all__ = ["bridge", "known_objects", "qapp", "tidied", "undressed"]
