"""How a copy says that what it shares with a source is passed on, not its own."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.copying import leads
from docanalyzer.detect.copying.directions import around, spelt_alike
from docanalyzer.engine import by_parts
from docanalyzer.model.terms import Reason

_COVER_CHARS = 120
"""Characters that two covers can share beside what they pass on: a sentence that names it."""

_HEAD = 1200
_TAIL = 80
_LEAD = 600
_INTO_PASSAGE = 20
_WHOSE = r"《([^《》。]{2,40})$"
_SUBJECT = r"(关于.{6,})$"
_ATTACHED = "附"
_NUMBER_LINE = (
    r"(?m)^[^\S\n]*[（(]?([^\s。，（()）]{2,20}[〔［\[【]\d{4}[〕］\]】]\d{1,5}号)[）)]?\s*$"
)


def declared_relays(
    pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame
) -> pl.Series:
    """Why the copy of each pair passes on what it shares with the source; null where it does not.

    Codes of `Reason`: a title with 转发, 批转, 传达 or 重申 says so about whatever the document
    carries (title), and so does a foot that tells who reprinted it (foot). A title that is the
    source's own, its issuer included, says so of the source (source_title), and so does the
    source's number or title as a heading of its own (attached), or a line that tells where the text
    was taken from (reprint). Otherwise the lead must: it names the source and hands it over, as in
    现将《…》（国发〔2019〕1号）印发给你们, or hands over a document without naming another one, as
    in 现将原文照转如下. To name a source as ground (根据《…》制定) declares nothing.

    What is declared of one source holds for others that have the same text (same_text): passing on
    the province's circular copies nothing from the central one that the province took it from.

    `pairs` carry copy, source, from_above, might_be, copy_is_relay, copy_issuer and copy_rank,
    `passages` of theirs copy, source, copy_begin and copy_end; `documents` and `bodies` stand by
    number.
    """
    title = documents["title"].gather(pairs["copy"]).str.replace_all(r"\s", "")
    by_title = pairs["copy_is_relay"].fill_null(False) | title.str.contains(leads.TITLE).fill_null(
        False
    )
    reason = pl.select(pl.when(by_title).then(pl.lit(Reason.TITLE.value))).to_series()
    asked = pairs.with_row_index("row").filter(
        (pl.col("from_above") | pl.col("might_be")) & ~by_title
    )
    asked = asked.select("row", "copy", "source", "copy_issuer", "copy_rank")
    if asked.is_empty():
        return reason.alias("reason")
    begins = passages.group_by("copy", "source").agg(begin=pl.col("copy_begin").min())
    said = _in_body(
        asked.join(begins, on=["copy", "source"], how="left", maintain_order="left"),
        documents,
        bodies,
    )
    reason = reason.scatter(said["row"], said["reason"])
    own = _bears_its_title(asked, documents)
    reason = reason.scatter(own, Reason.OWN_TITLE.value)
    same = _same_text(asked, reason.is_not_null(), pairs, passages)
    return reason.scatter(same, Reason.SAME_TEXT.value).alias("reason")


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


def _in_body(asked: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """row and reason of the pairs whose copy passes the source on by its head, foot or headings."""
    heads = _heads(bodies, asked["copy"])
    asked = asked.join(heads, left_on="copy", right_on="number")
    sources = documents[asked["source"]]
    names = _names(sources)
    issuer = sources["issuer"].str.replace_all("人民", "").alias("source_issuer")
    asked = asked.hstack(around(asked["head"], names)).with_columns(
        issuer,
        *(names[name].alias(f"name_{name}") for name in names.columns),
        source_number=sources["doc_number"],
        heading_title=pl.lit("\n") + names["title"] + pl.lit("\n"),
        heading_inner=pl.lit("\n") + names["inner"] + pl.lit("\n"),
        lead=pl.col("head").str.head(pl.col("begin").fill_null(0).clip(0, _LEAD) + _INTO_PASSAGE),
    )
    carried = pl.col("carried")
    attached = (
        carried.list.contains(pl.col("source_number"))
        | pl.col("lines").str.contains(pl.col("heading_title"), literal=True)
        | pl.col("lines").str.contains(pl.col("heading_inner"), literal=True)
    )
    cases = [
        (Reason.FOOT, pl.col("is_reprint")),
        (Reason.ATTACHED, attached),
        (Reason.REPRINT, _reprinted()),
        (Reason.LEAD, _named_in_lead() | _handed_over()),
    ]
    code = pl.lit(None, pl.String)
    for reason, holds in reversed(cases):
        code = pl.when(holds.fill_null(False)).then(pl.lit(reason.value)).otherwise(code)
    return asked.select("row", code.alias("reason")).drop_nulls("reason")


def _named_in_lead() -> pl.Expr:
    """The head names the source as the object of passing on, or as what stands below."""
    before, after = pl.col("subject_before"), pl.col("subject_after")
    whose = before.str.extract(_WHOSE)
    # 市政府 and 市人民政府 are one.
    issuer, named = (name.str.replace_all("人民", "") for name in (pl.col("copy_issuer"), whose))
    is_own = issuer.str.contains(named, literal=True).fill_null(False)
    by_name = (
        (
            pl.col(f"{name}_before").str.contains(leads.BEFORE)
            & pl.col(f"{name}_after").str.contains(leads.AFTER)
        )
        | pl.col(f"{name}_before").str.contains(leads.VERB_BEFORE)
        | (
            pl.col(f"{name}_after").str.contains(leads.AFTER_ADDED)
            & ~pl.col(f"{name}_before").str.contains(leads.GROUND)
        )
        for name in ("number", "quoted", "title", "inner")
    )
    handed = before.str.contains(leads.BEFORE) & after.str.contains(leads.AFTER_OF_OTHERS)
    printed = before.str.contains(leads.BEFORE) & after.str.contains(leads.AFTER)
    return pl.any_horizontal(
        *(named.fill_null(False) for named in by_name),
        before.str.contains(leads.VERB_BEFORE).fill_null(False),
        handed.fill_null(False),
        (printed & whose.is_not_null() & ~is_own).fill_null(False),
    )


def _handed_over() -> pl.Expr:
    """The lead hands over a document and names none but the source."""
    # Null rows cost a search nothing, so the long patterns run only where they can fit.
    lead = pl.col("lead")
    may_hand = pl.when(lead.str.contains(leads.MAY_HAND)).then(lead)
    said = may_hand.str.replace_all(leads.OWN_PAPER, "").str.extract(leads.UNNAMED, 1)
    names_source = pl.any_horizontal(
        said.str.contains(pl.col(f"name_{name}"), literal=True).fill_null(False)
        for name in ("number", "title", "subject", "inner")
    )
    names_another = said.str.contains(leads.NAMES_A_DOCUMENT) & ~names_source
    rank = pl.col("copy_rank")
    above = pl.lit(False)
    for least, names in enumerate(leads.SUPERIORS, 2):
        may = (rank == least) if least < 4 else (rank >= least)
        named = pl.when(may & lead.str.contains(f"[将把](?:{names})")).then(lead)
        above |= named.str.contains(leads.of_superior(names)).fill_null(False)
    return (said.is_not_null() & ~names_another).fill_null(False) | above


def _reprinted() -> pl.Expr:
    """The text says that it was taken from elsewhere, or from the source's own pages."""
    place = pl.col("taken_from").str.replace_all("人民", "").str.replace(leads.WEBSITE, "")
    theirs = pl.col("source_issuer")
    ours = pl.col("copy_issuer").str.replace_all("人民", "")
    of_source = place.str.contains(theirs, literal=True) | (
        theirs.str.contains(place, literal=True) & (place.str.len_chars() >= 3)
    )
    return pl.col("is_retold") | (of_source & ~place.str.contains(ours, literal=True))


