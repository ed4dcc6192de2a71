"""Places at a door: never more than there are, and nobody sent away for nothing (checked on random stories)."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.hub.places import Places

MOST, EACH = 6, 3
HOSTS = st.sampled_from(["a", "b", "c", "d", "proxy"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["come", "work", "rest", "leave"]), HOSTS, st.integers(0, 30)), max_size=80
)


@given(STEPS)
def test_every_story_keeps_the_numbers(steps: list[tuple[str, str, int]]) -> None:
    places: Places[int] = Places(MOST, EACH)
    there: dict[int, str] = {}
    busy: set[int] = set()
    for name, (deed, host, which) in enumerate(steps, start=100):
        if deed == "come":
            of_host, many = [who for who, address in there.items() if address == host], host == "proxy"
            leaves = places.come(name, host, many=many)
            full = len(there) >= MOST or (len(of_host) >= EACH and not many)
            assert (leaves is not None) is full
            assert leaves not in busy
            if leaves == name:
                assert not [
                    who for who in (of_host if len(of_host) >= EACH and not many else there) if who not in busy
                ]
            else:
                there[name] = host
                if leaves is not None:
                    del there[leaves]
        elif there:
            who = sorted(there)[which % len(there)]
            getattr(places, deed)(who)
            if deed == "leave":
                del there[who]
            busy = (busy | {who} if deed == "work" else busy - {who}) & there.keys()
        assert len(places) == len(there) <= MOST
        for address in "abcd":
            assert places.of(address) == list(there.values()).count(address) <= EACH
    for who in list(there):
        places.leave(who)
    assert len(places) == 0
    assert places._addresses == {}


def test_the_address_with_most_gives_way_and_there_who_was_idle_longest() -> None:
    places: Places[str] = Places(4, 3)
    for who in ("a1", "b1", "b2", "b3"):
        places.come(who, who[0])
    places.rest("b1")
    assert places.come("c1", "c") == "b2"
    places.leave("b2")
    assert places.of("b") == 2
    places.work("c1")
    places.work("unknown")
    assert places.come("c2", "c") == "b3"
