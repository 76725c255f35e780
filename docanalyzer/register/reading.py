"""Reads what the cells of a row say: its number, its title and its organs."""

from __future__ import annotations

import polars as pl

from docanalyzer.engine import row_wise
from docanalyzer.model.terms import GENRES
from docanalyzer.organs import issuer_in_title, organs_of_codes, resolve_organs
from docanalyzer.register.offices import one_name_per_office
from docanalyzer.titles.doc_number import formal_numbers, parse_doc_numbers
from docanalyzer.titles.marks import plain_titles
from docanalyzer.titles.title import issuers_that_matter, read_titles

_SOURCE = ("source_file", "source_sheet", "source_row")
_ORGAN_COLUMNS = {
    "canonical": "issuer",
    "level": "issuer_level",
    "province": "province",
    "city": "city",
    "county": "county",
    "reason": "organ_reason",
}


def read_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (MAPPED_ROWS) with what their cells mean, same rows in the same order.

    Added or replaced: doc_number, organ_code, number_year, serial, number_reason_code,
    number_reason, number_cell; genre, category, is_relay, subject_key; issuer (the issuer cell
    unless the title names an organ of another level or place, else the organ that the title names,
    else that of the number's code; one spelling per office), issuer_source (column, title, number),
    issuer_cell, issuer_level, province, city, county, organ_reason; receiver_level.
    """
    numbers = row_wise(rows.select("doc_number"), _numbers)
    title = row_wise(rows.select("title"), _plain).to_series()
    asked = [title, issuers_that_matter(title, rows["issuer"]), numbers["formal"]]
    titles = row_wise(pl.DataFrame(asked), _titles)
    read = rows.with_columns(
        rows["doc_number"].alias("number_cell"),
        rows["issuer"].alias("issuer_cell"),
        *[numbers[name] for name in ("doc_number", "organ_code", "number_year", "serial")],
        numbers["reason_code"].alias("number_reason_code"),
        numbers["reason"].alias("number_reason"),
        _registered_genre().fill_null(titles["genre"]).alias("genre"),
        *[titles[name] for name in ("category", "is_relay", "subject_key")],
    )
    return _with_receivers(one_name_per_office(_with_issuers(read)))


def _numbers(cells: pl.DataFrame) -> pl.DataFrame:
    numbers = parse_doc_numbers(cells["doc_number"])
    return numbers.with_columns(formal_numbers(numbers).alias("formal"))


def _plain(titles: pl.DataFrame) -> pl.DataFrame:
    return titles.select(plain_titles(pl.col("title")))


def _titles(asked: pl.DataFrame) -> pl.DataFrame:
    read = read_titles(asked["title"], asked["issuer"], has_number=asked["formal"])
    return read.select("genre", "category", "is_relay", "subject_key")


def _registered_genre() -> pl.Expr:
    """The genre cell where it names one of the fifteen kinds."""
    cell = pl.col("doc_type").str.strip_chars().replace({"令": "命令", "复函": "函"})
    return pl.when(cell.is_in(list(GENRES))).then(cell)


def _with_issuers(read: pl.DataFrame) -> pl.DataFrame:
    """Adds the canonical issuer, its place, and issuer_source (number, title, column)."""
    by_code = organs_of_codes(read["organ_code"])["issuer"]
    # A title is asked only where the register names no issuer, or perhaps another one.
    unlike = ~pl.col("title").str.starts_with(pl.col("issuer_cell")) & ~pl.col(
        "title"
    ).str.starts_with("关于")
    asked = read.select(
        pl.when(pl.col("issuer_cell").is_null() | unlike).then("title").alias("title")
    )
    titled = row_wise(asked, lambda part: issuer_in_title(part["title"]).to_frame("issuer"))
    read = read.with_columns(by_code.alias("_by_code"), titled["issuer"].alias("_by_title"))
    read = read.with_columns(_trusted_issuer(read))
    organs = resolve_organs(read["_issuer"], _beside(read, "_issuer"))
    organs = organs.select("name", *[pl.col(old).alias(new) for old, new in _ORGAN_COLUMNS.items()])
    joined = read.drop("issuer").join(
        organs, left_on="_issuer", right_on="name", how="left", maintain_order="left"
    )
    return joined.drop("_issuer", "_by_title", "_by_code")


def _trusted_issuer(read: pl.DataFrame) -> pl.DataFrame:
    """_issuer and issuer_source: the column's name, unless number or title name another organ.

    A column may hold who published the row. The number's code and the title come from the document
    itself; an organ that the title names of another level or place is right, unless the number's
    code confirms the column. A code alone overrules no column: counties share codes with provinces.
    """
    names = pl.concat([read[name].rename("name") for name in _SAID]).drop_nulls().unique()
    organs = resolve_organs(names, pl.DataFrame(schema={"name": pl.String, "group": pl.String}))
    places = organs.select("name", *_PLACED)
    frame = read.select(_SAID)
    for said in _SAID:
        joined = frame.select(said).join(
            places, left_on=said, right_on="name", how="left", maintain_order="left"
        )
        frame = frame.with_columns(joined[place].alias(f"{said}_{place}") for place in _PLACED)
    chosen = pl.lit("column")
    confirmed = pl.col("_by_code").is_not_null() & ~_contradicts("_by_code")
    chosen = pl.when(_contradicts("_by_title") & ~confirmed).then(pl.lit("title")).otherwise(chosen)
    told = (
        pl.when(pl.col("issuer_cell").is_not_null()).then(chosen)
        .when(pl.col("_by_title").is_not_null()).then(pl.lit("title"))
        .when(pl.col("_by_code").is_not_null()).then(pl.lit("number"))
    )  # fmt: skip
    frame = frame.with_columns(told.alias("issuer_source"))
    by = {"column": "issuer_cell", "title": "_by_title", "number": "_by_code"}
    issuer = pl.coalesce(
        pl.when(pl.col("issuer_source") == source).then(name) for source, name in by.items()
    )
    return frame.select(issuer.alias("_issuer"), "issuer_source")


_SAID = ("issuer_cell", "_by_title", "_by_code")
_PLACED = ("level", "province", "city", "county")


def _contradicts(said: str) -> pl.Expr:
    """Whether number or title name an organ of another level or place than the column does."""
    apart = pl.any_horizontal(
        (pl.col(f"{said}_{place}") != pl.col(f"issuer_cell_{place}")).fill_null(False)
        for place in _PLACED
    )
    placed = pl.col(f"{said}_level").is_not_null() & pl.col("issuer_cell_level").is_not_null()
    return (apart & placed).fill_null(False)


def _beside(read: pl.DataFrame, issuer: str) -> pl.DataFrame:
    """Organs that stand in one file: what settles a bare 市教育局."""
    names = [pl.col(issuer), pl.col("receiver")]
    return (
        pl.concat(
            [
                read.select(name.alias("name"), pl.col("source_file").alias("group"))
                for name in names
            ]
        )
        .drop_nulls()
        .unique()
    )


def _with_receivers(read: pl.DataFrame) -> pl.DataFrame:
    """Adds the receiver's level; the receiver keeps the name it was registered with."""
    organs = resolve_organs(read["receiver"], _beside(read, "issuer"))
    levels = organs.select(receiver="name", receiver_level="level")
    return read.join(levels, on="receiver", how="left", maintain_order="left")


def number_notes(read: pl.DataFrame) -> pl.DataFrame:
    """A note for every cell that holds something in place of a number."""
    return read.filter(pl.col("number_reason_code").is_not_null()).select(
        *_SOURCE,
        pl.lit("doc_number").alias("column"),
        pl.col("number_cell").alias("value"),
        pl.col("number_reason_code").alias("reason_code"),
        pl.col("number_reason").alias("reason"),
    )


def issuer_notes(read: pl.DataFrame) -> pl.DataFrame:
    """A note for every issuer whose level cannot be told, and for rows of one document that
    name different issuers."""
    unplaced = read.filter(pl.col("issuer_level").is_null() & pl.col("issuer_cell").is_not_null())
    several = read.filter(
        (pl.col("issuer").n_unique().over("doc_id") > 1) & pl.col("issuer_cell").is_not_null()
    )
    return pl.concat(
        [
            _issuer_note(unplaced, "level_unknown", pl.col("organ_reason")),
            _issuer_note(
                several,
                "issuers_differ",
                pl.lit("other rows of the same document name another issuer"),
            ),
        ]
    )


_DIFFERING = {
    "title": ("titles_differ", "most rows of the same document give another title"),
    "issued_on": ("dates_differ", "most rows of the same document give another date"),
}


def differing_notes(read: pl.DataFrame, documents: pl.DataFrame, column: str) -> pl.DataFrame:
    """A note for every row whose title or date is not the one that its document was given."""
    code, reason = _DIFFERING[column]
    settled = documents.select("doc_id", settled=column)
    rows = read.select(*_SOURCE, "doc_id", column).join(settled, on="doc_id")
    differing = rows.filter(pl.col(column) != pl.col("settled"))
    return differing.select(
        *_SOURCE,
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.lit(code).alias("reason_code"),
        pl.lit(reason).alias("reason"),
    )


def _issuer_note(read: pl.DataFrame, code: str, reason: pl.Expr) -> pl.DataFrame:
    return read.select(
        *_SOURCE,
        pl.lit("issuer").alias("column"),
        pl.col("issuer_cell").alias("value"),
        pl.lit(code).alias("reason_code"),
        reason.cast(pl.String).alias("reason"),
    )
