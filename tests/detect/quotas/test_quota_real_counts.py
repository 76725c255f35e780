"""The yearly table of four authorities against a count in plain SQL straight from the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.quotas.detection import QuotaTables, detect_quotas
from docanalyzer.model.tables import DOCUMENTS, QUOTA_STATUS, RECEIPTS
from docanalyzer.pipeline import ScanOptions, scan
from tests.detect.quotas.registers import default_rules

SQL = """
with cells as (
    select
        "公开机关" as unit,
        "网址" as url, "网址", "发文字号", "标题",
        regexp_extract(
            translate("发文字号", '０１２３４５６７８９', '0123456789'),
            '[〔\\[（(【［]\\s*((?:19|20)[0-9][0-9])\\s*[〕\\]）)】］]', 1
        ) as year
    from read_csv(?, header = true, all_varchar = true)
)
select unit, cast(year as int) as year, count({what}) as documents
from cells where year <> '' group by all order by all
"""
"""Own reading of the register: the bracketed year, nothing else of the product."""


PUBLISHED_TWICE = r"""
distinct case
    when regexp_replace("标题", '[^\pL\pN]', '', 'g') <> ''
    then regexp_replace("发文字号" || '|' || "标题", '[^\pL\pN|]|关于|的通知$', '', 'g')
    else "网址"
end
"""
"""One document per number and title, without a title per address: six of the register's numbers
stand under two addresses each, one of them with 关于 and 的通知 and without."""


def _by_sql(register: Path, what: str) -> dict[tuple[str, int], int]:
    import duckdb

    rows = duckdb.execute(SQL.format(what=what), [str(register)]).fetchall()
    return {(unit, year): documents for unit, year, documents in rows}


def _documents(register: Path, *, repeats: bool) -> pl.DataFrame:
    """The register as DOCUMENTS, one per address, or one per row with `repeats`."""
    cells = pl.read_csv(register, infer_schema=False)
    if not repeats:
        cells = cells.unique("网址", keep="first", maintain_order=True)
    day = pl.coalesce("成文日期", "发布日期").str.extract_groups(
        r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})"
    )
    year = r"[〔\[（(【［]\s*((?:19|20)\d\d)\s*[〕\]）)】］]"
    number = pl.col("发文字号").str.replace_all(r"[\s\x{200b}\x{200d}]|发文字号：", "")
    return DOCUMENTS.conform(
        cells.with_row_index("row").select(
            pl.format("d{}", "row").alias("doc_id"),
            pl.col("公开机关").alias("issuer"),
            pl.lit("province").alias("issuer_level"),
            pl.lit("document").alias("category"),
            pl.col("标题").alias("title"),
            number.alias("doc_number"),
            number.str.extract(year).cast(pl.Int64).alias("number_year"),
            pl.date(*[day.struct[part].cast(pl.Int32) for part in range(3)]).alias("issued_on"),
        )
    )


def _counted(register: Path, *, repeats: bool = False) -> QuotaTables:
    rows = _documents(register, repeats=repeats)
    return detect_quotas(rows, RECEIPTS.empty(), default_rules())


def _verdict(tables: QuotaTables, unit: str, period: str) -> tuple[object, ...]:
    rows = tables.status.filter(pl.col("unit") == unit, pl.col("period") == period)
    (row,) = rows.select("count", "previous_count", "change_pct", "status").rows()
    return row


@pytest.mark.real_data
@pytest.mark.parametrize("repeats", [False, True])
def test_yearly_counts_equal_plain_sql(real_data: Path, repeats: bool) -> None:
    register = real_data / "register.csv"
    status = _counted(register, repeats=repeats).status.filter(pl.col("count") > 0)
    ours = {
        (unit, int(period)): count
        for unit, period, count in status.select("unit", "period", "count").iter_rows()
    }
    assert ours == _by_sql(register, "*" if repeats else "distinct url")
    assert len({unit for unit, _ in ours}) == 4


@pytest.mark.real_data
def test_a_scan_counts_what_plain_sql_counts(real_data: Path, tmp_path: Path) -> None:
    """From the file to the table: every year of every authority, repeats removed."""
    register = real_data / "register.csv"
    run = scan(ScanOptions(inputs=(str(register),), out=tmp_path / "run"))
    status = run.table(QUOTA_STATUS).filter(pl.col("count") > 0, category="document")
    ours = {
        (unit, int(period)): count
        for unit, period, count in status.select("unit", "period", "count").iter_rows()
    }
    by_sql = _by_sql(register, PUBLISHED_TWICE)
    assert ours == by_sql
    by_address = _by_sql(register, "distinct url")
    assert sum(by_address.values()) - sum(by_sql.values()) == 6
    (henan,) = run.table(QUOTA_STATUS).filter(
        unit="河南省人民政府", category="document", period="2022"
    )["change_pct"]
    assert round(henan, 1) == -0.7


@pytest.mark.real_data
def test_the_state_council_cut_its_documents_in_2019(real_data: Path) -> None:
    tables = _counted(real_data / "register.csv")
    counts = tables.status.filter(
        pl.col("unit") == "国务院", pl.col("period").is_between(pl.lit("2014"), pl.lit("2022"))
    )["count"].to_list()
    assert counts == [159, 213, 257, 198, 188, 115, 127, 128, 103]
    assert _verdict(tables, "国务院", "2019") == (115, 188, -38.8298, "met")


@pytest.mark.real_data
def test_repeated_rows_turn_henan(real_data: Path) -> None:
    register = real_data / "register.csv"
    assert _verdict(_counted(register), "河南省人民政府", "2022") == (136, 137, -0.7299, "met")
    raw = _verdict(_counted(register, repeats=True), "河南省人民政府", "2022")
    assert raw[:3] == (351, 277, 26.7148)


@pytest.mark.real_data
def test_shanxi_missed_with_and_without_possible_repeats(real_data: Path) -> None:
    tables = _counted(real_data / "register.csv")
    assert _verdict(tables, "山西省人民政府", "2019") == (206, 186, 10.7527, "missed")
    (reason,) = tables.status.filter(
        pl.col("unit") == "山西省人民政府", pl.col("period") == "2019"
    )["reason"]
    assert "158 after 171, the same verdict" in reason
    assert _verdict(tables, "山西省人民政府", "2022")[3] == "undetermined"


@pytest.mark.real_data
def test_the_year_in_progress_is_left_open(real_data: Path) -> None:
    status = _counted(real_data / "register.csv").status.filter(pl.col("period") == "2023")
    assert status["status"].to_list() == ["undetermined"] * 4
    assert all("the register ends on 2023" in reason for reason in status["reason"])
