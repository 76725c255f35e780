"""One scan each of the real register, circulars and regulations, against facts known of them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.model.tables import (
    CELL_NOTES,
    DOCUMENTS,
    QUOTA_STATUS,
    RECEIPTS,
    REJECTS,
    REUSE_PAIRS,
)
from docanalyzer.pipeline import ScanOptions, scan
from docanalyzer.results import FinishedRun

pytestmark = pytest.mark.real_data

STATE_COUNCIL = [159, 213, 257, 198, 188, 115, 127, 128, 103]
YEARS = [str(year) for year in range(2014, 2023)]


@pytest.fixture(scope="module")
def register_run(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    out = tmp_path_factory.mktemp("register") / "run"
    return scan(ScanOptions(inputs=(str(real_data / "register.csv"),), out=out))


@pytest.fixture(scope="module")
def both_run(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    """The register together with the circulars that have their texts."""
    inputs = (real_data / "register.csv", real_data / "state_council_circulars.parquet")
    out = tmp_path_factory.mktemp("both") / "run"
    return scan(ScanOptions(inputs=tuple(map(str, inputs)), out=out))


@pytest.fixture(scope="module")
def regulation_run(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    out = tmp_path_factory.mktemp("regulations") / "run"
    return scan(ScanOptions(inputs=(str(real_data / "regulations.parquet"),), out=out))


def yearly(run: FinishedRun, unit: str) -> dict[str, dict[str, object]]:
    """Quota rows of a unit's documents by period."""
    status = run.table(QUOTA_STATUS).filter(unit=unit, category="document")
    return {row["period"]: row for row in status.to_dicts()}


def test_every_row_of_the_register_is_accounted_for(register_run: FinishedRun) -> None:
    (source,) = register_run.info.inputs
    assert source.rows_read == 19_744
    assert source.rows_kept == register_run.table(RECEIPTS).height
    assert source.rows_rejected == register_run.table(REJECTS).height
    assert source.rows_read == source.rows_kept + source.rows_rejected
    for raw in register_run.table(REJECTS)["raw"]:
        assert not (json.loads(raw)["标题"] or "").strip()


def test_repeated_rows_are_repeats(register_run: FinishedRun, real_data: Path) -> None:
    raw = pl.read_csv(real_data / "register.csv", infer_schema=False)
    exact = raw.height - raw.unique().height
    documents, receipts = register_run.table(DOCUMENTS), register_run.table(RECEIPTS)
    assert exact == 2_431
    assert receipts.height - documents.height >= exact
    assert receipts["receipt_id"].n_unique() == receipts.height


# The register gives 国办发〔2018〕123 and 124 to the State Council; most rows of both files
# together give them to its general office, as their titles do.
@pytest.mark.parametrize(
    ("name", "of_the_office", "change"), [("register_run", 0, -38.8), ("both_run", 2, -38.2)]
)
def test_state_council_counts_by_year(
    name: str, of_the_office: int, change: float, request: pytest.FixtureRequest
) -> None:
    rows = yearly(request.getfixturevalue(name), "国务院")
    counts = [rows[year]["count"] for year in YEARS]
    expected = [*STATE_COUNCIL]
    expected[YEARS.index("2018")] -= of_the_office
    assert counts == expected
    assert rows["2019"]["change_pct"] == pytest.approx(change, abs=0.05)
    assert rows["2019"]["status"] == "met"


def test_repeats_do_not_flip_a_verdict(register_run: FinishedRun) -> None:
    henan = yearly(register_run, "河南省人民政府")
    assert (henan["2021"]["count"], henan["2022"]["count"]) == (137, 136)
    assert henan["2022"]["change_pct"] == pytest.approx(-0.7, abs=0.05)
    shanxi = yearly(register_run, "山西省人民政府")
    assert shanxi["2019"]["change_pct"] == pytest.approx(10.8, abs=0.05)
    assert shanxi["2019"]["status"] == "missed"


