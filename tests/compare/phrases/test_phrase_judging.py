"""What is asked of words, judged in one compiled walk as a reader would judge it word by word."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.compare.phrases.asked import DEMANDS, NO_DEMANDS, Asked, Nearby, Side
from docanalyzer.compare.phrases.hits import find_hits
from docanalyzer.compare.phrases.lexicon import build_lexicon

WORDS = ("报送", "送报", "报送报", "送", "报", "请", "请示", "要", "重要")
SOME = st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple)
ONE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(tuple)
TEXTS = st.lists(st.text(alphabet="报送请示要重。《》“”\n", max_size=24), min_size=1, max_size=4)


@st.composite
def nears(draw: st.DrawFn) -> Nearby:
    side = draw(st.sampled_from(get_args(Side)))
    # Words of one character keep the cases small, and a rule may not hold them.
    return Nearby(any=draw(ONE), within=draw(st.integers(0, 4)), side=side)


ASKED = st.builds(
    Asked,
    any=ONE,
    all=SOME,
    near=st.none() | nears(),
    not_inside=SOME,
    unless=SOME,
    demanding=st.booleans(),
    quoted=st.booleans(),
    titled=st.booleans(),
    overlapping=st.booleans(),
)

Span = tuple[int, int]


def spans(text: str, words: tuple[str, ...]) -> list[Span]:
    return sorted(
        {
            (at, at + len(word))
            for word in words
            for at in range(len(text))
            if text.startswith(word, at)
        }
    )


def enclosed(text: str, at: int, opener: str, closer: str) -> bool:
    """Between an opener and a closer of its own line, by counting."""
    before = text[:at].rsplit("\n", 1)[-1]
    after = text[at:].split("\n", 1)[0]
    depth = 0
    for char in before:
        depth = max(depth + (char == opener) - (char == closer), 0)
    return depth > 0 and closer in after


def within(inner: Span, outer: list[Span]) -> bool:
    return any(begin <= inner[0] and inner[1] <= end for begin, end in outer)


def is_near(found: Span, words: list[Span], near: Nearby) -> bool:
    return any(
        (near.side != "after" and 0 <= found[0] - end <= near.within)
        or (near.side != "before" and 0 <= begin - found[1] <= near.within)
        for begin, end in words
    )


def counts(asked: Asked, text: str, found: Span) -> bool:
    """Whether a word of a text meets all that is asked of it."""
    first = max(text.rfind(mark, 0, found[0]) for mark in "。\n") + 1

    def beside(words: tuple[str, ...]) -> list[Span]:
        """Where words begin in the same sentence."""
        return [
            span
            for span in spans(text, words)
            if first <= span[0] and not set(text[first : span[0]]) & set("。\n")
        ]

    asking = [span for span in beside(DEMANDS) if not within(span, spans(text, NO_DEMANDS))]
    return not (
        (not asked.titled and enclosed(text, found[0], "《", "》"))
        or (not asked.quoted and enclosed(text, found[0], "“", "”"))
        or within(found, spans(text, asked.not_inside))
        or not all(beside((word,)) for word in asked.all)
        or beside(asked.unless)
        or (asked.demanding and not asking)
        or (asked.near and not is_near(found, beside(asked.near.any), asked.near))
    )


def by_hand(asked: Asked, text: str) -> list[Span]:
    found = [span for span in spans(text, asked.any) if counts(asked, text, span)]
    if asked.overlapping:
        return found
    kept: list[Span] = []
    reach = 0
    for begin, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if begin >= reach:
            kept.append((begin, end))
        reach = max(reach, end)
    return kept


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.lists(ASKED, min_size=1, max_size=4), st.booleans())
def test_words_are_kept_that_a_reader_would_keep(
    texts: list[str], asked: list[Asked], whole_texts: bool
) -> None:
    hits = find_hits(pl.Series(texts), build_lexicon(asked), whole_texts)
    for number, each in enumerate(asked):
        at = hits.of(number)
        found = zip(hits.row[at], hits.begin[at], hits.end[at], strict=True)
        expected = [(row, *span) for row, text in enumerate(texts) for span in by_hand(each, text)]
        assert sorted((int(row), int(begin), int(end)) for row, begin, end in found) == expected


@settings(deadline=None, max_examples=20)
@given(TEXTS, ASKED)
def test_what_is_asked_beside_changes_nothing(texts: list[str], asked: Asked) -> None:
    others = [replace(asked, quoted=not asked.quoted, unless=("示",))] * 130
    alone = find_hits(pl.Series(texts), build_lexicon([asked]))
    among = find_hits(pl.Series(texts), build_lexicon([*others, asked, *others]))
    at = among.of(len(others))
    assert among.begin[at].tolist() == alone.begin.tolist()
    assert among.row[at].tolist() == alone.row.tolist()
