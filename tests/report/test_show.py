"""What `show` prints: facts, the span in its context, passages with what changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from docanalyzer.model import tables
from docanalyzer.report.parentage import parentage
from docanalyzer.report.show import PAIRS, PASSAGES, Showing, show
from docanalyzer.report.summarise import summarise
from docanalyzer.report.wording import Lang, wording
from tests.report.planted_run import PlantedRun, planted, small_run

GOLDEN = Path(__file__).parent / "golden"


def shown(
    run: PlantedRun,
    wanted: str,
    width: int = 80,
    lang: Lang = "zh",
    *,
    terminal: bool = False,
    everything: bool = False,
) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
    )
    show(Showing(run, wording(lang), console, everything), wanted)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "wanted", "width", "lang"),
    [
        ("show_copy_zh_80", "f0a1", 80, "zh"),
        ("show_pair_en_40", "d02:d01", 40, "en"),
        ("show_mark_zh_40", "f0b2", 40, "zh"),
        ("show_quota_en_80", "f1c4", 80, "en"),
        ("show_document_zh_80", "d01", 80, "zh"),
        ("show_relay_en_80", "d03", 80, "en"),
    ],
)
def test_shown_evidence_is_the_golden_one(name: str, wanted: str, width: int, lang: Lang) -> None:
    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert shown(small_run(), wanted, width, lang) == expected


def test_colour_replaces_the_signs_on_a_terminal() -> None:
    text = shown(small_run(), "d02:d01", terminal=True)
    assert "[-" not in text
    assert "\x1b[1;31m30\x1b[0m" in text
    assert "\x1b[1;32m15\x1b[0m" in text


def test_personal_numbers_are_masked_in_context_and_passages() -> None:
    for wanted in ("f0a1", "d02:d01"):
        assert "13812345678" not in shown(small_run(), wanted)


BODY = st.text(
    st.one_of(
        st.sampled_from("各县区要在30日内完成整改，\n"),
        st.sampled_from(["\x1b", "\t", "\u202e", "\u0301", "\ufe0f", "👍", "🇨", "ﷺ"]),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=150,
)


@settings(max_examples=60, deadline=None)
@given(BODY, BODY, st.integers(20, 300), st.sampled_from(["zh", "en"]))
def test_no_line_is_wider_than_the_screen(copy: str, source: str, width: int, lang: Lang) -> None:
    documents = [
        {"doc_id": "a", "title": source, "issuer": source, "doc_number": source},
        {"doc_id": "b", "title": copy, "issuer": copy, "doc_number": copy},
    ]
    run = planted(
        {
            tables.DOCUMENTS: documents,
            tables.BODIES: [{"doc_id": "a", "body": source}, {"doc_id": "b", "body": copy}],
            tables.REUSE_PAIRS: [
                {
                    "copy_doc_id": "b",
                    "source_doc_id": "a",
                    "relation": "copied",
                    "copied_share": 1.0,
                }
            ],
            tables.REUSE_PASSAGES: [
                {
                    "copy_doc_id": "b",
                    "source_doc_id": "a",
                    "copy_begin": 0,
                    "copy_end": len(copy),
                    "source_begin": 0,
                    "source_end": len(source),
                    "similarity": 0.5,
                }
            ],
            tables.FINDINGS: [
                {
                    "finding_id": "f1",
                    "family": "reuse",
                    "rule_id": "copied",
                    "severity": "high",
                    "doc_id": "b",
                    "field": "body",
                    "begin": 0,
                    "end": len(copy),
                    "matched_text": copy,
                    "message": copy,
                }
            ],
        }
    )
    for wanted in ("f1", "a"):
        text = shown(run, wanted, width, lang)
        assert max(cell_len(line) for line in text.split("\n")) <= width
        assert not any(ord(char) < 32 or char == "\u202e" for char in text.replace("\n", ""))


def test_long_lists_are_cut_and_say_so() -> None:
    documents = [{"doc_id": f"d{place:03}", "title": "某通知"} for place in range(PAIRS + 4)]
    pairs = [
        {"copy_doc_id": line["doc_id"], "source_doc_id": "d000", "relation": "same_subject"}
        for line in documents[1:]
    ]
    run = planted({tables.DOCUMENTS: documents, tables.REUSE_PAIRS: pairs})
    assert f"另有 {len(pairs) - PAIRS} 项" in shown(run, "d000")
    assert "d022" not in shown(run, "d000").split("文件比对")[0]
    assert f"d{PAIRS + 3:03}" in shown(run, "d000", everything=True)


def test_passages_beyond_the_limit_are_counted() -> None:
    body = "各地要认真落实安全生产责任制"
    passages = [
        {
            "copy_doc_id": "b",
            "source_doc_id": "a",
            "copy_begin": place,
            "copy_end": place + 1,
            "source_begin": place,
            "source_end": place + 1,
            "similarity": 1.0,
        }
        for place in range(PASSAGES + 2)
    ]
    run = planted(
        {
            tables.DOCUMENTS: [{"doc_id": "a"}, {"doc_id": "b"}],
            tables.BODIES: [{"doc_id": "a", "body": body}, {"doc_id": "b", "body": body}],
            tables.REUSE_PAIRS: [{"copy_doc_id": "b", "source_doc_id": "a", "relation": "copied"}],
            tables.REUSE_PASSAGES: passages,
        }
    )
    assert "另有 2 项" in shown(run, "b:a")
    assert f"第 {PASSAGES + 2} 段" in shown(run, "b:a", everything=True)


def compared(
    copy: Mapping[str, object], source: Mapping[str, object], **pair: object
) -> PlantedRun:
    """Two documents whose texts were compared."""
    ids = {"copy_doc_id": "b", "source_doc_id": "a"}
    facts = {"relation": "lateral", "copied_share": 0.8, "passages": 1, **pair}
    body = "各地要认真落实安全生产责任制"
    return planted(
        {
            tables.DOCUMENTS: [{"doc_id": "a", **source}, {"doc_id": "b", **copy}],
            tables.BODIES: [{"doc_id": name, "body": body} for name in "ab"],
            tables.REUSE_PAIRS: [{**ids, **facts}],
            tables.REUSE_PASSAGES: [
                {**ids, "copy_begin": 0, "copy_end": 14, "source_begin": 0, "source_end": 14}
            ],
        }
    )


def test_an_order_that_nothing_tells_is_said_with_its_reasons() -> None:
    run = compared({}, {"issuer_level": "city"})
    text = shown(run, "b:a")
    assert "同级相同（先后不明）" in text
    assert "方向无法判定：至少一方层级不明、至少一方日期不明、没有单方引用" in text
    same = {"issuer_level": "city", "issued_on": date(2024, 1, 1)}
    assert "same level, same day" in shown(compared(same, same), "b:a", 120, "en")
    assert summarise(run).unknowns.pairs_without_direction == 1


@pytest.mark.parametrize(
    ("copy", "days", "ground"),
    [
        ({"issuer_level": "city"}, None, "level"),
        ({"issuer_level": "city"}, 3, "level"),
        ({"issuer_level": "central"}, 3, "date"),
        ({}, 3, "date"),
        ({}, 0, "citation"),
    ],
)
def test_what_told_the_order_is_named(
    copy: dict[str, object], days: int | None, ground: str
) -> None:
    source = {"issuer_level": "province"}
    run = compared(copy, source, days_between=days, is_immediate_parent=False)
    line = next(line for line in shown(run, "b:a", 80, "en").split("\n") if "Order told" in line)
    assert line.split()[-1] == ground


def test_a_narrow_screen_still_names_both_sides_of_a_pair() -> None:
    run = compared({}, {"issuer_level": "city"}, relation="declared_relay")
    for width in (20, 40, 80):
        text = "".join(shown(run, "a", width).split())
        assert "写明转发" in text
        assert "80%" in text
        assert ("bb←aa" in text) is (width < 60)


def test_all_sources_above_are_added_up_and_the_first_and_nearest_named() -> None:
    documents = [
        {"doc_id": "c", "doc_number": "柳府〔2024〕3号", "issuer_level": "county"},
        {"doc_id": "p", "doc_number": "青政发〔2024〕1号", "issuer_level": "province"},
        {"doc_id": "q", "doc_number": "临政〔2024〕2号", "issuer_level": "city"},
    ]
    spans = {"p": (0, 6), "q": (4, 8)}
    run = planted(
        {
            tables.DOCUMENTS: documents,
            tables.BODIES: [{"doc_id": "c", "body": "甲乙，丙丁戊己庚辛壬癸"}],
            tables.REUSE_PAIRS: [
                {
                    "copy_doc_id": "c",
                    "source_doc_id": source,
                    "relation": "copied",
                    "copied_share": share,
                    "passages": 1,
                    "is_immediate_parent": source == "q",
                }
                for source, share in (("p", 0.5), ("q", 0.4))
            ],
            tables.REUSE_PASSAGES: [
                {"copy_doc_id": "c", "source_doc_id": source, "copy_begin": begin, "copy_end": end}
                for source, (begin, end) in spans.items()
            ],
        }
    )
    found = parentage(run, "c")
    assert found is not None
    assert found.share == pytest.approx(0.7)  # seven of ten characters, the comma left out
    assert found.parent is not None
    assert (found.root.doc_id, found.parent.doc_id) == ("p", "q")
    for wanted in ("c", "c:p"):
        text = shown(run, wanted)
        assert "合计占比      70%" in text
    assert parentage(run, "p") is None
