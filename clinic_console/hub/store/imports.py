"""Statements about imports; what writes are functions (migration 0010)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import Row, exc, text

from clinic_console.domain.imports_settling import Holder, KnownEncounters, KnownPatients
from clinic_console.hub.store.pools import Connection


class CrossedError(Exception):
    """Somebody else has taken a number at the same moment: done again, the batch finds it taken."""


class ImportRow(NamedTuple):
    """One import: what it is of, how far it is (times in ms since 1970), its mapping, and the clinic's zone."""

    id: UUID
    clinic_id: UUID
    kind: str
    file: str
    digest: str
    state: str
    lines: int
    done: int
    good: int
    already: int
    bad: int
    by: str
    began: int
    ended: int | None
    mapping: Mapping[str, Any]
    zone: str
    began_at: datetime


class NewRow(NamedTuple):
    """An import that is to begin; the mapping is JSON."""

    id: UUID
    clinic_id: UUID
    kind: str
    file: str
    digest: str
    lines: int
    mapping: str
    columns: int


class ErrorRow(NamedTuple):
    """One error: its line, which of the row's it is, the field and the code."""

    line: int
    position: int
    field: str
    code: str


class Numbers(NamedTuple):
    """By what the patients of a batch are known: own ids (folded), record numbers; (names, born) of who has none."""

    external: Sequence[str]
    mrn: Sequence[str]
    names: Sequence[str]
    born: Sequence[date]


class Batch(NamedTuple):
    """What a batch counts, and its errors as JSON."""

    after: int
    already: int
    bad: int
    errors: str


class People(NamedTuple):
    """The people of a batch as JSON: new ones, those whom visits had brought and who have a name now (``was``: the
    number that they had instead), and the numbers and contacts of both."""

    patients: str
    named: str
    numbers: str
    contacts: str


class Locked(NamedTuple):
    """An import under the lock of its next batch: None when there is none, and how far it is."""

    state: str | None
    done: int | None


COLUMNS: Final = """
SELECT i.id, i.clinic_id, i.kind, i.file, i.digest, i.state, i.lines, i.done, i.good, i.already, i.bad,
       i.user_name AS by, CAST(extract(epoch FROM i.began_at) * 1000 AS bigint) AS began,
       CAST(extract(epoch FROM i.ended_at) * 1000 AS bigint) AS ended, i.mapping, c.zone, i.began_at
"""
_ONE = text(
    f"{COLUMNS} FROM imports i JOIN clinics c ON c.id = i.clinic_id WHERE i.id = :id AND c.id = ANY(:clinics)"
    " AND i.kind = ANY(:kinds)"
)
_RUNNING = text(f"""
{COLUMNS} FROM imports i JOIN clinics c ON c.id = i.clinic_id
WHERE i.clinic_id = :clinic AND i.kind = :kind AND i.digest = :digest AND i.state = 'running'
""")
_PAGE = text(f"""
{COLUMNS} FROM imports i JOIN clinics c ON c.id = i.clinic_id
WHERE i.clinic_id = ANY(:clinics) AND i.kind = ANY(:kinds)
  AND (CAST(:id AS uuid) IS NULL OR (i.began_at, i.id) < (CAST(:began AS timestamptz), CAST(:id AS uuid)))
ORDER BY i.began_at DESC, i.id DESC LIMIT :limit
""")
_ERRORS = text("""
SELECT e.line, e.position, e.field, e.code FROM import_errors e
WHERE e.import_id = :id AND (e.line, e.position) > (:line, :position)
ORDER BY e.line, e.position LIMIT :limit
""")
_MAPPING = text("""
SELECT mapping FROM import_mappings
WHERE clinic_id = :clinic AND kind = :kind AND columns = :columns AND clinic_id = ANY(:clinics)
""")
_ZONE = text("SELECT zone FROM clinics WHERE id = :clinic AND id = ANY(:clinics)")
_BEGIN = text("""
SELECT outcome, import_id
FROM import_begin(:id, :clinic_id, :kind, :file, :digest, :lines, CAST(:mapping AS jsonb), :columns)
""")
_CANCEL = text("SELECT import_cancel(:id)")
_LOOK_FOR_PATIENTS = text("""
SELECT import_look_for_patients(:id, :after, CAST(:external AS text[]), CAST(:mrn AS text[]), CAST(:names AS text[]),
                                CAST(:born AS date[]))
""")
_LOOK_FOR_ENCOUNTERS = text("""
SELECT import_look_for_encounters(:id, :after, CAST(:external AS text[]), CAST(:patients AS text[]),
                                  CAST(:mrn AS text[]))
""")
TAKE: Final = f"{COLUMNS} FROM {{function}} i JOIN clinics c ON c.id = i.clinic_id"
BATCH: Final = ":id, :after, :already, :bad, CAST(:errors AS jsonb)"
_TAKE_PATIENTS = text(
    TAKE.format(
        function=f"import_patients({BATCH}, CAST(:patients AS jsonb), CAST(:named AS jsonb), CAST(:numbers AS jsonb),"
        " CAST(:contacts AS jsonb))"
    )
)
_TAKE_ENCOUNTERS = text(TAKE.format(function=f"import_encounters({BATCH}, CAST(:encounters AS jsonb))"))


async def begin(connection: Connection, new: NewRow) -> tuple[str, UUID | None]:
    """Begin an import; return the outcome and the import's id (see the function)."""
    row = (await connection.execute(_BEGIN, new._asdict())).one()
    return row.outcome, row.import_id


