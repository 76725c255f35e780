"""The samples: every planted finding and no other, and nothing on the clean set."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.model.tables import BODIES, DOCUMENTS, FINDINGS
from docanalyzer.pipeline import ScanOptions, scan
from docanalyzer.results import FinishedRun

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT / "samples"
NAMED = ["family", "rule_id", "severity", "doc_number", "issuer", "field", "begins_with", "chars"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FinishedRun]:
    folder = tmp_path_factory.mktemp("runs")
    return {
        name: scan(ScanOptions(inputs=(str(SAMPLES / name),), out=folder / name))
        for name in ("clean", "planted")
    }


def test_planted_findings_are_all_found_and_no_other(runs: dict[str, FinishedRun]) -> None:
    expected = pl.read_csv(SAMPLES / "expected.csv", schema_overrides={"chars": pl.UInt32})
    found = (
        runs["planted"]
        .table(FINDINGS)
        .with_columns(
            pl.col("matched_text").str.head(10).alias("begins_with"),
            pl.col("matched_text").str.len_chars().alias("chars"),
        )
    )
    assert found.select(NAMED).sort(NAMED).to_dicts() == (
        expected.select(NAMED).sort(NAMED).to_dicts()
    )


def test_evidence_stands_where_it_says(runs: dict[str, FinishedRun]) -> None:
    run = runs["planted"]
    texts = run.table(DOCUMENTS).select("doc_id", "title", "urgency")
    texts = texts.join(run.table(BODIES).select("doc_id", "body"), on="doc_id", how="left")
    spans = run.table(FINDINGS).filter(pl.col("begin").is_not_null())
    assert spans.height >= 8
    for row in spans.join(texts, on="doc_id", suffix="_text").to_dicts():
        text = row["title_text" if row["field"] == "title" else row["field"]]
        assert text[row["begin"] : row["end"]] == row["matched_text"], row["rule_id"]


def test_clean_samples_have_no_finding(runs: dict[str, FinishedRun]) -> None:
    assert runs["clean"].table(FINDINGS).to_dicts() == []


@pytest.mark.parametrize("name", ["clean", "planted"])
def test_every_row_is_kept_or_rejected(runs: dict[str, FinishedRun], name: str) -> None:
    for source in runs[name].info.inputs:
        assert source.rows_read == source.rows_kept + source.rows_rejected, source.path


def test_classified_row_appears_nowhere(runs: dict[str, FinishedRun]) -> None:
    for path in runs["planted"].folder.glob("*.parquet"):
        text = str(pl.read_parquet(path).to_dicts())
        assert "不得外传" not in text, path.name


def test_samples_are_what_their_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = CHECKOUT / "scripts" / "samples" / "make.py"
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path)])
    monkeypatch.syspath_prepend(str(script.parent))
    runpy.run_path(str(script), run_name="__main__")
    for made in sorted(tmp_path.rglob("*.*")):
        kept = SAMPLES / made.relative_to(tmp_path)
        if made.suffix in {".csv", ".jsonl"}:
            assert made.read_bytes() == kept.read_bytes(), made.name
        elif made.suffix == ".parquet":
            assert pl.read_parquet(made).equals(pl.read_parquet(kept)), made.name
        else:
            sheets = (pl.read_excel(path, sheet_id=0) for path in (made, kept))
            first, second = sheets
            assert first.keys() == second.keys()
            assert all(first[sheet].equals(second[sheet]) for sheet in first)
