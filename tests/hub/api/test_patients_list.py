"""Listing patients page by page, and the places of a long list: through HTTP, on the real database."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from clinic_console.hub.service import paging
from tests.hub.api.patients_register import Register


@pytest.fixture
def register(database: Any, clinic: Any) -> Iterator[Register]:
    with Register.opened(database.dsn, clinic.id) as opened:
        yield opened


async def _page(hub: Any, headers: dict[str, str], **asked: Any) -> Any:
    answer = await hub.client.get("/api/patients", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def crowd(register: Register, house: Any) -> Register:
    """Some in the first clinic, some in the second, some in both: ``both`` works in both."""
    random.seed(11)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(60):
        where = [(register.clinic,), (house.other,), (register.clinic, house.other)][number % 3]
        register.add(
            f"M{random.randrange(10**6):06}", f"{random.choice('abc')}x", clinics=where,
            born=date(1950 + random.randrange(9), 1, 1) if number % 5 else None, deceased=number % 10 == 0,
            interpreter=number % 6 == 0, alert_kinds=["allergy"] if number % 4 == 0 else [],
            changed_at=start + timedelta(microseconds=random.randrange(20)),
        )  # fmt: skip
    return register


_ORDERS = {
    "name": "sort_name, id",
    "born": "born NULLS LAST, id",
    "mrn": "mrn, id",
    "changed": "changed_at DESC, id DESC",
}
_HEADS = {"name": "[ABC]x?", "born": r"(19\d\d)?", "mrn": r"M\d{6}", "changed": ""}
_FILTERS = {"": "true", "alerts": "alert_kinds <> '{}'", "interpreter": "interpreter", "deceased": "deceased"}


def _expected(register: Register, sort: str, only: str, clinics: list[UUID]) -> list[str]:
    rows = register.connection.execute(
        f"SELECT mrn FROM patients p WHERE {_FILTERS[only]} AND EXISTS (SELECT FROM patient_clinic l "
        f"WHERE l.patient_id = p.id AND l.clinic_id = ANY (%s)) ORDER BY {_ORDERS[sort]}",
        [clinics],
    ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize("sort", list(_ORDERS))
async def test_pages_and_places_show_each_once_in_order(
    house: Any, crowd: Register, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_console.hub.service.patients_list.EVERY", 7)
    headers = await house.headers("both")
    for only in _FILTERS:
        for clinic in ("", str(house.other)):
            clinics = [UUID(clinic)] if clinic else [crowd.clinic, house.other]
            expected = _expected(crowd, sort, only, clinics)
            asked = {"sort": sort, "filter": only, **({"clinic": clinic} if clinic else {})}
            found: list[str] = []
            after: str | None = ""
            while after is not None:
                page = await _page(house.hub, headers, **asked, limit=4, after=after)
                found += [each["mrn"] for each in page["items"]]
                after = page["next"]
            assert found == expected
            places = (await house.hub.client.get("/api/patients/places", params=asked, headers=headers)).json()
            assert (places["total"], places["every"]) == (len(expected), 7)
            assert len(places["keys"]) == len(places["heads"]) == max(1, -(-len(expected) // 7))
            assert all(re.fullmatch(_HEADS[sort], head) for head in places["heads"][1:])
            for number, key in enumerate(places["keys"]):
                page = await _page(house.hub, headers, **asked, limit=3, after=key, skip=2)
                first = number * 7 + 2
                assert [each["mrn"] for each in page["items"]] == expected[first : first + 3]


async def test_the_clinic_of_a_line_is_one_of_the_users(house: Any, crowd: Register) -> None:
    page = await _page(house.hub, await house.headers("both"), clinic=str(house.other), limit=200)
    assert {each["clinic_id"] for each in page["items"]} == {str(house.other)}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"sort": "sex"}, "sort"),
        ({"sort": "name; DROP"}, "sort"),
        ({"filter": "vip"}, "filter"),
        ({"clinic": "x"}, "clinic"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"skip": -1}, "skip"),
        ({"skip": 1001}, "skip"),
        ({"after": "x"}, "after"),
        ({"after": paging.write_key(("x", "y"))}, "after"),
        ({"sort": "born", "after": paging.write_key(("today", uuid4()))}, "after"),
        ({"sort": "born", "after": paging.write_key(("-infinity", uuid4()))}, "after"),
        ({"sort": "born", "after": paging.write_key(("2020-W01-1", uuid4()))}, "after"),
        ({"sort": "changed", "after": paging.write_key(("1951-03-04", uuid4()))}, "after"),
        ({"sort": "changed", "after": paging.write_key(("9" * 30, uuid4()))}, "after"),
        ({"sort": "mrn", "after": paging.write_key(("x" * 300, uuid4()))}, "after"),
    ],
)
async def test_a_bad_list_is_refused_by_its_field(
    hub: Any, clinic: Any, register: Register, asked: dict[str, Any], named: str
) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    answer = await hub.client.get("/api/patients", params=asked, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (400, named), answer.text
    if set(asked) <= {"sort", "filter", "clinic"} and "after" not in asked:
        answer = await hub.client.get("/api/patients/places", params=asked, headers=headers)
        assert (answer.status_code, answer.json()["field"]) == (400, named)


async def test_the_longest_values_lead_on_to_the_next_page(hub: Any, clinic: Any, register: Register) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    register.connection.execute("DELETE FROM patient_clinic")
    for number in range(4):  # one sign of these is compared as 15 letters; the others have four bytes
        register.add("\ufdfa" * 31 + str(number), "\U00020000" * 199 + str(number))
    for sort in _ORDERS:
        first = await _page(hub, headers, sort=sort, limit=3)
        second = await _page(hub, headers, sort=sort, limit=3, after=first["next"])
        assert len({each["id"] for each in first["items"] + second["items"]}) == 4


async def test_a_foreign_clinic_has_no_list(hub: Any, clinic: Any, foreign: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for path in ("/api/patients", "/api/patients/places"):
        for other in (foreign.clinic, uuid4()):
            answer = await hub.client.get(path, params={"clinic": str(other)}, headers=headers)
            assert (answer.status_code, answer.json()["field"]) == (404, "clinic")


async def test_a_page_costs_one_statement_and_its_record(house: Any, crowd: Register) -> None:
    headers = await house.headers("both")
    await _page(house.hub, headers)
    for limit, skip in ((1, 0), (200, 0), (5, 30)):
        house.hub.statements.clear()
        page = await _page(house.hub, headers, limit=limit, skip=skip, sort="born")
        assert len(house.hub.touching_tables()) == 1
    events = house.rows("SELECT clinic_id, after, clinics FROM audit_log WHERE action = 'patient.listed' ORDER BY at")
    assert events[-1][:2] == (None, f'{{"count": {len(page["items"])}, "filter": "", "sort": "born"}}')
    assert set(events[-1][2]) == {crowd.clinic, house.other}


async def test_places_cost_one_statement_a_minute(house: Any, crowd: Register) -> None:
    headers = await house.headers("both")
    counts = []
    for _ in range(3):
        house.hub.statements.clear()
        await house.hub.client.get("/api/patients/places", headers=headers)
        counts.append(len(house.hub.touching_tables()))
    assert counts[1:] == [0, 0]
    assert house.rows("SELECT count(*) FROM audit_log WHERE action = 'patient.listed'") == [(0,)]