async def find(
    connection: Connection, import_id: UUID, clinics: Sequence[UUID], kinds: Sequence[str]
) -> ImportRow | None:
    """Return an import of some clinics and kinds."""
    given = {"id": import_id, "clinics": list(clinics), "kinds": [str(kind) for kind in kinds]}
    row = (await connection.execute(_ONE, given)).one_or_none()
    return import_of(row) if row else None


async def running(connection: Connection, clinic: UUID, kind: str, digest: str) -> ImportRow | None:
    """Return the import of a file that is under way."""
    row = (
        await connection.execute(_RUNNING, {"clinic": clinic, "kind": kind, "digest": digest})
    ).one_or_none()  # fmt: skip
    return import_of(row) if row else None


async def page(
    connection: Connection,
    clinics: Sequence[UUID],
    after: tuple[datetime, UUID] | None,
    limit: int,
    kinds: Sequence[str],
) -> list[ImportRow]:
    """Return imports of some clinics and kinds, the newest first, at most ``limit`` behind a key (began, id)."""
    began, last = after or (None, None)
    asked = {"clinics": list(clinics), "kinds": [str(kind) for kind in kinds], "limit": limit}
    rows = await connection.execute(_PAGE, {**asked, "began": began, "id": last})
    return [import_of(row) for row in rows]


async def errors(
    connection: Connection, import_id: UUID, after: tuple[int, int] | None, limit: int
) -> list[ErrorRow]:
    """Return an import's errors by line, at most ``limit`` behind a key (line, position)."""
    line, position = after or (-1, -1)
    rows = await connection.execute(_ERRORS, {"id": import_id, "line": line, "position": position, "limit": limit})
    return [ErrorRow(*row) for row in rows]


async def mapping(
    connection: Connection, clinic: UUID, clinics: Sequence[UUID], kind: str, columns: int
) -> Mapping[str, Any] | None:
    """Return the mapping last used in a clinic for a kind of file with so many columns."""
    given = {"clinic": clinic, "clinics": list(clinics), "kind": kind, "columns": columns}
    found: Mapping[str, Any] | None = (await connection.execute(_MAPPING, given)).scalar_one_or_none()
    return found


async def zone_of(connection: Connection, clinic: UUID, clinics: Sequence[UUID]) -> str | None:
    """Return the time zone of one of some clinics."""
    found = await connection.execute(_ZONE, {"clinic": clinic, "clinics": list(clinics)})
    zone: str | None = found.scalar_one_or_none()
    return zone


async def cancel(connection: Connection, import_id: UUID) -> bool | None:
    """End an import; False when it has ended already, None when there is none."""
    ended: bool | None = (await connection.execute(_CANCEL, {"id": import_id})).scalar_one()
    return ended


async def look_for_patients(
    connection: Connection, import_id: UUID, after: int, numbers: Numbers
) -> tuple[Locked, KnownPatients]:
    """Lock an import for its next batch, and say who of these is known."""
    given = {"id": import_id, "after": after, **{name: list(all_) for name, all_ in numbers._asdict().items()}}
    found = (await connection.execute(_LOOK_FOR_PATIENTS, given)).scalar_one()
    return Locked(found["state"], found["done"]), KnownPatients(
        {key: _holder(*each) for key, each in (found.get("external") or {}).items()},
        {key: _holder(*each) for key, each in (found.get("mrn") or {}).items()},
        {(name, date.fromisoformat(born)) for name, born in found.get("alike") or ()},
    )


async def look_for_encounters(
    connection: Connection,
    import_id: UUID,
    after: int,
    external: Sequence[str],
    patients: Sequence[str],
    mrn: Sequence[str],
) -> tuple[Locked, KnownEncounters]:
    """Lock an import for its next batch, and say which of these visits are known, and who the patients are."""
    given = {
        "id": import_id,
        "after": after,
        "external": list(external),
        "patients": list(patients),
        "mrn": list(mrn),
    }
    found = (await connection.execute(_LOOK_FOR_ENCOUNTERS, given)).scalar_one()
    return Locked(found["state"], found["done"]), KnownEncounters(
        dict(found.get("external") or {}),
        {key: UUID(patient) for key, patient in (found.get("patients") or {}).items()},
        {key: UUID(patient) for key, patient in (found.get("mrn") or {}).items()},
    )


async def take_patients(connection: Connection, import_id: UUID, batch: Batch, people: People) -> ImportRow:
    """Take in the new patients of a batch and count it; raises CrossedError."""
    given = {"id": import_id, **batch._asdict(), **people._asdict()}
    with crossing():
        return import_of((await connection.execute(_TAKE_PATIENTS, given)).one())


async def take_encounters(connection: Connection, import_id: UUID, batch: Batch, encounters: str) -> ImportRow:
    """Take in the new visits of a batch (JSON) and count it; raises CrossedError."""
    given = {"id": import_id, **batch._asdict(), "encounters": encounters}
    with crossing():
        return import_of((await connection.execute(_TAKE_ENCOUNTERS, given)).one())


@contextmanager
def crossing() -> Iterator[None]:
    """Raise CrossedError where a number was taken at this moment."""
    try:
        yield
    except exc.IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise CrossedError from error
        raise


def import_of(row: Row[Any]) -> ImportRow:
    """Return a row of an import's columns."""
    return ImportRow._make(row)


def _holder(*known: str | None) -> Holder:
    """Read (born, value as written, id of who has no name yet) of somebody here, nothing of somebody elsewhere."""
    if not known:
        return Holder(here=False)
    born, value, unnamed = known
    there = date.fromisoformat(born) if born else None
    return Holder(here=True, born=there, value=value or "", unnamed=UUID(unnamed) if unnamed else None)
