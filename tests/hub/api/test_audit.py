"""The audit log as an auditor reads it: pages, filters, the file, and what reading it leaves in the log."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from argon2 import PasswordHasher

from clinic_console.domain.audit import GENESIS
from clinic_console.hub.service import audit_pages, paging
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.sealing import Sealer
from clinic_console.hub.store.pools import make_engine

DAY = 24 * 3_600_000
_INSERT = """
INSERT INTO audit_log (id, at, user_id, user_name, station_id, address, program, clinic_id, action, object_kind,
                       object_id, patient_id, before, after, reason)
VALUES (%(id)s, %(at)s, %(user)s, %(name)s, %(station)s, '192.0.2.9', 'hub', %(clinic)s, %(action)s, 'patient', 'x',
        %(patient)s, '', '{"a": 1}', %(reason)s)
"""


class Log:
    """Writes events as they were at some time."""

    def __init__(self, database: Any, clinic: Any) -> None:
        self.dsn, self.clinic = database.dsn, clinic

    def add(self, action: str = "patient.opened", ago: timedelta = timedelta(), **given: Any) -> UUID:
        row = {
            "id": uuid4(), "at": datetime.now(UTC) - ago, "user": self.clinic.users["nurse"], "name": "Nurse",
            "station": None, "clinic": self.clinic.id, "action": action, "patient": None, "reason": "", **given,
        }  # fmt: skip
        with psycopg.connect(self.dsn) as connection:
            connection.execute("SELECT ensure_audit_partitions(current_date - 60, current_date)")
            connection.execute(_INSERT, row)
        made: UUID = row["id"]
        return made

    def run(self, query: str, values: list[Any] | None = None) -> list[Any]:
        with psycopg.connect(self.dsn) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def log(database: Any, clinic: Any) -> Log:
    made = Log(database, clinic)
    clinic.users["auditor"], clinic.passwords["auditor"] = uuid4(), "the auditor's own"
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    made.run(
        "INSERT INTO users (id, login, name, password_hash) VALUES (%s, 'auditor', '=HYPERLINK(1)', %s)",
        [clinic.users["auditor"], hasher.hash(clinic.passwords["auditor"])],
    )
    made.run("INSERT INTO memberships VALUES (%s, %s, 'auditor')", [clinic.users["auditor"], clinic.id])
    return made


async def _page(hub: Any, headers: dict[str, str], **asked: Any) -> Any:
    answer = await hub.client.get("/api/audit", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _others(page: Any) -> list[str]:
    """The ids of what the test wrote, without the auditor's own deeds."""
    return [each["id"] for each in page["items"] if each["address"] == "192.0.2.9"]


async def test_pages_go_from_the_newest_to_the_oldest(hub: Any, clinic: Any, log: Log) -> None:
    same = datetime.now(UTC)
    ids = [log.add(at=same) for _ in range(4)] + [log.add(ago=timedelta(hours=hours)) for hours in range(1, 8)]
    headers = await hub.sign_in(clinic, "auditor")
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        page = await _page(hub, headers, after=after, limit=3, user=str(clinic.users["nurse"]))
        assert len(page["items"]) <= 3
        found += _others(page)
        after = page["next"]
    assert found == [str(each) for each in sorted(ids[:4], reverse=True) + ids[4:]]


async def test_an_event_says_everything(hub: Any, clinic: Any, log: Log) -> None:
    station = uuid4()
    log.run("INSERT INTO stations VALUES (%s, %s, '3 East desk', true, '1', '', now())", [station, clinic.id])
    made = log.add(station=station, patient=clinic.patients[0], reason="she asked")
    (event,) = (await _page(hub, await hub.sign_in(clinic, "auditor"), patient=str(clinic.patients[0])))["items"]
    assert abs(event.pop("at") - wall_clock()) < 60_000
    assert event == {
        "id": str(made), "user_id": str(clinic.users["nurse"]), "user_name": "Nurse", "station_id": str(station),
        "station_name": "3 East desk", "address": "192.0.2.9", "program": "hub", "clinic_id": str(clinic.id),
        "action": "patient.opened", "object_kind": "patient", "object_id": "x", "patient_id": str(clinic.patients[0]),
        "mrn": "MRN-1", "before": "", "after": '{"a": 1}', "reason": "she asked", "seq": None,
    }  # fmt: skip


