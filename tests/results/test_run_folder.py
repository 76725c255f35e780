"""A run folder is whole or absent, and reads back as it was written."""

from __future__ import annotations

import threading
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from docanalyzer.model.faults import InputFault, UsageFault
from docanalyzer.model.tables import BODIES, DOCUMENTS, RUN_TABLES
from docanalyzer.results import (
    FinishedRun,
    InputRecord,
    RunInfo,
    read_run,
    table_files,
    unfinished_run,
    write_run,
)

INFO = RunInfo(
    version="0",
    inputs=(InputRecord("登记.csv", "00", 3, 2, 1),),
    rules_sha256="11",
    options={"rules": ["a"], "since": None},
    engine="local",
    timings={"ingest": 0.25},
    counts={"documents": 1},
)


def tables(title: str = "关于清淤的通知") -> dict[str, pl.DataFrame]:
    written = {table.name: table.empty() for table in RUN_TABLES}
    written["documents"] = DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d1"], "title": [title]}))
    return written


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_run_reads_back_as_written(tmp_path: Path) -> None:
    write_run(tmp_path / "run", tables(), INFO, force=False)
    run = read_run(tmp_path / "run")
    assert run.info == INFO
    assert run.table(DOCUMENTS)["title"].to_list() == ["关于清淤的通知"]
    assert names(tmp_path / "run") == sorted(["run.json", *(table.file for table in RUN_TABLES)])


def test_a_folder_named_like_a_pattern_reads_back(tmp_path: Path) -> None:
    folder = tmp_path / "市政办[2024]1号*{a}"
    written = tables()
    write_run(folder, written, INFO, force=False)
    run = read_run(folder)
    for table in RUN_TABLES:
        assert run.table(table).equals(written[table.name])
        assert run.part(table).equals(written[table.name])


def test_who_wrote_a_run_need_not_read_it_back(tmp_path: Path) -> None:
    written = tables()
    run = write_run(tmp_path / "run", written, INFO, force=False)
    (run.folder / DOCUMENTS.file).unlink()
    assert run.table(DOCUMENTS).equals(written["documents"])
    assert run == read_run(tmp_path / "run")


@pytest.mark.parametrize("columns", [(), ("title",), ("title", "doc_id")])
def test_a_part_is_what_the_whole_table_has_of_it(tmp_path: Path, columns: list[str]) -> None:
    written = tables()
    rows = pl.DataFrame({"doc_id": [f"d{n}" for n in range(9)], "title": [*"甲乙丙甲乙丙甲乙丙"]})
    written["documents"] = DOCUMENTS.conform(rows)
    folder = write_run(tmp_path / "run", written, INFO, force=False).folder
    where = pl.col("title") == "乙"
    for run in (read_run(folder), FinishedRun(folder, INFO, written)):
        expected = run.table(DOCUMENTS).filter(where).select(columns or DOCUMENTS.names())
        assert run.part(DOCUMENTS, where, columns).equals(expected)
        assert expected.height == 3
        assert run.part(DOCUMENTS).equals(run.table(DOCUMENTS))


def test_same_tables_give_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_run(tmp_path / name, tables(), INFO, force=False)
    for table in RUN_TABLES:
        one, two = ((tmp_path / name / table.file).read_bytes() for name in ("one", "two"))
        assert one == two, table.name


def test_existing_folder_needs_force(tmp_path: Path) -> None:
    write_run(tmp_path / "run", tables("旧"), INFO, force=False)
    with pytest.raises(UsageFault, match="already exists"):
        write_run(tmp_path / "run", tables("新"), INFO, force=False)
    assert read_run(tmp_path / "run").table(DOCUMENTS)["title"].item() == "旧"
    write_run(tmp_path / "run", tables("新"), INFO, force=True)
    assert read_run(tmp_path / "run").table(DOCUMENTS)["title"].item() == "新"
    assert names(tmp_path) == ["run"]


