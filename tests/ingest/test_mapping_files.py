"""Mapping files: what `columns` writes is read back as it was meant, whatever the headings are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.ingest.columns import ColumnDecision, How, decide_columns
from docanalyzer.ingest.headings import distinct_headings, heading_key, heading_map, written_heading
from docanalyzer.ingest.mapping import CODED_FIELDS, FIELDS, Mapping, load_mapping
from docanalyzer.ingest.overview import TableOverview, mapping_text
from docanalyzer.ingest.sheets import ROW, cell_names
from docanalyzer.ingest.values.labels import page_counts, secrecy_labels, urgency_marks

KNOWN = sorted(heading_map().known)
HEADINGS = st.lists(
    st.one_of(
        st.sampled_from(KNOWN),
        st.text(max_size=12),
        st.text(st.sampled_from("文号标题日期#\"\\\n\t=[]'\u200b\x7f"), max_size=8),
    ),
    min_size=1,
    max_size=8,
)
CODES = st.dictionaries(st.text(max_size=6), st.sampled_from(["特急", "普通", "机密", "?"]))


def decided(
    headings: tuple[str, ...], mapping: Mapping, file: str = "收文.csv"
) -> tuple[ColumnDecision, ...]:
    columns = dict.fromkeys(cell_names(len(headings)), pl.String)
    cells = pl.DataFrame(schema={ROW: pl.Int64, **columns})
    return decide_columns(headings, cells, mapping.for_file(file))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mapping") / "m.toml"


@settings(deadline=None, max_examples=150)
@given(headings=HEADINGS, file=st.text(st.sampled_from("收文a[]*?.!csv"), min_size=1, max_size=8))
def test_a_written_mapping_says_what_was_decided(
    path: Path, headings: list[str], file: str
) -> None:
    names = distinct_headings(list(headings))
    before = decided(names, Mapping(), file)
    table = TableOverview(file, None, 1, 0, before, {})
    path.write_text(mapping_text([table]), encoding="utf-8")
    after = decided(names, load_mapping(path), file)
    for old, new in zip(before, after, strict=True):
        if old.how is How.NONE:
            continue
        assert new.field == old.field, old.heading
        if heading_key(written_heading(old.heading)):
            assert new.how is How.MAPPING


@settings(deadline=None, max_examples=60)
@given(headings=HEADINGS)
def test_open_codes_and_columns_are_written_as_comments(path: Path, headings: list[str]) -> None:
    names = distinct_headings(list(headings))
    codes = {field: tuple(headings) for field in CODED_FIELDS}
    table = TableOverview("收文.csv", None, 1, 0, decided(names, Mapping()), codes)
    path.write_text(mapping_text([table]), encoding="utf-8")
    loaded = load_mapping(path).general
    assert all(not labels for labels in loaded.codes.values())
    assert set(loaded.columns.values()) <= {*FIELDS, None}


@given(cells=st.lists(st.one_of(st.none(), st.text(max_size=8))), codes=CODES)
def test_every_label_cell_gives_a_row(cells: list[str | None], codes: dict[str, str]) -> None:
    column = pl.Series(cells, dtype=pl.String)
    marks = urgency_marks(column, codes)
    assert marks.height == len(cells)
    assert marks.filter(pl.all_horizontal(pl.col("value", "note").is_not_null())).is_empty()
    secrecy = secrecy_labels(column, codes)
    assert secrecy.height == len(cells)
    assert secrecy["classified"].null_count() == 0


@given(
    count=st.integers(0, 99_999),
    form=st.sampled_from(["{}", "{}页", "共{}页", " {} 页 ", "{}.0", "{}P", "共 {} 页"]),
    wide=st.booleans(),
)
def test_numbers_of_pages_are_read_in_every_form(count: int, form: str, wide: bool) -> None:
    text = form.format(count)
    if wide:
        text = text.translate({ord("0") + n: ord("０") + n for n in range(10)})
    read = page_counts(pl.Series([text]))
    assert read.rows() == [(count, None)]


@given(st.lists(st.one_of(st.none(), st.text(max_size=10))))
def test_a_cell_that_is_no_number_of_pages_is_noted_or_empty(cells: list[str | None]) -> None:
    read = page_counts(pl.Series(cells, dtype=pl.String))
    assert read.height == len(cells)
    both = pl.all_horizontal(pl.col("value", "note").is_not_null())
    assert read.filter(both).is_empty()