async def test_filters(hub: Any, clinic: Any, log: Log) -> None:
    reception = clinic.users["reception"]
    ids = {
        "glass": log.add("glass.broken", patient=clinic.patients[0]),
        "ended": log.add("glass.ended", patient=clinic.patients[1]),
        "other": log.add("patient.opened", patient=clinic.patients[0], user=reception),
        "none": log.add("session.opened", clinic=None),
        "old": log.add("patient.opened", timedelta(days=40), patient=clinic.patients[1]),
    }
    headers = await hub.sign_in(clinic, "auditor")
    now = wall_clock()
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {"glass", "ended", "other", "none"}),
        ({"action": "glass"}, {"glass", "ended"}),
        ({"action": "glass.ended"}, {"ended"}),
        ({"user": str(reception)}, {"other"}),
        ({"patient": str(clinic.patients[1])}, {"ended", "old"}),
        ({"mrn": "MRN-1"}, {"glass", "other"}),
        ({"mrn": "MRN-1", "action": "patient"}, {"other"}),
        ({"mrn": "MRN-1", "patient": str(clinic.patients[1])}, set()),
        ({"mrn": "MRN-none"}, set()),
        ({"clinic": str(clinic.id)}, {"glass", "ended", "other"}),
        ({"clinic": str(uuid4())}, set()),
        ({"from": now - 50 * DAY, "to": now - 30 * DAY}, {"old"}),
        ({"from": now - 400 * DAY, "to": now}, set(ids)),
        ({"from": now - 400 * DAY + 1_000}, set(ids)),
        ({"to": now - DAY}, set()),
    ]
    for asked, expected in cases:
        found = set(_others(await _page(hub, headers, **asked)))
        assert found == {str(ids[name]) for name in expected}, asked


BAD: list[tuple[dict[str, Any], str]] = [
    ({"from": -1}, "from"),
    ({"from": 10**16}, "from"),
    ({"from": 10**17, "to": 10**17 + 1}, "from"),
    ({"to": 0}, "to"),
    ({"from": 5, "to": 5}, "to"),
    ({"from": 0, "to": 402 * DAY}, "from"),
    ({"action": "x' OR 1=1"}, "action"),
    ({"action": "glass."}, "action"),
    ({"user": "1"}, "user"),
    ({"patient": "../x"}, "patient"),
    ({"clinic": "1"}, "clinic"),
    ({"mrn": "a\0b"}, "mrn"),
    ({"mrn": "x" * 500}, "mrn"),
    ({"after": "x"}, "after"),
    ({"after": paging.write_key(("x", uuid4()))}, "after"),
    ({"after": paging.write_key(("9" * 30, uuid4()))}, "after"),
    ({"limit": 0}, "limit"),
    ({"limit": 201}, "limit"),
]


async def test_bad_filters_are_named(hub: Any, clinic: Any, log: Log) -> None:
    headers = await hub.sign_in(clinic, "auditor")
    for path in ("/api/audit", "/api/audit/export"):
        for asked, field in BAD:
            if path.endswith("export") and field in ("after", "limit"):
                continue
            answer = await hub.client.get(path, params=asked, headers=headers)
            assert (answer.status_code, answer.json()["field"]) == (400, field), (path, asked, answer.text)


async def test_only_auditors_read_it(hub: Any, clinic: Any, log: Log) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for path in ("/api/audit", "/api/audit/export", "/api/audit/chain"):
        assert (await hub.client.get(path, headers=headers)).status_code == 403
        assert (await hub.client.get(path)).status_code == 401


async def test_other_clinics_events_do_not_exist(hub: Any, clinic: Any, log: Log, foreign: Any) -> None:
    stranger = uuid4()
    log.run("INSERT INTO users (id, login, name, password_hash) VALUES (%s, 's', 'Stranger', '')", [stranger])
    log.run("INSERT INTO memberships VALUES (%s, %s, 'nurse')", [stranger, foreign.clinic])
    (far,) = log.run("SELECT id FROM patients WHERE mrn = 'MRN-99'")
    log.add(clinic=foreign.clinic, user=stranger, patient=far[0])
    log.add("session.opened", clinic=None, user=stranger)
    headers = await hub.sign_in(clinic, "auditor")
    for asked in ({}, {"user": str(stranger)}, {"mrn": "MRN-99"}, {"clinic": str(foreign.clinic)}):
        assert _others(await _page(hub, headers, **asked)) == []
    # Somebody of the own clinic opened that chart: then its number is told, and nothing else of it.
    log.add("glass.broken", patient=far[0])
    page = await _page(hub, headers, mrn="MRN-99")
    assert [event["mrn"] for event in page["items"]] == ["MRN-99"]
    assert len(_others(page)) == 1


