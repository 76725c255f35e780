"""发文字号 in registers: every way of writing one to a single canonical form.

The form is that of GB/T 9704-2012, 7.2.5: organ code, year in 〔〕, serial without 第 and without
leading zeros, 号. Whatever does not read as exactly one such number is left as it is.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from docanalyzer.titles import number_code, number_shapes
from docanalyzer.titles.number_shapes import BRACKET

FIRST_YEAR, LAST_YEAR = 1949, 2100
"""Years a number can carry; outside them the cell stays unparsed."""


class NumberForm(StrEnum):
    """How a number is written."""

    BRACKETED = "bracketed"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    ISSUE = "issue"
    UNPARSED = "unparsed"
    EMPTY = "empty"


REASONS: dict[str, str] = {
    "registration_number": "the registration number of a normative document, not a 发文字号",
    "case_number": "the number of a court case, not a 发文字号",
    "no_number": "no document number in it",
    "several_numbers": "several numbers; which one is meant cannot be told",
    "several_serials": "several serials, or a part of one",
    "cites_another": "the number of the document passed on, not the document's own",
    "no_organ_code": "no organ code in front of the year",
    "no_year": "no year",
    "no_serial": "no serial behind the year",
    "year_unclear": "a year that is not four digits",
    "year_without_brackets": "a year that stands in no brackets",
    "year_out_of_range": f"a year outside {FIRST_YEAR} to {LAST_YEAR}",
    "serial_too_long": "a serial of more than seven digits",
    "text_in_front": "text in front; where the organ code begins cannot be told",
    "text_inside": "text between year and serial",
    "text_behind": "text behind the number that may belong to it",
}
"""Why a cell is unparsed: the code, and what is wrong with the cell in words."""

_SCHEMA = {
    "doc_number": pl.String(),
    "organ_code": pl.String(),
    "number_year": pl.Int64(),
    "serial": pl.Int64(),
    "form": pl.String(),
    "is_telegram": pl.Boolean(),
    "reason_code": pl.String(),
    "reason": pl.String(),
}

# The usual form, read in one pass; whatever looks special takes the long way with equal result.
_USUAL = (
    r"^(?:发文字号[::：])?([\x{4E00}-\x{9FFF}]{1,9})[〔\[(（【［]([0-9]{4})[〕\])）】］]"
    r"([1-9][0-9]{0,6})号$"
)
_UNUSUAL_CODE = (
    r"[的于照据按见自局厅委院署部会室司处校学心社企告令等与和及以由经对为将现在请贯转参执依附原即号字"
    r"通编]"
)

# 电 at the end of a code is a telegram, except in names of utilities, radio and industries.
_TELEGRAM = r"(?:明电|密电|传电|急电|发电|电报)(?:发|字|函|办)?$|明电|密电|电(?:字|发)?$"
_NO_TELEGRAM = (
    r"(?:[国广水中机核风光家供网邮华热火输变用配充三粤川鲁浙京]电|[一-龥]{0,2}广播?电视?"
    r"|^国能发电|^国网.*|^南网.*)(?:字|发|函|办)?$|^国网|^南网|水力发电|火力发电"
)
_TELEGRAM_IN_WORDS = r"明电|密电|传真电报|明传|密传"


def parse_doc_numbers(cells: pl.Series) -> pl.DataFrame:
    """The document number of each cell; one row per cell, same order.

    Columns:

    - doc_number (String): the canonical number; the cell as registered, stripped, where it does
      not parse; null where the cell is empty, only a label, or a word for "none".
    - organ_code (String), number_year (Int64), serial (Int64): its parts; null where absent.
    - form (String): a `NumberForm`, never null. 国办发〔2019〕64号 is bracketed, 国务院令第706号
      an order, 公告2018年第14号 an announcement, 简报第3期 an issue.
    - is_telegram (Boolean): null where there is no number to tell it by. An unparsed cell that
      names a telegram (内部明电) is one.
    - reason_code, reason (String): why a cell is unparsed, a key of `REASONS` and its words;
      null otherwise, also for empty cells.

    Spaces, zero-width characters, width and bracket styles, 第, leading zeros, a missing 号 and
    Chinese numerals do not matter. A label, a closed list of lead-ins (按照), the name of the
    issuer and a title that ends in 的 and a genre are taken off in front of the organ code;
    any other text in front leaves the cell unparsed. Of two numbers in a cell none is chosen.
    Parsing a canonical number gives it again. Source: GB/T 9704-2012, 7.2.5.
    """
    frame = pl.DataFrame({"cell": cells.cast(pl.String)})
    usual = pl.col("cell").str.replace_all(number_shapes.IGNORED, "").str.extract_groups(_USUAL)
    frame = frame.with_columns(
        usual.struct.rename_fields(["organ", "year", "serial"]).alias("usual")
    ).unnest("usual")
    is_usual = (
        pl.col("organ").is_not_null()
        & ~pl.col("organ").str.contains(_UNUSUAL_CODE)
        & pl.col("year").cast(pl.Int64).is_between(FIRST_YEAR, LAST_YEAR)
    ).fill_null(False)
    frame = frame.with_columns(is_usual.alias("is_usual")).with_row_index("row")
    plain = frame.filter("is_usual").select(
        "row", "cell", "organ", "year", "serial",
        pl.lit(NumberForm.BRACKETED.value).alias("form"),
        pl.lit(False).alias("is_running"),
        pl.lit(None, pl.String).alias("reason_code"),
    )  # fmt: skip
    odd = _parse_odd(frame.filter(~pl.col("is_usual")).select("row", "cell"))
    return _finish(pl.concat([plain, odd]).sort("row"))


def formal_numbers(numbers: pl.DataFrame) -> pl.Series:
    """Which rows of `parse_doc_numbers` carry a formal number: Boolean, never null.

    Formal are orders, announcements and bracketed numbers, also telegrams issued as documents
    (国发明电). Minutes, notes (便函), other telegrams (晋政办电) and the classes of an office's
    own register (收, 会字) are not.
    """
    informal = r"会议|会字?$|纪要|便[函笺签条]|白头|简报|^[收办文阅电密请情综会批督]字?$"
    organ = pl.col("organ_code")
    formal = (
        pl.col("form").is_in(["bracketed", "order", "announcement"])
        & (~pl.col("is_telegram") | organ.str.contains("发"))
        & ~organ.str.contains(informal)
    )
    return numbers.select(formal.fill_null(False).alias("formal"))["formal"]


def _parse_odd(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows `row, cell` with organ, year, serial (String), form and reason_code."""
    cores = number_shapes.simplified(frame["cell"]).alias("core")
    shaped = number_shapes.read_shapes(frame.with_columns(cores))
    coded = shaped.with_columns(number_code.organ_codes(shaped["before"], shaped["form"]))
    parsed = pl.col("form").is_not_null()
    year, serial = pl.col("year").cast(pl.Int64), pl.col("serial").str.strip_chars_start("0")
    code = pl.col("core")
    no_year = pl.col("form").is_in(["order", "announcement", "issue"])
    in_range = year.is_between(FIRST_YEAR, LAST_YEAR)
    reasons = [
        (~parsed & code.str.contains(number_shapes.REGISTRATION), "registration_number"),
        (code.str.contains(number_shapes.CASE), "case_number"),
        (code.str.contains(number_shapes.PASSED_ON), "cites_another"),
        (code.str.contains(number_shapes.SEVERAL_SERIALS), "several_serials"),
        (pl.col("numbers") > 1, "several_numbers"),
        (~parsed, None),
        (pl.col("organ").is_null(), "text_in_front"),
        ((pl.col("organ") == "") & (pl.col("form") != "issue"), "no_organ_code"),
        (~(in_range | (no_year & year.is_null())), "year_out_of_range"),
        (serial == "", "no_serial"),
        (serial.str.len_chars() > 7, "serial_too_long"),
        (pl.col("unexpected") != "", "text_behind"),
    ]  # fmt: skip
    chain = pl.lit(None, pl.String)
    for condition, reason in reversed(reasons):
        text = _reason_without_shape() if reason is None else pl.lit(reason)
        chain = pl.when(condition.fill_null(False)).then(text).otherwise(chain)
    is_empty = pl.col("core").str.contains(number_shapes.EMPTY).fill_null(True)
    form = (
        pl.when("is_empty").then(pl.lit(NumberForm.EMPTY.value))
        .when(pl.col("reason_code").is_not_null()).then(pl.lit(NumberForm.UNPARSED.value))
        .otherwise("form").alias("form")
    )  # fmt: skip
    return (
        coded.with_columns(is_empty.alias("is_empty"))
        .with_columns(pl.when(~pl.col("is_empty")).then(chain).alias("reason_code"))
        .select("row", "cell", "organ", "year", serial, form, "is_running", "reason_code")
    )  # fmt: skip


