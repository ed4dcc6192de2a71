"""Checking in, in words: identifiers, forms, who has been confirmed, and what somebody else has changed."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.schedule_words import state_text
from clinic_console.desktop.charts.times import born_text, clock_text, date_text
from clinic_console.desktop.state.booking_slot import chart_of_person
from clinic_console.desktop.state.check_in import Part, Sheet
from clinic_console.desktop.state.schedule_columns import Card, Person
from clinic_console.desktop.views.chart_pills import Said, warnings_of
from clinic_console.desktop.views.patients_words import alert_kinds, grouped
from clinic_console.domain.appointments import PRESENT, Identity
from clinic_console.domain.check_in import FormState

FORM_GLYPHS = {
    FormState.TO_SIGN: "ring",
    FormState.SIGNED: "check",
    FormState.DECLINED: "cross",
    FormState.NOT_NEEDED: "minus",
}


def part_text(part: Part) -> str:
    """Return what a step is called."""
    translate = QCoreApplication.translate
    return {
        Part.IDENTITY: translate("CheckIn", "Who is it?"),
        Part.CONTACTS: translate("CheckIn", "Contact data"),
        Part.ALERTS: translate("CheckIn", "Alerts and interpreter"),
        Part.FORMS: translate("CheckIn", "Forms and consents"),
        Part.COMPANIONS: translate("CheckIn", "Companions"),
    }[part]


def identifier_text(name: str) -> str:
    """Return what an identifier is called."""
    translate = QCoreApplication.translate
    return {
        "name": translate("CheckIn", "Name"),
        "born": translate("CheckIn", "Date of birth"),
        "phone": translate("CheckIn", "Phone"),
        "address": translate("CheckIn", "Address"),
        "mrn": translate("CheckIn", "MRN"),
        "insurance": translate("CheckIn", "Insurance number"),
        "photo_id": translate("CheckIn", "Photo ID"),
    }.get(name, name)


def value_text(name: str, sheet: Sheet) -> str:
    """Return what there is to compare, empty for what is not known."""
    value, who = sheet.values.get(name, ""), sheet.card.patient
    if name == "born" and who.born is not None:
        return born_text(who.born)
    if name == "name":
        other = who.latin if who.latin != who.name else ""
        return " · ".join(part for part in (value, other, who.kana) if part)
    return grouped(value) if name == "mrn" else value


def warnings_of_card(person: Person, more: Sequence[str] = ()) -> list[Said]:
    """Return what everybody must know of who comes; ``more``: alerts that a chart has beyond a card's.

    An alert without words of its own is told by its kind.
    """
    kinds = alert_kinds()
    texts = dict.fromkeys(kinds.get(each, each) for each in (*person.alerts, *more))
    return warnings_of(chart_of_person(replace(person, alerts=tuple(texts))))


def form_text(state: FormState) -> str:
    """Return how a form stands."""
    translate = QCoreApplication.translate
    return {
        FormState.TO_SIGN: translate("CheckIn", "To sign"),
        FormState.SIGNED: translate("CheckIn", "Signed"),
        FormState.DECLINED: translate("CheckIn", "Declined"),
        FormState.NOT_NEEDED: translate("CheckIn", "Not needed"),
    }[state]


def contact_text(kind: str) -> str:
    """Return what kind of contact it is."""
    translate = QCoreApplication.translate
    return {
        "phone": translate("CheckIn", "Phone"),
        "email": translate("CheckIn", "Email"),
        "address": translate("CheckIn", "Address"),
    }.get(kind, kind)


def identity_of_card(card: Card) -> tuple[str, str]:
    """Return whether somebody was confirmed, as a card says it, and in which tone it is to be said."""
    translate = QCoreApplication.translate
    if card.identity is Identity.CONFIRMED:
        return translate("CheckIn", "Identity confirmed"), ""
    if card.identity is Identity.NOT_CONFIRMED:
        return translate("CheckIn", "Identity could not be confirmed"), "notice"
    here = card.state in PRESENT
    return translate("CheckIn", "Identity not compared yet"), "notice" if here else ""


def identity_text(sheet: Sheet, zone: str) -> tuple[str, str]:
    """Return who was confirmed by what, by whom and when; or why nobody could be; and the tone for it."""
    translate, draft = QCoreApplication.translate, sheet.draft
    by = " · ".join(filter(None, (sheet.by, clock_text(sheet.at, zone) if sheet.at else "")))
    if draft.compared:
        names = ", ".join(identifier_text(name) for name in draft.compared)
        text = translate("CheckIn", "Identity confirmed by %1").replace("%1", names)
        return " · ".join(filter(None, (text, by))), ""
    if draft.not_confirmed:
        text = translate("CheckIn", "Identity not confirmed: %1").replace("%1", draft.not_confirmed)
        return " · ".join(filter(None, (text, by))), "notice"
    return "", ""


def changes_text(before: Sheet, now: Sheet, zone: str) -> str:
    """Return what somebody else has changed of a visit, a sentence each."""
    translate = QCoreApplication.translate
    found: list[str] = []
    pattern = translate("CheckIn", "%1: %2 → %3.", "a field, what it was, what it is")

    def say(name: str, was: str, is_now: str) -> None:
        if was != is_now:
            none = "\N{EN DASH}"
            found.append(pattern.replace("%3", is_now or none).replace("%2", was or none).replace("%1", name))

    old, new = before.card, now.card
    say(translate("CheckIn", "Status"), state_text(old.state), state_text(new.state))
    say(translate("CheckIn", "Time"), clock_text(old.begins, zone), clock_text(new.begins, zone))
    say(translate("CheckIn", "Room"), old.room, new.room)
    if before.draft.forms != now.draft.forms:
        found.append(translate("CheckIn", "Forms stand differently."))
    if before.draft.companions != now.draft.companions:
        found.append(translate("CheckIn", "Others have come along."))
    identity, _ = identity_text(now, zone)
    if identity and identity != identity_text(before, zone)[0]:
        found.append(identity + ".")
    return " ".join(found) or translate("CheckIn", "It stands as it did otherwise.")


def asked_text(at: int, zone: str) -> str:
    """Return when somebody last asked whether contact data still hold."""
    if not at:
        return QCoreApplication.translate("CheckIn", "Nobody has asked yet whether they still hold.")
    return QCoreApplication.translate("CheckIn", "Last asked on %1.").replace("%1", date_text(at, zone))
