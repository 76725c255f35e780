"""Whether a copy says that what it shares with a source is passed on, not its own."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.copying.directions import around, spelt_alike
from docanalyzer.engine import by_parts

_COVER_CHARS = 120
"""Characters that two covers can share beside what they pass on: a sentence that names it."""

_HEAD = 1200
_TAIL = 80
_VERB = r"转发|批转|印发|翻印"
_OF_OTHERS = r"转发|批转|翻印"
"""What is done to another's document; an office can 印发 its own too."""

_BEFORE = r"[将把][^。]{0,80}$"
_AFTER = rf"^[^。]{{0,60}}(?:{_VERB})"
_AFTER_OF_OTHERS = rf"^[^。]{{0,60}}(?:{_OF_OTHERS})"
_VERB_BEFORE = r"(?:转发|批转)[^。]{0,40}$"
_WHOSE = r"《([^《》。]{2,40})$"
_SUBJECT = r"(关于.{6,})$"
_REPRINTED = r"日[^。]{0,4}翻印"
_ATTACHED = "附"
_NUMBER_LINE = r"(?m)^[^\S\n]*([^\s。，]{2,20}[〔［\[【]\d{4}[〕］\]】]\d{1,5}号)\s*$"


def declared_relays(
    pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame
) -> pl.Series:
    """Whether the copy of each pair says that it passes on what it shares with the source.

    A title with 转发 or 批转 says so about whatever the document carries, and so does a foot that
    tells who reprinted it (翻印). A title that is the source's own, its issuer included, says so of
    the source, and so does an attachment under the source's number on a line of its own.
    Otherwise the head of the body must, as in 现将《…》（国发〔2019〕1号）印发给你们; to name a
    source as ground for own measures (根据《…》制定) declares nothing.

    What is declared of one source holds for others that have the same text: passing on the
    province's circular copies nothing from the central one that the province took it from.

    `pairs` carry copy, source, from_above, might_be, copy_is_relay and copy_issuer, `passages` of
    theirs copy, source, copy_begin and copy_end; `documents` and `bodies` stand by number.
    """
    by_title = pairs["copy_is_relay"].fill_null(False).alias("declared")
    asked = pairs.with_row_index("row").filter(
        (pl.col("from_above") | pl.col("might_be")) & ~by_title
    )
    asked = asked.select("row", "copy", "source", "copy_issuer")
    rows = pl.concat([_bears_its_title(asked, documents), _in_body(asked, documents, bodies)])
    if rows.is_empty():
        return by_title
    says = by_title.scatter(rows.unique(), True)
    return says.scatter(_same_text(asked, says, pairs, passages), True)


def _bears_its_title(asked: pl.DataFrame, documents: pl.DataFrame) -> pl.Series:
    """Rows whose copy has the title of the source, which begins with the source's issuer."""
    # Compared as numbers first, since few titles are equal and strings are far apart in memory.
    codes = documents["title"].hash()
    alike = asked.filter(codes.gather(asked["copy"]) == codes.gather(asked["source"]))
    named = documents.select("title", "issuer")[alike["source"]].with_columns(
        alike["row"], alike["copy_issuer"], own=documents["title"].gather(alike["copy"])
    )
    return named.filter(
        (pl.col("own") == pl.col("title"))
        & pl.col("title").str.starts_with(pl.col("issuer"))
        & (pl.col("issuer") != pl.col("copy_issuer"))
    )["row"]


