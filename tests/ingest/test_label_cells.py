"""Urgency and secrecy labels: words are understood, bare codes never guessed."""

from __future__ import annotations

import polars as pl
import pytest

from docanalyzer.ingest.values.labels import (
    LabelNote,
    page_counts,
    secrecy_labels,
    urgency_marks,
)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("特提", "特提"), ("特急", "特急"), (" 特 急 ", "特急"), ("【特急】", "特急"),
        ("加急件", "加急"), ("平急", "平急"), ("急件", "急件"), ("急", "急件"),
        ("明电 特急", "特急"), ("普通", None),
        ("平件", None), ("无", None), ("", None), (None, None), ("/", None), ("一般", None),
    ],
)  # fmt: skip
def test_labels(cell: str | None, mark: str | None) -> None:
    marks = urgency_marks(pl.Series("cell", [cell], dtype=pl.String), {})
    assert marks.row(0) == (mark, None)


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("1", LabelNote.NEEDS_MAPPING), ("0", LabelNote.NEEDS_MAPPING),
        ("３", LabelNote.NEEDS_MAPPING), ("high", LabelNote.NEEDS_MAPPING),
        ("特急、加急", LabelNote.SEVERAL), ("非特急", LabelNote.UNKNOWN),
        ("尽快办", LabelNote.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_noted(cell: str, note: LabelNote) -> None:
    assert urgency_marks(pl.Series("cell", [cell]), {}).row(0) == (None, note)


def test_codes_are_read_with_a_mapping_only() -> None:
    column = pl.Series("cell", ["1", "2", "3", "9", None])
    marks = urgency_marks(column, {"1": "普通", "2": "平急", "3": "加急"})
    assert marks["value"].to_list() == [None, "平急", "加急", None, None]
    assert marks["note"].to_list() == [None, None, None, LabelNote.NEEDS_MAPPING, None]


@pytest.mark.parametrize(
    ("cell", "classified"),
    [
        ("秘密", True), ("机密★10年", True), ("绝 密", True), ("★", True), ("秘密级", True),
        ("非密", False), ("非秘密", False), ("内部", False), ("公开", False), ("工作秘密", True),
        ("密", True), ("密件", True), ("解密", False),
        ("商业秘密", False), ("S1", False), ("", False), (None, False), ("无", False),
    ],
)  # fmt: skip
def test_secrecy(cell: str | None, classified: bool) -> None:
    labels = secrecy_labels(pl.Series("cell", [cell], dtype=pl.String), {})
    assert labels["classified"].to_list() == [classified]


def test_secrecy_codes_need_a_mapping_and_obey_it() -> None:
    column = pl.Series("cell", ["0", "1", "2"])
    assert secrecy_labels(column, {})["note"].to_list() == [LabelNote.NEEDS_MAPPING] * 3
    told = secrecy_labels(column, {"0": "公开", "1": "秘密", "2": "机密"})
    assert told["classified"].to_list() == [False, True, True]
    assert told["note"].null_count() == 3


def test_pages() -> None:
    pages = page_counts(pl.Series("cell", ["12", "共3页", "５", "十页", None, "无"]))
    assert pages["value"].to_list() == [12, 3, 5, None, None, None]
    assert pages["note"].to_list() == [None, None, None, LabelNote.NOT_A_NUMBER, None, None]
