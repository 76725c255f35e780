"""Fingerprints: stable, and shared wherever texts share enough."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.folds.folding import build_folding
from docanalyzer.compare.passages.fingerprint import GRAM, WINDOW, read_batch
from docanalyzer.compare.reading import text_batch

HAN = st.text(alphabet=[chr(code) for code in range(0x4E00, 0x4E80)], min_size=30, max_size=120)


PINNED = 7956034817733886091
"""Must never change: stored fingerprints of earlier months are compared with new ones."""


def hashes(text: str) -> list[int]:
    return [int(h) for h in prints([text]).hashes]


def prints(texts: list[str]):  # type: ignore[no-untyped-def]  # noqa: ANN201  # compiled tuple
    return read_batch(text_batch(pl.Series(texts, dtype=pl.String)), build_folding())[1]


def reference(gram: str) -> int:
    """The documented hash of one gram, in plain integers."""
    total = 0
    for character in gram:
        total = (total * 0x9E3779B97F4A7C15 + ord(character) + 1) % 2**64
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        total = (total ^ (total >> shift)) * factor % 2**64
    return total


def test_fingerprints_are_the_documented_hash_on_every_machine() -> None:
    assert hashes("各部门每月核对一次台") == [reference("各部门每月核对一次台")]
    assert reference("各部门每月核对一次台") == PINNED


@given(HAN, HAN, HAN)
def test_texts_that_share_enough_share_a_fingerprint(shared: str, left: str, right: str) -> None:
    assert len(shared) >= GRAM + WINDOW - 1
    assert set(hashes(left + shared)) & set(hashes(shared + right))


@given(st.text(alphabet="甲乙丙丁", min_size=GRAM, max_size=90))
def test_the_smallest_gram_of_every_window_is_kept(text: str) -> None:
    grams = [reference(text[i : i + GRAM]) for i in range(len(text) - GRAM + 1)]
    windows = [grams[i : i + WINDOW] for i in range(max(1, len(grams) - WINDOW + 1))]
    expected: list[int] = []
    for window in windows:
        if not expected or min(window) != expected[-1]:
            expected.append(min(window))
    assert hashes(text) == expected


def test_one_character_repeated_has_one_fingerprint() -> None:
    assert len(hashes("啊" * 100_000)) == 1


def test_places_ascend_and_short_texts_have_none() -> None:
    found = prints(["短文", "各部门每月核对一次台账并书面报告，逾期未报的予以通报" * 20])
    assert found.bounds[1] == 0
    assert np.all(np.diff(found.positions.astype(np.int64)) > 0)
