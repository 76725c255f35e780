"""Changes cover both texts, and rows show both texts whole within their cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from docanalyzer.report import changes as module
from docanalyzer.report.changes import Change, Piece, changes, side_by_side

TEXT = st.text(st.sampled_from("全省市县要在30日内15完成整改，\n"), max_size=80)


def covered(found: list[Change], copy: str, source: str) -> None:
    """The changes cover both texts without gap, equal stretches are equal, others are not."""
    at_copy = at_source = 0
    for change in found:
        assert (change.copy_begin, change.source_begin) == (at_copy, at_source)
        at_copy, at_source = change.copy_end, change.source_end
        ours = copy[change.copy_begin : change.copy_end]
        theirs = source[change.source_begin : change.source_end]
        assert (ours == theirs) == change.equal
    assert (at_copy, at_source) == (len(copy), len(source))


def test_swapped_words_are_the_only_changes() -> None:
    copy, source = "各乡镇要在15日内完成整改", "各县区要在30日内完成整改"
    found = [
        (copy[one.copy_begin : one.copy_end], source[one.source_begin : one.source_end])
        for one in changes(copy, source)
        if not one.equal
    ]
    assert found == [("乡镇", "县区"), ("15", "30")]


@given(TEXT, TEXT)
def test_changes_cover_both_texts(copy: str, source: str) -> None:
    covered(changes(copy, source), copy, source)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=6), TEXT)
def test_long_texts_are_aligned_window_by_window(parts: list[str], insert: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WINDOW", 32)
        source = "".join(parts)
        copy = insert.join(parts)
        covered(changes(copy, source), copy, source)


def test_an_insertion_in_a_long_text_stays_one_change() -> None:
    source = "".join(
        f"第{number}条各级各部门要认真落实第{number * 7}项任务。" for number in range(900)
    )
    copy = source[:9_000] + "因地制宜" + source[9_000:]
    assert len(copy) > 3 * module.WINDOW
    found = [one for one in changes(copy, source) if not one.equal]
    assert [(one.copy_begin, one.copy_end - one.copy_begin) for one in found] == [(9_000, 4)]


@given(TEXT, TEXT, st.integers(10, 40), st.sampled_from([0, 4]))
def test_rows_hold_both_texts_whole_and_fit(
    copy: str, source: str, cells: int, mark_cells: int
) -> None:
    rows = list(side_by_side(changes(copy, source), copy, source, cells, mark_cells))
    for side in ("copy", "source"):
        text = copy if side == "copy" else source
        lines: list[tuple[Piece, ...]] = [getattr(row, side) for row in rows]
        joined = "".join(piece.text for line in lines for piece in line)
        assert joined.replace("↵", "") == text.replace("\n", "")
        for line in lines:
            marks = sum(mark_cells for piece in line if piece.changed)
            assert sum(cell_len(piece.text) for piece in line) + marks <= cells
