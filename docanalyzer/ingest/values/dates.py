"""Dates as registers write them, to local date-times; a form with two readings stays unread."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import polars as pl

from docanalyzer.ingest.sheets import INVISIBLE_CHARS
from docanalyzer.ingest.values import date_forms
from docanalyzer.ingest.values.words import words


class DateNote(StrEnum):
    """Why a cell gave no date."""

    AMBIGUOUS = "date_ambiguous"
    NO_YEAR = "date_without_year"
    INCOMPLETE = "date_incomplete"
    IMPOSSIBLE = "date_impossible"
    RELATIVE = "deadline_relative"
    UNKNOWN = "date_not_understood"


DATE_REASONS: dict[str, str] = {
    DateNote.AMBIGUOUS: "the date can be read in more than one way",
    DateNote.NO_YEAR: "the date has no year and the file does not tell it for certain",
    DateNote.INCOMPLETE: "the date names no day",
    DateNote.IMPOSSIBLE: "there is no such day or time, or the year is outside 1900 to 2099",
    DateNote.RELATIVE: "a period, not a date",
    DateNote.UNKNOWN: "not a date in a known form",
}

_UNTIL = r"^(?:截至|截止到?|截止日期|最迟|务必|须|应|请)*(?:于|在|到|至)?"
_BY_THEN = r"\s*(?:之前|以前|前|止|为止|截止|内)(?:报送|报|办结|完成|反馈|上报)*\s*$"
_WHOLE_DAY = r"^(.*\d\s*[日号]?)\s*(?:24\s*[:时点]\s*(?:0?0\s*分?)?|下班|当[日天])\s*$"
_LABEL = r"^[\p{Han}\s]{2,12}:\s*"
_IN_TEXT = r"[\x{ad}\x{200b}-\x{200f}\x{2060}\x{feff}]"
_INCOMPLETE = r"^\d{4}\s*[-/.年]\s*(?:\d{1,2}\s*月?)?\s*$|^\d{4}$"
_SHORT_YEAR = r"^\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?$|^\d{6}$"
_RELATIVE = r"^[DdHh]\d+$|^\d+\s*(?:个?工作日|天|日|个?小时|周|个月)[之以]?内?$"


def parse_dates(column: pl.Series, year: int | None = None) -> pl.DataFrame:
    """Dates of a text column: `value` (Datetime[us], local time) and `note` (`DateNote`, text).

    Rows are those of `column`, in order. Empty cells and words for "no date" give null in both.
    A day without a time of day is midnight. `year` completes 月/日 forms; without it they are
    noted. Times with an offset are turned to China standard time (UTC+8). Accepted forms are
    those of register exports: 2021年2月24日, 2022.05.09, 20220509, 二〇二四年三月五日, spreadsheet
    serial days (1900 system, 1980 to 2049), a label in front, a time of day behind. 2022111 has
    two readings and is noted, 2022131 has one.
    """
    raw = pl.DataFrame({"raw": column.cast(pl.String)})
    read, left = _read_distinct(raw.unique().drop_nulls(), year)
    unread = left.select(
        "raw",
        pl.lit(None, pl.Datetime("us")).alias("value"),
        _note(pl.col("text"), year).alias("note"),
    )
    parsed = pl.concat([read.with_columns(pl.lit(None, pl.String).alias("note")), unread])
    return raw.join(parsed, on="raw", how="left", maintain_order="left").select("value", "note")


def count_dates(distinct: pl.Series) -> int:
    """How many of the distinct texts of a column `parse_dates` gives a value, without a year."""
    read, _left = _read_distinct(distinct.to_frame("raw"), None)
    return read.height


def _read_distinct(distinct: pl.DataFrame, year: int | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The dates among distinct texts, as raw and value; the others as raw and cleaned text."""
    # Most columns that are no dates do not even begin like one, and every form takes its time.
    texts, other = _parted(distinct.with_columns(text=pl.col("raw")), date_forms.QUICK_BEGIN)
    quick, left = _read_with(date_forms.QUICK_FORMS, texts)
    left = pl.concat([left, other]).with_columns(text=_clean(pl.col("raw")))
    forms = [*date_forms.FORMS, *([] if year is None else [date_forms.month_day(year)])]
    texts, other = _parted(left, date_forms.BEGIN)
    slow, left = _read_with(forms, texts)
    return pl.concat([quick, slow]), pl.concat([left, other])


def _parted(texts: pl.DataFrame, look: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows whose text looks like this, and the others."""
    return _divided(texts, texts["text"].str.contains(look))


def _divided(rows: pl.DataFrame, chosen: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The chosen rows and the others; mostly one of both is empty, and then nothing is copied."""
    if chosen.all():
        return rows, rows.clear()
    if not chosen.any():
        return rows.clear(), rows
    return rows.filter(chosen), rows.filter(~chosen)


def _read_with(
    forms: Sequence[date_forms.Form], texts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the forms read, as raw and value; and the rows of `texts` that none did."""
    done = [texts.clear().with_columns(value=pl.lit(None, pl.Datetime("us")))]
    for form in forms:
        if not texts.height:
            break
        fitting, other = _parted(texts, form.look)
        if fitting.height:
            tried = fitting.with_columns(form.read(pl.col("text")).alias("value"))
            read, unread = _divided(tried, tried["value"].is_not_null())
            done.append(read)
            texts = pl.concat([other, unread.drop("value")])
    return pl.concat(done).select("raw", "value"), texts


def _clean(raw: pl.Expr) -> pl.Expr:
    """NFKC without invisible characters, without the label in front of the date.

    6月30日前, 截至6月30日, 6月30日24时 and 6月30日下班前 are that day, until its end.
    """
    return (
        raw.str.normalize("NFKC")
        .str.replace_all(_IN_TEXT, "")
        .str.strip_chars(INVISIBLE_CHARS)
        .str.replace(_LABEL, "")
        .str.replace(_UNTIL, "")
        .str.replace(_BY_THEN, "")
        .str.replace(_WHOLE_DAY, "${1}")
    )


def _note(text: pl.Expr, year: int | None) -> pl.Expr:
    silent = sorted({"", *words().null_words, *words().no_deadline})
    whole = (date_forms.YEAR_MONTH_DAY, date_forms.COMPACT, date_forms.CHINESE)
    several = (date_forms.UNPADDED, date_forms.DAY_FIRST_OR_LAST, _SHORT_YEAR)
    without_year = DateNote.NO_YEAR if year is None else DateNote.IMPOSSIBLE
    return (
        pl.when(text.is_in(silent))
        .then(pl.lit(None, pl.String))
        .when(text.str.contains(_RELATIVE))
        .then(pl.lit(DateNote.RELATIVE.value))
        .when(pl.any_horizontal(text.str.contains(form) for form in whole))
        .then(pl.lit(DateNote.IMPOSSIBLE.value))
        .when(text.str.contains(_INCOMPLETE))
        .then(pl.lit(DateNote.INCOMPLETE.value))
        .when(pl.any_horizontal(text.str.contains(form) for form in several))
        .then(pl.lit(DateNote.AMBIGUOUS.value))
        .when(text.str.contains(date_forms.MONTH_DAY))
        .then(pl.lit(without_year.value))
        .otherwise(pl.lit(DateNote.UNKNOWN.value))
    )
