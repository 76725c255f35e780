"""Seconds that document rules need for a million titles or receipts and for 100 MB of bodies.

    python benchmarks/rules/speed.py DATA

Titles are those of register.csv, each with a running number so that none repeats; bodies are
those of regulations.parquet and state_council_circulars.parquet, repeated, with sentences that
many rules look at put between their paragraphs. Receipts are made up: fifty thousand documents,
each sent to twenty receivers, once with a subject of its own and once with one of 2,500 subjects,
so that hardly any or nearly every receipt belongs to a series.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

import polars as pl

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.rule import Rule
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

TITLES = 1_000_000
BODY_BYTES = 100_000_000
RECEIVERS = 20
SENT = 50_000
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


def register(subjects: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and a million receipts, a fifth of them urgent, all with a deadline."""
    number = pl.int_range(SENT)
    documents = pl.select(
        doc_id=pl.format("d{}", number),
        title=pl.format("关于做好第{}项重点工作落实情况报送的通知", number % subjects),
        doc_number=pl.format("市办发〔2023〕{}号", number),
        issuer=pl.format("某市第{}局", number % 300),
        issuer_level=pl.lit("city"),
        urgency=pl.when(number % 5 == 0).then(pl.lit("特急")),
    )
    receipt = pl.int_range(SENT * RECEIVERS)
    sent = receipt // RECEIVERS
    received = pl.datetime(2023, 1, 1, 8, 30) + pl.duration(days=sent % 360)
    receipts = pl.select(
        receipt_id=pl.format("r{}", receipt),
        doc_id=pl.format("d{}", sent),
        receiver=pl.format("某县第{}镇", receipt % 40),
        received_at=received,
        due_at=received + pl.duration(days=receipt % 40 - 2),
        raw_urgency=pl.when(sent % 5 == 0).then(pl.lit("特急")),
        source_file=pl.lit("register.csv"),
        source_row=receipt + 2,
    )
    return DOCUMENTS.conform(documents), RECEIPTS.conform(receipts)


def timed(
    name: str,
    documents: pl.DataFrame,
    rules: tuple[Rule, ...],
    texts: pl.DataFrame | None = None,
    receipts: pl.DataFrame | None = None,
) -> None:
    """Run the detection once and print what it took: by the clock, and of the processors."""
    texts = BODIES.empty() if texts is None else texts
    receipts = RECEIPTS.empty() if receipts is None else receipts
    begun, worked = perf_counter(), process_time()
    found = detect_documents(Log(documents, texts, receipts), rules)
    took, worked = perf_counter() - begun, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = f"{took:.1f} s, {worked:.1f} s of work"
    print(f"{name}: {times}, {found.height} findings, peak of the process {peak:.0f} MB")


def main(data: Path) -> None:
    """Print a line for the titles, the bodies, two registers and two hostile titles."""
    begun = perf_counter()
    rules = load_pack([default_pack()]).rules
    print(f"{len(rules)} rules loaded in {(perf_counter() - begun) * 1000:.0f} ms")
    timed("one title, to load or compile the scan", titles(data).head(1), rules)
    timed(f"{TITLES} titles", titles(data), rules)
    texts = bodies(data)
    megabytes = int(texts["body"].str.len_bytes().sum()) / 1e6
    named = DOCUMENTS.conform(texts.select("doc_id", title=pl.lit("关于做好工作的通知")))
    timed(f"{megabytes:.0f} MB of bodies", named, rules, texts)
    for subjects in (SENT, 2_500):
        documents, receipts = register(subjects)
        name = f"{receipts.height} receipts, {subjects} subjects"
        timed(name, documents, rules, receipts=receipts)
    for chars in (1_000_000, 4_000_000):
        hostile = DOCUMENTS.conform(
            pl.DataFrame({"doc_id": ["d"], "title": ["紧急通知" * (chars // 4)]})
        )
        timed(f"one title of {chars} characters", hostile, rules)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
