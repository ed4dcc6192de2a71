"""The small listener of programs without an HTTP API."""

import asyncio

import httpx
import pytest

from clinic_console.hub import metrics
from clinic_console.hub.metrics import MetricsListener


async def test_it_shows_metrics_and_health_and_nothing_else() -> None:
    listener = MetricsListener()
    port = await listener.start("127.0.0.1", 0)
    assert port
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        shown = await client.get("/metrics")
        assert shown.headers["content-type"].startswith("text/plain; version=")
        assert "clinic_jobs" in shown.text
        assert (await client.get("/health")).json() == {"live": True}
        for method, path in (("GET", "/"), ("POST", "/metrics"), ("GET", "/metricsX"), ("GET", "/../etc/passwd")):
            assert (await client.request(method, path)).status_code == 404
    await listener.stop()
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection("127.0.0.1", port)


async def test_who_says_too_much_or_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_READ_SECONDS", 0.05)
    listener = MetricsListener()
    port = await listener.start("127.0.0.1", 0)
    for said in (b"", b"GET /metrics", b"x" * 100_000):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        try:
            assert await reader.read() == b""
        except ConnectionResetError:
            assert len(said) > 8_192, "only who is cut off while speaking may see a reset"
        writer.close()
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200
    await listener.stop()
