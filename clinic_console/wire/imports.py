"""Bringing in patients and visits from a file, batch by batch."""

from msgspec import Struct, field


class Mapping(Struct, forbid_unknown_fields=True):
    """What stands in which column of a file.

    ``columns``: for each column the field it gives (domain.imports.FIELDS), empty for none. ``system``: whose the
    file's own ids are. ``order``: how dates are written (ymd, dmy, mdy). ``header``: the first line has titles.
    ``register``: whom nobody knows is taken in with the visit (appointments alone).
    """

    columns: list[str]
    system: str
    order: str = "ymd"
    header: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    register: bool = False


class NewImport(Struct, forbid_unknown_fields=True):
    """``POST /api/imports`` -> 201 Import: begin, or (the same clinic, kind and digest) go on with an unfinished one.

    ``kind``: patients, encounters or appointments (past visits, of which only the day is known). ``digest``: SHA-256
    of the file, in hex. ``lines``: how many rows it has.
    """

    id: str
    clinic_id: str
    kind: str
    file: str
    digest: str
    lines: int
    mapping: Mapping


class Import(Struct):
    """``GET /api/imports/{import}``: how far it is. ``state``: running, finished, cancelled; times in ms since 1970.

    ``done`` rows have been looked at: ``good`` are in, ``already`` were there, ``bad`` were refused. ``mapping`` is
    that with which it was begun: whoever goes on reads the file by it.
    """

    id: str
    clinic_id: str
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
    ended: int | None = None
    mapping: Mapping | None = None


class ImportPage(Struct):
    """``GET /api/imports?after=&limit=``: the newest first."""

    items: list[Import]
    next: str | None = None


class Rows(Struct, forbid_unknown_fields=True):
    """``POST /api/imports/{import}/rows`` -> RowsDone: at most 1,000 rows behind the first ``after`` ones.

    409 imports.out_of_step when ``after`` is not what has been done: the import says how far it is. The next batch
    may be sent before the answer to the one before: it is read meanwhile, and waits for its turn.
    ``lines``: the line of the file on which each row begins.
    """

    after: int
    rows: list[list[str]]
    lines: list[int]


class RowError(Struct):
    """Why a row was refused: its line in the file, the field (empty: the row as a whole), a code, and words."""

    line: int
    field: str
    code: str
    text: str


class RowsDone(Struct):
    """How far the import is now, and what was wrong with rows of this batch."""

    progress: Import
    errors: list[RowError] = field(default_factory=list)


class ErrorPage(Struct):
    """``GET /api/imports/{import}/errors?after=&limit=``: by line."""

    items: list[RowError]
    next: str | None = None


class Remembered(Struct):
    """``GET /api/imports/mapping?clinic=&kind=&columns=``: the mapping last used for as many columns, if any."""

    mapping: Mapping | None
