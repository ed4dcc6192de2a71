"""Device sessions against a real Postgres: two processes that measure one clock use the same correction."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from clinic_console.domain.devices import EVER, ClockSegment, DeviceClock
from clinic_console.domain.errors import DeviceRevoked, UnknownDevice, VersionMismatch, WrongDeviceToken
from clinic_console.hub.service.device_sessions import DeviceSessions
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.devices import Hello

NOW = 1_800_000_000_000


@pytest.fixture
async def sessions(database: Any) -> AsyncIterator[DeviceSessions]:
    engine = make_engine(database.dsn, "clinic_ingest", 2, program="ingest")
    yield DeviceSessions(engine)
    await engine.dispose()


async def test_every_admission_has_a_higher_session(sessions: DeviceSessions, clinic: Any) -> None:
    hello = Hello(1, "dev-1", clinic.tokens["dev-1"], NOW)
    first, second = await sessions.admit(hello), await sessions.admit(hello)
    assert first.session < second.session
    assert (first.bed_id, first.ward_id) == (clinic.beds[0], clinic.ward)


@pytest.mark.parametrize(
    ("change", "error"),
    [({"device": "x"}, UnknownDevice), ({"token": "x"}, WrongDeviceToken), ({"v": 2}, VersionMismatch)],
)
async def test_who_is_not_let_in(
    sessions: DeviceSessions, clinic: Any, change: dict[str, Any], error: type[Exception]
) -> None:
    said: dict[str, Any] = {"v": 1, "device": "dev-1", "token": clinic.tokens["dev-1"], "sent": NOW, **change}
    with pytest.raises(error):
        await sessions.admit(Hello(**said))


async def test_a_revoked_device_is_not_let_in(
    sessions: DeviceSessions, clinic: Any, database: Any, connect_as: Any
) -> None:
    with connect_as("clinic_admin") as admin:
        admin.execute("UPDATE devices SET revoked_at = now() WHERE code = 'dev-1'")
    with pytest.raises(DeviceRevoked):
        await sessions.admit(Hello(1, "dev-1", clinic.tokens["dev-1"], NOW))


async def test_the_first_stored_correction_counts_in_every_process(sessions: DeviceSessions, clinic: Any) -> None:
    hello = Hello(1, "dev-1", clinic.tokens["dev-1"], NOW)
    here, there = await sessions.admit(hello), await sessions.admit(hello)
    mine, theirs = ClockSegment(0, EVER, 60_000), ClockSegment(0, EVER, 59_500)
    assert await sessions.remember_segment(there, theirs) == theirs
    clock = DeviceClock.of(here.segments)
    assert clock.observe(0, NOW + 60_000, NOW) == mine
    clock.adopt(await sessions.remember_segment(here, mine))
    assert clock.pending is None
    assert clock.correct(0, NOW + 60_000) == NOW + 500
    assert (await sessions.admit(hello)).segments == [theirs]
