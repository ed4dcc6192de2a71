"""Checking in as one console knows it: what is known of a visit, what is typed, and what became of it.

The walk goes from step to step; one with nothing to be done in it is passed. Times are the hub's, in ms since 1970.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.check_in import (
    AT_LEAST,
    CHECKED_IN_FROM,
    COMPARABLE,
    MOST_COMPANIONS,
    USUAL,
    WRITABLE,
    FormState,
)
from clinic_console.domain.errors import ClinicError

MOST_OUTCOMES: Final = 20
ADULT: Final = 18
BEFORE: Final = CHECKED_IN_FROM
"""In these states somebody is to be checked in; in later ones, the card is only kept."""
OPEN: Final = CHECKED_IN_FROM | WRITABLE
"""In others, nothing can be written on the card."""


class Part(StrEnum):
    """The steps of the walk."""

    IDENTITY = "identity"
    CONTACTS = "contacts"
    ALERTS = "alerts"
    FORMS = "forms"
    COMPANIONS = "companions"


@dataclass(frozen=True, slots=True)
class Form:
    """A form or consent of a visit."""

    name: str
    state: FormState = FormState.TO_SIGN


@dataclass(frozen=True, slots=True)
class Companion:
    """Who has come along."""

    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed: which identifiers were compared, or why they could not be, and the rest of the card."""

    compared: tuple[str, ...] = ()
    not_confirmed: str = ""
    contacts: bool = False
    interpreter: str = ""
    forms: tuple[Form, ...] = ()
    companions: tuple[Companion, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The card as the hub has it; ``values`` are what can be compared, by domain.check_in.COMPARABLE.

    ``contacts``: kind and value. ``by`` and ``at``: who compared, and when.
    """

    card: Card
    draft: Draft
    values: dict[str, str]
    contacts: tuple[tuple[str, str], ...] = ()
    alerts: tuple[str, ...] = ()
    language: str = ""
    by: str = ""
    at: int = 0
    contacts_at: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A card as it was sent, under its key; ``unsure``: the answer was lost, and it is sent again."""

    key: str
    card: Card
    draft: Draft
    check_in: bool
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a card: its visit as it stands now, or why it was not kept; ``here``: it is still open."""

    request: Request
    card: Card | None = None
    error: ClinicError | None = None
    here: bool = True


@dataclass(slots=True)
class CheckInState:
    """The card that is open, and those whose fate is not known yet.

    ``child``: somebody must have come along. ``newer``: how it stands by now, where somebody else has changed it.
    ``asks_why``: it is being said why nobody could be confirmed. ``version`` rises with every change to be seen.
    """

    card: Card | None = None
    sheet: Sheet | None = None
    newer: Sheet | None = None
    draft: Draft = field(default_factory=Draft)
    part: Part = Part.IDENTITY
    asks_why: bool = False
    child: bool = False
    loading: bool = False
    problem: ClinicError | None = None
    failed: ClinicError | None = None
    key: str = ""
    requests: dict[str, Request] = field(default_factory=dict)
    outcomes: deque[Outcome] = field(default_factory=lambda: deque(maxlen=MOST_OUTCOMES))
    version: int = 0

    # What can be asked of it

    @property
    def sent(self) -> Request | None:
        """Return the open card as it was sent, while its fate is not known."""
        return self.requests.get(self.key)

    @property
    def checks_in(self) -> bool:
        """Say whether the last step checks somebody in, or only keeps what is typed."""
        return self.sheet is not None and self.sheet.card.state in BEFORE

    @property
    def over(self) -> bool:
        """Say whether nothing can be written on this card any more."""
        return self.sheet is not None and self.sheet.card.state not in OPEN

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the steps in which there is something to be done."""
        sheet, draft = self.sheet, self.draft
        if sheet is None:
            return ()
        wanted = {Part.IDENTITY, Part.CONTACTS}
        if sheet.alerts or sheet.card.patient.interpreter:
            wanted.add(Part.ALERTS)
        if any(form.state is FormState.TO_SIGN for form in sheet.draft.forms):
            wanted.add(Part.FORMS)
        if self.child or draft.companions:
            wanted.add(Part.COMPANIONS)
        return tuple(part for part in Part if part in wanted or part is self.part)

    @property
    def last(self) -> bool:
        """Say whether no step follows the present one."""
        return bool(self.parts) and self.parts[-1] is self.part

    @property
    def identified(self) -> bool:
        """Say whether enough was compared, or it was said why it could not be."""
        if self.asks_why:
            return bool(self.draft.not_confirmed.strip())
        return len(self.draft.compared) >= AT_LEAST

    # What the user does

    def open(self, card: Card, *, child: bool = False) -> None:
        """Open the card of a visit; what was typed for the same one stays."""
        if self.card is not None and self.card.id == card.id and self.sheet is not None:
            self.card = card if card.version > self.card.version else self.card
            return
        self._wipe()
        self.card, self.child, self.loading = card, child, True
        self.version += 1

    def toggle(self, name: str) -> None:
        """Say that an identifier was compared, or that it was not."""
        if self.sent is None and name in COMPARABLE:
            on = set(self.draft.compared) ^ {name}
            self.type(compared=tuple(each for each in COMPARABLE if each in on))
            self.asks_why = False

    def ask_why(self, *, on: bool) -> None:
        """Say why nobody can be confirmed, or go back to comparing."""
        if self.sent is None:
            self.asks_why = on
            self.version += 1

    def cycle(self, place: int) -> None:
        """Have a form stand differently."""
        forms = self.draft.forms
        if self.sent is None and 0 <= place < len(forms):
            states = list(FormState)
            after = states[(states.index(forms[place].state) + 1) % len(states)]
            self.type(forms=(*forms[:place], replace(forms[place], state=after), *forms[place + 1 :]))

    def put_companion(self, place: int, companion: Companion | None) -> None:
        """Say who has come along, at the end or in place of another; None: nobody there."""
        found = list(self.draft.companions)
        found[place : place + 1] = [companion] if companion is not None else []
        if len(found) <= MOST_COMPANIONS:
            self.type(companions=tuple(found))

    def type(self, **fields: object) -> None:
        """Keep what stands in the fields of the draft."""
        if self.sent is None:
            self.draft = replace(self.draft, **fields)  # type: ignore[arg-type]
            self.failed = None
            self.version += 1

    def go(self, part: Part) -> None:
        """Go to a step."""
        if part is not self.part:
            self.part = part
            self.version += 1

    def step(self, by: int) -> bool:
        """Go to the next step (or the one before), False where there is none."""
        parts = self.parts
        place = parts.index(self.part) + by if self.part in parts else 0
        if not 0 <= place < len(parts):
            return False
        if self.part is Part.CONTACTS and by > 0:
            self.type(contacts=True)
        self.go(parts[place])
        return True

    def look_again(self) -> None:
        """Go on with how the visit stands by now; what was compared stays."""
        newer = self.newer
        if newer is None or self.sent is not None:
            return
        compared, why = self.draft.compared, self.draft.not_confirmed
        self._take(newer)
        self.type(compared=compared, not_confirmed=why)
        self.part = Part.IDENTITY
        self.version += 1

    def send(self, key: str) -> Request | None:
        """Send it under a new key; None where there is nothing to send, or it is on its way."""
        waits = self.sent is not None or self.newer is not None
        if self.sheet is None or waits or self.over or not self.identified:
            return None
        draft = replace(
            self.draft,
            compared=() if self.asks_why else self.draft.compared,
            not_confirmed=self.draft.not_confirmed.strip() if self.asks_why else "",
            contacts=self.draft.contacts or self.part is Part.CONTACTS,
            companions=tuple(each for each in self.draft.companions if each.name.strip()),
        )
        self.key = key
        request = self.requests[key] = Request(key, self.sheet.card, draft, self.checks_in)
        self.failed = None
        self.version += 1
        return request

    def close(self) -> None:
        """Keep nothing of a visit; one that is on its way goes on without its panel."""
        self._wipe()
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self._wipe()
        self.requests = {}
        self.outcomes.clear()
        self.version += 1

    # What the hub says

    def load(self) -> None:
        """It is being asked for."""
        self.loading, self.problem = True, None
        self.version += 1

    def take(self, visit: str, sheet: Sheet) -> None:
        """Take in the card of the visit that is open."""
        if self.card is None or self.card.id != visit:
            return
        self.loading, self.problem = False, None
        if self.sheet is None:
            self._take(sheet)
        elif sheet.card.version > self.sheet.card.version:
            self.newer = sheet
        elif sheet != self.sheet:
            # Somebody's contact data are others now: nothing that is typed here.
            self.sheet = replace(sheet, draft=self.sheet.draft)
        self.version += 1

    def not_loaded(self, visit: str, error: ClinicError) -> None:
        """It cannot be had, and why."""
        if self.card is not None and self.card.id == visit:
            self.loading, self.problem = False, error
            self.version += 1

    def doubt(self, key: str) -> None:
        """An answer was lost: it may be kept, or not."""
        if key in self.requests:
            self.requests[key] = replace(self.requests[key], unsure=True)
            self.version += 1

    def kept(self, key: str, card: Card) -> None:
        """It is kept."""
        request = self.requests.pop(key, None)
        if request is not None:
            here = key == self.key and bool(key)
            self.outcomes.append(Outcome(request, card, here=here))
            if here:
                self._wipe()
            self.version += 1

    def refused(self, key: str, error: ClinicError) -> None:
        """It is certainly not kept, and why; what is typed stays."""
        request = self.requests.pop(key, None)
        if request is not None:
            here = key == self.key and bool(key)
            if here:
                self.key, self.failed = "", error
            else:
                self.outcomes.append(Outcome(request, error=error, here=False))
            self.version += 1

    def _take(self, sheet: Sheet) -> None:
        self.card, self.sheet, self.newer, self.failed = sheet.card, sheet, None, None
        draft = sheet.draft
        usual = tuple(name for name in USUAL if sheet.values.get(name))
        self.asks_why = bool(draft.not_confirmed) and not draft.compared
        self.draft = replace(draft, compared=draft.compared or usual)

    def _wipe(self) -> None:
        self.card = self.sheet = self.newer = self.problem = self.failed = None
        self.draft, self.part, self.key = Draft(), Part.IDENTITY, ""
        self.asks_why = self.child = self.loading = False
