"""A made-up clinic in an empty database: the same seed makes the same places and people, never the same secrets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Role
from clinic_console.domain.errors import BadField
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service.device_sessions import hash_token
from clinic_console.hub.service.devices import new_token
from clinic_console.hub.service.passwords import hash_password, new_password
from clinic_console.hub.service.seed_lands import LANDS
from clinic_console.hub.service.seed_patients import Patients
from clinic_console.hub.service.seed_schedule import Schedules
from clinic_console.hub.service.seed_visits import NO_VISITS, Fill, Visits
from clinic_console.hub.store import seed as store


@dataclass(frozen=True, slots=True)
class Scale:
    """How much to make: clinics, each ward's size by clinic (in turn), patients, and the share of empty beds;
    practitioners of each clinic (none: no schedules), and how their days are filled."""

    clinics: int
    wards: tuple[tuple[tuple[str, int], ...], ...]
    patients: int
    empty_share: float
    practitioners: int = 0
    fill: Fill = NO_VISITS


_WARDS: Final = (("1 East", 24), ("1 West", 24), ("2 East", 24), ("2 West", 20), ("ICU", 8))
SCALES: Final = {
    "demo": Scale(2, ((("3 East", 24), ("ICU", 8)), (("Ward B", 12),)), 600, 0.05, 10, Fill(14, 30)),
    "small": Scale(2, (_WARDS,), 2_000, 0.15, 12, Fill(30, 60)),
    "clinic": Scale(10, (_WARDS,), 50_000, 0.15, 40, Fill(60, 60)),
    # Besides those that stand in no list (restricted charts), half a million do.
    "network": Scale(50, (_WARDS,), 502_600, 0.0, 200, Fill(24, 26, falls=0.022)),
}
USERS: Final = (
    ("nurse", "Nurse", Role.NURSE),
    ("reception", "Reception", Role.RECEPTIONIST),
    ("doctor", "Doctor", Role.DOCTOR),
    ("admin", "Administrator", Role.ADMINISTRATOR),
    ("auditor", "Auditor", Role.AUDITOR),
    ("manager", "Facility manager", Role.FACILITY_MANAGER),
)
_MODELS: Final = ("VitaBed 300", "VitaBed 500", "BM-7")
_EPOCH_MS: Final = 1_767_225_600_000
"""Ids of made-up rows begin on 2026-01-01: they sort in the order in which they were made."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made; nothing when ``made`` is False. Tokens by device code and passwords by login exist only here."""

    made: bool
    clinics: int = 0
    wards: int = 0
    beds: int = 0
    patients: int = 0
    practitioners: int = 0
    appointments: int = 0
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    passwords: dict[str, str] = field(default_factory=dict, repr=False)


def seed(dsn: str, scale: str | Scale = "demo", seed: int = 1, *, now: datetime | None = None) -> Seeded:
    """Fill an empty database (libpq DSN); where there is any clinic already, change nothing.

    ``scale`` is a name of SCALES, or one of one's own; ``now`` is when the made-up stays are looked at. Raises
    BadField for an unknown scale, StoreUnavailable.
    """
    size = SCALES.get(scale) if isinstance(scale, str) else scale
    if size is None:
        raise BadField(f"not one of {', '.join(SCALES)}", field="scale")
    with store.loading(dsn) as loader:
        if not loader.is_empty():
            return Seeded(made=False)
        return _Maker(loader, size, seed, now or datetime.now(UTC)).make()


@dataclass(frozen=True, slots=True)
class _Bed:
    id: UUID
    clinic: int
    occupied: bool