async def test_the_number_of_a_restricted_chart_is_told(hub: Any, clinic: Any, log: Log) -> None:
    log.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", [clinic.patients[0]])
    log.add(patient=clinic.patients[0])
    page = await _page(hub, await hub.sign_in(clinic, "auditor"), mrn="MRN-1")
    assert [event["mrn"] for event in page["items"]] == ["MRN-1"]


def _recorded(log: Log, action: str) -> list[tuple[Any, ...]]:
    return log.run(
        "SELECT user_id, patient_id, clinic_id, after FROM audit_log WHERE action = %s ORDER BY at", [action]
    )


async def test_looking_is_recorded_once_a_set_of_filters(hub: Any, clinic: Any, log: Log) -> None:
    for _ in range(5):
        log.add(patient=clinic.patients[0])
    headers = await hub.sign_in(clinic, "auditor")
    for _ in range(3):
        page = await _page(hub, headers, limit=2, mrn="MRN-1")
        await _page(hub, headers, limit=2, mrn="MRN-1", after=page["next"])
    await _page(hub, headers, clinic=str(clinic.id))
    auditor = clinic.users["auditor"]
    assert _recorded(log, "audit.seen") == [
        (auditor, clinic.patients[0], None, '{"mrn": "MRN-1"}'),
        (auditor, None, clinic.id, "{}"),
    ]


async def test_a_page_costs_the_same_for_one_row_and_for_many(hub: Any, clinic: Any, log: Log) -> None:
    patient = str(clinic.patients[0])
    for _ in range(5):
        log.add(patient=patient)
    headers = await hub.sign_in(clinic, "auditor")
    counts = []
    await _page(hub, headers, limit=1, patient=patient)
    for limit in (1, 50):
        hub.statements.clear()
        await _page(hub, headers, limit=limit, patient=patient)
        counts.append(len(hub.touching_tables()))
    assert counts == [2, 2]


