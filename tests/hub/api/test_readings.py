"""A bed's history on real rows: what may be lost by summing up, and what never."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic_console.hub.service.access import wall_clock

HOUR = 3_600_000


def _store(
    database: Any, device: int, begins: int, rows: list[tuple[int, list[float], list[int] | None, bool]]
) -> None:
    """Store instants (ms after begins, [HR, SpO2], validity, late)."""
    with psycopg.connect(database.dsn) as connection, connection.cursor() as cursor:
        layout = connection.execute(
            "INSERT INTO reading_layouts (names) VALUES (ARRAY['HR', 'SpO2']) RETURNING id"
        ).fetchone()
        assert layout is not None
        with cursor.copy("COPY readings (at, device_id, layout, late, numbers, validity) FROM STDIN") as copy:
            for after, numbers, validity, late in rows:
                at = datetime.fromtimestamp((begins + after) / 1_000, UTC)
                copy.write_row((at, device, layout[0], late, [float(number) for number in numbers], validity))


async def _read(hub: Any, headers: dict[str, str], bed: object, **parameters: int) -> Any:
    answer = await hub.client.get(f"/api/beds/{bed}/readings", params=parameters, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_peak_survives_the_summing_up(hub: Any, clinic: Any, database: Any) -> None:
    begins = wall_clock() // 1_000 * 1_000 - HOUR
    rows = [(second * 1_000, [80.0 + second % 7, 97.0], None, False) for second in range(3_600)]
    rows[1_234] = (1_234_000, [180.0, 97.0], None, False)
    rows[2_345] = (2_345_000, [31.0, 71.5], None, False)
    _store(database, clinic.devices["dev-1"], begins, rows)
    headers = await hub.sign_in(clinic, "nurse")
    history = await _read(hub, headers, clinic.beds[0], **{"from": begins, "to": begins + HOUR, "points": 60})
    assert (history["begins"], history["ends"], history["step_ms"]) == (begins, begins + HOUR, 60_000)
    series = {line["name"]: line for line in history["series"]}
    assert (series["HR"]["unit"], series["SpO2"]["unit"]) == ("/min", "%")
    points = series["HR"]["points"]
    assert len(points) == 60
    first, last, low, high, mean, late = points[20]
    assert (first, last, high, late) == (begins + 1_200_000, begins + 1_259_000, 180.0, False)
    assert low == 80
    assert mean == pytest.approx(
        (sum(80 + second % 7 for second in range(1_200, 1_260) if second != 1_234) + 180) / 60
    )
    assert min(point[2] for point in points) == 31
    assert min(point[2] for point in series["SpO2"]["points"]) == 71.5


async def test_invalid_values_make_no_point(hub: Any, clinic: Any, database: Any) -> None:
    begins = wall_clock() - HOUR
    _store(
        database,
        clinic.devices["dev-1"],
        begins,
        [(0, [80, 97], None, False), (1_000, [0, 96], [1, 0], False), (30 * 60_000, [0, 0], [2, 1], False)],
    )
    history = await _read(
        hub, await hub.sign_in(clinic, "nurse"), clinic.beds[0], **{"from": begins, "to": begins + HOUR, "points": 6}
    )
    series = {line["name"]: line["points"] for line in history["series"]}
    assert [point[2:5] for point in series["HR"]] == [[80, 80, 80]]
    assert [point[2:5] for point in series["SpO2"]] == [[96, 97, 96.5]]


async def test_late_values_are_marked_and_gaps_are_told(hub: Any, clinic: Any, database: Any) -> None:
    begins = wall_clock() - HOUR
    device = clinic.devices["dev-1"]
    _store(database, device, begins, [(1_000, [80, 97], None, True)])
    start = datetime.fromtimestamp(begins / 1_000, UTC)
    with psycopg.connect(database.dsn) as connection:
        for minutes, reason in ((-90, "before"), (10, "ring full"), (200, "after")):
            at = start + timedelta(minutes=minutes)
            connection.execute(
                "INSERT INTO reading_gaps (device_id, from_at, to_at, reason) VALUES (%s, %s, %s, %s)",
                [device, at, at + timedelta(minutes=5), reason],
            )
    history = await _read(
        hub, await hub.sign_in(clinic, "nurse"), clinic.beds[0], **{"from": begins, "to": begins + HOUR}
    )
    assert all(line["points"][0][5] is True for line in history["series"])
    assert history["gaps"] == [{"begins": begins + 600_000, "ends": begins + 900_000, "reason": "ring full"}]


async def test_only_what_was_measured_at_this_bed_counts(hub: Any, clinic: Any, database: Any) -> None:
    begins = wall_clock() - HOUR
    moved = datetime.fromtimestamp((begins + HOUR // 2) / 1_000, UTC)
    device = clinic.devices["dev-1"]
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM device_beds WHERE bed_id = %s", [clinic.beds[1]])
        connection.execute(
            "UPDATE device_beds SET during = tstzrange(lower(during), %s) WHERE device_id = %s", [moved, device]
        )
        connection.execute(
            "INSERT INTO device_beds VALUES (%s, %s, tstzrange(%s, NULL))", [device, clinic.beds[1], moved]
        )
    _store(database, device, begins, [(0, [70, 97], None, False), (HOUR - 1_000, [90, 97], None, False)])
    headers = await hub.sign_in(clinic, "nurse")
    span = {"from": begins, "to": begins + HOUR}
    for bed, rate in ((clinic.beds[0], 70), (clinic.beds[1], 90)):
        history = await _read(hub, headers, bed, **span)
        assert [point[2] for line in history["series"] if line["name"] == "HR" for point in line["points"]] == [rate]


@pytest.mark.parametrize("empty", [False, True])
async def test_nothing_is_told_of_the_patient_before(hub: Any, clinic: Any, database: Any, empty: bool) -> None:
    begins = wall_clock() // 1_000 * 1_000 - HOUR
    came = datetime.fromtimestamp((begins + HOUR // 2) / 1_000, UTC)
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "UPDATE stays SET during = tstzrange(lower(during), %s) WHERE bed_id = %s", [came, clinic.beds[0]]
        )
        if not empty:
            # Who comes now has left another bed.
            moved = connection.execute(
                "UPDATE stays SET during = tstzrange(lower(during), %s) WHERE bed_id = %s RETURNING patient_id",
                [came, clinic.beds[1]],
            ).fetchone()
            assert moved is not None
            connection.execute(
                "INSERT INTO stays VALUES (%s, %s, %s, tstzrange(%s, NULL))",
                [uuid4(), moved[0], clinic.beds[0], came],
            )
        for minutes in (5, 45):
            at = datetime.fromtimestamp(begins / 1_000, UTC) + timedelta(minutes=minutes)
            connection.execute(
                "INSERT INTO reading_gaps (device_id, from_at, to_at, reason) VALUES (%s, %s, %s, 'ring full')",
                [clinic.devices["dev-1"], at, at + timedelta(minutes=1)],
            )
    rows = [(minute * 60_000, [60.0 + minute, 97.0], None, False) for minute in range(60)]
    _store(database, clinic.devices["dev-1"], begins, rows)
    headers = await hub.sign_in(clinic, "nurse")
    history = await _read(hub, headers, clinic.beds[0], **{"from": begins, "to": begins + HOUR, "points": 60})
    assert history["since"] == begins + HOUR // 2
    heart = next(line["points"] for line in history["series"] if line["name"] == "HR")
    assert [point[0] for point in heart] == [begins + minute * 60_000 for minute in range(30, 60)]
    assert [gap["begins"] for gap in history["gaps"]] == [begins + 45 * 60_000]
    early = await _read(hub, headers, clinic.beds[0], **{"from": begins, "to": begins + HOUR // 4})
    assert (early["series"], early["gaps"]) == ([], [])


async def test_without_times_it_is_the_last_hour(hub: Any, clinic: Any, database: Any) -> None:
    history = await _read(hub, await hub.sign_in(clinic, "nurse"), clinic.beds[0])
    assert history["ends"] - history["begins"] == HOUR
    assert abs(history["ends"] - wall_clock()) < 60_000
    assert (history["series"], history["gaps"]) == ([], [])


BAD_BOUNDS: list[tuple[dict[str, Any], str]] = [
    ({"points": 0}, "points"),
    ({"points": 2_001}, "points"),
    ({"points": "few"}, "points"),
    ({"from": -1, "to": 5}, "from"),
    ({"from": 5, "to": 5}, "to"),
    ({"from": 5, "to": 4}, "to"),
    ({"from": 0, "to": 24 * HOUR + 1}, "to"),
    ({"from": 10**15, "to": 10**15 + 1}, "from"),
    ({"from": 10**25, "to": 10**25 + 1}, "from"),
    ({"from": "yesterday"}, "from"),
    ({"from": "NaN"}, "from"),
    ({"from": 1.5}, "from"),
]


async def test_bounds_are_refused_by_their_field(hub: Any, clinic: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for parameters, field in BAD_BOUNDS:
        answer = await hub.client.get(f"/api/beds/{clinic.beds[0]}/readings", params=parameters, headers=headers)
        failure = answer.json()
        assert (answer.status_code, failure["code"], failure["field"]) == (400, "input.field", field), parameters


async def test_a_whole_day_may_be_asked_for(hub: Any, clinic: Any) -> None:
    now = wall_clock()
    headers = await hub.sign_in(clinic, "nurse")
    span = {"from": now - 24 * HOUR, "to": now, "points": 2_000}
    assert (await _read(hub, headers, clinic.beds[0], **span))["step_ms"] == 43_200


async def test_an_answer_is_never_cut_short_unsaid(
    hub: Any, clinic: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_console.hub.service.history.MAX_VALUES_PER_INSTANT", 1)
    begins = wall_clock() - HOUR
    _store(database, clinic.devices["dev-1"], begins, [(0, [80, 97], None, False)])
    headers = await hub.sign_in(clinic, "nurse")
    answer = await hub.client.get(
        f"/api/beds/{clinic.beds[0]}/readings", params={"from": begins, "points": 1}, headers=headers
    )
    assert (answer.status_code, answer.json()["field"]) == (400, "points")


async def test_an_open_panel_is_recorded_once(hub: Any, clinic: Any, database: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    for _ in range(3):
        await _read(hub, headers, clinic.beds[0])
        await _read(hub, headers, clinic.beds[1])
    # The patient has left: what is looked at now is no chart of theirs.
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "UPDATE stays SET during = tstzrange(lower(during), now()) WHERE bed_id = %s", [clinic.beds[1]]
        )
    await _read(hub, headers, clinic.beds[1])
    # Signed in anew: another session.
    await _read(hub, await hub.sign_in(clinic, "nurse"), clinic.beds[0])
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute(
            "SELECT object_kind, object_id, patient_id, clinic_id, user_id FROM audit_log "
            "WHERE action = 'readings.opened' ORDER BY at"
        ).fetchall()
    told = [(0, clinic.patients[0]), (1, clinic.patients[1]), (1, None), (0, clinic.patients[0])]
    assert rows == [
        ("bed", str(clinic.beds[bed]), patient, clinic.id, clinic.users["nurse"]) for bed, patient in told
    ]


async def test_a_refused_look_is_not_recorded(hub: Any, clinic: Any, foreign: Any, database: Any) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    answer = await hub.client.get(f"/api/beds/{foreign.bed}/readings", headers=headers)
    assert answer.status_code == 404
    with psycopg.connect(database.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM audit_log WHERE action = 'readings.opened'").fetchone() == (
            0,
        )
