"""A small run made by hand, with one of everything a report can show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.tables import RUN_TABLES, Table
from docanalyzer.results import InputRecord, RunInfo, write_run


@dataclass(frozen=True)
class PlantedInput:
    path: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True)
class PlantedInfo:
    version: str
    inputs: tuple[PlantedInput, ...]
    rules_sha256: str
    engine: str
    timings: Mapping[str, float]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class PlantedRun:
    """Satisfies `RunView` without a folder on disk."""

    frames: Mapping[str, pl.DataFrame]
    folder: Path = Path("out/demo")
    inputs: tuple[PlantedInput, ...] = (PlantedInput("register.csv", "ab" * 32, 12, 10, 2),)
    timings: Mapping[str, float] = field(default_factory=lambda: {"ingest": 0.5, "detect": 1.0})

    @property
    def info(self) -> PlantedInfo:
        counts = {name: frame.height for name, frame in self.frames.items()}
        return PlantedInfo("0.1.0", self.inputs, "cd" * 32, "local", self.timings, counts)

    @property
    def own(self) -> PlantedRun:
        return self

    def table(self, table: Table) -> pl.DataFrame:
        return self.frames[table.name]

    def part(
        self, table: Table, where: pl.Expr | None = None, columns: Sequence[str] = ()
    ) -> pl.DataFrame:
        rows = self.table(table) if where is None else self.table(table).filter(where)
        return rows.select(columns) if columns else rows


def planted(rows: Mapping[Table, Sequence[Mapping[str, Any]]]) -> PlantedRun:
    """A run of the given rows; tables that are not named are empty, columns not named null."""
    by_name = {table.name: list(lines) for table, lines in rows.items()}
    return PlantedRun({table.name: _frame(table, by_name.get(table.name)) for table in RUN_TABLES})


def _frame(table: Table, rows: list[Mapping[str, Any]] | None) -> pl.DataFrame:
    if not rows:
        return table.empty()
    named = [{name: row.get(name) for name in table.names()} for row in rows]
    return table.conform(pl.DataFrame(named, schema=table.schema()))


SOURCE_BODY = "各县区要在30日内完成整改，确保全省一盘棋。联系电话13812345678。"
COPY_BODY = "各乡镇要在15日内完成整改，确保全市一盘棋。联系电话13812345678。"

_DOCUMENTS: list[dict[str, Any]] = [
    {
        "doc_id": "d01",
        "title": "关于加强安全生产工作的通知",
        "doc_number": "青政发〔2024〕1号",
        "issuer": "青云省人民政府",
        "issuer_level": "province",
        "issued_on": date(2024, 1, 5),
        "body_chars": len(SOURCE_BODY),
        "is_relay": False,
    },
    {
        "doc_id": "d02",
        "title": "关于加强安全生产工作的通知",
        "doc_number": "临江政发〔2024〕3号",
        "issuer": "临江市人民政府",
        "issuer_level": "city",
        "issued_on": date(2024, 1, 20),
        "body_chars": len(COPY_BODY),
        "is_relay": False,
    },
    {
        "doc_id": "d03",
        "title": "转发《关于加强安全生产工作的通知》的通知",
        "doc_number": "柳河政办发〔2024〕2号",
        "issuer": "柳河县人民政府办公室",
        "issuer_level": "county",
        "issued_on": date(2024, 2, 1),
        "is_relay": True,
    },
    {
        "doc_id": "d04",
        "title": "特急！关于报送春节慰问名单的紧急通知",
        "issuer": "柳河县人民政府办公室",
        "issuer_level": "county",
        "urgency": "特急",
        "is_relay": False,
    },
    {"doc_id": "d05", "title": "关于某事的函", "issuer": None, "is_relay": False},
]

_FINDINGS: list[dict[str, Any]] = [
    {
        "finding_id": "f0a1",
        "family": "reuse",
        "rule_id": "reuse-copied",
        "rule_version": "1",
        "severity": "high",
        "doc_id": "d02",
        "doc_number": "临江政发〔2024〕3号",
        "title": "关于加强安全生产工作的通知",
        "issuer": "临江市人民政府",
        "issuer_level": "city",
        "field": "body",
        "begin": 0,
        "end": 21,
        "matched_text": COPY_BODY[:21],
        "message": "正文与上级文件青政发〔2024〕1号基本一致",
        "evidence": '{"source_doc_id": "d01", "copied_share": 0.85}',
    },
    {
        "finding_id": "f0b2",
        "family": "urgency",
        "rule_id": "urgency-title-word",
        "rule_version": "2",
        "severity": "medium",
        "doc_id": "d04",
        "title": "特急！关于报送春节慰问名单的紧急通知",
        "issuer": "柳河县人民政府办公室",
        "issuer_level": "county",
        "field": "title",
        "begin": 0,
        "end": 2,
        "matched_text": "特急",
        "message": "标题自加紧急字样",
        "evidence": "{}",
    },
    {
        "finding_id": "f0b3",
        "family": "urgency",
        "rule_id": "urgency-no-deadline",
        "rule_version": "1",
        "severity": "low",
        "doc_id": "d04",
        "title": "特急！关于报送春节慰问名单的紧急通知",
        "issuer": "柳河县人民政府办公室",
        "issuer_level": "county",
        "field": "urgency",
        "begin": 0,
        "end": 2,
        "matched_text": "特急",
        "message": "标明特急但未登记办理时限",
    },
    {
        "finding_id": "f1c4",
        "family": "quotas",
        "rule_id": "quotas-missed",
        "rule_version": "1",
        "severity": "medium",
        "issuer": "柳河县人民政府办公室",
        "issuer_level": "county",
        "field": "count",
        "matched_text": "120",
        "message": "2024年发文120件，比上年增加20.0%",
        "evidence": '{"period": "2024", "previous_count": 100, "count": 120}',
    },
]

_PAIRS: list[dict[str, Any]] = [
    {
        "copy_doc_id": "d02",
        "source_doc_id": "d01",
        "copy_doc_number": "临江政发〔2024〕3号",
        "source_doc_number": "青政发〔2024〕1号",
        "relation": "copied",
        "copied_share": 0.85,
        "source_share": 0.9,
        "passages": 1,
        "longest_passage_chars": 21,
        "days_between": 15,
        "is_immediate_parent": True,
    },
    {
        "copy_doc_id": "d03",
        "source_doc_id": "d01",
        "relation": "declared_relay",
        "passages": 0,
        "days_between": 27,
        "is_immediate_parent": False,
    },
    {
        "copy_doc_id": "d05",
        "source_doc_id": "d01",
        "relation": "same_subject",
        "passages": 0,
    },
]

_QUOTAS: list[dict[str, Any]] = [
    {
        "unit": "柳河县人民政府办公室",
        "unit_level": "county",
        "category": "document",
        "period": "2024",
        "count": 120,
        "previous_count": 100,
        "change_pct": 20.0,
        "target": "no_increase",
        "status": "missed",
        "reason": "change +20.0%",
        "counted_rule": "national-2024",
    },
    {
        "unit": "临江市人民政府",
        "unit_level": "city",
        "category": "meeting",
        "period": "2024",
        "count": 30,
        "previous_count": 50,
        "change_pct": -40.0,
        "target": "reduce_30_50",
        "status": "met",
        "counted_rule": "national-2019",
    },
    {
        "unit": "临江市人民政府",
        "unit_level": "city",
        "category": "inspection",
        "period": "2018",
        "count": 3,
        "status": "undetermined",
        "reason": "no target for this period",
        "counted_rule": "national-2024",
    },
    {
        "unit": "临江市人民政府",
        "unit_level": "city",
        "category": "document",
        "period": "2024",
        "count": 7,
        "target": "no_increase",
        "status": "undetermined",
        "reason": "the period before lies outside the register",
        "counted_rule": "national-2024",
    },
]

_REJECTS: list[dict[str, Any]] = [
    {
        "source_file": "register.csv",
        "source_row": row,
        "reason_code": "empty_row",
        "reason": "整行为空",
        "raw": "{}",
    }
    for row in (5, 9)
]

_NOTES: list[dict[str, Any]] = [
    {
        "source_file": "register.csv",
        "source_row": 3,
        "column": "issued_on",
        "value": "3/15",
        "reason_code": "date_without_year",
        "reason": "日期没有年份",
    }
]

_PASSAGES: list[dict[str, Any]] = [
    {
        "copy_doc_id": "d02",
        "source_doc_id": "d01",
        "copy_begin": 0,
        "copy_end": 21,
        "source_begin": 0,
        "source_end": 21,
        "similarity": 0.8,
    }
]


def small_run() -> PlantedRun:
    """Five documents in ten receipts: a copy, a lawful relay, a twin title, two urgent marks,
    a quota of each status, two rejected rows and a cell that was not understood."""
    receipts = [
        {
            "receipt_id": f"r{number:02}",
            "doc_id": f"d{number % 5 + 1:02}",
            "received_at": datetime(2024, 2, 1, 9),
        }
        for number in range(10)
    ]
    return planted(
        {
            tables.DOCUMENTS: _DOCUMENTS,
            tables.BODIES: [
                {"doc_id": "d01", "body": SOURCE_BODY},
                {"doc_id": "d02", "body": COPY_BODY},
            ],
            tables.RECEIPTS: receipts,
            tables.REJECTS: _REJECTS,
            tables.CELL_NOTES: _NOTES,
            tables.FINDINGS: _FINDINGS,
            tables.REUSE_PAIRS: _PAIRS,
            tables.REUSE_PASSAGES: _PASSAGES,
            tables.QUOTA_STATUS: _QUOTAS,
        }
    )


def suppressed_run() -> PlantedRun:
    """The small run with one more finding, which an allow-list covers."""
    run = small_run()
    findings = run.table(tables.FINDINGS)
    covered = findings.head(1).with_columns(
        finding_id=pl.lit("f9z9"),
        severity=pl.lit("info"),
        evidence=pl.lit(
            '{"suppressed":{"reason":"经同意","until":"2024-12-31","severity":"high"}}'
        ),
    )
    frames = {**run.frames, "findings": pl.concat([findings, covered])}
    return replace(run, frames=frames)


def planted_title(text: str, count: int = 7) -> PlantedRun:
    """A run in which every text cell that a report shows is `text`."""
    documents = [
        {"doc_id": name, "title": text, "doc_number": text, "issuer": text} for name in ("a", "b")
    ]
    finding = {
        "finding_id": "f1",
        "family": "reuse",
        "rule_id": text,
        "severity": "high",
        "issuer": text,
        "title": text,
        "message": text,
        "matched_text": text,
        "doc_id": "b",
        "evidence": json.dumps({"source_doc_id": "a", "said": text}),
    }
    quota = {
        "unit": text,
        "category": "document",
        "period": "2024",
        "status": "undetermined",
        "count": count,
        "target": text,
        "reason": text,
    }
    return planted(
        {
            tables.DOCUMENTS: documents,
            tables.FINDINGS: [finding],
            tables.REUSE_PAIRS: [
                {
                    "copy_doc_id": "b",
                    "source_doc_id": "a",
                    "relation": "copied",
                    "copied_share": 0.5,
                }
            ],
            tables.QUOTA_STATUS: [quota],
            tables.REJECTS: [
                {"source_file": "x", "source_row": 1, "reason_code": text, "reason": text}
            ],
        }
    )


def written_run(run: PlantedRun, folder: Path) -> Path:
    """The run as a folder on disk."""
    info = run.info
    record = RunInfo(
        version=info.version,
        inputs=tuple(
            InputRecord(item.path, item.sha256, item.rows_read, item.rows_kept, item.rows_rejected)
            for item in info.inputs
        ),
        rules_sha256=info.rules_sha256,
        options={},
        engine=info.engine,
        timings=info.timings,
        counts=info.counts,
    )
    write_run(folder, run.frames, record, force=False)
    return folder
