"""What the settings of this PC mean, in words that depend on what holds."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import sentences
from clinic_console.desktop.state.wards import Ward
from clinic_console.desktop.station import Station


def words_on_sharing(station: Station) -> str:
    """Say what a shared station is, and whom it forgets if it becomes one."""
    about = QCoreApplication.translate(
        "Station", "Several people use this PC: nobody is remembered on it, each signs in with a password."
    )
    if station.shared or not station.people:
        return about
    count = len(station.people)
    forgets = QCoreApplication.translate(
        "Station", "Turning it on forgets %n person(s) remembered here.", None, count
    )
    return sentences(about, forgets)


def words_on_screens(count: int) -> str:
    """Say how many screens there are, and what becomes of the wall where there is one."""
    found = QCoreApplication.translate("Station", "%n screen(s) found.", None, count)
    if count > 1:
        return found
    later = QCoreApplication.translate("Station", "The wall goes to a second one as soon as it is there.")
    return sentences(found, later)


def words_on_wards(station: Station, wards: Iterable[Ward]) -> str:
    """Say which wards are watched here, by name where the list of wards has come, and where they are chosen."""
    names = {ward.id: ward.name for ward in wards}
    known = [names[ward] for ward in station.wards if ward in names]
    if not station.wards:
        watched = QCoreApplication.translate("Station", "The largest ward is watched.")
    elif known:
        watched = QCoreApplication.translate("Station", "Watched here: %1.").replace("%1", ", ".join(known))
    else:
        count = len(station.wards)
        watched = QCoreApplication.translate("Station", "%n ward(s) watched.", None, count)
    where = QCoreApplication.translate("Station", "Wards are chosen on the wall, by the name at the top.")
    return sentences(watched, where)
