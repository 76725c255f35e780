"""A pattern's first match in each sentence, and the cheap search that goes before it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.detect.wording.matching import first_matches, loosened

PIECES = [
    "报",
    "送?",
    "[^，。]{0,3}",
    "(?:省|市){1,2}",
    r"\p{Han}{2}",
    r"\d{1,2}",
    "[{0,2}]",
    "日$",
]
PATTERNS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
SENTENCES = st.lists(st.text(alphabet="报送省市，。12{,}日", max_size=14), max_size=6)


@given(PATTERNS, SENTENCES)
def test_first_matches_are_those_of_the_engine(pattern: str, sentences: list[str]) -> None:
    texts = pl.Series(sentences, dtype=pl.String)
    if pl.select(pl.lit("").str.contains(pattern)).item():
        return  # No rule may hold such a pattern.
    frame = texts.alias("text").to_frame()
    expected = [
        (number, len(text.encode()[:at].decode()), matched)
        for number, (text, at, matched) in enumerate(
            frame.select(
                "text",
                at=pl.col("text").str.find(pattern),
                matched=pl.col("text").str.extract(pattern, 0),
            ).iter_rows()
        )
        if matched is not None
    ]
    assert list(first_matches(pattern, texts).iter_rows()) == expected


@pytest.mark.parametrize(
    ("pattern", "looser"),
    [
        ("报[^。]{0,30}?表", "报[^。]*?表"),
        (r"\p{Han}{2,10}部\{1,2}", r"\p{Han}*部\{1,2}"),
        (r"\x{62a5}\d{1,2}[]{1,2}]", r"\x{62a5}\d*[]{1,2}]"),
        ("[[:alpha:]{1,2}]{3}", "[[:alpha:]{1,2}]{3}"),
    ],
)
def test_only_counted_repeats_are_loosened(pattern: str, looser: str) -> None:
    assert loosened(pattern) == looser
