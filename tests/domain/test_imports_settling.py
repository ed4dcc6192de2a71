"""What becomes of rows by what is there: whoever is counted as there, is there; nobody is taken over."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.imports import PatientRow
from clinic_console.domain.imports_settling import Holder, KnownPatients, settle_patients
from clinic_console.domain.patients import Name, Sex

BORN = (date(1980, 1, 1), date(1981, 1, 1))


def row(line: int, external: str, mrn: str, born: int, name: str) -> PatientRow:
    return PatientRow(line, external, mrn, Name(name), BORN[born], None, Sex.UNKNOWN, "", [], [])


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a-1", "A1", "b", "far"]), st.sampled_from(["", "1", "2", "9"]), st.integers(0, 1),
        st.sampled_from("xy"),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_every_row_is_new_there_or_refused_and_no_number_is_held_twice(
    given_rows: list[tuple[str, str, int, str]],
) -> None:
    known = KnownPatients({"FAR": Holder(here=False)}, {"9": Holder(here=False)})
    rows = [row(line, *each) for line, each in enumerate(given_rows, start=1)]
    settled = settle_patients(rows, known)
    assert len(settled.fresh) + settled.already + len(settled.refused) == len(rows)
    for numbers in ([each.external for each in settled.fresh], [each.mrn for each in settled.fresh]):
        held = [number.upper().replace("-", "") for number in numbers if number]
        assert len(held) == len(set(held))
        assert not {"FAR", "9"} & set(held)
    # Once more: whoever came in is there, and nobody else comes in.
    again = settle_patients(settled.fresh, known)
    assert (again.fresh, again.already) == ([], len(settled.fresh))


@given(ROWS)
def test_nobody_is_lost_by_being_counted_as_there(given_rows: list[tuple[str, str, int, str]]) -> None:
    rows = [row(line, *each) for line, each in enumerate(given_rows, start=1)]
    settled = settle_patients(rows, KnownPatients())
    refused = {each.line for each in settled.refused}
    fresh = settled.fresh
    for each in rows:
        if each in fresh or each.line in refused:
            continue
        assert any(
            (each.external and each.external == other.external)
            or (each.mrn and (each.mrn, each.born) == (other.mrn, other.born))
            or (each.name, each.born) == (other.name, other.born)
            for other in fresh
        )
