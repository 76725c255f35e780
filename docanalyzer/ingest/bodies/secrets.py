"""Document files that belong to classified rows: they stay closed, and their names unsaid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from docanalyzer.ingest.bodies.folder import (
    attachment_paths,
    name_pairs,
    number_key,
    path_key,
    title_key,
)
from docanalyzer.ingest.classified import marked_names
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.rows import SECRET

NO_SECRET = pl.DataFrame(schema=dict.fromkeys(SECRET, pl.String))
"""No classified row."""


def secret_names(names: Sequence[str], secret: pl.DataFrame) -> frozenset[str]:
    """Those of the shown file `names` that say what must not be said.

    They carry a mark of state secrecy, or the number, title, register number or attachment of
    a classified row (`secret`, with the columns of `rows.SECRET`).
    """
    attachments = [
        path.replace("\\", "/").rsplit("/", 1)[-1]
        for cell in secret["attachment"].drop_nulls()
        for path in attachment_paths(cell)
    ]
    attached = pl.DataFrame({"attachment": attachments}, {"attachment": pl.String})
    wanted = pl.concat(
        [
            _keys("number", secret.select(number_key(pl.col("doc_number")))),
            _keys("title", secret.select(title_key(pl.col("title")))),
            _keys("name", secret.select(path_key(pl.col("register_no")))),
            _keys("name", attached.select(path_key(pl.col("attachment")))),
        ]
    )
    found = name_pairs(list(names)).join(wanted, on=["kind", "key"], how="semi")["file"]
    return marked_names(names) | frozenset(found)


def _keys(kind: str, column: pl.DataFrame) -> pl.DataFrame:
    key = column.to_series().alias("key")
    return pl.DataFrame([key]).drop_nulls().select(pl.lit(kind).alias("kind"), "key")


def masked(names: Sequence[str], secret: frozenset[str]) -> dict[str, str]:
    """Names to show for `names`: the secret ones are only counted, classified/1 and so on."""
    numbers = {name: place for place, name in enumerate(sorted(secret & set(names)), 1)}
    return {name: f"classified/{numbers[name]}" if name in numbers else name for name in names}


_SAME_TITLE_MIN = 10


def same_documents(rows: pl.DataFrame, secret: pl.DataFrame) -> pl.Series:
    """Whether each of `rows` (`MAPPED_ROWS`) is about a document that a classified row
    (`secret`) is about: it has its number, or, where one of the two has none, its title."""
    numbers, titles = rows["doc_number"], rows["title"]
    alike = pl.repeat(value=False, n=rows.height, eager=True)
    if not secret.height or not rows.height:
        return alike
    wanted = secret.select(
        number_key(pl.col("doc_number")).alias("number"), title_key(pl.col("title")).alias("title")
    )
    by_number = _with_key(numbers, number_key, wanted["number"])
    by_title = _with_key(titles, title_key, wanted["title"])
    only_title = _with_key(titles, title_key, wanted.filter(pl.col("number").is_null())["title"])
    return by_number | (by_title & numbers.is_null()) | only_title


def _with_key(texts: pl.Series, key: Callable[[pl.Expr], pl.Expr], wanted: pl.Series) -> pl.Series:
    """Which of `texts` have one of the `wanted` keys; titles that many share do not count."""
    distinct = pl.DataFrame([texts.alias("text")]).unique().drop_nulls()
    keys = wanted.drop_nulls().unique().implode()
    keyed = distinct.with_columns(key(pl.col("text")).alias("key"))
    long = pl.col("key").str.len_chars() >= (_SAME_TITLE_MIN if key is title_key else 0)
    return texts.is_in(keyed.filter(pl.col("key").is_in(keys) & long)["text"].implode()).fill_null(
        value=False
    )


def withheld(rows: pl.DataFrame) -> pl.DataFrame:
    """The rejects (`REJECTS`) of kept rows that turn out to be classified."""
    return rows.select(
        "source_file",
        "source_sheet",
        "source_row",
        pl.lit(Fate.CLASSIFIED.value).alias("reason_code"),
        pl.lit(FATE_REASONS[Fate.CLASSIFIED]).alias("reason"),
        pl.lit("").alias("raw"),
    )
