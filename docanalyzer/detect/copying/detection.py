"""Copying from above in one call: documents and bodies in, pairs, passages and findings out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.compare.passages.lineage import in_source_order
from docanalyzer.detect.copying.title_pairs import title_pairs
from docanalyzer.engine import aside
from docanalyzer.model.tables import BOILERPLATE, FINDINGS, REUSE_PAIRS, REUSE_PASSAGES
from docanalyzer.model.terms import Reason, Relation
from docanalyzer.titles.title import read_titles

if TYPE_CHECKING:
    from docanalyzer.detect.copying.body_pairs import BodyPairs
    from docanalyzer.detect.copying.rule import CopyRule


_COMPARABLE_CHARS = 300
"""From this length on a body holds own text enough to tell by; a shorter one may say 见附件."""


@dataclass(frozen=True)
class ReuseTables:
    """What the reuse detector writes; each frame conforms to the table of its name.

    Findings are still being written when the tables are there, beside what follows.
    """

    pairs: pl.DataFrame
    passages: pl.DataFrame
    boilerplate: pl.DataFrame
    promised: Future[pl.DataFrame]

    @property
    def findings(self) -> pl.DataFrame:
        """The findings, waited for; raises what writing them raised."""
        return self.promised.result()


def detect_reuse(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    rules: Sequence[CopyRule],
    place_names: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
    templates: Sequence[str] = (),
) -> ReuseTables:
    """Find what lower documents take from higher ones, by text and by title.

    `documents` conform to DOCUMENTS, `bodies` to BODIES (distinct documents, at most one body
    each). Pairs of texts carry shares; pairs known by title alone have none. `place_names` are
    folded besides those of the gazetteer and of the documents. The result depends on the sets
    of rows only, not on their order, the number of processors or timing. Without bodies no
    compiled code is loaded. Text that lies inside one of the `templates` never counts; the
    boilerplate table lists each of them with the documents that carry it, none included.
    """
    tell = progress or (lambda _share: None)
    ordered = _ordered(documents)
    with_text = bodies.filter(pl.col("body").is_not_null() & (pl.col("body") != ""))
    if with_text.is_empty():
        by_title = _read_titles(ordered.with_columns(is_compared=pl.lit(False)))
        pairs = _named(_titles_only(by_title.pairs), by_title.documents)
        tell(1.0)
        return ReuseTables(
            REUSE_PAIRS.conform(pairs.select(_present(pairs))),
            REUSE_PASSAGES.empty(),
            BOILERPLATE.empty(),
            aside(FINDINGS.empty),
        )
    from docanalyzer.detect.copying.body_pairs import body_pairs
    from docanalyzer.detect.copying.boilerplate import boilerplate_table
    from docanalyzer.detect.copying.findings import copy_findings

    places_of = ordered.select("doc_id").join(
        with_text.select("doc_id").with_row_index("place"),
        on="doc_id",
        how="left",
        maintain_order="left",
    )
    # Made one piece first: polars copies every text when it gathers from several.
    texts = with_text["body"].rechunk().gather(places_of["place"])
    # Titles are read while bodies are, findings written while tables and figures are: neither
    # keeps every processor busy on its own.
    is_compared = texts.is_not_null() & (ordered["body_chars"].fill_null(0) >= _COMPARABLE_CHARS)
    titles = aside(partial(_read_titles, ordered.with_columns(is_compared=is_compared)))
    places = _places(ordered, place_names)
    blanked, carried = _without_templates(texts, templates, places, ordered["doc_id"])
    found = body_pairs(
        ordered,
        texts,
        places,
        lambda: titles.result().documents,
        tell,
        blanked,
    )
    by_title = titles.result()
    numbered = by_title.documents
    pairs = _named(_merged(found, by_title.pairs), numbered)
    passages = _ids(found.passages, numbered)
    findings = aside(partial(copy_findings, pairs, passages, texts, rules))
    return ReuseTables(
        REUSE_PAIRS.conform(pairs.select(_present(pairs))),
        REUSE_PASSAGES.conform(passages.drop("copy", "source")),
        boilerplate_table(found.boilerplate, numbered, texts, carried),
        findings,
    )


def _ordered(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents in source order, numbered."""
    numbered = in_source_order(documents).with_row_index("number")
    return numbered.with_columns(pl.col("number").cast(pl.Int64))


