"""What the benchmark ``access`` measures against: one route, composed without guard, scope, policies and audit.

The same listener, frame, framework, pool and answer as the product's; only what protects a patient is left out. It is
a composition of the benchmark's own: the product has no such switch.
"""

import asyncio
import json
import os
import signal
from typing import Annotated
from uuid import UUID

import uvloop
from litestar import Litestar, get
from litestar.params import PathParameter
from sqlalchemy import text

from clinic_console.domain.errors import NotFound
from clinic_console.hub import logs
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.limits import Limits, Rate
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.app import spare_the_collector
from clinic_console.hub.config import read_config
from clinic_console.hub.encryption import Encryption
from clinic_console.hub.store.pools import Engine, make_engine
from clinic_console.wire.patients import Patient

WIDE = Limits(address=Rate(1e9, 1e9))
_PATIENT = text("SELECT id, mrn, name, name_latin, born, sex FROM patients WHERE id = :patient")


def make_app(engine: Engine) -> Litestar:
    """Make the application."""

    @get("/api/patients/{patient:uuid}")
    async def open_patient(patient: Annotated[UUID, PathParameter()]) -> Patient:
        """Return who somebody is."""
        async with engine.begin() as connection:
            row = (await connection.execute(_PATIENT, {"patient": patient})).one_or_none()
        if row is None:
            raise NotFound(field="patient")
        return Patient(str(row.id), row.mrn, row.name, row.name_latin, row.born, row.sex)

    return Litestar([open_patient], openapi_config=None, logging_config=None)


async def _serve() -> None:
    config = read_config(os.environ)
    logs.set_up("plain", config.log_format)
    # Whom no policy holds back.
    engine = make_engine(config.postgres_dsn, "clinic_admin", config.pool_size, program="plain")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    listener = HttpListener(Frame(make_app(engine), WIDE), Encryption(config))
    address = await listener.start(config.http)
    spare_the_collector()
    print(json.dumps({"ready": "plain", "http": str(address)}), flush=True)
    await stop.wait()
    await listener.stop()
    await engine.dispose()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())
