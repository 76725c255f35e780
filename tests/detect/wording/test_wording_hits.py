"""The search: every occurrence, character offsets, and what surrounds it."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.wording import hits as module
from docanalyzer.detect.wording.hits import STRUCTURE, Hits, find_hits, groups

PHRASES = ["紧急", "紧急通知", "特急", "急", "a😀"]
TEXTS = st.lists(
    st.text(alphabet='紧急通知特a😀《》“”"。\n é', max_size=30), min_size=1, max_size=6
)


def series(texts: list[str]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def spans(hits: Hits, wanted: list[str]) -> list[tuple[int, int, int, str]]:
    at = hits.of(wanted)
    begin, end = hits.place(at)
    names = [hits.patterns[code] for code in hits.phrase[at]]
    return sorted(zip(hits.row[at].tolist(), begin.tolist(), end.tolist(), names, strict=True))


def by_hand(texts: list[str], wanted: list[str]) -> list[tuple[int, int, int, str]]:
    return sorted(
        (row, at, at + len(phrase), phrase)
        for row, text in enumerate(texts)
        for phrase in wanted
        for at in range(len(text))
        if text.startswith(phrase, at)
    )


@settings(deadline=None)
@given(TEXTS)
def test_finds_what_a_plain_search_finds_at_character_offsets(texts: list[str]) -> None:
    assert spans(find_hits(series(texts), PHRASES), PHRASES) == by_hand(texts, PHRASES)


@settings(deadline=None)
@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_groups_hold_every_text_once_in_order(texts: list[str], size: int) -> None:
    frame = pl.DataFrame({"text": series(texts)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GROUP_BYTES", size)
        parts = list(groups(frame))
    assert pl.concat(parts).equals(frame)
    assert all(part.height for part in parts)


@settings(deadline=None)
@given(TEXTS)
def test_sentences_around_hits_are_those_of_splitting(texts: list[str]) -> None:
    hits = find_hits(series(texts), PHRASES)
    at = hits.of(PHRASES)
    begin, end = hits.sentence_spans(at)
    distinct, first = np.unique(begin, return_index=True)
    found = hits.texts.slices(distinct, end[first]).to_list()
    whole = "".join(texts)
    assert found == [whole[b:e] for b, e in zip(distinct, end[first], strict=True)]
    pieces = {piece for text in texts for piece in re.split("[。\n]", text)}
    assert set(found) <= pieces
    assert {piece for piece in pieces if "急" in piece} <= set(found)


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


@settings(deadline=None)
@given(st.text(alphabet="急《》“”。\n", max_size=40))
def test_quotes_are_those_that_counting_finds(text: str) -> None:
    hits = find_hits(series([text]), ["急"])
    at = hits.of(["急"])
    assert hits.in_title[at].tolist() == inside(text, "《", "》")
    assert hits.in_quotes[at].tolist() == inside(text, "“", "”")


def test_straight_quotes_open_and_close_in_turn() -> None:
    hits = find_hits(series(['a"急"急"急']), ["急"])
    assert hits.in_quotes[hits.of(["急"])].tolist() == [True, False, False]


@settings(deadline=None)
@given(st.text(alphabet="急。！\n", max_size=30))
def test_sentences_change_at_their_ends_and_nowhere_else(text: str) -> None:
    hits = find_hits(series([text]), ["急"])
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
    hits = find_hits(series([]), ["急"])
    assert len(hits.begin) == 0
    assert set(STRUCTURE) < set(hits.patterns)