@dataclass(frozen=True)
class _ByTitle:
    """Numbered documents with what their titles say, and the pairs that titles show."""

    documents: pl.DataFrame
    pairs: pl.DataFrame


def _read_titles(ordered: pl.DataFrame) -> _ByTitle:
    read = read_titles(ordered["title"], ordered["issuer"])
    numbered = ordered.with_columns(
        *[read[name] for name in ("relayed_title", "subject_key", "is_generic")],
        ordered["is_relay"].fill_null(read["is_relay"]),
    )
    return _ByTitle(numbered, title_pairs(numbered))


def _places(documents: pl.DataFrame, given: Sequence[str]) -> list[str]:
    from docanalyzer.organs.gazetteer import gazetteer

    here = pl.concat([documents[name] for name in ("province", "city", "county")])
    return sorted({*gazetteer().names, *given, *here.drop_nulls().unique().to_list()})


def _titles_only(titled: pl.DataFrame) -> pl.DataFrame:
    return titled.with_columns(
        pl.lit(None, pl.Float64).alias("copied_share"),
        pl.lit(None, pl.Float64).alias("source_share"),
        pl.lit(None, pl.Int64).alias("passages"),
        *(
            pl.lit(None, pl.Int64).alias(name)
            for name in ("longest_passage_chars", "edits", "figures_changed", "sources_left_out")
        ),
        pl.lit(None, pl.String).alias("ground"),
        pl.lit(None, pl.Boolean).alias("is_immediate_parent"),
        pl.lit(None, pl.Boolean).alias("is_open"),
        pl.when(pl.col("relation") == Relation.DECLARED_RELAY.value)
        .then(pl.lit(Reason.TITLE.value))
        .alias("relation_reason"),
    )


def _without_templates(
    texts: pl.Series, templates: Sequence[str], places: Sequence[str], ids: pl.Series
) -> tuple[pl.Series | None, pl.DataFrame]:
    """Bodies with the templates blanked out, None without any, and who carries which."""
    from docanalyzer.detect.copying.templates import carriers, taken_out

    if not templates:
        return None, carriers(templates, [], ids)
    blanked, met = taken_out(texts, templates, places)
    return blanked, carriers(templates, met, ids)


def _merged(found: BodyPairs, titled: pl.DataFrame) -> pl.DataFrame:
    """Pairs of texts, then pairs that only titles show; a relay declared in a title stays one."""
    columns = [
        "copy", "source", "relation", "copied_share", "source_share", "passages",
        "longest_passage_chars", "edits", "figures_changed", "sources_left_out", "ground",
        "is_immediate_parent", "is_open", "relation_reason",
    ]  # fmt: skip
    declared = titled.filter(relation=Relation.DECLARED_RELAY.value).select(
        "copy", "source", pl.lit(True).alias("declared")
    )
    by_text = found.pairs.join(declared, on=["copy", "source"], how="left", maintain_order="left")
    copied = pl.col("relation") == Relation.COPIED.value
    by_text = by_text.with_columns(
        pl.when(copied & pl.col("declared").fill_null(False))
        .then(pl.lit(Relation.DECLARED_RELAY.value))
        .otherwise("relation")
        .alias("relation"),
        pl.when(copied & pl.col("declared").fill_null(False))
        .then(pl.lit(Reason.TITLE.value))
        .otherwise("relation_reason")
        .alias("relation_reason"),
    )
    rest = _titles_only(titled).join(found.pairs, on=["copy", "source"], how="anti")
    return pl.concat([by_text.select(columns), rest.select(columns)])


def _ids(pairs: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    ids = numbered["doc_id"]
    return pairs.with_columns(
        ids[pairs["copy"]].alias("copy_doc_id"), ids[pairs["source"]].alias("source_doc_id")
    )


def _named(pairs: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs with what identifies both documents, and the days between them."""
    named = _ids(pairs, numbered)
    facts = ("doc_number", "title", "issuer", "issuer_level", "issued_on")
    named = named.with_columns(
        numbered[fact][pairs[side]].alias(f"{side}_{fact}")
        for side in ("copy", "source")
        for fact in facts
    )
    days = (pl.col("copy_issued_on") - pl.col("source_issued_on")).dt.total_days()
    return named.with_columns(days.alias("days_between"), direction_by=pl.col("ground"))


def _present(pairs: pl.DataFrame) -> list[str]:
    return [name for name in REUSE_PAIRS.names() if name in pairs.columns]
