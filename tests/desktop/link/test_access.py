"""Signing in, renewing, and being told clearly what went wrong."""

import asyncio
from datetime import date
from uuid import UUID

import httpx
import msgspec
import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import readings as reading_link
from clinic_console.desktop.link import wards as ward_link
from clinic_console.desktop.link.access import API, Access
from clinic_console.desktop.link.failures import error_of
from clinic_console.desktop.link.http import MAX_BYTES, HubHttp
from clinic_console.domain.errors import (
    BusUnavailable,
    Conflict,
    ConsoleTooOld,
    HubTooOld,
    HubUnavailable,
    NotFound,
    NotSignedIn,
    SessionExpired,
    StoreUnavailable,
    TooMany,
    WrongCredentials,
)
from clinic_console.wire.access import Failure, Server
from clinic_console.wire.readings import History, Point, Series
from clinic_console.wire.wards import BedPage, Ward, WardPage

WARD = UUID("0192f0c1-0000-7000-8000-000000000001")


@pytest.fixture
async def access(stub):
    async with stub.running():
        made = Access(HubHttp(stub.url), monotonic)
        yield made
        await made.http.close()


async def answer_with(access: Access, handler) -> None:
    """Let another hub answer from now on, in the same session."""
    await access.http.close()
    access.http = access._stay.http = HubHttp("http://127.0.0.1:1", httpx.MockTransport(handler))


def answering(handler) -> Access:
    return Access(HubHttp("http://127.0.0.1:1", httpx.MockTransport(handler)), monotonic)


async def test_signing_in_and_reading_wards_and_beds(stub, access):
    session = await access.sign_in("nurse", "secret")
    assert session.user_name == "N. Sato"
    assert [ward.name for ward in await ward_link.wards(access)] == ["3 East"]
    beds = await ward_link.beds(access, WARD)
    assert beds[0].patient.born == date(1958, 3, 4)
    assert await access.push_url() == f"ws://127.0.0.1:{stub.push_port}"


async def test_a_wrong_password_says_so(access):
    with pytest.raises(WrongCredentials):
        await access.sign_in("nurse", "wrong")
    with pytest.raises(NotSignedIn):
        await access.token()


async def test_a_token_that_the_hub_forgot_is_replaced_once(stub, access):
    await access.sign_in("nurse", "secret")
    stub.tokens.clear()
    assert len(await ward_link.wards(access)) == 1
    assert stub.requests.count("POST /api/session/refresh") == 1


async def test_many_requests_with_an_old_token_renew_it_once(stub, access):
    await access.sign_in("nurse", "secret")
    stub.tokens.clear()
    await asyncio.gather(*(ward_link.wards(access) for _ in range(8)))
    assert stub.requests.count("POST /api/session/refresh") == 1


async def test_a_session_that_is_over_is_over(stub, access):
    await access.sign_in("nurse", "secret")
    stub.tokens.clear()
    stub.refreshes.clear()
    with pytest.raises(SessionExpired):
        await ward_link.wards(access)
    with pytest.raises(NotSignedIn):
        await access.token()


async def test_a_token_is_renewed_before_its_end_by_the_hubs_clock_not_ours(stub):
    stub.skew, now = -5 * 365 * 86_400_000, [100.0]
    async with stub.running():
        access = Access(HubHttp(stub.url), lambda: now[0])
        first = (await access.sign_in("nurse", "secret")).access
        now[0] += 530.0
        assert not access.renewal_due
        assert await access.token() == first
        now[0] += 11.0
        assert access.renewal_due
        assert await access.token() != first
        await access.http.close()


async def test_a_token_still_good_is_used_while_no_newer_one_can_be_had(stub):
    now = [100.0]
    async with stub.running():
        access = Access(HubHttp(stub.url), lambda: now[0])
        first = (await access.sign_in("nurse", "secret")).access
        stub.http_mode = "down"
        now[0] += 560.0
        assert await access.token() == first
        now[0] += 60.0
        with pytest.raises(StoreUnavailable):
            await access.token()
        await access.http.close()


async def test_leaving_tells_the_hub_and_a_hub_that_is_away_does_not_matter(stub, access):
    await access.sign_in("nurse", "secret")
    await access.end(access.leave())
    assert stub.requests[-1] == "DELETE /api/session"
    with pytest.raises(NotSignedIn):
        await access.token()
    await access.sign_in("nurse", "secret")
    stub.http_mode = "down"
    await access.end(access.leave())
    await access.end(access.leave())


@pytest.mark.parametrize(("api", "kind"), [(API + 1, ConsoleTooOld), (API - 1, HubTooOld)])
async def test_of_a_hub_of_another_version_is_said_which_of_the_two_is_older(api, kind):
    body = msgspec.json.encode(Server("hub", "9.0", api, "ws://127.0.0.1:1", 0))
    access = answering(lambda _: httpx.Response(200, content=body))
    with pytest.raises(kind, match=r"hub 9\.0, console "):
        await access.greet()


