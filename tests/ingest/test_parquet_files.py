"""Parquet: in pieces, in a process of its own; nothing damaged ends the run or is printed."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docanalyzer.ingest import ingest
from docanalyzer.ingest.isolation import _bytes_read
from docanalyzer.ingest.readers.parquet import _pieces
from docanalyzer.ingest.tables import read_table

TITLES = [f"关于第{number}项工作的通知" for number in range(40)]


def plain(path: Path, titles: list[str], **how: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    numbers = [f"市府发〔2021〕{number}号" for number in range(1, len(titles) + 1)]
    pq.write_table(pa.table({"标题": titles, "文号": numbers}), path, **how)
    return path


def test_pieces_are_one_table_again_with_rows_in_order(tmp_path: Path) -> None:
    titles = [f"关于第{number}项工作的通知" for number in range(450_000)]
    path = plain(tmp_path / "大.parquet", titles, row_group_size=90_000)
    assert _pieces(path) == [180_000, 180_000, 90_000]
    told: list[float] = []
    rows = ingest([str(path)], progress=lambda share, _name: told.append(share)).rows
    assert rows["source_row"].to_list() == list(range(1, 450_001))
    assert rows["title"].to_list() == titles
    within = [share for share in told if 0 < share < 1]
    assert len(within) >= 3
    assert within == sorted(within)


def test_a_row_group_larger_than_a_piece_is_read_in_parts(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.parquet", [f"标题{n}" for n in range(250_000)])
    assert _pieces(path) == [200_000, 50_000]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.parquet", [])
    assert read_table(path).columns == ["标题", "文号"]


@pytest.mark.parametrize("at", range(0, 1_900, 61))
def test_damage_anywhere_is_a_reject_and_prints_nothing(
    tmp_path: Path, at: int, capfd: pytest.CaptureFixture[str]
) -> None:
    path = plain(tmp_path / "夹" / "a.parquet", TITLES, compression="none")
    content = bytearray(path.read_bytes())
    at %= len(content) - 8
    content[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    result = ingest([str(tmp_path / "夹")])
    (count,) = result.inputs
    assert count.rows_read == count.rows_kept + count.rows_rejected
    assert capfd.readouterr() == ("", "")


def test_text_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = plain(
        tmp_path / "夹" / "a.parquet", TITLES, compression="none", use_dictionary=False,
        write_statistics=False,
    )  # fmt: skip
    path.write_bytes(path.read_bytes().replace("第7项".encode(), b"\xff\xfe\xfd7" + "项".encode()))
    (code,) = ingest([str(tmp_path / "夹")]).rejects["reason_code"]
    assert code == "damaged_file"


@pytest.mark.slow
def test_a_few_bytes_that_stand_for_endless_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "夹" / "a.parquet"
    path.parent.mkdir()
    column = pa.DictionaryArray.from_arrays(
        pa.repeat(pa.scalar(0, pa.int32()), 1_000_000), ["标题"]
    )
    pq.write_table(pa.table({f"列{number}": column for number in range(80)}), path)
    assert path.stat().st_size < 1 << 20
    (code,) = ingest([str(tmp_path / "夹")]).rejects["reason_code"]
    assert code == "zip_bomb"


def test_the_place_up_to_which_a_file_is_read_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1_000))
    assert _bytes_read(os.getpid(), str(path)) == 0
    with path.open("rb", buffering=0) as stream:
        stream.read(300)
        assert _bytes_read(os.getpid(), str(path.resolve())) == 300
