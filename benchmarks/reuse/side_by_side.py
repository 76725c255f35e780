"""docanalyzer beside other tools on one file of circulars: documents a second and recall.

    python benchmarks/reuse/side_by_side.py out/bench/c100k .venv-rivals/bin/python

The folder holds documents.parquet and truth.parquet of corpus.py. Every tool is a whole process
from start to exit. A rival has found a planted pair when both texts lie in one of its clusters,
docanalyzer when the pair stands in reuse_pairs.parquet, in either direction. Name tools behind the
interpreter to run only those.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from rivals import TOOLS
from scanned import scan, tables, timed
from scores import KEYS, pair_scores


def rival_recall(documents: pl.DataFrame, truth: pl.DataFrame, clusters: Path) -> dict[str, float]:
    """Share of the planted pairs of each kind that lie in one cluster, and of all."""
    found = documents.select("doc_id", cluster=pl.read_parquet(clusters)["cluster"])
    pairs = (
        truth.select(*KEYS, "kind").unique()
        .join(found, left_on="copy_doc_id", right_on="doc_id")
        .join(found, left_on="source_doc_id", right_on="doc_id", suffix="_source")
        .with_columns(hit=pl.col("cluster") == pl.col("cluster_source"))
    )  # fmt: skip
    kinds = pairs.group_by("kind").agg(pl.col("hit").mean()).sort("kind")
    mean = pairs["hit"].mean()
    assert isinstance(mean, float)
    return {**dict(kinds.iter_rows()), "all": mean}


def main(corpus: Path, interpreter: str, rivals: list[str]) -> None:
    """Print one JSON object: per tool seconds, documents a second, megabytes and recall."""
    source = corpus / "documents.parquet"
    documents = pl.read_parquet(source, columns=["doc_id", "kind"])
    truth = pl.read_parquet(corpus / "truth.parquet")
    results: dict[str, object] = {}
    with TemporaryDirectory() as folder:
        at = Path(folder)
        cost = scan(source, at / "run")
        scored = pair_scores(documents, truth, tables(documents, at / "run"))
        results["docanalyzer"] = _result(cost.seconds, documents, scored["recall"], asdict(cost))
        for tool in rivals:
            print(f"{tool} ...", file=sys.stderr)
            script = Path(__file__).with_name("rivals.py")
            cost = timed([interpreter, str(script), tool, str(source), str(at / tool)])
            recall = rival_recall(documents, truth, at / tool)
            results[tool] = _result(cost.seconds, documents, recall, asdict(cost))
    print(json.dumps(results, ensure_ascii=False, indent=1))


def _result(
    seconds: float, documents: pl.DataFrame, recall: object, cost: dict[str, float]
) -> dict[str, object]:
    return {"documents_a_second": documents.height / seconds, "recall": recall, **cost}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] or list(TOOLS))
