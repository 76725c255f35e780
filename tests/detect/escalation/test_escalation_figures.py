"""Reading figures: properties over made texts, and passages cut at a figure."""

from __future__ import annotations

import cn2an
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.compare.figures.clauses import corresponding, side
from docanalyzer.compare.figures.figures import SMALL, figure_value, folded_text
from docanalyzer.compare.figures.quantities import quantities
from docanalyzer.compare.figures.verdicts import Verdict, verdict
from docanalyzer.detect.escalation.detection import detect_escalation
from docanalyzer.detect.escalation.rule import (
    EscalationExample,
    EscalationRule,
    example_tables,
)
from docanalyzer.model.pack_data import default_pack
from docanalyzer.rules.examples import run_examples
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.pack import RulePack

RULES = load_pack([default_pack()]).of_kind(EscalationRule)
PIECES = st.sampled_from(
    [
        *("，", "。", "《", "\n", " ", "不少于", "不超过", "达到", "以上", "以内", "内", "前"),
        *("每月", "每", "年", "月", "日", "底", "个", "次", "%", "％", "百分之", "万元", "工作日"),
        *("小时", "季度", "分之", "三十", "两", "十", "亿", "零", "点", "2024", "１２", "80", "5"),
        *("3.5", "第", "全省", "完成整改"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


def test_every_rule_holds_its_examples() -> None:
    assert len(RULES) == 4
    count, failures = run_examples(RulePack(tuple(RULES)))
    assert count >= 30
    assert failures == ()


@pytest.mark.parametrize(
    ("figure", "value"),
    [("十五", 15), ("二十", 20), ("一百零五", 105), ("两", 2), ("3.5", 3.5), ("1,200", 1200),
     ("半", 0.5), ("百", 100), ("2万", 20_000)],
)  # fmt: skip
def test_figures_have_values(figure: str, value: float) -> None:
    assert figure_value(figure) == value


def test_numerals_below_a_hundred_are_those_of_the_library() -> None:
    assert len(SMALL) == 101
    for numeral, value in SMALL.items():
        assert cn2an.cn2an(numeral, "smart") == value


@given(TEXTS)
def test_figures_lie_in_order_inside_their_clause(text: str) -> None:
    reached = 0
    for figure in quantities(folded_text(text)[0]):
        assert reached <= figure.begin < figure.end <= len(text)
        assert figure.least <= figure.most
        reached = figure.end


@given(TEXTS)
def test_equal_texts_have_nothing_tighter(text: str) -> None:
    copy, source = side(text, 0), side(text, 0)
    made = {
        verdict(ours, theirs, (copy, source), (2024, 2024))
        for ours, theirs in corresponding(copy, source)
    }
    assert made <= {Verdict.EQUAL, Verdict.UNKNOWN}


@given(TEXTS, TEXTS)
def test_tighter_one_way_is_looser_the_other(one: str, other: str) -> None:
    """Neither text can ask for more than the other at one place."""
    copy, source = side(one, 0), side(other, 0)
    for ours, theirs in corresponding(copy, source):
        there = verdict(ours, theirs, (copy, source), (2024, 2024))
        back = verdict(theirs, ours, (source, copy), (2024, 2024))
        assert not (there is Verdict.TIGHTER and back is Verdict.TIGHTER)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_equal_passages_give_no_finding(text: str) -> None:
    if not text.strip():
        return
    tables = example_tables([EscalationExample(source=text, copy_body=text)])
    assert detect_escalation(*tables, RULES).is_empty()


SOURCE = "各单位要明确专人负责，健全工作台账，于2024年9月底前完成自查，形成书面报告报送办公室备查。"
COPY = (
    "本市各单位要明确专人负责，健全工作台账，于2024年8月底前完成自查，形成书面报告报送办公室备查。"
)


def cut(*spans: tuple[int, int, int, int], similarity: float = 1.0) -> list[str]:
    """Matched texts when the pair has passages at these spans only."""
    documents, bodies, pairs, _ = example_tables([EscalationExample(source=SOURCE, copy_body=COPY)])
    names = ["copy_begin", "copy_end", "source_begin", "source_end"]
    passages = pl.DataFrame(spans, schema=names, orient="row").with_columns(
        copy_doc_id=pl.lit("copy 0"), source_doc_id=pl.lit("source 0"), similarity=similarity
    )
    return detect_escalation(documents, bodies, pairs, passages, RULES)["matched_text"].to_list()


def test_a_changed_figure_between_or_beside_passages_is_seen() -> None:
    ours, theirs = COPY.index("2024年"), SOURCE.index("2024年")
    behind, after = COPY.index("底前"), SOURCE.index("底前")
    whole = (2, len(COPY), 0, len(SOURCE))
    assert cut(whole, similarity=0.97) == ["2024年8月底前"]
    assert cut((2, ours, 0, theirs), (behind, len(COPY), after, len(SOURCE))) == ["2024年8月底前"]
    assert cut((2, ours, 0, theirs)) == ["2024年8月底前"]
    assert cut((behind, len(COPY), after, len(SOURCE))) == ["2024年8月底前"]


def test_long_texts_are_read_in_linear_windows() -> None:
    filler = "各乡镇要落实责任，做好记录，及时反馈。"
    source, copy = filler * 3000, filler * 3000
    middle = len(filler) * 1500
    source = source[:middle] + SOURCE + source[middle:]
    copy = copy[:middle] + COPY + copy[middle:]
    tables = example_tables([EscalationExample(source=source, copy_body=copy)])
    assert detect_escalation(*tables, RULES)["matched_text"].to_list() == ["2024年8月底前"]


def test_odd_texts_are_read_without_fault() -> None:
    odd = [
        "一" * 5000,
        "9" * 5000 + "%",
        "，。" * 2000,
        "每" * 3000,
        "\u202e١٢٣",
        "😀" * 500,
        "百分之" * 900,
    ]
    rows = [EscalationExample(source=a, copy_body=b) for a in odd for b in odd]
    assert detect_escalation(*example_tables(rows), RULES).is_empty()