def test_force_spares_what_no_scan_wrote(tmp_path: Path) -> None:
    target = tmp_path / "run"
    target.mkdir()
    (target / "thesis.docx").write_text("mine")
    with pytest.raises(UsageFault, match="thesis"):
        write_run(target, tables(), INFO, force=True)
    assert names(target) == ["thesis.docx"]


def test_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(RunInfo, "to_json", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_run(tmp_path / "run", tables(), INFO, force=False)
    assert names(tmp_path) == []


def test_tables_given_one_by_one_give_the_same_files(tmp_path: Path) -> None:
    write_run(tmp_path / "one", tables(), INFO, force=False)
    with unfinished_run(tmp_path / "two", force=False) as run:
        for name, frame in reversed(tables().items()):
            run.write({name: frame})
        assert run.counts() == {name: frame.height for name, frame in tables().items()}
        run.finish(INFO)
    for name in names(tmp_path / "one"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two, name


def test_nothing_is_made_before_the_first_table(tmp_path: Path) -> None:
    with unfinished_run(tmp_path / "run", force=False) as run:
        assert names(tmp_path) == []
        run.write(tables())
        assert names(tmp_path) != []
    assert names(tmp_path) == []


def test_a_missing_table_is_no_run(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="findings"),
        unfinished_run(tmp_path / "run", force=False) as run,
    ):
        run.write({name: frame for name, frame in tables().items() if name != "findings"})
        run.finish(INFO)
    assert names(tmp_path) == []


def test_stopping_while_a_table_is_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    write = table_files._File.write

    def slow(file: table_files._File, data: bytes) -> int:
        begun.set()
        go_on.wait(10)
        return write(file, data)

    monkeypatch.setattr(table_files._File, "write", slow)
    with pytest.raises(KeyboardInterrupt), unfinished_run(tmp_path / "run", force=False) as run:
        run.write(tables())
        assert begun.wait(10)
        threading.Timer(0.05, go_on.set).start()
        raise KeyboardInterrupt
    assert names(tmp_path) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "tables"]


def test_a_table_that_cannot_be_written_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table_files._File, "write", full)
    with pytest.raises((OSError, pl.exceptions.PolarsError), match="No space left"):
        write_run(tmp_path / "run", tables(), INFO, force=False)
    assert names(tmp_path) == []


def test_missing_parent_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="parent folder"):
        write_run(tmp_path / "none" / "run", tables(), INFO, force=False)


@pytest.mark.parametrize("content", ["", "[]", '{"inputs": 3}', '{"version": "0"}', "\x00"])
def test_folder_without_a_record_is_no_run(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(InputFault):
        read_run(tmp_path)


def test_damaged_table_is_named(tmp_path: Path) -> None:
    write_run(tmp_path / "run", tables(), INFO, force=False)
    run: FinishedRun = read_run(tmp_path / "run")
    (run.folder / DOCUMENTS.file).write_bytes(b"PAR1 no more")
    for read in (run.table, run.part):
        with pytest.raises(InputFault, match=r"documents\.parquet"):
            read(DOCUMENTS)
    pl.DataFrame({"doc_id": ["d1"]}).write_parquet(run.folder / DOCUMENTS.file)
    for read in (run.table, run.part):
        with pytest.raises(InputFault, match="columns"):
            read(DOCUMENTS)


def test_long_texts_are_packed_in_smaller_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "_GROUP_ROWS", 8)
    monkeypatch.setattr(table_files, "_GROUP_BYTES", 100)
    written = tables()
    texts = pl.DataFrame({"doc_id": [f"d{n}" for n in range(10)], "body": ["甲" * 15] * 10})
    written["bodies"] = BODIES.conform(texts)
    run = write_run(tmp_path / "run", written, INFO, force=False)
    groups = pq.read_metadata(tmp_path / "run" / "bodies.parquet")
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [2] * 5
    assert run.table(BODIES).equals(written["bodies"])
