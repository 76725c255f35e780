"""Patterns in compiled loops end their matches where the standard library ends them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.figures.bounds import AFTER, BEFORE
from docanalyzer.compare.figures.clauses import LEVEL, SCOPE
from docanalyzer.compare.figures.tokens import TOKEN
from docanalyzer.compare.patterns import OVERFLOW, can_begin, compile_pattern, match_end

PATTERNS = [TOKEN, BEFORE, AFTER, SCOPE, LEVEL, re.compile(r"(?<!第)[^a-c\s]{2,3}.?\d*x(?!y)")]
PROGRAMS = {pattern: compile_pattern(pattern) for pattern in PATTERNS}
PIECES = st.sampled_from(
    [
        *(
            "，",
            " ",
            "不少于",
            "不超过",
            "以上",
            "内",
            "之前",
            "每月",
            "每",
            "年",
            "月",
            "日",
            "底",
        ),
        *(
            "个",
            "次",
            "%",
            "分之",
            "工作日",
            "小时",
            "季度",
            "三十",
            "两",
            "十",
            "亿",
            "点",
            "2024",
        ),
        *(
            "12",
            "8",
            "3.5",
            "1,000",
            "第",
            "全省",
            "全镇级",
            "自治区",
            "省级",
            "三千克",
            "余",
            "年底",
        ),
        *("下个月", "的", "x", "y", "abc", "\U00020000", "١٢"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=9).map("".join)


def ends(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where the match at each place of `text` ends; -1 for none."""
    program = PROGRAMS[pattern]
    codes = np.array([ord(one) for one in text], np.uint32)
    stack = np.zeros((500, 2), np.int64)
    return [
        match_end(program, codes, place, 0, len(text), stack)
        if can_begin(program, codes[place])
        else -1
        for place in range(len(text))
    ]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.pattern[:12])
@given(text=TEXTS)
def test_matches_end_where_the_library_ends_them(pattern: re.Pattern[str], text: str) -> None:
    found = [pattern.match(text, place) for place in range(len(text))]
    assert ends(pattern, text) == [match.end() if match else -1 for match in found]


def test_a_full_stack_is_told() -> None:
    codes = np.full(60, ord("一"), np.uint32)
    program = compile_pattern(TOKEN)
    assert match_end(program, codes, 0, 0, 60, np.zeros((20, 2), np.int64)) == OVERFLOW


@pytest.mark.parametrize("pattern", [r"a*", r"(a)\1", r"a*?b", r"\bab", r"(?=a)a"])
def test_what_cannot_be_compiled_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"no operation|match nothing"):
        compile_pattern(re.compile(pattern))