def test_document_numbers_parse(register_run: FinishedRun) -> None:
    notes = register_run.table(CELL_NOTES).filter(column="doc_number")
    numbered = register_run.table(RECEIPTS).join(
        register_run.table(DOCUMENTS).filter(pl.col("organ_code").is_not_null()), on="doc_id"
    )
    assert notes.height / (notes.height + numbered.height) <= 0.005


def test_relays_are_declared_and_never_copies(register_run: FinishedRun, real_data: Path) -> None:
    named = pl.read_csv(real_data / "relay_pairs.csv", infer_schema=False).filter(
        pl.col("relay_title").str.contains("转发|批转")
    )
    documents = register_run.table(DOCUMENTS)
    bare = pl.col("doc_number").str.replace_all(r"\s", "")
    relays = documents.with_columns(bare).join(
        named.select(doc_number=pl.col("relay_number").str.replace_all(r"\s", "")).unique(),
        on="doc_number",
    )
    assert relays.height >= 250
    assert relays["is_relay"].sum() / relays.height >= 0.98
    pairs = register_run.table(REUSE_PAIRS)
    of_relays = pairs.filter(pl.col("copy_doc_id").is_in(relays["doc_id"].implode()))
    assert "copied" not in of_relays["relation"].to_list()
    # Some sources share one title over two numbers, so a relay is found by its source's title.
    titles = documents.select(source_doc_id="doc_id", source_title="title")
    known = pairs.filter(relation="declared_relay").join(titles, on="source_doc_id")
    bare_title = pl.col("source_title").str.replace_all(r"\s", "")
    wanted = named.select(
        bare_title, copy_doc_number=pl.col("relay_number").str.replace_all(r"\s", "")
    ).unique()
    found = wanted.join(known.with_columns(bare_title), on=wanted.columns, how="semi")
    assert found.height / wanted.height >= 0.98


def test_repeated_circulars_are_one_document_each(both_run: FinishedRun, real_data: Path) -> None:
    circulars = pl.read_parquet(real_data / "state_council_circulars.parquet")
    documents, receipts = both_run.table(DOCUMENTS), both_run.table(RECEIPTS)
    logged = receipts.filter(source_file="state_council_circulars.parquet")
    assert logged.height == circulars.height == 75
    assert logged["doc_id"].n_unique() == circulars["发文字号"].n_unique() == 60
    both = receipts.filter(source_file="register.csv").join(logged, on="doc_id", how="semi")
    # Two decrees are not in the register; everything else is one document in both.
    assert both["doc_id"].n_unique() == 58
    with_text = documents.filter(pl.col("body_chars").is_not_null())
    assert with_text.height == 60


def test_regulations_that_share_half_their_text_are_pairs(
    regulation_run: FinishedRun, real_data: Path
) -> None:
    source = pl.read_parquet(real_data / "regulations.parquet")
    documents = regulation_run.table(DOCUMENTS)
    rows = regulation_run.table(RECEIPTS).select("doc_id", "source_row").sort("source_row")
    assert documents.height == source.height == 758
    names = rows.with_columns(name=source["文件编号"]).select("doc_id", "name")
    share = pl.max_horizontal("contain_a_in_b", "contain_b_in_a")
    wanted = pl.read_csv(real_data / "regulation_pairs.csv").filter(
        (share > 0.5) & (pl.col("a") != pl.col("b"))
    )
    pairs = regulation_run.table(REUSE_PAIRS).select("copy_doc_id", "source_doc_id")
    named = pairs.join(names, left_on="copy_doc_id", right_on="doc_id").join(
        names, left_on="source_doc_id", right_on="doc_id", suffix="_source"
    )
    found = {frozenset(row) for row in named.select("name", "name_source").rows()}
    missing = [row for row in wanted.select("a", "b").rows() if frozenset(row) not in found]
    assert wanted.height >= 40
    assert missing == []
