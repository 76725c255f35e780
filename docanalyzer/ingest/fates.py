"""What becomes of a row that is no data: empty, part of the form, classified."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

import polars as pl

from docanalyzer.ingest.classified import is_classified, may_be_classified
from docanalyzer.ingest.sheets import INVISIBLE, cell_columns, is_blank
from docanalyzer.ingest.values.words import words


class Fate(StrEnum):
    """Why a row is not kept; the reason codes of rejects.parquet for rows."""

    CLASSIFIED = "classified"
    EMPTY_ROW = "empty_row"
    ABOVE_HEADER = "above_header"
    REPEATED_HEADER = "repeated_header"
    TOTALS_ROW = "totals_row"
    FORM_LINE = "form_line"
    RAGGED_ROW = "ragged_row"
    NO_IDENTITY = "no_identity"


FATE_REASONS: dict[str, str] = {
    Fate.CLASSIFIED: "marked 秘密, 机密 or 绝密: not analysed, not shown",
    Fate.EMPTY_ROW: "the row is empty",
    Fate.ABOVE_HEADER: "the row stands above the heading row",
    Fate.REPEATED_HEADER: "the headings, or the title above them, again",
    Fate.TOTALS_ROW: "a totals row",
    Fate.FORM_LINE: "a line of the form (who filled it in, notes), not of the register",
    Fate.RAGGED_ROW: "more cells than the table has headings: the cells may be shifted",
    Fate.NO_IDENTITY: "neither title nor document number nor body",
}

NO_DATA: tuple[str, ...] = tuple(
    fate.value
    for fate in (
        Fate.EMPTY_ROW, Fate.ABOVE_HEADER, Fate.REPEATED_HEADER, Fate.TOTALS_ROW, Fate.FORM_LINE,
    )
)  # fmt: skip
"""Reason codes of rows that register nothing: titles, headings, totals, lines of the form."""

_FIRST_CHARS = 60
_AT = "at"
# A text that begins so begins with this character in any spelling.
_PLAIN_BEGIN = r"^[\x{21}-\x{7E}\x{4E00}-\x{9FFF}]"


def row_fates(
    cells: pl.DataFrame, header_words: Collection[str], above: Collection[str]
) -> pl.Series:
    """The `Fate` of each row of `cells` as text, null for data.

    `header_words` are the texts of the heading lines, `above` those of the lines above them,
    which some exports repeat on every page. Classified rows are found here by their marks in
    any cell, before anything else looks at the row.
    """
    columns = cell_columns(cells)
    if not columns or not cells.height:
        return pl.Series("fate", [Fate.EMPTY_ROW.value] * cells.height, dtype=pl.String)
    cells = cells.with_columns(pl.int_range(pl.len()).alias(_AT))
    cells = cells.with_columns(_first_filled(cells, columns).str.head(_FIRST_CHARS).alias("first"))
    found = {
        Fate.CLASSIFIED: cells.filter(may_be_classified(columns)).filter(is_classified(columns)),
        Fate.EMPTY_ROW: cells.filter(pl.col("first").is_null()),
        Fate.REPEATED_HEADER: _repeated_header(cells, columns, header_words, above),
        Fate.TOTALS_ROW: cells.filter(_begins_like(words().totals)).filter(_is_totals(columns)),
        Fate.FORM_LINE: cells.filter(_begins_like(words().form_lines)).filter(
            _is_form_line(columns)
        ),
    }
    fate = pl.Series("fate", [None], dtype=pl.String).new_from_index(0, cells.height)
    for code, rows in reversed(found.items()):
        fate = fate.scatter(rows[_AT], code.value) if rows.height else fate
    return fate.alias("fate")


def _first_filled(cells: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """What the first cell of each row that is not blank says; mostly the first cell is not."""
    first = pl.Series([None], dtype=pl.String).new_from_index(0, cells.height)
    for name in columns:
        filled = cells.select(pl.when(~is_blank(name)).then(name)).to_series()
        first = first.zip_with(first.is_not_null(), filled)
        if not first.null_count():
            break
    return first


def _flat(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKC").str.replace_all(INVISIBLE, "")


def _filled(columns: Sequence[str]) -> pl.Expr:
    return pl.sum_horizontal((~is_blank(name)).cast(pl.Int32) for name in columns)


def _repeated_header(
    cells: pl.DataFrame,
    columns: Sequence[str],
    header_words: Collection[str],
    above: Collection[str],
) -> pl.DataFrame:
    """Rows most of whose filled cells are headings, or whose one cell repeats the title above."""
    said = sorted(set(header_words))
    same = pl.sum_horizontal(pl.col(name).is_in(said).cast(pl.Int32) for name in columns)
    # One heading may be a value too (city); to look how many cells are filled takes longer.
    rows = cells.filter(same >= min(2, len(columns)))
    enough = (_filled(columns) >= 2) | pl.lit(len(columns) == 1)
    headers = rows.filter(enough & (same * 10 >= _filled(columns) * 8))
    if not above:
        return headers
    titles = cells.filter(pl.col("first").str.strip_chars().is_in(sorted(set(above))))
    return pl.concat([headers, titles.filter(_filled(columns) == 1)])


def _begins_like(labels: Collection[str]) -> pl.Expr:
    """A cheap look at the first filled cell: it begins with a first character of `labels`."""
    first = pl.col("first")
    plain = first.str.contains(_PLAIN_BEGIN)
    odd = pl.when(~plain).then(first).str.normalize("NFKC").str.strip_chars()
    begin = pl.coalesce(odd, first).str.head(1).str.to_lowercase()
    return begin.is_in(sorted({label[0] for label in labels}))


def _is_totals(columns: Sequence[str]) -> pl.Expr:
    """The first filled cell says 合计 and every other one is a figure, a unit or a dash."""
    totals = "|".join(re.escape(word) for word in sorted(words().totals, key=len, reverse=True))
    first = _flat(pl.col("first")).str.to_lowercase()
    says_so = first.str.contains(rf"^(?:{totals})[:]?共?[\d.,]*[份件个条页]?$")
    figure = r"^(?:共?[\d.,%+\-—/=]*|\p{Han}{1,6}:?\d*)[份件个条页]?$"
    figures = pl.all_horizontal(
        is_blank(name) | _flat(pl.col(name)).str.contains(figure) for name in columns
    )
    return says_so & figures


def _is_form_line(columns: Sequence[str]) -> pl.Expr:
    """A line such as 制表人：…, at most half of its cells filled."""
    labels = "|".join(re.escape(word) for word in words().form_lines)
    starts = _flat(pl.col("first")).str.contains(rf"^(?:{labels}):")
    return starts & (_filled(columns) <= max(2, len(columns) // 2))
