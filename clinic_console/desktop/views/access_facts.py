"""What is known of the hub before anybody signs in: how fast it answers, and who vouches for it."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinic_console.desktop.bridge import advice, words
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.domain.errors import ClinicError, HubUnavailable


class HubFacts(QWidget):
    """Two lines about the hub; ``hub`` is the first one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon, self._colour = "ring", "text.muted"
        self.hub, self.trust = QLabel(self), QLabel(self)
        self._hub_icon, self._trust_icon = QLabel(self), QLabel(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(6))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for row, (icon, label) in enumerate(((self._hub_icon, self.hub), (self._trust_icon, self.trust))):
            label.setProperty("tone", "muted")
            # Who signed a certificate stands here, in words of theirs.
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            icon.setFixedWidth(theme.px(14))
            grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, 1)

    def show_hub(self, access: AccessState, *, encrypted: bool) -> None:
        """Say what the last question to the hub brought."""
        tone = "muted"
        if access.hub_problem is not None:
            self._icon, self._colour, tone = "notice", "notice.text", "notice"
            self.hub.setText(words(access.hub_problem))
            self.hub.setToolTip(plain_tip(advice_here(access.hub_problem)))
        elif access.hub_delay is not None:
            self._icon, self._colour = "dot", "live"
            text = QCoreApplication.translate("SignIn", "The hub answers in %1 ms")
            self.hub.setText(text.replace("%1", str(max(1, round(access.hub_delay * 1_000)))))
            self.hub.setToolTip("")
        else:
            self._icon, self._colour = "ring", "text.muted"
            self.hub.setText(QCoreApplication.translate("SignIn", "Asking the hub …"))
        if self.hub.property("tone") != tone:
            self.hub.setProperty("tone", tone)
            self.hub.style().unpolish(self.hub)
            self.hub.style().polish(self.hub)
        self._show_trust(access, encrypted)
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self._draw()

    def _show_trust(self, access: AccessState, encrypted: bool) -> None:
        known = access.hub_problem is None and access.hub_delay is not None
        if access.hub_issuer:
            text = QCoreApplication.translate("SignIn", "Certificate checked (%1)").replace("%1", access.hub_issuer)
        elif encrypted:
            text = QCoreApplication.translate("SignIn", "Certificate checked")
        else:
            text = QCoreApplication.translate("SignIn", "The hub is on this PC: no certificate is needed")
        self.trust.setText(text)
        # Its place stays, so that nothing moves when it is known.
        self.trust.setVisible(known)
        self._trust_icon.setVisible(known)

    def _draw(self) -> None:
        theme, ratio = self._theme, self.devicePixelRatioF()
        size = theme.px(13)
        self._hub_icon.setPixmap(theme.pixmap(self._icon, theme.colour(self._colour), size, ratio))
        self._trust_icon.setPixmap(theme.pixmap("lock", theme.colour("text.muted"), size, ratio))


def advice_here(error: ClinicError) -> str:
    """Return what to do about an error where nobody watches a ward yet."""
    if type(error) is HubUnavailable:
        return QCoreApplication.translate("SignIn", "Check the address and the network of this PC, then try again.")
    return advice(error)
