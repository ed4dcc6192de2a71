"""What people type who look for somebody, drawn from the patients that they may find: the same each time."""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from typing import Final
from uuid import UUID

import psycopg

from clinic_console.domain.patients_names import fold, parts_of

_SEED: Final = 7
_ORDERS: Final = {"Asia/Tokyo": "ymd", "Asia/Seoul": "ymd"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHOWA: Final = (date(1926, 12, 25), date(1989, 1, 7))
_LEAST_TYPO: Final = 4
_LEAST_INFIX: Final = 6
_DRAWN: Final = """
SELECT p.id, p.mrn, p.name, p.name_latin, p.name_kana, p.born, c.zone, coalesce((
    SELECT t.value FROM patient_contacts t WHERE t.patient_id = p.id AND t.kind = 'phone' AND t.whose = ''
    ORDER BY t.position LIMIT 1), '') AS phone
FROM (
  SELECT pc.patient_id, min(pc.clinic_id::text)::uuid AS clinic_id FROM patient_clinic pc
  WHERE pc.clinic_id = ANY (%s) GROUP BY 1 ORDER BY md5(pc.patient_id::text), 1 LIMIT %s) drawn
JOIN patients p ON p.id = drawn.patient_id AND p.restriction IS NULL JOIN clinics c ON c.id = drawn.clinic_id
ORDER BY md5(p.id::text)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A patient as far as somebody may know them who asks."""

    id: str
    mrn: str
    name: str
    latin: str
    kana: str
    born: date | None
    zone: str
    phone: str

    @property
    def parts(self) -> list[str]:
        """The parts of the name in letters that are typed one by one, as the patient writes them."""
        return [part for part in (self.latin or self.name).replace("-", " ").split(" ") if part]


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, of which kind it is, in which order dates are written, and whom it should find."""

    kind: str
    text: str
    order: str
    patient: str


def rows_of(dsn: str, clinics: Sequence[UUID], count: int) -> list[Row]:
    """Draw patients of some clinics whose charts are not restricted."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute(_DRAWN, [list(clinics), count]).fetchall()
    return [Row(str(row[0]), *row[1:]) for row in found]


def draw(rows: Sequence[Row], each: int, seed: int = _SEED) -> list[Query]:
    """Draw so many queries of each kind, the kinds in turn."""
    drawn = []
    for number, (kind, typed) in enumerate(KINDS.items()):
        pick = random.Random(f"{seed} {kind}")
        # Another part of the patients for each kind, and all of them over again where few have what it takes.
        begin = number * len(rows) // len(KINDS)
        turned = cycle([*rows[begin:], *rows[:begin]])
        texts = ((text, row) for row in turned for text in typed(row, pick))
        drawn.append([Query(kind, text, order_of(row), row.id) for text, row in islice(texts, each)])
    return [query for turn in zip(*drawn, strict=True) for query in turn]


def order_of(row: Row) -> str:
    """Return in which order dates are written where a patient is."""
    return _ORDERS.get(row.zone, "dmy")


def _prefixes(row: Row, pick: random.Random) -> Iterator[str]:
    """Type a name letter by letter from the second one on, then the beginning of the next part."""
    first, *others = pick.choice((row.latin or row.name, row.kana or row.name, row.name)).split(" ")
    for end in range(2, len(first) + 1):
        yield first[:end]
    for end in range(1, min(3, len(others[0])) + 1 if others else 0):
        yield f"{first} {others[0][:end]}"


def _infixes(row: Row, pick: random.Random) -> Iterator[str]:
    long = [part for part in row.parts if len(part) >= _LEAST_INFIX]
    if long:
        part = pick.choice(long)
        begin = pick.randint(1, len(part) - 5)
        yield part[begin : begin + pick.randint(4, 6)].lower()


def _typos(row: Row, pick: random.Random) -> Iterator[str]:
    """Type one part with one slip of the fingers, each second time with another part beside it."""
    long = [part for part in row.parts if len(part) >= _LEAST_TYPO]
    if not long:
        return
    part = pick.choice(long)
    others = [other for other in row.parts if other != part]
    yield _slip(part.lower(), pick)
    if others:
        yield f"{_slip(part.lower(), pick)} {pick.choice(others)}"


def _slip(part: str, pick: random.Random) -> str:
    place = pick.randrange(1, len(part) - 1)
    letter = pick.choice([each for each in "abcdefghijklmnopqrstuvwxyz" if each != part[place]])
    slips = (
        part[:place] + part[place + 1 :],
        part[:place] + letter + part[place:],
        part[:place] + letter + part[place + 1 :],
        part[:place] + part[place + 1] + part[place] + part[place + 2 :],
    )
    return pick.choice([slip for slip in slips if slip != part])


def _folded(row: Row, pick: random.Random) -> Iterator[str]:
    """Type a name without its accents, or its reading in the kana of another keyboard."""
    if row.kana:
        yield pick.choice((fold(row.kana), _half_width(row.kana), row.kana))
    elif row.name.isascii() or row.latin:
        return
    else:
        yield " ".join(parts_of(row.name))


def _half_width(kana: str) -> str:
    return "".join(_HALF.get(each, each) for each in unicodedata.normalize("NFD", kana))


_HALF: Final = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    "\u3099": "\uff9e",
    "\u309a": "\uff9f",
}


def _phones(row: Row, pick: random.Random) -> Iterator[str]:
    """Type the last six digits and more, or the number as it is written, or all its digits."""
    digits = "".join(each for each in row.phone if each.isdigit())
    if digits and not row.phone.startswith("+"):
        yield pick.choice((digits[-pick.randint(6, 8) :], row.phone, digits))


def _births(row: Row, pick: random.Random) -> Iterator[str]:
    if (born := row.born) is None:
        return
    if order_of(row) == "dmy":
        words = f"{born.day} {_MONTHS[born.month - 1]} {born.year}"
        yield pick.choice((f"{born:%d/%m/%Y}", f"{born:%d.%m.%Y}", f"{born.day}.{born.month}.{born.year}", words))
        return
    forms = [f"{born:%Y/%m/%d}", f"{born:%Y-%m-%d}", f"{born:%Y%m%d}", f"{born.year}年{born.month}月{born.day}日"]
    if _SHOWA[0] <= born < _SHOWA[1] and row.zone == "Asia/Tokyo":
        forms += [
            f"S{born.year - 1925}.{born.month}.{born.day}",
            f"昭和{born.year - 1925}年{born.month}月{born.day}日",
        ]
    yield pick.choice(forms)


def _names(row: Row, pick: random.Random) -> Iterator[str]:
    """Type the first and the last part of a name, in either order."""
    if len(row.parts) > 1:
        pair = [row.parts[0], row.parts[-1]]
        yield " ".join(pair if pick.random() < 0.5 else reversed(pair))


def _numbers(row: Row, pick: random.Random) -> Iterator[str]:
    yield row.mrn if pick.random() < 0.8 else f" {row.mrn} "


KINDS: Final[dict[str, Callable[[Row, random.Random], Iterator[str]]]] = {
    "prefix": _prefixes,
    "infix": _infixes,
    "typo": _typos,
    "folded": _folded,
    "phone": _phones,
    "born": _births,
    "names": _names,
    "mrn": _numbers,
}
"""Every kind of query, in equal shares."""
