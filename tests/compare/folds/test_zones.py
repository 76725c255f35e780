"""Zones: what of a document is its own text."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from docanalyzer.compare.folds.folding import build_folding, char_begin, char_end, fold_texts

OWN = "为做好河湖岸线巡查，经研究同意，现就有关事项安排如下。各单位每周巡查两次，及时清理堆放物。"


def own_text(body: str) -> str:
    folded = fold_texts(pl.Series([body]), build_folding())
    if not len(folded.symbols):
        return ""
    return body[char_begin(folded, 0, 0) : char_end(folded, 0, len(folded.symbols) - 1)]


def test_letterhead_addressees_and_signature_are_form() -> None:
    body = (
        "临川市人民政府办公室关于岸线巡查的通知\n临政办〔2023〕7号\n"
        f"各县（区）人民政府，市直各单位：\n{OWN}\n特此通知。\n"
        "附件：1. 巡查表\n2. 联系人名单\n临川市人民政府办公室\n2023年3月1日\n（此件公开发布）\n"
        "抄送：市委办公室，市人大常委会办公室。\n"
    )
    assert own_text(body) == OWN.rstrip("。")


def test_page_around_the_text_is_form() -> None:
    body = (
        "索 引 号：\n00001/2023-1\n发文机关：\n临川市人民政府\n标 题：\n关于岸线巡查的通知\n"
        "主 题 词：\n"
        f"关于岸线巡查的通知\n临政〔2023〕7号\n各县人民政府：\n{OWN}\n临川市人民政府\n"
        "二〇二三年三月一日\n扫一扫在手机打开当前页\n-->"
    )
    assert own_text(body) == OWN.rstrip("。")


def test_a_body_in_one_line_keeps_all_behind_the_addressee() -> None:
    assert own_text(f"各县人民政府：{OWN}") == OWN.rstrip("。")
    assert own_text(OWN) == OWN.rstrip("。")


def test_a_sentence_that_ends_in_a_colon_addresses_nobody() -> None:
    body = f"现将有关要求通知如下：{OWN}"
    assert own_text(body).startswith("现将有关要求")


@pytest.mark.real_data
def test_no_page_chrome_is_left_in_published_circulars(real_data: Path) -> None:
    bodies = pl.read_parquet(real_data / "state_council_circulars.parquet")["正文"]
    folded = fold_texts(bodies, build_folding())
    for i, body in enumerate(bodies):
        last = int(folded.bounds[i + 1] - folded.bounds[i]) - 1
        own = body[char_begin(folded, i, 0) : char_end(folded, i, last)]
        assert "索 引 号" not in own
        assert "扫一扫" not in own
        assert folded.own_chars[i] > 0.4 * len(body)
