"""Each distinct row is read once, and every row gets its answer."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.engine import row_wise

ROWS = st.lists(st.tuples(st.sampled_from([None, "甲", "乙", ""]), st.sampled_from([None, 1, 2])))


def spelt(part: pl.DataFrame) -> pl.DataFrame:
    return part.select(pl.concat_str(pl.all().cast(pl.String).fill_null("-")).alias("said"))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_answers_are_those_of_reading_every_row(rows: list[tuple[str | None, int | None]]) -> None:
    schema = {"name": pl.String, "count": pl.Int64}
    asked = pl.DataFrame(rows, schema=schema, orient="row")
    assert row_wise(asked, spelt).equals(spelt(asked))


def test_many_rows_are_read_in_parts_and_keep_their_order() -> None:
    asked = pl.DataFrame({"name": [str(number % 90_000) for number in range(100_000)]})
    sizes: list[int] = []

    def read(part: pl.DataFrame) -> pl.DataFrame:
        sizes.append(part.height)
        return spelt(part)

    assert row_wise(asked, read)["said"].to_list() == asked["name"].to_list()
    assert sum(sizes) == 100_000
    sizes.clear()
    repeated = asked.select(pl.col("name").str.head(3))
    assert row_wise(repeated, read)["said"].to_list() == repeated["name"].to_list()
    assert sizes == [repeated["name"].n_unique()]
