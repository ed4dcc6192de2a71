"""What the hub has put off is not asked before its time, by any way."""

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.waits import MAX_KINDS, Waits, kind_of
from clinic_console.domain.errors import NotEncrypted, TooMany
from clinic_console.wire.access import API, API_HEADER, Failure, Server

WARD = "0192f0c1-0000-7000-8000-000000000001"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3_600), st.floats(0, 4_000))))
def test_nothing_is_asked_before_its_time_and_everything_after_it(steps):
    now, until = [0.0], {}
    waits = Waits(lambda: now[0])
    for kind, seconds, later in steps:
        waits.note(kind, seconds)
        until[kind] = now[0] + seconds
        now[0] += later
        for each, time in until.items():
            if now[0] < time:
                with pytest.raises(TooMany) as told:
                    waits.check(each)
                assert time - now[0] <= told.value.retry_after < time - now[0] + 1
            else:
                waits.check(each)


def test_what_is_kept_has_a_bound_and_the_longest_waits_stay():
    waits = Waits(lambda: 0.0)
    for number in range(MAX_KINDS + 5):
        waits.note(f"GET /{number}", 10 + number)
    waits.check("GET /4")
    with pytest.raises(TooMany):
        waits.check("GET /5")
    waits.clear()
    waits.check("GET /5")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/api/wards/{WARD}/beds", "GET /api/wards/*/beds"),
        ("/api/devices/17", "GET /api/devices/*"),
        ("/api/session", "GET /api/session"),
    ],
)
def test_one_kind_is_one_route_whatever_the_object(path, kind):
    assert kind_of("GET", path) == kind


async def test_a_hub_that_is_asked_too_often_is_left_alone():
    asked = []

    def answer(request):
        asked.append(request)
        failure = msgspec.json.encode(Failure("limit.too_many", "no", "wait"))
        return httpx.Response(429, content=failure, headers={"Retry-After": "30"})

    http = HubHttp("http://127.0.0.1:1", httpx.MockTransport(answer))
    for ward in (WARD, WARD[:-1] + "2"):
        with pytest.raises(TooMany) as told:
            await http.call(Server, "GET", f"/api/wards/{ward}/beds")
        assert 29 <= told.value.retry_after <= 30
    assert len(asked) == 1
    for login in ("a", "b"):
        with pytest.raises(TooMany):
            await http.call(Server, "POST", "/api/session", waits_as=login)
    assert len(asked) == 3
    assert asked[0].headers[API_HEADER] == str(API)
    await http.close()


async def test_no_client_speaks_plainly_to_another_pc():
    http = HubHttp("http://10.0.0.5")
    with pytest.raises(NotEncrypted):
        await http.call(Server, "GET", "/api/server")
    await http.close()
