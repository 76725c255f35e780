"""Segments: both bodies covered, equal where they say so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.text import segments
from docanalyzer.text.segments import Segment, align_segments

TEXT = st.text(alphabet="甲乙丙丁，。", max_size=60)


def check(copy: str, source: str, found: list[Segment]) -> None:
    assert "".join(copy[s.copy_begin : s.copy_end] for s in found) == copy
    assert "".join(source[s.source_begin : s.source_end] for s in found) == source
    for segment in found:
        same = (
            copy[segment.copy_begin : segment.copy_end]
            == (source[segment.source_begin : segment.source_end])
        )
        assert same is (segment.kind == "equal")


@settings(deadline=None)
@given(TEXT, TEXT)
def test_segments_cover_both_texts(copy: str, source: str) -> None:
    check(copy, source, align_segments(copy, source, [(0, len(copy), 0, len(source))])[0])


@settings(deadline=None)
@given(TEXT, TEXT)
def test_very_long_passages_keep_the_promise(copy: str, source: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "MOST_COMPARED", 4)
        check(copy, source, align_segments(copy, source, [(0, len(copy), 0, len(source))])[0])


def test_a_changed_level_word_is_marked() -> None:
    found = align_segments("前全市开展", "全国开展", [(1, 5, 0, 4)])[0]
    kinds = [(s.kind, s.copy_begin, s.copy_end) for s in found]
    assert kinds == [("equal", 1, 2), ("changed", 2, 3), ("equal", 3, 5)]