def _in_body(asked: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.Series:
    """Rows whose copy passes the source on by its head or foot, or has it attached."""
    heads = _heads(bodies, asked["copy"])
    asked = asked.join(heads, left_on="copy", right_on="number")
    texts = around(asked["head"], _names(documents[asked["source"]]))
    before, after = pl.col("subject_before"), pl.col("subject_after")
    whose = before.str.extract(_WHOSE)
    # 市政府 and 市人民政府 are one.
    issuer, named = (name.str.replace_all("人民", "") for name in (pl.col("copy_issuer"), whose))
    is_own = issuer.str.contains(named, literal=True).fill_null(False)
    passed_on = [
        pl.col("is_reprint"),
        pl.col("carried").list.contains(documents["doc_number"].gather(asked["source"])),
        *(
            (
                pl.col(f"{name}_before").str.contains(_BEFORE)
                & pl.col(f"{name}_after").str.contains(_AFTER)
            )
            | pl.col(f"{name}_before").str.contains(_VERB_BEFORE)
            for name in ("number", "quoted", "title")
        ),
        before.str.contains(_VERB_BEFORE),
        before.str.contains(_BEFORE) & after.str.contains(_AFTER_OF_OTHERS),
        before.str.contains(_BEFORE) & after.str.contains(_AFTER) & whose.is_not_null() & ~is_own,
    ]
    says = asked.hstack(texts).select(pl.any_horizontal(passed_on).fill_null(False).alias("says"))
    return asked["row"].filter(says["says"])


def _names(named: pl.DataFrame) -> pl.DataFrame:
    """What documents are called: number, 《title》, title, and subject as it ends before a 》.

    A title without its issuer may first stand in the copy's own heading, in 《》 it does not.
    """
    title = pl.col("title").str.replace_all(r"\s", "")
    return named.select(
        number="doc_number",
        quoted=pl.concat_str(pl.lit("《"), title, pl.lit("》")),
        title=title,
        subject=title.str.extract(_SUBJECT) + pl.lit("》"),
    )


def _heads(bodies: pl.Series, copies: pl.Series) -> pl.DataFrame:
    """What copies say of passing on: number, head for `around`, is_reprint, carried (numbers that
    stand on lines of their own in a text with attachments). Copies that say nothing are left out.

    A copy has many sources, so its body is read once.
    """
    from docanalyzer.compare.reading import fetched

    numbers = copies.unique().sort()
    body, head = pl.col("body"), pl.col("head")

    def read(part: pl.DataFrame) -> pl.DataFrame:
        # Searching a whole body costs less than counting off its head.
        whole = part.with_columns(body=fetched(bodies.gather(part["number"])))
        whole = whole.filter(body.str.contains(_VERB) | body.str.contains(_ATTACHED, literal=True))
        lines = body.str.extract_all(_NUMBER_LINE).list.eval(spelt_alike(pl.element()))
        said = whole.select(
            "number",
            head=body.str.slice(0, _HEAD),
            is_reprint=body.str.tail(_TAIL).str.contains(_REPRINTED),
            carried=pl.when(body.str.contains(_ATTACHED, literal=True)).then(lines),
        )
        says = head.str.contains(_VERB) | pl.col("is_reprint")
        return said.filter(says | (pl.col("carried").list.len() > 0)).with_columns(
            spelt_alike(head)
        )

    return by_parts(numbers.to_frame("number"), read)


def _same_text(
    asked: pl.DataFrame, says: pl.Series, pairs: pl.DataFrame, passages: pl.DataFrame
) -> pl.Series:
    """Rows whose copy declares another source that has what it shares with this, covers aside."""
    keys = ["copy", "source"]
    declared = (
        pairs.select(keys).filter(says).join(asked.select("copy").unique(), on="copy", how="semi")
    )
    open_ = asked.filter(~says.gather(asked["row"])).join(declared, on="copy", how="semi")
    spans = passages.select(*keys, "copy_begin", "copy_end")
    covered = _merged(spans.join(declared, on=keys, how="semi"))
    shared = spans.join(open_.select("row", *keys), on=keys).with_row_index("passage")
    inside = pl.min_horizontal("copy_end", "end") - pl.max_horizontal("copy_begin", "begin")
    met = (
        shared.join(covered, on="copy")
        .group_by("passage")
        .agg(inside.clip(0).sum().alias("inside"))
    )
    outside = pl.col("copy_end") - pl.col("copy_begin") - pl.col("inside").fill_null(0)
    left = (
        shared.join(met, on="passage", how="left").group_by("row").agg(outside.sum().alias("left"))
    )
    return left.filter(pl.col("left") < _COVER_CHARS)["row"]


def _merged(spans: pl.DataFrame) -> pl.DataFrame:
    """Spans of each copy as disjoint stretches: copy, begin, end."""
    ordered = spans.sort("copy", "copy_begin", "copy_end")
    reached = pl.col("copy_end").cum_max().shift().over("copy")
    starts = ordered.with_columns(
        (pl.col("copy_begin") > reached).fill_null(False).cum_sum().over("copy").alias("stretch")
    )
    return starts.group_by("copy", "stretch").agg(
        begin=pl.col("copy_begin").min(), end=pl.col("copy_end").max()
    )
