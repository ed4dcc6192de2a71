"""The last minutes of a session: whatever it was given ends with it."""

from typing import Any


async def test_in_the_last_minutes_of_a_session_its_tokens_end_with_it(house: Any) -> None:
    client, password = house.hub.client, house.clinic.passwords["nurse"]
    first = (await client.post("/api/session", json={"login": "nurse", "password": password})).json()
    house.rows("UPDATE sessions SET expires_at = now() + interval '5 minutes' RETURNING 1")
    answer = (await client.post("/api/session/refresh", json={"refresh": first["refresh"]})).json()
    assert answer["access_expires"] == answer["ends"] // 1_000 * 1_000
    principal = house.hub.access.verify(answer["access"])
    assert principal.expires == answer["access_expires"]
