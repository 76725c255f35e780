"""The search: every occurrence, character offsets, and what surrounds it."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.urgency import hits as module
from docanalyzer.detect.urgency.hits import STRUCTURE, Hits, find_hits

PHRASES = ["紧急", "紧急通知", "特急", "急", "a😀"]
TEXTS = st.lists(
    st.text(alphabet='紧急通知特a😀《》“”"。\n é', max_size=30), min_size=1, max_size=6
)


def frame(texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": range(len(texts)), "text": texts}, schema={"row": pl.Int64, "text": pl.String}
    )


def spans(hits: Hits, wanted: list[str]) -> list[tuple[int, int, int, str]]:
    at = hits.of(wanted)
    base = hits.row[at] << 32
    names = [hits.patterns[code] for code in hits.phrase[at]]
    return sorted(
        zip(
            hits.row[at].tolist(),
            (hits.begin[at] - base).tolist(),
            (hits.end[at] - base).tolist(),
            names,
            strict=True,
        )
    )


def by_hand(texts: list[str], wanted: list[str]) -> list[tuple[int, int, int, str]]:
    return sorted(
        (row, at, at + len(phrase), phrase)
        for row, text in enumerate(texts)
        for phrase in wanted
        for at in range(len(text))
        if text.startswith(phrase, at)
    )


@given(TEXTS)
def test_finds_what_a_plain_search_finds_at_character_offsets(texts: list[str]) -> None:
    assert spans(find_hits(frame(texts), PHRASES), PHRASES) == by_hand(texts, PHRASES)


@settings(max_examples=25)
@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_the_size_of_a_group_changes_nothing(texts: list[str], size: int) -> None:
    whole = find_hits(frame(texts), PHRASES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK_BYTES", size)
        split = find_hits(frame(texts), PHRASES)
    for name in ("begin", "end", "phrase", "sentence", "in_title", "in_quotes"):
        assert np.array_equal(getattr(whole, name), getattr(split, name)), name


def inside(text: str, opener: str, closer: str) -> list[bool]:
    """For each 急 of `text`, by counting: between an opener and a closer of its own line?"""
    result = []
    for line in text.split("\n"):
        for at, char in enumerate(line):
            if char != "急":
                continue
            depth = 0
            for before in line[:at]:
                depth += (before == opener) - (before == closer)
                depth = max(depth, 0)
            result.append(depth > 0 and closer in line[at:])
    return result


@given(st.text(alphabet="急《》“”。\n", max_size=40))
def test_quotes_are_those_that_counting_finds(text: str) -> None:
    hits = find_hits(frame([text]), ["急"])
    at = hits.of(["急"])
    assert hits.in_title[at].tolist() == inside(text, "《", "》")
    assert hits.in_quotes[at].tolist() == inside(text, "“", "”")


def test_straight_quotes_open_and_close_in_turn() -> None:
    hits = find_hits(frame(['a"急"急"急']), ["急"])
    assert hits.in_quotes[hits.of(["急"])].tolist() == [True, False, False]


@given(st.text(alphabet="急。！\n", max_size=30))
def test_sentences_change_at_their_ends_and_nowhere_else(text: str) -> None:
    hits = find_hits(frame([text]), ["急"])
    at = hits.of(["急"])
    expected: list[int] = []
    number = 0
    for char in text:
        if char == "急":
            expected.append(number)
        else:
            number += 1
    sentences = hits.sentence[at]
    assert (np.diff(sentences) == 0).tolist() == (np.diff(expected) == 0).tolist()


def test_no_text_gives_no_hit() -> None:
    hits = find_hits(frame([]), ["急"])
    assert len(hits.begin) == 0
    assert set(STRUCTURE) < set(hits.patterns)