class _Maker:
    """Makes one clinic network; every choice comes from one random source in one order."""

    def __init__(self, loader: store.Loader, scale: Scale, number: int, now: datetime) -> None:
        self._loader = loader
        self._scale = scale
        self._random = Random(number)  # noqa: S311 - made-up people must be the same each time; secrets are not from here
        self._now = now
        self._ids = 0
        self._clinics = [self._id() for _ in range(scale.clinics)]
        self._beds: list[_Bed] = []

    def make(self) -> Seeded:
        """Make everything, each table in one COPY."""
        load = self._loader.copy
        load("clinics", ("id", "name", "zone"), self._clinic_rows())
        wards = self._wards()
        load("wards", ("id", "clinic_id", "name", "position"), [ward[:4] for ward in wards])
        beds = load("beds", ("id", "ward_id", "name", "position"), self._bed_rows(wards))
        patients = self._load_patients()
        tokens = self._load_devices()
        passwords = self._load_users()
        practitioners, appointments = self._load_schedules()
        clinics = len(self._clinics)
        return Seeded(
            made=True,
            clinics=clinics,
            wards=len(wards),
            beds=beds,
            patients=patients,
            practitioners=practitioners,
            appointments=appointments,
            tokens=tokens,
            passwords=passwords,
        )

    def _id(self) -> UUID:
        self._ids += 1
        return uuid7(_EPOCH_MS + self._ids, self._random.getrandbits(74))

    def _clinic_rows(self) -> Iterator[tuple[object, ...]]:
        for index, clinic in enumerate(self._clinics):
            lap, place = divmod(index, len(LANDS))
            land = LANDS[place]
            yield clinic, f"{land.clinic} {lap + 1}" if lap else land.clinic, land.zone

    def _wards(self) -> list[tuple[UUID, UUID, str, int, int, int]]:
        """Return (ward, clinic, name, position, beds, clinic's number)."""
        return [
            (self._id(), clinic, name, position, size, index)
            for index, clinic in enumerate(self._clinics)
            for position, (name, size) in enumerate(self._scale.wards[index % len(self._scale.wards)], start=1)
        ]

    def _bed_rows(self, wards: list[tuple[UUID, UUID, str, int, int, int]]) -> Iterator[tuple[object, ...]]:
        count = sum(ward[4] for ward in wards)
        empty = set(self._random.sample(range(count), round(count * self._scale.empty_share)))
        for ward, _, _, _, size, clinic in wards:
            for number in range(1, size + 1):
                bed = _Bed(self._id(), clinic, len(self._beds) not in empty)
                self._beds.append(bed)
                yield bed.id, ward, str(number), number

    def _load_patients(self) -> int:
        """Load patients (the first lie in the beds), their clinics and their stays."""
        occupied = [bed for bed in self._beds if bed.occupied]
        count = max(self._scale.patients, len(occupied))
        patients = Patients(self._loader, self._random, self._now, self._id, self._clinics)
        lying = patients.load(count, [bed.clinic for bed in occupied])
        stays = ((self._id(), patient, bed.id, self._stay()) for patient, bed in zip(lying, occupied, strict=True))
        self._loader.copy("stays", ("id", "patient_id", "bed_id", "during"), stays)
        return count

    def _load_schedules(self) -> tuple[int, int]:
        if not self._scale.practitioners:
            return 0, 0
        parts = (self._loader, self._random, self._now, self._id, self._clinics)
        schedules = Schedules(*parts)
        return schedules.load(self._scale.practitioners), Visits(*parts, schedules).load(self._scale.fill)

    def _stay(self) -> object:
        return store.since(self._now - timedelta(minutes=self._random.randint(90, 14 * 24 * 60)))

    def _load_devices(self) -> dict[str, str]:
        """Load a monitor at each occupied bed, there since before its patient; return the tokens."""
        beds = [bed for bed in self._beds if bed.occupied]
        codes = [f"mon-{number:04d}" for number in range(1, len(beds) + 1)]
        tokens = {code: new_token() for code in codes}
        load = self._loader.copy
        load(
            "devices",
            ("clinic_id", "code", "model", "token_hash"),
            (
                (self._clinics[bed.clinic], code, self._random.choice(_MODELS), hash_token(tokens[code]))
                for bed, code in zip(beds, codes, strict=True)
            ),
        )
        numbers = self._loader.device_ids()
        placed = store.since(self._now - timedelta(days=30))
        load(
            "device_beds",
            ("device_id", "bed_id", "during"),
            ((numbers[code], bed.id, placed) for bed, code in zip(beds, codes, strict=True)),
        )
        return tokens

    def _load_users(self) -> dict[str, str]:
        """Load one user of each kind, who works in every clinic; return the passwords.

        They count as chosen: whoever looks at a made-up clinic is not to be asked for a better one at each sign-in.
        """
        passwords = {login: new_password() for login, _, _ in USERS}
        ids = {login: self._id() for login, _, _ in USERS}
        load = self._loader.copy
        load(
            "users",
            ("id", "login", "name", "password_hash", "password_given"),
            ((ids[login], login, name, hash_password(passwords[login]), False) for login, name, _ in USERS),
        )
        load(
            "memberships",
            ("user_id", "clinic_id", "role"),
            ((ids[login], clinic, str(role)) for login, _, role in USERS for clinic in self._clinics),
        )
        return passwords
