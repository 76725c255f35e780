"""The words of register cells: labels, words for nothing, totals; read from the rule pack."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import polars as pl

from docanalyzer.ingest.headings import load_yaml
from docanalyzer.ingest.sheets import INVISIBLE, INVISIBLE_CHARS
from docanalyzer.model.pack_data import default_pack

_ENDS = "[" + "".join(rf"\x{{{ord(char):x}}}" for char in INVISIBLE_CHARS) + "]"
_IN_BRACKETS = r"""[\[\](){}<>《》【】〔〕〈〉"“”'‘’「」]"""


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by meaning. `urgency` maps each label to its mark, null for "not urgent"."""

    null_words: frozenset[str]
    urgency: dict[str, str | None]
    no_deadline: frozenset[str]
    totals: frozenset[str]
    form_lines: tuple[str, ...]
    summary_sheets: tuple[str, ...]


@cache
def words() -> Words:
    """The words of the default pack, read once."""
    document = load_yaml(default_pack() / "headings" / "values.yml")
    urgency: dict[str, str | None] = dict.fromkeys(document["urgency"]["none"])
    for mark, labels in document["urgency"]["labels"].items():
        urgency.update(dict.fromkeys(labels, mark))
    return Words(
        null_words=frozenset(document["null_words"]),
        urgency=urgency,
        no_deadline=frozenset(document["no_deadline"]),
        totals=frozenset(document["totals"]),
        form_lines=tuple(document["form_lines"]),
        summary_sheets=tuple(document["summary_sheets"]),
    )


def stripped(column: pl.Expr) -> pl.Expr:
    """The text without white space and invisible characters at its two ends."""
    return column.str.strip_chars(INVISIBLE_CHARS)


def meaningful(column: pl.Expr) -> pl.Expr:
    """Stripped text, null where the cell is empty or holds only a word for nothing."""
    text = stripped(column)
    nothing = sorted({"", *words().null_words})
    return pl.when(~text.is_in(nothing)).then(text)


def says_nothing(column: pl.Expr) -> pl.Expr:
    """Whether `meaningful` would be null for a text that is there; null for null.

    Long texts are told apart at their first character and not copied to be stripped.
    """
    between = "|".join(re.escape(word) for word in sorted(words().null_words))
    return column.str.contains(rf"^{_ENDS}*(?:{between}|){_ENDS}*$")


def folded(column: pl.Expr) -> pl.Expr:
    """Text for comparing labels: NFKC, without white space, invisible characters, brackets."""
    text = column.str.normalize("NFKC").str.replace_all(INVISIBLE, "")
    return text.str.replace_all(_IN_BRACKETS, "")


def fold(text: str) -> str:
    """NFKC of one text without white space; for names of sheets and files."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_summary(sheet: str | None) -> bool:
    """Whether the name of a sheet says that it sums up or lists the other sheets."""
    return sheet is not None and any(word in fold(sheet) for word in words().summary_sheets)
