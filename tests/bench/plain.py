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

from clinic_console.domain.errors import NotFound
from clinic_console.hub import logs
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.limits import Limits, Rate
from clinic_console.hub.api.listener import HttpListener
from clinic_console.hub.app import spare_the_collector
from clinic_console.hub.config import read_config
from clinic_console.hub.encryption import Encryption
from clinic_console.hub.service.patients import wire_patient
from clinic_console.hub.store.patients import COLUMNS, PatientRow
from clinic_console.hub.store.pools import Engine, driver_of, make_engine
from clinic_console.wire.patients import Patient

WIDE = Limits(address=Rate(1e9, 1e9))
# All that the product reads of a patient. That somebody confirmed who it is counts in whatever clinic it was.
_LISTS = """
(SELECT json_agg(json_build_object('kind', i.kind, 'system', i.system, 'value', i.value)
   ORDER BY i.kind, i.system, i.folded)::text FROM patient_identifiers i WHERE i.patient_id = p.id),
(SELECT json_agg(json_build_object('kind', c.kind, 'value', c.value, 'whose', c.whose, 'relation', c.relation)
   ORDER BY c.position)::text FROM patient_contacts c WHERE c.patient_id = p.id),
(SELECT json_agg(json_build_object('kind', a.kind, 'text', a.text, 'since', a.since)
   ORDER BY a.position)::text FROM patient_alerts a WHERE a.patient_id = p.id),
(SELECT json_agg(json_build_object('kind', c.kind, 'given', c.given) ORDER BY c.kind)::text
 FROM patient_consents c WHERE c.patient_id = p.id),
(SELECT json_build_object('which', c.which, 'by', c.user_name, 'at', floor(extract(epoch FROM c.at) * 1000))::text
 FROM patient_confirmations c
 WHERE c.patient_id = p.id AND c.at > now() - interval '24 hours'
 ORDER BY c.at DESC LIMIT 1)
"""
_PATIENT = f"""
SELECT {COLUMNS.split("d.identifiers")[0]} {_LISTS},
       (SELECT clinic_id FROM patient_clinic WHERE patient_id = p.id ORDER BY clinic_id LIMIT 1), NULL
FROM patients p WHERE p.id = %s
""".encode()


def make_app(engine: Engine) -> Litestar:
    """Make the application."""

    @get("/api/patients/{patient:uuid}")
    async def open_patient(patient: Annotated[UUID, PathParameter()]) -> Patient:
        """Return who somebody is."""
        async with engine.begin() as connection:
            # By the driver itself, as the product does what is done all day.
            found = await (await driver_of(connection)).execute(_PATIENT, [patient])
            row = await found.fetchone()
        if row is None:
            raise NotFound(field="patient")
        return wire_patient(PatientRow(*row))

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
