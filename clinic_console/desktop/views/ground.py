"""The ground a screen stands on: loading, empty, failed, not allowed, or the content with a line above it."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import advice, words
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.panel import Panel
from clinic_console.desktop.views.skeleton import Skeleton
from clinic_console.domain.errors import ClinicError


class Footing(StrEnum):
    """What a ground shows."""

    LOADING = "loading"
    EMPTY = "empty"
    FAILED = "failed"
    DENIED = "denied"
    READY = "ready"
    KEPT = "kept"
    STALE = "stale"
    OFFLINE = "offline"
    CHANGED = "changed"


class Ground(QWidget):
    """Shows its content, or what stands in its place; ``pressed`` says that the user wants to go on.

    Each way of standing may be said again with every frame: only what is new is drawn and announced.
    """

    pressed = Signal()

    def __init__(
        self,
        theme: Theme,
        content: QWidget,
        *,
        tiles: bool = False,
        skeleton: Skeleton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.footing = Footing.LOADING
        self.content = content
        self.banner, self.panel = Banner(theme, self), Panel(theme, self)
        self.skeleton = skeleton or Skeleton(theme, tiles=tiles, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)
        for page in (self.skeleton, self.panel, content):
            self._stack.addWidget(page)
        self.panel.pressed.connect(self.pressed)
        self.banner.pressed.connect(self._banner_pressed)

    def loading(self, mono: float) -> None:
        """Show the shape of what is coming, once it has taken a moment."""
        self.skeleton.frame(mono)
        if self._turn(Footing.LOADING, self.skeleton):
            self.banner.hide()

    def frame(self, mono: float) -> None:
        """Bring loading up to a monotonic time."""
        if self.footing is Footing.LOADING:
            self.skeleton.frame(mono)

    def empty(self, icon: str, title: str, text: str = "", button: str = "") -> None:
        """Say what would stand here, and how to get it."""
        self._say_panel(Footing.EMPTY, icon, title, text, button)

    def denied(self, title: str, text: str = "", button: str = "") -> None:
        """Say that the user's role may not see this, and who can change that."""
        self._say_panel(Footing.DENIED, "lock", title, text, button)

    def failed(self, error: ClinicError, kept: str = "") -> None:
        """Say what went wrong, with one button to go on; with what was kept, the content stays in view."""
        again = QCoreApplication.translate("Ground", "Try again")
        if kept:
            self._say_banner(Footing.KEPT, "notice", "notice", words(error), kept, again)
        else:
            self._say_panel(Footing.FAILED, "notice", words(error).rstrip(".。"), advice(error), again)

    def ready(self) -> None:
        """Show the content alone; news of a change stays until it is seen."""
        if self.footing is not Footing.CHANGED and self._turn(Footing.READY, self.content):
            self.banner.hide()

    def stale(self, text: str, detail: str = "") -> None:
        """Show the content and say of when it is."""
        button = QCoreApplication.translate("Ground", "Refresh")
        self._say_banner(Footing.STALE, "plain", "clock", text, detail, button)

    def offline(self, text: str, detail: str = "") -> None:
        """Show the content and say for how long there has been no connection."""
        button = QCoreApplication.translate("Ground", "Try now")
        self._say_banner(Footing.OFFLINE, "notice", "offline", text, detail, button)

    def changed(self, text: str, detail: str = "") -> None:
        """Show the content and say what somebody else did to it."""
        self._say_banner(Footing.CHANGED, "accent", "swap", text, detail, QCoreApplication.translate("Ground", "OK"))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look (the content takes its own)."""
        self.banner.set_theme(theme)
        self.panel.set_theme(theme)
        self.skeleton.set_theme(theme)

    def _say_panel(self, footing: Footing, icon: str, title: str, text: str, button: str) -> None:
        self.panel.say(icon, title, text, button)
        if self._turn(footing, self.panel):
            self.banner.hide()
            announce(self.panel, f"{title}. {text}" if text else title)

    def _say_banner(self, footing: Footing, tone: str, icon: str, bold: str, text: str, button: str) -> None:
        before = self.banner.words
        self.banner.say(tone, icon, bold, text, button)
        # An age that grows every second is announced once; each change from elsewhere is news.
        other = self._turn(footing, self.content)
        if other or (footing is Footing.CHANGED and self.banner.words != before):
            announce(self.banner, self.banner.words)

    def _turn(self, footing: Footing, page: QWidget) -> bool:
        """Show a page; return whether the footing is another than before."""
        if footing is not Footing.LOADING:
            self.skeleton.stop()
        other, self.footing = footing is not self.footing, footing
        if page is self._stack.currentWidget():
            return other
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self._stack.setCurrentWidget(page)
        if held:
            # What had the focus is gone from view: it goes on to where the user can act.
            (self.panel.button if page is self.panel else page).setFocus(Qt.FocusReason.OtherFocusReason)
        return other

    def _banner_pressed(self) -> None:
        if self.footing is Footing.CHANGED:
            self.footing = Footing.READY
            self.banner.hide()
            self.content.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pressed.emit()
