"""Who may already be the one that somebody is about to register: asked while typing, and once more at the end.

That somebody of another clinic may be meant is all that is ever said of them, and asking is limited: whoever could
ask without end could find out who is known to the network.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import NotFound, TooMany
from clinic_console.domain.patients import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_CONTACTS,
    MOST_IDENTIFIERS,
    MRN_LONGEST,
    ContactKind,
    Name,
)
from clinic_console.domain.patients_likeness import LEAST_DIGITS, MOST, Meeting, alike, score, telling
from clinic_console.domain.patients_names import digits_of, fold_number, words_of
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import patients_changes as store
from clinic_console.wire.patients import Duplicate, Duplicates, Likeness, PatientData, PatientLine

QUESTIONS: Final = 60
"""So many different ones of a user within ten minutes: each patient that is registered takes a handful."""
WITHIN_SECONDS: Final = 600.0
USERS: Final = 10_000
MOST_WORDS: Final = 30
"""Of a name that is compared; who has more is found by these."""
_NOBODY: Final = UUID(int=0)


class Candidate(PatientLine):
    """Somebody of the own clinics, with what is alike (the words of the name that tell)."""

    words: list[str]
    same_day: bool
    phone: bool
    number: bool


_found: Final = msgspec.json.Decoder(list[Candidate]).decode


class Questions:
    """What each user has asked lately, of one hub: a bounded memory of hashes, of nobody's name."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[UUID | None, OrderedDict[int, float]] = OrderedDict()

    def ask(self, user: UUID | None, question: Hashable) -> bool:
        """Count a question and say whether it is a new one; TooMany when it is one too many."""
        now = self._clock()
        asked = self._asked.setdefault(user, OrderedDict())
        self._asked.move_to_end(user)
        if len(self._asked) > USERS:
            self._asked.popitem(last=False)
        while asked and now - next(iter(asked.values())) >= WITHIN_SECONDS:
            asked.popitem(last=False)
        if hash(question) in asked:
            return False
        if len(asked) >= QUESTIONS:
            wait = int(WITHIN_SECONDS - (now - next(iter(asked.values())))) + 1
            raise TooMany(f"{QUESTIONS} different people within ten minutes", retry_after=wait)
        asked[hash(question)] = now
        return True

    def __len__(self) -> int:
        return len(self._asked)


async def find_duplicates(engine: Engine, scope: Scope, given: Likeness, questions: Questions) -> Duplicates:
    """Return who it may be, by what has been typed so far; BadField or NotFound (clinic), TooMany."""
    clinic = read_id(given.clinic_id, "clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    asked = what_is_asked(given.data)
    if not _is_enough(asked):
        return Duplicates([])
    async with unit_of_work(engine, scope) as work:
        return await compare(work, clinic, asked, questions, always=True)


async def compare(work: Work, clinic: UUID, asked: store.Asked, questions: Questions, *, always: bool) -> Duplicates:
    """Return who it may be, the likeliest first; what is asked anew is recorded (unless ``always``: if found)."""
    if not _is_enough(asked):
        return Duplicates([])
    new = questions.ask(work.scope.user_id, asked._replace(itself=_NOBODY))
    probable = await store.probable(work.connection, asked)
    ranked = _ranked(asked.words, _found(probable.found))
    if new and (always or ranked or probable.elsewhere):
        await work.record(
            Action.PATIENTS_COMPARED,
            object_kind="patient",
            clinic_id=clinic,
            after={
                "name": " ".join(asked.words),
                "born": asked.born,
                "found": len(ranked),
                "elsewhere": probable.elsewhere,
            },
        )
    return Duplicates(ranked, probable.elsewhere)


def what_is_asked(data: PatientData, itself: UUID = _NOBODY) -> store.Asked:
    """Return what of a patient can be compared; what is typed halfway is left out, not refused."""
    texts = (data.name, data.family, data.name_kana, data.name_latin, data.former_name)
    words = words_of(Name(*(text[:LONGEST_NAME] for text in texts)))
    phones = (
        digits_of(each.value[:LONGEST_VALUE])
        for each in data.contacts[:MOST_CONTACTS]
        if each.kind == ContactKind.PHONE
    )
    numbers = (fold_number(each.value[:LONGEST_VALUE]) for each in data.identifiers[:MOST_IDENTIFIERS])
    mrn = data.mrn if data.mrn.isprintable() and len(data.mrn) <= MRN_LONGEST else ""
    return store.Asked(
        itself,
        data.born,
        telling(words[:MOST_WORDS]),
        mrn,
        tuple(sorted({each for each in phones if len(each) >= LEAST_DIGITS})),
        tuple(sorted({each for each in numbers if each})),
    )


def _is_enough(asked: store.Asked) -> bool:
    named = bool(asked.words) and (asked.born is not None or bool(asked.digits))
    return named or bool(asked.mrn) or bool(asked.folded)


def _ranked(words: Sequence[str], found: list[Candidate]) -> list[Duplicate]:
    ranked = []
    for each in found:
        meeting = Meeting(each.same_day, each.phone, each.number)
        if likeness := alike(words, each.words, meeting):
            ranked.append((score(words, each.words, meeting), each, likeness))
    ranked.sort(key=lambda one: (-one[0], one[1].id))
    return [Duplicate(_line(each), likeness) for _, each, likeness in ranked[:MOST]]


def _line(each: Candidate) -> PatientLine:
    return PatientLine(**{name: getattr(each, name) for name in PatientLine.__struct_fields__})
