"""Every route, by what the API says of itself: without a token, for a foreign clinic, for the right one."""

import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from litestar import get

from clinic_console.domain.access import Permission
from clinic_console.domain.errors import BadConfiguration
from clinic_console.hub.api.app import make_app
from clinic_console.hub.api.guard import Door, needs
from clinic_console.hub.api.services import Services
from clinic_console.hub.config import Address

OPEN = {("GET", "/api/server"), ("GET", "/health"), ("GET", "/ready"), ("GET", "/metrics"), ("POST", "/api/session"),
        ("POST", "/api/session/refresh")}  # fmt: skip


async def _routes(hub: Any) -> set[tuple[str, str]]:
    paths = (await hub.client.get("/openapi.json")).json()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def _filled(path: str, ward: object, bed: object) -> str:
    filled = path.replace("{ward}", str(ward)).replace("{bed}", str(bed))
    filled = re.sub(r"\{(device|practitioner|resource|visit_type)\}", "1", filled)
    return re.sub(r"\{\w+\}", str(uuid4()), filled)


async def test_every_route_but_the_open_ones_needs_a_token(hub: Any, clinic: Any) -> None:
    routes = await _routes(hub)
    assert routes >= OPEN
    closed = routes - OPEN
    assert len(closed) > 30
    for method, path in closed:
        answer = await hub.client.request(method, _filled(path, clinic.ward, clinic.beds[0]))
        assert (answer.status_code, answer.json()["code"]) == (401, "access.not_signed_in"), path


async def test_the_open_routes_are_described_as_open(hub: Any) -> None:
    paths = (await hub.client.get("/openapi.json")).json()["paths"]
    described = {
        (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if not operation.get("security")
    }
    assert described == OPEN


@pytest.mark.parametrize("path", ["/api/wards/{ward}/beds", "/api/beds/{bed}/readings"])
async def test_an_object_of_a_foreign_clinic_does_not_exist(hub: Any, clinic: Any, foreign: Any, path: str) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    mine = await hub.client.get(_filled(path, clinic.ward, clinic.beds[0]), headers=headers)
    theirs = await hub.client.get(_filled(path, foreign.ward, foreign.bed), headers=headers)
    nowhere = await hub.client.get(_filled(path, uuid4(), uuid4()), headers=headers)
    garbage = await hub.client.get(_filled(path, "x' OR 1=1", "../../etc"), headers=headers)
    assert mine.status_code == 200
    assert [answer.status_code for answer in (theirs, nowhere, garbage)] == [404, 404, 404]
    answers = [{**answer.json(), "request_id": ""} for answer in (theirs, nowhere)]
    assert answers[0] == answers[1], "a foreign object looks like none"


@pytest.mark.parametrize("path", ["/api/wards", "/api/devices"])
async def test_a_list_holds_nothing_of_a_foreign_clinic(hub: Any, clinic: Any, foreign: Any, path: str) -> None:
    answer = await hub.client.get(path, headers=await hub.sign_in(clinic, "nurse"))
    assert answer.status_code == 200
    items = answer.json()["items"]
    assert items
    assert not {str(foreign.ward), str(foreign.device), "far-1", "Far ward"} & {
        str(value) for item in items for value in item.values()
    }


async def test_a_role_without_the_permission_is_told_so(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "reception")
    assert (await hub.client.get("/api/wards", headers=headers)).status_code == 200
    for path in (f"/api/beds/{clinic.beds[0]}/readings", "/api/devices"):
        answer = await hub.client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


async def test_the_role_in_each_clinic_counts_for_itself(hub: Any, clinic: Any, foreign: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO memberships VALUES (%s, %s, 'receptionist')", [clinic.users["nurse"], foreign.clinic]
        )
    headers = await hub.sign_in(clinic, "nurse")
    assert (await hub.client.get(f"/api/wards/{foreign.ward}/beds", headers=headers)).status_code == 200
    assert (await hub.client.get(f"/api/beds/{foreign.bed}/readings", headers=headers)).status_code == 404
    assert (await hub.client.get(f"/api/beds/{clinic.beds[0]}/readings", headers=headers)).status_code == 200


async def test_a_removed_membership_ends_the_access(hub: Any, clinic: Any, database: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM memberships")
    answer = await hub.client.get("/api/wards", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


@get("/forgotten")
async def forgotten() -> None:
    """Say nothing of who may use it."""


@get("/remembered", **needs(Permission.SEE_WARDS))
async def remembered() -> None:
    """Say it."""


async def test_a_route_that_declares_nothing_keeps_the_hub_from_starting(hub: Any) -> None:
    services = Services(hub.engine, hub.access, None, None, Address("127.0.0.1", 1))  # type: ignore[arg-type]
    make_app(services, remembered)
    with pytest.raises(BadConfiguration, match="/forgotten"):
        make_app(services, forgotten)


def test_what_is_declared_is_described() -> None:
    assert needs(Door.OPEN)["responses"].keys() == {400, 426, 429, 500, 503}
    assert needs(Door.SIGNED_IN)["responses"].keys() == {400, 401, 426, 429, 500, 503}
    assert needs(Permission.SEE_WARDS, 404)["responses"].keys() == {400, 401, 403, 404, 426, 429, 500, 503}
