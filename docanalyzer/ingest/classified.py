"""Marks of secrecy: in a cell, in the first lines of a text, in the name of a file or sheet.

What a mark looks like is data, `headings/secrecy.yml` of the pack. Where a mark is doubtful the
row counts as marked: what is hidden can be asked for, what is shown cannot be taken back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from docanalyzer.ingest.headings import load_yaml
from docanalyzer.ingest.sheets import INVISIBLE
from docanalyzer.model.pack_data import default_pack

SHOW_INTERNAL = "DOCANALYZER_SHOW_INTERNAL"
"""Environment variable; when it is set, marks that are no state secret hide nothing."""

_HEAD_CHARS = 200
_BEGINS_WITH_STAR = rf"^{INVISIBLE}*[★☆✩✪✫✬✭✮✯✰⭐🌟*＊﹡]"
# White space but for line ends.
_BLANKS = INVISIBLE.replace(r"\s", r"\t\f\x{20}\x{85}\x{a0}").replace(
    r"\x{00}-\x{1f}", r"\x{00}-\x{09}\x{0e}-\x{1f}"
)
_EDGE = r"[\s\d._\-—+()\[\]【】〔〕★☆]"
_ABOUT = (
    r"关于[^,。;:(\[【]*?"
    r"(?:通知|意见|函|报告|方案|纪要|决定|批复|请示|通报|办法|规定|[,。;:(\[【]|$)"
)
# Normal form would make it 秘, so it is written out first.
_SECRET_SIGN, _SIGN_MEANS = "㊙", "秘密★"


@dataclass(frozen=True, slots=True)
class _Marks:
    """One pattern for each way of looking; `ends` are characters of which every mark holds one."""

    text: str
    statements: str
    lines: str
    spaced: str
    names: str
    denied: tuple[tuple[str, str], ...]
    ends: tuple[str, ...]

    def plain(self, text: pl.Expr) -> pl.Expr:
        """`text` without what is no mark: 国家秘密 as a subject, 解密, 非密件."""
        for pattern, instead in self.denied:
            text = text.str.replace_all(pattern, instead)
        return text


def labels() -> tuple[str, ...]:
    """The words that mark what is hidden, longer ones first: 工作秘密 is one label and not 秘密
    behind something."""
    known = secrecy_marks()["labels"]
    shown = bool(os.environ.get(SHOW_INTERNAL))
    hidden = known["state"] if shown else [*known["state"], *known["internal"]]
    return tuple(sorted(hidden, key=lambda label: (-len(label), label)))


def _marks() -> _Marks:
    return _read_marks(labels())


@cache
def _read_marks(hidden: tuple[str, ...]) -> _Marks:
    document = secrecy_marks()
    parts = {"label": f"(?:{'|'.join(hidden)})", "edge": _EDGE}
    for name, pattern in document["parts"].items():
        parts[name] = _filled(pattern, parts)

    def joined(place: str) -> str:
        return "|".join(f"(?:{_filled(mark['pattern'], parts)})" for mark in document[place])

    return _Marks(
        joined("text"), joined("statements"), joined("lines"), joined("spaced"), joined("names"),
        tuple((pattern, instead) for pattern, instead in document["denied"]),
        tuple(sorted({"密" if "密" in label else label[-1] for label in hidden})),
    )  # fmt: skip


@cache
def secrecy_marks() -> dict[str, Any]:
    """The file `headings/secrecy.yml` of the pack: labels, parts, patterns, look-alikes."""
    return load_yaml(default_pack() / "headings" / "secrecy.yml")


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return re.sub(r"<([a-z]+)>", lambda found: f"(?:{parts[found[1]]})", pattern)


def may_be_classified(columns: Sequence[str]) -> pl.Expr:
    """A cheap look that lets every row through that `is_classified` may find.

    Every mark but a bare star holds 密 or the last character of a label without it, which nothing
    else but ㊙ is normalized to; a bare star stands alone, so at the beginning.
    """
    tests: list[pl.Expr] = []
    for name in columns:
        head = pl.col(name).str.head(_HEAD_CHARS)
        # One pattern of single characters takes hardly longer than a search for one of them.
        tests.append(head.str.contains("|".join((*_marks().ends, _SECRET_SIGN))))
        tests.append(pl.col(name).str.contains(_BEGINS_WITH_STAR))
    return pl.any_horizontal(tests).fill_null(value=False)


def is_classified(columns: Sequence[str]) -> pl.Expr:
    """Whether a row carries a mark of secrecy within the first 200 characters of any cell.

    关于保守国家秘密的通知 is no mark; see `headings/secrecy.yml` for all that is.
    """
    marks = _marks()
    tests: list[pl.Expr] = []
    for name in columns:
        head = _written_out(pl.col(name).str.head(_HEAD_CHARS))
        text = marks.plain(head.str.replace_all(INVISIBLE, ""))
        tests.append(text.str.contains(marks.text))
        tests.append(text.str.replace_all(_ABOUT, "").str.contains(marks.statements))
        tests.append(head.str.replace_all(_BLANKS, "").str.contains(marks.lines))
        tests.append(head.str.contains(marks.spaced))
    return pl.any_horizontal(test.fill_null(value=False) for test in tests)


def asks_for_secrecy(heading: str) -> bool:
    """Whether a column of that heading says yes or no to secrecy: 是否涉密."""
    return re.search(secrecy_marks()["asks"]["heading"], heading) is not None


def says_yes(cells: pl.Series) -> pl.Series:
    """Whether each cell of such a column says yes; never null."""
    plain = cells.cast(pl.String).str.normalize("NFKC").str.replace_all(INVISIBLE, "")
    yes = secrecy_marks()["asks"]["answers"]
    return plain.str.to_lowercase().is_in(yes).fill_null(value=False)


def _written_out(text: pl.Expr) -> pl.Expr:
    signs = text.str.replace_all(_SECRET_SIGN, _SIGN_MEANS, literal=True)
    return signs.str.normalize("NFKC")


def marked_names(names: Sequence[str]) -> frozenset[str]:
    """Those of the `names` of files, members or sheets that carry a mark in any of their parts.

    Names and the titles above tables are marked more loosely than cells: 1-机密-x.docx,
    机密收文登记.csv, a folder 绝密.
    """
    frame = pl.DataFrame({"name": list(names)}, schema={"name": pl.String})
    parts = frame.select(
        "name", pl.col("name").str.replace_all("\\", "/", literal=True).str.split("/").alias("part")
    ).explode("part", empty_as_null=True, keep_nulls=True)
    stems = parts.with_columns(pl.col("part").str.replace(r"\.\w{1,8}$", ""))
    plain = _marks().plain(_written_out(pl.col("part")).str.strip_chars())
    plain = plain.str.replace_all(_ABOUT, "")
    every = pl.concat([parts, stems]).with_columns(plain.alias("plain"))
    marked = is_classified(["part"]) | pl.col("plain").str.contains(_marks().names)
    return frozenset(every.filter(marked)["name"])
