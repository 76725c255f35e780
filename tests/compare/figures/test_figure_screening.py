"""Screening leaves out nothing: what an exact reading of everything tells, it tells."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docanalyzer.compare.figures import screening
from docanalyzer.compare.figures.clause_table import clause_characters, clauses_of
from docanalyzer.compare.figures.clauses import corresponding, masked_clause, side
from docanalyzer.compare.figures.comparison import compare_figures
from docanalyzer.compare.figures.masks import masks_of
from docanalyzer.compare.figures.verdicts import Verdict, verdict
from docanalyzer.compare.figures.windows import Spans, figure_classes, windows_of
from docanalyzer.compare.reading import text_batch

CLAUSES = st.sampled_from(
    [
        *(
            "全市各部门要建立台账",
            "全省各部门要建立台账",
            "在5个工作日内报市政府备案",
            "按季度评估进度",
        ),
        *("在12个工作日内报市政府备案", "在3 天内报市政府备案", "每月至少开展两次巡查", "按期完成"),
        *(
            "每月至少开展三次巡查",
            "力争２０２５年底前覆盖率达到80%",
            "力争2024年底前覆盖率达到90％",
        ),
        # Equal digits: the unit, or the part of the month, makes the difference.
        *(
            "在3个月内报市政府备案",
            "在3个 工作日内报市政府备案",
            "每两周开展巡查",
            "每两个月开展巡查",
        ),
        *("力争6月前办结", "力争6月中旬前办结", "力争6月底前办结", "覆盖率达到5成", "覆盖率达到5%"),
        *(
            "压实工作责任",
            "2小时内",
            "30分钟内",
            "投入不少于1,200万元",
            "投入不少于1,500万元",
            "形成合力",
        ),
        *(
            "村级组织负责落实",
            "县级组织负责落实",
            "\ue001每年3次",
            "\ue002每年5次",
            "一",
            "抓好\x00落实",
        ),
    ]
)
LATE, SOON = "在5个工作日内报市政府备案", "在3 天内报市政府备案"
TEXTS = st.lists(st.tuples(CLAUSES, st.sampled_from("，。；\n,")), min_size=1, max_size=14).map(
    lambda parts: "".join(words + stop for words, stop in parts)
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4)


def tables(pairs: list[tuple[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Regions that are the whole texts, and bodies."""
    count = range(len(pairs))
    names = {"copy": [f"c{n}" for n in count], "source": [f"s{n}" for n in count]}
    texts = {"copy": [copy for copy, _ in pairs], "source": [source for _, source in pairs]}
    columns: dict[str, list[object]] = {}
    for role, bodies in texts.items():
        columns[f"{role}_doc_id"] = list(names[role])
        columns[f"{role}_begin"] = [0 for _ in count]
        columns[f"{role}_end"] = [len(body) for body in bodies]
        columns[f"{role}_year"] = [2024 for _ in count]
    regions = pl.DataFrame(columns).with_columns(exact=False)
    ids, bodies = names["copy"] + names["source"], texts["copy"] + texts["source"]
    return regions, pl.DataFrame({"doc_id": ids, "body": bodies})


def figures_in(text: str) -> list[str]:
    """Figures with their units, some of them blanks only."""
    unit = "(?=([个工作自然日天号周星期旬月季度年学小时分钟成%％上中下初底末前 \u3000\t\n]{0,8}))"
    many = "[〇零一二两三四五六七八九十百千万半]"
    figures = re.findall(
        f"([0-9０-９]+|{many}+|[每按逐](?=[0-9０-９]|{many})|[每按逐][^\n]|年底){unit}", text
    )
    return [figure if figure in "每按逐" else figure + behind for figure, behind in figures]


def read_all(copy_text: str, source_text: str) -> list[tuple[int, int]]:
    """Spans of tighter figures by a reading of both texts; equal figures in order are none."""
    if figures_in(copy_text) == figures_in(source_text):
        return []
    copy, source = side(copy_text, 0), side(source_text, 0)
    return [
        copy.span(ours)
        for ours, theirs in corresponding(copy, source)
        if verdict(ours, theirs, (copy, source), (2024, 2024)) is Verdict.TIGHTER
    ]


@given(PAIRS)
@settings(max_examples=150, deadline=None)
@example([(f"{LATE}，{LATE}\n{SOON}，{SOON}，", f"{LATE}\n{LATE}，{SOON}，{SOON}，")])
def test_every_tighter_figure_is_found(pairs: list[tuple[str, str]]) -> None:
    _, figures = compare_figures(*tables(pairs))
    found = figures.filter(verdict=Verdict.TIGHTER.value)
    for number, (copy, source) in enumerate(pairs):
        spans = found.filter(region=number).select("copy_span_begin", "copy_span_end").rows()
        assert sorted(spans) == sorted(read_all(copy, source))


