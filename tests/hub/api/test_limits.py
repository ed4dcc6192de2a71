"""How fast one may ask: buckets that fill up again, of users and of addresses, bounded; versions that do not fit."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import TooMany
from clinic_console.hub.api import limits as module
from clinic_console.hub.api.app import make_api
from clinic_console.hub.api.limits import Buckets, Limits, Rate
from clinic_console.hub.api.services import Services
from clinic_console.hub.config import Address
from clinic_console.wire.access import API, API_HEADER

FEW = Rate(3, 0.5)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _refused(take: Callable[[], None]) -> int:
    try:
        take()
    except TooMany as error:
        return error.retry_after
    return 0


def test_a_bucket_empties_and_fills_up_again() -> None:
    clock = Clock()
    buckets = Buckets("test", FEW, clock)
    assert [_refused(lambda: buckets.take("a")) for _ in range(5)] == [0, 0, 0, 2, 2]
    assert not _refused(lambda: buckets.take("b")), "each has its own"
    clock.now += 1
    assert _refused(lambda: buckets.take("a")) == 1
    clock.now += 1
    assert [_refused(lambda: buckets.take("a")) for _ in range(2)] == [0, 2]
    clock.now += 3_600
    assert [_refused(lambda: buckets.take("a")) for _ in range(4)] == [0, 0, 0, 2], "no more than full"


@given(st.lists(st.floats(min_value=0, max_value=10), max_size=60))
def test_never_more_than_the_rate_and_whoever_waits_gets_in(pauses: list[float]) -> None:
    clock = Clock()
    buckets = Buckets("test", FEW, clock)
    for allowed, pause in enumerate(pauses, start=1):
        clock.now += pause
        wait = _refused(lambda: buckets.take("a"))
        if wait:
            clock.now += wait
            assert not _refused(lambda: buckets.take("a"))
        assert allowed <= FEW.burst + (clock.now - 1_000.0) * FEW.per_second + 1e-6


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 10)
    buckets = Buckets("test", FEW)
    for number in range(100):
        buckets.take(str(number))
    assert len(buckets) == 10


def test_an_ipv6_network_shares_a_bucket() -> None:
    limits = Limits(address=FEW, clock=Clock())
    assert [_refused(lambda n=n: limits.came(f"2001:db8::{n}")) for n in range(4)] == [0, 0, 0, 2]  # type: ignore[misc]
    assert not _refused(lambda: limits.came("2001:db8:0:1::1"))


def test_a_wall_of_walls_stays_far_below() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    users = [uuid4() for _ in range(200)]
    for _ in range(50):
        for user in users:
            for _ in range(4):
                assert not _refused(lambda: limits.came("192.0.2.1"))
                assert not _refused(lambda user=user: limits.asked(user))  # type: ignore[misc]
        clock.now += 4.0


@asynccontextmanager
async def _client(hub: Any, limits: Limits, address: str = "192.0.2.7") -> AsyncIterator[httpx.AsyncClient]:
    services = Services(hub.engine, hub.access, None, hub.cache, Address("127.0.0.1", 1))  # type: ignore[arg-type]
    transport = httpx.ASGITransport(make_api(services, limits), client=(address, 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        yield client


def _is_limited(answer: httpx.Response) -> bool:
    if answer.status_code != 429:
        return False
    body = answer.json()
    assert body["code"] == "limit.too_many"
    assert int(answer.headers["retry-after"]) == body["retry_after"] >= 1
    assert body["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    return True


async def test_an_address_asks_so_much_of_whatever(hub: Any) -> None:
    limits = Limits(address=FEW, clock=Clock())
    async with _client(hub, limits) as client:
        answers = [await client.get(path) for path in ("/health", "/nope", "/api/wards", "/health")]
        assert [answer.status_code for answer in answers] == [200, 404, 401, 429]
        assert _is_limited(answers[-1])
        async with _client(hub, limits, "192.0.2.8") as other:
            assert (await other.get("/health")).status_code == 200, "another API, another count"


async def test_a_user_asks_so_much_from_wherever(hub: Any, clinic: Any) -> None:
    headers, other = await hub.sign_in(clinic, "nurse"), await hub.sign_in(clinic, "reception")
    async with _client(hub, Limits(user=FEW, clock=Clock())) as client:
        answers = [await client.get("/api/wards", headers=headers) for _ in range(4)]
        assert [_is_limited(answer) for answer in answers] == [False, False, False, True]
        assert (await client.get("/api/wards", headers=other)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/session/unlock"),
        ("PUT", "/api/account/password"),
        ("PUT", "/api/account/pin"),
        ("POST", "/api/break-glass/look-up"),
        ("POST", "/api/break-glass"),
    ],
)
async def test_what_may_guess_is_asked_seldom(hub: Any, clinic: Any, method: str, path: str) -> None:
    headers = await hub.sign_in(clinic, "nurse")
    async with _client(hub, Limits(careful_user=FEW, clock=Clock())) as client:
        answers = [await client.request(method, path, headers=headers, json={}) for _ in range(4)]
        assert [_is_limited(answer) for answer in answers] == [False, False, False, True]
        assert (await client.get("/api/wards", headers=headers)).status_code == 200, "the rest goes on"


async def test_signing_in_is_counted_apart_by_address(hub: Any, clinic: Any) -> None:
    async with _client(hub, Limits(careful_address=FEW, clock=Clock())) as client:
        body = {"login": "nurse", "password": clinic.passwords["nurse"]}
        answers = [await client.post("/api/session", json=body) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert _is_limited(answers[-1])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (str(API - 1), "version.console_old"),
        (str(API + 1), "version.hub_old"),
        ("two", "version.mismatch"),
        ("²", "version.mismatch"),
        ("9" * 5_000, "version.hub_old"),
    ],
)
async def test_a_version_that_does_not_fit_is_said_in_words(hub: Any, clinic: Any, said: str, code: str) -> None:
    headers = {**(await hub.sign_in(clinic, "nurse")), API_HEADER: said.encode()}
    for method, path in (("POST", "/api/session"), ("POST", "/api/session/refresh"), ("GET", "/api/wards")):
        answer = await hub.client.request(method, path, headers=headers, json={})
        body = answer.json()
        assert (answer.status_code, body["code"]) == (426, code), path
        assert f"this hub version {API}" in body["message"]
    # What a console asks first, to learn who is older, answers any.
    assert (await hub.client.get("/api/server", headers=headers)).json()["api"] == API


@pytest.mark.parametrize("said", [{}, {API_HEADER: str(API)}, {API_HEADER: ""}])
async def test_the_same_version_or_none_goes_on(hub: Any, clinic: Any, said: Any) -> None:
    headers = {**(await hub.sign_in(clinic, "nurse")), **said}
    assert (await hub.client.get("/api/wards", headers=headers)).status_code == 200
