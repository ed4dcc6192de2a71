"""What the wall has to know of alarms: those of each bed, its limits, and what is silenced or off.

Empty until an alarm engine on the hub fills it; a tile then shows the monitor's own alarms only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clinic_console.desktop.state.readings import MAX_BEDS
from clinic_console.domain.alarms import Breach, Limits, Priority


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of a bed; all times in hub ms since 1970.

    ``breach``, ``limit`` and ``value`` say which limit was crossed, and how far; an alarm without a breach (asystole,
    leads off) has ``text``. ``ended`` is when its cause went away: one that has ended and is still here is latched.
    """

    id: str
    parameter: str
    priority: Priority
    since: int
    breach: Breach | None = None
    limit: float | None = None
    value: float | None = None
    text: str = ""
    ended: int | None = None
    acknowledged_by: str = ""
    acknowledged_at: int | None = None

    @property
    def acknowledged(self) -> bool:
        """Say whether a named person has seen it."""
        return self.acknowledged_at is not None

    @property
    def latched(self) -> bool:
        """Say whether it is over and waits for somebody to acknowledge it."""
        return self.ended is not None and not self.acknowledged

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Return what sorts alarms, the worst first: what nobody has seen, then by priority, then the oldest."""
        return self.acknowledged, -self.priority, self.since


@dataclass(frozen=True, slots=True)
class AlarmOff:
    """That a parameter raises no alarm (an empty name: the whole bed), until a hub time or until turned on again."""

    parameter: str
    until: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class BedAlarms:
    """All of a bed's alarms, the worst first, its limits by parameter name, audio pause (hub ms) and alarms off."""

    alarms: tuple[Alarm, ...] = ()
    limits: Mapping[str, Limits] = field(default_factory=dict)
    paused_until: int | None = None
    off: tuple[AlarmOff, ...] = ()

    def __post_init__(self) -> None:
        """Bring the alarms into their order."""
        object.__setattr__(self, "alarms", tuple(sorted(self.alarms, key=lambda alarm: alarm.rank)))

    @property
    def worst(self) -> Alarm | None:
        """Return the alarm that matters most."""
        return self.alarms[0] if self.alarms else None


NOTHING = BedAlarms()
"""What holds for a bed of which nothing is known."""


class Alarms:
    """The replica of the watched beds' alarms; ``version`` rises with every change."""

    def __init__(self) -> None:
        self._beds: dict[str, BedAlarms] = {}
        self.version = 0

    def take(self, bed: str, alarms: BedAlarms) -> None:
        """Take in the whole present state of one bed."""
        if self._beds.get(bed) == alarms or (bed not in self._beds and len(self._beds) >= MAX_BEDS):
            return
        self._beds[bed] = alarms
        self.version += 1

    def of(self, bed: str) -> BedAlarms:
        """Return what is known of a bed."""
        return self._beds.get(bed, NOTHING)

    def worst(self, bed: str) -> Alarm | None:
        """Return the alarm of a bed that matters most."""
        return self.of(bed).worst

    def forget(self, beds: Iterable[str]) -> None:
        """Drop what is known of some beds: another patient's alarm must not stand there for a moment."""
        for bed in list(beds):
            if self._beds.pop(bed, None) is not None:
                self.version += 1

    def clear(self) -> None:
        """Drop everything."""
        self._beds.clear()
        self.version += 1
