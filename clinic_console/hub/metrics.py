"""What the hub's programs count, and where ingest and worker show it; every label has few possible values."""

import asyncio
import contextlib
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest

_FAST: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_READ_SECONDS: Final = 5.0
_HEAD_LIMIT: Final = 8_192

REQUESTS: Final = Counter("clinic_http_requests", "Answers of the HTTP API.", ["route", "method", "status"])
REQUEST_SECONDS: Final = Histogram(
    "clinic_http_request_seconds", "Time to answer, by route.", ["route", "method"], buckets=_FAST
)
REQUESTS_LIMITED: Final = Counter("clinic_http_requests_limited", "Requests refused for their number.", ["by"])
REQUESTS_OPEN: Final = Gauge("clinic_http_requests_open", "Requests being answered now.")
GAVE_WAY: Final = Counter("clinic_gave_way", "Idle connections let go of for newer ones, by door.", ["door"])
SIGN_INS: Final = Counter("clinic_sign_ins", "Attempts to sign in.", ["outcome"])
REFRESHES: Final = Counter("clinic_refreshes", "Uses of refresh tokens, by what they were.", ["outcome"])
HASH_SECONDS: Final = Histogram("clinic_password_hash_seconds", "Time of one password check, waiting included.")
MEMBERSHIP_LOOKUPS: Final = Counter("clinic_membership_lookups", "Who works where: answered from.", ["source"])
CACHE_REQUESTS: Final = Counter(
    "clinic_cache_requests", "Cached values asked for: hit, miss, shared, unavailable.", ["kind", "outcome"]
)
DAYS_REFRESHED: Final = Counter(
    "clinic_days_refreshed", "Cached days of schedules renewed after a change, or not for lack of room.", ["outcome"]
)
GLASS: Final = Counter("clinic_break_glass", "Looking patients up to break the glass, and breaking it.", ["outcome"])
JOBS: Final = Counter("clinic_jobs", "Jobs run by the worker.", ["task", "outcome"])
JOB_SECONDS: Final = Histogram("clinic_job_seconds", "Time of one job.", ["task"])
WORKER_RESTARTS: Final = Counter("clinic_worker_restarts", "Times that the worker lost Postgres and began anew.")
AUDIT_SEALED: Final = Counter("clinic_audit_sealed", "Rows of the audit log that got their place in the chain.")
AUDIT_LAG: Final = Gauge(
    "clinic_audit_lag_seconds", "How long the oldest row of the last batch waited for its place."
)
AUDIT_FORGED: Final = Counter("clinic_audit_forged", "Sealed events whose time cannot be true.")
AUDIT_HEADS: Final = Counter("clinic_audit_heads", "Exports of the chain's head to a file.", ["outcome"])

DEVICES_CONNECTED: Final = Gauge("clinic_devices_connected", "Open device connections.")
DEVICES_REFUSED: Final = Counter("clinic_devices_refused", "Device connections refused, by error code.", ["code"])
REWINDS: Final = Counter("clinic_rewinds", "Requests to devices to send again what could not be kept.")
VALUES_RECEIVED: Final = Counter("clinic_values_received", "Values that arrived and were good.")
VALUES_STORED: Final = Counter("clinic_values_stored", "Values newly stored.")
VALUES_DUPLICATE: Final = Counter("clinic_values_duplicate", "Values that came again after they had been stored.")
READINGS_DROPPED: Final = Counter("clinic_values_dropped", "Values let go of for lack of room; their devices resend.")
READINGS_REFUSED: Final = Counter("clinic_readings_refused", "Values and messages refused, by error code.", ["code"])
WAITING_ROWS: Final = Gauge("clinic_waiting_rows", "Instants that wait for their commit.")
RECORDING: Final = Gauge("clinic_recording", "1 while readings reach the disk.")
COMMIT_SECONDS: Final = Histogram("clinic_commit_seconds", "Time of one batch's transaction.", buckets=_FAST)
STATES_PUBLISHED: Final = Counter("clinic_states_published", "Bed states sent to the bus.")
STATES_UNPUBLISHED: Final = Counter("clinic_states_unpublished", "Bed states that the bus did not take.")

BUS_LISTENING: Final = Gauge("clinic_bus_listening", "1 while this hub hears the live bus.")
WALL_LOADS: Final = Counter("clinic_wall_loads", "Wards to be loaded as a whole, and why.", ["reason"])
WALL_POLLS: Final = Counter("clinic_wall_polls", "Times that Postgres was asked because Redis was away.", ["outcome"])
DESK_COMPARISONS: Final = Counter(
    "clinic_desk_comparisons", "Times that watched schedules were compared with Postgres.", ["outcome"]
)
DESK_FOUND: Final = Counter("clinic_desk_found", "Changes of schedules that were found by comparing, not heard.")
CONSOLES_CONNECTED: Final = Gauge("clinic_consoles_connected", "Open console sockets.")
CONSOLES_BEHIND: Final = Gauge("clinic_consoles_behind", "Consoles that do not read as fast as they are told.")
CONSOLES_CLOSED: Final = Counter("clinic_consoles_closed", "Console sockets that the hub closed, by code.", ["code"])
FRAMES_SENT: Final = Counter("clinic_frames_sent", "Messages sent to consoles, by kind.", ["kind"])
TICK_SECONDS: Final = Histogram("clinic_tick_seconds", "Time of one tick, sending included.", buckets=_FAST)
TICKS_SKIPPED: Final = Counter("clinic_ticks_skipped", "Ticks left out because the one before took too long.")


def exposition() -> tuple[bytes, str]:
    """Return all metrics of this process in Prometheus's text form, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST


class MetricsListener:
    """Answers GET /metrics and GET /health for programs that have no HTTP API of their own."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port that was chosen."""
        self._server = await asyncio.start_server(_answer, host, port, limit=_HEAD_LIMIT)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # A client that says nothing, too much or goes away gets no answer: there is nobody to tell.
    with contextlib.suppress(TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        async with asyncio.timeout(_READ_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(_response(head.split(b"\r\n", 1)[0]))
            await writer.drain()
    writer.close()


def _response(request_line: bytes) -> bytes:
    status, kind, body = b"404 Not Found", "text/plain; charset=utf-8", b"There is /metrics and /health.\n"
    if request_line.startswith(b"GET /metrics "):
        status = b"200 OK"
        body, kind = exposition()
    elif request_line.startswith(b"GET /health "):
        status, kind, body = b"200 OK", "application/json", b'{"live":true}'
    head = b"HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
    return head % (status, kind.encode(), len(body)) + body
