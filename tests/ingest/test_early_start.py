"""The reading process loads early where the names of the inputs say that it will be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from docanalyzer.ingest import ingest, isolation, start_early
from docanalyzer.ingest.classified import labels, marked_names


@pytest.fixture
def own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[isolation.ReadingProcess]:
    process = isolation.ReadingProcess()
    monkeypatch.setattr(isolation, "_shared", [process])
    yield process
    process.clean_up()


@pytest.mark.parametrize(
    ("inputs", "bodies", "starts"),
    [
        (["a.csv", "-", "登记"], False, False),
        (["a.csv", "登记/*.XLSX"], False, True),
        (["a.parquet"], False, True),
        (["a.csv"], True, True),
    ],
)
def test_names_decide(
    own_process: isolation.ReadingProcess, inputs: list[str], bodies: bool, starts: bool
) -> None:
    start_early(inputs, bodies=bodies)
    begun = own_process._process
    assert (begun is not None) == starts
    start_early(inputs, bodies=bodies)
    assert own_process._process is begun


def _parquet(folder: Path, name: str) -> str:
    rows = pl.DataFrame({"标题": ["关于春耕的通知"], "文号": ["粮发〔2021〕3号"]})
    rows.write_parquet(folder / name)
    return str(folder / name)


def test_a_file_that_is_the_only_input_is_read_ahead(
    own_process: isolation.ReadingProcess, tmp_path: Path
) -> None:
    given = _parquet(tmp_path, "登记 2021.parquet")
    start_early([given], bodies=False)
    begun, process = own_process._begun, own_process._process
    assert begun is not None
    read = ingest([given])
    assert read.rows["title"].to_list() == ["关于春耕的通知"]
    assert own_process._begun is None
    assert own_process._process is process


@pytest.mark.parametrize("name", ["机密.parquet", "★ 2021.parquet", "a.xlsx", "missing.parquet"])
def test_a_file_that_may_stay_closed_is_not_read_ahead(
    own_process: isolation.ReadingProcess, tmp_path: Path, name: str
) -> None:
    if name != "missing.parquet":
        _parquet(tmp_path, name)
    start_early([str(tmp_path / name)], bodies=False)
    assert own_process._process is not None
    assert own_process._begun is None


def test_what_was_read_ahead_of_another_file_is_given_up(
    own_process: isolation.ReadingProcess, tmp_path: Path
) -> None:
    first, second = _parquet(tmp_path, "a.parquet"), _parquet(tmp_path, "b.parquet")
    start_early([first], bodies=False)
    process = own_process._process
    read = ingest([second])
    assert [file.path for file in read.inputs] == ["b.parquet"]
    assert read.rows.height == 1
    assert own_process._process is not process


def test_a_file_that_is_not_what_its_name_says_is_read_all_the_same(
    own_process: isolation.ReadingProcess, tmp_path: Path
) -> None:
    given = tmp_path / "a.parquet"
    given.write_text("标题,文号\n关于春耕的通知,粮发〔2021〕3号\n", encoding="utf-8")
    start_early([str(given)], bodies=False)
    assert own_process._begun is not None
    assert ingest([str(given)]).rows["doc_number"].to_list() == ["粮发〔2021〕3号"]


_PIECES = (
    *labels(),
    "涉密",
    "级",
    "件",
    "登记",
    "关于",
    *"机密绝秘★☆*[]【】（）-_— \u200b\u3000a1",
)


@given_that(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join))
def test_no_name_with_a_mark_of_secrecy_is_read_ahead(stem: str) -> None:
    name = f"{stem}.parquet"
    if marked_names([name]):
        assert isolation._MAYBE_MARKED.search(name)
