"""From files to figures: order of rows, splitting of files and repeated rows change nothing."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.model.tables import QUOTA_STATUS
from docanalyzer.pipeline import ScanOptions, scan
from tests.detect.quotas.registers import year_of

pytestmark = pytest.mark.slow

HEADINGS = ["来文单位", "来文字号", "文件标题", "成文日期", "收文日期"]


def _rows() -> list[list[str]]:
    parts = [
        year_of(year, count, unit=unit, tag=tag)
        for unit, tag, counts in (
            ("某市水利局", "某水发", {2022: 40, 2023: 44, 2024: 39}),
            ("某市教育局", "某教发", {2022: 36, 2023: 30, 2024: 33}),
        )
        for year, count in counts.items()
    ]
    return [
        [unit, number, title, str(day), str(day)]
        for unit, number, title, day in pl.concat(parts)
        .select("issuer", "doc_number", "title", "issued_on")
        .iter_rows()
    ]


def _scan(folder: Path, name: str, files: list[list[list[str]]]) -> pl.DataFrame:
    source = folder / f"{name}-in"
    source.mkdir()
    for place, rows in enumerate(files):
        with (source / f"{place}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([HEADINGS, *rows])
    run = scan(ScanOptions(inputs=(str(source),), out=folder / f"{name}-out"))
    return run.table(QUOTA_STATUS)


@pytest.mark.parametrize("seed", [1, 2])
def test_splitting_order_and_repeats_change_no_figure(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = _rows()
    plain = _scan(tmp_path, "plain", [rows])
    assert plain.filter(pl.col("period") == "2024").select("unit", "count", "status").rows() == [
        ("某市教育局", 33, "missed"),
        ("某市水利局", 39, "met"),
    ]
    shuffled = chance.sample(rows, len(rows))
    cuts = sorted(chance.sample(range(1, len(rows)), 2))
    split = [shuffled[: cuts[0]], shuffled[cuts[0] : cuts[1]], shuffled[cuts[1] :]]
    assert _scan(tmp_path, "split", split).equals(plain)
    repeated = chance.sample(rows, len(rows)) + chance.choices(rows, k=60)
    assert _scan(tmp_path, "repeated", [repeated]).equals(plain)
