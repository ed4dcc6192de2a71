"""Made-up patients, one at a time: who somebody is, how they are reached, and what everybody must know of them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from uuid import UUID

from clinic_console.domain.patients import AlertKind, ConsentKind, ContactKind, IdentifierKind, Name
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of
from clinic_console.hub.service import names
from clinic_console.hub.service.seed_lands import Land, digits

Row = tuple[object, ...]

PATIENT_COLUMNS: Final = (
    "id", "mrn", "name", "name_latin", "born", "sex", "restriction", "name_kana", "family", "former_name",
    "sort_name", "words", "deceased", "died", "language", "interpreter", "alert_kinds", "made_at", "changed_at",
)  # fmt: skip
CONTACT_COLUMNS: Final = ("patient_id", "position", "kind", "value", "whose", "relation", "digits")
IDENTIFIER_COLUMNS: Final = ("patient_id", "kind", "system", "value", "folded")
ALERT_COLUMNS: Final = ("patient_id", "position", "kind", "text", "since")
CONSENT_COLUMNS: Final = ("patient_id", "kind", "given", "at")

LEGACY: Final = "legacy"
"""The system that a clinic had before, as it stands beside its numbers."""
_NAMES_KEPT: Final = 200
_NAME_TRIES: Final = 3
_LONGEST_KNOWN_SECONDS: Final = 5 * 365 * 86_400
_SETTLED_SECONDS: Final = 15 * 86_400
_DIED_WITHIN_DAYS: Final = 4 * 365
_DECEASED_SHARE: Final = 0.016
_ALERT_SHARE: Final = 0.12
_RESTRICTIONS: Final = ("staff", "vip", "own", "family")
_RESTRICTED_EVERY: Final = 200
_FIRST_RESTRICTED: Final = 7
"""The eighth patient lies in a bed of the first ward, however small the clinic."""
_SEXES: Final = tuple(accumulate((49, 49, 1, 1)))
_ALERTS: Final = (
    (
        AlertKind.ALLERGY,
        ("Penicillin", "Latex", "Peanuts", "Iodine contrast", "Aspirin", "Sulfonamides", "Bee stings"),
    ),
    (AlertKind.INFECTION, ("MRSA", "VRE", "C. difficile", "Norovirus", "Tuberculosis", "Influenza A")),
    (AlertKind.FALL_RISK, ("", "Unsteady at night", "Two people to stand up")),
    (AlertKind.DO_NOT_MOVE, ("Neck not cleared", "Fracture of the pelvis")),
    (AlertKind.OTHER, ("Pacemaker", "Difficult airway", "Anticoagulants", "Hard of hearing")),
)
_ALERT_KINDS: Final = tuple(accumulate((50, 20, 20, 4, 6)))
_CONSENTS: Final = (
    (ConsentKind.MESSAGES, 0.5, 0.85),
    (ConsentKind.SHARING, 0.35, 0.9),
    (ConsentKind.RESEARCH, 0.1, 0.4),
    (ConsentKind.PHOTO, 0.05, 0.7),
)
"""What is asked for, of whom (share), and who agrees (share of these)."""


@dataclass(slots=True)
class Person:
    """A patient and all that belongs to them, as rows of their tables."""

    id: UUID
    row: Row
    made_at: datetime
    clinics: list[UUID] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    identifiers: list[Row] = field(default_factory=list)
    alerts: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)


class People:
    """Makes patients; every choice comes from the one random source."""

    def __init__(self, random: Random, now: datetime) -> None:
        self._random = random
        self._now = now
        self._names: set[str] = set()

    def make(self, index: int, patient: UUID, home: Land, *, lies: bool) -> Person:
        """Make the patient of a number; who ``lies`` in a bed is alive, and called as people often are."""
        random = self._random
        sex = random.choices("FMXU", cum_weights=_SEXES)[0]
        language = names.choose_language(random, home.language)
        name = self._name(language, sex, lies)
        born = self._born()
        died = None if lies or random.random() >= _DECEASED_SHARE else self._died(born)
        made_at = self._made_at(born, died)
        alerts = self._alerts(born, made_at.date())
        foreign = language is not home.language
        row = (
            patient, _mrn(index), name.written, name.latin, born, sex, _restriction(index), name.kana, name.family,
            name.former, sort_of(name), " ".join(words_of(name)), died is not None, died, language.code,
            foreign and random.random() < 0.3, list(dict.fromkeys(kind for kind, *_ in alerts)), made_at, made_at,
        )  # fmt: skip
        return Person(
            patient,
            row,
            made_at,
            [],
            [(patient, position, *contact) for position, contact in enumerate(self._contacts(index, home))],
            [(patient, *number, fold_number(number[2])) for number in self._identifiers(index, home)],
            [(patient, position, *alert) for position, alert in enumerate(alerts)],
            self._consents(patient, made_at),
        )

    def _name(self, language: names.Language, sex: str, lies: bool) -> Name:
        """Make a name; those who lie in beds are rarely called the same, as in a real ward."""
        made = names.make_name(self._random, language, sex, common=lies)
        if not lies or len(self._names) >= _NAMES_KEPT:
            return made
        for _ in range(_NAME_TRIES):
            if made.written not in self._names:
                break
            made = names.make_name(self._random, language, sex, common=lies)
        self._names.add(made.written)
        return made

    def _born(self) -> date | None:
        if self._random.random() < 0.01:
            return None  # brought in without papers
        # Wards hold more old people than young ones.
        days = int(365.25 * min(104.0, self._random.betavariate(2.6, 1.4) * 104))
        return self._now.date() - timedelta(days=days)

    def _died(self, born: date | None) -> date:
        """Return when somebody died within the last years (not before the birth)."""
        died = self._now.date() - timedelta(days=self._random.randrange(1, _DIED_WITHIN_DAYS))
        return max(died, born) if born else died

    def _made_at(self, born: date | None, died: date | None) -> datetime:
        """Return when somebody was registered: within the last years, alive, and before any stay of now."""
        made = self._now - timedelta(seconds=self._random.randrange(_SETTLED_SECONDS, _LONGEST_KNOWN_SECONDS))
        if died:
            made = min(made, _midnight(died))
        return max(made, _midnight(born)) if born else made

    def _contacts(self, index: int, home: Land) -> list[tuple[str, str, str, str, str]]:
        """Return kind, value, whose, relation, digits."""
        random, found = self._random, []
        if random.random() < 0.93:
            found.append(_phone(home.phone(random)))
        if random.random() < 0.1:
            found.append(_phone(home.phone(random)))
        if random.random() < 0.4:
            found.append((str(ContactKind.EMAIL), f"p{index + 1}@{home.mail}", "", "", ""))
        if random.random() < 0.6:
            found.append((str(ContactKind.ADDRESS), home.home(random), "", "", ""))
        if random.random() < 0.2:
            place = random.randrange(len(home.relations))
            relative = names.make_name(random, home.language, "FM"[place % 2], common=True)
            found.append(_phone(home.phone(random), relative.written, home.relations[place]))
        return found

    def _identifiers(self, index: int, home: Land) -> list[tuple[str, str, str]]:
        """Return kind, system, value."""
        random, found = self._random, []
        if random.random() < 0.85:
            found.append((str(IdentifierKind.INSURANCE), home.insurer, digits(random, home.insured)))
        if random.random() < 0.1:
            found.append((str(IdentifierKind.EXTERNAL), LEGACY, f"L-{index + 1:07d}"))
        if random.random() < 0.03:
            found.append((str(IdentifierKind.PASSPORT), home.language.code.upper(), digits(random, "P#######")))
        return found

    def _alerts(self, born: date | None, known: date) -> list[tuple[str, str, date | None]]:
        """Return kind, text, since; one in eight has any."""
        random = self._random
        if random.random() >= _ALERT_SHARE:
            return []
        found: dict[tuple[str, str], date | None] = {}
        for _ in range(random.choices((1, 2, 3), (75, 20, 5))[0]):
            kind, texts = random.choices(_ALERTS, cum_weights=_ALERT_KINDS)[0]
            since = known - timedelta(days=random.randrange(3_650)) if random.random() < 0.7 else None
            found[str(kind), random.choice(texts)] = max(since, born) if since and born else since
        return [(kind, text, since) for (kind, text), since in found.items()]

    def _consents(self, patient: UUID, made_at: datetime) -> list[Row]:
        random = self._random
        return [
            (patient, str(kind), random.random() < agreed, made_at)
            for kind, asked, agreed in _CONSENTS
            if random.random() < asked
        ]


def _phone(number: str, whose: str = "", relation: str = "") -> tuple[str, str, str, str, str]:
    return str(ContactKind.PHONE), number, whose, relation, digits_of(number)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _mrn(index: int) -> str:
    """Return a record number: eight digits that do not rise in the order of admission."""
    return str(10_000_000 + (index * 7_654_321) % 90_000_000)


def _restriction(index: int) -> str | None:
    """Return why a patient's chart is restricted: one in 200 is, of each kind in turn."""
    number, place = divmod(index, _RESTRICTED_EVERY)
    return _RESTRICTIONS[number % len(_RESTRICTIONS)] if place == _FIRST_RESTRICTED else None
