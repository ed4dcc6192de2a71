"""A page of the gallery: every kind of control, as it is, under the pointer, with the focus, off."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.desktop.views.sample_colours import heading, page

POSES: Final = ("", "hover", "focus", "off", "on")
Build = Callable[[], QWidget]
_POSE: Final = re.compile(r":(hover|focus|pressed)\b")
_RULE: Final = re.compile(r"([^{}]+)\{([^}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART: Final = re.compile(r"(::[\w-]+(?::\w+)*):(hover|focus|pressed)\b")


def posed(theme: Theme) -> str:
    """Return the rules for hover, focus and pressed again, for widgets whose property ``pose`` is that.

    Only one widget can have the focus and only one the pointer; a gallery shows them all at once.
    """
    rules = []
    for selectors, body in _RULE.findall(_COMMENT.sub("", theme.stylesheet())):
        found = [part.strip() for part in selectors.split(",") if _POSE.search(part)]
        # The pose is the widget's, so it stands before the name of a part of it.
        moved = [_PART.sub(r":\2\1", part) for part in found]
        if moved:
            rules.append(f"{', '.join(_POSE.sub(_as_property, part) for part in moved)} {{{body}}}")
    return "\n".join(rules)


def _as_property(match: re.Match[str]) -> str:
    return f'[pose="{match[1]}"]'


def controls(theme: Theme) -> QWidget:
    """Return the page of all controls."""
    widget, column = page(theme)
    widget.setStyleSheet(posed(theme))
    column.addLayout(_table(theme))
    column.addStretch(1)
    return widget


def kinds(theme: Theme) -> Sequence[tuple[str, Build]]:
    """Return every kind of control that can have the focus, and how one is made."""
    sign_in = QCoreApplication.translate("Gallery", "Sign in")
    again, choice = QCoreApplication.translate("Ground", "Try again"), QCoreApplication.translate("Gallery", "Choice")
    made: tuple[tuple[str, Build], ...] = (
        (QCoreApplication.translate("Gallery", "Primary button"), lambda: Primary(sign_in)),
        (QCoreApplication.translate("Gallery", "Button"), _button(again)),
        (QCoreApplication.translate("Gallery", "Flat button"), _button(again, kind="flat")),
        (QCoreApplication.translate("Gallery", "Small button"), _button(again, small="true")),
        (QCoreApplication.translate("Gallery", "Button with a key"), lambda: KeyButton(theme, again, "Ctrl+R")),
        (QCoreApplication.translate("Gallery", "Segment"), _button("1 h", kind="segment", place="first")),
        (QCoreApplication.translate("Gallery", "Tool button"), lambda: _tool(theme)),
        (QCoreApplication.translate("Gallery", "Check box"), lambda: QCheckBox(choice)),
        (QCoreApplication.translate("Gallery", "Radio button"), lambda: QRadioButton(choice)),
        (QCoreApplication.translate("Gallery", "Field"), _field),
        (QCoreApplication.translate("Gallery", "Text"), _text),
        (QCoreApplication.translate("Gallery", "Choice"), _combo),
        (QCoreApplication.translate("Gallery", "Number"), _number),
        (QCoreApplication.translate("Gallery", "Date"), _date),
        (QCoreApplication.translate("Gallery", "Slider"), _slider),
        (QCoreApplication.translate("Gallery", "Tabs"), _tabs),
    )
    return made


class Primary(QPushButton):
    """A primary button whose second ring of focus, which no style sheet can pose, shows in a pose too."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "primary")

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Say that it has the focus when it poses so."""
        super().initStyleOption(option)
        if self.property("pose") == "focus":
            option.state = option.state | QStyle.StateFlag.State_HasFocus


def _table(theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(24))
    grid.setVerticalSpacing(theme.px(7))
    titles = (
        QCoreApplication.translate("Gallery", "As it is"),
        QCoreApplication.translate("Gallery", "Pointer"),
        QCoreApplication.translate("Gallery", "Focus"),
        QCoreApplication.translate("Gallery", "Off"),
        QCoreApplication.translate("Gallery", "Chosen"),
    )
    for place, title in enumerate(titles, start=1):
        grid.addWidget(heading(title, "muted"), 0, place)
    for line, (name, build) in enumerate(kinds(theme), start=1):
        grid.addWidget(heading(name, "secondary"), line, 0)
        for place, pose in enumerate(POSES, start=1):
            control = _pose(build(), pose)
            if control is not None:
                control.setAccessibleName(name)
                grid.addWidget(control, line, place, Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(len(POSES) + 1, 1)
    return grid


def _pose(control: QWidget, pose: str) -> QWidget | None:
    if pose == "on":
        checkable = isinstance(control, QCheckBox | QRadioButton | QToolButton)
        if not checkable and control.property("kind") != "segment":
            return None
        for button in (control,) if isinstance(control, QPushButton | QToolButton | QCheckBox | QRadioButton) else ():
            button.setCheckable(True)
            button.setChecked(True)
    elif pose == "off":
        control.setEnabled(False)
    elif pose:
        control.setProperty("pose", pose)
    return control


def _button(text: str, **properties: str) -> Build:
    def build() -> QWidget:
        button = QPushButton(text)
        for name, value in properties.items():
            button.setProperty(name, value)
        return button

    return build


def _tool(theme: Theme) -> QWidget:
    tool = QToolButton()
    tool.setToolTip(QCoreApplication.translate("Gallery", "Tool button"))
    tool.setIcon(theme.icon("sun"))
    tool.setIconSize(tool.iconSize())
    return tool


def _field() -> QWidget:
    field = QLineEdit()
    field.setPlaceholderText(QCoreApplication.translate("Gallery", "Type to filter"))
    return field


def _text() -> QWidget:
    text = QPlainTextEdit("田中 由紀")
    text.setTabChangesFocus(True)
    text.setFixedHeight(text.fontMetrics().lineSpacing() * 2 + text.fontMetrics().height())
    return text


def _combo() -> QWidget:
    box = QComboBox()
    box.addItems(["3 East", "3 West"])
    return box


def _number() -> QWidget:
    number = QSpinBox()
    number.lineEdit().setTextMargins(6, 0, 0, 0)
    number.setValue(88)
    return number


def _date() -> QWidget:
    date = QDateEdit(QDate(1958, 3, 4))
    date.lineEdit().setTextMargins(6, 0, 0, 0)
    return date


def _slider() -> QWidget:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    return slider


def _tabs() -> QWidget:
    tabs = QTabBar()
    for text in ("10 min", "1 h"):
        tabs.addTab(text)
    return tabs
