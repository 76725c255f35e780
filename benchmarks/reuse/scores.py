"""How well planted copying is found: pairs per kind, directions, and the PAN alignment scores.

    python benchmarks/reuse/scores.py 20000 --hot 2000

Precision, recall, granularity and plagdet after Potthast et al., An Evaluation Framework for
Plagiarism Detection (COLING 2010), macro-averaged over passages, characters of both sides.
Passages between two documents that share a planted source are neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, replace
from math import log2
from time import perf_counter

import polars as pl
from corpus import CHAIN, LOOKALIKE, build

from docanalyzer.detect.copying.detection import ReuseTables, detect_reuse
from docanalyzer.model.tables import BODIES, DOCUMENTS

KEYS = ["copy_doc_id", "source_doc_id"]
SPANS = ["copy_begin", "copy_end", "source_begin", "source_end"]


@dataclass(frozen=True)
class Alignment:
    """The PAN scores."""

    precision: float
    recall: float
    granularity: float
    plagdet: float


def run(documents: pl.DataFrame) -> ReuseTables:
    """The detector on a corpus, without rules: pairs and passages are what counts here."""
    columns = [name for name in documents.columns if name in DOCUMENTS.names()]
    return detect_reuse(
        DOCUMENTS.conform(documents.select(columns)),
        BODIES.conform(documents.select("doc_id", "body")),
        [],
    )


def roots(truth: pl.DataFrame) -> pl.DataFrame:
    """Every document with everything its text goes back to, itself included."""
    edges = truth.select(KEYS).unique()
    known = edges.rename({"copy_doc_id": "doc_id", "source_doc_id": "root"})
    step = known
    while step.height:
        step = step.join(edges, left_on="root", right_on="copy_doc_id").select(
            "doc_id", root="source_doc_id"
        )
        step = step.join(known, on=["doc_id", "root"], how="anti").unique()
        known = pl.concat([known, step])
    ids = pl.concat([edges["copy_doc_id"], edges["source_doc_id"]]).unique()
    return pl.concat([known, pl.DataFrame({"doc_id": ids, "root": ids})]).unique()


def pair_scores(
    documents: pl.DataFrame, truth: pl.DataFrame, found: ReuseTables
) -> dict[str, object]:
    """Recall per kind, share of wrong pairs, right directions and parents, labels of relays."""
    kinds = documents.select(copy_doc_id="doc_id", kind="kind")
    planted = truth.select(*KEYS, "kind").unique()
    reported = found.pairs.filter(pl.col("copied_share").is_not_null())
    either = pl.concat(
        [
            reported.select(KEYS),
            reported.select(copy_doc_id="source_doc_id", source_doc_id="copy_doc_id"),
        ]
    ).with_columns(hit=pl.lit(1))
    recall = (
        planted.join(either, on=KEYS, how="left")
        .group_by("kind")
        .agg(recall=pl.col("hit").is_not_null().mean(), pairs=pl.len())
        .sort("kind")
    )
    lineage = roots(truth)
    common = (
        reported.select(KEYS)
        .join(lineage, left_on="copy_doc_id", right_on="doc_id")
        .join(lineage, left_on=["source_doc_id", "root"], right_on=["doc_id", "root"])
        .select(KEYS).unique()
    )  # fmt: skip
    wrong = reported.join(common, on=KEYS, how="anti")
    looked = wrong.join(kinds.filter(kind=LOOKALIKE), on="copy_doc_id")["copy_doc_id"].n_unique()
    directed = planted.join(either, on=KEYS).join(
        reported.select(*KEYS, right=pl.lit(1)), on=KEYS, how="left"
    )
    parents = planted.filter(kind=CHAIN).join(
        reported.select(*KEYS, "is_immediate_parent"), on=KEYS
    )
    relays = planted.filter(pl.col("kind").str.starts_with("relay")).join(
        reported.select(*KEYS, "relation"), on=KEYS
    )
    # Of whatever a relay shares with any source, not only with the one it was planted from.
    by_relays = reported.join(
        kinds.filter(pl.col("kind").str.starts_with("relay")), on="copy_doc_id", how="semi"
    )
    return {
        "recall": dict(recall.select("kind", "recall").iter_rows()),
        "planted": dict(recall.select("kind", "pairs").iter_rows()),
        "reported": reported.height,
        "wrong_share": wrong.height / max(1, reported.height),
        "lookalikes_paired": looked / max(1, documents.filter(kind=LOOKALIKE).height),
        "direction": directed["right"].is_not_null().mean(),
        "immediate_parent": parents["is_immediate_parent"].mean(),
        "relays_declared": (relays["relation"] == "declared_relay").mean(),
        "relays_copied": (by_relays["relation"] == "copied").sum(),
        "relations": dict(reported["relation"].value_counts(sort=True).iter_rows()),
    }


def alignment(truth: pl.DataFrame, found: ReuseTables) -> Alignment:
    """PAN scores of the passages against the planted ones."""
    lineage = roots(truth)
    planted = truth.with_row_index("case")
    direct = planted.select(KEYS).unique()
    spans = found.passages.select(*KEYS, *SPANS)
    kin = (
        spans.select(KEYS).unique()
        .join(lineage, left_on="copy_doc_id", right_on="doc_id")
        .join(lineage, left_on=["source_doc_id", "root"], right_on=["doc_id", "root"])
        .select(KEYS).unique()
    )  # fmt: skip
    counted = pl.concat(
        [spans.join(direct, on=KEYS, how="semi"), spans.join(kin, on=KEYS, how="anti")]
    ).with_row_index("detection")
    met = planted.join(counted, on=KEYS, suffix="_found")
    for side in ("copy", "source"):
        met = met.with_columns(
            (
                pl.min_horizontal(f"{side}_end", f"{side}_end_found")
                - pl.max_horizontal(f"{side}_begin", f"{side}_begin_found")
            ).clip(0).alias(f"{side}_common")
        )  # fmt: skip
    met = met.filter((pl.col("copy_common") > 0) & (pl.col("source_common") > 0))
    common = pl.col("copy_common") + pl.col("source_common")
    size = pl.sum_horizontal("copy_end", "source_end") - pl.sum_horizontal(
        "copy_begin", "source_begin"
    )
    by_case = met.group_by("case").agg(common=common.sum(), times=pl.len())
    by_detection = met.group_by("detection").agg(common=common.sum())
    cases = planted.select("case", size=size).join(by_case, on="case", how="left")
    detections = counted.select("detection", size=size).join(
        by_detection, on="detection", how="left"
    )
    covered = (pl.col("common").fill_null(0) / pl.col("size")).clip(0, 1)
    recall = cases.select(covered.alias("x"))["x"].mean()
    precision = detections.select(covered.alias("x"))["x"].mean()
    granularity = by_case["times"].mean()
    assert isinstance(recall, float) and isinstance(precision, float)
    times = granularity if isinstance(granularity, float) else 1.0
    harmonic = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Alignment(precision, recall, times, harmonic / log2(1 + times))


def main() -> None:
    """Print the scores of a corpus of the given size as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int)
    parser.add_argument("--hot", type=int, default=0)
    options = parser.parse_args()
    documents, truth = build(options.size, options.hot)
    begun = perf_counter()
    found = run(documents)
    seconds = perf_counter() - begun
    scores = pair_scores(documents, truth, found)
    kinds = truth["kind"].unique().sort().to_list()
    scores["alignment"] = {
        "all": asdict(alignment(truth, found)),
        **{
            kind: asdict(alignment(_only(truth, kind), _only_tables(found, truth, kind)))
            for kind in kinds
        },
    }
    undated = run(documents.with_columns(issued_on=pl.lit(None, pl.Date)))
    scores["direction_without_dates"] = pair_scores(documents, truth, undated)["direction"]
    scores["seconds"] = seconds
    scores["characters"] = documents["body"].str.len_chars().sum()
    print(json.dumps(scores, ensure_ascii=False, indent=1))


def _only(truth: pl.DataFrame, kind: str) -> pl.DataFrame:
    return truth.filter(kind=kind)


def _only_tables(found: ReuseTables, truth: pl.DataFrame, kind: str) -> ReuseTables:
    pairs = truth.filter(kind=kind).select(KEYS).unique()
    return replace(found, passages=found.passages.join(pairs, on=KEYS, how="semi"))


if __name__ == "__main__":
    main()
