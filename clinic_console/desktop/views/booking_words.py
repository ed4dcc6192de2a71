"""Times and refusals of the desk's panels in words, those around a change of the clocks among them."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.state.booking_slot import Offer, Slot
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import VisitKind
from clinic_console.desktop.views.booking_rows import Row
from clinic_console.domain.errors import BadField, ClinicError, NotFree
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import day_of
from clinic_console.domain.zones import zone as zone_of


def day_words(at: int, zone: str, now: int) -> str:
    """Return the day of a time: today and tomorrow by name (``now`` 0: not known)."""
    days = (date_of(at, zone) - date_of(now, zone)).days if now else -1
    if days == 0:
        return QCoreApplication.translate("Booking", "Today")
    if days == 1:
        return QCoreApplication.translate("Booking", "Tomorrow")
    return day_text(at, zone)


def span_text(begins: int, ends: int, zone: str) -> str:
    """Return from when to when."""
    text = QCoreApplication.translate("Booking", "%1 to %2", "two times of day")
    return text.replace("%2", clock_text(ends, zone)).replace("%1", clock_text(begins, zone))


def length_text(begins: int, ends: int) -> str:
    """Return how long something takes."""
    return QCoreApplication.translate("Booking", "%n min", None, (ends - begins) // MINUTE_MS)


def clock_change_text(begins: int, ends: int, zone: str) -> str:
    """Return what must be said of a time at which the clocks change; nothing at any other."""
    place = zone_of(zone)
    wall = datetime.fromtimestamp(begins / 1_000, UTC).astimezone(place)
    other = wall.replace(fold=1 - wall.fold)
    if other.utcoffset() != wall.utcoffset() and _comes_twice(wall):
        first = QCoreApplication.translate("Booking", "The first %1 of two: the clocks go back after it.")
        second = QCoreApplication.translate("Booking", "The second %1 of two: the clocks have gone back before it.")
        return (second if wall.fold else first).replace("%1", clock_text(begins, zone))
    end = datetime.fromtimestamp(ends / 1_000, UTC).astimezone(place)
    if ends > begins and end.utcoffset() != wall.utcoffset():
        text = QCoreApplication.translate("Booking", "The clocks change during this visit: it ends at %1.")
        return text.replace("%1", clock_text(ends, zone))
    before = datetime.fromtimestamp((begins - 1) / 1_000, UTC).astimezone(place)
    if before.utcoffset() != wall.utcoffset() and not wall.fold:
        text = QCoreApplication.translate(
            "Booking", "The clocks go forward to %1: the time before it does not exist."
        )
        return text.replace("%1", clock_text(begins, zone))
    return ""


def _comes_twice(wall: datetime) -> bool:
    return all(
        wall.replace(fold=fold).astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None)
        == wall.replace(tzinfo=None)
        for fold in (0, 1)
    )


def offer_rows(offers: tuple[Offer, ...], now: int, names: dict[str, str], *, typing: bool = False) -> list[Row]:
    """Return offered times as rows, each with the key that takes it; ``names`` are the clinics'."""
    several = len({offer.clinic for offer in offers}) > 1
    caps = ["Alt+%1" if typing else "%1"] * 3
    return [
        Row(
            offer.name,
            day_words(offer.begins, offer.zone, now),
            clock_text(offer.begins, offer.zone),
            other=names.get(offer.clinic, "") if several else "",
            cap=caps[place].replace("%1", str(place + 1)) if place < len(caps) else "",
            key=offer_key(offer),
        )
        for place, offer in enumerate(offers)
    ]


def offer_key(offer: Offer) -> str:
    """Return which free time it is among others."""
    return f"{offer.begins} {offer.practitioner} {offer.clinic}"


def wrong_field(error: ClinicError | None) -> str:
    """Return which field of a booking it is that the hub cannot take, empty for another trouble."""
    # Kinds of it (in the past, outside of hours) say themselves what is wrong.
    return error.field if type(error) is BadField else ""


def field_text(name: str) -> str:
    """Return what is wrong with a field of a booking, where the hub names it; empty for one that is none."""
    translate = QCoreApplication.translate
    why = translate("Booking", "This text contains characters that cannot be kept.")
    return {
        "reason": translate("Booking", "The reason contains characters that cannot be kept."),
        "overbook": why,
        "beside": why,
        "patient": translate("Booking", "No visit can be booked for this patient. Choose somebody else."),
        "type": translate("Booking", "This type of visit cannot be booked. Choose another one."),
        "begins": translate("Booking", "No visit can be booked at this time. Choose another one."),
    }.get(name, "")


def refusal_words(error: ClinicError) -> str:
    """Return why something cannot be had, and what can be done about it."""
    wrong = field_text(wrong_field(error))
    if wrong:
        return wrong
    # Other times stand below it as rows: they are the advice.
    return words(error) if isinstance(error, NotFree) else sentences(words(error), advice(error))


def date_of(at: int, zone: str) -> date:
    """Return the day that a calendar in a zone shows at a time."""
    return day_of(zone, datetime.fromtimestamp(at / 1_000, UTC))


def kinds_for(schedule: ScheduleState, slot: Slot, zone: str) -> list[VisitKind]:
    """Return the types of visits that a practitioner does then, by name; that of the slot in any case."""
    who = schedule.practitioners.get(slot.practitioner)
    column = (
        schedule.column(slot.practitioner, date_of(slot.begins, zone)) if slot.clinic == schedule.clinic else None
    )
    work = next((each for each in column.work if each.begins <= slot.begins < each.ends), None) if column else None

    def does(kind: VisitKind) -> bool:
        trained = not kind.specialty or who is None or kind.specialty in who.specialties
        booked = work is None or not work.types or kind.id in work.types
        return kind.id == slot.type or (kind.active and trained and booked)

    return sorted(filter(does, schedule.types.values()), key=lambda kind: kind.name)


def kind_text(kind: VisitKind) -> str:
    """Return a type of visits with how long it takes."""
    text = QCoreApplication.translate("Booking", "%1 · %n min", None, kind.rules.minutes)
    return text.replace("%1", kind.name)


def name_of(patient: Chart) -> str:
    """Return a patient's name, in the own order."""
    return patient.name or patient.latin
