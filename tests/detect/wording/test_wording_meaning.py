"""What a sentence around a phrase must say for it to be a burden on an office."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.detect.phrase import PhraseRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

RULES = [rule for rule in load_pack([default_pack()]).rules if isinstance(rule, PhraseRule)]


def found(body: str) -> pl.DataFrame:
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d"], "title": ["关于有关工作的通知"]}))
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ["d"], "body": [body]}))
    return detect_documents(Log(documents, bodies, RECEIPTS.empty()), RULES)


@pytest.mark.parametrize(
    "body",
    [
        "各镇要建立巡河台账，每周更新。",
        "各镇要建立巡河台\n账，每周更新。",
        "对迟报的村一票否决，取消评先资格。",
        "请各校组织学生家长扫码关注，关注率不低于九成。",
        "明早9点前把到岗名单发给综合办。",
    ],
)
def test_what_an_office_is_asked_for_is_found(body: str) -> None:
    assert found(body).filter(pl.col("severity") != "info").height > 0


@pytest.mark.parametrize(
    "body",
    [
        "让教师从迎检中抽身出来。",
        "各镇不再建立纸质台账，请遵照执行。",
        "乡镇自设的一票否决一律取消。",
        "参展企业须签订承诺书。",
        "报考者请将缴费截图保存备查。",
        "去年以来我局共建立台账20本，报送信息30条。",
        "防汛物资已到位。\n上一篇：关于每日报送进度的通知\n下一篇：关于一票否决的通知",
        "物资已到位。\n浏览次数：120 阅读量：98",
        "物资已到位。\n欢迎扫码关注官方微信“青禾发布”",
    ],
)
def test_what_asks_no_office_is_silent(body: str) -> None:
    assert found(body).filter(pl.col("severity") != "info").height == 0


def test_overlapping_findings_of_a_family_are_one() -> None:
    rows = found("各镇要实行日报告、零报告制度，每周报送台账。").filter(
        pl.col("family") == "burdens"
    )
    spans = sorted(rows.select("begin", "end").rows())
    assert spans
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
