"""Recording: what a screen repeats once, and what stands alone."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.domain.audit import Action
from clinic_console.hub import logs
from clinic_console.hub.service import audit
from clinic_console.hub.service.audit import AGAIN_SECONDS, Opened, record_alone
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store.pools import make_engine


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 200)), max_size=60))
def test_nothing_is_left_out_for_longer_than_the_pause(looks: list[tuple[str, float]]) -> None:
    now = 0.0
    opened = Opened(lambda: now)
    last: dict[str, float] = {}
    for key, passed in looks:
        now += passed
        due = key not in last or now - last[key] >= AGAIN_SECONDS
        assert opened.is_new(key) == due
        if due:
            opened.recorded(key)
            last[key] = now


def test_what_could_not_be_recorded_is_recorded_the_next_time() -> None:
    opened = Opened(lambda: 0.0)
    assert opened.is_new("a")
    assert opened.is_new("a"), "nobody said that it stands in the log"


def test_its_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "REMEMBERED", 3)
    opened = Opened(lambda: 0.0)
    for key in "abcd":
        opened.recorded(key)
    assert len(opened) == 3
    assert opened.is_new("a"), "what it forgets is recorded once more"
    assert not opened.is_new("d")


def _rows(database: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(
            "SELECT user_id, user_name, session_id, station_id, address, program, clinic_id, action, object_kind, "
            "object_id, patient_id, before, after, reason, request_id FROM audit_log ORDER BY at"
        ).fetchall()


async def test_who_when_where_from_what_and_why(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    session, station = uuid4(), uuid4()
    scope = Scope(clinic.users["nurse"], frozenset({clinic.id}), session, station, "192.0.2.5")
    with logs.bound(request_id="request-7"):
        async with unit_of_work(engine, scope) as work:
            await work.record(
                Action.PATIENT_RESTRICTED,
                object_kind="patient",
                object_id=clinic.patients[0],
                clinic_id=clinic.id,
                patient_id=clinic.patients[0],
                before={"restriction": ""},
                after={"restriction": "vip", "until": None},
                reason="asked by herself\0" + "x" * 1_000,
            )
    (row,) = _rows(database)
    assert row[:13] == (
        clinic.users["nurse"], "Nurse", session, station, "192.0.2.5", logs.program_name(), clinic.id,
        "patient.restricted", "patient", str(clinic.patients[0]), clinic.patients[0],
        '{"restriction": ""}', '{"restriction": "vip", "until": null}',
    )  # fmt: skip
    assert row[13].startswith("asked by herselfx")
    assert len(row[13]) == 500
    assert row[14] == "request-7"
    await engine.dispose()


async def test_what_is_rolled_back_was_not_done(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)

    async def fail() -> None:
        async with unit_of_work(engine, NOBODY) as work:
            await work.record(Action.SIGNED_IN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert _rows(database) == []
    await engine.dispose()


async def test_a_failed_sign_in_stands_alone(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 2)
    typed = "half \ud800 a name\0"
    await asyncio.gather(
        *(
            record_alone(
                engine, Scope(address="192.0.2.5"), Action.SIGN_IN_FAILED, object_kind="login", object_id=typed,
                after={"typed": typed}, reason="wrong password",
            )
            for _ in range(3)
        )
    )  # fmt: skip
    rows = _rows(database)
    assert len(rows) == 3
    assert rows[0][:2] == (None, "")
    assert rows[0][9] == "half ? a name"
    assert json.loads(rows[0][12]) == {"typed": "half ? a name"}
    await engine.dispose()


async def test_nobody_records_in_anothers_name(database: Any, clinic: Any, connect_as: Any) -> None:
    with connect_as("clinic_hub") as connection:
        connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], [clinic.id]])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO audit_log (id, program, action, user_id) VALUES (uuidv7(), 'hub', 'x', %s)",
                [clinic.users["reception"]],
            )


@pytest.mark.parametrize("role", ["clinic_hub", "clinic_worker", "clinic_ingest", "clinic_admin", "clinic_live"])
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET reason = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
def test_nobody_changes_the_log(database: Any, connect_as: Any, role: str, statement: str) -> None:
    with connect_as(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
