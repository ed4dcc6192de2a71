"""What a window gives to keyboards and screen readers: controls, stops of Tab, names, roles, rings of focus."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from clinic_console.desktop.charts.stand import Stand
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.overlay import Overlay
from clinic_console.desktop.views.rail import RailEntry

CONTROLS = (QAbstractButton, QLineEdit, QTextEdit, QComboBox, QAbstractItemView, QAbstractSlider, QAbstractSpinBox)
ROLE = QAccessible.Role
INTERACTIVE = {
    ROLE.Button,
    ROLE.ButtonDropDown,
    ROLE.ButtonMenu,
    ROLE.CheckBox,
    ROLE.ComboBox,
    ROLE.EditableText,
    ROLE.Link,
    ROLE.List,
    ROLE.ListItem,
    ROLE.MenuItem,
    ROLE.PageTab,
    ROLE.RadioButton,
    ROLE.Slider,
    ROLE.SpinBox,
    ROLE.Table,
    ROLE.Tree,
}
# Qt has no role of its own for what scrolls: there the name has to say it.
SHAPELESS = {ROLE.NoRole, ROLE.Client, ROLE.Pane, ROLE.Window}
MOST_STOPS = 200
DATE_PARTS = 3
MARGIN = 4
"""Around a control: the ring of a tile lies outside it."""


# Names and roles


def nodes(root: QWidget) -> Iterator[QAccessibleInterface]:
    """All that a screen reader finds in what is shown of a window."""
    top = QAccessible.queryAccessibleInterface(root)
    waiting = [top]
    while waiting:
        node = waiting.pop()
        yield node
        inside = [node.child(index) for index in range(node.childCount())]
        waiting += [child for child in inside if child is not None and not child.state().invisible]


def name_of(node: QAccessibleInterface) -> str:
    """What a screen reader calls it."""
    return node.text(QAccessible.Text.Name).strip()


def nameless(root: QWidget) -> list[str]:
    """What can be used without having a name, or has the focus without having a role."""
    found = []
    for node in nodes(root):
        widget, role = node.object(), node.role()
        if _belongs_to_another(widget):
            continue
        focusable = isinstance(widget, QWidget) and _takes_tab(widget)
        if (role in INTERACTIVE or focusable) and not name_of(node):
            found.append(f"{_told(widget)} ({role.name}) has no name")
        if focusable and role in SHAPELESS and not isinstance(widget, QAbstractScrollArea):
            found.append(f"{_told(widget)} can have the focus as {role.name}")
    return found


def alike(root: QWidget) -> list[str]:
    """Controls of one group that cannot be told apart when they are read out."""
    groups: Counter[tuple[int, ROLE, str]] = Counter()
    for node in nodes(root):
        if node.role() in INTERACTIVE - {ROLE.ListItem} and not _belongs_to_another(node.object()):
            parent = node.parent()
            groups[id(parent.object()) if parent is not None else 0, node.role(), name_of(node)] += 1
    return [f"{count} × {name} ({role.name})" for (_, role, name), count in groups.items() if count > 1 and name]


def without_tooltip(root: QWidget) -> list[str]:
    """Controls that are nothing but a picture and do not say what they do to whoever points at them."""
    return [
        _told(button)
        for button in controls(root)
        if isinstance(button, QAbstractButton)
        and not isinstance(button, Stand)
        and not button.text()
        and not any(label.text() and not label.isHidden() for label in button.findChildren(QLabel))
        and not button.toolTip()
    ]


# The keyboard


def controls(root: QWidget) -> list[QWidget]:
    """All that is shown of a window and can be used."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QScrollBar | QHeaderView)
        and widget.isVisible()
        and widget.isEnabled()
        and not _belongs_to_another(widget)
    ]


def beyond_keys(root: QWidget) -> list[str]:
    """Controls to which neither Tab nor the arrows of a group lead."""
    return [_told(widget) for widget in controls(root) if not _takes_tab(widget) and not _is_led_to(widget)]


def stops(root: QWidget) -> list[QWidget]:
    """What Tab ought to stop at."""
    return [widget for widget in root.findChildren(QWidget) if _takes_tab(widget)]


