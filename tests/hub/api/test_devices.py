"""The register of monitors: listing, registering, tokens, places, in one's own clinics alone."""

import asyncio
import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import psycopg
import pytest


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


def said(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json()["field"]


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
        "clinic_id": str(clinic.id),
        "ward": "3 East",
        "bed": "2",
    }
    assert (items["dev-1"]["seen"], items["dev-1"]["clock_offset_ms"]) == (None, 0)
    assert items["dev-3"]["revoked"] is True
    assert (items["dev-4"]["bed_id"], items["dev-4"]["ward"], items["dev-4"]["bed"]) == (None, "", "")


async def test_pages_hold_every_device_once(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    first = (await hub.client.get("/api/devices", params={"limit": 3}, headers=headers)).json()
    second = (
        await hub.client.get("/api/devices", params={"limit": 3, "after": first["next"]}, headers=headers)
    ).json()
    assert [item["code"] for item in first["items"] + second["items"]] == ["dev-1", "dev-2", "dev-3", "dev-4"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"search": "DEV-3"}, ["dev-3"]),
        ({"search": "TEST"}, ["dev-1", "dev-2", "dev-3", "dev-4"]),
        ({"search": "east 2"}, ["dev-2"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
        ({"search": "' OR true --"}, []),
        ({"state": "revoked"}, ["dev-3"]),
        ({"state": "in_use"}, ["dev-1", "dev-2", "dev-4"]),
        ({"state": "placed"}, ["dev-1", "dev-2"]),
        ({"state": "spare"}, ["dev-4"]),
        ({"state": "placed", "search": "dev-2"}, ["dev-2"]),
    ],
)
async def test_the_list_is_narrowed_by_text_and_state(
    house: Any, params: dict[str, str], expected: list[str]
) -> None:
    house.rows("UPDATE devices SET revoked_at = now() WHERE code = 'dev-3' RETURNING 1")
    house.rows("DELETE FROM device_beds WHERE device_id = %s RETURNING 1", house.clinic.devices["dev-4"])
    assert codes(await house.ask("boss", "GET", "/api/devices", params=params)) == expected


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"state": "broken"}, "state"),
        ({"search": "a\0"}, "search"),
        ({"after": "x"}, "after"),
        ({"limit": 201}, "limit"),
    ],
)
async def test_a_list_names_what_it_cannot_take(house: Any, params: dict[str, str], field: str) -> None:
    assert said(await house.ask("boss", "GET", "/api/devices", params=params)) == (400, "input.field", field)


async def test_a_device_is_registered_at_a_bed_whose_former_one_leaves(house: Any) -> None:
    bed = house.clinic.beds[0]
    answer = await house.ask("boss", "POST", "/api/devices", json={
        "clinic_id": str(house.clinic.id), "code": "new-1", "model": "BM-7", "bed_id": str(bed),
    })  # fmt: skip
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["device"]["bed_id"], made["device"]["ward"], made["device"]["bed"]) == (str(bed), "3 East", "1")
    assert house.rows("SELECT token_hash FROM devices WHERE code = 'new-1'") == [
        (sha256(made["token"].encode()).digest(),)
    ]
    old = house.clinic.devices["dev-1"]
    assert house.rows("SELECT upper_inf(during) FROM device_beds WHERE device_id = %s", old) == [(False,)]
    added, moved = house.events("device.")
    assert (added[0], added[1], added[2], added[3]) == (
        "device.added", str(made["device"]["id"]), "Boss", house.clinic.id,
    )  # fmt: skip
    assert (moved[0], moved[1], json.loads(moved[5])) == ("device.moved", str(old), {"bed": None, "for": "new-1"})
    assert made["token"] not in str(house.rows("SELECT * FROM audit_log"))


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"code": ""}, 400, "input.field", "code"),
        ({"code": "x" * 65}, 400, "input.field", "code"),
        ({"code": "a\0b"}, 400, "input.field", "code"),
        ({"code": "a b "}, 400, "input.field", "code"),
        ({"model": "a\nb"}, 400, "input.field", "model"),
        ({"clinic_id": "rubbish"}, 400, "input.field", "clinic_id"),
        ({"bed_id": "rubbish"}, 400, "input.field", "bed_id"),
        ({"clinic_id": "other"}, 404, "not_found", "clinic_id"),
        ({"clinic_id": "nowhere"}, 404, "not_found", "clinic_id"),
        ({"bed_id": "other"}, 404, "not_found", "bed_id"),
        ({"code": "dev-1"}, 409, "conflict.taken", "code"),
        ({"code": "far-1"}, 409, "conflict.taken", "code"),
    ],
)
async def test_what_does_not_fit_a_new_device_is_named(
    house: Any, foreign: Any, changes: dict[str, str], status: int, code: str, field: str
) -> None:
    other = {"clinic_id": foreign.clinic, "bed_id": foreign.bed}
    given = {"clinic_id": str(house.clinic.id), "code": "new"}
    for name, value in changes.items():
        given[name] = str(other[name]) if value == "other" else str(uuid4()) if value == "nowhere" else value
    assert said(await house.ask("boss", "POST", "/api/devices", json=given)) == (status, code, field)
    assert house.events("device.") == []
    assert house.rows("SELECT count(*) FROM devices") == [(5,)]


