"""People in words: the columns of their list, their state, and what went wrong with them."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.users import User
from clinic_console.desktop.views.topbar import role_name
from clinic_console.domain.errors import BadField, ClinicError

LONGEST: Final = 100
"""Of a name and a login, in characters: as many as the hub takes."""

Names = Mapping[str, str]
"""What clinics are called, by their id."""


def columns(
    clinics: Callable[[], Names], when: Callable[[int | None], str], own: Callable[[], str]
) -> list[Column[User]]:
    """Return the columns of the list; ``when`` writes a time, ``own`` is the id of who looks at it."""
    translate = QCoreApplication.translate

    def name(user: User) -> Cell:
        you = translate("Users", "you") if user.id == own() else ""
        return Cell(user.name, "muted" if user.disabled else "strong", you)

    return [
        Column(translate("Users", "Name"), name, 150, 4),
        Column(translate("Users", "Login"), lambda user: Cell(user.login), 110, 3, drop=2),
        Column(translate("Users", "Roles"), lambda user: Cell(roles_text(user, clinics())), 130, 5),
        Column(translate("Users", "Last seen"), lambda user: Cell(when(user.last_seen), "muted"), 160, 0, drop=3),
        Column(translate("Users", "State"), state_cell, 140, 0, drop=1),
    ]


def roles_text(user: User, clinics: Names) -> str:
    """Return what somebody is in each of the administrator's clinics; with one clinic it is not named."""
    if len(clinics) == 1:
        return ", ".join(role_name(each.role) for each in user.memberships)
    between = QCoreApplication.translate("Users", "%1 (%2)", "role (clinic)")
    return ", ".join(
        between.replace("%1", role_name(each.role)).replace("%2", clinics.get(each.clinic, "")).replace(" ()", "")
        for each in user.memberships
    )


def state_cell(user: User) -> Cell:
    """Return how somebody stands: disabled, signed in, or neither."""
    if user.disabled:
        return Cell(QCoreApplication.translate("Users", "Disabled"), "notice", icon="ban", pill=True)
    if user.sessions:
        return Cell(QCoreApplication.translate("Users", "Signed in"), "accent", icon="dot")
    if user.password_given:
        return Cell(QCoreApplication.translate("Users", "New password"), "muted", icon="ring")
    return Cell(QCoreApplication.translate("Users", "Signed out"), "muted", icon="ring")


def trouble(error: ClinicError) -> str:
    """Return what went wrong, and what to do, as one text."""
    if type(error) is BadField:
        text = QCoreApplication.translate("Users", "This cannot be taken: 1 to %1 readable characters are.")
        return text.replace("%1", str(LONGEST))
    return sentences(words(error), advice(error))
