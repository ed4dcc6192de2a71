"""What is proposed to whom on a waitlist, when it stands, and who is told."""

from datetime import timedelta
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from tests.hub.api.waitlist_desk import Desk, desk

__all__ = ["desk"]


async def test_a_freed_slot_goes_to_the_three_most_urgent_who_fit(desk: Desk) -> None:
    ids, at = desk.world.ids, desk.world.at("10:00")
    weekday, day = desk.world.today().isoweekday(), (desk.world.today() + timedelta(days=7)).isoformat()
    busy = desk.world.patient("Busy")
    desk.take("mori", at, 30, busy)
    unfit: list[dict[str, Any]] = [
        {"patient": busy},
        {"patient": desk.world.patient("Too long"), "type": ids["long"]},
        {"patient": desk.world.patient("Another doctor"), "practitioner": ids["mori"]},
        {"patient": desk.world.patient("Nurses"), "specialty": ids["nursing"]},
        {"patient": desk.world.patient("Other weekday"), "weekdays": [weekday % 7 + 1]},
        {"patient": desk.world.patient("Afternoons"), "time_from": 720},
        {"patient": desk.world.patient("Before ten"), "time_to": 600},
        {"patient": desk.world.patient("Later"), "since": (desk.world.today() + timedelta(days=8)).isoformat()},
        {"patient": desk.world.patient("Too late"), "until": (desk.world.today() + timedelta(days=6)).isoformat()},
    ]
    for wish in unfit:
        await desk.add(wish.pop("patient"), priority=1, **wish)
    fit = [
        await desk.add(desk.world.patient("Routine")),
        await desk.add(desk.world.patient("Soon"), priority=2, practitioner=ids["yamada"]),
        await desk.add(desk.world.patient("Exactly"), priority=2, since=day, until=day, time_from=600, time_to=601),
        await desk.add(desk.world.patient("Last")),
    ]
    before = desk.version()
    answer = await desk.propose(at, 30)
    assert [each.name for each in answer.proposals] == ["Soon", "Exactly", "Routine"]
    assert {each.begins for each in answer.proposals} == {int(at.timestamp() * 1_000)}
    assert [news.version for news in answer.news] == [desk.version()] == [before + 1]
    offered = {item["id"]: item["offers"] for item in (await desk.page())["items"] if item["offers"]}
    assert offered.keys() == {made["id"] for made in fit[:3]}
    # Once more: the same offers, no others.
    again = await desk.propose(at, 30)
    assert [each.waiting for each in again.proposals] == [each.waiting for each in answer.proposals]
    assert {item["id"]: item["offers"] for item in (await desk.page())["items"] if item["offers"]} == offered


async def test_an_offer_that_was_passed_over_goes_to_the_next(desk: Desk) -> None:
    at = desk.world.at("10:00")
    made = [await desk.add(desk.world.patient(f"P{number}")) for number in range(4)]
    assert await desk.proposed(at, 30) == [each["id"] for each in made[:3]]
    offer = (await desk.page())["items"][0]["offers"][0]["id"]
    before = desk.version()
    assert (await desk.ask("DELETE", f"/offers/{offer}")).status_code == 204
    assert (await desk.ask("DELETE", f"/offers/{offer}")).status_code == 404
    assert desk.version() == before + 1
    assert (await desk.page())["items"][0]["offers"] == []
    assert await desk.proposed(at, 30) == [each["id"] for each in made[1:]]


async def test_only_what_is_really_free_is_proposed(desk: Desk) -> None:
    ids = desk.world.ids
    await desk.add(desk.world.patient())
    other = desk.world.patient()
    taken = desk.world.at("09:00")
    desk.take("yamada", taken, 30, other)
    cases = {
        "beside what is taken still": ("yamada", taken, 30),
        "outside the hours": ("yamada", desk.world.at("18:00"), 30),
        "in the lunch break": ("mori", desk.world.at("12:00"), 60),
        "reserved for others": ("keller", desk.world.at("14:00"), 60),
        "past": ("yamada", desk.world.at("10:00", -1), 30),
    }
    for case, (who, begins, minutes) in cases.items():
        assert await desk.proposed(begins, minutes, who) == [], case
    # Behind what is taken there is room.
    (found,) = (await desk.propose(taken, 60)).proposals
    assert found.begins == int((taken + timedelta(minutes=30)).timestamp() * 1_000)
    leave = desk.world.at("10:00", 8)
    desk.world.exception("leave", leave, leave + timedelta(hours=4), resource=ids["yamada"])
    assert await desk.proposed(leave, 60) == []
    closed = desk.world.at("10:00", 9)
    desk.world.exception("closed", closed, closed + timedelta(hours=4))
    assert await desk.proposed(closed, 60) == []


