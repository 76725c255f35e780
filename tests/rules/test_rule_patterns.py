"""Patterns of rules: bounded, valid for the engine, never matching nothing; each fault is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.model.faults import RuleFaults
from docanalyzer.model.pattern import MAX_REPEAT, check_pattern
from docanalyzer.rules.loader import load_pack
from tests.rules.broken_pack import GOOD, write_rule

BAD: dict[str, tuple[str, str, str]] = {
    "open star": ("报送.*表", "repeats without bound: '*'", "{0,20}"),
    "open plus": ("报送.+表", "repeats without bound: '+'", "{0,20}"),
    "open count": ("报送.{2,}表", "repeats without bound: '{2,}'", "{0,20}"),
    "nested": ("(?:(?:报送)+)+", "repeats without bound", "{0,20}"),
    "lazy": ("报送.*?表", "repeats without bound", "{0,20}"),
    "huge count": ("报送.{0,5000}表", "repeats 5000 times", f"at most {MAX_REPEAT}"),
    "open bracket": ("报送(表", "not a valid pattern: unclosed group", "Rust syntax"),
    "look-ahead": ("报送(?=表)", "not a valid pattern", "no look-around"),
    "back-reference": ("(报)送\\1", "not a valid pattern", "no back-references"),
    "counts exchanged": ("报{5,2}送", "not a valid pattern", "Rust syntax"),
    "empty match": ("(?:报送){0,3}", "matches the empty text", "required"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pattern_is_named_at_its_line(tmp_path: Path, name: str) -> None:
    pattern, wording, hint = BAD[name]
    path = write_rule(tmp_path, GOOD.replace("  any:\n", f"  pattern: '{pattern}'\n  any:\n"))
    with pytest.raises(RuleFaults) as raised:
        load_pack([tmp_path])
    (fault,) = raised.value.faults
    assert fault.where == f"{path}:12:12"
    assert wording in fault.what
    assert hint in fault.hint


@pytest.mark.parametrize(
    "pattern", [r"\+报送\*", "[*+]报送", "[0-9]{1,3}份", r"\p{Han}{2,10}部", "报送?表", "报{200}"]
)
def test_a_bounded_pattern_is_kept_as_it_is(pattern: str) -> None:
    assert check_pattern(pattern) == pattern


@given(st.text(alphabet="报送表.*+?{}()[]|\\0123,", min_size=2, max_size=12))
def test_what_is_accepted_runs_and_has_an_end(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except ValueError:
        return
    long = pl.Series(["报" * 20_000 + "送" * 20_000])
    matched = long.str.extract(f"({pattern})", 1).item()
    assert matched is None or 0 < len(matched) < 40_000
