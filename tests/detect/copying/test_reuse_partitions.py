"""The result does not depend on threads, batches, partitions or the room that is given."""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from docanalyzer.compare import disk_array
from docanalyzer.compare.passages import comparison, postings
from docanalyzer.detect.copying.detection import ReuseTables, detect_reuse
from docanalyzer.engine import file_pages
from docanalyzer.model.tables import BODIES, DOCUMENTS

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def corpus() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forty documents of a province and its city; every second takes from an earlier one."""
    random = Random(7)
    texts: list[str] = []
    for number in range(40):
        own = "".join(random.choices(LETTERS, k=random.randint(0, 400)))
        taken = random.choice(texts)[20:320] if number % 2 else ""
        texts.append(f"{own[:100]}\n{taken}\n{own[100:]}")
    levels = ["province" if number % 2 == 0 else "city" for number in range(len(texts))]
    documents = pl.DataFrame(
        {
            "doc_id": [f"d{number:02}" for number in range(len(texts))],
            "issuer_level": levels,
            "province": "福建省",
            "city": [None if level == "province" else "厦门市" for level in levels],
            "issued_on": [date(2020, 1, 1) + timedelta(days=number) for number in range(40)],
        }
    )
    return (
        DOCUMENTS.conform(documents),
        BODIES.conform(pl.DataFrame({"doc_id": documents["doc_id"], "body": texts})),
    )


def assert_equal(left: ReuseTables, right: ReuseTables) -> None:
    assert left.pairs.equals(right.pairs)
    assert left.passages.equals(right.passages)
    assert left.boilerplate.equals(right.boilerplate)


@pytest.fixture(scope="module")
def whole() -> ReuseTables:
    return detect_reuse(*corpus(), [])


def test_the_planted_copies_are_found(whole: ReuseTables) -> None:
    assert whole.pairs.height >= 15


@pytest.mark.parametrize("processors", [1, 2, 3])
def test_the_number_of_processors_does_not_show(
    whole: ReuseTables, processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(processors)))
    assert_equal(detect_reuse(*corpus(), []), whole)


def test_batches_partitions_and_room_do_not_show(
    whole: ReuseTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "_BATCH_CHARS", 2000)
    monkeypatch.setattr(comparison, "_CANDIDATE_DOCS", 7)
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 0)
    monkeypatch.setattr(file_pages, "MOST_RESIDENT", 0)
    monkeypatch.setattr(disk_array, "MOST_HELD", 64)
    monkeypatch.setattr(postings, "_RANGE", 500)
    monkeypatch.setattr(postings, "_PARTITION", 60)
    assert_equal(detect_reuse(*corpus(), []), whole)


HOSTILE = {
    "one character": "啊" * 200_000,
    "two in turn": "甲乙" * 100_000,
    "punctuation": "。，、！" * 50_000,
    "emoji": "😀🎉" * 50_000,
    "right to left": "שלום עולם مرحبا " * 5_000,
    "a table": "序号名称数量单位备注一二三四五六七八九十\n" * 5_000,
    "digits": "".join(map(str, range(40_000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_are_compared_in_bounded_time(name: str) -> None:
    documents, bodies = corpus()
    odd = pl.DataFrame({"doc_id": documents["doc_id"].head(3), "body": HOSTILE[name]})
    rest = bodies.filter(~pl.col("doc_id").is_in(odd["doc_id"].implode()))
    found = detect_reuse(documents, BODIES.conform(pl.concat([odd, rest.select(odd.columns)])), [])
    assert found.pairs.select(pl.col("copied_share").drop_nulls().is_between(0, 1).all()).item()
    bounds = found.passages.join(odd, left_on="copy_doc_id", right_on="doc_id")
    assert (bounds["copy_end"] <= bounds["body"].str.len_chars()).all()
