"""`scan --against`: two scans say of the new documents what one scan of everything says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docanalyzer.cli.app import run
from docanalyzer.model.tables import (
    BODIES,
    DOCUMENTS,
    FINDINGS,
    REUSE_PAIRS,
    REUSE_PASSAGES,
    Table,
)
from docanalyzer.pipeline import ScanOptions, scan
from docanalyzer.results import FinishedRun, read_run, with_earlier

pytestmark = pytest.mark.slow

BRIDGES = (
    "全省各级各部门要在每季度首月核对桥梁检测台账，由专业队伍逐座查看支座、伸缩缝和排水孔，"
    "发现裂缝超过限值的立即限载并设置绕行标志，三十日内完成加固设计；汛期增加夜间巡查频次。"
)
FERRIES = (
    "渡口管理单位每日开航前清点救生衣和灭火器材，船员持证上岗并登记体温，遇大风大雾一律停航，"
    "乘客名册保存两年备查；超载一人罚扣当月补贴，连续两次的吊销渡运许可并在码头公示。"
)
OWN = "青石渡老桥由临河街道雇请五名船工轮流看护，桥头小卖部兼作报险点，村民每户出工两天清理漂木。"
MIXED = BRIDGES.replace("三十", "十") + FERRIES
ROWS = (
    ("国务院", "国发〔2024〕1号", "国务院关于加强桥梁检测工作的意见", "2024-01-05", BRIDGES),
    ("福建省人民政府", "闽政〔2024〕2号", "加强桥梁检测工作实施意见", "2024-02-05", BRIDGES + OWN),
    ("厦门市人民政府", "厦府〔2024〕3号", "桥梁与渡口检测工作方案", "2024-03-05", MIXED),
    ("福建省人民政府", "闽政〔2024〕4号", "关于渡口安全的通知", "2024-01-20", FERRIES + OWN),
    ("泉州市人民政府", "泉政〔2024〕5号", "关于印发渡口安全措施的通知", "2024-04-05", FERRIES),
    ("厦门市集美区人民政府", "集府〔2024〕6号", "转发关于渡口安全的通知", "2024-05-05", FERRIES),
)


def content(run: FinishedRun) -> dict[str, bytes]:
    names = ("findings", "reuse_pairs", "reuse_passages", "boilerplate")
    return {name: (run.folder / f"{name}.parquet").read_bytes() for name in names}


def register(rows: Iterable[int], path: Path) -> Path:
    return written([ROWS[n] for n in rows], path)


def written(rows: Sequence[Sequence[str]], path: Path) -> Path:
    names = ["来文单位", "来文字号", "来文标题", "成文日期", "正文"]
    pl.DataFrame(rows, names, orient="row").write_csv(path)
    return path


def scanned(rows: Iterable[int], out: Path, against: Path | None = None) -> FinishedRun:
    return scanned_rows([ROWS[n] for n in rows], out, against)


def scanned_rows(
    rows: Sequence[Sequence[str]], out: Path, against: Path | None = None
) -> FinishedRun:
    source = written(rows, out.with_suffix(".csv"))
    return scan(ScanOptions(inputs=(str(source),), out=out, against=against))


def touching(run: FinishedRun, table: Table, new: set[str]) -> pl.DataFrame:
    rows = run.table(table)
    return rows.filter(
        pl.col("copy_doc_id").is_in(list(new)) | pl.col("source_doc_id").is_in(list(new))
    )


@settings(max_examples=12, deadline=None)
@given(
    st.sets(st.sampled_from(range(len(ROWS))), min_size=1, max_size=len(ROWS) - 1),
    st.sets(st.sampled_from(range(len(ROWS)))),
)
def test_two_scans_say_what_one_says_of_new_documents(first: set[int], both: set[int]) -> None:
    second = (set(range(len(ROWS))) - first) | (both & first)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        whole = scanned(range(len(ROWS)), place / "whole")
        old = scanned(sorted(first), place / "old")
        news = scanned(sorted(second), place / "news", old.folder)
        known = set(pl.read_parquet(old.folder / "documents.parquet")["doc_id"])
        every = set(pl.read_parquet(whole.folder / "documents.parquet")["doc_id"])
        for table in (REUSE_PAIRS, REUSE_PASSAGES):
            assert news.table(table).equals(touching(whole, table, every - known))
        copies = news.table(REUSE_PAIRS)["copy_doc_id"].to_list()
        families = pl.col("family").is_in(["reuse", "escalation"])
        expected = whole.table(FINDINGS).filter(families & pl.col("doc_id").is_in(copies))
        assert news.table(FINDINGS).filter(families).equals(expected)


_CHANGES = ("nothing", "no date", "no text", "cut text", "other text", "title without issuer")


def changed(row: Sequence[str], how: str) -> tuple[str, ...]:
    """A row of the same document as another export has it."""
    issuer, number, title, day, body = row
    if how == "no date":
        day = ""
    elif how == "no text":
        body = ""
    elif how == "cut text":
        body = body[: len(body) // 2]
    elif how == "other text":
        # Of the same length, so that the smaller one counts.
        body = body[1:] + body[0]
    elif how == "title without issuer":
        title = title.removeprefix(issuer)
    return issuer, number, title, day, body


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(_CHANGES), min_size=len(ROWS), max_size=len(ROWS)),
    st.lists(st.sampled_from(_CHANGES), min_size=len(ROWS), max_size=len(ROWS)),
    st.sets(st.sampled_from(range(len(ROWS))), min_size=1),
    st.sets(st.sampled_from(range(len(ROWS))), min_size=1),
)
@example(["cut text"] * 6, ["nothing"] * 6, {0, 1}, {1, 2})
@example(["nothing"] * 6, ["cut text"] * 6, {0, 1}, {1, 2})
def test_documents_that_two_exports_tell_differently_are_settled_as_by_one_scan(
    before: list[str], now: list[str], first: set[int], second: set[int]
) -> None:
    earlier = [changed(ROWS[n], before[n]) for n in sorted(first)]
    later = [changed(ROWS[n], now[n]) for n in sorted(second)]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        whole = scanned_rows([*earlier, *later], place / "whole")
        old = scanned_rows(earlier, place / "old")
        news = scanned_rows(later, place / "news", old.folder)
        texts = [
            set(run.table(BODIES).select("doc_id", "body").iter_rows()) for run in (whole, old)
        ]
        own = set(news.table(DOCUMENTS)["doc_id"])
        new = own - set(old.table(DOCUMENTS)["doc_id"])
        new |= own & {doc_id for doc_id, _ in texts[0] - texts[1]}
        for table in (REUSE_PAIRS, REUSE_PASSAGES):
            assert news.table(table).equals(touching(whole, table, new))
        shown = with_earlier(read_run(news.folder))
        for doc_id, text in texts[0]:
            assert shown.part(BODIES, pl.col("doc_id") == doc_id)["body"].to_list() == [text]


def test_a_chain_of_runs_is_followed_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = scanned([0], tmp_path / "january")
    second = scanned([3], tmp_path / "february", first.folder)
    third = scanned([1, 4], tmp_path / "march", second.folder)
    pairs = third.table(REUSE_PAIRS).filter(relation="copied")
    sources = set(pairs["source_doc_id"])
    assert first.table(REUSE_PAIRS).is_empty()
    assert len(sources) == 2
    assert not sources & set(pl.read_parquet(third.folder / "documents.parquet")["doc_id"])
    copy, source = pairs.select("copy_doc_id", "source_doc_id").row(0)
    assert run(["show", str(third.folder), f"{copy}:{source}", "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert "没有正文可比" not in text
    assert "第 1 段" in text


@pytest.mark.parametrize("damage", ["missing", "unfinished", "version", "itself"])
def test_what_is_no_earlier_run_is_refused(
    tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old = scanned([0], tmp_path / "old").folder
    out = tmp_path / "out"
    if damage == "missing":
        old = tmp_path / "nowhere"
    elif damage == "unfinished":
        (old / "run.json").unlink()
    elif damage == "version":
        record = json.loads((old / "run.json").read_text(encoding="utf-8"))
        (old / "run.json").write_text(json.dumps({**record, "version": "0.0.1"}), encoding="utf-8")
    else:
        out = old
    source = register([1], tmp_path / "new.csv")
    options = ["--out", str(out), "--against", str(old), "--force"]
    assert run(["scan", str(source), *options]) == 2
    error = capsys.readouterr().err
    assert "--against" in error
    assert "hint:" in error


def test_a_text_that_comes_later_is_new(tmp_path: Path) -> None:
    bare = pl.DataFrame(
        [ROWS[1][:4]], ["来文单位", "来文字号", "来文标题", "成文日期"], orient="row"
    )
    bare.write_csv(tmp_path / "bare.csv")
    first = scanned([0], tmp_path / "first")
    titles = scan(
        ScanOptions(
            inputs=(str(tmp_path / "bare.csv"),), out=tmp_path / "titles", against=first.folder
        )
    )
    assert titles.table(REUSE_PAIRS)["relation"].to_list() == ["same_subject"]
    texts = scanned([1], tmp_path / "texts", read_run(titles.folder).folder)
    assert texts.table(REUSE_PAIRS)["relation"].to_list() == ["copied"]
