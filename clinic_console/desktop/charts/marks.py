"""How alarms mark a tile: its frame, and which of its numbers."""

from dataclasses import dataclass
from typing import Final

from clinic_console.desktop.state.alarms import BedAlarms
from clinic_console.desktop.state.readings import group_of
from clinic_console.domain.alarms import FLASH_HZ, Priority

_TOKENS: Final = {Priority.LOW: "low", Priority.MEDIUM: "medium", Priority.HIGH: "high"}


@dataclass(frozen=True, slots=True)
class Frame:
    """How a tile is framed: by which priority, and whether somebody has seen it."""

    priority: Priority
    acknowledged: bool = False

    @property
    def token(self) -> str:
        """Return the priority's name in tokens.json."""
        return _TOKENS[self.priority]

    @property
    def flashes(self) -> bool:
        """Say whether the frame flashes; what is acknowledged or low is steady."""
        return not self.acknowledged and self.priority in FLASH_HZ


@dataclass(frozen=True, slots=True)
class Mark:
    """An alarm on one number: its priority, and whether somebody has seen it."""

    priority: Priority
    acknowledged: bool = False

    @property
    def token(self) -> str:
        """Return the priority's name in tokens.json."""
        return _TOKENS[self.priority]

    @property
    def boxed(self) -> bool:
        """Say whether the number stands in a filled box while the flash is on."""
        return self.priority is Priority.HIGH and not self.acknowledged


def frame_of(alarms: BedAlarms) -> Frame | None:
    """Return the frame of a bed with these alarms."""
    worst = alarms.worst
    return Frame(worst.priority, worst.acknowledged) if worst else None


def mark_of(alarms: BedAlarms, name: str) -> Mark | None:
    """Return the mark on a parameter's number; an alarm that has ended leaves the number in its own colour."""
    group = group_of(name)
    for alarm in alarms.alarms:
        if alarm.ended is None and group_of(alarm.parameter) == group:
            return Mark(alarm.priority, alarm.acknowledged)
    return None