def _names(named: pl.DataFrame) -> pl.DataFrame:
    """What documents are called: number, 《title》, title, the subject as it ends before a 》, and
    inner, what their title prints where that tells its place (安徽省农村供水方案).

    A title without its issuer may first stand in the copy's own heading, in 《》 it does not.
    """
    title = pl.col("title").str.replace_all(r"\s", "")
    place = pl.coalesce("county", "city", "province")
    inner = pl.col("relayed_title").str.replace_all(r"[《》\s]", "")
    return named.select(
        number="doc_number",
        quoted=pl.concat_str(pl.lit("《"), title, pl.lit("》")),
        title=title,
        subject=title.str.extract(_SUBJECT) + pl.lit("》"),
        inner=pl.when(inner.str.contains(place, literal=True)).then(inner),
    )


def _heads(bodies: pl.Series, copies: pl.Series) -> pl.DataFrame:
    """What copies say of passing on, by number; copies that say nothing are left out.

    head (for `around`), lines (headings on lines of their own, without what numbers them), carried
    (numbers on lines of their own in a text with attachments), is_reprint, is_retold, taken_from.
    A copy has many sources, so its body is read once.
    """
    from docanalyzer.compare.reading import fetched

    numbers = copies.unique().sort()
    body, head = pl.col("body"), pl.col("head")

    def read(part: pl.DataFrame) -> pl.DataFrame:
        # Searching a whole body costs less than counting off its head.
        whole = part.with_columns(body=fetched(bodies.gather(part["number"])))
        whole = whole.filter(body.str.contains(leads.ANY))
        numbered = body.str.extract_all(_NUMBER_LINE).list.eval(
            spelt_alike(pl.element().str.replace_all(r"[（()）]", ""))
        )
        ends = pl.concat_str(body.str.head(_TAIL * 3), pl.lit("\n"), body.str.tail(_TAIL * 3))
        return whole.select(
            "number",
            head=body.str.slice(0, _HEAD),
            lines=_headings(body),
            carried=pl.when(body.str.contains(_ATTACHED, literal=True)).then(numbered),
            is_reprint=body.str.tail(_TAIL).str.contains(leads.FOOT),
            is_retold=ends.str.contains(leads.REPRINT),
            taken_from=ends.str.extract(leads.SOURCE_LINE, 1),
        ).with_columns(spelt_alike(head))

    return by_parts(numbers.to_frame("number"), read)


def _headings(body: pl.Expr) -> pl.Expr:
    """Lines that may be the name of a document, without blanks, numbering, 附件 and 《》.

    Each stands between two line ends, so that a whole line can be looked for.
    """
    lines = body.str.extract_all(leads.HEADING_LINE).list.join("\n")
    lines = lines.str.replace_all(r"[^\S\n]|[《》]", "").str.replace_all(leads.HEADING, "")
    lines = lines.str.replace_all(leads.BRACKETED_END, "")
    return pl.concat_str(pl.lit("\n"), lines, pl.lit("\n"))


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
