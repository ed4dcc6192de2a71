"""What a type of visits says of the practitioner's part of it (the database says the same: test_appointments.py)."""

import pytest

from clinic_console.domain.schedule import VisitType


@pytest.mark.parametrize(("offset", "own", "part"), [(0, 0, 45), (15, 0, 30), (15, 20, 20), (44, 0, 1)])
def test_the_practitioners_part_never_reaches_over_the_end_of_the_visit(offset: int, own: int, part: int) -> None:
    visit = VisitType(1, 45, offset=offset, own=own)
    assert visit.part == part
    assert visit.offset + visit.part <= visit.minutes