def _read_csv(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_file_holds_what_the_filters_find(
    hub: Any, clinic: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_pages, "_PORTION", 3)
    ids = [log.add(ago=timedelta(minutes=minutes), patient=clinic.patients[0]) for minutes in range(7)]
    log.add("glass.broken", patient=clinic.patients[1])
    headers = await hub.sign_in(clinic, "auditor")
    answer = await hub.client.get("/api/audit/export", params={"mrn": "MRN-1"}, headers=headers)
    heading, columns, own, *rows, end = _read_csv(answer)
    assert own[columns.index("action")] == "audit.exported"
    assert heading[0:3] == ["Audit log", "exported by", "'=HYPERLINK(1)"]
    assert heading[5:] == ["asked for", "mrn MRN-1"]
    assert [row[columns.index("id")] for row in rows] == [str(each) for each in ids]
    assert {row[columns.index("patient number")] for row in rows} == {"MRN-1"}
    assert end == ["rows", "8"]
    assert 'attachment; filename="audit-' in answer.headers["content-disposition"]
    assert _recorded(log, "audit.exported") == [
        (clinic.users["auditor"], clinic.patients[0], None, '{"mrn": "MRN-1"}')
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A1"])
async def test_nothing_typed_becomes_a_formula(hub: Any, clinic: Any, log: Log, typed: str) -> None:
    log.add(reason=typed, name=typed)
    answer = await hub.client.get("/api/audit/export", headers=await hub.sign_in(clinic, "auditor"))
    _, columns, *rows, _ = _read_csv(answer)
    cells = [row[columns.index(name)] for row in rows for name in ("reason", "user")]
    assert cells.count("'" + typed) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(audit_pages._RISKY)]


async def test_no_formula_begins_behind_what_half_of_europe_separates_cells_by(
    hub: Any, clinic: Any, log: Log
) -> None:
    log.add(reason="a;=1+1; @A1\n－1;b")
    answer = await hub.client.get("/api/audit/export", headers=await hub.sign_in(clinic, "auditor"))
    _, columns, *rows, _ = _read_csv(answer)
    assert "a;'=1+1; '@A1\n'－1;b" in [row[columns.index("reason")] for row in rows]


async def test_quotes_lines_and_other_scripts_survive(hub: Any, clinic: Any, log: Log) -> None:
    typed = 'a "b", c\nd; 山田 太郎'
    log.add(reason=typed)
    answer = await hub.client.get("/api/audit/export", headers=await hub.sign_in(clinic, "auditor"))
    _, columns, *rows, _ = _read_csv(answer)
    assert typed in [row[columns.index("reason")] for row in rows]


async def test_a_file_that_is_cut_says_so(hub: Any, clinic: Any, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_pages, "_PORTION", 2)
    monkeypatch.setattr(audit_pages, "MOST_ROWS", 3)
    for minutes in range(5):
        log.add(ago=timedelta(minutes=minutes))
    answer = await hub.client.get("/api/audit/export", headers=await hub.sign_in(clinic, "auditor"))
    _, _, *rows, end = _read_csv(answer)
    assert (len(rows), end[:2]) == (3, ["rows", "3"])
    assert "left out" in end[2]


async def test_nothing_found_is_a_whole_file(hub: Any, clinic: Any, log: Log) -> None:
    answer = await hub.client.get(
        "/api/audit/export", params={"mrn": "MRN-none"}, headers=await hub.sign_in(clinic, "auditor")
    )
    _, _, end = _read_csv(answer)
    assert end == ["rows", "0"]


async def test_how_far_it_is_sealed(hub: Any, clinic: Any, log: Log, database: Any) -> None:
    headers = await hub.sign_in(clinic, "auditor")
    (oldest,) = log.run("SELECT min(at) FROM audit_log")[0]
    answer = await hub.client.get("/api/audit/chain", headers=headers)
    assert answer.json() == {
        "seq": 0, "hash": GENESIS.hex(), "waiting": 1, "oldest": int(oldest.timestamp() * 1_000)
    }  # fmt: skip
    engine = make_engine(database.dsn, "clinic_sealer", 1)
    await Sealer(engine).seal_batch()
    await engine.dispose()
    found = (await hub.client.get("/api/audit/chain", headers=headers)).json()
    (digest,) = log.run("SELECT encode(hash, 'hex') FROM audit_log WHERE seq = 1")[0]
    assert found == {"seq": 1, "hash": digest, "waiting": 0, "oldest": None}
    page = await _page(hub, headers)
    assert [event["seq"] for event in page["items"]] == [1]


@pytest.fixture
def explain(database: Any, clinic: Any, connect_as: Any) -> Callable[[str], str]:
    """The plan of a page's condition as the hub's role, on a log of many rows."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO audit_log (id, at, user_id, program, clinic_id, action, patient_id) "
            "SELECT gen_random_uuid(), now() - n * interval '10 seconds', gen_random_uuid(), 'hub', "
            "CASE WHEN n %% 2 = 0 THEN %s END::uuid, 'patient.opened', gen_random_uuid() "
            "FROM generate_series(1, 20000) n",
            [clinic.id],
        )
        connection.execute("ANALYZE audit_log")

    def plan(condition: str) -> str:
        with connect_as("clinic_hub") as connection:
            connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["auditor"], [clinic.id]])
            rows = connection.execute(
                "EXPLAIN SELECT * FROM audit_log WHERE at >= now() - interval '30 days' AND at < now() "
                f"AND (clinic_id IN ('{clinic.id}') OR clinics && '{{{clinic.id}}}' "
                f"OR user_id IS NULL AND cardinality(clinics) = 0) {condition} "
                "ORDER BY at DESC, id DESC LIMIT 101"
            ).fetchall()
        return "\n".join(line for (line,) in rows)

    return plan


def test_every_filter_has_its_index(log: Log, explain: Callable[[str], str]) -> None:
    # One log of many rows for all: to write it takes a hundred times as long as to plan.
    for condition, index in (
        ("", "pkey"),
        ("AND (at, id) < (now() - interval '1 day', gen_random_uuid())", "pkey"),
        ("AND patient_id = gen_random_uuid()", "patient_id"),
        ("AND user_id = gen_random_uuid()", "user_id"),
        ("AND action IN ('glass.broken', 'glass.ended')", "action"),
    ):
        plan = explain(condition.replace("gen_random_uuid()", f"'{uuid4()}'"))
        assert "Seq Scan on audit_log" not in plan, plan
        assert any("Index" in line and index in line for line in plan.splitlines()), plan
