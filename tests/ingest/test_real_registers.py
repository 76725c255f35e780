"""The real registers load whole: every row kept or rejected, with the fields it has."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.ingest import ingest, read_table

pytestmark = pytest.mark.real_data


def test_the_register_is_kept_or_rejected_row_by_row(real_data: Path) -> None:
    result = ingest([str(real_data / "register.csv")])
    (file,) = result.inputs
    assert (file.rows_read, file.rows_kept + file.rows_rejected) == (19_744, 19_744)
    numbers = pl.concat([result.rows["source_row"], result.rejects["source_row"]]).sort()
    assert numbers.to_list() == list(range(2, 19_746))
    assert result.rejects["reason_code"].unique().to_list() == ["no_identity"]
    source = read_table(real_data / "register.csv")
    assert source.height == 19_744
    nameless = source.filter(
        pl.col("标题").is_null() & ~pl.col("发文字号").fill_null("").str.contains(r"\d")
    )
    assert result.rejects.height == nameless.height
    assert result.rows["issued_on"].null_count() < 60
    assert result.cell_notes.height == 0


def test_published_spreadsheets(real_data: Path) -> None:
    for path in sorted(real_data.glob("*_datasets__*.xlsx")):
        result = ingest([str(path)])
        assert result.rows.height > 3_000
        assert result.rows["url"].null_count() == 0
        assert result.cell_notes.height == 0


def test_the_template_that_one_reader_refuses(real_data: Path) -> None:
    result = ingest([str(real_data / "register_template.xlsx")])
    assert result.rows["source_row"].to_list() == list(range(3, 10))
    assert result.rows["received_at"][0] == datetime(2021, 3, 26)
    assert result.rows["doc_number"][0] == "宁党〔2021〕1号"
    assert result.rows["secrecy"].to_list()[:3] == ["S1", "S2", "S3"]
    assert sorted(result.rejects["reason_code"]) == ["above_header", "form_sheet"]


def test_regulations_and_circulars(real_data: Path) -> None:
    laws = ingest([str(real_data / "regulations.parquet")]).rows
    assert laws.height == 758
    assert laws["doc_number"].null_count() == 758
    assert laws["url"].str.starts_with("LR").all()
    assert laws["body"].null_count() == 0
    source = pl.read_parquet(real_data / "regulations.parquet")
    assert laws["body"].equals(source["正文"].alias("body"))
    assert laws["issued_on"].equals(source["成文日期"].alias("issued_on"))
    assert date(2020, 1, 1) < laws["issued_on"].drop_nulls().sort()[-1]
    circulars = ingest([str(real_data / "state_council_circulars.parquet")]).rows
    assert circulars.height == 75
    for field in ("title", "doc_number", "issuer", "url", "body"):
        assert circulars[field].null_count() == 0
