"""A patient between the forms it has: of the wire, of the rules, and as the database's functions take it."""

import json
from collections.abc import Collection

from clinic_console.domain.patients import (
    Alert,
    AlertKind,
    ConsentKind,
    Contact,
    ContactKind,
    Identifier,
    IdentifierKind,
    Name,
    Sex,
)
from clinic_console.domain.patients_changes import LISTS, Consent, Record
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of
from clinic_console.wire import patients as wire


def record_of(patient: wire.Patient) -> Record:
    """Return who somebody is by the rules' types; what is stored is not checked again."""
    return Record(
        name=Name(patient.name, patient.family, patient.name_kana, patient.name_latin, patient.former_name),
        mrn=patient.mrn,
        born=patient.born,
        sex=Sex(patient.sex),
        deceased=patient.deceased,
        died=patient.died,
        language=patient.language,
        interpreter=patient.interpreter,
        identifiers=tuple(
            Identifier(IdentifierKind(each.kind), each.system, each.value) for each in patient.identifiers
        ),
        contacts=tuple(
            Contact(ContactKind(each.kind), each.value, each.whose, each.relation) for each in patient.contacts
        ),
        alerts=tuple(Alert(AlertKind(each.kind), each.text, each.since) for each in patient.alerts),
        consents=tuple(Consent(ConsentKind(each.kind), each.given) for each in patient.consents),
    )


def written_record(record: Record, lists: Collection[str] = LISTS) -> str:
    """Return a patient as patient_register and patient_change take it (JSON), with those of the lists only."""
    name = record.name
    data: dict[str, object] = {
        "name": name.written,
        "family": name.family,
        "name_kana": name.kana,
        "name_latin": name.latin,
        "former_name": name.former,
        "sort_name": sort_of(name),
        "words": " ".join(words_of(name)),
        "mrn": record.mrn,
        "born": record.born.isoformat() if record.born else None,
        "sex": record.sex,
        "deceased": record.deceased,
        "died": record.died.isoformat() if record.died else None,
        "language": record.language,
        "interpreter": record.interpreter,
        "alert_kinds": list(dict.fromkeys(each.kind for each in record.alerts)),
    }
    given = _lists(record)
    return json.dumps(data | {each: given[each] for each in lists}, ensure_ascii=False)


def _lists(record: Record) -> dict[str, list[dict[str, object]]]:
    return {
        "identifiers": [
            {"kind": each.kind, "system": each.system, "value": each.value, "folded": fold_number(each.value)}
            for each in record.identifiers
        ],
        "contacts": [
            {
                "kind": each.kind,
                "value": each.value,
                "whose": each.whose,
                "relation": each.relation,
                "digits": digits_of(each.value) if each.kind is ContactKind.PHONE else "",
            }
            for each in record.contacts
        ],
        "alerts": [
            {"kind": each.kind, "text": each.text, "since": each.since.isoformat() if each.since else None}
            for each in record.alerts
        ],
        "consents": [{"kind": each.kind, "given": each.given} for each in record.consents],
    }
