"""Practitioners, types of visits, rooms and devices, as whoever looks after them sees and changes them."""

from dataclasses import dataclass, field

from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.schedule_columns import Specialty


@dataclass(frozen=True, slots=True)
class Somebody:
    """A practitioner; ``id`` 0: not known to the hub yet."""

    id: int = 0
    name: str = ""
    title: str = ""
    sort_name: str = ""
    clinics: tuple[str, ...] = ()
    specialties: tuple[int, ...] = ()
    active: bool = True
    version: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """What a type needs beside its practitioner: one of a specialty, or a room or device of a group (minutes)."""

    kind: str = "room"
    group: str = ""
    specialty: int = 0
    offset: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of visits; times in minutes. ``grace``: later is late; ``patience``: longer is too long to wait."""

    id: int = 0
    name: str = ""
    minutes: int = 30
    before: int = 0
    after: int = 0
    capacity: int = 1
    offset: int = 0
    own: int = 0
    specialty: int = 0
    needs: tuple[Need, ...] = ()
    active: bool = True
    version: int = 0
    grace: int = 10
    patience: int = 20
    priority: int = 2
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A room or a device of a clinic."""

    id: int = 0
    clinic_id: str = ""
    kind: str = "room"
    name: str = ""
    group: str = ""
    capacity: int = 1
    active: bool = True
    version: int = 0


Thing = Somebody | Kind | Room


def _people() -> Pages[Somebody]:
    return Pages(lambda each: str(each.id))


def _kinds() -> Pages[Kind]:
    return Pages(lambda each: str(each.id))


def _rooms() -> Pages[Room]:
    return Pages(lambda each: str(each.id))


@dataclass(slots=True)
class Practice:
    """The three lists, what is looked for, and what is open beside a list, as it is typed.

    ``opened`` is the thing as the hub has it, ``draft`` as it is typed (None: nothing is open). ``preview`` is what
    ``previewed`` would affect.
    """

    people: Pages[Somebody] = field(default_factory=_people)
    kinds: Pages[Kind] = field(default_factory=_kinds)
    rooms: Pages[Room] = field(default_factory=_rooms)
    specialties: tuple[Specialty, ...] = ()
    part: str = "people"
    text: str = ""
    inactive: bool = False
    clinic: str = ""
    opened: Thing | None = None
    draft: Thing | None = None
    preview: Affected | None = None
    previewed: Thing | None = None
    version: int = 0

    @property
    def seen(self) -> Affected | None:
        """Return what the draft as it stands would affect, None while that is not known."""
        return self.preview if self.previewed == self.draft else None

    @property
    def dirty(self) -> bool:
        """Say whether something is typed that the hub does not have."""
        return self.draft != self.opened

    def open(self, thing: Thing | None) -> None:
        """Open one beside the list (with ``id`` 0: a new one), or none."""
        self.opened = self.draft = thing
        self.preview = self.previewed = None
        self.version += 1

    def write(self, draft: Thing) -> None:
        """Keep what is typed."""
        self.draft = draft
        self.version += 1

    def know(self, draft: Thing, affected: Affected) -> None:
        """Note what a draft would affect."""
        self.preview, self.previewed = affected, draft
        self.version += 1

    def kept(self, thing: Thing) -> None:
        """Take in one as the hub has it now."""
        if isinstance(thing, Somebody):
            self.people.put(thing)
        elif isinstance(thing, Kind):
            self.kinds.put(thing)
        else:
            self.rooms.put(thing)
        if self.draft is not None and type(self.draft) is type(thing) and self.draft.id in (0, thing.id):
            self.open(thing)
        self.version += 1

    def know_specialties(self, specialties: tuple[Specialty, ...]) -> None:
        """Note what people are trained in."""
        self.specialties = specialties
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        for pages in (self.people, self.kinds, self.rooms):
            pages.restart()
        self.specialties, self.text, self.inactive, self.clinic, self.part = (), "", False, "", "people"
        self.open(None)
