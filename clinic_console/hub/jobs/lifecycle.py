"""Jobs that the clock asks for: partitions ahead, expired sessions and old jobs away."""

from datetime import UTC, datetime
from typing import Final

from procrastinate import Blueprint, RetryStrategy
from procrastinate.job_context import JobContext

from clinic_console.hub.logs import get_logger
from clinic_console.hub.service import lifecycle
from clinic_console.hub.service.unit_of_work import Engine

PARTITIONS: Final = "lifecycle:partitions"
KEEP_JOBS_HOURS: Final = 30 * 24
_RETRY: Final = RetryStrategy(max_attempts=6, exponential_wait=5)
_log = get_logger(__name__)


def tasks(engine: Engine) -> Blueprint:
    """Return the tasks; each may run twice or late without harm, so a lock only spares work."""
    blueprint = Blueprint()

    @blueprint.periodic(cron="10 0 * * *")
    @blueprint.task(name="partitions", queueing_lock="partitions", retry=_RETRY)
    async def partitions(timestamp: int) -> None:
        made = await lifecycle.make_partitions(engine, datetime.now(UTC))
        made += await lifecycle.make_audit_partitions(engine, datetime.now(UTC))
        made += await lifecycle.make_appointment_partitions(engine, datetime.now(UTC))
        _log.info("partitions.made", count=made, scheduled=timestamp)

    @blueprint.periodic(cron="40 * * * *")
    @blueprint.task(name="sessions", queueing_lock="sessions", retry=_RETRY)
    async def sessions(timestamp: int) -> None:
        purged = await lifecycle.purge_sessions(engine, datetime.now(UTC))
        looks = await lifecycle.purge_looks(engine, datetime.now(UTC))
        _log.info("sessions.purged", count=purged, looks=looks, scheduled=timestamp)

    @blueprint.periodic(cron="20 * * * *")
    @blueprint.task(name="appointments", queueing_lock="appointments", retry=_RETRY)
    async def appointments(timestamp: int) -> None:
        cleared = await lifecycle.clear_appointments(engine, datetime.now(UTC))
        _log.info("appointments.cleared", **cleared, scheduled=timestamp)

    @blueprint.periodic(cron="* * * * *")
    @blueprint.task(name="notices", queueing_lock="notices", retry=_RETRY)
    async def notices(timestamp: int) -> None:
        released = await lifecycle.release_notices(engine, datetime.now(UTC))
        if released:
            _log.info("notices.released", count=released, scheduled=timestamp)

    @blueprint.periodic(cron="50 0 * * *")
    @blueprint.task(name="old_jobs", queueing_lock="old_jobs", retry=_RETRY, pass_context=True)
    async def old_jobs(context: JobContext, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(
            nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
        _log.info("jobs.purged", scheduled=timestamp)

    return blueprint
