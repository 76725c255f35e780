"""Precision and recall of the default pack on labelled real titles.

    python benchmarks/rules/score_titles.py DATA

DATA is the folder with register.csv. title_labels.csv names rows of that file (1 is its heading)
and their addresses, and says which topics readers found in each title (labelling.md); the titles
themselves are not kept here. Prints the two draws apart: rules were extended on the first, and the
second was read by rule writers only after its first scoring.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from scoring import print_scores

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

LABELS = Path(__file__).with_name("title_labels.csv")


def labelled(data: Path) -> pl.DataFrame:
    """Labelled rows with their titles: draw, doc_id, row, title, topics."""
    register = pl.read_csv(data / "register.csv", infer_schema=False).with_row_index(
        "row", offset=2
    )
    labels = pl.read_csv(LABELS, schema_overrides={"row": pl.UInt32, "topics": pl.String})
    rows = labels.join(register, on="row")
    moved = rows.filter(pl.col("url") != pl.col("网址"))
    if rows.height != labels.height or moved.height:
        sys.exit("register.csv is not the file that was labelled")
    return rows.select(
        "draw",
        doc_id=pl.format("d{}", "row"),
        row="row",
        title="标题",
        topics=pl.col("topics").fill_null("").str.split(" "),
    )


def main(data: Path) -> None:
    """Print one line per draw and topic, then titles on which rules and readers disagree."""
    rows = labelled(data)
    rules = load_pack([default_pack()]).rules
    documents = DOCUMENTS.conform(rows.select("doc_id", "title"))
    findings = detect_documents(Log(documents, BODIES.empty(), RECEIPTS.empty()), rules)
    shown = rows.select("draw", "doc_id", "topics", place="row", shown="title")
    print_scores(shown, findings, rules)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
