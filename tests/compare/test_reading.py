"""Texts in buffers are the texts of the series, however these lie in memory."""

from __future__ import annotations

from tempfile import TemporaryFile

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from docanalyzer.compare import reading
from docanalyzer.compare.reading import text_batch
from docanalyzer.engine import file_pages, mapped

_TEXTS = st.lists(
    st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
)


def _read(texts: pl.Series) -> list[str]:
    batch = text_batch(texts)
    bounds = zip(batch.offsets[:-1], batch.offsets[1:], strict=True)
    return [batch.data[begin:end].tobytes().decode() for begin, end in bounds]


def _plain(texts: pl.Series) -> list[str]:
    return [text or "" for text in texts.to_list()]


@given(_TEXTS, _TEXTS, st.integers(0, 40), st.integers(1, 3))
def test_pieces_slices_and_nulls(
    first: list[str], second: list[str], begin: int, step: int
) -> None:
    texts = pl.concat([pl.Series(part, dtype=pl.String) for part in (first, second)], rechunk=False)
    for some in (texts, texts[begin:], texts.reverse(), texts[begin::step]):
        assert _read(some) == _plain(some)


def test_lengths_around_the_longest_that_lies_in_its_view() -> None:
    texts = pl.Series(["x" * size for size in range(30)])
    assert _read(texts) == _plain(texts)


@given(_TEXTS, st.integers(0, 40), st.integers(1, 3))
def test_texts_of_a_mapped_file(texts: list[str], begin: int, step: int) -> None:
    """They are read with calls of the system where the file is long, and looked at where not."""
    table = pl.Series("text", texts, pl.String).to_frame()
    cells = table.to_arrow(compat_level=pl.CompatLevel.newest())
    with TemporaryFile() as file:
        with pa.ipc.new_file(file, cells.schema) as sink:
            sink.write_table(cells)
        file.flush()
        content = mapped(file, file.tell())
    lying = pl.from_arrow(pa.ipc.open_file(pa.py_buffer(content)).read_all(), rechunk=False)
    assert isinstance(lying, pl.DataFrame)
    some = lying["text"][begin::step]
    for most in (0, 1 << 40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(file_pages, "MOST_MAPPED", most)
            assert _read(some) == _plain(pl.Series(texts, dtype=pl.String)[begin::step])


@given(_TEXTS, st.integers(0, 40))
def test_texts_that_were_fetched_are_the_same(texts: list[str], begin: int) -> None:
    """Nulls and the name are, too, whether or not anything is mapped."""
    series = pl.Series("body", texts, pl.String)[begin:]
    for much in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reading, "is_much_mapped", lambda much=much: much)
            assert_series_equal(reading.fetched(series), series)
