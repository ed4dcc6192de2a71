"""What the finder says of what it has found, and how long that took."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.finder import FinderState
from clinic_console.desktop.views.booking_rows import Row
from clinic_console.desktop.views.booking_words import day_words, offer_key


def found_rows(offers: Sequence[Offer], now: int, clinics: Mapping[str, str]) -> list[Row]:
    """Return what was found as rows; ``clinics``: names, where several are looked through."""
    return [
        Row(
            offer.name,
            day_words(offer.begins, offer.zone, now),
            clock_text(offer.begins, offer.zone),
            other=clinics.get(offer.clinic, ""),
            key=offer_key(offer),
        )
        for offer in offers
    ]


def count_text(finder: FinderState, *, waits: bool) -> str:
    """Return how many are shown, of which time, and how long that took; nothing before the first answer."""
    if waits:
        return QCoreApplication.translate("Finder", "Searching…")
    if finder.found_for is None or finder.problem is not None:
        return ""
    count = len(finder.offers)
    if finder.more:
        # How many there are in all nobody has counted.
        found = QCoreApplication.translate("Finder", "first %n", None, count)
    else:
        found = QCoreApplication.translate("Finder", "%n found", None, count)
    days = QCoreApplication.translate("Finder", "next %n days", None, finder.found_for.days)
    took = QCoreApplication.translate("Finder", "%1 ms").replace("%1", str(finder.took))
    return " · ".join((found, days, took))


def nothing_text(finder: FinderState, *, known: bool) -> str:
    """Return why nothing stands here, empty where something does."""
    if finder.problem is not None:
        kept = QCoreApplication.translate("Finder", "What you look for is kept.")
        return sentences(words(finder.problem), advice(finder.problem), kept)
    if not known:
        return QCoreApplication.translate("Finder", "Types of visits are not here yet.")
    if finder.current and not finder.offers:
        return QCoreApplication.translate(
            "Finder", "No such time is free. Allow more weekdays, another time of day, or another clinic."
        )
    return ""
