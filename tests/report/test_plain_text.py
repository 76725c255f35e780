"""Nothing a screen would act on survives, and a cut text fits its cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from docanalyzer.report.plain_text import shorten, visible


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("关于\x1b[31m加急\x1b[0m的通知", "关于\\x1b[31m加急\\x1b[0m的通知"),
        ("上行\n下行\t完", "上行 下行 完"),
        ("左\u202e右", "左\\u202e右"),
        ("零\u200b宽", "零宽"),
        ("全角　空格", "全角　空格"),
        ("\x07\x9b", "\\x07\\x9b"),
        ("私\ue000用", "私\\ue000用"),
    ],
)
def test_controls_become_harmless(text: str, safe: str) -> None:
    assert visible(text) == safe


@given(st.text(max_size=40))
def test_visible_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    safe = visible(text)
    assert all(char.isprintable() or char.isspace() for char in safe)
    assert len(safe.splitlines()) <= 1
    assert visible(safe) == safe


@given(st.text(st.sampled_from("中文ab，é\u0301😀🇨🇳 "), max_size=60), st.integers(0, 30))
def test_shortened_text_fits(text: str, cells: int) -> None:
    short = shorten(text, cells)
    assert cell_len(short) <= cells
    assert short == text or cells == 0 or short.endswith("…")
