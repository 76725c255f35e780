"""What a scan finds of copying that really happened: regulations and relays.

    python benchmarks/reuse/real_pairs.py DATA

regulation_pairs.csv holds same-subject regulations with the containment of 13-character shingles
measured both ways; relay_pairs.csv provincial documents and the State Council document each passes
on. `copy side` compares copied_share with the containment of the text that we call the copy, which
is what the table means; `larger side` compares the larger share with the larger containment.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from scanned import scan

LEAST = 0.3
SHELL = "转发|批转"


def compared(data: Path, run: Path) -> tuple[int, pl.DataFrame]:
    """How many pairs have containment >= 0.3 one way or the other, and those a scan reports.

    Adds `copy_in` and `source_in`, the containment of the side called the copy and of the other.
    """
    scan(data / "regulations.parquet", run)
    documents = pl.read_parquet(run / "documents.parquet", columns=["doc_id", "source_row"])
    file = pl.read_parquet(data / "regulations.parquet", columns=["文件编号"])
    ids = documents.sort("source_row").select("doc_id").hstack(file.rename({"文件编号": "name"}))
    pairs = (
        pl.read_csv(data / "regulation_pairs.csv", infer_schema_length=None)
        .filter(
            (pl.max_horizontal("contain_a_in_b", "contain_b_in_a") >= LEAST)
            & (pl.col("a") != pl.col("b"))
        )
        .drop("relation")
    )
    for side in "ab":
        pairs = pairs.join(ids.rename({"doc_id": f"id_{side}", "name": side}), on=side)
    reported = pl.read_parquet(run / "reuse_pairs.parquet")
    straight = pairs.rename({"id_a": "copy_doc_id", "id_b": "source_doc_id"}).with_columns(
        copy_in="contain_a_in_b", source_in="contain_b_in_a"
    )
    turned = pairs.rename({"id_b": "copy_doc_id", "id_a": "source_doc_id"}).with_columns(
        copy_in="contain_b_in_a", source_in="contain_a_in_b"
    )
    found = pl.concat([straight, turned], how="diagonal").join(
        reported, on=["copy_doc_id", "source_doc_id"]
    )
    return pairs.height, found.filter(pl.col("copied_share").is_not_null())


def regulations(data: Path, run: Path) -> dict[str, object]:
    """How many of the pairs are found, and how near their shares are to the containment."""
    pairs, with_text = compared(data, run)
    larger = pl.max_horizontal("copied_share", "source_share") - pl.max_horizontal(
        "copy_in", "source_in"
    )
    return {
        "pairs": pairs,
        "found": with_text.height,
        "relations": dict(with_text["relation"].value_counts(sort=True).iter_rows()),
        "copy side": _nearness(with_text, pl.col("copied_share") - pl.col("copy_in")),
        "larger side": _nearness(with_text, larger),
    }


def _nearness(found: pl.DataFrame, over: pl.Expr) -> dict[str, object]:
    near = found.select(
        enough=(over >= -0.05).mean(), near=(over.abs() <= 0.2).mean(), median=over.median()
    )
    return near.row(0, named=True)


def relays(data: Path, run: Path) -> dict[str, object]:
    """Relays found from register.csv alone, which has titles and no texts.

    A source counts as met under its number or its title: some stand in the register under another
    number than in relay_pairs.csv. Relays that the register does not hold are not counted.
    """
    scan(data / "register.csv", run)
    bare = pl.col("source_title").str.replace_all(r"[\s\p{Cf}]", "")
    listed = (
        pl.read_csv(data / "relay_pairs.csv", infer_schema=False)
        .select(
            bare,
            "source_number",
            copy_doc_number=pl.col("relay_number").str.replace_all(r"\s", ""),
            says_so=pl.col("relay_title").str.contains(SHELL),
        )
        .unique()
    )
    titles = pl.read_parquet(run / "documents.parquet").select(
        "doc_id", "doc_number", source_title=pl.col("title").str.replace_all(r"[\s\p{Cf}]", "")
    )
    listed = listed.join(titles, left_on="copy_doc_number", right_on="doc_number", how="semi")
    reported = pl.read_parquet(run / "reuse_pairs.parquet").join(
        titles, left_on="source_doc_id", right_on="doc_id"
    )
    keys = ["copy_doc_number", "source_number", "source_title"]
    met = listed.join(reported, on="copy_doc_number", suffix="_found").filter(
        (pl.col("source_title") == pl.col("source_title_found"))
        | (pl.col("source_number") == pl.col("source_doc_number"))
    )
    saying = listed.filter("says_so").select(keys).unique().height
    return {
        "relays": listed.select(keys).unique().height,
        "found": met.select(keys).unique().height,
        "relays that say so in the title": saying,
        "declared": met.filter("says_so", relation="declared_relay").select(keys).unique().height,
        "called copied": met.filter(relation="copied").height,
    }


def main(data: Path) -> None:
    """Print one JSON object."""
    with TemporaryDirectory() as folder:
        found = {
            "regulations": regulations(data, Path(folder) / "regulations"),
            "relays": relays(data, Path(folder) / "relays"),
        }
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
