"""The gallery as a program: a window to look at, or pictures of all its pages."""

import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.bridge import FRAME_MS, monotonic
from clinic_console.desktop.language import LANGUAGES
from clinic_console.desktop.theme import DARK, LIGHT, SYSTEM, Theme, resolve
from clinic_console.desktop.views.gallery import Gallery, pages
from clinic_console.domain.errors import BadConfiguration

SIZES: Final = ((1366, 768), (1920, 1080))


def run(pictures: Path | None) -> int:
    """Show the gallery until its window is closed; with a folder, save pictures there and leave."""
    if pictures is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["clinic-console"])
    if not isinstance(app, QApplication):
        raise BadConfiguration("another kind of Qt application runs in this process", field="qt")
    gallery = Gallery(app, Theme(resolve(SYSTEM)))
    if pictures is not None:
        save(gallery, pictures)
        return 0
    frames = QTimer(gallery)
    frames.timeout.connect(lambda: gallery.frame(monotonic()))
    frames.start(FRAME_MS)
    gallery.resize(*SIZES[0])
    gallery.show()
    return app.exec()


def save(gallery: Gallery, folder: Path) -> list[Path]:
    """Save a picture of each page in both sizes, looks and languages; their names go to stdout."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for look in (LIGHT, DARK):
        for language in LANGUAGES:
            gallery.dress(gallery.theme.named(look), language)
            for page in pages():
                for width, height in SIZES:
                    file = folder / f"gallery-{page.id}-{width}x{height}-{look}-{language}.png"
                    gallery.picture(page.id, width, height).save(str(file))
                    sys.stdout.write(f"{file}\n")
                    files.append(file)
    return files
