"""The bar below the strip: the screen's own context, the search, the connection, the time and the user."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import seconds_text
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Connection, Standing
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.domain.access import Permission

SEARCH_WIDTH, SEARCH_WIDE = 200, 340
WHO_WIDTH, WHO_LEAST, WHO_MOST = 230, 170, 400
ROOMY = 420
"""What the counts beside the wards, and air, want before the search may be wide."""


class Mark(QWidget):
    """An icon and a word: what the connection is worth."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon, self._text = QLabel(self), QLabel(self)
        self._text.setProperty("tone", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self._said: tuple[str, str, str, str] | None = None

    def say(self, icon: str, path: str, text: str) -> None:
        """Show an icon in a colour, and a word."""
        said = (self.theme.name, icon, path, text)
        if said == self._said:
            return
        self._said = said
        size, ratio = self.theme.px(14), self.devicePixelRatioF()
        self._icon.setPixmap(self.theme.pixmap(icon, self.theme.colour(path), size, ratio))
        self._text.setText(text)
        self.setAccessibleName(QCoreApplication.translate("TopBar", "Connection: %1").replace("%1", text))


class SearchButton(QPushButton):
    """Looks like a field, and opens the command palette."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = QLabel(self)
        self._words = QLabel(self)
        self._words.setProperty("tone", "search")
        self._key = QLabel("Ctrl+K", self)
        self._key.setObjectName("keycap")
        self.layout_ = layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(10), 0, theme.px(6), 0)
        layout.setSpacing(theme.px(8))
        for label in (self._icon, self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self._all = ""
        self.cover(patients=False, beds=True)
        self.set_theme(theme)
        self.narrow(on=False)

    def sizeHint(self) -> QSize:
        """Return what its parts need: a button only asks for its own text."""
        return self.layout_.sizeHint().expandedTo(self.minimumSize())

    def narrow(self, *, on: bool) -> None:
        """Show the icon alone, or words and key too."""
        self._words.setHidden(on)
        self._key.setHidden(on)
        self.setMinimumWidth(self._theme.px(36 if on else SEARCH_WIDTH))
        self._words.setText(QCoreApplication.translate("TopBar", "Search …"))

    def widen(self) -> None:
        """Say what can be searched."""
        self.setMinimumWidth(self._theme.px(SEARCH_WIDE))
        self._words.setText(self._all)

    def cover(self, *, patients: bool, beds: bool) -> None:
        """Know what there is to be found for this user."""
        translate = QCoreApplication.translate
        if patients and beds:
            self._all = translate("TopBar", "Search patients, beds, actions …")
            said = translate("TopBar", "Search patients, beds, screens and actions (Ctrl+K)")
        elif patients:
            self._all = translate("TopBar", "Search patients, screens, actions …")
            said = translate("TopBar", "Search patients, screens and actions (Ctrl+K)")
        else:
            self._all = translate("TopBar", "Search beds, screens, actions …")
            said = translate("TopBar", "Search beds, screens and actions (Ctrl+K)")
        if self.accessibleName() != said:
            _name(self, said)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon anew."""
        self._theme = theme
        colour = theme.colour("text.muted")
        self._icon.setPixmap(theme.pixmap("search", colour, theme.px(14), self.devicePixelRatioF()))


class Who(QPushButton):
    """Who is signed in, over in which role, at which clinic, on which station: said at all times; opens the menu."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("who")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.name, self.where, self._arrow = Elided(self), Elided(self), QLabel(self)
        for label in (self.name, self.where, self._arrow):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.name.setProperty("tone", "strong")
        self.where.setProperty("tone", "where")
        self.setMaximumWidth(theme.px(WHO_WIDTH))
        self.setFixedHeight(theme.size("row", "topBar") - theme.px(6))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.where)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(6), theme.px(2), theme.px(4), theme.px(2))
        layout.setSpacing(theme.px(6))
        layout.addLayout(column, 1)
        layout.addWidget(self._arrow)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Return what its lines need: a button only asks for its own text."""
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters and the arrow."""
        return self._layout.minimumSize()

    def set_theme(self, theme: Theme) -> None:
        """Draw the arrow anew."""
        colour = theme.colour("text.muted")
        self._arrow.setPixmap(theme.pixmap("chevron-down", colour, theme.px(12), self.devicePixelRatioF()))

    def say(self, name: str, where: str) -> None:
        """Show a name over a line."""
        self.name.say(name)
        self.where.say(where)
        words = f"{name}, {where}" if where else name
        self.setToolTip(plain_tip(words))
        signed_in = QCoreApplication.translate("TopBar", "Signed in: %1").replace("%1", words)
        self.setAccessibleName(signed_in if words else "")


class Pill(QPushButton):
    """A word in the bar that can do with less room: its accessible name, in full or as a tooltip."""

    is_narrow = False

    def narrow(self, *, on: bool) -> None:
        """Show the mark alone, or its words too."""
        self.is_narrow = on
        self.setText("" if on else self.accessibleName())
        self.setToolTip(self.accessibleName() if on else "")


class TopBar(QWidget):
    """The context at the left; search, connection, time, user and the look at the right."""

    look_wanted = Signal()
    leave_wanted = Signal()
    search_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size("row", "topBar"))
        self._theme = theme
        self._pill: Pill | None = None
        self.contexts = QStackedWidget(self)
        self.contexts.currentChanged.connect(self.fit)
        self.contexts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.search = SearchButton(theme, self)
        self.mark = Mark(theme, self)
        self.clock, self.who = QLabel(self), Who(theme, self)
        self.clock.setProperty("tone", "clock")
        self.look, self.leave = _flat(self), _flat(self)
        self.search.clicked.connect(self.search_wanted)
        self.look.clicked.connect(self.look_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        self.who.clicked.connect(self.menu_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(6), 0, theme.px(6), 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.contexts, 1)
        for widget in (self.search, self.mark, self.clock, self.who, self.look, self.leave):
            layout.addWidget(widget)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = self.mark.theme = theme
        self.search.set_theme(theme)
        self.who.set_theme(theme)
        self.look.setIcon(theme.icon("moon" if theme.name == LIGHT else "sun"))
        self.leave.setIcon(theme.icon("sign-out"))
        dark = QCoreApplication.translate("TopBar", "Dark colours")
        light = QCoreApplication.translate("TopBar", "Light colours")
        _name(self.look, dark if theme.name == LIGHT else light)
        _name(self.leave, QCoreApplication.translate("TopBar", "Sign out"))

    def show_pill(self, pill: Pill) -> None:
        """Take up a word that is to be seen on every screen, beside who is signed in."""
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            self._pill = pill
            pill.setParent(self)
            layout.insertWidget(layout.indexOf(self.who), pill)
            QWidget.setTabOrder(self.search, pill)
            pill.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room when the word comes, and take it back when it goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and vars(self):
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let go of what can be spared."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the context its room: the search becomes an icon, light and dark and the clock go, the word a mark."""
        layout, context = self.layout(), self.contexts.currentWidget()
        if layout is None or context is None:
            return
        spared: tuple[QWidget, ...] = (self.look, self.clock)
        # Who is signed in is cut only where nothing else is left to be spared.
        wanted = min(self.who.sizeHint().width(), self._theme.px(WHO_WIDTH))
        pill = self._pill if self._pill is not None and not self._pill.isHidden() else None
        for level in range(len(spared) + 3):
            self.search.narrow(on=level > 0)
            for place, widget in enumerate(spared):
                widget.setHidden(level > place + 1)
            shown = [part for part in (self.search, self.mark, self.leave, *spared) if not part.isHidden()]
            if pill is not None:
                pill.narrow(on=level > len(spared) + 1)
                shown.append(pill)
            needed = sum(part.sizeHint().width() for part in shown) + layout.spacing() * (len(shown) + 3)
            spare = self.width() - needed - context.minimumSizeHint().width()
            if spare >= (wanted if level <= len(spared) else self._theme.px(WHO_LEAST)):
                self._share(spare, level)
                return
        # Not even so: which ward it is must be read whole, and the user's line gives way.
        self.who.setMaximumWidth(self._theme.px(WHO_LEAST))

    def _share(self, spare: int, level: int) -> None:
        """Give what is left to the user's line first, then to the search."""
        px = self._theme.px
        self.who.setMaximumWidth(min(px(WHO_MOST), spare))
        more = px(SEARCH_WIDE - SEARCH_WIDTH + ROOMY)
        if level == 0 and spare - min(self.who.sizeHint().width(), px(WHO_MOST)) >= more:
            self.search.widen()

    def show_user(self, access: AccessState, station: str) -> None:
        """Say who is signed in, in which role, at which clinic, and on which station."""
        self.who.say(access.user_name, where_text(access, station))
        may = access.may
        self.search.cover(patients=bool(may(Permission.SEE_PATIENTS)), beds=bool(may(Permission.SEE_READINGS)))
        self.fit()

    def show_connection(self, connection: Connection, moment: Moment, zone: str) -> None:
        """Say what the connection is worth, and the hub's time."""
        self.clock.setText(seconds_text(moment.hub, zone) if moment.hub else "")
        standing = connection.standing(moment.mono)
        if standing is Standing.NOT_MONITORED:
            self.mark.say("cross", "text.primary", QCoreApplication.translate("TopBar", "not monitored"))
        elif standing is Standing.CONNECTING:
            self.mark.say("ring", "text.secondary", QCoreApplication.translate("TopBar", "connecting"))
        elif standing is Standing.DELAYED:
            seconds = max(connection.silence(moment.mono), connection.delay or 0.0)
            text = (
                QCoreApplication.translate("TopBar", "delayed %1 s").replace("%1", f"{seconds:.0f}")
                if seconds >= 1
                else QCoreApplication.translate("TopBar", "delayed")
            )
            self.mark.say("notice", "notice.text", text)
        else:
            text = QCoreApplication.translate("TopBar", "live")
            if connection.delay is not None:
                ms = str(max(1, round(connection.delay * 1_000)))
                text = QCoreApplication.translate("TopBar", "live %1 ms").replace("%1", ms)
            if connection.just_resynced(moment.mono):
                text += " · " + QCoreApplication.translate("TopBar", "received anew")
            self.mark.say("dot", "live", text)


def where_text(access: AccessState, station: str) -> str:
    """Return in which role, at which clinic and on which station somebody is signed in."""
    roles = dict.fromkeys(role_name(clinic.role) for clinic in access.clinics)
    clinics = [clinic.name for clinic in access.clinics]
    more = [f"+{len(clinics) - 1}"] if len(clinics) > 1 else []
    return " · ".join(part for part in (*roles, *clinics[:1], *more, station) if part)


def role_name(role: str) -> str:
    """Return what a role is called in the user's language."""
    names = {
        "nurse": QCoreApplication.translate("roles", "Nurse"),
        "receptionist": QCoreApplication.translate("roles", "Receptionist"),
        "doctor": QCoreApplication.translate("roles", "Doctor"),
        "facility_manager": QCoreApplication.translate("roles", "Facility manager"),
        "administrator": QCoreApplication.translate("roles", "Administrator"),
        "auditor": QCoreApplication.translate("roles", "Auditor"),
    }
    return names.get(role, role)


def _flat(parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setProperty("kind", "flat")
    return button


def _name(button: QPushButton, text: str) -> None:
    button.setAccessibleName(text)
    button.setToolTip(text)
