"""Pairs that titles alone show: equal and nearly equal subjects, years, places, routine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from docanalyzer.detect.copying.detection import detect_reuse
from docanalyzer.detect.copying.near_subjects import near_subjects
from docanalyzer.model.tables import BODIES, DOCUMENTS

CENTRAL = {"issuer": "国务院办公厅", "issuer_level": "central", "issued_on": date(2019, 3, 1)}
PROVINCE = {
    "issuer": "广东省人民政府",
    "issuer_level": "province",
    "province": "广东省",
    "issued_on": date(2019, 9, 1),
}


def relations(above: dict[str, object], *below: dict[str, object]) -> list[str]:
    rows = [{"doc_id": "above", **CENTRAL, **above}]
    rows += [{"doc_id": f"d{n}", **PROVINCE, **row} for n, row in enumerate(below)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    pairs = detect_reuse(DOCUMENTS.conform(frame), BODIES.empty(), []).pairs
    return pairs.sort("copy_doc_id")["relation"].to_list()


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            "国务院办公厅关于印发河道采砂整治行动方案的通知",
            "广东省人民政府办公厅关于印发广东省河道采砂整治实施方案的通知",
        ),
        (
            "国务院办公厅关于推行渡口安全第三方评估的意见",
            "广东省人民政府办公厅关于推进我省渡口安全第三方评估工作的实施意见",
        ),
        (
            "国务院办公厅关于印发桥梁养护规划（2016—2020年）的通知",
            "广东省人民政府关于印发广东省桥梁养护规划（2016－2020年）的通知",
        ),
    ],
)
def test_a_changed_word_keeps_the_subject(above: str, below: str) -> None:
    assert relations({"title": above}, {"title": below}) == ["same_subject"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # another year, another batch
        ("关于印发2018年渡口安全重点工作安排的通知", "关于印发2019年渡口安全重点工作安排的通知"),
        ("关于第二批清理规范中介服务事项的决定", "关于第三批清理规范中介服务事项的决定"),
        # a plan for another province
        (
            "国务院关于印发中国（上海）自由贸易试验区总体方案的通知",
            "广东省人民政府关于印发中国（广东）自由贸易试验区总体方案的通知",
        ),
        # what every organ has
        (
            "关于印发国家统计局主要职责内设机构和人员编制规定的通知",
            "关于印发广东省统计局主要职责内设机构和人员编制规定的通知",
        ),
        ("关于贯彻落实国务院常务会议精神的通知", "关于贯彻落实省政府常务会议精神的通知"),
        # single cases
        (
            "国务院关于同意设立长兴渡口经济开发区的批复",
            "广东省人民政府关于同意设立长安渡口经济开发区的批复",
        ),
        # another matter
        (
            "国务院办公厅关于加强桥梁养护工作的通知",
            "广东省人民政府办公厅关于加强渡船检验工作的通知",
        ),
    ],
)
def test_another_matter_is_no_pair(above: str, below: str) -> None:
    assert relations({"title": above}, {"title": below}) == []


def test_a_subject_taken_up_after_years_is_no_pair() -> None:
    title = "关于进一步加强渡口安全管理工作的通知"
    near = "关于加强渡口安全管理有关工作的通知"
    rows = [
        {"title": wording, "issued_on": date(year, 6, 1)}
        for wording in (title, near)
        for year in (2021, 2023, 2025)
    ]
    assert relations({"title": title}, *rows) == ["same_subject"] * 3


def test_an_equal_subject_goes_before_a_near_one() -> None:
    rows = [
        {"doc_id": "near", **CENTRAL, "title": "关于推进渡口安全第三方评估的意见"},
        {"doc_id": "same", **CENTRAL, "title": "关于推行渡口安全第三方评估的意见"},
        {"doc_id": "copy", **PROVINCE, "title": "关于推行渡口安全第三方评估的实施意见"},
    ]
    documents = DOCUMENTS.conform(pl.DataFrame(rows, infer_schema_length=None))
    pairs = detect_reuse(documents, BODIES.empty(), []).pairs
    assert pairs["source_doc_id"].to_list() == ["same"]


def subjects(keys: Sequence[str | None], area: str = "") -> pl.DataFrame:
    return pl.DataFrame({"key": keys, "area": [area] * len(keys)}, schema_overrides=TEXTS)


TEXTS = {"key": pl.String, "area": pl.String}


def test_near_subjects_do_not_depend_on_order_or_repetition() -> None:
    keys = [f"推进渡口第三方评估{word}制度" for word in ("安全", "安全性", "质量", "信用")]
    copies = subjects([f"推行渡口第三方评估{word}制度" for word in ("安全", "信用")] + [None])
    found = near_subjects(copies, subjects(keys))
    again = near_subjects(pl.concat([copies, copies]).reverse(), subjects(keys[::-1]))
    assert found.equals(again)
    assert sorted(found.filter(choice=0)["source_key"]) == sorted([keys[0], keys[3]])
    assert near_subjects(copies, subjects([])).is_empty()
    assert near_subjects(copies, subjects(keys, "别处")).is_empty()
    assert near_subjects(subjects([None, ""]), copies).is_empty()


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (400, 400, []),
        (400, None, ["same_subject"]),
        (None, 400, ["same_subject"]),
        (None, None, ["same_subject"]),
        (400, 40, ["same_subject"]),  # 见附件 and a letterhead
    ],
)
def test_texts_that_were_compared_tell_by_themselves(
    ours: int | None, theirs: int | None, expected: list[str]
) -> None:
    above = {"title": "国务院办公厅关于加强河道采砂管理的通知", "body_chars": theirs}
    below = {"title": "广东省人民政府办公厅关于加强河道采砂管理的通知", "body_chars": ours}
    rows = [{"doc_id": "a", **CENTRAL, **above}, {"doc_id": "b", **PROVINCE, **below}]
    texts = [
        {"doc_id": doc_id, "body": "".join(chr(first + n) for n in range(chars))}
        for doc_id, chars, first in (("a", theirs, 0x4E00), ("b", ours, 0x6000))
        if chars is not None
    ]
    documents = DOCUMENTS.conform(pl.DataFrame(rows, infer_schema_length=None))
    bodies = BODIES.conform(pl.DataFrame(texts, schema={"doc_id": pl.String, "body": pl.String}))
    assert detect_reuse(documents, bodies, []).pairs["relation"].to_list() == expected


def test_a_relay_is_declared_whatever_its_text_shares() -> None:
    named = "关于加强河道采砂管理的通知"
    rows = [
        {"doc_id": "a", **CENTRAL, "title": f"国务院办公厅{named}", "body_chars": 400},
        {"doc_id": "b", **PROVINCE, "title": f"转发国务院办公厅{named}", "body_chars": 400},
    ]
    texts = {
        "doc_id": ["a", "b"],
        "body": ["".join(chr(first + n) for n in range(400)) for first in (0x4E00, 0x6000)],
    }
    documents = DOCUMENTS.conform(pl.DataFrame(rows))
    pairs = detect_reuse(documents, BODIES.conform(pl.DataFrame(texts)), []).pairs
    assert pairs["relation"].to_list() == ["declared_relay"]
