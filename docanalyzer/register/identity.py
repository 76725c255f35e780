"""Which rows register the same document."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.ids import stable_ids

_IDENTITY = ["_kind", "_number", "_name", "_issuer", "_date", "_url"]


def document_ids(rows: pl.DataFrame) -> pl.Series:
    """doc_id of every row, in row order; equal ids are one document.

    Expects the columns doc_number (canonical), title, subject_key, issuer, issued_on, url, body.
    The evidence decides, strongest first:

    - number and title: the number and the title's subject. One number can stand over several
      documents, so the number alone is not enough; the title as written may carry the issuer
      in one register and not in the other, so its subject is compared.
    - number without title: the number, the issuer, and the address if there is one. Two
      addresses under one number may be one document published twice; that cannot be told, so
      they stay apart.
    - title without number: title, issuer, date and address. Yearly notices share their titles.
    - neither: the address and the text.
    """
    number, title = pl.col("doc_number"), folded(pl.col("title"))
    has_number, has_title = number.is_not_null(), title.is_not_null()
    both = has_number & has_title
    subject = pl.when(pl.col("subject_key") != "").then("subject_key")
    keys = rows.select(
        pl.when(both)
        .then(pl.lit("number+title"))
        .when(has_number)
        .then(pl.lit("number"))
        .when(has_title)
        .then(pl.lit("title"))
        .otherwise(pl.lit("text"))
        .alias("_kind"),
        number.alias("_number"),
        pl.when(both)
        .then(pl.coalesce(subject, title))
        .when(has_title)
        .then(title)
        .when(~has_number)
        .then(pl.col("body"))
        .alias("_name"),
        pl.when(~both).then("issuer").alias("_issuer"),
        pl.when(~has_number).then("issued_on").alias("_date"),
        pl.when(~both).then("url").alias("_url"),
    )
    distinct = keys.unique(maintain_order=True)
    named = distinct.with_columns(stable_ids(distinct, _IDENTITY, "d").alias("doc_id"))
    joined = keys.join(named, on=_IDENTITY, how="left", nulls_equal=True, maintain_order="left")
    return joined["doc_id"]


def folded(text: pl.Expr) -> pl.Expr:
    """Text for comparing: NFKC, without whitespace, punctuation and format characters."""
    bare = text.str.normalize("NFKC").str.replace_all(r"[\s\p{P}\p{S}\p{C}]", "")
    return pl.when(bare != "").then(bare)
