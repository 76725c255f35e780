"""Precision and recall of the default pack on labelled real titles.

    python benchmarks/rules/score_titles.py DATA

DATA is the folder with register.csv. title_labels.csv names rows of that file (1 is its heading)
and their addresses, and says which topics a reader found in each title; the titles themselves
are not kept here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from topics import topic_of

from docanalyzer.detect.documents import detect_documents
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rulepack import load_pack

LABELS = Path(__file__).with_name("title_labels.csv")


def labelled(data: Path) -> pl.DataFrame:
    """Labelled rows with their titles: doc_id, row, title, topics."""
    register = pl.read_csv(data / "register.csv", infer_schema=False).with_row_index(
        "row", offset=2
    )
    labels = pl.read_csv(LABELS, schema_overrides={"row": pl.UInt32, "topics": pl.String})
    rows = labels.join(register, on="row")
    moved = rows.filter(pl.col("url") != pl.col("网址"))
    if rows.height != labels.height or moved.height:
        sys.exit("register.csv is not the file that was labelled")
    return rows.select(
        doc_id=pl.format("d{}", "row"),
        row="row",
        title="标题",
        topics=pl.col("topics").fill_null("").str.split(" "),
    )


def found(rows: pl.DataFrame) -> pl.DataFrame:
    """Topics found per row: doc_id, topic, rule_id."""
    rules = load_pack([default_pack()]).rules
    documents = DOCUMENTS.conform(rows.select("doc_id", "title"))
    findings = detect_documents(documents, BODIES.empty(), RECEIPTS.empty(), rules)
    topics = {rule.id: topic_of(rule) for rule in rules if rule.when.kind in ("mark", "phrase")}
    return findings.select(
        "doc_id", "rule_id", topic=pl.col("rule_id").replace_strict(topics, default=None)
    ).filter(pl.col("topic").is_not_null())


def main(data: Path) -> None:
    """Print one line per topic, then every title on which rules and reader disagree."""
    rows = labelled(data)
    truth = rows.explode("topics").filter(pl.col("topics") != "").select("doc_id", topic="topics")
    hits = found(rows)
    both = truth.join(
        hits.select("doc_id", "topic", hit=pl.lit(True)).unique(),
        on=["doc_id", "topic"],
        how="full",
        coalesce=True,
    )
    marked = truth.with_columns(true=pl.lit(True))
    both = both.join(marked, on=["doc_id", "topic"], how="left").with_columns(
        pl.col("hit", "true").fill_null(False)
    )
    print(f"{rows.height} titles")
    for (topic,), part in sorted(both.partition_by("topic", as_dict=True).items()):
        right = part.filter(pl.col("hit") & pl.col("true")).height
        hit, true = part["hit"].sum(), part["true"].sum()
        precision = right / hit if hit else float("nan")
        recall = right / true if true else float("nan")
        print(
            f"{topic:16} labelled {true:4} found {hit:4} "
            f"precision {precision:.3f} recall {recall:.3f}"
        )
    wrong = both.filter(pl.col("hit") != pl.col("true")).join(rows, on="doc_id").sort("row")
    for row, topic, hit, title in wrong.select("row", "topic", "hit", "title").iter_rows():
        print(f"{'wrong ' if hit else 'missed'} {topic:14} {row:6} {title}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
