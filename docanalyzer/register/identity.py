"""Which rows register the same document."""

from __future__ import annotations

import polars as pl

from docanalyzer.engine import row_wise
from docanalyzer.model.ids import stable_ids
from docanalyzer.register.title_spellings import one_title_per_number

_IDENTITY = ["_kind", "_number", "_name", "_issuer", "_date", "_url"]
_SUBJECT = pl.when(pl.col("subject_key") != "").then("subject_key")

_PLAIN = r"[\x{4E00}-\x{9FFF}0-9A-Za-z]"
"""Characters that stay what they are when a text is folded, whatever stands beside them."""

_UNUSUAL = r"[^\x{00}-\x{7F}\x{4E00}-\x{9FFF}《》〈〉、。，；：？！（）“”‘’〔〕【】—…·]"
"""Characters that NFKC may turn into letters or digits, or join with their neighbours."""

_NO_LETTER = r"[^\x{4E00}-\x{9FFF}0-9A-Za-z]"
_IGNORED = r"[\s\p{P}\p{S}\p{C}]"


def document_ids(rows: pl.DataFrame) -> pl.Series:
    """doc_id of every row, in row order; equal ids are one document.

    Expects the columns doc_number (canonical), title, subject_key, issuer, issued_on, url, body.
    The evidence decides, strongest first:

    - number and title: the number and the title's subject. One number can stand over several
      documents, so the number alone is not enough; the title as written may carry the issuer
      in one register and not in the other, so its subject is compared. Subjects that are one title
      spelt otherwise count as one (`title_spellings`).
    - number without title: the number, the issuer, and the address if there is one. Two
      addresses under one number may be one document published twice; that cannot be told, so
      they stay apart.
    - title without number: title, issuer, date and address. Yearly notices share their titles.
    - neither: the address and the text.
    """
    rows = rows.with_columns(_titles(rows))
    rows = rows.with_columns(one_title_per_number(rows).alias("subject_key"))
    has_number, has_title = pl.col("doc_number").is_not_null(), pl.col("_has_title")
    both = has_number & has_title
    keys = rows.select(
        pl.when(both)
        .then(pl.lit("number+title"))
        .when(has_number)
        .then(pl.lit("number"))
        .when(has_title)
        .then(pl.lit("title"))
        .otherwise(pl.lit("text"))
        .alias("_kind"),
        pl.col("doc_number").alias("_number"),
        pl.when(both)
        .then(pl.coalesce(_SUBJECT, "_folded"))
        .when(has_title)
        .then("_folded")
        .alias("_name"),
        pl.when(~both).then("issuer").alias("_issuer"),
        pl.when(~has_number).then("issued_on").alias("_date"),
        pl.when(~both).then("url").alias("_url"),
    )
    ids = row_wise(keys, _ids)["doc_id"]
    is_text = keys["_kind"] == "text"
    if not is_text.any():
        return ids
    # Whole texts are not held against each other but go into their keys one by one.
    texts = keys.with_columns(rows["body"].alias("_name")).filter(is_text)
    return ids.scatter(is_text.arg_true(), _ids(texts)["doc_id"])


def _titles(rows: pl.DataFrame) -> list[pl.Series]:
    """Folded titles, null where they are not needed, and whether there is a title.

    Folding is slow, and a title beside a number mostly goes by its subject.
    """
    has_number = pl.col("doc_number").is_not_null()
    plain = pl.col("title").str.contains(_PLAIN)
    spared = (has_number & _SUBJECT.is_not_null() & plain).fill_null(False)
    asked = rows.select(pl.when(~spared).then("title").alias("title"), spared.alias("spared"))
    # Lazily, for folding uses its texts several times, and then each is worked out once.
    folding = pl.col("spared"), folded(pl.col("title"))
    read = row_wise(asked, lambda part: part.lazy().select(folding).collect())
    has_title = read["spared"] | read["title"].is_not_null()
    return [read["title"].alias("_folded"), has_title.alias("_has_title")]


def _ids(keys: pl.DataFrame) -> pl.DataFrame:
    return stable_ids(keys, _IDENTITY, "d").alias("doc_id").to_frame()


def folded(text: pl.Expr) -> pl.Expr:
    """Text for comparing: NFKC, without whitespace, punctuation and format characters."""
    usual = ~text.str.contains(_UNUSUAL)
    quick = pl.when(usual).then(text).str.replace_all(_NO_LETTER, "")
    slow = pl.when(~usual).then(text).str.normalize("NFKC").str.replace_all(_IGNORED, "")
    bare = pl.coalesce(quick, slow)
    return pl.when(bare != "").then(bare)
