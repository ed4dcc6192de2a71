"""Weekly hours over HTTP: whose, which, what is refused, and what a change would affect."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.hub.api.conftest import House
from tests.hub.api.hours_desk import Desk, open_desk


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def _path(number: int, rest: str = "") -> str:
    return f"/api/practitioners/{number}/template{rest}"


async def test_hours_are_read_changed_and_read_again(desk: Desk) -> None:
    mori = desk.who("mori")
    known = await desk.done("reception", "GET", _path(mori))
    assert known["version"] == 1
    assert [(line["weekday"], line["begins"], line["kind"]) for line in known["lines"]][:2] == [
        (1, 540, "work"),
        (1, 720, "block"),
    ]
    lines = [
        desk.line(1, 1_200, 1_560, weeks=[1, 6], cap=2, types=[desk.who("visit")], since="2026-01-01"),
        desk.line(3, 540, 600, kind="reserved", types=[desk.who("device")], release=1_440, label=" Echo "),
    ]
    saved = await desk.done("boss", "PUT", _path(mori), json={"version": 1, "lines": lines})
    assert saved == await desk.done("reception", "GET", _path(mori))
    assert saved["version"] == 2
    [night, kept] = saved["lines"]
    assert (night["weeks"], night["cap"], night["ends"], night["since"]) == ([1, 6], 2, 1_560, "2026-01-01")
    assert (kept["label"], kept["release"], kept["types"]) == ("Echo", 1_440, [desk.who("device")])


async def test_whoever_saves_over_a_newer_template_is_told_so(desk: Desk) -> None:
    given = {"version": 1, "lines": desk.every_day()}
    mori = _path(desk.who("mori"))
    answers = await asyncio.gather(*(desk.ask("boss", "PUT", mori, json=given) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert await desk.refused("boss", "PUT", mori, json=given) == (409, "schedule.changed", "")
    assert await desk.refused("boss", "POST", f"{mori}/preview", json=given) == (409, "schedule.changed", "")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"weekday": 8}, "weekday"),
        ({"begins": 1_440, "ends": 1_500}, "begins"),
        ({"ends": 540}, "ends"),
        ({"begins": 1_200, "ends": 2_881}, "ends"),
        ({"begins": 0, "ends": 1_441}, "ends"),
        ({"kind": "play"}, "kind"),
        ({"weeks": [7]}, "weeks"),
        ({"weeks": [1, 1]}, "weeks"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "until"),
        ({"step": 0}, "step"),
        ({"cap": 10}, "cap"),
        ({"kind": "block", "cap": 1}, "cap"),
        ({"types": [999_999]}, "types"),
        ({"types": [-1]}, "types"),
        ({"types": [2**40]}, "types"),
        ({"kind": "reserved"}, "types"),
        ({"release": 5}, "release"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\x00b"}, "label"),
        ({"clinic_id": "here"}, "clinic_id"),
    ],
)
async def test_a_line_that_says_what_none_can_say_is_named(desk: Desk, line: dict[str, Any], field: str) -> None:
    lines = [desk.line(2), desk.line(3, **line) if "weekday" not in line else {**desk.line(), **line}]
    for method, rest in (("PUT", ""), ("POST", "/preview")):
        found = await desk.refused("boss", method, _path(desk.who("mori"), rest), json={"version": 1, "lines": lines})
        assert found == (400, "input.field", f"lines[1].{field}")


async def test_two_lines_that_meet_are_named(desk: Desk) -> None:
    for second in (desk.line(1, 1_019, 1_100), desk.line(2, 0, 100)):
        lines = [desk.line(1, 600, 1_501), desk.line(5), second]
        answer = await desk.ask("boss", "PUT", _path(desk.who("mori")), json={"version": 1, "lines": lines})
        body = answer.json()
        assert (answer.status_code, body["code"], body["field"]) == (400, "schedule.template_overlap", "lines[2]")
        assert "lines[0]" in body["message"] + body.get("detail", "")


async def test_more_than_200_lines_are_refused(desk: Desk) -> None:
    lines = [desk.line(1 + n % 7, 5 * (n // 7), 5 * (n // 7) + 5) for n in range(201)]
    path = _path(desk.who("mori"))
    assert await desk.refused("boss", "PUT", path, json={"version": 1, "lines": lines}) == (
        400,
        "input.field",
        "lines",
    )
    await desk.done("boss", "PUT", path, json={"version": 1, "lines": lines[:200]})


async def test_other_clinics_lines_stay_and_are_not_shown(desk: Desk) -> None:
    other = desk.house.other
    both = desk.world.practitioner("Both", clinics=[desk.world.clinic, other])
    desk.world.hours(both, "09:00", "12:00", weekdays=[1], clinic_id=other)
    desk.world.hours(both, "13:00", "17:00", weekdays=[2])
    assert [line["weekday"] for line in (await desk.done("boss", "GET", _path(both)))["lines"]] == [2]
    saved = await desk.done("boss", "PUT", _path(both), json={"version": 1, "lines": [desk.line(3)]})
    assert [line["weekday"] for line in saved["lines"]] == [3]
    assert [line["weekday"] for line in (await desk.done("chief", "GET", _path(both)))["lines"]] == [1, 3]
    far = await desk.done("far", "GET", _path(both))
    assert [(line["weekday"], line["clinic_id"]) for line in far["lines"]] == [(1, str(other))]


async def test_nobody_works_at_two_clinics_at_a_time_though_their_zones_differ(desk: Desk) -> None:
    other = desk.house.other  # in Lisbon; the clinic is in Tokyo, eight or nine hours ahead
    both = desk.world.practitioner("Both", clinics=[desk.world.clinic, other])
    desk.world.hours(both, "09:00", "10:00", weekdays=[1], clinic_id=other)
    meets = {"version": 1, "lines": [desk.line(1, 1_075, 1_100)]}  # 17:55 in Tokyo: 09:55 or 08:55 in Lisbon
    path = _path(both)
    assert await desk.refused("boss", "PUT", path, json=meets) == (400, "schedule.template_overlap", "lines[0]")
    apart = {"version": 1, "lines": [desk.line(1, 1_140, 1_200), desk.line(1, 960, 1_020)]}
    await desk.done("boss", "PUT", path, json=apart)


async def test_foreign_practitioners_and_clinics_do_not_exist(desk: Desk) -> None:
    far = desk.world.practitioner("Far", clinics=[desk.house.other])
    given = {"version": 1, "lines": []}
    for number in (far, 987_654, 2**40, 0):
        assert await desk.refused("boss", "GET", _path(number)) == (404, "not_found", "practitioner")
        assert await desk.refused("boss", "PUT", _path(number), json=given) == (404, "not_found", "practitioner")
    there = {"version": 1, "lines": [{**desk.line(), "clinic_id": str(desk.house.other)}]}
    mori = _path(desk.who("mori"))
    assert await desk.refused("boss", "PUT", mori, json=there) == (404, "not_found", "lines[0].clinic_id")
    # One's own clinic, where this one does not work.
    found = await desk.refused("chief", "PUT", mori, json=there)
    assert found == (400, "schedule.no_practitioner", "lines[0].clinic_id")


async def test_a_preview_says_which_visits_and_changes_nothing(desk: Desk) -> None:
    world, mori = desk.world, desk.who("mori")
    early, noon = desk.visit(mori, world.at("09:00")), desk.visit(mori, world.at("11:30", 8))
    desk.visit(mori, world.at("12:00", 9))  # in the lunch already: refused before, too
    desk.visit(mori, world.at("10:00", 9), state="cancelled")
    lines = [*desk.every_day(600, 1_020), *desk.every_day(690, 720, kind="block")]
    given = {"version": 1, "lines": lines}
    found = await desk.done("boss", "POST", _path(mori, "/preview"), json=given)
    assert found["total"] == 2
    assert [(hit["id"], hit["why"]) for hit in found["items"]] == [
        (str(early), "outside_hours"),
        (str(noon), "block"),
    ]
    assert found["items"][0]["patient"]["name"] == ""  # administrators see no patients
    assert (await desk.done("boss", "GET", _path(mori)))["version"] == 1
    await desk.done("boss", "PUT", _path(mori), json=given)
    # They stay where they are, and a further change does not name them anew.
    assert desk.house.rows("SELECT count(*) FROM appointments WHERE state = 'booked'") == [(3,)]
    again = await desk.done("boss", "POST", _path(mori, "/preview"), json={**given, "version": 2})
    assert again == {"total": 0, "items": []}


async def test_a_preview_knows_types_and_what_is_kept_for_others(desk: Desk) -> None:
    world, mori = desk.world, desk.who("mori")
    visit, device = desk.who("visit"), desk.who("device")
    desk.visit(mori, world.at("09:00"))
    desk.visit(mori, world.at("10:00"))
    desk.visit(mori, world.at("10:30"), type_id=device)
    kept = desk.every_day(600, 720, kind="reserved", types=[device])
    released = desk.every_day(540, 600, kind="reserved", types=[device], release=60 * 24 * 10)
    found = await desk.done(
        "boss", "POST", _path(mori, "/preview"), json={"version": 1, "lines": [*desk.every_day(), *kept, *released]}
    )
    assert [(hit["type"], hit["why"]) for hit in found["items"]] == [(visit, "reserved")]
    only = desk.every_day(540, 1_020, types=[visit])
    found = await desk.done("boss", "POST", _path(mori, "/preview"), json={"version": 1, "lines": only})
    assert [(hit["type"], hit["why"]) for hit in found["items"]] == [(device, "wrong_type")]


async def test_a_preview_shows_200_and_counts_them_all(desk: Desk) -> None:
    world, mori = desk.world, desk.who("mori")
    patient = world.patient()
    with psycopg.connect(desk.house.database.dsn) as connection:
        connection.execute(
            "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
            " type_id) SELECT gen_random_uuid(), b, b + interval '15 minutes', b, b + interval '15 minutes', %s, %s,"
            " %s, %s FROM generate_series(%s, %s, interval '15 minutes') b",
            [
                world.clinic,
                patient,
                mori,
                desk.who("visit"),
                world.at("09:00"),
                world.at("09:00") + timedelta(days=4),
            ],
        )
    found = await desk.done("boss", "POST", _path(mori, "/preview"), json={"version": 1, "lines": []})
    assert found["total"] == 4 * 28 + 1
    longer = [hit["begins"] for hit in found["items"]]
    assert longer == sorted(longer)


async def test_hours_are_set_by_who_may(desk: Desk) -> None:
    given = {"version": 1, "lines": []}
    for method, rest in (("PUT", ""), ("POST", "/preview")):
        found = await desk.refused("reception", method, _path(desk.who("mori"), rest), json=given)
        assert found == (403, "access.denied", "")


async def test_the_log_says_which_lines_went_and_came(desk: Desk) -> None:
    mori = desk.who("mori")
    lines = [*desk.every_day()[1:], desk.line(1, 600, 1_020, cap=1)]
    await desk.done("boss", "POST", _path(mori, "/preview"), json={"version": 1, "lines": lines})
    await desk.done("boss", "PUT", _path(mori), json={"version": 1, "lines": lines})
    previewed, changed = desk.house.events("hours.")
    assert (previewed[0], json.loads(previewed[5])) == ("hours.previewed", {"affected": 0, "lines": 7})
    action, number, who, clinic, before, after, _ = changed
    assert (action, number, who, clinic) == ("hours.changed", str(mori), "Boss", desk.world.clinic)
    assert "1 09:00–17:00 work each 15" in json.loads(before)["lines"]
    assert json.loads(after)["lines"] == ["1 10:00–17:00 work each 15 cap 1"]


async def test_a_change_of_hours_raises_the_version_that_days_are_kept_by(desk: Desk) -> None:
    mori = desk.who("mori")
    [(before,)] = desk.house.rows("SELECT hours FROM resources WHERE id = %s", mori)
    await desk.done("boss", "PUT", _path(mori), json={"version": 1, "lines": []})
    [(after,)] = desk.house.rows("SELECT hours FROM resources WHERE id = %s", mori)
    assert after > before


async def test_hours_wait_for_who_books_and_no_other(desk: Desk) -> None:
    mori = desk.who("mori")
    given = {"version": 1, "lines": desk.every_day()}
    with psycopg.connect(desk.house.database.dsn) as booking:
        booking.execute("SELECT schedule_lock(%s, %s, false)", [[desk.world.clinic], [mori]])
        waiting = asyncio.create_task(desk.ask("boss", "PUT", _path(mori), json=given))
        await desk.done("boss", "PUT", _path(desk.who("keller")), json=given)
        await desk.done("boss", "POST", _path(mori, "/preview"), json=given)
        assert not waiting.done()
    assert (await waiting).status_code == 200


async def test_reading_costs_1_statement_a_preview_2_and_a_change_2(desk: Desk) -> None:
    headers = await desk.house.headers()
    path = _path(desk.who("mori"))
    given = {"version": 1, "lines": desk.every_day()}
    hub = desk.house.hub
    for method, rest, most in (("GET", "", 1), ("POST", "/preview", 2), ("PUT", "", 2)):
        await hub.client.request("GET", path, headers=headers)
        hub.statements.clear()
        body = None if method == "GET" else given
        answer = await hub.client.request(method, f"{path}{rest}", headers=headers, json=body)
        assert answer.status_code == 200
        assert len(hub.touching_tables()) == most
