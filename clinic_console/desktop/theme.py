"""Palette, fonts, icons and style sheet, all from resources/: the only place that finds them."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import clinic_console
from clinic_console.domain.errors import PartMissing

DARK: Final = "dark"
LIGHT: Final = "light"
SYSTEM: Final = "system"
COMFORTABLE: Final = "comfortable"
COMPACT: Final = "compact"
MAX_PIXMAPS: Final = 512
MAX_FONTS: Final = 256
_LARGE: Final = 28

# Inter where the system has it; then the system's own face. The Japanese face is named before any other
# fallback, or Japanese names get Chinese forms.
_FAMILIES: Final = {
    "win32": ("Inter", "Segoe UI Variable Text", "Segoe UI", "Yu Gothic UI"),
    "darwin": ("Inter", ".AppleSystemUIFont", "Hiragino Sans"),
}
_TOKEN: Final = re.compile(r"\$([a-zA-Z][\w.]*\w)")
_PX: Final = re.compile(r"\bpx\((-?\d+)\)")
# A size of tokens.json, less what the borders of the control take: size(row.button-2); half of it: half(icon.check).
_SIZE: Final = re.compile(r"\bsize\((\w+)\.(\w+)(?:-(\d+))?\)")
_HALF: Final = re.compile(r"\bhalf\((\w+)\.(\w+)\)")
_IMAGE: Final = re.compile(r"\bimage\(([\w-]+)\)")


_K = TypeVar("_K")
_V = TypeVar("_V")


def resources_folder() -> Path:
    """Return the folder of resources: inside an installed package, or at the top of a checkout."""
    package = Path(clinic_console.__file__).parent
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / "tokens.json").is_file():
            return folder
    raise PartMissing("resources/tokens.json", field="resources")


def resolve(wanted: str) -> str:
    """Return dark or light: as wanted, or as the system has it (dark where it does not say)."""
    if wanted in (DARK, LIGHT):
        return wanted
    scheme = QGuiApplication.styleHints().colorScheme()
    return LIGHT if scheme is Qt.ColorScheme.Light else DARK


@dataclass(slots=True)
class Theme:
    """One look: ``name`` is dark or light, ``scale`` multiplies every size (0.8 to 2.0).

    ``density`` (comfortable, compact) changes the heights of rows and the room inside things, never the text.
    Colours are asked for by their path in tokens.json (``bg.surface``), fonts by pixels and weight.
    """

    name: str = DARK
    scale: float = 1.0
    folder: Path = field(default_factory=resources_folder)
    density: str = COMFORTABLE
    _tokens: dict[str, Any] = field(default_factory=dict)
    _colours: dict[str, QColor] = field(default_factory=dict)
    _fonts: dict[tuple[float, int], QFont] = field(default_factory=dict)
    _pixmaps: dict[tuple[str, str, int, float], QPixmap] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tokens = json.loads((self.folder / "tokens.json").read_text(encoding="utf-8"))

    def other(self) -> "Theme":
        """Return the same with light and dark exchanged."""
        return self.named(LIGHT if self.name == DARK else DARK)

    def named(self, name: str) -> "Theme":
        """Return the same in the look of that name."""
        return Theme(name, self.scale, self.folder, self.density)

    def colour(self, path: str) -> QColor:
        """Return a colour of the present palette, such as ``text.muted`` or ``param.HR``."""
        found = self._colours.get(path)
        if found is None:
            node: Any = self._tokens[self.name]
            for part in path.split("."):
                node = node[part]
            found = self._colours[path] = QColor(node)
        return found

    def paths(self) -> list[str]:
        """Return the names of all colours."""
        return list(_paths(self._tokens[self.name]))

    def icons(self) -> list[str]:
        """Return the names of all icons that take a colour."""
        found = (path.stem for path in (self.folder / "icons").glob("*.svg"))
        return sorted(name for name in found if name != "clinic-console")

    def parameter(self, group: str) -> QColor:
        """Return the colour of a parameter's group (HR, NIBP …), that of text where it has none of its own."""
        # A pulse rate comes from the oximeter.
        group = "SpO2" if group == "PR" else group
        known = group in self._tokens[self.name]["param"]
        return self.colour(f"param.{group}") if known else self.colour("text.primary")

    def px(self, size: float) -> int:
        """Return a size in pixels at the present scale."""
        return round(size * self.scale)

    def size(self, group: str, name: str) -> int:
        """Return a size of tokens.json (``row.topBar``) at the present scale and density."""
        denser = self._tokens["density"].get(self.density, {}).get(group, {})
        return self.px(denser.get(name, self._tokens[group][name]))

    def font(self, size: float, weight: int = 400, *, scaled: bool = True) -> QFont:
        """Return the face at a size in pixels and a weight, with digits of equal width."""
        px = self.px(size) if scaled else round(size)
        key = (px, weight)
        found = self._fonts.get(key)
        if found is None:
            found = QFont()
            found.setFamilies(list(_FAMILIES.get(sys.platform, tuple(self._tokens["font"]["ui"]))))
            found.setPixelSize(max(1, px))
            found.setWeight(QFont.Weight(weight))
            found.setFeature(QFont.Tag("tnum"), 1)
            _keep(self._fonts, key, found, MAX_FONTS)
        return found

    def pixmap(self, icon: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """Return an icon of resources/icons drawn in a colour, in device-independent pixels."""
        key = (icon, colour.name(), size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._draw_icon(icon, colour, size, ratio)
            _keep(self._pixmaps, key, found, MAX_PIXMAPS)
        return found

    def icon(self, name: str, path: str = "text.secondary", size: int = 16) -> QIcon:
        """Return an icon for a control, sharp on dense screens too."""
        made = QIcon()
        for ratio in (1.0, 2.0):
            made.addPixmap(self.pixmap(name, self.colour(path), self.px(size), ratio))
        return made

    def stylesheet(self) -> str:
        """Return the sheets of resources/qss, base first, with tokens, sizes and images filled in."""
        sheets = sorted((self.folder / "qss").glob("*.qss"), key=lambda sheet: (sheet.stem != "base", sheet.name))
        text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
        text = _TOKEN.sub(lambda match: self.colour(match[1]).name(), text)
        text = _PX.sub(lambda match: f"{self.px(int(match[1]))}px", text)
        text = _SIZE.sub(lambda match: f"{self.size(match[1], match[2]) - int(match[3] or 0)}px", text)
        # A radius of more than half a side makes a square.
        text = _HALF.sub(lambda match: f"{self.size(match[1], match[2]) // 2}px", text)
        # A style sheet can draw only files, so the few images it needs are kept in the colours of each look.
        images = (self.folder / "qss" / "images" / self.name).as_posix()
        return _IMAGE.sub(lambda match: f'url("{images}/{match[1]}.svg")', text)

    def apply(self, app: QApplication) -> None:
        """Dress the application."""
        if app.style().name() != "fusion":
            # The sheets are made for one base: a system's own style would mix its look in.
            app.setStyle("Fusion")
        app.setFont(self.font(14))
        palette = QPalette()
        for role, path in (
            (QPalette.ColorRole.Window, "bg.app"),
            (QPalette.ColorRole.Base, "bg.input"),
            (QPalette.ColorRole.AlternateBase, "bg.sunken"),
            (QPalette.ColorRole.Button, "bg.surface"),
            (QPalette.ColorRole.ToolTipBase, "bg.raised"),
            (QPalette.ColorRole.ToolTipText, "text.primary"),
            (QPalette.ColorRole.Text, "text.primary"),
            (QPalette.ColorRole.WindowText, "text.primary"),
            (QPalette.ColorRole.ButtonText, "text.primary"),
            (QPalette.ColorRole.PlaceholderText, "text.muted"),
            (QPalette.ColorRole.Highlight, "accent.fill"),
            (QPalette.ColorRole.HighlightedText, "text.onAccent"),
            (QPalette.ColorRole.Link, "accent.text"),
        ):
            palette.setColor(role, self.colour(path))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text.disabled"))
        app.setPalette(palette)
        app.setStyleSheet(self.stylesheet())

    def _draw_icon(self, icon: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        svg = (self.folder / "icons" / f"{icon}.svg").read_bytes()
        if size >= self.px(_LARGE):
            # A large icon is as fine as its neighbours, not a small one through a magnifying glass.
            svg = svg.replace(b'stroke-width="1.5"', b'stroke-width="1"')
        renderer = QSvgRenderer(QByteArray(svg.replace(b"currentColor", colour.name().encode())))
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def _paths(node: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, value in node.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{above}{name}.")
        else:
            yield above + name


def _keep(cache: dict[_K, _V], key: _K, value: _V, most: int) -> None:
    """Keep a value; the oldest goes when there are too many (a window that is dragged asks for hundreds of sizes)."""
    while len(cache) >= most:
        del cache[next(iter(cache))]
    cache[key] = value
