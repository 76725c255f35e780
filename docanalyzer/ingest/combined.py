"""Columns that hold two fields, or parts of one: 标题及文号, 文件字 | 年份 | 文号, 月 | 日, 〃.

A block is rewritten so that every column holds one field; what cannot be parted stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from docanalyzer.ingest.fates import Fate
from docanalyzer.ingest.headings import distinct_headings, heading_key
from docanalyzer.ingest.layout import Block
from docanalyzer.ingest.sheets import cell_columns, cell_names

_NUMBER = (
    r"[\p{Han}A-Za-z]{1,10}(?:[（(]\p{Han}{1,6}[）)]\p{Han}{0,4})?\s*[〔\[（(【［{]\s*(?:19|20)\d{2}\s*年?\s*[〕\]）)】］}]"
    r"\s*第?\s*\d{1,6}\s*号"
)
_ORGAN_END = "[局厅委办会府部院组处室镇乡站所校队司署厂]"
_WITH_CODE = tuple(
    rf"(?s)^(.*{_ORGAN_END})[\s,，;；:：、/]*"
    rf"([\p{{Han}}（）()]{{{least},12}}\s*[〔\[（(【［]\s*(?:19|20)\d{{2}}.*号)\s*$"
    for least in (3, 2)
)
_NAMES = {
    "标题": ("标题", "题名", "文件名", "事由", "名称"),
    "来文单位": ("来文单位", "来文机关", "发文机关", "发文单位", "单位"),
}
_NUMBER_NAMES = ("文号", "字号")
_JOINTS = re.compile(r"[及和与/、,，|]|（|\(")
_CODE_NAMES = frozenset({"文件字", "机关代字", "发文字", "代字", "文字", "字"})
_YEAR_NAMES = frozenset({"年份", "年度", "年"})
_SERIAL_NAMES = frozenset({"文号", "号", "顺序号", "发文号", "文件号", "编号"})
_DITTO = ["〃", "″", "＂", "〞", "同上", "同前", "〝", "々"]
_MONTH_ROW = r"^\s*(?:(?:19|20)\d{2}年)?([一二三四五六七八九十]{1,3}|\d{1,2})月份?\s*$"
_MONTHS = {name: str(n) for n, name in enumerate("一二三四五六七八九十", 1)} | {
    "十一": "11", "十二": "12",
}  # fmt: skip


def parted(block: Block) -> Block:
    """`block` with one field to a column; rows stay, with their fates."""
    for part in (_without_ditto, _with_months, _with_days, _with_whole_numbers, _with_two_fields):
        block = part(block)
    return block


def _without_ditto(block: Block) -> Block:
    """〃 and 同上 stand for what the cell above says."""
    columns = cell_columns(block.cells)
    has = block.cells.select(pl.col(columns).str.strip_chars().is_in(_DITTO).any()).row(0)
    named = [name for name, found in zip(columns, has, strict=True) if found]
    if not named:
        return block
    said = [
        pl.when(~pl.col(name).str.strip_chars().is_in(_DITTO).fill_null(False))
        .then(pl.col(name).fill_null(""))
        .forward_fill()
        .replace("", None)
        for name in named
    ]
    return replace(block, cells=block.cells.with_columns(said))


def _with_months(block: Block) -> Block:
    """Rows that say only 三月 date the rows below them, whose date cells hold the day alone.

    The one year that the title above the table names completes the date.
    """
    columns = cell_columns(block.cells)
    filled = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int32) for name in columns)
    alone = pl.when(filled == 1).then(pl.coalesce(columns)).str.extract(_MONTH_ROW, 1)
    month = block.cells.select(alone.replace(_MONTHS).forward_fill()).to_series()
    if month.null_count() == block.cells.height:
        return block
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", block.above))
    year = f"{years.pop()}年" if len(years) == 1 else ""
    days = [
        pl.when(pl.lit(month).is_not_null() & pl.col(name).str.contains(r"^\s*\d{1,2}日?\s*$"))
        .then(pl.lit(year) + pl.lit(month) + "月" + pl.col(name).str.extract(r"(\d+)", 1) + "日")
        .otherwise(pl.col(name))
        .alias(name)
        for name, heading in zip(columns, block.headings, strict=True)
        if re.search("日期|时间|^日$", heading)
    ]
    if not days:
        return block
    is_month = block.cells.select(alone.is_not_null().alias("line")).to_series()
    fates = block.fates.zip_with(
        block.fates.is_not_null() | ~is_month,
        pl.Series([Fate.FORM_LINE.value], dtype=pl.String).new_from_index(0, is_month.len()),
    )
    return replace(block, cells=block.cells.with_columns(days), fates=fates)


def _with_days(block: Block) -> Block:
    """月 | 日 side by side are one date, with 年 in front where there is such a column."""
    keys = [heading_key(name) for name in block.headings]
    for place in range(len(keys) - 1):
        if keys[place : place + 2] != ["月", "日"]:
            continue
        first = place - 1 if place and keys[place - 1] in _YEAR_NAMES else place
        names = cell_columns(block.cells)[first : place + 2]
        units = ("年", "月", "日")[-len(names) :]
        parts = [
            pl.col(name).str.replace_all(r"\D", "") + unit
            for name, unit in zip(names, units, strict=True)
        ]
        return _joined(block, first, place + 2, "日期", pl.concat_str(parts))
    return block


def _with_whole_numbers(block: Block) -> Block:
    """文件字 | 年份 | 文号 are one number, in whatever order they stand."""
    keys = [heading_key(name) for name in block.headings]
    places = [
        next((n for n, key in enumerate(keys) if key in names), None)
        for names in (_CODE_NAMES, _YEAR_NAMES, _SERIAL_NAMES)
    ]
    known = [place for place in places if place is not None]
    if len(known) < 3 or max(known) - min(known) != 2:
        return block
    code, year, serial = (pl.col(cell_columns(block.cells)[place]) for place in known)
    digits = serial.str.extract(r"^\s*第?(\d{1,6})(?:\.0)?号?\s*$", 1)
    whole = code.str.strip_chars() + "〔" + year.str.extract(r"(\d{4})", 1) + "〕" + digits + "号"
    return _joined(block, min(known), max(known) + 1, "文号", pl.coalesce(whole, serial))


def _with_two_fields(block: Block) -> Block:
    """标题及文号 and 来文单位及文号 become two columns each."""
    for place, heading in enumerate(block.headings):
        key = heading_key(heading)
        first = next(
            (name for name, words in _NAMES.items() if any(word in key for word in words)), None
        )
        if first is None or not any(word in key for word in _NUMBER_NAMES):
            continue
        if not _JOINTS.search(heading):
            continue
        cell = pl.col(cell_columns(block.cells)[place])
        named, number = _issuer_and_number(cell) if first != "标题" else _title_and_number(cell)
        return _split(block, place, (first, "文号"), (named, number))
    return block


def _title_and_number(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    number = cell.str.extract(rf"(?s)(?:^|[\s（(,，;；:：])({_NUMBER})[）)]?\s*$", 1)
    number = pl.coalesce(number, cell.str.extract(rf"^\s*({_NUMBER})", 1))
    rest = pl.coalesce(cell.str.strip_suffix(number + "）").str.strip_suffix(number), cell)
    rest = pl.coalesce(rest.str.strip_prefix(number), rest)
    return rest.str.strip_chars(" \t\r\n\u3000（(,，;；:："), number


def _issuer_and_number(cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    parts = [cell.str.extract_groups(pattern) for pattern in _WITH_CODE]
    named = pl.coalesce(*(part.struct.field("1") for part in parts), cell)
    number = pl.coalesce(part.struct.field("2") for part in parts)
    return named.str.strip_chars(), number.str.strip_chars()


def _split(
    block: Block, place: int, names: tuple[str, str], values: tuple[pl.Expr, pl.Expr]
) -> Block:
    """The column at `place` as two, unless the second stays empty throughout."""
    columns = cell_columns(block.cells)
    two = block.cells.select(values[0].alias("first"), values[1].alias("second"))
    if two["second"].null_count() == two.height:
        return block
    series = [block.cells[name] for name in columns]
    series[place : place + 1] = [two["first"], two["second"]]
    headings = list(block.headings)
    headings[place : place + 1] = list(names)
    return _rebuilt(block, series, headings)


def _joined(block: Block, begin: int, end: int, name: str, value: pl.Expr) -> Block:
    """The columns `begin` to `end` as one."""
    columns = cell_columns(block.cells)
    series = [block.cells[column] for column in columns]
    series[begin:end] = [block.cells.select(value.alias("one")).to_series()]
    headings = list(block.headings)
    headings[begin:end] = [name]
    return _rebuilt(block, series, headings)


def _rebuilt(block: Block, series: Sequence[pl.Series], headings: Sequence[str]) -> Block:
    others = block.cells.drop(cell_columns(block.cells))
    names = cell_names(len(series))
    cells = others.with_columns(
        column.alias(name) for column, name in zip(series, names, strict=True)
    )
    return replace(block, cells=cells, headings=distinct_headings(list(headings)))
