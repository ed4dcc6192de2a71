"""The fixtures of the desktop's tests serve the pictures too."""

from tests.desktop.conftest import bridge, qapp, undressed

__all__ = ["bridge", "qapp", "undressed"]
