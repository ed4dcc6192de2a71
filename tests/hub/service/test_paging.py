"""Where a page begins: what was written is read back, everything else is refused."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField
from clinic_console.hub.service.paging import MAX_LIMIT, check_limit, read_key, write_key

_INT4 = st.integers(-(2**31), 2**31 - 1)


@given(st.uuids(), _INT4, st.uuids())
def test_a_key_comes_back_as_it_was(clinic: UUID, position: int, ward: UUID) -> None:
    text = write_key((clinic, position, ward))
    assert text.isascii()
    assert text.replace("-", "").replace("_", "").isalnum()
    assert read_key(text, tuple[UUID, int, UUID]) == (clinic, position, ward)


def test_nothing_is_the_first_page() -> None:
    assert read_key("", tuple[int, UUID]) is None


@given(st.text(min_size=1))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadField) as caught:
        read_key(text, tuple[UUID, int, UUID])
    assert caught.value.field == "after"


@given(st.uuids(), st.integers().filter(lambda number: abs(number) > 2**31))
def test_numbers_that_no_column_holds_are_refused(bed: UUID, position: int) -> None:
    with pytest.raises(BadField):
        read_key(write_key((position, bed)), tuple[int, UUID])


@given(st.integers())
def test_limits(limit: int) -> None:
    if 1 <= limit <= MAX_LIMIT:
        assert check_limit(limit) == limit
    else:
        with pytest.raises(BadField):
            check_limit(limit)
