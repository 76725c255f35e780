"""Why reported shares of real regulations lie above their containment in 13-character shingles.

    python benchmarks/reuse/share_parts.py DATA

On the side of each pair that shares more, every character inside a passage is put in one part:
`shingles`, which containment counts too (an equal run of n characters has n - 12 shingles);
`ends`, the other 12 of such a run; `short`, equal runs of fewer than 13; `changed`, characters
that are not equal as ingested, folded place names among them. The first, over the text, is about
the containment; the other three are what the share has above it. `covered` counts the characters
of the text that its common shingles cover, wherever they stand, `unlike` those of its passages
that lie in a stretch of 60 of which less than half is equal. All are shares of the text.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.distance import Levenshtein
from real_pairs import compared

SHINGLE = 13
STRETCH = 60
NEAR = 0.2
CHANGED, SHORT, ENDS, SHINGLES = 1, 2, 3, 4
PARTS = {"shingles": SHINGLES, "ends": ENDS, "short": SHORT, "changed": CHANGED}

Marks = npt.NDArray[np.int8]


def bare(text: str) -> str:
    """The characters that both measures compare."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def passage_marks(text: str, other: str) -> tuple[Marks, int]:
    """The part of each character of a passage, and how many lie in unlike stretches."""
    marks = np.full(len(text), CHANGED, np.int8)
    columns: list[tuple[int, bool]] = []
    for tag, begin, end, other_begin, other_end in Levenshtein.opcodes(text, other):
        if tag == "equal":
            whole = end - begin >= SHINGLE
            marks[begin:end] = ENDS if whole else SHORT
            if whole:
                marks[begin : end - SHINGLE + 1] = SHINGLES
        wide = max(end - begin, other_end - other_begin)
        columns += [(min(begin + n, end), tag == "equal") for n in range(wide)]
    return marks, _unlike(columns, len(text))


def _unlike(columns: list[tuple[int, bool]], size: int) -> int:
    """Characters of the first text in some stretch of the alignment that is mostly not equal."""
    equal = np.cumsum([0, *(same for _, same in columns)])
    poor = np.flatnonzero(equal[STRETCH:] - equal[:-STRETCH] < STRETCH / 2)
    return len({columns[n][0] for first in poor for n in range(first, first + STRETCH)} - {size})


def covered(text: str, other: str) -> float:
    """Characters under shingles that the other text has too, over all characters."""
    known = {other[n : n + SHINGLE] for n in range(len(other) - SHINGLE + 1)}
    under = np.zeros(len(text), np.bool_)
    for n in range(len(text) - SHINGLE + 1):
        if text[n : n + SHINGLE] in known:
            under[n : n + SHINGLE] = True
    return float(under.mean())


def parts(pairs: pl.DataFrame, run: Path) -> Iterator[dict[str, object]]:
    """A row for each pair, on the side that shares more."""
    bodies = dict(pl.read_parquet(run / "bodies.parquet", columns=["doc_id", "body"]).iter_rows())
    passages = pl.read_parquet(run / "reuse_passages.parquet").partition_by(
        "copy_doc_id", "source_doc_id", as_dict=True
    )
    for pair in pairs.iter_rows(named=True):
        side, far = ("copy", "source")
        if pair["source_share"] > pair["copied_share"]:
            side, far = far, side
        text, other = bodies[pair[f"{side}_doc_id"]], bodies[pair[f"{far}_doc_id"]]
        size = len(bare(text))
        marks = np.zeros(size, np.int8)
        unlike = 0
        for row in passages[pair["copy_doc_id"], pair["source_doc_id"]].iter_rows(named=True):
            mine = bare(text[row[f"{side}_begin"] : row[f"{side}_end"]])
            theirs = bare(other[row[f"{far}_begin"] : row[f"{far}_end"]])
            found, poor = passage_marks(mine, theirs)
            place = len(bare(text[: row[f"{side}_begin"]]))
            kept = marks[place : place + len(mine)]
            np.maximum(kept, found, out=kept)
            unlike += poor
        yield {
            "title": pair["a_title"],
            "side": side,
            "relation": pair["relation"],
            "share": max(pair["copied_share"], pair["source_share"]),
            "containment": max(pair["copy_in"], pair["source_in"]),
            **{name: float((marks == part).mean()) for name, part in PARTS.items()},
            "covered": covered(bare(text), bare(other)),
            "unlike": unlike / size,
        }


def main(data: Path) -> None:
    """Print the pairs whose share is over 0.2 above the containment, and means of both groups."""
    with TemporaryDirectory() as folder:
        run = Path(folder) / "regulations"
        table = pl.DataFrame(list(parts(compared(data, run)[1], run)))
    over = pl.col("share") - pl.col("containment")
    table = table.with_columns(over=over, far=over.abs() > NEAR).sort("over", descending=True)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=200, fmt_str_lengths=20):
        pl.Config.set_float_precision(3)
        print(table.filter("far").drop("far"))
        print(table.group_by("far").agg(pl.len(), pl.col(pl.Float64).mean()).sort("far"))
    for name, measure in {
        "share": pl.col("share"),
        "equal characters of passages": pl.sum_horizontal("shingles", "ends", "short"),
        "characters under common shingles": pl.col("covered"),
    }.items():
        near = (measure - pl.col("containment")).abs() <= NEAR
        print(f"{name}: within {NEAR} of the containment", table.select(near.mean()).item())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
