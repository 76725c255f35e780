"""The same registers give the same tables, in whatever order and however many files."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.model.tables import RUN_TABLES
from docanalyzer.pipeline import ScanOptions, scan

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "planted"
RECEIVED = SAMPLES / "清川县收文登记2024.csv"
CIRCULARS = SAMPLES / "正文.jsonl"
WHERE_IT_STOOD = ["source_file", "source_sheet", "source_row", "body_source"]


def tables(inputs: list[Path], out: Path) -> dict[str, pl.DataFrame]:
    """Every table of a scan without the columns that say where a row stood."""
    run = scan(ScanOptions(inputs=tuple(str(path) for path in inputs), out=out))
    found = {table.name: run.table(table) for table in RUN_TABLES}
    return {
        name: frame.drop(WHERE_IT_STOOD, strict=False).sort(pl.all())
        for name, frame in found.items()
    }


def shuffled(lines: list[str], seed: int) -> list[str]:
    mixed = lines.copy()
    random.Random(seed).shuffle(mixed)
    return mixed


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_splitting_change_nothing(tmp_path: Path, seed: int) -> None:
    header, *rows = RECEIVED.read_text("utf-8-sig").splitlines(keepends=True)
    texts = CIRCULARS.read_text("utf-8").splitlines(keepends=True)
    whole = tables([RECEIVED, CIRCULARS], tmp_path / "whole")
    mixed, told = shuffled(rows, seed), shuffled(texts, seed)
    parts = [
        write(tmp_path / "二.csv", [header, *mixed[:5]]),
        write(tmp_path / "一.csv", [header, *mixed[5:]]),
        write(tmp_path / "文.jsonl", told),
    ]
    split = tables(parts, tmp_path / "split")
    for name, frame in whole.items():
        assert frame.equals(split[name]), name


def test_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    for out in ("one", "two"):
        scan(ScanOptions(inputs=(str(SAMPLES),), out=tmp_path / out))
    for table in RUN_TABLES:
        one, two = ((tmp_path / out / table.file).read_bytes() for out in ("one", "two"))
        assert one == two, table.name
