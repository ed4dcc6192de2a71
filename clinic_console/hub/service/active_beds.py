"""What is cached of wards and beds: made of rows once for everybody, shown to each as the database would. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from clinic_console.hub.cache import ClinicWard, ClinicWards, Lying, Standing, WardBed, WardBeds
from clinic_console.hub.store.wards import ActiveRow, CountRow
from clinic_console.wire.wards import Bed, BedDevice, BedPatient, Ward


def beds_key(ward: UUID, version: int) -> str:
    """Return the key of a ward's beds."""
    return f"{ward}:{version}"


def wards_key(versions: Iterable[tuple[UUID, int, int]]) -> str:
    """Return the key of some clinics' wards by (clinic, version, all versions of its wards together), by id.

    While the clinic's own version is the same it has the same wards, so the sum of theirs only rises.
    """
    return sha256(" ".join(f"{clinic}:{own}:{wards}" for clinic, own, wards in versions).encode()).hexdigest()


def beds_of(rows: Iterable[ActiveRow]) -> WardBeds:
    """Put the rows of a ward together, bed by bed."""
    beds: dict[UUID, WardBed] = {}
    known: set[tuple[object, ...]] = set()
    for row in rows:
        if row.bed_id is None:
            continue  # a ward without beds
        bed = beds.setdefault(row.bed_id, WardBed(str(row.bed_id), row.name, row.position, [], []))
        if row.device_id is not None and (bed.id, row.device_id, row.stands_from) not in known:
            known.add((bed.id, row.device_id, row.stands_from))
            bed.standing.append(_standing(row, row.device_id))
        if row.stay_id is not None and (row.stay_id,) not in known:
            known.add((row.stay_id,))
            bed.lying.append(_lying(row))
    return WardBeds(list(beds.values()))


def _standing(row: ActiveRow, device: int) -> Standing:
    card = BedDevice(device, row.code, row.model)
    return Standing(card, str(row.device_clinic), row.stands_from, row.stands_to)


def _lying(row: ActiveRow) -> Lying:
    patient = None
    if row.patient_id is not None:
        patient = BedPatient(str(row.patient_id), row.mrn, row.patient_name, row.name_latin, row.born, row.sex)
    return Lying(patient, [str(clinic) for clinic in row.clinics], row.lies_from, row.lies_to)


def shown(ward: WardBeds, clinics: Collection[UUID], now: datetime, *, named: bool) -> list[Bed]:
    """Return the beds as a user without broken glass sees them at a time.

    ``clinics`` are those that the user sees; ``named``: in this ward's clinic it may see who a patient is. The rules
    are those of the statement ``store.wards.bed_page`` and of row level security: a chart that is not restricted is
    open to who works in a clinic that knows the patient.
    """
    seen = {str(clinic) for clinic in clinics}
    return [_bed(bed, seen, now, named=named) for bed in ward.beds]


def _bed(bed: WardBed, seen: set[str], now: datetime, *, named: bool) -> Bed:
    device = next((each.device for each in bed.standing if each.clinic in seen and _holds(each, now)), None)
    lying = next((each for each in bed.lying if _holds(each, now)), None)
    patient = lying.patient if lying is not None and named and not seen.isdisjoint(lying.clinics) else None
    return Bed(bed.id, bed.name, bed.position, device, patient, lying is not None and patient is None)


def _holds(each: Standing | Lying, now: datetime) -> bool:
    return _within(each.begins, each.ends, now)


def _within(begins: datetime | None, ends: datetime | None, now: datetime) -> bool:
    return (begins is None or begins <= now) and (ends is None or now < ends)


def wards_of(rows: Sequence[CountRow]) -> ClinicWards:
    """Put the wards of some clinics together."""
    return ClinicWards([
        ClinicWard(
            str(row.ward_id), str(row.clinic_id), row.name, row.position, row.beds, row.lasting,
            list(zip(row.taken_from or (), row.taken_to or (), strict=True)),
        )
        for row in rows
    ])  # fmt: skip


def counted(ward: ClinicWard, now: datetime) -> Ward:
    """Return a ward with how many of its beds are occupied at a time."""
    occupied = ward.lasting + sum(_within(begins, ends, now) for begins, ends in ward.taken)
    return Ward(ward.id, ward.clinic_id, ward.name, ward.beds, occupied)
