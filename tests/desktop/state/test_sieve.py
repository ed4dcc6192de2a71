"""What fits of a paged list, brought up to date with it."""

from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.sieve import Sieve
from clinic_console.domain.errors import HubUnavailable


def filled(rows: list[str], after: str | None = None) -> Pages[str]:
    source: Pages[str] = Pages(str)
    source.take(source.begin(), rows, after, 1.0)
    return source


def test_what_fits_is_shown_in_the_sources_order():
    sieve = Sieve(filled(["ab", "b", "a"]))
    sieve.sift()
    assert sieve.rows == ("ab", "b", "a")
    assert (sieve.loaded, sieve.since) == (True, 1.0)
    sieve.sift(lambda row: "a" in row)
    assert sieve.rows == ("ab", "a")
    sieve.sift()
    assert sieve.rows == ("ab", "a")


def test_nothing_changes_while_nothing_changed():
    sieve = Sieve(filled(["a"]))
    sieve.sift()
    before = sieve.version, sieve.lists
    sieve.sift()
    assert (sieve.version, sieve.lists) == before
    sieve.source.put("b")
    sieve.sift()
    assert sieve.rows == ("b", "a")
    assert sieve.lists == before[1]
    sieve.sift(lambda row: row == "b")
    assert sieve.lists > before[1]


def test_all_of_the_source_is_wanted_for_what_is_not_here_cannot_be_found():
    sieve = Sieve(filled(["a"], after="a"))
    sieve.sift(lambda row: row == "b")
    assert sieve.rows == ()
    assert sieve.wanted
    ask = sieve.begin()
    assert ask.after == "a"
    assert sieve.asking
    sieve.source.take(ask, ["b"], None, 2.0)
    sieve.sift()
    assert sieve.rows == ("b",)
    assert not sieve.wanted
    assert not sieve.has_more
    assert not sieve.full


def test_what_is_wrong_with_the_source_is_told():
    sieve = Sieve(Pages(str))
    sieve.source.failed(sieve.begin(), HubUnavailable())
    sieve.sift()
    assert isinstance(sieve.error, HubUnavailable)
    assert not sieve.wanted
    sieve.refresh()
    assert sieve.wanted


def test_rows_that_come_and_go_wait_until_they_may():
    sieve = Sieve(filled(["a", "b"]))
    sieve.refresh(quiet=True)
    sieve.source.take(sieve.begin(), ["b", "c"], None, 2.0)
    sieve.sift()
    assert (sieve.rows, sieve.gone, sieve.news) == (("a", "b"), frozenset("a"), 1)
    sieve.settle()
    sieve.sift()
    assert (sieve.rows, sieve.news) == (("b", "c"), 0)
