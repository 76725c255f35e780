"""What kind of value a column holds, from a sample: numbers of documents, dates, labels, organs."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from docanalyzer.ingest.classified import labels
from docanalyzer.ingest.values.dates import count_dates
from docanalyzer.ingest.values.words import folded, meaningful, words

SAMPLE_ROWS = 2_000
SAMPLE_VALUES = 200

_YEAR_BRACKET = r"[\[(（〔【［{<〈《『「]\s*(?:19|20)\d\d\s*[\])）〕】］}>〉》』」]"
_NUMBER = (
    _YEAR_BRACKET + r"\s*(?:第\s*)?\d{1,5}\s*号?"
    r"|" + _YEAR_BRACKET + r"号?\d{1,5}"
    r"|令\s*第?\s*\d{1,4}\s*号|公告\s*(?:19|20)\d\d年第\d+号|第\s*\d+\s*[号期]"
)
_PATTERNS = {
    "doc_number": rf"^.{{0,40}}(?:{_NUMBER}).{{0,8}}$",
    "url": r"^(?:https?|ftp)://\S+$",
    "title": (
        r"关于.+|.+的?(?:通知|意见|报告|请示|批复|决定|通报|公告|通告|函|纪要|办法|方案|规定|条例|细则)$"
    ),
    "organ": (
        r"^[\p{Han}（）()]{2,30}(?:政府|委员会|办公厅|办公室|[局厅部院署会办室委处所站中心司科街道镇乡])$"
    ),
    "sequence": r"^(?:\p{Han}{0,4}[〔\[(]?\d{0,4}[〕\])]?)?\d{1,12}(?:-\d{1,6})?号?$",
    "id": r"^[A-Za-z0-9][A-Za-z0-9_\-./|:]{5,63}$",
}
_LONG_TEXT = 120


@dataclass(frozen=True, slots=True)
class ValueKinds:
    """Share (0 to 1) of the sampled distinct values that are of each kind; `seen` counts them.

    `sample` shows a few of the values as they stand in the file.
    """

    seen: int
    shares: dict[str, float]
    sample: tuple[str, ...] = ()

    def share(self, kind: str) -> float:
        """Share of values of `kind`, 0 for an empty column."""
        return self.shares.get(kind, 0.0)

    def is_mostly(self, kind: str, threshold: float = 0.6) -> bool:
        """Whether at least `threshold` of the values are of `kind`."""
        return self.seen > 0 and self.share(kind) >= threshold


def value_kinds(column: pl.Series) -> ValueKinds:
    """The kinds of the first distinct values of a text column."""
    values = (
        column.drop_nulls()
        .head(SAMPLE_ROWS)
        .to_frame("raw")
        .select(meaningful(pl.col("raw")).alias("value"))
        .drop_nulls()
        .unique(maintain_order=True)
        .head(SAMPLE_VALUES)
    )
    if not values.height:
        return ValueKinds(0, {})
    return ValueKinds(values.height, _shares(values), tuple(values["value"].head(3)))


def _shares(values: pl.DataFrame) -> dict[str, float]:
    text, flat, label = pl.col("value"), pl.col("flat"), pl.col("label")
    # As columns, for an expression that is used twice is worked out twice, and texts are long.
    values = values.with_columns(
        text.str.normalize("NFKC").str.replace_all(r"[\s\x{200b}-\x{200f}]+", "").alias("flat"),
        folded(text).alias("label"),
    )
    tests = {kind: flat.str.contains(pattern) for kind, pattern in _PATTERNS.items()}
    tests["urgency"] = label.is_in(sorted(words().urgency))
    tests["secrecy"] = label.str.contains(
        rf"^(?:{'|'.join(labels())}|内部|公开|非密|不涉密|普通|一般)"
    )
    tests["long_text"] = text.str.len_chars() >= _LONG_TEXT
    # Words like 普通 stand in either column: only a real mark tells which it is.
    marks = {
        "urgency": label.is_in(sorted(k for k, v in words().urgency.items() if v)),
        "secrecy": label.str.contains(f"^(?:{'|'.join(labels())})"),
    }
    for kind, mark in marks.items():
        tests[kind] = tests[kind] & mark.any()
    measured = values.select(
        test.fill_null(value=False).mean().alias(kind) for kind, test in tests.items()
    ).row(0, named=True)
    shares = {kind: float(share) for kind, share in measured.items()}
    yearless = int(values["flat"].str.contains(r"^\d{1,2}月\d{1,2}[日号]$").sum())
    shares["date"] = (count_dates(values["value"]) + yearless) / values.height
    return shares
