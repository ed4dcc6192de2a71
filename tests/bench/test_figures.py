"""Figures: complete by their keys, compared with what was kept, kept without losing what people wrote around them."""

from tests.bench import figures, ingest
from tests.bench.figures import Figure

ROWS = (
    Figure("rate", "values a second", "higher", 100, sized=True),
    Figure("delay", "milliseconds", "lower", 10),
    Figure("lost", "values lost", "lower", 0),
    Figure("mode", "how it was done"),
)
GOOD = {"rate": 120, "rate_small": 60, "delay": 9.0, "lost": 0, "mode": "calm"}
KEYS_OF_INGEST = [
    "values_per_s",
    "readings_per_message",
    "copy_values_per_s",
    "ratio",
    "cpu_share",
    "ack_p95_ms",
    "sent",
    "stored",
    "lost",
    "duplicated",
    "bytes_per_value",
    "sealed_bytes_per_value",
    "fsync",
    "synchronous_commit",
    "rules",
    "devices",
]


def test_a_result_that_lacks_a_key_is_found_out() -> None:
    assert figures.missing(ROWS, GOOD) == []
    assert figures.missing(ROWS, {"rate": 1, "delay": 1}) == ["lost", "mode", "rate_small"]


def test_ingest_promises_every_key_of_its_row() -> None:
    promised = figures.keys(ingest.FIGURES)
    assert set(KEYS_OF_INGEST) <= set(promised)
    assert {"values_per_s_small", "cpu_share_small", "ack_p95_ms_small", "devices_small"} <= set(promised)


def test_a_missed_goal_is_named_and_what_was_not_measured_is_not_called_reached() -> None:
    assert figures.misses(ROWS, GOOD) == []
    assert figures.misses(ROWS, GOOD | {"rate": 99, "lost": 1}) == ["rate", "lost"]
    assert "not measured" in figures.table(ROWS, GOOD | {"delay": None})


def test_what_is_worse_by_more_than_a_fifth_is_named() -> None:
    assert figures.worse(ROWS, GOOD | {"rate": 97, "delay": 10.7}, GOOD) == []
    found = figures.worse(ROWS, GOOD | {"rate_small": 47, "delay": 11.0, "lost": 6}, GOOD)
    assert [line.split(":")[0] for line in found] == ["rate_small", "delay", "lost"]


def test_what_is_kept_comes_back_and_the_words_around_it_stay() -> None:
    text = figures.keep("first", ROWS, GOOD, "Commit a.", "# Figures\n\nBy hand.\n")
    text = figures.keep("second", ROWS, GOOD | {"rate": 1}, "Commit a.", text) + "\nWhat limits it.\n"
    text = figures.keep("first", ROWS, GOOD | {"rate": 130}, "Commit b.", text)
    assert figures.kept("first", text) == GOOD | {"rate": 130}
    assert figures.kept("second", text) == GOOD | {"rate": 1}
    assert "By hand." in text
    assert text.endswith("What limits it.\n")
    assert figures.kept("third", text) == {}
