"""A booking while it is typed: the slot that is kept for it, what is typed, and what became of what was sent.

A machine without clock or network of its own: the actions tell it what was asked and answered, and do what it wants
(``let_go``: holds to be given back). Whatever is sent has a key of its own until its fate is known, so a lost answer
is asked for again and nothing is booked twice. Times are the hub's, in ms since 1970.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from clinic_console.desktop.state.booking_slot import Kept, Offer, Outcome, Request, Slot
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.errors import (
    BadField,
    ClinicClosed,
    ClinicError,
    HoldOver,
    InThePast,
    NoPractitioner,
    NotFree,
    OutsideHours,
    PatientBusy,
    SlotTaken,
    TimeGap,
    TimeTwice,
    TooMany,
    Unavailable,
    WrongDuration,
    WrongVisitType,
)
from clinic_console.domain.schedule import HOLD_MS

RENEW_MS: Final = 60_000
"""So long after it was last kept anew, a slot is kept anew when somebody types on."""
WARN_MS: Final = 60_000
"""With less than this left, the countdown is shown."""
MOST_TYPES: Final = 5
MOST_OUTCOMES: Final = 20
OF_THE_SLOT: Final = (
    NotFree,
    ClinicClosed,
    InThePast,
    NoPractitioner,
    OutsideHours,
    TimeGap,
    TimeTwice,
    WrongDuration,
    WrongVisitType,
)
"""What is wrong with the time, the type or the practitioner: no other try of the same helps."""


@dataclass(slots=True)
class Booking:
    """The one booking that is being typed, and those whose fate is not known yet.

    ``taken``: somebody else stands in the slot (overbooking goes beside them); ``busy``: the patient has another
    visit then; ``was_held``: the slot was kept at some time. ``version`` rises with every change that can be
    seen. ``last_types``: what this desk booked last comes first.
    """

    slot: Slot | None = None
    patient: Chart | None = None
    text: str = ""
    reason: str = ""
    overbook: str = ""
    beside: str = ""
    waiting: str = ""
    kept: Kept = Kept.NO
    hold: str = ""
    until: int = 0
    taken: bool = False
    busy: bool = False
    was_held: bool = False
    key: str = ""
    problem: ClinicError | None = None
    offers: tuple[Offer, ...] = ()
    requests: dict[str, Request] = field(default_factory=dict)
    outcomes: deque[Outcome] = field(default_factory=lambda: deque(maxlen=MOST_OUTCOMES))
    let_go: list[str] = field(default_factory=list)
    last_types: tuple[int, ...] = ()
    version: int = 0
    _touched: bool = False

    # What can be asked of it

    @property
    def sent(self) -> Request | None:
        """Return the open booking as it was sent, while its fate is not known."""
        return self.requests.get(self.key)

    @property
    def complete(self) -> bool:
        """Say whether all is there that the hub needs: a slot, a type, a patient, and reasons where they are due."""
        if self.slot is None or not self.slot.type or self.patient is None:
            return False
        never = self.kept is Kept.REFUSED and not self.taken
        said = (not self.taken or self.overbook.strip()) and (not self.busy or self.beside.strip())
        return bool(said) and not never

    def left(self, now: int) -> int:
        """Return for how many ms the slot is still kept, 0 where it is not; ``now`` 0 (not known): all of it."""
        if self.kept is not Kept.HELD:
            return 0
        return max(0, self.until - now) if now else HOLD_MS

    def wants_renewal(self, now: int) -> bool:
        """Say whether the slot is to be kept anew: somebody has typed, and it was not asked for just now."""
        return self._touched and self.sent is None and 0 < self.left(now) <= HOLD_MS - RENEW_MS

    # What the user does

    def begin(
        self, slot: Slot, hold: str, *, waiting: str = "", patient: Chart | None = None, left: Sequence[str] = ()
    ) -> None:
        """Open a booking at a slot; what was typed for another slot stays, unless it is for somebody who waits.

        ``left``: holds of the same user there, of a console that may be no more. They would stand in the way.
        """
        if self.slot is None or self.sent is not None or patient is not None:
            self._close()
        self.waiting, self.patient = waiting or self.waiting, patient or self.patient
        self._at(slot, hold)
        # What goes with a booking that is on its way belongs to that.
        sent = {request.hold for request in self.requests.values()}
        for each in left:
            if each not in sent:
                self._spare(each)

    def choose_type(self, kind: int, ends: int, hold: str) -> None:
        """Book another type of visit: it takes another time, so its slot is kept anew."""
        if self.slot is not None and self.sent is None and kind != self.slot.type:
            self._at(replace(self.slot, type=kind, ends=ends), hold)

    def take(self, offer: Offer, hold: str) -> None:
        """Go to a time that was offered instead."""
        if self.slot is not None and self.sent is None:
            self._at(Slot(offer.clinic, offer.practitioner, offer.begins, self.slot.type, offer.ends), hold)

    def choose(self, patient: Chart | None) -> None:
        """Book for somebody, or for somebody else."""
        if self.sent is None and patient != self.patient:
            if self.busy:
                # That was about somebody else.
                self.problem, self.offers = None, ()
            self.patient, self.text, self.busy, self.beside = patient, "", False, ""
            self.touch()

    def typed(self, **texts: str) -> None:
        """Keep what stands in the fields (``text``, ``reason``, ``overbook``, ``beside``)."""
        if self.sent is None:
            for name, text in texts.items():
                setattr(self, name, text)
            if type(self.problem) is BadField and self.problem.field in texts:
                # That was about what stood there before.
                self.problem = None
            self.touch()

    def touch(self) -> None:
        """Somebody is at it: the slot is worth keeping."""
        self._touched = True
        self.version += 1

    def again(self, hold: str) -> None:
        """Ask for the slot once more; whether it is kept may only be unknown, then under the same id."""
        if self.slot is None or self.sent is not None or self.kept in (Kept.HELD, Kept.ASKED):
            return
        if self.kept is Kept.UNKNOWN:
            self.kept, self.problem = Kept.ASKED, None
            self.version += 1
        else:
            self._at(self.slot, hold)

    def send(self, key: str) -> Request | None:
        """Send it under a new key; None where there is nothing to send, or it is on its way."""
        if self.sent is not None or not self.complete or self.slot is None or self.patient is None:
            return None
        # One that is only perhaps kept is named, too: it would stand in the way of this very booking.
        hold = self.hold if self.kept in (Kept.HELD, Kept.UNKNOWN) else ""
        overbook = self.overbook.strip() if self.taken else ""
        beside = self.beside.strip() if self.busy else ""
        request = Request(key, self.slot, self.patient, self.reason.strip(), hold, overbook, beside, self.waiting)
        self.requests[key] = request
        self.key, self.problem = key, None
        self.version += 1
        return request

    def leave(self) -> None:
        """Close it; a booking that is on its way goes on without its panel."""
        if self.slot is not None:
            self._close()
            self.version += 1

    def clear(self) -> None:
        """Forget everything, for good: somebody else may sign in next."""
        self._wipe()
        self.requests, self.last_types, self.let_go = {}, (), []
        self.outcomes.clear()
        self.version += 1

    # What the hub says, and the clock

    def renewing(self) -> None:
        """The slot is being kept anew: until somebody types again, it is not asked for another time."""
        self._touched = False

    def held(self, hold: str, ends: int, until: int) -> None:
        """The slot is kept; one that is not wanted any more is given back."""
        if hold != self.hold or self.slot is None:
            self._spare(hold)
            return
        self.slot = replace(self.slot, ends=ends)
        self.kept, self.until, self.was_held = Kept.HELD, until, True
        if self.sent is None:
            self.taken = False
            if not self.busy:
                self.problem, self.offers = None, ()
        self.version += 1

    def not_held(self, hold: str, error: ClinicError, offers: tuple[Offer, ...] = ()) -> None:
        """The slot cannot be kept, or it is not known whether it is; what is typed stays."""
        if hold != self.hold or self.sent is not None:
            return
        if not isinstance(error, Unavailable | TooMany):
            self._refuse(error, offers)
            self.hold = ""
        elif self.kept is not Kept.HELD:
            # What is kept stays so until its time is over, whether or not it could be prolonged.
            self.kept, self.problem = Kept.UNKNOWN, error
        self.version += 1

    def tick(self, now: int) -> None:
        """Notice that the slot is kept no longer."""
        if self.kept is Kept.HELD and self.sent is None and now >= self.until:
            self.kept = Kept.OVER
            # The hub may keep it for longer, if the answer to the last renewal was lost.
            self._give_back()
            self.version += 1

    def unsure(self, key: str) -> None:
        """An answer was lost: it may be booked, or not."""
        if key in self.requests:
            self.requests[key] = replace(self.requests[key], unsure=True)
            self.version += 1

    def booked(self, key: str, card: Card) -> None:
        """It is booked."""
        request = self.requests.pop(key, None)
        if request is None:
            return
        here, kind = key == self.key, request.slot.type
        self.last_types = (kind, *(each for each in self.last_types if each != kind))[:MOST_TYPES]
        self.outcomes.append(Outcome(request, card, here=here))
        if here:
            # The visit has taken the place of what was kept; where it stands beside others, nothing was.
            self.hold = "" if request.hold == self.hold else self.hold
            self._close()
        self.version += 1

    def refused(self, key: str, error: ClinicError, offers: tuple[Offer, ...] = ()) -> None:
        """It is certainly not booked, and why; the next time that it is sent it is another one."""
        request = self.requests.pop(key, None)
        if request is None:
            return
        if key == self.key:
            self.key = ""
            if isinstance(error, HoldOver):
                self.kept, self.hold = Kept.OVER, ""
            else:
                self._refuse(error, offers)
        else:
            # Its panel was closed meanwhile: nobody wants what was kept for it.
            self._spare(request.hold)
            self.outcomes.append(Outcome(request, error=error, here=False))
        self.version += 1

    def _refuse(self, error: ClinicError, offers: tuple[Offer, ...]) -> None:
        self.problem, self.offers = error, offers
        self.busy = self.busy or isinstance(error, PatientBusy)
        if isinstance(error, OF_THE_SLOT) and not isinstance(error, PatientBusy):
            self.taken = type(error) is SlotTaken
            self.kept = Kept.REFUSED
            self._give_back()

    def _at(self, slot: Slot, hold: str) -> None:
        self._give_back()
        self.slot, self.hold, self.kept, self.until = slot, hold, Kept.ASKED, 0
        self.problem, self.offers, self.overbook, self.beside = None, (), "", ""
        self.taken = self.busy = self.was_held = self._touched = False
        self.key = ""
        self.version += 1

    def _close(self) -> None:
        if self.sent is None or self.sent.hold != self.hold:
            # What goes with a booking that is on its way belongs to that.
            self._give_back()
        self._wipe()

    def _give_back(self) -> None:
        if self.hold:
            self._spare(self.hold)
            self.hold = ""

    def _spare(self, hold: str) -> None:
        if hold and hold not in self.let_go:
            self.let_go.append(hold)

    def _wipe(self) -> None:
        self.slot = self.patient = self.problem = None
        self.text = self.reason = self.overbook = self.beside = self.waiting = self.hold = self.key = ""
        self.kept, self.until, self.offers = Kept.NO, 0, ()
        self.taken = self.busy = self.was_held = self._touched = False
