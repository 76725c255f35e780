"""Writes samples/clean and samples/planted: a synthetic year of the made-up city 云岭市.

Run: python scripts/samples/make.py samples
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from planted import (
    CLEAN_CIRCULARS,
    CLEAN_RECEIPTS,
    PLANTED_CIRCULARS,
    PLANTED_RECEIPTS,
    Circular,
    office_years,
    school_years,
)
from registers import Issued, Received

ISSUED_HEADINGS = ["顺序号", "发文字号", "文件标题", "发文日期", "主送单位", "发文单位"]
RECEIVED_HEADINGS = [
    "收文编号", "收文日期", "来文单位", "来文字号", "来文标题",
    "紧急程度", "密级", "限办日期", "备注",
]  # fmt: skip
CIRCULAR_HEADINGS = ["标题", "发文字号", "发文机关", "成文日期", "正文"]


def _issued_cells(rows: list[Issued], issuer: str) -> list[list[str]]:
    return [
        [str(place), row.number, row.title, row.issued_on.isoformat(), row.receiver, issuer]
        for place, row in enumerate(rows, start=1)
    ]


def _csv_bytes(headings: list[str], rows: list[list[str]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def _write_workbook(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    """One sheet a year under a title row, and a note that is no table."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2025, 1, 6)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate([ISSUED_HEADINGS, *rows]):
                for column, cell in enumerate(cells):
                    sheet.write_string(number, column, cell)


def _write_circulars(path: Path, circulars: list[Circular]) -> None:
    lines = [
        json.dumps(
            dict(zip(CIRCULAR_HEADINGS, asdict(circular).values(), strict=True)),
            ensure_ascii=False,
        )
        for circular in circulars
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_township(path: Path, circulars: list[Circular]) -> None:
    """What the township got of the same circulars, without their texts."""
    pl.DataFrame(
        {
            "收文号": [f"柳收{place:03d}" for place in range(1, len(circulars) + 1)],
            "收文日期": [circular.issued_on for circular in circulars],
            "来文单位": [circular.issuer for circular in circulars],
            "来文字号": [circular.number for circular in circulars],
            "文件标题": [circular.title for circular in circulars],
            "收文单位": ["清川县柳溪镇人民政府"] * len(circulars),
        }
    ).write_parquet(path, compression="zstd")


def write_set(
    folder: Path,
    offices: list[Issued],
    schools: tuple[list[Issued], list[Issued]],
    receipts: list[Received],
    circulars: list[Circular],
) -> None:
    """One folder of samples in all formats."""
    folder.mkdir(parents=True, exist_ok=True)
    office_cells = _issued_cells(offices, "云岭市人民政府办公室")
    (folder / "市政府办发文登记.csv").write_bytes(
        _csv_bytes(ISSUED_HEADINGS, office_cells, "gb18030")
    )
    before, now = (_issued_cells(rows, "云岭市教育局") for rows in schools)
    _write_workbook(folder / "教育局发文登记.xlsx", {"2023年": before, "2024年": now})
    received = [list(asdict(row).values()) for row in receipts]
    (folder / "清川县收文登记2024.csv").write_bytes(
        _csv_bytes(RECEIVED_HEADINGS, received, "utf-8-sig")
    )
    _write_circulars(folder / "正文.jsonl", circulars)
    _write_township(folder / "柳溪镇收文.parquet", circulars)


def main(target: Path) -> None:
    """Both sets below `target`; expected.csv is written by hand and stays."""
    write_set(
        target / "clean", office_years(24, 22), school_years(24, 20), CLEAN_RECEIPTS,
        CLEAN_CIRCULARS,
    )  # fmt: skip
    write_set(
        target / "planted", office_years(26, 22), school_years(20, 26), PLANTED_RECEIPTS,
        PLANTED_CIRCULARS,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
