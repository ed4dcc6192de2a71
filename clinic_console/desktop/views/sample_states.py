"""Pages of the gallery: the states that every screen shares, and toasts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.sample_colours import heading, page
from clinic_console.desktop.views.skeleton import DELAY_SECONDS
from clinic_console.desktop.views.toasts import Toasts
from clinic_console.domain.errors import HubUnavailable, StoreUnavailable

ACROSS = 3
WIDE_SCALE = 1.25
ROOM = 196
BEDS = ("5   Jörg Müller-Lüdenscheidt", "7   Chidinma Okonkwo", "12   田中 由紀 Tanaka Yuki", "15   João Conceição")


def states(theme: Theme) -> QWidget:
    """Return the page of a ground in each of its states."""
    widget, column = page(theme)
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(20))
    grid.setVerticalSpacing(theme.px(6))
    across = ACROSS if theme.scale <= WIDE_SCALE else 1
    for place, (title, show) in enumerate(_footings()):
        line = place // across * 2
        grid.addWidget(heading(title, "muted"), line, place % across)
        grid.addWidget(_card(theme, show, tiles=place == 1), line + 1, place % across)
    for place in range(across):
        grid.setColumnStretch(place, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return widget


def toasts(theme: Theme) -> QWidget:
    """Return the page of three toasts at once, over a screen."""
    widget, column = page(theme)
    column.addWidget(heading(QCoreApplication.translate("Gallery", "Over a screen, never in its way")))
    screen = QWidget()
    screen.setMinimumHeight(theme.px(300))
    rows = QVBoxLayout(screen)
    for bed in BEDS:
        rows.addWidget(QLabel(bed))
    rows.addStretch(1)
    shown = Toasts(theme, screen)
    shown.say(QCoreApplication.translate("Gallery", "Beds are sorted worst first"))
    shown.problem(
        QCoreApplication.translate("Gallery", "The settings of this PC could not be kept"),
        QCoreApplication.translate("Gallery", "They hold until the console ends."),
    )
    shown.say(
        QCoreApplication.translate("Gallery", "Ward 3 East is no longer watched"),
        undo=lambda: shown.say(QCoreApplication.translate("Gallery", "Undone")),
        seconds=8,
    )
    column.addWidget(screen, 1)
    return widget


def _footings() -> tuple[tuple[str, Callable[[Ground], None]], ...]:
    def load(ground: Ground) -> None:
        ground.loading(0)
        ground.frame(DELAY_SECONDS)

    return (
        (QCoreApplication.translate("Gallery", "Loading, from 150 ms on"), load),
        (QCoreApplication.translate("Gallery", "Loading a wall"), load),
        (QCoreApplication.translate("Gallery", "Empty"), _empty),
        (QCoreApplication.translate("Gallery", "Error"), lambda ground: ground.failed(HubUnavailable())),
        (QCoreApplication.translate("Gallery", "Error, content kept"), _kept),
        (QCoreApplication.translate("Gallery", "No permission"), _denied),
        (QCoreApplication.translate("Gallery", "Stale"), _stale),
        (QCoreApplication.translate("Gallery", "Offline"), _offline),
        (QCoreApplication.translate("Gallery", "Changed elsewhere"), _changed),
    )


def _empty(ground: Ground) -> None:
    ground.empty(
        "bed",
        QCoreApplication.translate("WardView", "This ward has no beds"),
        QCoreApplication.translate("WardView", "Beds that are added to it appear here by themselves."),
    )


def _kept(ground: Ground) -> None:
    ground.failed(StoreUnavailable(), QCoreApplication.translate("Gallery", "Nothing was changed."))


def _denied(ground: Ground) -> None:
    ground.denied(
        QCoreApplication.translate("Gallery", "The wall is for clinical staff"),
        QCoreApplication.translate("Gallery", "Ask your facility manager for access, or switch user."),
        QCoreApplication.translate("Gallery", "Switch user"),
    )


def _stale(ground: Ground) -> None:
    ground.stale(QCoreApplication.translate("Gallery", "List of %1").replace("%1", "10:41:55"))


def _offline(ground: Ground) -> None:
    ground.offline(
        QCoreApplication.translate("Gallery", "Offline for %1.").replace("%1", "1:12"),
        QCoreApplication.translate("Gallery", "List of %1, read only.").replace("%1", "10:41:55"),
    )


def _changed(ground: Ground) -> None:
    ground.changed(
        QCoreApplication.translate("Gallery", "M. Costa, desk 2"),
        QCoreApplication.translate("Gallery", "moved bed 12 to ward 3 West just now."),
    )


def _card(theme: Theme, show: Callable[[Ground], None], *, tiles: bool) -> QWidget:
    content = QWidget()
    rows = QVBoxLayout(content)
    rows.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
    rows.setSpacing(0)
    for bed in BEDS:
        row = QLabel(bed)
        row.setFixedHeight(theme.size("row", "table"))
        rows.addWidget(row)
    rows.addStretch(1)
    card = QFrame()
    card.setProperty("kind", "card")
    card.setFixedHeight(theme.px(ROOM))
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    ground = Ground(theme, content, tiles=tiles)
    inside.addWidget(ground)
    show(ground)
    return card
