"""Whole scans of planted circulars by size: time, memory, and whether what was planted is found.

    python benchmarks/reuse/growth.py CORPUS...

Each CORPUS is a folder of corpus.py. Prints one JSON object per folder name: cost of the process,
stages, scores of pairs and passages, all from the run folder that a user gets.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from scanned import scan, tables
from scores import alignment, pair_scores


def measured(corpus: Path, run: Path) -> dict[str, object]:
    """One scan of a corpus, its cost and its scores."""
    source = corpus / "documents.parquet"
    cost = scan(source, run)
    documents = pl.read_parquet(source, columns=["doc_id", "kind"])
    truth = pl.read_parquet(corpus / "truth.parquet")
    found = tables(documents, run)
    return {
        "documents": documents.height,
        **asdict(cost),
        "stages": json.loads((run / "run.json").read_text("utf-8"))["timings"],
        "scores": pair_scores(documents, truth, found),
        "alignment": asdict(alignment(truth, found)),
    }


def main(corpora: list[Path]) -> None:
    """Print the measurements of every corpus."""
    results = {}
    for corpus in corpora:
        with TemporaryDirectory() as folder:
            results[corpus.name] = measured(corpus, Path(folder) / "run")
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
