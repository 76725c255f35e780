"""Subjects that differ in a word or two: 消防工作考核办法 and 消防工作考核实施办法."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.titles.subject import SYMBOLS

LEAST_ALIKE = 0.87
"""Indel similarity (one less insertions and deletions per character) of two plain subjects."""

LEAST_PLAIN = 6
"""Characters that a plain subject needs; shorter ones are near too much."""

MOST_NEAR = 3
"""Near subjects given for one subject."""

_GRAM = 3
_RAREST = 3
_MOST_IN_BLOCK = 40
_BATCH = 1 << 17
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

_FILLING = (
    r"进一步|加快|切实|全面|大力|深入|认真|统筹|[我全本][国省市县区]|国家级?|中国|中央|省级|市级|县级|"
    r"[的和与及]"
)
_KIND = (
    r"(?:实施|工作|总体|具体|重点|主要|行动|任务|发展|管理|有关|若干|分工|意见|方案|细则|办法|规划|纲要|计划|安排|要点|"
    r"措施|事项|规定|暂行)+$"
)
_LEAD = r"^(?:贯彻落实|贯彻实施|贯彻|落实|实施|做好|关于)+"
_NUMERAL = "[0-9一二三四五六七八九十]"
_NUMBERS = rf"第{_NUMERAL}+|{_NUMERAL}+(?:[批次期届轮]|季度)|十[一二三四五六]五|[0-9]+"

_NEAR: dict[str, type[pl.DataType]] = {
    "copy_key": pl.String,
    "area": pl.String,
    "source_key": pl.String,
    "choice": pl.Int64,
}


def plain_form(key: pl.Expr) -> pl.Expr:
    """A subject key without places, levels, turns of speech and the kind of document it ends in."""
    bare = key.str.replace_all(SYMBOLS, "").str.replace_all(_FILLING, "")
    return bare.str.replace(_LEAD, "").str.replace(_KIND, "")


def numbers_in(key: pl.Expr) -> pl.Expr:
    """Every number of a subject key, years and 第三批 included, in order as one text."""
    return key.str.extract_all(_NUMBERS).list.join(" ")


def subject_forms(keys: pl.Series) -> pl.DataFrame:
    """The distinct subject keys long enough to compare: key, plain, chars (of plain), held (a bit
    for each character of plain; characters may share one), numbers."""
    frame = keys.drop_nulls().unique().to_frame("key")
    frame = frame.with_columns(plain_form(pl.col("key")).alias("plain"))
    frame = frame.with_columns(pl.col("plain").str.len_chars().cast(pl.Int64).alias("chars"))
    frame = frame.filter(pl.col("chars") >= LEAST_PLAIN)
    return frame.with_columns(_characters(frame), numbers_in(pl.col("key")).alias("numbers"))


def near_subjects(
    copies: pl.DataFrame, sources: pl.DataFrame, forms: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Distinct subjects of `copies` with those of `sources` in the same area they nearly equal.

    Both have key (a subject key) and area (any text; only equal ones are compared); rows with a
    null are passed over. Columns copy_key, area, source_key, choice (Int64; 0 is the likest of
    at most `MOST_NEAR`); equal keys are left out. Two subjects are near when all their numbers
    are equal and their plain forms at least `LEAST_ALIKE`. Only subjects that share a rare
    three-character sequence, one in at most 40 sources, are compared, so that time grows with
    the number of distinct keys and not with its square. Row order does not matter. `forms` are
    the `subject_forms` of at least these keys, where many calls share them.
    """
    if forms is None:
        forms = subject_forms(pl.concat([copies["key"], sources["key"]]))
    ours, theirs = _coded(_prepared(copies, forms), _prepared(sources, forms))
    if ours.is_empty():
        return pl.DataFrame(schema=_NEAR)
    index = _index(theirs)
    found = pl.concat([_near(batch, theirs, index) for batch in ours.iter_slices(_BATCH)])
    ordered = found.filter(pl.col("copy_key") != pl.col("source_key")).sort(
        "copy_key", "area", "alike", "source_key", descending=[False, False, True, False]
    )
    choice = pl.int_range(pl.len()).over("copy_key", "area").alias("choice")
    chosen = ordered.with_columns(choice).filter(pl.col("choice") < MOST_NEAR)
    return chosen.select(pl.col(name).cast(dtype) for name, dtype in _NEAR.items())


def _prepared(subjects: pl.DataFrame, forms: pl.DataFrame) -> pl.DataFrame:
    """Distinct subjects with what `subject_forms` says of them."""
    return subjects.select("key", "area").drop_nulls().unique().join(forms, on="key")


