"""Made-up patients into the database: a few thousand at a time, so that only ids of those in beds are held."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from clinic_console.hub.service import seed_people as people
from clinic_console.hub.service.seed_lands import LANDS
from clinic_console.hub.service.seed_people import People, Person
from clinic_console.hub.store import seed as store

_AT_ONCE: Final = 10_000
_SECOND_CLINIC_SHARE: Final = 0.05
_VISITED: Final = 400
"""So many of those in beds have been here before."""
_MOST_VISITS: Final = 6
_VISIT_DAYS: Final = 6 * 365
_VISITS: Final = (
    ("ambulatory", "185349003", "Encounter for check up", 40),
    ("wellness", "162673000", "General examination of patient", 30),
    ("outpatient", "185345009", "Encounter for symptom", 50),
    ("emergency", "50849002", "Emergency room admission", 300),
    ("inpatient", "185347001", "Encounter for problem", 4_000),
)
"""Kind, SNOMED CT code and its words, minutes."""
_REASONS: Final = ("", "Hypertension", "Asthma", "Diabetes", "Back pain", "Sprain of ankle", "Pneumonia", "Migraine")
_ENCOUNTER_COLUMNS: Final = (
    "id", "patient_id", "clinic_id", "system", "external_id", "kind", "began", "ended", "code", "text", "reason",
    "practitioner",
)  # fmt: skip


class Patients:
    """Loads patients with their clinics and all that belongs to them; every choice is of the one random source."""

    def __init__(
        self, loader: store.Loader, random: Random, now: datetime, new_id: Callable[[], UUID], clinics: Sequence[UUID]
    ) -> None:
        self._loader = loader
        self._random = random
        self._now = now
        self._new_id = new_id
        self._clinics = clinics
        self._people = People(random, now)
        self._visits = 0

    def load(self, count: int, lying: Sequence[int]) -> list[UUID]:
        """Load so many patients; the first lie in beds of the clinics ``lying`` (numbers); return their ids."""
        ids: list[UUID] = []
        with ThreadPoolExecutor(1) as beside:
            loaded = beside.submit(self._load, [])
            for begin in range(0, count, _AT_ONCE):
                made = [self._make(index, lying) for index in range(begin, min(count, begin + _AT_ONCE))]
                ids += [person.id for person in made[: max(0, len(lying) - begin)]]
                # Postgres checks the last ones while the next are made; never more than these two are held.
                loaded.result()
                loaded = beside.submit(self._load, made)
            loaded.result()
        visited = list(zip(ids, lying, strict=True))[:_VISITED]
        self._loader.copy("encounters", _ENCOUNTER_COLUMNS, self._encounters(visited))
        return ids

    def _make(self, index: int, lying: Sequence[int]) -> Person:
        lies = index < len(lying)
        home = lying[index] if lies else self._random.randrange(len(self._clinics))
        person = self._people.make(index, self._new_id(), LANDS[home % len(LANDS)], lies=lies)
        person.clinics.append(self._clinics[home])
        if self._random.random() < _SECOND_CLINIC_SHARE and len(self._clinics) > 1:
            other = home + self._random.randrange(1, len(self._clinics))
            person.clinics.append(self._clinics[other % len(self._clinics)])
        return person

    def _load(self, made: list[Person]) -> None:
        load = self._loader.copy
        links = ((each.id, clinic, each.made_at) for each in made for clinic in each.clinics)
        load("patients", people.PATIENT_COLUMNS, (each.row for each in made))
        load("patient_clinic", ("patient_id", "clinic_id", "made_at"), links)
        load("patient_contacts", people.CONTACT_COLUMNS, (row for each in made for row in each.contacts))
        load("patient_identifiers", people.IDENTIFIER_COLUMNS, (row for each in made for row in each.identifiers))
        load("patient_alerts", people.ALERT_COLUMNS, (row for each in made for row in each.alerts))
        load("patient_consents", people.CONSENT_COLUMNS, (row for each in made for row in each.consents))

    def _encounters(self, visited: list[tuple[UUID, int]]) -> Iterator[tuple[object, ...]]:
        """Yield past visits, as an import of the former system would have brought them."""
        random = self._random
        for patient, home in visited:
            for _ in range(random.randrange(_MOST_VISITS)):
                self._visits += 1
                kind, code, text, minutes = random.choice(_VISITS)
                began = self._now - timedelta(minutes=random.randrange(30 * 1_440, _VISIT_DAYS * 1_440))
                ended = began + timedelta(minutes=random.randint(minutes // 2, minutes * 2))
                yield (
                    self._new_id(), patient, self._clinics[home], people.LEGACY, f"V-{self._visits:06d}", kind, began,
                    ended, code, text, random.choice(_REASONS), f"D-{random.randint(1, 40):03d}",
                )  # fmt: skip
