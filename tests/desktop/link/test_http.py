"""Any address ends in an error of the domain, and a client that is let go of does too."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_console.desktop.actions.access import checked_address
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.views.access_fields import host_of
from clinic_console.domain.errors import BadAddress, ClinicError, HubUnavailable
from clinic_console.wire.access import Server

ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}{}{}".format, st.sampled_from(["", "http://", "https://", "//"]), st.text(max_size=20), st.text("[]:@/%")
    ),
    st.text("htps:/[]@.%:0123456789abc ", max_size=30).map("http://".__add__),
)


@settings(deadline=None, max_examples=300)
@example("http://[::")
@example("[::")
@example("https://\ud800")
@example(f"https://{'a' * 300}")
@given(ADDRESSES)
def test_an_address_is_taken_or_refused_in_words(text):
    host_of(text)
    try:
        address = checked_address(text)
    except ClinicError:
        return
    assert len(address) <= 200
    host_of(address)


@pytest.mark.parametrize("server", ["http://[::", "", "nonsense", "http://\x00", "https://[v1.x]", "http://\ud800"])
async def test_where_no_hub_can_stand_is_no_address(server):
    http = HubHttp(server)
    http.warm()
    for _ in range(2):
        with pytest.raises(BadAddress):
            await http.call(Server, "GET", "/api/server")
    await http.close()


async def test_a_client_that_was_let_go_of_asks_nothing_more(stub):
    async with stub.running():
        http = HubHttp(stub.url)
        await http.call(Server, "GET", "/api/server")
        await http.close()
        with pytest.raises(HubUnavailable):
            await http.call(Server, "GET", "/api/server")
