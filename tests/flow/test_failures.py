"""Programs and servers die under load: what was acknowledged is stored, nothing twice, and the wall goes on."""

import asyncio
import time
from typing import Any

LOAD = ("--rate", "10", "--quiet-faults", "--seed", "7")


def drained(account: dict[str, Any]) -> bool:
    """Whether everything that the monitors made was acknowledged."""
    return bool(account["sent"] == account["acked"] > 0 and account["dropped"] == account["unacked"] == 0)


def test_ingest_is_killed_under_load(programs: Any, device_file: Any, free_port: int, stored_values: Any) -> None:
    address = f"127.0.0.1:{free_port}"
    ingest = programs.start("ingest", CLINIC_DEVICES=address)
    monitors = programs.simulate(address, device_file(), *LOAD)
    for _ in range(2):
        before = stored_values()
        while stored_values() < before + 200:
            time.sleep(0.05)
        ingest.kill()
        ingest = programs.start("ingest", CLINIC_DEVICES=address)
    monitors.process.terminate()
    account = monitors.said()
    assert drained(account), account
    assert stored_values() == account["acked"]


def test_postgres_is_killed_under_load(programs: Any, servers: Any, device_file: Any, stored_values: Any) -> None:
    ingest = programs.start("ingest")
    monitors = programs.simulate(ingest.ready["devices"], device_file(), *LOAD)
    for _ in range(2):
        before = stored_values()
        while stored_values() < before + 200:
            time.sleep(0.05)
        servers.embedded.take_down("postgres")
        servers.embedded.bring_up("postgres")
    monitors.process.terminate()
    account = monitors.said()
    assert drained(account), account
    assert stored_values() == account["acked"]


def test_the_wall_goes_on_while_postgres_is_down_for_20_seconds(
    programs: Any,
    servers: Any,
    clinic: Any,
    device_file: Any,
    console_at: Any,
    bridge: Any,
    until: Any,
    stored_values: Any,
) -> None:
    hub, ingest = programs.start("hub"), programs.start("ingest")
    beds = [str(bed) for bed in clinic.beds]

    async def flow() -> dict[str, Any]:
        async with console_at(hub.ready["http"]) as console:
            wall = console.window.ward.wall
            monitors = programs.simulate(ingest.ready["devices"], device_file(), "--quiet-faults", "--seed", "7")
            await until(lambda: all(newest(console, bed) for bed in beds))
            await asyncio.to_thread(servers.embedded.take_down, "postgres")
            down = time.monotonic()
            longest = dict.fromkeys(beds, 0.0)
            moved = {bed: (newest(console, bed), down) for bed in beds}
            unrecorded = False
            while (now := time.monotonic()) - down < 20:
                for bed in beds:
                    at = newest(console, bed)
                    if at > moved[bed][0]:
                        moved[bed] = (at, now)
                    longest[bed] = max(longest[bed], now - moved[bed][1])
                    look = wall.painted(bed)
                    assert look is not None
                    assert not any(row.tone == "struck" for row in look.rows), look
                unrecorded = unrecorded or not recorded(console)
                await asyncio.sleep(0.1)
            # A monitor says something each second: a number that stood for over five would be a frozen one.
            assert max(longest.values()) < 5, longest
            assert unrecorded
            await asyncio.to_thread(servers.embedded.bring_up, "postgres")
            await until(lambda: recorded(console))
            monitors.process.terminate()
            return await monitors.result()

    account = bridge.run(flow())
    assert drained(account), account
    assert stored_values() == account["acked"]


def newest(console: Any, bed: str) -> int:
    """The time of the newest value that the console knows of a bed (0: none)."""
    known = console.state.readings.beds.get(bed)
    return max((value.at for value in known.values.values()), default=0) if known else 0


def recorded(console: Any) -> bool:
    """Whether every bed that the console knows is being recorded."""
    return all(bed.recorded for bed in console.state.readings.beds.values())
