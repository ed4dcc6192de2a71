"""PCs in words."""

from PySide6.QtCore import QCoreApplication

from clinic_console import __version__
from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.state.stations import Station, older
from clinic_console.desktop.views.table import Words
from clinic_console.domain.errors import ClinicError, Conflict


def name_text(station: Station) -> str:
    """Return what a PC is called; one without a name by its address."""
    return station.name or station.address or station.id[:8]


def people_of(station: Station) -> list[str]:
    """Return who is signed in at a PC; whoever works for none of the own clinics has no name, and comes last."""
    named = [name for name in station.users if name]
    if len(named) < len(station.users):
        named.append(QCoreApplication.translate("Stations", "Somebody of another clinic"))
    return named


def is_old(station: Station) -> bool:
    """Say whether a PC's console is older than this one."""
    return older(station.version, __version__)


def version_text(station: Station) -> str:
    """Say which console runs there, and whether it is older than this one."""
    if not is_old(station):
        return station.version
    said = QCoreApplication.translate("Stations", "%1, older than this console (%2)")
    return said.replace("%2", __version__).replace("%1", station.version)


def sign_out_text(station: Station, *, here: bool) -> str:
    """Say what it means to sign everybody out at a PC."""
    who = QCoreApplication.translate("Stations", ", ", "between two names").join(people_of(station))
    ends = QCoreApplication.translate("Stations", "%1 is signed out at once, and has to sign in again.")
    if len(station.users) > 1:
        ends = QCoreApplication.translate("Stations", "They are signed out at once, and have to sign in again: %1.")
    lost = QCoreApplication.translate("Stations", "What somebody is typing there is lost.")
    you = QCoreApplication.translate("Stations", "This is the PC that you sit at: you are signed out too.")
    return sentences(ends.replace("%1", who), lost, you if here else "")


def forget_text() -> str:
    """Say what it means to take a PC off the list."""
    return QCoreApplication.translate(
        "Stations",
        "It is gone from this list, for a PC that is not used any more. It comes back when somebody signs in there.",
    )


def trouble_text(error: ClinicError) -> str:
    """Say why something did not happen, and what to do."""
    if isinstance(error, Conflict):
        return QCoreApplication.translate("Stations", "Somebody is signed in there. Sign everybody out first.")
    return sentences(words(error), advice(error))


def empty_words(*, searched: bool) -> Words:
    """Say what an empty list means."""
    translate = QCoreApplication.translate
    name = translate("Stations", "Stations")
    if searched:
        return Words(
            name,
            "search",
            translate("Stations", "No PC fits"),
            translate("Stations", "Look for another name, address or person."),
            translate("Stations", "Show all PCs"),
        )
    return Words(
        name,
        "monitor",
        translate("Stations", "No PC is known yet"),
        translate("Stations", "A PC stands here once somebody has signed in with its console."),
    )
