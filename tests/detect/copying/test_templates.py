"""The user's own standing texts: never copying, counted with who carries them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.compare.folds.folding import build_folding
from docanalyzer.compare.passages.standing_texts import build_standing_texts, without_standing_texts
from docanalyzer.detect.copying.detection import ReuseTables, detect_reuse
from docanalyzer.detect.copying.template_file import load_templates
from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.tables import BODIES, DOCUMENTS

STANDING = (
    "各级各部门要提高政治站位，压实工作责任，加强统筹协调，主要负责同志要亲自部署、亲自过问，"
    "分管负责同志要靠前指挥、一线推动，确保各项任务落地见效，重要情况及时报告省人民政府。"
)
COMMON = (
    "桥梁检测台账在每季度首月核对，由专业队伍逐座查看支座、伸缩缝和排水孔，发现裂缝超过限值的立即"
    "限载并设置绕行标志，三十日内完成加固设计，汛期增加夜间巡查频次。"
)
OWN = "青石渡老桥由临河街道雇请五名船工轮流看护，桥头小卖部兼作报险点，村民每户出工两天清理漂木。"
OTHER = "柳溪圩集的商户自筹经费修缮骑楼，瓦匠按祖传样式烧制青瓦，由老街理事会逐户验看并且张榜。"
FOLDING = build_folding(["福建省", "厦门市"])


def detect(bodies: list[str], templates: list[str]) -> ReuseTables:
    levels = ["province", "city", "county"][: len(bodies)]
    ids = [f"d{n}" for n in range(len(bodies))]
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ids, "issuer_level": levels}))
    texts = BODIES.conform(pl.DataFrame({"doc_id": ids, "body": bodies}))
    return detect_reuse(documents, texts, [], templates=templates)


def test_what_lies_inside_a_template_is_no_copy() -> None:
    bodies = [OWN + STANDING, OTHER + STANDING.replace("省人民", "市人民")]
    assert detect(bodies, []).pairs["relation"].to_list() == ["copied"]
    found = detect(bodies, [STANDING])
    assert found.pairs.is_empty()
    assert found.passages.is_empty()
    assert found.boilerplate.to_dicts() == [
        {"text": STANDING, "documents": 2, "example_doc_id": "d0"}
    ]


def test_shares_leave_templates_out_on_both_sides() -> None:
    bodies = [COMMON + STANDING, COMMON + STANDING + OWN]
    bare = detect([COMMON, COMMON + OWN], []).pairs.row(0, named=True)
    pair = detect(bodies, [STANDING]).pairs.row(0, named=True)
    assert pair["copied_share"] == pytest.approx(bare["copied_share"])
    assert pair["source_share"] == pytest.approx(1.0)


def test_a_relay_is_read_from_the_whole_text() -> None:
    relay = "现将《关于桥梁检测的通知》印发给你们，请结合实际认真抓好贯彻落实工作。\n"
    documents = pl.DataFrame(
        {
            "doc_id": ["d0", "d1"],
            "title": ["关于桥梁检测的通知", "桥梁通知"],
            "issuer_level": ["province", "city"],
        }
    )
    bodies = pl.DataFrame({"doc_id": ["d0", "d1"], "body": [COMMON, relay + COMMON]})
    found = detect_reuse(
        DOCUMENTS.conform(documents),
        BODIES.conform(bodies),
        [],
        templates=["印发给你们，请结合实际认真抓好贯彻落实工作。"],
    )
    assert found.pairs["relation"].to_list() == ["declared_relay"]


def test_a_template_that_nobody_carries_is_listed_with_none() -> None:
    found = detect([COMMON + OWN, COMMON], [STANDING])
    assert found.pairs.height == 1
    rows = {row["text"]: row for row in found.boilerplate.to_dicts()}
    assert rows[STANDING] == {"text": STANDING, "documents": 0, "example_doc_id": None}


TEXT = st.text(st.sampled_from([*"各级部门要认真，。\n 1a１Ａ", "😀", "é", "\u202e"]), max_size=80)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TEXT, st.none()), max_size=4), st.text("各级部门要认真", min_size=12))
def test_blanked_bodies_keep_their_lengths_and_all_else(
    bodies: list[str | None], template: str
) -> None:
    texts = [None if body is None else f"{body}。{template}。{body}" for body in bodies]
    standing = build_standing_texts([template], FOLDING)
    series = pl.Series(texts, dtype=pl.String)
    blanked, met = without_standing_texts(series, standing, FOLDING)
    inside = {(row, place) for row, begin, end in zip(met.rows, met.begins, met.ends, strict=True)
              for place in range(begin, end)}  # fmt: skip
    for row, (before, after) in enumerate(zip(series, blanked, strict=True)):
        assert (before is None) == (after is None)
        for place, (old, new) in enumerate(zip(before or "", after or "", strict=True)):
            assert new == old or (new == "_" and (row, place) in inside)


@pytest.mark.parametrize("text", ["啊" * 200_000, "各级" * 100_000, "。" * 1000])
def test_endless_repeats_cost_linear_time(text: str) -> None:
    standing = build_standing_texts([text[:5000], "啊" * 5000], FOLDING)
    blanked, _met = without_standing_texts(pl.Series([text, text]), standing, FOLDING)
    assert blanked.str.len_chars().to_list() == [len(text)] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_hold_one_text_a_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(f"# 本办常用语\n{STANDING}\r\n\n  {COMMON}\n{STANDING}\n".encode(encoding))
    texts = load_templates([path])
    assert [standing.text for standing in texts] == [STANDING, COMMON]
    assert [standing.where for standing in texts] == [f"{path}:2", f"{path}:4"]


def test_faults_name_file_and_line(tmp_path: Path) -> None:
    short, binary = tmp_path / "short.txt", tmp_path / "binary.txt"
    short.write_text(f"{STANDING}\n特此通知。\n请遵照执行\n", encoding="utf-8")
    binary.write_bytes(b"\x00\x01" * 50)
    with pytest.raises(RuleFaults) as caught:
        load_templates([short, binary, tmp_path / "none.txt"])
    places = [fault.where for fault in caught.value.faults]
    assert places == [str(binary), str(tmp_path / "none.txt"), f"{short}:2", f"{short}:3"]
    assert "4 comparable characters" in caught.value.faults[2].what
    for content in (b"", b"# only a remark\n", b"\xff\xff\xff"):
        binary.write_bytes(content)
        with pytest.raises(UsageFault, match="binary"):
            load_templates([binary])