def _coded(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with `code`, equal where area and numbers are; copies without any source left out."""
    codes = theirs.select("area", "numbers").unique().sort("area", "numbers")
    codes = codes.with_row_index("code")
    ours, theirs = (
        side.join(codes, on=["area", "numbers"], maintain_order="left").drop("numbers")
        for side in (ours, theirs)
    )
    return ours, theirs


class _Index(NamedTuple):
    """Grams of the sources, sorted; gram g is in `rows[first[g]:first[g] + size[g]]`."""

    grams: npt.NDArray[np.uint64]
    first: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]


def _index(prepared: pl.DataFrame) -> _Index:
    grams, rows = _grams(prepared)
    order = np.argsort(grams, kind="stable")
    distinct, first, size = np.unique(grams[order], return_index=True, return_counts=True)
    return _Index(distinct, first.astype(np.int64), size.astype(np.int64), rows[order])


def _grams(prepared: pl.DataFrame) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """About half of all three characters in a row, as numbers mixed with the code; and their rows.

    Which ones depends on their characters alone, but for the first of a text, which always
    counts, so that equal texts meet.
    """
    codes, rows = _codes(prepared)
    lengths = prepared["chars"].to_numpy()
    ends = np.cumsum(lengths)
    inside = np.arange(len(codes)) + _GRAM <= ends[rows]
    chosen = (codes * _SPREAD) >> np.uint64(63) == 0
    chosen[ends - lengths] = True
    places = np.nonzero(inside & chosen)[0]
    value = np.zeros(len(places), np.uint64)
    for step in range(_GRAM):
        value = (value << np.uint64(21)) | codes[places + step]
    rows = rows[places]
    return value ^ (prepared["code"].to_numpy().astype(np.uint64)[rows] * _SPREAD), rows


def _near(batch: pl.DataFrame, theirs: pl.DataFrame, index: _Index) -> pl.DataFrame:
    """Rows of `batch` with the sources they nearly equal, and how much."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    left, right = _blocked(batch, index)
    kept = _may_be_near(batch, theirs, left, right)
    both = (left[kept] << 32) | right[kept]
    both.sort()
    both = both[np.diff(both, prepend=-1) != 0]
    left, right = both >> 32, both & 0xFFFFFFFF
    alike = process.cpdist(
        batch["plain"].gather(left).to_list(),
        theirs["plain"].gather(right).to_list(),
        scorer=Indel.normalized_similarity,
        score_cutoff=LEAST_ALIKE,
        dtype=np.float64,
    )
    near = alike >= LEAST_ALIKE
    left, right = left[near], right[near]
    return pl.DataFrame(
        [
            batch["key"].gather(left).alias("copy_key"),
            batch["area"].gather(left),
            theirs["key"].gather(right).alias("source_key"),
            pl.Series("alike", alike[near], pl.Float64),
        ]
    )


def _may_be_near(
    batch: pl.DataFrame,
    theirs: pl.DataFrame,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Whether rows of `batch` and of the sources have one code and characters enough in common.

    Every character that only one of two texts has is at least one insertion or deletion.
    """
    length = batch["chars"].to_numpy()[left] + theirs["chars"].to_numpy()[right]
    apart = np.bitwise_count(batch["held"].to_numpy()[left] ^ theirs["held"].to_numpy()[right])
    # Half an edit of slack, as scores near the limit are rounded.
    near: npt.NDArray[np.bool_] = apart <= (1 - LEAST_ALIKE) * length + 0.5
    same: npt.NDArray[np.bool_] = batch["code"].to_numpy()[left] == theirs["code"].to_numpy()[right]
    near &= same
    return near


def _characters(prepared: pl.DataFrame) -> pl.Series:
    codes, rows = _codes(prepared)
    bits = np.uint64(1) << (codes * _SPREAD >> np.uint64(58))
    firsts = np.searchsorted(rows, np.arange(prepared.height))
    return pl.Series("held", np.bitwise_or.reduceat(bits, firsts), pl.UInt64)


def _codes(prepared: pl.DataFrame) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The characters of all plain subjects in order, and the row of each."""
    texts = "".join(prepared["plain"].to_list())
    codes = np.frombuffer(texts.encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = prepared["chars"].to_numpy()
    return codes, np.repeat(np.arange(len(lengths)), lengths)


def _blocked(
    batch: pl.DataFrame, index: _Index
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of `batch` and of the sources that share one of its rarest grams; some repeat."""
    grams, rows = _grams(batch)
    place = np.searchsorted(index.grams, grams)
    place[place == len(index.grams)] = 0
    size = np.where(index.grams[place] == grams, index.size[place], 0)
    kept = (size > 0) & (size <= _MOST_IN_BLOCK)
    # Row, size and place in one number, which sorts faster than three columns.
    packed = (rows[kept] << 40) | (size[kept] << 32) | place[kept]
    packed.sort()
    rows = packed >> 40
    rarest = np.ones(len(rows), np.bool_)
    rarest[_RAREST:] = rows[_RAREST:] != rows[:-_RAREST]
    packed = packed[rarest]
    rows, size, place = packed >> 40, (packed >> 32) & 0xFF, packed & 0xFFFFFFFF
    left = np.repeat(rows, size)
    within = np.arange(len(left)) - np.repeat(np.cumsum(size) - size, size)
    return left, index.rows[np.repeat(index.first[place], size) + within]
