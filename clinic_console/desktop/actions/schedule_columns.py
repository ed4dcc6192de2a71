"""What the hub says of a schedule in the words of the state: columns, cards, practitioners, types of visits."""

from typing import Final

from clinic_console.desktop.state import schedule_columns as state
from clinic_console.domain.appointments import Identity, State
from clinic_console.domain.errors import MalformedMessage
from clinic_console.domain.schedule import VisitType
from clinic_console.wire import practitioners as who
from clinic_console.wire import schedule as wire

LATEST_MS: Final = 1 << 43
"""Later than any calendar has days: such a time would stop the painting of all others."""


def column_of(found: wire.Column, clinic: str) -> state.Column:
    """Return a column; raises MalformedMessage for times that no calendar has."""
    stretches = (found.work, found.reserved, found.blocked, found.held)
    for begins, ends in ((each.begins, each.ends) for some in stretches for each in some):
        _check(begins, ends)
    for begins, ends in found.elsewhere:
        _check(begins, ends)
    cards = sorted((card_of(each, clinic) for each in found.cards), key=lambda each: (each.begins, each.lane))
    return state.Column(
        found.practitioner,
        found.day,
        found.version,
        tuple(found.work),
        tuple(found.reserved),
        tuple(found.blocked),
        tuple(cards),
        tuple(state.Held(each.id, each.begins, each.ends, each.until, each.mine) for each in found.held),
        tuple((begins, ends) for begins, ends in found.elsewhere),
    )


def card_of(found: wire.Card, clinic: str = "") -> state.Card:
    """Return a visit; raises MalformedMessage for times that no calendar has, and states that nobody knows."""
    _check(found.begins, found.ends)
    _check(found.own_begins, found.own_ends)
    _check(found.since, LATEST_MS)
    _check(found.arrived, LATEST_MS)
    try:
        stands, identity = State(found.state), Identity(found.identity)
    except ValueError as error:
        raise MalformedMessage("the state of a visit") from error
    return state.Card(
        id=found.id,
        begins=found.begins,
        ends=found.ends,
        clinic=found.clinic_id or clinic,
        practitioner=found.practitioner,
        type=found.type,
        state=stands,
        version=found.version,
        lane=found.lane,
        own_begins=found.own_begins,
        own_ends=found.own_ends,
        patient=person_of(found.patient),
        restricted=found.restricted,
        reason=found.reason,
        overbooked=found.overbooked,
        beside=found.beside,
        cancelled=found.cancelled,
        others=tuple(found.others),
        since=found.since,
        arrived=found.arrived,
        room=found.room,
        walk_in=found.walk_in,
        identity=identity,
        to_confirm=found.to_confirm,
    )


def person_of(found: wire.Person) -> state.Person:
    """Return who comes."""
    return state.Person(
        id=found.id,
        mrn=found.mrn,
        name=found.name,
        latin=found.name_latin,
        kana=found.name_kana,
        born=found.born,
        sex=found.sex,
        alerts=tuple(found.alerts),
        deceased=found.deceased,
        interpreter=found.interpreter,
        phone=found.phone,
    )


def practitioner_of(found: who.Practitioner) -> state.Practitioner:
    """Return somebody who sees patients."""
    return state.Practitioner(
        found.id,
        found.name,
        found.title,
        found.sort_name,
        tuple(found.clinics),
        tuple(found.specialties),
        found.active,
    )


def specialty_of(found: who.Specialty) -> state.Specialty:
    """Return a specialty."""
    return state.Specialty(found.id, found.name, found.code)


def kind_of(found: who.VisitType) -> state.VisitKind:
    """Return a type of visits."""
    rules = VisitType(
        found.id,
        found.minutes,
        found.before,
        found.after,
        found.capacity,
        found.offset,
        found.own,
    )
    return state.VisitKind(
        found.id,
        found.name,
        rules,
        found.specialty,
        found.active,
        found.grace,
        found.patience,
        found.priority,
        tuple(found.forms),
    )


def _check(begins: int, ends: int) -> None:
    if not 0 <= begins <= ends <= LATEST_MS:
        raise MalformedMessage("a time of a schedule")
