"""Answers that carry tokens and get lost: the used token is used again, and no session is left behind."""

import asyncio
import hashlib

import msgspec
import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.domain.errors import ClinicError, SessionExpired
from tests.desktop.stub import StubHub, fail

RETRIES = 200


class RotatingHub(StubHub):
    """Rotates refresh tokens as the hub does: a used one gives the same successor until that one is used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[str, str] = {}
        self.revoked = False
        self.lose = 0
        self.held = asyncio.Event()
        self.held.set()
        self.ended = 0

    async def _reply(self, writer, status, answer):
        if self.last == "POST":
            await self.held.wait()
            if self.lose and self.path.endswith("refresh"):
                self.lose -= 1
                return False
        return await super()._reply(writer, status, answer)

    def _route(self, head, body):
        self.last, self.path, _ = head.split("\r\n", 1)[0].split(" ")
        self.ended += self.last == "DELETE"
        return super()._route(head, body)

    def _route_session(self, method, path, body):
        if not path.endswith("/refresh"):
            return super()._route_session(method, path, body)
        given = body.decode().split('"')[3]
        successor = self.used.get(given)
        if given not in self.refreshes or self.revoked or (successor is not None and successor in self.used):
            self.revoked = True
            return fail(401, "access.session_expired")
        session = self.session()
        self.refreshes.discard(session.refresh)
        session.refresh = self.used[given] = hashlib.sha256(given.encode()).hexdigest()
        self.refreshes.add(session.refresh)
        return 200, msgspec.json.encode(session)


@pytest.fixture
def hub():
    return RotatingHub()


async def test_lost_answers_sign_nobody_out(hub):
    kept = []

    async def keep(newest, used):
        kept[:] = [newest, used]

    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        access.keep = keep
        first = (await access.sign_in("nurse", "secret")).refresh
        for number in range(RETRIES):
            hub.lose = number % 3
            stale = access._stay.session.access
            for _ in range(hub.lose):
                with pytest.raises(ClinicError) as lost:
                    await access.renewed(stale)
                assert not isinstance(lost.value, SessionExpired)
            assert await access.renewed(stale) != stale
            # Whenever the console ends, one that the hub takes has been kept.
            assert kept[0] == access.refresh
            assert hub.used[kept[1]] == kept[0]
        assert not hub.revoked
        assert len(hub.used) == RETRIES
        assert first in hub.used
        await access.close()


async def test_a_console_that_ends_before_it_kept_the_answer_comes_back_with_the_used_token(hub):
    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        first = (await access.sign_in("nurse", "secret")).refresh
        hub.lose = 1
        with pytest.raises(ClinicError):
            await access.renewed(access._stay.session.access)
        again = Access(HubHttp(hub.url), monotonic)
        assert (await again.resume(first)).refresh == hub.used[first]
        assert not hub.revoked
        for each in (access, again):
            await each.close()


async def test_a_renewal_outlives_who_asked_for_it(hub, until):
    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        session = await access.sign_in("nurse", "secret")
        hub.held.clear()
        asking = asyncio.create_task(access.renewed(session.access))
        await until(lambda: session.refresh in hub.used)
        asking.cancel()
        await asyncio.wait([asking])
        hub.held.set()
        await until(lambda: access.refresh == hub.used[session.refresh])
        await access.close()


async def test_two_who_renew_at_once_use_one_token_once(hub):
    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        session = await access.sign_in("nurse", "secret")
        got = await asyncio.gather(*(access.renewed(session.access) for _ in range(5)))
        assert len(set(got)) == 1
        assert len(hub.used) == 1
        await access.close()


async def test_a_sign_in_that_is_given_up_leaves_no_session_behind(hub, until):
    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        hub.held.clear()
        asking = asyncio.create_task(access.sign_in("nurse", "secret"))
        await until(lambda: hub.tokens)
        asking.cancel()
        await asyncio.wait([asking])
        assert access.refresh == ""
        hub.held.set()
        await until(lambda: hub.ended == 1)
        await access.close()


async def test_who_closes_waits_for_nothing(hub, until):
    async with hub.running():
        access = Access(HubHttp(hub.url), monotonic)
        hub.held.clear()
        asking = asyncio.create_task(access.sign_in("nurse", "secret"))
        await until(lambda: hub.tokens)
        await access.close()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert not access._own
