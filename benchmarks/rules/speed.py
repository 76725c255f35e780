"""Seconds that document rules need for a million titles and for 100 MB of bodies.

    python benchmarks/rules/speed.py DATA

Titles are those of register.csv, each with a running number so that none repeats; bodies are
those of regulations.parquet and state_council_circulars.parquet, repeated, with sentences that
many rules look at put between their paragraphs.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

import polars as pl

from docanalyzer.detect.documents import detect_documents
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rulepack import Rule, load_pack

TITLES = 1_000_000
BODY_BYTES = 100_000_000
ASKING = (
    "各镇要建立工作台账，每日报送进度，请于明日下班前将汇总表报送办公室。"
    "请各村上传现场照片和截图，纳入年度考核。\n"
)


def titles(data: Path) -> pl.DataFrame:
    """A million documents with a title and nothing else."""
    real = pl.read_csv(data / "register.csv", infer_schema=False)["标题"].drop_nulls()
    repeated = pl.concat([real] * (TITLES // len(real) + 1)).head(TITLES)
    frame = pl.DataFrame({"title": repeated}).with_row_index("n")
    return DOCUMENTS.conform(
        frame.select(doc_id=pl.format("d{}", "n"), title=pl.format("{}（{}）", "title", "n"))
    )


def bodies(data: Path) -> pl.DataFrame:
    """100 MB of bodies, a third of them with sentences that ask for much."""
    names = ("regulations", "state_council_circulars")
    real = pl.concat([pl.read_parquet(data / f"{name}.parquet")["正文"] for name in names])
    times = BODY_BYTES // int(real.str.len_bytes().sum()) + 1
    frame = pl.DataFrame({"body": pl.concat([real] * times)}).with_row_index("n")
    asking = pl.col("body").str.replace_all("\n\n", "\n" + ASKING, literal=True)
    return BODIES.conform(
        frame.select(
            doc_id=pl.format("d{}", "n"),
            body=pl.when(pl.col("n") % 3 == 0).then(asking).otherwise("body"),
        )
    )


def timed(name: str, documents: pl.DataFrame, texts: pl.DataFrame, rules: tuple[Rule, ...]) -> None:
    """Run the detection once and print what it took: by the clock, and of the processors."""
    begun, worked = perf_counter(), process_time()
    found = detect_documents(documents, texts, RECEIPTS.empty(), rules)
    took, worked = perf_counter() - begun, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = f"{took:.1f} s, {worked:.1f} s of work"
    print(f"{name}: {times}, {found.height} findings, peak of the process {peak:.0f} MB")


def main(data: Path) -> None:
    """Print one line for the titles, one for the bodies and one for a hostile title."""
    begun = perf_counter()
    rules = load_pack([default_pack()]).rules
    print(f"{len(rules)} rules loaded in {(perf_counter() - begun) * 1000:.0f} ms")
    timed(f"{TITLES} titles", titles(data), BODIES.empty(), rules)
    texts = bodies(data)
    megabytes = int(texts["body"].str.len_bytes().sum()) / 1e6
    named = DOCUMENTS.conform(texts.select("doc_id", title=pl.lit("关于做好工作的通知")))
    timed(f"{megabytes:.0f} MB of bodies", named, texts, rules)
    for chars in (1_000_000, 4_000_000):
        hostile = DOCUMENTS.conform(
            pl.DataFrame({"doc_id": ["d"], "title": ["紧急通知" * (chars // 4)]})
        )
        timed(f"one title of {chars} characters", hostile, BODIES.empty(), rules)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
