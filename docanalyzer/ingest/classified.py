"""Marks of state secrecy: in a cell, in the first lines of a text, in the name of a file or sheet.

The labels are those of 保守国家秘密法; GB/T 9704-2012 7.2.2 writes them 秘密★1年 in the letterhead.
Where a mark is doubtful the row counts as marked: what is hidden can be asked for, what is shown
cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import polars as pl

from docanalyzer.ingest.sheets import INVISIBLE
from docanalyzer.ingest.values.words import words

_HEAD_CHARS = 200
_STARS = "★☆✩✪✫✬✭✮✯✰⭐🌟"
_STAR = rf"[{_STARS}*]"
_BEGINS_WITH_STAR = rf"^{INVISIBLE}*[{_STARS}*＊﹡]"
_OPEN, _CLOSE = r"[【\[(〔〈<「『〖{]", r"[】\])〕〉>」』〗}]"
_URGENT = "特提|特急|加急|平急|急件"
_KIND = "(?:级别|级|件|文件)?"
_GENRE = r"(?:通知|意见|函|报告|方案|纪要|决定|批复|请示|通报|公告|文件|规定|办法|号|[》)\]〕])"
# White space but for line ends.
_BLANKS = INVISIBLE.replace(r"\s", r"\t\f\x{20}\x{85}\x{a0}").replace(
    r"\x{00}-\x{1f}", r"\x{00}-\x{09}\x{0e}-\x{1f}"
)


@cache
def _patterns() -> tuple[str, str]:
    """What marks a text without white space, and what marks it line by line."""
    label = f"(?:{'|'.join(words().classified)})"
    term = r"[·•・]?(?:[\d一二三四五六七八九十]+个?[年月日]|长期)"
    whole = "|".join(
        [
            rf"^{_STAR}(?:{term})?$",
            r"^涉密(?:件|文件|公文)?$",
            rf"{label}{_KIND}\x{{fe0f}}?{_STAR}|[{_STARS}]\x{{fe0f}}?{label}",
            rf"{_OPEN}(?:密级:?)?{label}{_KIND}(?:{_STAR}.{{0,8}}|{term})?{_CLOSE}",
            rf"密级(?:[:为是]|定为)*{label}",
            rf"(?:[此本该]件[为系属是]?|属于?|定为|系){label}(?:级|件|文件|$)",
            rf"^{label}{_KIND}(?:[:;|—\-]|关于|《|{_URGENT}|{term})",
            rf"^{label}(?:级别|级|件|文件)[,。]",
            rf"{label}\D{{0,4}}[\[(〔]\d{{4}}[\])〕]",
            rf"{_GENRE}{label}{_KIND}$",
        ]
    )
    line = (
        rf"(?m)^(?:\d{{1,8}}|密级:?)?{label}{_KIND}(?:\(.*\)|\[.*\]|{_STAR}.{{0,10}}|{term})?"
        rf"(?:{_URGENT})?$"
    )
    return whole, line


def may_be_classified(columns: Sequence[str]) -> pl.Expr:
    """A cheap look that lets every row through that `is_classified` may find.

    Every mark but a bare star holds the last character of a label, 密, which nothing else is
    normalized to; a bare star stands alone, so at the beginning. To look for one character takes
    a fifth of the time of looking for several.
    """
    ends = sorted({label[-1] for label in words().classified})
    tests: list[pl.Expr] = []
    for name in columns:
        head = pl.col(name).str.head(_HEAD_CHARS)
        tests += [head.str.contains(end, literal=True) for end in ends]
        tests.append(pl.col(name).str.contains(_BEGINS_WITH_STAR))
    return pl.any_horizontal(tests).fill_null(value=False)


def is_classified(columns: Sequence[str]) -> pl.Expr:
    """Whether a row carries a mark of state secrecy in any of its cells.

    That is 秘密, 机密 or 绝密 within the first 200 characters of a cell: as all that a line says,
    with or without ★ and a term, or beside ★, in brackets, at the beginning of a title, behind
    it, in a document number. 关于保守国家秘密的通知 is no mark.
    """
    whole, line = _patterns()
    label = "|".join(words().classified)
    tests: list[pl.Expr] = []
    for name in columns:
        head = pl.col(name).str.head(_HEAD_CHARS).str.normalize("NFKC")
        tests.append(head.str.replace_all(INVISIBLE, "").str.contains(whole))
        tests.append(head.str.replace_all(_BLANKS, "").str.contains(line))
        # A blank behind the label parts it from the title: 机密 印发… is marked, 机密印发… is odd.
        tests.append(head.str.contains(rf"^\s*(?:{label})(?:级|件|文件)?[\s\x{{3000}}]+\S"))
    return pl.any_horizontal(test.fill_null(value=False) for test in tests)


def marked_names(names: Sequence[str]) -> frozenset[str]:
    """Those of the `names` of files, members or sheets that carry a mark in any of their parts.

    Names are marked more loosely than cells: 1-机密-x.docx, 机密收文登记.csv, a folder 绝密.
    """
    label = f"(?:{'|'.join(words().classified)})"
    edge = r"[\s\d._\-—+()\[\]【】〔〕★☆]"
    loose = (
        rf"(?:^|{edge}){label}(?:级|件|文件|材料|资料|类|档案)*(?:$|{edge}|关于)"
        rf"|^(?:{label}|涉密){_KIND}(?:公文)?(?:收文|发文|来文|收发文|登记|台账|目录|清单|$)"
    )
    frame = pl.DataFrame({"name": list(names)}, schema={"name": pl.String})
    parts = frame.select(
        "name", pl.col("name").str.replace_all("\\", "/", literal=True).str.split("/").alias("part")
    ).explode("part", empty_as_null=True, keep_nulls=True)
    stems = parts.with_columns(pl.col("part").str.replace(r"\.\w{1,8}$", ""))
    every = pl.concat([parts, stems]).with_columns(
        pl.col("part").str.normalize("NFKC").str.strip_chars().alias("plain")
    )
    marked = is_classified(["part"]) | pl.col("plain").str.contains(loose)
    return frozenset(every.filter(marked)["name"])
