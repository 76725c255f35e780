"""Documents named inside a text: numbers such as 国发〔2019〕12号, and titles in 《》."""

from __future__ import annotations

import polars as pl

from docanalyzer.text.doc_number import parse_doc_numbers
from docanalyzer.text.number_shapes import BRACKET

LONGEST_TITLE = 200
"""Characters of a title; a pair of marks further apart comes from a mark that is missing."""

CITATIONS: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    "begin": pl.Int64(),
    "end": pl.Int64(),
    "kind": pl.String(),
    "cited": pl.String(),
}

_D = "[0-9０-９]"
_NUMERAL = "[0-9０-９〇零一二三四五六七八九十百千]"
_NUMBER = (
    rf"(?:{BRACKET}\s*{_D}{{4}}\s*年?\s*{BRACKET}\s*第?\s*{_D}{{1,6}}\s*号"
    rf"|[（［＜]\s*{_D}{{4}}\s*年?\s*[）］＞]\s*第?\s*{_D}{{1,6}}\s*号"
    rf"|令\s*[（(]?\s*第\s*{_NUMERAL}{{1,9}}\s*号"
    rf"|公告\s*[（(]?\s*{_D}{{4}}\s*年\s*第?\s*{_D}{{1,6}}\s*号)"
)
_LONGEST_CODE = 24
_LEAD = (
    r"^.*(?:按照|根据|依据|依照|参照|遵照|贯彻落实|贯彻|落实|执行|关于|印发|转发|批转|下发|现将|通知|废止|修改|"
    r"以及|结合|对照|违反|[^共]和|^和|见|与|及|对|以|由|在|据|将|的|原|附)"
)


def find_citations(texts: pl.Series) -> pl.DataFrame:
    """Every document cited in `texts`, sorted by row, begin and kind.

    Columns: row (Int64, position of the text in the series), begin and end (Int64, half-open
    span in characters of the text as given), kind (`number` or `title`), cited (String: the
    canonical number, or what stands inside 《》). The span of a title takes in its marks, that of
    a number runs from the organ code to 号.

    Of nested titles, 《…〈…〉…》 or 《…《…》…》, the outermost is given. A mark without its partner
    is passed over; a title is at most `LONGEST_TITLE` characters. A number whose organ code
    cannot be told from the sentence around it is not given. Null texts cite nothing. Time is
    linear in the length of the text.
    """
    frame = pl.DataFrame({"text": texts.cast(pl.String)}).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
    )
    found = pl.concat([_titles(frame), _numbers(frame)])
    return found.sort("row", "begin", "kind", "end").select(
        [pl.col(name).cast(dtype) for name, dtype in CITATIONS.items()]
    )


def _titles(frame: pl.DataFrame) -> pl.DataFrame:
    """Outermost titles; the text is cut behind each mark, so that lengths add up to places."""
    cut = (
        frame.filter(pl.col("text").str.contains("》", literal=True))
        .select("row", pl.col("text").str.extract_all("[^《》]*[《》]").alias("piece"))
        .explode("piece")
        .filter(pl.col("piece").is_not_null())
    )
    opens = pl.col("piece").str.ends_with("《")
    level = pl.when(opens).then(1).otherwise(-1).cum_sum().over("row")
    marks = (
        cut.with_columns(
            pl.col("piece").str.len_chars().cast(pl.Int64).cum_sum().over("row").alias("end"),
            opens.alias("opens"),
            level.alias("level"),
        )
        # A closing mark without an opening one does not pull the level below zero.
        .with_columns(
            (pl.col("level") - pl.min_horizontal(0, pl.col("level").cum_min().over("row"))).alias(
                "depth"
            )
        )
        .with_columns(pl.col("depth").shift(1, fill_value=0).over("row").alias("before"))
    )
    events = marks.filter(pl.col("opens") | (pl.col("before") > 0)).with_columns(
        pl.when("opens").then("depth").otherwise("before").alias("at")
    )
    # On one level opening and closing marks alternate, so a mark's partner is its neighbour.
    pairs = (
        events.sort("row", "at", "end")
        .with_columns(
            (pl.col("end") - 1).alias("begin"),
            pl.col("end").shift(-1).over("row", "at").alias("close"),
            pl.col("opens").shift(-1).over("row", "at").alias("next_opens"),
        )
        .filter(pl.col("opens") & ~pl.col("next_opens"))
        .select("row", "begin", end="close")
        .filter((pl.col("end") - pl.col("begin")).is_between(3, LONGEST_TITLE + 2))
        .sort("row", "begin")
    )
    covered = pl.col("end").cum_max().shift(1, fill_value=0).over("row")
    outermost = pairs.filter(pl.col("begin") >= covered)
    inside = marks.select("row", "piece", piece_end="end").join_asof(
        outermost.with_columns((pl.col("begin") + 2).alias("piece_end")),
        on="piece_end",
        by="row",
        strategy="backward",
        check_sortedness=False,
    )
    cited = (
        inside.filter(pl.col("piece_end") <= pl.col("end"))
        .group_by("row", "begin", "end", maintain_order=True)
        .agg(pl.col("piece").str.join("").str.head(-1).alias("cited"))
    )
    return cited.select("row", "begin", "end", pl.lit("title").alias("kind"), "cited")


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers; the text is cut behind each, so that lengths add up to places."""
    cut = (
        frame.filter(pl.col("text").str.contains(r"[号]"))
        .select("row", pl.col("text").str.extract_all(rf"(?s).*?{_NUMBER}").alias("piece"))
        .explode("piece")
        .filter(pl.col("piece").is_not_null())
        .with_columns(
            pl.col("piece").str.len_chars().cast(pl.Int64).cum_sum().over("row").alias("end")
        )
        .with_columns(pl.col("piece").str.tail(64 + _LONGEST_CODE).alias("tail"))
    )
    run = pl.col("tail").str.extract(rf"([\p{{Han}}A-Z]{{0,{_LONGEST_CODE}}}\s*){_NUMBER}$", 1)
    written = pl.col("tail").str.extract(rf"({_NUMBER})$", 1)
    coded = cut.with_columns(run.alias("run"), written.alias("written")).with_columns(
        pl.col("run").str.replace(_LEAD, "").alias("code")
    )
    parsed = parse_doc_numbers(coded.select(x=pl.col("code") + pl.col("written"))["x"])
    both = pl.concat([coded, parsed.select("doc_number", "organ_code", "form")], how="horizontal")
    organ = pl.col("organ_code").str.strip_suffix("令").str.strip_suffix("公告")
    code_chars = (
        pl.when(pl.col("code").str.strip_chars().str.ends_with(organ))
        .then(organ.str.len_chars() + pl.col("code").str.len_chars()
              - pl.col("code").str.strip_chars_end().str.len_chars())
        .otherwise(pl.col("code").str.len_chars())
    )  # fmt: skip
    return both.filter(~pl.col("form").is_in(["unparsed", "empty"])).select(
        "row",
        (pl.col("end") - pl.col("written").str.len_chars() - code_chars)
        .cast(pl.Int64)
        .alias("begin"),
        "end",
        pl.lit("number").alias("kind"),
        pl.col("doc_number").alias("cited"),
    )