async def test_a_new_token_puts_a_device_back_into_use(house: Any) -> None:
    device = house.clinic.devices["dev-1"]
    revoked = await house.ask("boss", "POST", f"/api/devices/{device}/revoke")
    assert (revoked.status_code, revoked.json()["revoked"]) == (200, True)
    assert (await house.ask("boss", "POST", f"/api/devices/{device}/revoke")).status_code == 200
    answer = await house.ask("boss", "POST", f"/api/devices/{device}/token")
    given = answer.json()
    assert (answer.status_code, given["device"]["revoked"]) == (200, False)
    assert house.rows("SELECT token_hash, revoked_at FROM devices WHERE id = %s", device) == [
        (sha256(given["token"].encode()).digest(), None)
    ]
    assert [(event[0], event[4], event[5]) for event in house.events("device.")] == [
        ("device.revoked", '{"revoked": false}', '{"revoked": true}'),
        ("device.token", '{"revoked": true}', '{"revoked": false}'),
    ]
    assert given["token"] not in str(house.rows("SELECT * FROM audit_log"))


async def test_a_device_moves_within_its_clinic_and_to_no_bed(house: Any, foreign: Any) -> None:
    device, beds = house.clinic.devices["dev-1"], house.clinic.beds
    path = f"/api/devices/{device}/bed"
    moved = await house.ask("boss", "PUT", path, json={"bed_id": str(beds[1])})
    assert (moved.status_code, moved.json()["bed"]) == (200, "2")
    now = "SELECT device_id, bed_id FROM device_beds WHERE upper_inf(during) ORDER BY device_id"
    others = house.clinic.devices
    assert dict(house.rows(now)) == {
        device: beds[1], others["dev-3"]: beds[2], others["dev-4"]: beds[3], foreign.device: foreign.bed,
    }  # fmt: skip
    again = await house.ask("boss", "PUT", path, json={"bed_id": str(beds[1])})
    assert again.json()["bed"] == "2"
    assert len(house.events("device.moved")) == 2, "the device, and the one that left; nothing for staying"
    none = await house.ask("boss", "PUT", path, json={"bed_id": None})
    assert (none.json()["bed_id"], none.json()["bed"]) == (None, "")
    # Whoever administers both clinics cannot mix them either.
    for bed, status, field in (
        (str(foreign.bed), 404, "bed_id"),
        (str(uuid4()), 404, "bed_id"),
        ("x", 400, "bed_id"),
    ):
        assert said(await house.ask("chief", "PUT", path, json={"bed_id": bed}))[::2] == (status, field)
    assert said(await house.ask("chief", "PUT", path, json={}))[::2] == (400, "bed_id")


