"""Pages of the gallery: the frame around every screen in each state of the connection; search and keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from shiboken6 import delete

from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection, Standing
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import Command, Group
from clinic_console.desktop.views.keys import KeyGroup, KeysPanel
from clinic_console.desktop.views.palette import Palette
from clinic_console.desktop.views.sample_colours import heading, page
from clinic_console.desktop.views.sample_wall import MONO, NOW, ZONE
from clinic_console.desktop.views.strip import Strip
from clinic_console.desktop.views.topbar import TopBar
from clinic_console.domain.errors import HubUnavailable, VersionMismatch

TOPIC: Final = "ward"
PANEL_WIDTH: Final = 900
PANEL_HEIGHT: Final = 620


def shell(theme: Theme) -> QWidget:
    """Return the page of the strip and the bar at each worth of the connection."""
    widget, column = page(theme)
    column.setContentsMargins(theme.px(24), theme.px(10), theme.px(24), theme.px(10))
    column.setSpacing(theme.px(6))
    for title, connection, alarms, bar in _connections():
        column.addWidget(heading(title, "muted"))
        column.addWidget(_frame(theme, connection, alarms, bar=bar))
    column.addWidget(heading(QCoreApplication.translate("Gallery", "The session has ended"), "muted"))
    ended = Strip(theme)
    ended.ended()
    column.addWidget(ended)
    column.addStretch(1)
    return widget


def search(theme: Theme) -> QWidget:
    """Return the page of the palette and of the keys, as pictures: each would take the focus from the gallery."""
    widget, column = page(theme)
    for title, panel in (
        (QCoreApplication.translate("Gallery", "Search"), _palette(theme)),
        (QCoreApplication.translate("Gallery", "Keys"), _keys(theme)),
    ):
        column.addWidget(heading(title, "muted"))
        column.addWidget(panel)
    column.addStretch(1)
    return widget


def _connections() -> tuple[tuple[str, Connection, list[str], bool], ...]:
    connecting = Connection(since=MONO - 1)
    live, alarming = _heard(0.4), _heard(0.4)
    slow = _heard(3.2)
    slow.answered(1.4)
    away, other = _heard(72), _heard(8)
    away.dropped(MONO - 70, HubUnavailable(), 74.2)
    other.dropped(MONO - 6, VersionMismatch(), 20.0)
    return (
        (QCoreApplication.translate("Gallery", "Connecting"), connecting, [], True),
        (QCoreApplication.translate("Gallery", "Live"), live, [], True),
        (QCoreApplication.translate("Gallery", "Live, monitors give alarms"), alarming, ["5", "12", "14"], False),
        (QCoreApplication.translate("Gallery", "Delayed"), slow, [], True),
        (QCoreApplication.translate("Gallery", "Not monitored"), away, [], True),
        (QCoreApplication.translate("Gallery", "Not monitored, with a reason"), other, [], False),
    )


def _heard(ago: float) -> Connection:
    """Return a connection that heard its hub's last word so many seconds ago."""
    connection = Connection(since=MONO - 600)
    connection.watching((TOPIC,))
    connection.opened()
    connection.replaced(TOPIC, MONO - 500)
    connection.heard(MONO - ago, NOW - round(ago * 1_000))
    connection.answered(0.084)
    return connection


def _frame(theme: Theme, connection: Connection, alarms: list[str], *, bar: bool) -> QWidget:
    standing = connection.standing(MONO)
    scene = Scene(Moment(MONO, NOW), ZONE, monitored=standing is not Standing.NOT_MONITORED)
    strip, frame = Strip(theme), QWidget()
    strip.show_scene(connection, scene, alarms)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(strip)
    if bar:
        column.addWidget(_bar(theme, connection, scene.moment))
    return frame


def _bar(theme: Theme, connection: Connection, moment: Moment) -> TopBar:
    access, bar = AccessState(), TopBar(theme)
    access.entered("N. Sato", (Clinic("c1", "Kita", ZONE, "nurse"),))
    context = QLabel(QCoreApplication.translate("Gallery", "Ward 3 East"))
    context.setProperty("tone", "title")
    bar.contexts.addWidget(context)
    bar.show_connection(connection, moment, ZONE)
    bar.show_user(access, "PC-3E-1")
    return bar


def _palette(theme: Theme) -> QWidget:
    host = _host(theme)
    panel = Palette(theme, _commands, host)
    panel.open()
    return _picture(host, panel)


def _keys(theme: Theme) -> QWidget:
    host = _host(theme)
    panel = KeysPanel(theme, _key_groups, host)
    panel.open()
    return _picture(host, panel)


def _host(theme: Theme) -> QWidget:
    host = QWidget()
    host.resize(theme.px(PANEL_WIDTH), theme.px(PANEL_HEIGHT))
    return host


def _picture(host: QWidget, panel: QWidget) -> QLabel:
    label = QLabel()
    host.grab()
    label.setPixmap(panel.grab())
    delete(host)
    return label


def _commands() -> Sequence[Command]:
    def nothing() -> None:
        """Do nothing: this is a picture."""

    return (
        Command(
            "wall", QCoreApplication.translate("Gallery", "Vitals"), Group.SCREENS, "pulse", nothing, "", "Ctrl+1"
        ),
        Command("b5", "5 · Jörg Müller-Lüdenscheidt", Group.BEDS, "bed", nothing, "3 East"),
        Command("b12", "12 · 田中 由紀 Tanaka Yuki", Group.BEDS, "bed", nothing, "3 East"),
        Command("out", QCoreApplication.translate("TopBar", "Sign out"), Group.ACTIONS, "sign-out", nothing),
        Command("dark", QCoreApplication.translate("TopBar", "Dark colours"), Group.SETTINGS, "moon", nothing),
    )


def _key_groups() -> Sequence[KeyGroup]:
    return (
        KeyGroup(
            QCoreApplication.translate("Gallery", "Everywhere"),
            (
                ("Ctrl+K", QCoreApplication.translate("Gallery", "Search")),
                ("Ctrl+Z", QCoreApplication.translate("Toasts", "Undo")),
                ("?", QCoreApplication.translate("Gallery", "Keys")),
            ),
        ),
    )
