"""People over HTTP: who may be seen and changed by whom, with two clinics and people in one, the other, and both."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest


def logins(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["login"] for item in answer.json()["items"]]


def said(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json()["field"]


async def test_only_people_of_ones_own_clinics_are_listed(house: Any) -> None:
    house.add("lost")
    assert logins(await house.ask("boss", "GET", "/api/users")) == ["boss", "both", "chief", "nurse", "reception"]
    assert logins(await house.ask("far", "GET", "/api/users")) == ["both", "chief", "far"]
    assert logins(await house.ask("chief", "GET", "/api/users")) == [
        "boss", "both", "chief", "far", "nurse", "reception",
    ]  # fmt: skip


async def test_a_user_is_shown_with_the_roles_in_ones_own_clinics(house: Any) -> None:
    both = house.clinic.users["both"]
    seen = (await house.ask("boss", "GET", f"/api/users/{both}")).json()
    assert seen["memberships"] == [{"clinic_id": str(house.clinic.id), "role": "nurse"}]
    assert (seen["elsewhere"], seen["disabled"], seen["sessions"], seen["last_seen"]) == (True, False, 0, None)
    await house.headers("both")
    whole = (await house.ask("chief", "GET", f"/api/users/{both}")).json()
    assert (len(whole["memberships"]), whole["elsewhere"], whole["sessions"]) == (2, False, 1)
    assert whole["last_seen"] >= whole["created"] > 0


async def test_pages_hold_everybody_once_in_the_order_of_their_names(house: Any) -> None:
    for number in range(7):
        house.add(f"n{number}", (house.clinic.id, "nurse"), name=["Éva", "eva", "佐藤 花子", "Zoë"][number % 4])
    found: list[tuple[str, str]] = []
    after = ""
    headers = await house.headers()
    while True:
        answer = await house.hub.client.get("/api/users", params={"limit": 2, "after": after}, headers=headers)
        page = answer.json()
        found += [(item["name"], item["id"]) for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(found) == len(set(found)) == 12
    assert found == sorted(found, key=lambda each: (each[0].lower(), each[1]))


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("NURSE", ["nurse"]),
        ("ÉVA", ["e_va"]),
        ("花", ["hanako"]),
        ("%", ["per%cent"]),
        ("_", ["e_va"]),
        ("\\", ["back\\slash"]),
        ("' OR 1=1 --", []),
        ("  nurse ", ["nurse"]),
    ],
)
async def test_searching_takes_every_sign_for_itself(house: Any, search: str, expected: list[str]) -> None:
    for login, name in (("e_va", "Éva"), ("hanako", "佐藤 花子"), ("per%cent", "P"), ("back\\slash", "B")):
        house.add(login, (house.clinic.id, "nurse"), name=name)
    assert logins(await house.ask("boss", "GET", "/api/users", params={"search": search})) == expected


async def test_filters_by_role_and_by_being_disabled(house: Any) -> None:
    house.rows("UPDATE users SET disabled_at = now() WHERE login = 'nurse' RETURNING 1")
    ask = house.ask
    assert logins(await ask("boss", "GET", "/api/users", params={"role": "nurse"})) == ["both", "nurse"]
    # The role elsewhere is nobody's business here.
    assert logins(await ask("boss", "GET", "/api/users", params={"role": "doctor"})) == []
    assert logins(await ask("boss", "GET", "/api/users", params={"disabled": "true"})) == ["nurse"]
    assert "nurse" not in logins(await ask("boss", "GET", "/api/users", params={"disabled": "false"}))


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"role": "god"}, "role"),
        ({"search": "x" * 101}, "search"),
        ({"search": "a\0b"}, "search"),
        ({"after": "rubbish"}, "after"),
        ({"after": "WyJcdTAwMDAiLCIwMTkzMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiXQ"}, "after"),
        ({"limit": 0}, "limit"),
        ({"disabled": "perhaps"}, "disabled"),
    ],
)
async def test_a_list_names_what_it_cannot_take(house: Any, params: dict[str, Any], field: str) -> None:
    assert said(await house.ask("boss", "GET", "/api/users", params=params)) == (400, "input.field", field)


async def test_who_works_elsewhere_alone_does_not_exist(house: Any) -> None:
    far, nobody = house.clinic.users["far"], uuid4()
    for method, tail, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "Hacked"}),
        ("PUT", "/memberships", {"memberships": [{"clinic_id": str(house.clinic.id), "role": "nurse"}]}),
        ("POST", "/disable", {"reason": ""}),
        ("POST", "/enable", None),
        ("POST", "/password", None),
        ("DELETE", "/sessions", None),
    ):
        answers = [
            await house.ask("boss", method, f"/api/users/{user}{tail}", **({"json": body} if body else {}))
            for user in (far, nobody)
        ]
        assert [said(answer) for answer in answers] == [(404, "not_found", "")] * 2, (method, tail)
        assert answers[0].json()["message"] == answers[1].json()["message"]
    assert house.rows("SELECT name FROM users WHERE id = %s", far) == [("Far",)]
    assert house.events() == []


async def test_an_added_user_signs_in_with_the_password_that_was_shown(house: Any) -> None:
    answer = await house.ask("boss", "POST", "/api/users", json={
        "login": "mori", "name": " 森　鷗外 ",
        "memberships": [{"clinic_id": str(house.clinic.id), "role": "doctor"}],
    })  # fmt: skip
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["user"]["login"], made["user"]["name"], made["user"]["password_given"]) == ("mori", "森　鷗外", True)
    signed_in = await house.hub.client.post("/api/session", json={"login": "MORI", "password": made["password"]})
    assert signed_in.status_code == 201
    assert signed_in.json()["password_given"] is True
    [event] = house.events()
    assert event[:4] == ("user.added", made["user"]["id"], "Boss", house.clinic.id)
    assert json.loads(event[5]) == {
        "login": "mori", "name": "森　鷗外", "roles": {str(house.clinic.id): "doctor"},
    }  # fmt: skip
    assert made["password"] not in str(house.rows("SELECT * FROM audit_log"))


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"login": ""}, 400, "input.field", "login"),
        ({"login": "x" * 101}, 400, "input.field", "login"),
        ({"login": "a\0b"}, 400, "input.field", "login"),
        ({"login": " spaced"}, 400, "input.field", "login"),
        ({"name": "\t"}, 400, "input.field", "name"),
        ({"name": "x" * 101}, 400, "input.field", "name"),
        ({"name": "a\nb"}, 400, "input.field", "name"),
        ({"name": "\u202egnp.exe"}, 400, "input.field", "name"),
        ({"memberships": []}, 400, "input.field", "memberships"),
        ({"memberships": "nurse"}, 400, "input.field", "memberships"),
        ({"extra": 1}, 400, "input.field", "extra"),
        ({"login": "Nurse"}, 409, "conflict.taken", "login"),
        ({"login": "FAR"}, 409, "conflict.taken", "login"),
    ],
)
async def test_what_does_not_fit_a_new_user_is_named(
    house: Any, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    given = {"login": "new", "name": "New", "memberships": [{"clinic_id": str(house.clinic.id), "role": "nurse"}]}
    assert said(await house.ask("boss", "POST", "/api/users", json=given | changes)) == (status, code, field)
    assert house.rows("SELECT FROM users WHERE login = 'new'") == []
    assert house.events() == []


@pytest.mark.parametrize(
    ("memberships", "status", "field"),
    [
        ([("own", "god")], 400, "role"),
        ([("rubbish", "nurse")], 400, "clinic_id"),
        ([("own", "nurse"), ("own", "doctor")], 400, "memberships"),
        ([("other", "nurse")], 404, "clinic_id"),
        ([("own", "nurse"), ("other", "nurse")], 404, "clinic_id"),
        ([("nowhere", "nurse")], 404, "clinic_id"),
    ],
)
async def test_roles_are_given_in_ones_own_clinics_alone(
    house: Any, memberships: list[tuple[str, str]], status: int, field: str
) -> None:
    ids = {"own": house.clinic.id, "other": house.other, "nowhere": uuid4()}
    given = [{"clinic_id": str(ids.get(place, place)), "role": role} for place, role in memberships]
    added = await house.ask("boss", "POST", "/api/users", json={"login": "new", "name": "N", "memberships": given})
    nurse = house.clinic.users["nurse"]
    moved = await house.ask("boss", "PUT", f"/api/users/{nurse}/memberships", json={"memberships": given})
    assert [said(answer)[::2] for answer in (added, moved)] == [(status, field)] * 2
    assert house.rows("SELECT role FROM memberships WHERE user_id = %s", nurse) == [("nurse",)]


async def test_a_login_and_a_name_may_be_changed(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    changed = await house.ask("boss", "PATCH", f"/api/users/{nurse}", json={"login": "nurse2"})
    assert (changed.json()["login"], changed.json()["name"]) == ("nurse2", "Nurse")
    [event] = house.events()
    assert (event[0], json.loads(event[4]), json.loads(event[5])) == (
        "user.changed",
        {"login": "nurse", "name": "Nurse"},
        {"login": "nurse2", "name": "Nurse"},
    )
    taken = await house.ask("boss", "PATCH", f"/api/users/{nurse}", json={"login": "FAR"})
    assert said(taken) == (409, "conflict.taken", "login")
    # The same in another case is nobody else's.
    same = await house.ask("boss", "PATCH", f"/api/users/{nurse}", json={"login": "Nurse2"})
    assert same.json()["login"] == "Nurse2"
    nothing = await house.ask("boss", "PATCH", f"/api/users/{nurse}", json={})
    assert nothing.status_code == 200
    assert len(house.events()) == 2, "what changes nothing is no event"
    assert said(await house.ask("boss", "PATCH", f"/api/users/{nurse}", json={"name": ""}))[::2] == (400, "name")


async def test_roles_change_in_ones_own_clinics_and_stay_elsewhere(house: Any) -> None:
    both = house.clinic.users["both"]
    path = f"/api/users/{both}/memberships"
    mine = {"memberships": [{"clinic_id": str(house.clinic.id), "role": "receptionist"}]}
    answer = await house.ask("boss", "PUT", path, json=mine)
    assert answer.json()["memberships"] == mine["memberships"]
    query = "SELECT clinic_id, role FROM memberships WHERE user_id = %s"
    assert dict(house.rows(query, both)) == {house.clinic.id: "receptionist", house.other: "doctor"}
    [event] = house.events()
    assert (event[0], event[3]) == ("user.roles", house.clinic.id)
    assert json.loads(event[4])["roles"] == {str(house.clinic.id): "nurse"}
    assert json.loads(event[5])["roles"] == {str(house.clinic.id): "receptionist"}
    # Out of this clinic altogether; the other one goes on.
    gone = await house.ask("boss", "PUT", path, json={"memberships": []})
    assert (gone.status_code, gone.json()["memberships"]) == (200, [])
    assert dict(house.rows(query, both)) == {house.other: "doctor"}
    assert (await house.ask("boss", "GET", f"/api/users/{both}")).status_code == 404


async def test_who_administers_several_clinics_moves_people_between_them(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    given = {"memberships": [{"clinic_id": str(house.other), "role": "doctor"}]}
    answer = await house.ask("chief", "PUT", f"/api/users/{nurse}/memberships", json=given)
    assert answer.json()["memberships"] == given["memberships"]
    assert (await house.ask("boss", "GET", f"/api/users/{nurse}")).status_code == 404


async def test_nobody_is_left_without_any_clinic(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    answer = await house.ask("boss", "PUT", f"/api/users/{nurse}/memberships", json={"memberships": []})
    assert said(answer) == (400, "input.field", "memberships")


async def test_administrators_cannot_take_their_own_rights(house: Any) -> None:
    boss = house.clinic.users["boss"]
    roles = f"/api/users/{boss}/memberships"
    for answer in (
        await house.ask("boss", "PUT", roles, json={"memberships": []}),
        await house.ask("boss", "PUT", roles, json={
            "memberships": [{"clinic_id": str(house.clinic.id), "role": "nurse"}],
        }),
        await house.ask("boss", "POST", f"/api/users/{boss}/disable", json={"reason": "tired"}),
        await house.ask("boss", "POST", f"/api/users/{boss}/password"),
    ):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict.yourself")
    same = {"memberships": [{"clinic_id": str(house.clinic.id), "role": "administrator"}]}
    assert (await house.ask("boss", "PUT", roles, json=same)).status_code == 200
    assert house.events() == []
    # Another administrator may.
    chief = await house.ask("chief", "POST", f"/api/users/{boss}/disable", json={"reason": "left"})
    assert chief.json()["disabled"] is True


async def test_two_who_disable_each_other_do_not_both_succeed(house: Any) -> None:
    house.add("rival", (house.clinic.id, "administrator"))
    house.rows("DELETE FROM memberships WHERE user_id = %s RETURNING 1", house.clinic.users["chief"])
    headers = {login: await house.headers(login) for login in ("boss", "rival")}

    async def disable(login: str, other: str) -> int:
        path = f"/api/users/{house.clinic.users[other]}/disable"
        answer = await house.hub.client.post(path, json={}, headers=headers[login])
        status: int = answer.status_code
        return status

    assert sorted(await asyncio.gather(disable("boss", "rival"), disable("rival", "boss"))) == [200, 401]
    assert house.rows("SELECT count(*) FROM users WHERE disabled_at IS NOT NULL") == [(1,)]


async def test_disabling_ends_everything_at_once_and_enabling_revives_nothing(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    session = await house.headers("nurse")
    answer = await house.ask("boss", "POST", f"/api/users/{nurse}/disable", json={"reason": "left us"})
    assert (answer.json()["disabled"], answer.json()["sessions"]) == (True, 0)
    assert house.rows("SELECT DISTINCT end_reason FROM sessions WHERE user_id = %s", nurse) == [("disabled",)]
    house.hub.access.forget(nurse)
    assert (await house.hub.client.get("/api/wards", headers=session)).status_code == 401
    refused = await house.hub.client.post(
        "/api/session", json={"login": "nurse", "password": house.clinic.passwords["nurse"]}
    )
    assert refused.json()["code"] == "access.wrong_credentials"
    again = await house.ask("boss", "POST", f"/api/users/{nurse}/disable", json={})
    assert again.status_code == 200
    assert [(event[0], event[3], event[6]) for event in house.events()] == [
        ("user.disabled", house.clinic.id, "left us")
    ]
    enabled = await house.ask("boss", "POST", f"/api/users/{nurse}/enable")
    assert enabled.json()["disabled"] is False
    assert (await house.hub.client.get("/api/wards", headers=session)).status_code == 401
    assert (await house.hub.client.get("/api/wards", headers=await house.headers("nurse"))).status_code == 200


async def test_a_given_password_replaces_password_pin_and_sessions(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    await house.headers("nurse")
    house.rows("UPDATE users SET pin_hash = 'x' WHERE id = %s RETURNING 1", nurse)
    answer = await house.ask("boss", "POST", f"/api/users/{nurse}/password")
    given = answer.json()
    assert (given["user"]["has_pin"], given["user"]["password_given"], given["user"]["sessions"]) == (False, True, 0)
    assert house.rows("SELECT has_pin, password_given FROM users WHERE id = %s", nurse) == [(False, True)]
    assert house.rows("SELECT count(*) FROM sessions WHERE user_id = %s AND ended_at IS NULL", nurse) == [(0,)]
    for password, status in ((house.clinic.passwords["nurse"], 401), (given["password"], 201)):
        tried = await house.hub.client.post("/api/session", json={"login": "nurse", "password": password})
        assert tried.status_code == status
    log = str(house.rows("SELECT * FROM audit_log"))
    [(stored,)] = house.rows("SELECT password_hash FROM users WHERE id = %s", nurse)
    assert given["password"] not in log
    assert stored not in log
    assert stored.startswith("$argon2id$")


async def test_all_of_somebodys_sessions_are_ended(house: Any) -> None:
    nurse = house.clinic.users["nurse"]
    for _ in range(3):
        await house.headers("nurse")
    answer = await house.ask("boss", "DELETE", f"/api/users/{nurse}/sessions")
    assert answer.json() == {"count": 3}
    assert (await house.ask("boss", "DELETE", f"/api/users/{nurse}/sessions")).json() == {"count": 0}
    assert house.events("session.ended_everywhere")[0][1] == str(nurse)


async def test_who_works_elsewhere_too_is_disabled_by_nobody_who_administers_one_clinic(house: Any) -> None:
    both = house.clinic.users["both"]
    session = await house.headers("both")
    for method, tail, body in (
        ("PATCH", "", {"name": "X"}),
        ("POST", "/disable", {"reason": ""}),
        ("POST", "/enable", None),
        ("POST", "/password", None),
        ("DELETE", "/sessions", None),
    ):
        for login in ("boss", "far"):
            answer = await house.ask(login, method, f"/api/users/{both}{tail}", **({"json": body} if body else {}))
            assert (answer.status_code, answer.json()["code"]) == (403, "access.works_elsewhere"), (method, tail)
    assert (await house.hub.client.get("/api/wards", headers=session)).status_code == 200
    assert (await house.ask("chief", "POST", f"/api/users/{both}/disable", json={})).json()["disabled"] is True


@pytest.mark.parametrize("login", ["nurse", "reception", "both"])
async def test_nobody_else_manages_people(house: Any, login: str) -> None:
    nurse = house.clinic.users["nurse"]
    for method, path, body in (
        ("GET", "/api/users", None),
        ("POST", "/api/users", {"login": "x", "name": "x", "memberships": []}),
        ("POST", f"/api/users/{nurse}/password", None),
        ("GET", "/api/sessions", None),
        ("GET", "/api/stations", None),
    ):
        answer = await house.ask(login, method, path, **({"json": body} if body else {}))
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied"), path


async def test_statements_are_bounded(house: Any) -> None:
    for number in range(30):
        house.add(f"n{number}", (house.clinic.id, "nurse"))
    nurse, headers = house.clinic.users["nurse"], await house.headers()
    users, one = "/api/users", f"/api/users/{nurse}"
    mine = [{"clinic_id": str(house.clinic.id), "role": "doctor"}]
    for method, path, body, most in (
        ("GET", users, None, 1),
        ("GET", one, None, 1),
        ("POST", users, {"login": "new", "name": "New", "memberships": mine}, 4),
        ("PATCH", one, {"name": "N"}, 4),
        ("PUT", one + "/memberships", {"memberships": mine}, 5),
        ("POST", one + "/disable", {}, 6),
        ("POST", one + "/enable", None, 4),
        ("POST", one + "/password", None, 7),
        ("DELETE", one + "/sessions", None, 5),
    ):
        await house.hub.client.get(users, headers=headers)
        house.hub.statements.clear()
        given = {"json": body} if body is not None else {}
        answer = await house.hub.client.request(method, path, headers=headers, **given)
        assert answer.is_success, answer.text
        count = house.hub.touching_tables()
        assert len(count) <= most, (path, count)
