"""What the pattern of a rule matches first in each of many sentences."""

from __future__ import annotations

import re

import polars as pl

_PARTS = re.compile(
    r"\\[pPxuU]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}", re.DOTALL
)
_LOOKS_AROUND = re.compile(r"(?<!\[)\^|\$|\\[bBAz<>]")
"""What may make a match depend on the text around it; some of it may only look so."""


def first_matches(pattern: str, sentences: pl.Series) -> pl.DataFrame:
    """A row for each sentence that `pattern` matches, in order.

    `number` is the place of the sentence, `begin` the character of it at which the first match
    begins (both Int64), `matched_text` what it matches.
    """
    text, match = pl.col("text"), pl.col("matched_text")
    found = (
        sentences.alias("text")
        .to_frame()
        .with_columns(number=pl.int_range(pl.len()))
        .filter(text.str.contains(loosened(pattern)))
        .with_columns(matched_text=text.str.extract(pattern, 0))
        .filter(match.is_not_null())
    )
    # A match that depends on nothing around it is the first place of its own text.
    apart = _LOOKS_AROUND.search(pattern) is None
    at = text.str.find(match, literal=True) if apart else text.str.find(pattern)
    lead = text.cast(pl.Binary).bin.head(at).cast(pl.String).str.len_chars()
    return found.select("number", begin=lead.cast(pl.Int64), matched_text=match)


def loosened(pattern: str) -> str:
    """A pattern that matches wherever `pattern` does, and is searched many times faster.

    Counted repeats make the engine keep a state for every count and every place to begin at;
    repeated at will, the same text needs a handful.
    """
    classes = (part for part in _PARTS.findall(pattern) if part.startswith("["))
    if any("[" in characters[1:] for characters in classes):
        return pattern  # Sets within sets are not worth reading.
    return _PARTS.sub(lambda part: "*" if part[0].startswith("{") else part[0], pattern)
