"""A user's saved views of the front desk over HTTP."""

from typing import Any

import pytest

from tests.hub.api.appointments_desk import FrontDesk, front, said

__all__ = ["front"]
_URL = "/api/desk-views"


async def _get(front: FrontDesk) -> Any:
    return (await front.hub.client.get(_URL, headers=front.headers)).json()


async def _put(front: FrontDesk, *views: Any) -> Any:
    return await front.hub.client.put(_URL, json={"items": list(views)}, headers=front.headers)


async def test_views_are_kept_per_user_in_the_order_given(front: FrontDesk, hub: Any, clinic: Any) -> None:
    assert await _get(front) == {"items": []}
    views = [
        {"name": "遅刻", "filters": {"state": ["late", "booked"], "doctor": ["7"]}},
        {"name": "All", "filters": {}},
    ]
    answer = await _put(front, *views)
    assert (answer.status_code, answer.json()) == (200, {"items": views})
    assert await _get(front) == {"items": views}
    front.headers = await hub.sign_in(clinic, "nurse")
    assert await _get(front) == {"items": []}
    await _put(front, {"name": "Mine", "filters": {}})
    front.headers = await hub.sign_in(clinic, "reception")
    assert await _get(front) == {"items": views}
    assert (await _put(front)).json() == {"items": []}
    assert await _get(front) == {"items": []}


@pytest.mark.parametrize(
    ("views", "field"),
    [
        ([{"name": str(n), "filters": {}} for n in range(21)], "items"),
        ([{"name": " ", "filters": {}}], "items[0].name"),
        ([{"name": "x" * 41, "filters": {}}], "items[0].name"),
        ([{"name": "A\0", "filters": {}}], "items[0].name"),
        ([{"name": "A"}, {"name": " A "}], "items[1].name"),
        ([{"name": "A", "filters": {"state": ["x" * 1_024]}}], "items[0].filters"),
        ([{"name": "A", "filters": {"state": ["日" * 350]}}], "items[0].filters"),
        ([{"name": "A", "filters": {"state": ["a\0b"]}}], "items[0].filters"),
        ([{"name": "A", "filters": {"a\0": []}}], "items[0].filters"),
    ],
)
async def test_what_does_not_fit_is_named(front: FrontDesk, views: list[Any], field: str) -> None:
    assert said(await _put(front, *views)) == (400, "input.field", field)
    assert await _get(front) == {"items": []}


@pytest.mark.parametrize("filters", [{"state": "late"}, {"state": [1]}, {"state": [["late"]]}, []])
async def test_filters_hold_lists_of_words_alone(front: FrontDesk, filters: Any) -> None:
    assert (await _put(front, {"name": "A", "filters": filters})).status_code == 400


async def test_as_many_views_as_there_can_be_go_through(front: FrontDesk) -> None:
    filters = {"state": ["x" * 1_000]}
    views = [{"name": f"{n:040}", "filters": filters} for n in range(20)]
    assert (await _put(front, *views)).status_code == 200
    assert (await _get(front))["items"] == views


async def test_each_asks_one_statement(front: FrontDesk) -> None:
    await _get(front)  # what is allowed is known from now on
    front.hub.statements.clear()
    await _put(front, {"name": "A", "filters": {}})
    assert len(front.hub.touching_tables()) == 1
    front.hub.statements.clear()
    await _get(front)
    assert len(front.hub.touching_tables()) == 1
