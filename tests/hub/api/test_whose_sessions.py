"""Sessions at the edge of a clinic: strangers at its PCs are seen and ended, its people elsewhere are not watched."""

from typing import Any
from uuid import UUID, uuid4

import pytest


async def _at(house: Any, login: str, station: UUID | None = None) -> str:
    given = {"station": {"id": str(station), "name": "Ward PC", "version": "1.0"}} if station else {}
    answer = await house.hub.client.post(
        "/api/session", json={"login": login, "password": house.clinic.passwords[login], **given}
    )
    assert answer.status_code == 201, answer.text
    session: str = answer.json()["session_id"]
    return session


@pytest.fixture
async def former(house: Any) -> tuple[UUID, str]:
    """A PC of the clinic, and the session there of somebody who has since gone to another one."""
    station = uuid4()
    await _at(house, "nurse", station)
    session = await _at(house, "both", station)
    house.rows("DELETE FROM memberships WHERE clinic_id = %s AND user_id = %s RETURNING 1", house.clinic.id,
               house.clinic.users["both"])  # fmt: skip
    house.hub.access.forget(house.clinic.users["both"])
    return station, session


async def test_a_strangers_session_at_ones_own_pc_is_seen_without_a_name(
    house: Any, former: tuple[UUID, str]
) -> None:
    station, session = former
    [item] = (await house.ask("boss", "GET", "/api/stations")).json()["items"]
    assert (item["sessions"], item["users"]) == (2, ["", "Nurse"])
    items = (await house.ask("boss", "GET", f"/api/sessions?station={station}")).json()["items"]
    assert [(row["user_id"], row["user_name"], row["login"]) for row in items] == [
        ("", "", ""),
        (str(house.clinic.users["nurse"]), "Nurse", "nurse"),
    ]
    assert (items[0]["id"], items[0]["station_id"], items[0]["address"]) == (session, str(station), "192.0.2.7")
    by_id = await house.ask("boss", "GET", f"/api/sessions?user={house.clinic.users['both']}")
    assert by_id.json()["items"] == []
    assert (await house.ask("boss", "GET", f"/api/users/{house.clinic.users['both']}")).status_code == 404
    busy = await house.ask("boss", "DELETE", f"/api/stations/{station}")
    assert busy.status_code == 409


@pytest.mark.parametrize("how", ["alone", "with the others"])
async def test_a_strangers_session_at_ones_own_pc_can_be_ended(
    house: Any, former: tuple[UUID, str], how: str
) -> None:
    station, session = former
    if how == "alone":
        assert (await house.ask("boss", "DELETE", f"/api/sessions/{session}")).status_code == 204
    else:
        ended = await house.ask("boss", "DELETE", f"/api/stations/{station}/sessions")
        assert ended.json() == {"count": 2}
    assert house.rows("SELECT ended_at IS NOT NULL FROM sessions WHERE id = %s", UUID(session)) == [(True,)]


async def test_a_colleagues_session_elsewhere_tells_nothing_of_where(house: Any) -> None:
    house.rows("UPDATE memberships SET role = 'administrator' WHERE clinic_id = %s AND user_id = %s RETURNING 1",
               house.other, house.clinic.users["both"])  # fmt: skip
    away, here, ours = uuid4(), uuid4(), uuid4()
    await _at(house, "far", away)
    for station in (away, None, here, ours):
        if station is here:
            await _at(house, "nurse", here)
        await _at(house, "both", station)
    house.rows("UPDATE stations SET clinic_id = %s WHERE id = %s RETURNING 1", house.clinic.id, here)
    house.rows("UPDATE stations SET clinic_id = %s WHERE id = %s RETURNING 1", house.clinic.id, ours)
    items = (await house.ask("boss", "GET", f"/api/sessions?user={house.clinic.users['both']}")).json()["items"]
    assert [(row["station_id"], row["station_name"], row["address"]) for row in items] == [
        (str(ours), "Ward PC", "192.0.2.7"),
        (str(here), "Ward PC", "192.0.2.7"),
        (None, "", ""),
        (None, "", ""),
    ]
    own = (await house.ask("both", "GET", "/api/account/sessions")).json()["items"]
    assert {row["address"] for row in own} == {"192.0.2.7"}, "it is one's own to know"
    mine = (await house.ask("chief", "GET", f"/api/sessions?user={house.clinic.users['both']}")).json()["items"]
    assert {row["address"] for row in mine} == {"192.0.2.7"}
