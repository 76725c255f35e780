"""Folding: what stays comparable, and the way back to the text."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.folds.folding import (
    Folding,
    build_folding,
    chars_between,
    fold_texts,
    symbol_spans,
)
from docanalyzer.compare.folds.folding_words import GOVERNMENT, PLACE


@pytest.fixture(scope="module")
def folding() -> Folding:
    return build_folding(["福建省", "厦门市", "集美区"])


def symbols(text: str, folding: Folding) -> list[int]:
    return [int(symbol) for symbol in fold_texts(pl.Series([text]), folding).symbols]


def test_level_words_and_places_compare_as_equal(folding: Folding) -> None:
    national = symbols("全国各级各部门要报国务院备案。", folding)
    assert symbols("全市 各级各部门，要报厦门市人民政府备案", folding) == national
    assert symbols("福建省厦门市集美区", folding) == [PLACE]
    assert symbols("福建省厦门市人民政府", folding) == [GOVERNMENT]


def test_width_and_case_do_not_matter_but_digits_do(folding: Folding) -> None:
    assert symbols("ＡＢｃ１２", folding) == symbols("abC12", folding)
    assert symbols("在30日内", folding) != symbols("在20日内", folding)
    assert symbols("①、㎡", folding) == symbols("1m2", folding)


@given(
    st.text(
        # Lone surrogates are no text that a table can hold.
        st.one_of(
            st.characters(exclude_categories=["Cs"]),
            st.sampled_from("福建省厦门市人民政府全国、㎡"),
        ),
        max_size=200,
    )
)
def test_every_symbol_points_into_the_text(text: str) -> None:
    folded = fold_texts(pl.Series([text]), build_folding())
    begins, ends = (side.tolist() for side in symbol_spans(folded))
    assert all(0 <= begin < end <= len(text) for begin, end in zip(begins, ends, strict=True))
    assert begins == sorted(begins)
    assert ends == sorted(ends)
    widths = [end - begin for begin, end in zip(begins, ends, strict=True)]
    assert folded.kept_chars[0] == sum(widths)
    half = len(widths) // 2
    if half:
        assert chars_between(folded, 0, half, len(widths)) == sum(widths[half:])


@given(st.lists(st.text(max_size=40), max_size=6))
def test_a_batch_folds_as_its_texts_do(texts: list[str]) -> None:
    folding = build_folding()
    together = fold_texts(pl.Series(texts, dtype=pl.String), folding)
    alone = [fold_texts(pl.Series([text]), folding).symbols.tolist() for text in texts]
    assert together.symbols.tolist() == [symbol for part in alone for symbol in part]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。，！",
        "一" * 3,
        "😀🎉" * 50,
        "שלום עולם مرحبا",
        "\u200b\ufeff",
        "\n\n\n",
        "甲" * 200_000,
    ],
)
def test_hostile_texts_fold_without_a_fault(text: str, folding: Folding) -> None:
    folded = fold_texts(pl.Series([text, None]), folding)
    assert folded.bounds[2] == folded.bounds[1] == len(folded.symbols)