async def test_who_gave_the_time_up_is_not_asked_and_an_earlier_visit_stays(desk: Desk) -> None:
    at, early, late = desk.world.at("10:00"), desk.world.at("09:00"), desk.world.at("15:00")
    gave_up, has_earlier, has_later = (desk.world.patient(name) for name in ("Gave up", "Earlier", "Later"))
    await desk.add(gave_up, priority=1)
    before = desk.take("mori", early, 30, has_earlier)
    behind = desk.take("mori", late, 30, has_later)
    await desk.add(has_earlier, priority=1, appointment=str(before))
    kept = await desk.add(has_later, appointment=str(behind))
    assert await desk.proposed(at, 30, patient=gave_up) == [kept["id"]]


async def test_a_place_in_a_group_is_proposed_while_others_stay(desk: Desk) -> None:
    at = desk.world.at("10:00")
    for lane in range(2):
        desk.take("yamada", at, 60, desk.world.patient(), "group", lane)
    await desk.add(desk.world.patient("Alone"), priority=1)
    joins = await desk.add(desk.world.patient("Joins"), type=desk.world.ids["group"])
    assert await desk.proposed(at, 60) == [joins["id"]]
    assert (await desk.page())["items"][1]["offers"] != []
    desk.take("yamada", at, 60, desk.world.patient(), "group", 2)
    assert (await desk.page())["items"][1]["offers"] == [], "full"
    assert await desk.proposed(at, 60) == []


async def test_the_doctors_part_of_a_visit_in_steps_has_to_fit(desk: Desk) -> None:
    made = await desk.add(desk.world.patient(), type=desk.world.ids["steps"])
    (found,) = (await desk.propose(desk.world.at("10:00"), 30)).proposals
    assert (found.waiting, found.begins) == (made["id"], desk.world.ms("09:45"))
    assert found.ends == desk.world.ms("10:30")


async def test_an_offer_goes_when_its_time_is_taken_or_somebody_is_away(desk: Desk) -> None:
    ids, at = desk.world.ids, desk.world.at("10:00")
    await desk.add(desk.world.patient())

    async def offers() -> int:
        return len((await desk.page())["items"][0]["offers"])

    await desk.propose(at, 30)
    assert await offers() == 1
    taken = desk.take("yamada", at + timedelta(minutes=15), 30, desk.world.patient())
    assert await offers() == 0
    desk.world.run("DELETE FROM occupancy WHERE taken_by = %s", taken)
    assert await offers() == 1
    away = desk.world.exception("leave", at, at + timedelta(hours=1), resource=ids["yamada"])
    assert await offers() == 0
    desk.world.run("DELETE FROM schedule_exceptions WHERE id = %s", away)
    desk.world.run("UPDATE waitlist_offers SET begins = now() - interval '1 minute'")
    assert await offers() == 0


async def test_whoever_takes_a_proposed_time_raises_the_list_and_says_so(desk: Desk, database: Any) -> None:
    at = desk.world.at("10:00")
    await desk.add(desk.world.patient())
    await desk.propose(at, 30)
    before = desk.version()
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_definer")) as connection:
        ask = "SELECT day, practitioner, version FROM schedule_changes(%s, %s, %s)"
        half = timedelta(minutes=30)
        yamada, mori = [desk.world.ids["yamada"]], [desk.world.ids["mori"]]
        told = connection.execute(ask, [yamada, [at], [at + half]]).fetchall()
        assert [row[2] for row in told if row[1] == 0][:1] == [before + 1]
        connection.rollback()
        assert all(row[1] for row in connection.execute(ask, [mori, [at], [at + half]]).fetchall())
        connection.rollback()
        assert all(row[1] for row in connection.execute(ask, [yamada, [at + half], [at + 2 * half]]).fetchall())


async def test_changing_what_somebody_takes_withdraws_what_was_proposed(desk: Desk) -> None:
    patient = desk.world.patient()
    made = await desk.add(patient)
    await desk.propose(desk.world.at("10:00"), 30)
    same = desk.wish(patient, id=made["id"], version=1, note="Rings back")
    assert (await desk.ask("PUT", f"/{made['id']}", json=same)).json()["offers"] != []
    other = desk.wish(patient, id=made["id"], version=2, time_from=720)
    assert (await desk.ask("PUT", f"/{made['id']}", json=other)).json()["offers"] == []


async def test_names_of_proposals_are_those_of_open_charts(desk: Desk) -> None:
    patient = desk.world.patient("Secret Person")
    made = await desk.add(patient)
    desk.world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", patient)
    (found,) = (await desk.propose(desk.world.at("10:00"), 30)).proposals
    assert (found.waiting, found.patient, found.name) == (made["id"], "", "")
