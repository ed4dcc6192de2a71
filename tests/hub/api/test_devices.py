"""The list of monitors."""

from typing import Any

import psycopg


async def test_devices_with_their_bed_and_state(hub: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO device_states VALUES (%s, '2026-11-01T12:00:00.250Z', -1500)", [clinic.devices["dev-2"]]
        )
        connection.execute("UPDATE devices SET revoked_at = now() WHERE code = 'dev-3'")
        connection.execute("DELETE FROM device_beds WHERE device_id = %s", [clinic.devices["dev-4"]])
    answer = await hub.client.get("/api/devices", headers=await hub.sign_in(clinic, "nurse"))
    items = {item["code"]: item for item in answer.json()["items"]}
    assert items["dev-2"] == {
        "id": clinic.devices["dev-2"],
        "code": "dev-2",
        "model": "test",
        "bed_id": str(clinic.beds[1]),
        "seen": 1_793_534_400_250,
        "clock_offset_ms": -1500,
        "revoked": False,
    }
    assert (items["dev-1"]["seen"], items["dev-1"]["clock_offset_ms"]) == (None, 0)
    assert items["dev-3"]["revoked"] is True
    assert items["dev-4"]["bed_id"] is None


async def test_pages_hold_every_device_once(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    first = (await hub.client.get("/api/devices", params={"limit": 3}, headers=headers)).json()
    second = (
        await hub.client.get("/api/devices", params={"limit": 3, "after": first["next"]}, headers=headers)
    ).json()
    assert [item["code"] for item in first["items"] + second["items"]] == ["dev-1", "dev-2", "dev-3", "dev-4"]
    assert second["next"] is None
