"""What is done with people from their panel and from the form: asked of the hub, told, and taken back."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.users import Membership, User
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.users_form import UserForm
from clinic_console.desktop.views.users_panel import UserPanel
from clinic_console.domain.errors import ClinicError

T = TypeVar("T")


class UserDeeds(QObject):
    """``changed`` carries what was done, in words, and what takes it back or None; ``given`` tells of a password."""

    changed = Signal(str, object)
    given = Signal()

    def __init__(self, bridge: Bridge, actions: UserActions, panel: UserPanel, form: UserForm) -> None:
        super().__init__(panel)
        self._bridge, self._actions, self._panel, self._form = bridge, actions, panel, form
        self._errand = Errand(bridge, panel)
        panel.renamed.connect(self._rename)
        panel.roles_chosen.connect(self._set_roles)
        panel.end_wanted.connect(self._ask_end)
        panel.password_wanted.connect(self._ask_password)
        panel.disable_wanted.connect(self._ask_disable)
        panel.enable_wanted.connect(self._enable)
        form.wanted.connect(self._make)

    @property
    def _user(self) -> User | None:
        return self._actions.state.opened

    def _rename(self) -> None:
        user, panel = self._user, self._panel
        if user is None:
            return
        texts = (("name", panel.name.text().strip(), user.name), ("login", panel.login.text().strip(), user.login))
        changed = {key: now for key, now, before in texts if now != before}
        if not changed:
            panel.kept()
            return
        before = {key: was for key, _, was in texts if key in changed}
        undo = self._way_back(lambda: self._actions.change(user.id, **before))

        def done(now: User) -> None:
            panel.kept()
            self._say(QCoreApplication.translate("Users", "%1 changed"), now, undo)

        self._do(lambda: self._actions.change(user.id, **changed), done, panel.say_name_problem)

    def _set_roles(self) -> None:
        user, panel = self._user, self._panel
        wanted = panel.roles.memberships()
        if user is None or wanted == user.memberships:
            return
        if wanted:
            self._put_roles(user, wanted)
            return
        panel.roles.show_roles(user.memberships)
        if not user.elsewhere:
            panel.say_words(
                QCoreApplication.translate("Users", "Nobody is left without any clinic: disable this user instead.")
            )
            return
        text = QCoreApplication.translate("Users", "Take %1 out of all your clinics? You cannot take this back.")
        button = QCoreApplication.translate("Users", "Take out")
        panel.confirm.ask(text.replace("%1", user.name), button, lambda _: self._put_roles(user, ()))

    def _put_roles(self, user: User, wanted: tuple[Membership, ...]) -> None:
        undo = self._way_back(lambda: self._actions.set_memberships(user.id, user.memberships)) if wanted else None

        def failed(error: ClinicError) -> None:
            self._panel.roles.show_roles(user.memberships)
            self._panel.say_problem(error)

        text = QCoreApplication.translate("Users", "Roles of %1 changed")
        self._do(
            lambda: self._actions.set_memberships(user.id, wanted), lambda now: self._say(text, now, undo), failed
        )

    def _ask_disable(self) -> None:
        user = self._user
        if user is not None:
            text = QCoreApplication.translate("Users", "Disable %1? Wherever signed in, this person is out at once.")
            self._panel.confirm.ask(
                text.replace("%1", user.name),
                QCoreApplication.translate("Users", "Disable"),
                lambda reason: self._disable(user, reason),
                reason=QCoreApplication.translate("Users", "Why, for the audit log"),
            )

    def _disable(self, user: User, reason: str) -> None:
        undo = self._way_back(lambda: self._actions.enable(user.id))
        text = QCoreApplication.translate("Users", "%1 is disabled")
        self._do(lambda: self._actions.disable(user.id, reason), lambda now: self._say(text, now, undo))

    def _enable(self) -> None:
        user = self._user
        if user is not None:
            reason = QCoreApplication.translate("Users", "Enabling was taken back")
            undo = self._way_back(lambda: self._actions.disable(user.id, reason))
            text = QCoreApplication.translate("Users", "%1 can sign in again")
            self._do(lambda: self._actions.enable(user.id), lambda now: self._say(text, now, undo))

    def _ask_password(self) -> None:
        user = self._user
        if user is None:
            return
        text = QCoreApplication.translate(
            "Users", "Give %1 a new password? The old one and the PIN end, and so do all sessions."
        )
        button = QCoreApplication.translate("Users", "New password")
        self._panel.confirm.ask(text.replace("%1", user.name), button, lambda _: self._give_password(user))

    def _give_password(self, user: User) -> None:
        self._do(lambda: self._actions.new_password(user.id), lambda _: self.given.emit())

    def _ask_end(self) -> None:
        user = self._user
        if user is not None:
            text = QCoreApplication.translate("Users", "Sign %1 out everywhere? What is not saved there is lost.")
            button = QCoreApplication.translate("Users", "Sign out")
            self._panel.confirm.ask(text.replace("%1", user.name), button, lambda _: self._end(user))

    def _end(self, user: User) -> None:
        def done(count: int) -> None:
            self._say(QCoreApplication.translate("Users", "%n session(s) of %1 ended", None, count), user, None)

        self._do(lambda: self._actions.end_sessions(user.id), done)

    def _make(self) -> None:
        form = self._form
        login, name, roles = form.login.text().strip(), form.name.text().strip(), form.roles.memberships()

        def failed(error: ClinicError) -> None:
            form.wait(on=False)
            form.wrong(error)

        def done(_: object) -> None:
            form.wait(on=False)
            form.clear()
            self.given.emit()

        if self._do(lambda: self._actions.create(login, name, roles), done, failed):
            form.wait(on=True)

    def _do(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
        failed: Callable[[ClinicError], object] | None = None,
    ) -> bool:
        """Ask the hub for one thing; return whether it is being asked."""
        self._panel.say_problem(None)
        return self._errand.run(work, done, failed or self._panel.say_problem)

    def _way_back(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Callable[[], None]:
        """Return what undoes something, also when this panel is gone by then; the bridge tells of its errors."""
        bridge = self._bridge

        def undo() -> None:
            bridge.spawn(work(), "undo")

        return undo

    def _say(self, text: str, user: User, undo: Callable[[], None] | None) -> None:
        self.changed.emit(text.replace("%1", user.name), undo)
