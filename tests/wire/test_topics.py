"""Topic names: one spelling per ward, the same bus group in every process."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField
from clinic_console.wire import topics


@given(st.uuids())
def test_a_ward_is_found_again_from_its_topic(ward_id: UUID) -> None:
    assert topics.ward_of(topics.ward(ward_id)) == ward_id


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "ward:",
        "ward:3 East",
        "0192f0c1-7a2b-7000-8000-00000000000a",
        "bed:0192f0c1-7a2b-7000-8000-00000000000a",
        "ward:0192F0C1-7A2B-7000-8000-00000000000A",
        "ward:0192f0c17a2b7000800000000000000a",
        "ward:{0192f0c1-7a2b-7000-8000-00000000000a}",
        "ward:ward:0192f0c1-7a2b-7000-8000-00000000000a",
        "ward:0192f0c1-7a2b-7000-8000-00000000000a ",
    ],
)
def test_only_the_canonical_spelling_is_a_topic(topic: str) -> None:
    with pytest.raises(BadField) as caught:
        topics.ward_of(topic)
    assert caught.value.field == "topic"


def test_a_refused_topic_is_quoted_only_in_part() -> None:
    with pytest.raises(BadField) as caught:
        topics.ward_of("x" * 10_000)
    assert len(str(caught.value)) < 200


@given(st.uuids())
def test_a_topic_has_a_group(ward_id: UUID) -> None:
    assert 0 <= topics.group_of(topics.ward(ward_id)) < topics.BUS_GROUPS


def test_groups_share_the_wards_evenly() -> None:
    # The last byte of a UUIDv7 is random: every value of it is as likely.
    groups = Counter(topics.group_of(topics.ward(UUID(int=last))) for last in range(256))
    assert set(groups.values()) == {256 // topics.WARD_GROUPS}
