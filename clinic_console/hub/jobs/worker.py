"""The worker: runs jobs for ever, through every loss of Postgres."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext

from clinic_console.hub import metrics
from clinic_console.hub.jobs import lifecycle
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service.unit_of_work import Engine

CONNECTIONS: Final = 4
CONCURRENCY: Final = 2
CONNECT_SECONDS: Final = 3.0
AGAIN_SECONDS: Final = 1.0
FINISH_SECONDS: Final = 3.0
_log = get_logger(__name__)


class Worker:
    """Runs the jobs of all queues; ``conninfo`` and ``engine`` both act as clinic_worker."""

    def __init__(self, conninfo: str, engine: Engine, *, again_seconds: float = AGAIN_SECONDS) -> None:
        self._conninfo = conninfo
        self._engine = engine
        self._again = again_seconds
        self.ready = asyncio.Event()
        """Set once Postgres has taken what is due at the start; never cleared."""

    async def run(self) -> None:
        """Work until cancelled; a lost database ends a round, not the worker."""
        while True:
            try:
                await self._round()
            except Exception:
                _log.exception("worker.lost")
            # However a round ended without our doing, its side tasks or its database failed it.
            metrics.WORKER_RESTARTS.inc()
            await asyncio.sleep(self._again)

    async def _round(self) -> None:
        app = make_app(self._conninfo, self._engine)
        async with app.open_async():
            await self._defer_due(app)
            self.ready.set()
            await app.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                shutdown_graceful_timeout=FINISH_SECONDS,
                delete_jobs="successful",
                worker_middleware=[_counted],
            )

    async def _defer_due(self, app: App) -> None:
        """Have the partitions checked at once: the worker may have been away for days."""
        try:
            await app.configure_task(lifecycle.PARTITIONS, queueing_lock=lifecycle.PARTITIONS).defer_async(
                timestamp=int(time.time())
            )
        except AlreadyEnqueued:
            _log.info("partitions.waiting")


def make_app(conninfo: str, engine: Engine) -> App:
    """Make procrastinate's application with all tasks; nothing is opened."""
    connector = PsycopgConnector(
        conninfo=conninfo, min_size=1, max_size=CONNECTIONS, timeout=CONNECT_SECONDS, name="jobs"
    )
    app = App(connector=connector)
    app.add_tasks_from(lifecycle.tasks(engine), namespace="lifecycle")
    return app


async def _counted(call_next: Callable[[], Awaitable[Any]], context: JobContext, _worker: object) -> Any:
    """Count and time each job; an error is logged here whatever becomes of the job."""
    task = context.job.task_name if context.job.task_name in context.app.tasks else "unknown"
    with metrics.JOB_SECONDS.labels(task).time():
        try:
            result = await call_next()
        except Exception:
            metrics.JOBS.labels(task, "failed").inc()
            _log.exception("job.failed", task=task, job=context.job.id, attempt=context.job.attempts + 1)
            raise
    metrics.JOBS.labels(task, "done").inc()
    return result
