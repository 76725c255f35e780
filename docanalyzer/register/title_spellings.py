"""One title spelt in several ways: cut, marked, with its pages or its number, one character wrong.

Only rows of one number are looked at, and only where issuer and date do not speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from docanalyzer.titles.marks import plain_titles

_LEAST_CHARS = 8
"""Characters that a cut title must have kept."""

_LEAST_NAMED, _MOST_ADDED = 5, 3
"""A shorter subject says too little; so many characters may be added at its ends."""

_LEAST_ALIKE = 90.0
"""Likeness, of 100, of two spellings of a title that is long enough for several slips."""

_DAYS_APART = 31
_NUMERALS = re.compile(r"[0-9]+|[零〇一二两三四五六七八九十百千]+")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A subject as rows of one number give it, and a title of it, places included."""

    subject: str
    title: str
    rows: int
    issuers: frozenset[str]
    days: tuple[int, int] | None


def one_title_per_number(rows: pl.DataFrame) -> pl.Series:
    """The subject key of every row, one for all spellings of a title under a number.

    `rows` has doc_number, title, subject_key, issuer, issued_on. The subject that most rows give
    stands for all, the longer of equally common ones; subjects of different documents under one
    number stay apart: those that differ in a numeral, or in more than a cut end or a wrong
    character.
    Null and empty subjects stay. The result does not depend on the order of rows.
    """
    keys = rows.select("doc_number", "title", "subject_key", "issuer", "issued_on").drop_nulls(
        ["doc_number", "subject_key"]
    )
    # Few numbers stand over several subjects; only those are gone through one by one.
    pairs = keys.select("doc_number", "subject_key").unique()
    several = pairs.filter(pl.col("doc_number").is_duplicated()).select("doc_number").unique()
    if several.is_empty():
        return rows["subject_key"]
    day = pl.col("issued_on").cast(pl.Date, strict=False).to_physical()
    spellings = (
        keys.join(several, on="doc_number", how="semi")
        .group_by("doc_number", "subject_key")
        .agg(
            rows=pl.len(),
            title=_told(pl.col("title")).min(),
            issuers=pl.col("issuer").drop_nulls().unique(),
            first=day.min(),
            last=day.max(),
        )
        .sort("doc_number", "subject_key")
    )
    told: list[tuple[str, str, str]] = []
    for (number,), group in spellings.group_by("doc_number", maintain_order=True):
        known = [
            _Spelling(
                subject, title, count, frozenset(issuers), None if low is None else (low, high)
            )
            for _, subject, count, title, issuers, low, high in group.iter_rows()
        ]
        told += [(str(number), subject, one) for subject, one in _merged(known)]
    schema = {"doc_number": pl.String, "subject_key": pl.String, "one": pl.String}
    found = rows.select("doc_number", "subject_key").join(
        pl.DataFrame(told, schema, orient="row"),
        on=["doc_number", "subject_key"], how="left", maintain_order="left",
    )  # fmt: skip
    return found.select(pl.coalesce("one", "subject_key").alias("subject_key"))["subject_key"]


def _merged(known: Iterable[_Spelling]) -> list[tuple[str, str]]:
    """Each subject of a number that is one with a more common one, and that one."""
    ordered = sorted(known, key=lambda each: (-each.rows, -len(each.subject), each.subject))
    heads: list[_Spelling] = []
    told: list[tuple[str, str]] = []
    for spelling in ordered:
        head = next((head for head in heads if _is_one(spelling, head)), None)
        if head is None:
            heads.append(spelling)
        else:
            told.append((spelling.subject, head.subject))
    return told


def _is_one(one: _Spelling, other: _Spelling) -> bool:
    """Whether two subjects under one number are one title, and nothing speaks against it."""
    if one.issuers and other.issuers and not one.issuers & other.issuers:
        return False
    if one.days and other.days:
        apart = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
        if apart > _DAYS_APART:
            return False
    return same_title(one.title, other.title)


def _told(title: pl.Expr) -> pl.Expr:
    """A title from 关于 on, without marks, blanks and signs. Places stay: a plan for another
    district under the same number is another document."""
    about = plain_titles(title).str.replace(r"^[^《关]*关于", "")
    return about.str.normalize("NFKC").str.replace_all(r"[\s\p{P}\p{S}\p{C}]", "")


def same_title(one: str, other: str) -> bool:
    """Whether two folded titles are one: one cut short, or hardly a character apart."""
    from rapidfuzz import fuzz

    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if len(short) >= _LEAST_CHARS and (long.startswith(short) or long.endswith(short)):
        return True
    if _NUMERALS.findall(one) != _NUMERALS.findall(other):
        return False
    if len(short) < _LEAST_NAMED:
        return False
    inside = short in long and len(long) - len(short) <= _MOST_ADDED
    wrong = len(short) == len(long) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return inside or wrong or fuzz.ratio(one, other) >= _LEAST_ALIKE