@pytest.mark.parametrize(
    "handler",
    [
        lambda _: httpx.Response(200, content=b"<html>"),
        lambda _: httpx.Response(200, content=b'{"program": 3}'),
        lambda _: httpx.Response(200, content=b"[" * 100_000),
        lambda _: httpx.Response(200, content=b"\xff\xfe"),
        lambda _: httpx.Response(200, content=b""),
        lambda _: httpx.Response(200, content=b" " * (MAX_BYTES + 1)),
        lambda _: httpx.Response(302, headers={"location": "http://elsewhere.example"}),
        lambda _: httpx.Response(502, content=b"bad gateway"),
    ],
)
async def test_whatever_answers_that_is_no_hub_is_said_to_be_none(handler):
    with pytest.raises(HubUnavailable):
        await answering(handler).greet()


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x"), OSError("x")]
)
async def test_a_network_that_fails_is_a_hub_that_does_not_answer(error):
    def fail(_):
        raise error

    with pytest.raises(HubUnavailable):
        await answering(fail).greet()


async def test_a_hub_that_slows_down_says_for_how_long():
    body = msgspec.json.encode(Failure("limit.too_many", "no", "wait"))
    access = answering(lambda _: httpx.Response(429, content=body, headers={"Retry-After": "37"}))
    with pytest.raises(TooMany) as caught:
        await access.greet()
    assert caught.value.retry_after == 37


@pytest.mark.parametrize(("said", "taken"), [("", 1), ("soon", 1), ("-4", 1), ("0", 1), ("9" * 40, 3_600)])
async def test_a_wait_without_sense_is_a_short_one(said, taken):
    access = answering(lambda _: httpx.Response(429, content=b"slow down", headers={"Retry-After": said}))
    with pytest.raises(TooMany) as caught:
        await access.greet()
    assert caught.value.retry_after == taken


async def test_a_session_of_before_is_taken_up_again(stub, access):
    kept = await access.sign_in("nurse", "secret")
    access.forget()
    assert access.refresh == ""
    assert (await access.resume(kept.refresh)).user_name == "N. Sato"
    assert len(await ward_link.wards(access)) == 1
    stub.refreshes.clear()
    with pytest.raises(SessionExpired):
        await access.resume(kept.refresh)


async def test_a_new_refresh_token_is_kept_before_the_session_goes_on(stub, access):
    told = []

    async def keep(newest: str, used: str) -> None:
        told.append((newest, used))

    access.keep = keep
    await access.sign_in("nurse", "secret")
    assert told == []
    before = access.refresh
    await access.renewed(await access.token())
    assert told == [(access.refresh, before)]


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("unavailable.bus", 503, BusUnavailable),
        ("", 404, NotFound),
        ("", 409, Conflict),
        ("", 429, TooMany),
        ("never.heard.of", 401, NotSignedIn),
        ("never.heard.of", 500, HubUnavailable),
        ("setup.disk_full", 500, HubUnavailable),
        ("error", 0, HubUnavailable),
    ],
)
def test_codes_and_statuses_become_errors(code, status, kind):
    assert type(error_of(code, status)) is kind


async def test_long_lists_come_page_by_page(access, stub):
    await access.sign_in("nurse", "secret")
    pages = [
        [Ward(f"0192f0c1-0000-7000-8000-0000000000{page}{n}", "c", "W", 1, 0) for n in range(3)] for page in range(3)
    ]
    asked = []

    def handler(request):
        asked.append(dict(request.url.params))
        page = int(request.url.params.get("after", "0"))
        following = str(page + 1) if page < 2 else None
        return httpx.Response(200, content=msgspec.json.encode(WardPage(pages[page], following)))

    await answer_with(access, handler)
    assert len(await ward_link.wards(access)) == 9
    assert asked == [{"limit": "200"}, {"limit": "200", "after": "1"}, {"limit": "200", "after": "2"}]


async def test_a_list_without_end_is_not_read_without_end(access, stub):
    await access.sign_in("nurse", "secret")
    body = msgspec.json.encode(BedPage([], "more"))
    await answer_with(access, lambda _: httpx.Response(200, content=body))
    assert await ward_link.beds(access, WARD) == []


async def test_history_is_asked_for_in_bounds(access, stub):
    await access.sign_in("nurse", "secret")
    body = msgspec.json.encode(History("b", 1, 2, 1.0, [Series("HR", "/min", [Point(1, 2, 3.0, 4.0, 3.5)])], []))
    urls = []

    def handler(request):
        urls.append(str(request.url))
        return httpx.Response(200, content=body)

    await answer_with(access, handler)
    found = await reading_link.history(access, WARD, 1, 2, 300)
    assert found.series[0].points[0].mean == 3.5
    assert urls == [f"http://127.0.0.1:1/api/beds/{WARD}/readings?from=1&to=2&points=300"]
