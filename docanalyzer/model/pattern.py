"""Regular expressions in rules: valid for the Rust engine, and bounded in what they match."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

MAX_REPEAT = 200
"""The longest run that a repetition may ask for."""

_ESCAPED_OR_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_OPEN_REPEAT = re.compile(r"[*+]|\{[0-9]*,\}")
_COUNTED = re.compile(r"\{([0-9]+)(?:,([0-9]+))?\}")


def check_pattern(pattern: str) -> str:
    """`pattern` itself; raises `ValueError` where it is unbounded, invalid or matches nothing.

    Unbounded repetition is refused although the engine runs in linear time: a match without an
    upper length is no evidence that anybody can read.
    """
    bare = _ESCAPED_OR_CLASS.sub("x", pattern)
    open_repeat = _OPEN_REPEAT.search(bare)
    if open_repeat:
        raise ValueError(
            f"the pattern repeats without bound: {open_repeat.group()!r}"
            " | write a bound such as {0,20}"
        )
    counts = [int(part) for pair in _COUNTED.findall(bare) for part in pair if part]
    if any(count > MAX_REPEAT for count in counts):
        raise ValueError(
            f"the pattern repeats {max(counts)} times | repeat at most {MAX_REPEAT} times"
        )
    import polars as pl

    try:
        matches_nothing = pl.select(pl.lit("").str.contains(pattern)).item()
    except pl.exceptions.ComputeError as error:
        # The engine's reason stands among lines that quote the pattern and polars' expression.
        said = [line for line in str(error).splitlines() if line.startswith("error: ")]
        reason = said[-1].removeprefix("error: ") if said else str(error).splitlines()[0]
        raise ValueError(
            f"not a valid pattern: {reason} | Rust syntax: no look-around, no back-references"
        ) from error
    if matches_nothing:
        raise ValueError("the pattern matches the empty text | make one part of it required")
    return pattern


Pattern = Annotated[str, Field(min_length=2, max_length=500), AfterValidator(check_pattern)]
"""A bounded regular expression in the syntax of the Rust regex engine."""
