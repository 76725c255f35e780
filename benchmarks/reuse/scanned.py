"""A scan of a corpus as a user runs it: its time, its memory, its tables in the corpus's ids."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import polars as pl

from docanalyzer.detect.copying.detection import ReuseTables


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the clock and of the processors, peak megabytes."""

    seconds: float
    processor_seconds: float
    peak_mb: float


def timed(command: list[str]) -> Cost:
    """Run a command to its end; a failure of it ends the benchmark with its last words."""
    begun = perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed: {said[-2000:]}")
    return Cost(perf_counter() - begun, used.ru_utime + used.ru_stime, _megabytes(used))


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


def scan(documents: Path, out: Path) -> Cost:
    """Scan one file of circulars with the default rules into `out`."""
    command = ["scan", str(documents), "--out", str(out), "--force", "--quiet"]
    return timed([sys.executable, "-m", "docanalyzer", *command])


def tables(documents: pl.DataFrame, run: Path) -> ReuseTables:
    """What a scan found, under the corpus's doc_ids; ends when a row was not a document.

    `documents` is the corpus in file order, which row of the file a document came from is how
    the two are matched.
    """
    scanned = pl.read_parquet(run / "documents.parquet", columns=["doc_id", "source_row"])
    if scanned.height != documents.height:
        sys.exit(f"{documents.height} circulars became {scanned.height} documents")
    order = scanned.sort("source_row")["doc_id"]
    ours = pl.DataFrame({"theirs": order, "doc_id": documents["doc_id"]})

    def named(table: pl.DataFrame) -> pl.DataFrame:
        for side in ("copy_doc_id", "source_doc_id"):
            table = table.join(
                ours, left_on=side, right_on="theirs", how="left", maintain_order="left"
            )
            table = table.drop(side).rename({"doc_id": side})
        return table

    return ReuseTables(
        named(pl.read_parquet(run / "reuse_pairs.parquet")),
        named(pl.read_parquet(run / "reuse_passages.parquet")),
        pl.read_parquet(run / "boilerplate.parquet"),
        pl.read_parquet(run / "findings.parquet"),
    )
