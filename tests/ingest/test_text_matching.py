"""Files find their documents by name, then by text; what fits two, or cites one, finds none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.ingest.texts_beside import measure
from docanalyzer.cli.app import run
from docanalyzer.ingest.bodies.matching import Documents, MatchedBy
from tests.ingest.run_bytes import said_anywhere

BRIDGE = "青阳市水利局关于切实做好2024年度古桥修缮工作的通知"
REGISTER = Documents(
    [
        ("青水发|2024|7", BRIDGE),
        ("青水发|2024|8", "青阳市水利局关于切实做好2024年度路灯节能工作的通知"),
        ("青水发|2023|7", "青阳市水利局关于切实做好2023年度古桥修缮工作的通知"),
        ("水发|2024|9", "关于集市管理的意见"),
        (None, "古桥修缮工作方案"),
        ("青水发|2024|7", "关于切实做好2024年度古桥修缮工作的通知"),
    ]
)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("青水发〔2024〕7号", 0), ("青水发[2024]007", 0), ("青水发2024年第7号 古桥", 0),
        (f"3.{BRIDGE}（定稿）", 0), (f"2024-05-06 {BRIDGE}", 0), (" ".join(BRIDGE), 0),
        ("关于切实做好2024年度古桥修缮工作的通知", 0), ("青阳市水利局关于切实做好2024年度古…", 0),
        (f"{BRIDGE}（青水发〔2024〕7号）", 0),
        (f"云溪区转发{BRIDGE}的通知", None), ("关于落实青水发〔2024〕7号的报告", None),
        (f"关于落实《{BRIDGE}》（青水发〔2024〕7号）的报告", None),
        ("青阳市水利局关于切实做好", None),
        (f"{BRIDGE}解读", None), ("云水发〔2024〕9号", None), ("附件1", None), ("", None),
        ("白河县水利局关于切实做好2024年度古桥修缮工作的通知", None),
    ],
)  # fmt: skip
def test_names(name: str, document: int | None) -> None:
    assert REGISTER.by_name(name).document == document


@pytest.mark.parametrize(
    ("text", "document", "by"),
    [
        (f"青水发〔2024〕7号\n{BRIDGE}\n各镇：", 0, MatchedBy.NUMBER_IN_TEXT),
        ("青阳市水利局文件\n青水发〔2024〕8号 签发人：甲\n文", 1, MatchedBy.NUMBER_IN_TEXT),
        (f"{BRIDGE[:9]}\n{BRIDGE[9:]}\n各镇：", 0, MatchedBy.TITLE_IN_TEXT),
        (f"青水发〔2024〕8号\n{BRIDGE}\n各镇：", None, MatchedBy.NUMBER_IN_TEXT),
        (f"云溪区转发{BRIDGE}的通知\n各镇：", None, None),
        (f"各镇：根据《{BRIDGE}》（青水发〔2024〕7号）", None, None),
        ("云溪区关于落实《青阳市水利局\n关于切实做好2024年度古桥修缮工作的通知》的函", None, None),
        (f"白河县人民政府关于防火的通知\n相关文件\n{BRIDGE}\n", None, None),
        ("白河县水利局关于切实做好2024年度古桥修缮工作的通知\n各镇：", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_texts(text: str, document: int | None, by: MatchedBy | None) -> None:
    match = REGISTER.by_text(text)
    assert (match.document, match.by) == (document, by)


def test_spoilt_names_in_nine_formats(tmp_path: Path) -> None:
    own, other, strangers, _ = measure(tmp_path, 90, seed=7)
    assert own >= 89
    assert (other, strangers) == (0, 0)


def test_every_file_stands_in_the_table(tmp_path: Path) -> None:
    given = tmp_path / "导出"
    texts = {
        "正文/a.txt": f"{BRIDGE}\n青水发〔2024〕7号\n各镇：修桥。\n",
        "正文/青水发〔2024〕8号.txt": "青水发〔2024〕9号\n各镇：另一件。\n",
        "正文/无关.txt": "请假条\n因事请假一天。\n",
        "正文/b.txt": "绝密★1年\n青水发〔2024〕5号\n各镇：暗事。\n",
        "正文/c.txt": "青水发〔2024〕6号\n各镇：暗事。\n",
        "收文.csv": f"发文字号,标题,密级\n青水发〔2024〕7号,{BRIDGE},\n青水发〔2024〕8号,路灯,\n"
        "青水发〔2024〕9号,集市,\n青水发〔2024〕5号,一桩不明事,\n青水发〔2024〕6号,又一桩暗事,机密\n",
    }
    for name, text in texts.items():
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert run(["scan", str(given), "--out", str(out), "--quiet"]) == 0
    matches = pl.read_parquet(out / "text_matches.parquet")
    numbers = pl.read_parquet(out / "documents.parquet").select("doc_id", "doc_number")
    told = matches.join(numbers, on="doc_id", how="left").sort("path")
    assert told.select("path", "doc_number", "matched_by", "reason_code").rows() == [
        ("classified/1", None, None, "classified"),
        ("classified/2", None, None, "classified"),
        ("正文/a.txt", "青水发〔2024〕7号", "number_in_text", None),
        ("正文/无关.txt", None, None, "body_unmatched"),
        ("正文/青水发〔2024〕8号.txt", None, None, "name_and_text_differ"),
    ]
    assert "暗事" not in said_anywhere(out)
    assert "不明事" not in said_anywhere(out)