def _reason_without_shape() -> pl.Expr:
    """Why a cell that has none of the shapes has none."""
    looks = (
        (r"〔[0-9]{4}〕$|〔[0-9]{4}〕第?[^0-9]{0,2}号$", "no_serial"),
        (r"〔[0-9]{4}〕", "text_inside"),
        (rf"{BRACKET}[^〔〕]{{0,10}}{BRACKET}", "year_unclear"),
        (r"^第?[0-9]+号$", "no_organ_code"),
        (r"^[^\p{Han}]*$", "no_number"),
        (r"(?:19|20)[0-9]{2}年?[-—–―~/.]?第?[0-9]+号?$", "year_without_brackets"),
        (r"[0-9]+号?$", "no_year"),
    )
    chain = pl.lit("no_number")
    for pattern, reason in reversed(looks):
        chain = pl.when(pl.col("core").str.contains(pattern)).then(pl.lit(reason)).otherwise(chain)
    return chain


def _finish(rows: pl.DataFrame) -> pl.DataFrame:
    """Parts of each cell to the columns of `parse_doc_numbers`."""
    parsed = ~pl.col("form").is_in([NumberForm.UNPARSED.value, NumberForm.EMPTY.value])
    stripped = pl.col("cell").str.strip_chars().str.replace_all(number_shapes.STRIPPED, "")
    telegram = pl.col("organ_code").str.contains(_TELEGRAM) & ~pl.col("organ_code").str.contains(
        _NO_TELEGRAM
    )
    in_words = pl.when(pl.col("cell").str.contains(_TELEGRAM_IN_WORDS)).then(True)
    unparsed = pl.col("form") == NumberForm.UNPARSED.value
    return (
        rows.with_columns(
            pl.when(parsed & (pl.col("organ") != "")).then("organ").alias("organ_code"),
            pl.when(parsed).then(pl.col("year").cast(pl.Int64)).alias("number_year"),
            pl.when(parsed).then(pl.col("serial").cast(pl.Int64, strict=False)).alias("serial"),
        )
        .with_columns(
            pl.when(parsed).then(_canonical()).when(unparsed).then(stripped).alias("doc_number"),
            pl.when(parsed)
            .then(telegram.fill_null(False))
            .when(unparsed)
            .then(in_words)
            .alias("is_telegram"),
            pl.col("reason_code").replace_strict(REASONS, default=None).alias("reason"),
        )
        .select([pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items()])
    )


def _canonical() -> pl.Expr:
    form, year = pl.col("form"), pl.col("number_year")
    organ, serial = pl.col("organ_code").fill_null(""), pl.col("serial")
    dated = pl.when(year.is_not_null()).then(pl.format("{}年", year)).otherwise(pl.lit(""))
    running = pl.when("is_running").then(pl.lit("总")).otherwise(pl.lit(""))
    return (
        pl.when(form == NumberForm.BRACKETED.value)
        .then(pl.format("{}〔{}〕{}号", organ, year, serial))
        .when(form == NumberForm.ISSUE.value)
        .then(pl.format("{}{}{}第{}期", organ, dated, running, serial))
        .otherwise(pl.format("{}{}第{}号", organ, dated, serial))
    )
