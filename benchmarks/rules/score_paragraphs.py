"""Precision and recall of the default pack on labelled paragraphs of real texts.

    python benchmarks/rules/score_paragraphs.py DATA

DATA is the folder with state_council_circulars.parquet and regulations.parquet.
paragraph_labels.csv names a paragraph by file, number of the document, which of several texts
under that number it is (copy), and its place among the lines, counting from 0; and it says which
topics readers found in it (labelling.md). The texts are not kept here. Each paragraph is read as a
body of its own under the title of its document.
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

LABELS = Path(__file__).with_name("paragraph_labels.csv")
FILES = {
    "circulars": ("state_council_circulars.parquet", "发文字号"),
    "regulations": ("regulations.parquet", "文件编号"),
}


def texts_by_number(data: Path, name: str) -> pl.DataFrame:
    """Distinct texts of a file: document, copy (its place under that number), title, lines."""
    file, number = FILES[name]
    texts = pl.read_parquet(data / file).unique("正文", keep="first", maintain_order=True)
    return texts.select(
        document=number,
        copy=pl.int_range(pl.len(), dtype=pl.Int64).over(number),
        title="标题",
        lines=pl.col("正文").str.split("\n"),
    )


def labelled(data: Path) -> pl.DataFrame:
    """Labelled paragraphs: draw, doc_id, place, title, text, topics."""
    labels = pl.read_csv(LABELS, schema_overrides={"topics": pl.String, "document": pl.String})
    parts = []
    for name in FILES:
        own = labels.filter(pl.col("file") == name)
        texts = texts_by_number(data, name)
        parts.append(own.join(texts, on=["document", "copy"], how="left", maintain_order="left"))
    rows = pl.concat(parts).with_row_index("n")
    return rows.select(
        "draw",
        doc_id=pl.format("p{}", "n"),
        place=pl.format("{} {} {}", "file", "document", "paragraph"),
        title="title",
        text=pl.col("lines").list.get(pl.col("paragraph"), null_on_oob=True),
        topics=pl.col("topics").fill_null("").str.split(" "),
    )


def main(data: Path) -> None:
    """Print one line per draw and topic, then paragraphs on which rules and readers disagree."""
    rows = labelled(data)
    if rows["text"].null_count():
        sys.exit("the texts are not those that were labelled")
    rules = load_pack([default_pack()]).rules
    findings = detect_documents(
        Log(
            DOCUMENTS.conform(rows.select("doc_id", "title")),
            BODIES.conform(rows.select("doc_id", body="text")),
            RECEIPTS.empty(),
        ),
        rules,
    ).filter(pl.col("field") == "body")
    print_scores(rows.select("draw", "doc_id", "place", "topics", shown="text"), findings, rules)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