@given(PAIRS)
@settings(max_examples=50, deadline=None)
def test_batches_do_not_show(pairs: list[tuple[str, str]]) -> None:
    regions, bodies = tables(pairs)
    whole = compare_figures(regions, bodies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screening, "_BATCH", 1)
        parts = compare_figures(regions, bodies)
    assert whole[0].equals(parts[0])
    assert whole[1].equals(parts[1])


@given(PAIRS)
@settings(max_examples=50, deadline=None)
def test_masks_are_equal_where_masked_clauses_are(pairs: list[tuple[str, str]]) -> None:
    regions, bodies = tables(pairs)
    held = text_batch(bodies["body"])
    count = pl.int_range(regions.height, eager=True).to_numpy()
    ends = [regions[f"{role}_end"].to_numpy() for role in ("copy", "source")]
    none = count * 0
    spans = Spans(
        count, count + regions.height, none, ends[0], none, ends[1], regions["exact"].to_numpy()
    )
    windows = windows_of(held, spans, figure_classes())
    table = clauses_of(held, windows, clause_characters())
    masks = masks_of(table)
    by_mask: dict[str, int] = {}
    for clause in range(len(table.seen)):
        masked, figures = masked_clause(table.text(clause).replace("\ue001", "\ufffd"))
        assert masks.bounds[clause + 1] - masks.bounds[clause] == len(figures)
        assert by_mask.setdefault(masked, masks.masked[clause]) == masks.masked[clause]
    assert len(set(by_mask.values())) == len(by_mask)


@given(
    st.text(st.sampled_from("市a1，\n𠮷é三。每"), min_size=120, max_size=400),
    st.tuples(st.integers(0, 400), st.integers(0, 400)),
)
def test_windows_are_the_same_in_bytes_and_in_characters(body: str, ends: tuple[int, int]) -> None:
    begin, end = sorted(min(place, len(body)) for place in ends)
    held = text_batch(pl.Series(["前一篇", body, "9"]))
    one, at, to = (np.array([place]) for place in (1, begin, end))
    zero = one * 0
    spans = Spans(one, one + 1, at, to, zero, zero + 1, zero != 0)
    windows = windows_of(held, spans, figure_classes())
    first, chars = windows.places[0, :2]
    assert begin - 80 <= first <= begin
    assert end <= first + chars <= end + 81
    assert windows.differs[0] == (_digits(body[begin:end]) != ["9"])
    if windows.differs[0]:
        read = held.data[windows.begins[0] : windows.ends[0]].tobytes().decode()
        assert read == body[first : first + chars]


def _digits(text: str) -> list[str]:
    return re.findall("1+|三+|每[^\n]", text)


@pytest.mark.slow
def test_a_clause_too_long_for_screening_is_read_in_full() -> None:
    long = "一" * 20_000
    copy, source = f"覆盖率达到90%，{long}，", f"覆盖率达到80%，{long}，"
    _, figures = compare_figures(*tables([(copy, source)]))
    assert figures["verdict"].to_list() == [Verdict.TIGHTER.value]


def test_a_document_without_body_has_nothing_to_compare() -> None:
    regions, bodies = tables([("覆盖率达到90%。", "覆盖率达到80%。")])
    for missing in ("c0", "s0"):
        empty = bodies.filter(pl.col("doc_id") != missing)
        read, figures = compare_figures(regions, empty)
        assert read["differs"].to_list() == [False]
        assert figures.is_empty()


@pytest.mark.parametrize(
    ("copy", "source"),
    [
        ("各单位在3日内完成整改并报告。", "各单位在3个月内完成整改并报告。"),
        ("各单位在3 周内完成整改并报告。", "各单位在3 个月内完成整改并报告。"),
        ("各单位于6月中旬前完成整改并报告。", "各单位于6月底前完成整改并报告。"),
        ("每两周开展一次巡查并报告。", "每两个月开展一次巡查并报告。"),
        ("每个工作日开展巡查并报告。", "每个月开展巡查并报告。"),
        ("覆盖率达到5成以上，并报告。", "覆盖率达到5%以上，并报告。"),
    ],
)
def test_equal_digits_with_another_unit_are_read(copy: str, source: str) -> None:
    _, figures = compare_figures(*tables([(copy, source)]))
    assert Verdict.TIGHTER.value in figures["verdict"].to_list()


@pytest.mark.parametrize("copy", ["各单位在3日内完成整改。", "各单位在30日内完成整改。"])
def test_a_figure_may_go_on_behind_a_passage_of_equal_text(copy: str) -> None:
    source = "各单位在3个月内完成整改。"
    regions, bodies = tables([(copy, source)])
    end = source.index("3") + 1
    passage = regions.with_columns(
        pl.lit(end).alias("copy_end"), pl.lit(end).alias("source_end"), exact=True
    )
    _, figures = compare_figures(passage, bodies)
    assert figures["verdict"].to_list() == [Verdict.TIGHTER.value]
