"""Pairs that bodies show, with shares, direction and relation, and their passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from docanalyzer.compare.folds.folding import build_folding
from docanalyzer.compare.passages.comparison import compare_bodies
from docanalyzer.compare.passages.lineage import lineage
from docanalyzer.detect.copying.changed_figures import figures_changed
from docanalyzer.detect.copying.directions import with_direction
from docanalyzer.detect.copying.relations import immediate_parents, with_relation

LEAST_SHARED_CHARS = 40
"""Comparable characters a pair must share outside boilerplate."""


@dataclass(frozen=True)
class BodyPairs:
    """Pairs and passages by document numbers.

    `pairs`: copy, source, copied_share, source_share, passages, longest_passage_chars,
    edits, figures_changed, sources_left_out, days_between, is_immediate_parent, relation,
    relation_reason, ground. `passages`: copy, source, copy_begin,
    copy_end, source_begin, source_end, similarity. `boilerplate`: number, begin, end,
    carrier (a document with that text; the one it stands in among them).
    """

    pairs: pl.DataFrame
    passages: pl.DataFrame
    boilerplate: pl.DataFrame


def body_pairs(
    numbered: pl.DataFrame,
    bodies: pl.Series,
    place_names: Sequence[str],
    with_titles: Callable[[], pl.DataFrame],
    progress: Callable[[float], None],
    compared_as: pl.Series | None = None,
) -> BodyPairs:
    """Compare all bodies; `numbered` (documents) and `bodies` stand in source order.

    `with_titles` gives the same documents with what their titles say; it is asked once bodies
    are compared. `compared_as` are the bodies with what never counts blanked out, of the same
    lengths; who names whom is read from the whole bodies.
    """
    lines = lineage(numbered)
    texts = bodies if compared_as is None else compared_as
    compared = compare_bodies(texts, lines, build_folding(place_names), progress)
    hard = compared.passages.filter(~pl.col("soft")).drop("soft")
    copy_length = pl.col("copy_end") - pl.col("copy_begin")
    sizes = hard.group_by("copy", "source").agg(
        passages=pl.len().cast(pl.Int64),
        copy_longest=copy_length.max(),
        source_longest=(pl.col("source_end") - pl.col("source_begin")).max(),
        similarity=(pl.col("similarity") * copy_length).sum() / copy_length.sum(),
    )
    shared = pl.min_horizontal("copy_covered", "source_covered")
    pairs = compared.pairs.filter(shared >= LEAST_SHARED_CHARS).join(
        sizes, on=["copy", "source"], maintain_order="left"
    )
    shares = pairs.select(
        "copy", "source", "passages", "copy_longest", "source_longest", "similarity",
        "copy_chars", "source_chars", "edits", "sources_left_out",
        copy_share=pl.col("copy_covered") / pl.col("copy_chars"),
        source_share=pl.col("source_covered") / pl.col("source_chars"),
    )  # fmt: skip
    documents = with_titles()
    directed = with_direction(shares, documents, bodies)
    directed = directed.rename({"copy_share": "copied_share"})
    passages = _turned_passages(hard, directed)
    copies, sources = directed["copy"].to_numpy(), directed["source"].to_numpy()
    related = with_relation(
        directed.with_columns(
            pl.Series("on_path", lines.on_path(copies, sources)),
            pl.Series("off_path", lines.off_path(copies, sources)),
        ),
        documents,
        bodies,
        passages,
    )
    changed = figures_changed(passages, bodies)
    related = (
        related.with_columns(immediate_parents(related))
        .rename({"copy_longest": "longest_passage_chars"})
        .join(changed, on=["copy", "source"], how="left", maintain_order="left")
        .with_columns(pl.col("figures_changed").fill_null(0))
    )
    return BodyPairs(related, passages, _boilerplate(compared.passages))


def _turned_passages(passages: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Passages of the kept pairs, sides exchanged where the pair was turned."""
    straight = passages.join(pairs.select("copy", "source"), on=["copy", "source"])
    turned = passages.rename(
        {
            "copy": "source", "source": "copy",
            "copy_begin": "source_begin", "copy_end": "source_end",
            "source_begin": "copy_begin", "source_end": "copy_end",
        }
    ).join(pairs.select("copy", "source"), on=["copy", "source"])  # fmt: skip
    return pl.concat([straight, turned.select(straight.columns)])


def _boilerplate(passages: pl.DataFrame) -> pl.DataFrame:
    """Spans of standing text in sources, once for each document that carries them."""
    spans = passages.filter("soft").select(
        "source", "copy", number="source", begin="source_begin", end="source_end"
    )
    sides = [spans.select("number", "begin", "end", carrier=side) for side in ("source", "copy")]
    return pl.concat(sides).unique(maintain_order=True)
