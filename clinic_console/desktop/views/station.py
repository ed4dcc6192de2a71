"""The settings of this PC: all of them on one page, each holds at once and can be taken back."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.station import LOCK_MINUTES, Person, Profile, Station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.form import Section
from clinic_console.desktop.views.hubs import Hubs
from clinic_console.desktop.views.segments import Segments
from clinic_console.desktop.views.station_words import words_on_screens, words_on_sharing, words_on_wards
from clinic_console.desktop.views.text_size import TextSize

WIDTH: Final = 720
NAME_WIDTH: Final = 260
MAX_NAME: Final = 60
LOCK_CHOICES: Final = (0, 1, 2, 3, 5, 10, 15, 30, 60)


class StationView(QWidget):
    """``changed`` carries what was changed, in words, and what takes it back (to be offered in a toast).

    ``people_forgotten`` carries those who were remembered here (``Person``), when the PC becomes a shared one: their
    tokens have to leave the keyring. Another text size, density or language makes the window build this view anew;
    ``focused`` and ``focus_on`` carry the focus over.
    """

    changed = Signal(str, object)
    people_forgotten = Signal(object)

    def __init__(self, theme: Theme, state: ConsoleState) -> None:
        super().__init__()
        self.setObjectName("stationView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._station, self._wards = theme, state.station, state.wards
        self._seen: tuple[int, int, int] | None = None
        self._profiles: tuple[Profile, ...] | None = None
        self.area = QScrollArea(self)
        self.page = QWidget()
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show()

    def frame(self, mono: float) -> None:
        """Bring what is shown up to the settings at a monotonic time."""
        self.text_size.frame(mono)
        if self._seen != self._versions():
            self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look: all of it comes from the style sheet."""
        self._theme = theme

    def focused(self) -> str:
        """Return which control has the focus, empty if none of this screen has."""
        widget = QApplication.focusWidget()
        return widget.objectName() if isinstance(widget, QWidget) and self.isAncestorOf(widget) else ""

    def focus_on(self, name: str) -> None:
        """Give the focus to the control of that name, and bring it into sight."""
        found = self.page.findChild(QWidget, name) if name else None
        if isinstance(found, QWidget):
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(found)

    def _versions(self) -> tuple[int, int, int]:
        return self._station.version, self._wards.version, len(QGuiApplication.screens())

    def _make_controls(self) -> None:
        translate = QCoreApplication.translate
        self.name = QLineEdit(self.page)
        self.name.setMaxLength(MAX_NAME)
        self.name.setFixedWidth(self._theme.px(NAME_WIDTH))
        self.shared = QCheckBox(translate("Station", "Shared station"), self.page)
        self.privacy = QCheckBox(translate("Station", "Privacy mode"), self.page)
        self.second_screen = QCheckBox(translate("Station", "Wall on a second screen"), self.page)
        self.lock = QComboBox(self.page)
        self.lock.setObjectName("stationLock")
        # Made in the order in which Tab comes to them.
        self.order = Segments(
            translate("Station", "Order of the beds"),
            (("bed", translate("Station", "Bed order")), ("worst", translate("Station", "Worst first"))),
            self.page,
        )
        self.look = Segments(
            translate("Station", "Colours"),
            (
                ("system", translate("Station", "As the system")),
                ("light", translate("Station", "Light")),
                ("dark", translate("Station", "Dark")),
            ),
            self.page,
        )
        self.text_size = TextSize(self._theme, translate("Station", "Text size"), self.page)
        self.density = Segments(
            translate("Station", "Rows"),
            (("comfortable", translate("Station", "Comfortable")), ("compact", translate("Station", "Compact"))),
            self.page,
        )
        # A language is written in itself: whoever looks for it may read no other.
        self.language = Segments(
            translate("Station", "Language"),
            (("", translate("Station", "As the system")), ("en", "English"), ("ja", "日本語")),
            self.page,
        )
        self.hubs = Hubs(self._theme, self.page)
        self.ca_file = QLineEdit(self.page)
        self.ca_file.setObjectName("stationAuthorities")
        self.ca_file.setMaxLength(1_000)
        self.ca_file.setFixedWidth(self._theme.px(NAME_WIDTH))
        for name in ("name", "shared", "privacy", "second_screen"):
            getattr(self, name).setObjectName(f"station-{name}")
        for name in ("order", "look", "density", "language"):
            for key, button in getattr(self, name).buttons.items():
                button.setObjectName(f"station-{name}-{key}")

    def _sections(self) -> tuple[Section, ...]:
        return self._about_here(), *self._about_looks(), self._about_hubs()

    def _about_here(self) -> Section:
        translate = QCoreApplication.translate
        here = Section(self._theme, translate("Station", "This PC"), self.page)
        here.row(
            translate("Station", "Name"),
            translate("Station", "What people call this PC, such as Nurse station 3 East."),
            self.name,
        )
        self._about_shared = here.tick(self.shared, " ")
        here.tick(
            self.privacy,
            translate("Station", "Tiles show bed and initials instead of names. For walls that the public can see."),
        )
        self._about_screens = here.tick(self.second_screen, " ")
        here.row(
            translate("Station", "Locks when nobody uses it"),
            translate(
                "Station", "The wall stays in sight. Everything else needs the PIN or password of who is signed in."
            ),
            self.lock,
        )
        return here

    def _about_looks(self) -> tuple[Section, ...]:
        translate = QCoreApplication.translate
        wall = Section(self._theme, translate("Station", "Wall"), self.page)
        wall.row(
            translate("Station", "Order of the beds"),
            translate(
                "Station", "Worst first puts beds with alarms in front, and re-sorts only when an alarm changes."
            ),
            self.order,
        )
        self._watched = QLabel(self.page)
        self._watched.setProperty("tone", "muted")
        self._watched.setWordWrap(True)
        self._watched.setTextFormat(Qt.TextFormat.PlainText)
        wall.wide(self._watched)
        look = Section(self._theme, translate("Station", "Look"), self.page)
        look.row(translate("Station", "Colours"), "", self.look)
        look.row(translate("Station", "Text size"), "", self.text_size)
        look.wide(self.text_size.sample)
        look.row(translate("Station", "Rows"), translate("Station", "Compact shows more rows at once."), self.density)
        language = Section(self._theme, translate("Station", "Language"), self.page)
        language.row(translate("Station", "Texts, dates and times"), "", self.language)
        return wall, look, language

    def _about_hubs(self) -> Section:
        translate = QCoreApplication.translate
        hubs = Section(self._theme, translate("Station", "Hubs"), self.page)
        hubs.wide(self.hubs)
        hubs.row(
            translate("Station", "Authorities of the clinic's own"),
            translate(
                "Station",
                "A file of certificates (PEM) that hubs may be signed by, besides those that this PC trusts."
                " Holds from the next sign-in.",
            ),
            self.ca_file,
        )
        return hubs

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._set_name)
        self.lock.activated.connect(self._set_lock)
        self.ca_file.editingFinished.connect(self._set_authorities)
        self.shared.clicked.connect(self._set_shared)
        self.privacy.clicked.connect(self._set_privacy)
        self.second_screen.clicked.connect(self._set_second_screen)
        self.order.chosen.connect(lambda key: self._set_choice("order", key, self.order))
        self.look.chosen.connect(lambda key: self._set_choice("look", key, self.look))
        self.density.chosen.connect(lambda key: self._set_choice("density", key, self.density))
        self.language.chosen.connect(lambda key: self._set_choice("language", key, self.language))
        self.text_size.chosen.connect(self._set_scale)
        self.hubs.replaced.connect(self._set_hub)

    def _change(self, text: str, **fields: Any) -> None:
        now = self._station.now
        before = {name: getattr(now, name) for name in fields}
        if before == fields:
            return
        self._station.change(**fields)
        self.changed.emit(text, _setting(self._station.change, before))

    def _set_name(self) -> None:
        name = self.name.text().strip()
        text = QCoreApplication.translate("Station", "This PC is called %1").replace("%1", name)
        self._change(text if name else QCoreApplication.translate("Station", "This PC has no name"), name=name)

    def _set_shared(self, on: bool) -> None:
        people: tuple[Person, ...] = self._station.now.people
        if not on:
            text = QCoreApplication.translate("Station", "This PC is not shared: people can be remembered on it")
            self._change(text, shared=False)
            return
        # Taking it back makes the PC unshared again; who was forgotten has to sign in again.
        self._station.change(people=())
        minutes = self._station.now.lock_minutes or LOCK_MINUTES
        count = len(people)
        text = QCoreApplication.translate("Station", "Shared station: %n person(s) forgotten", None, count)
        # One that never locks is nobody's: a shared one always does.
        self._change(text, shared=True, lock_minutes=minutes)
        self.people_forgotten.emit(people)

    def _set_lock(self, index: int) -> None:
        minutes = int(self.lock.itemData(index))
        text = QCoreApplication.translate("Station", "This PC locks after %n minute(s)", None, minutes)
        never = QCoreApplication.translate("Station", "This PC does not lock by itself")
        self._change(text if minutes else never, lock_minutes=minutes)

    def _set_authorities(self) -> None:
        path = self.ca_file.text().strip()
        text = QCoreApplication.translate("Station", "Hubs may be signed by the authorities in %1")
        none = QCoreApplication.translate("Station", "Hubs are signed by authorities that this PC trusts")
        self._change(text.replace("%1", path) if path else none, ca_file=path)

    def _set_privacy(self, on: bool) -> None:
        self._change(
            QCoreApplication.translate("Station", "Privacy mode: initials instead of names")
            if on
            else QCoreApplication.translate("Station", "Privacy mode is off: names are shown"),
            privacy=on,
        )

    def _set_second_screen(self, on: bool) -> None:
        self._change(
            QCoreApplication.translate("Station", "The wall stands on a second screen too")
            if on
            else QCoreApplication.translate("Station", "The wall stands on one screen"),
            second_screen=on,
        )

    def _set_choice(self, field: str, key: str, control: Segments) -> None:
        self._change(f"{control.accessibleName()}: {control.buttons[key].text()}", **{field: key})

    def _set_scale(self, percent: int) -> None:
        text = QCoreApplication.translate("Station", "Text size %1 %").replace("%1", str(percent))
        self._change(text, scale=percent / 100)

    def _set_hub(self, before: Profile | None, after: Profile | None) -> None:
        profiles = self._station.now.profiles
        fields: dict[str, Any] = {}
        if before is None and after is not None:
            text = QCoreApplication.translate("Station", "%1 added").replace("%1", after.name)
            fields["profiles"] = (*profiles, after)
        elif before is not None and after is None:
            text = QCoreApplication.translate("Station", "%1 removed").replace("%1", before.name)
            fields["profiles"] = tuple(profile for profile in profiles if profile != before)
        elif before is not None and after is not None:
            text = QCoreApplication.translate("Station", "%1 changed").replace("%1", after.name)
            fields["profiles"] = tuple(after if profile == before else profile for profile in profiles)
            if self._station.now.server == before.server:
                fields["server"] = after.server
        self._change(text, **fields)
        self._show()

    def _show(self) -> None:
        self._seen = self._versions()
        now = self._station.now
        if not self.name.hasFocus():
            self.name.setText(now.name)
        if not self.ca_file.hasFocus():
            self.ca_file.setText(now.ca_file)
        self._show_lock(now)
        for box, on in (
            (self.shared, now.shared),
            (self.privacy, now.privacy),
            (self.second_screen, now.second_screen),
        ):
            with QSignalBlocker(box):
                box.setChecked(on)
        for segments, key in (
            (self.order, now.order),
            (self.look, now.look),
            (self.density, now.density),
            (self.language, now.language),
        ):
            segments.choose(key)
        self.text_size.show_percent(round(now.scale * 100))
        self._say(self._about_shared, self.shared, words_on_sharing(now))
        self._say(self._about_screens, self.second_screen, words_on_screens(len(QGuiApplication.screens())))
        self._watched.setText(words_on_wards(now, self._wards.wards))
        if self._profiles != now.profiles:
            self._profiles = now.profiles
            self.hubs.show_profiles(now.profiles)

    def _show_lock(self, now: Station) -> None:
        """Offer the times that this PC may be set to, with the present one chosen."""
        times = sorted({*LOCK_CHOICES, now.lock_minutes} - {0}) + ([] if now.shared else [0])
        if times != [self.lock.itemData(index) for index in range(self.lock.count())]:
            self.lock.clear()
            for minutes in times:
                after = QCoreApplication.translate("Station", "After %n minute(s)", None, minutes)
                self.lock.addItem(after if minutes else QCoreApplication.translate("Station", "Never"), minutes)
        self.lock.setCurrentIndex(self.lock.findData(now.lock_minutes or (LOCK_MINUTES if now.shared else 0)))

    def _say(self, label: QLabel, control: QWidget, text: str) -> None:
        label.setText(text)
        control.setAccessibleDescription(text)

    def _lay_out(self) -> None:
        px = self._theme.px
        title = QLabel(QCoreApplication.translate("Station", "Settings of this PC"), self.page)
        title.setObjectName("settingsTitle")
        self.page.setObjectName("stationPage")
        column = QVBoxLayout()
        column.setSpacing(px(24))
        column.addWidget(title)
        for section in self._sections():
            column.addWidget(section)
        column.addStretch(1)
        centred = QHBoxLayout(self.page)
        centred.setContentsMargins(px(24), px(20), px(24), px(32))
        middle = QWidget(self.page)
        middle.setMaximumWidth(px(WIDTH))
        middle.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)
        self.area.setObjectName("stationArea")
        self.area.setAccessibleName(title.text())
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


def _setting(change: Callable[..., None], fields: dict[str, Any]) -> Callable[[], None]:
    return lambda: change(**fields)
