"""Patients that a test writes by itself, as whoever registers them does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID, uuid4

import psycopg

from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of


@dataclass
class Register:
    """The test's patients by number; the four of the clinic fixture are gone."""

    connection: psycopg.Connection[tuple[Any, ...]]
    clinic: UUID
    ids: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, dsn: str, clinic: UUID) -> Iterator[Self]:
        """Begin with nobody."""
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("DELETE FROM stays; DELETE FROM patient_clinic; DELETE FROM patients")
            yield cls(connection, clinic)

    def run(self, statement: str, *values: object) -> None:
        self.connection.execute(statement, values)

    def add(
        self, mrn: str, written: str, *, clinics: tuple[UUID, ...] = (), phone: str = "", number: str = "",
        kana: str = "", latin: str = "", family: str = "", **columns: Any,
    ) -> UUID:  # fmt: skip
        name = Name(written, family, kana, latin)
        row = {
            "id": uuid4(), "mrn": mrn, "name": written, "name_kana": kana, "name_latin": latin, "family": family,
            "words": " ".join(words_of(name)), "sort_name": sort_of(name), **columns,
        }  # fmt: skip
        names = ", ".join(row)
        self.run(
            f"INSERT INTO patients ({names}) VALUES ({', '.join(['%s'] * len(row))})",
            *row.values(),
        )
        for clinic in clinics or (self.clinic,):
            self.run("INSERT INTO patient_clinic VALUES (%s, %s)", row["id"], clinic)
        if phone:
            self.run(
                "INSERT INTO patient_contacts (patient_id, position, kind, value, digits)"
                " VALUES (%s, 0, 'phone', %s, %s)",
                row["id"], phone, digits_of(phone),
            )  # fmt: skip
        if number:
            self.run(
                "INSERT INTO patient_identifiers VALUES (%s, 'insurance', 'NHI', %s, %s)",
                row["id"], number, fold_number(number),
            )  # fmt: skip
        self.ids[mrn] = row["id"]
        return UUID(str(row["id"]))
