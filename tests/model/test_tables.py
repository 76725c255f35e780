"""Tables come out alike however their rows and columns went in."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.model.ids import stable_ids
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS, RUN_TABLES

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "receipt_id": st.sampled_from(["r1", "r2", "r3"]),
            "doc_id": st.none() | st.sampled_from(["d1", "d2"]),
            "source_row": st.none() | st.integers(1, 5),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS, st.randoms())
def test_conform_forgets_the_order_of_rows_and_columns(
    rows: list[dict[str, object]], chance: random.Random
) -> None:
    schema = {name: RECEIPTS.schema()[name] for name in ("receipt_id", "doc_id", "source_row")}
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    first = RECEIPTS.conform(pl.DataFrame(rows, schema=schema))
    second = RECEIPTS.conform(
        pl.DataFrame(shuffled, schema=schema).select("source_row", "receipt_id", "doc_id")
    )
    assert first.equals(second)
    assert first.schema == pl.Schema(RECEIPTS.schema())
    assert first.height == len(rows)


LONG_IDS = st.text("ab\0文", min_size=8, max_size=10)


@given(st.one_of(st.lists(LONG_IDS), st.lists(st.none() | LONG_IDS | st.text("ab文", max_size=9))))
def test_rows_stand_in_the_order_of_their_ids(ids: list[str | None]) -> None:
    frame = pl.DataFrame({"receipt_id": ids}, schema={"receipt_id": pl.String})
    ordered = sorted(ids, key=lambda text: (text is not None, (text or "").encode()))
    assert RECEIPTS.conform(frame)["receipt_id"].to_list() == ordered


def test_conform_refuses_columns_of_no_table() -> None:
    with pytest.raises(ValueError, match="colour"):
        DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d"], "colour": ["red"]}))


def test_every_table_has_its_key_and_no_column_twice() -> None:
    for table in RUN_TABLES:
        assert set(table.key) <= set(table.names()), table.name
        assert len(set(table.names())) == len(table.names()), table.name
        assert table.empty().columns == table.names()


def test_ids_are_those_of_earlier_versions() -> None:
    frame = pl.DataFrame({"number": ["国办发〔2019〕64号", None, ""], "year": [2019, None, None]})
    assert stable_ids(frame, ["number", "year"], "d").to_list() == [
        "d7ad41e88f2e3e5a646ca",
        "d6a8399c746bb263d111c",
        "d710cc8ee632f99da700f",
    ]


@given(st.lists(st.tuples(st.none() | st.text(), st.none() | st.text()), min_size=1))
def test_equal_rows_and_only_those_share_an_id(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    ids = stable_ids(frame, ["a", "b"], "x").to_list()
    by_id: dict[str, set[tuple[str | None, str | None]]] = {}
    for row, name in zip(rows, ids, strict=True):
        by_id.setdefault(name, set()).add(row)
    assert all(len(group) == 1 for group in by_id.values())
    assert len(by_id) == len(set(rows))