def tab_round(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> tuple[list[QWidget], str]:
    """Where a key leads from where the focus is until it is there again, and what is wrong with the way."""
    first = QApplication.focusWidget()
    if first not in stops(window):
        return [], f"the focus is on {_told(first)}"
    went, alone = [first], len(stops(window)) == 1
    for _ in range(MOST_STOPS):
        now = _next(went[-1], key)
        if now is None:
            return went, f"the focus is lost after {_told(went[-1])}"
        if now is went[-1] and not alone:
            return went, f"{_told(now)} does not let the focus go"
        if now is first:
            return went, ""
        went.append(now)
    return went, f"never back: {[_told(widget) for widget in went[-8:]]}"


def out_of_order(went: list[QWidget]) -> list[str]:
    """Steps against the reading order; one step in a round leads from the end back to the beginning."""
    steps = [(a, b) for a, b in pairwise([*went, *went[:1]]) if _precedes(_place(b, a), _place(a, b))]
    return [f"{_told(a)} → {_told(b)}" for a, b in steps] if len(steps) > 1 else []


# Rings


def without_ring(window: QWidget, theme: Theme) -> list[str]:
    """Stops without a ring of two pixels around them while they have the focus, or that are not brought to sight."""
    found = []
    rings = tuple(theme.colour(path) for path in ("focus", "toast.text", "accent.fill", "text.onAccent"))
    first = widget = QApplication.focusWidget()
    for _ in range(MOST_STOPS):
        if widget is None:
            return [*found, "the focus is lost"]
        # Some of the gallery's look so at all times.
        if not widget.property("pose") and not has_ring(window, widget, rings):
            found.append(_told(widget))
        widget = _next(widget)
        if widget is first:
            break
    return found


def has_ring(window: QWidget, widget: QWidget, rings: Sequence[QColor]) -> bool:
    """Say whether a line of two pixels goes round most of what is seen of a widget, only while it has the focus."""
    seen = _seen(widget)
    if seen.isEmpty():
        return False
    widget.clearFocus()
    without = _pixels(window, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = _pixels(window, widget)
    changed = (with_focus != without).any(axis=2)
    fewest = (seen.width() + seen.height()) // 2
    return any(_blocks(changed & _is_colour(with_focus, ring)) >= fewest for ring in rings)


def unclear(window: QWidget) -> list[str]:
    """All that is wrong with names and roles in a window, and with what keys lead to."""
    return [
        *(f"no name or role: {each}" for each in nameless(window)),
        *(f"alike: {each}" for each in alike(window)),
        *(f"no tooltip: {each}" for each in without_tooltip(window)),
        *(f"not by keys: {each}" for each in beyond_keys(window)),
    ]


def faults(window: QWidget, theme: Theme) -> list[str]:
    """All that is wrong with a window as it is shown now."""
    before, found = QApplication.focusWidget(), unclear(window)
    went, wrong = tab_round(window)
    if wrong:
        return [*found, wrong]
    found += [f"never reached: {_told(widget)}" for widget in stops(window) if widget not in went]
    found += [f"no stop: {_told(widget)}" for widget in went if widget not in stops(window)]
    found += [f"against the reading order: {each}" for each in out_of_order(went)]
    back, wrong = tab_round(window, Qt.Key.Key_Backtab)
    if wrong or back != [went[0], *reversed(went[1:])]:
        found.append(f"another way back: {wrong} {[_told(widget) for widget in back]}")
    found += [f"no ring: {each}" for each in without_ring(window, theme)]
    return found if QApplication.focusWidget() is before else [*found, "the focus is elsewhere now"]


# Smaller things


def _told(widget: object) -> str:
    if not isinstance(widget, QWidget):
        return type(widget).__name__
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"


def _next(widget: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> QWidget | None:
    """Press a key once, or in a date for each of its parts."""
    for _ in range(DATE_PARTS if isinstance(widget, QDateTimeEdit) else 1):
        QTest.keyClick(widget, key)
        if QApplication.focusWidget() is not widget:
            break
    return QApplication.focusWidget()


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return (
        bool(policy & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.isWindow()
    )


def _belongs_to_another(widget: object) -> bool:
    """Say whether it is a part of one control: the line of a spin box, the list of a combo box."""
    parent = widget.parentWidget() if isinstance(widget, QWidget) else None
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox):
            return True
        parent = parent.parentWidget()
    return False


def _is_led_to(widget: QWidget) -> bool:
    """Say whether arrow keys lead to it from another control of its group."""
    if isinstance(widget, Stand | RailEntry):
        return True
    if isinstance(widget, QAbstractButton):
        group = widget.group()
        others = group.buttons() if group is not None and group.exclusive() else []
        return any(_takes_tab(button) for button in others)
    # The list of the palette: arrows in the field above move in it.
    return isinstance(widget, QAbstractItemView) and isinstance(widget.parentWidget().parentWidget(), Overlay)


def _place(widget: QWidget, other: QWidget) -> QRect:
    """Return where a widget stands in its window: what scrolls without the other one stands where its area does."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea) and not area.isAncestorOf(other):
            return _rect(area)
        area = area.parentWidget()
    return _rect(widget)


def _rect(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())


def _seen(widget: QWidget) -> QRect:
    """Return what scrolling and the window's edges leave of it."""
    seen, around = _rect(widget), widget.parentWidget()
    while around is not None:
        seen = seen.intersected(_rect(around))
        around = around.parentWidget()
    return seen


def _precedes(one: QRect, other: QRect) -> bool:
    """Say whether a reader meets one before the other: left of it in the same line, or above and not to its right."""
    slack = 3
    if one.bottom() <= other.top() + slack:
        return one.left() < other.right() - slack
    beside = one.top() < other.bottom() - slack and other.top() < one.bottom() - slack
    return beside and one.right() <= other.left() + slack


def _pixels(window: QWidget, widget: QWidget) -> NDArray[np.uint8]:
    around = _rect(widget).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    image = window.grab(around).toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), 2::-1].copy()


def _is_colour(pixels: NDArray[np.uint8], colour: QColor) -> NDArray[np.bool_]:
    wanted = np.array([colour.red(), colour.green(), colour.blue()], np.int16)
    return (np.abs(pixels.astype(np.int16) - wanted) <= 12).all(axis=2)


def _blocks(mask: NDArray[np.bool_]) -> int:
    """Count squares of two by two pixels: a line of one pixel has none."""
    return int((mask[:-1, :-1] & mask[1:, :-1] & mask[:-1, 1:] & mask[1:, 1:]).sum())