async def test_of_two_devices_put_at_one_bed_at_the_same_moment_one_stands_there(house: Any) -> None:
    house.rows("DELETE FROM device_beds RETURNING 1")
    headers, bed = await house.headers(), str(house.clinic.beds[0])
    answers = await asyncio.gather(*(
        house.hub.client.put(f"/api/devices/{device}/bed", json={"bed_id": bed}, headers=headers)
        for device in house.clinic.devices.values()
    ))  # fmt: skip
    statuses = [answer.status_code for answer in answers]
    assert 200 in statuses
    assert set(statuses) <= {200, 409}
    assert house.rows("SELECT count(*) FROM device_beds WHERE during @> now()") == [(1,)]


async def test_of_moves_at_the_same_moment_each_is_carried_out_or_refused(house: Any) -> None:
    """One device to many beds, and devices that change places: no move fails for another's time or lock."""
    headers, beds = await house.headers(), house.clinic.beds
    devices = list(house.clinic.devices.values())
    for turn in range(6):
        answers = await asyncio.gather(*(
            house.hub.client.put(
                f"/api/devices/{devices[0 if turn % 2 else number % 4]}/bed",
                json={"bed_id": str(beds[(number * 3 + turn) % 4])}, headers=headers,
            )
            for number in range(12)
        ))  # fmt: skip
        assert [answer.status_code for answer in answers] == [200] * 12
        [(standing,)] = house.rows("SELECT count(*) FROM device_beds WHERE upper_inf(during)")
        assert standing <= len(devices) + 1
    assert house.rows("SELECT count(*) FROM device_beds WHERE isempty(during)") == [(0,)]


async def test_a_foreign_device_does_not_exist(house: Any, foreign: Any) -> None:
    for method, tail, body in (("POST", "token", None), ("POST", "revoke", None), ("PUT", "bed", {"bed_id": None})):
        answers = [
            await house.ask("boss", method, f"/api/devices/{device}/{tail}", **({"json": body} if body else {}))
            for device in (foreign.device, 2**31 - 1, 2**31, 2**80)
        ]
        assert [said(answer) for answer in answers] == [(404, "not_found", "")] * 4, tail
    assert house.rows("SELECT revoked_at, token_hash FROM devices WHERE id = %s", foreign.device) == [(None, b"")]


async def test_who_looks_after_the_house_manages_devices_and_a_nurse_does_not(house: Any) -> None:
    house.add("keeper", (house.clinic.id, "facility_manager"))
    device = house.clinic.devices["dev-1"]
    assert (await house.ask("keeper", "POST", f"/api/devices/{device}/revoke")).status_code == 200
    for method, path in (("POST", f"/api/devices/{device}/token"), ("POST", f"/api/devices/{device}/revoke")):
        assert said(await house.ask("nurse", method, path)) == (403, "access.denied", "")


async def test_statements_are_bounded(house: Any) -> None:
    device, headers = house.clinic.devices["dev-1"], await house.headers()
    one = f"/api/devices/{device}"
    new = {"clinic_id": str(house.clinic.id), "code": "new", "bed_id": str(house.clinic.beds[2])}
    await house.hub.client.get("/api/devices", headers=headers)
    for method, path, body, most in (
        ("GET", "/api/devices", None, 1),
        ("GET", "/api/devices?search=dev&state=placed", None, 1),
        ("POST", "/api/devices", new, 6),
        ("POST", one + "/token", None, 2),
        ("POST", one + "/revoke", None, 2),
        ("PUT", one + "/bed", {"bed_id": str(house.clinic.beds[1])}, 6),
    ):
        house.hub.statements.clear()
        given = {"json": body} if body is not None else {}
        answer = await house.hub.client.request(method, path, headers=headers, **given)
        assert answer.is_success, answer.text
        count = [
            s for s in house.hub.statements if "enter_scope" not in s and "audit_add" not in s and "COMMIT" not in s
        ]
        assert len(count) <= most, (path, count)
