"""A span is shown where it stands, masked, and evidence is said in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.report.evidence import CONTEXT, LONGEST, evidence_lines, excerpt
from docanalyzer.report.wording import wording


@given(st.text(st.sampled_from("通知报告字"), min_size=1, max_size=300), st.data())
def test_the_span_stands_in_its_context(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, min(len(text), begin + LONGEST)))
    part = excerpt(text, begin, end, text[begin:end])
    assert part.agrees
    assert part.marked == text[begin:end]
    assert part.before.removeprefix("…") + part.marked + part.after.removesuffix("…") in text
    assert part.before.startswith("…") == (begin > CONTEXT)
    assert part.after.endswith("…") == (len(text) - end > CONTEXT)


def test_a_number_cut_by_the_context_stays_masked() -> None:
    text = "电话13812345678" + "字" * (CONTEXT - 5) + "特急"
    part = excerpt(text, len(text) - 2, len(text), "特急")
    assert "2345678" not in part.before
    assert "*5678" in part.before


def test_a_text_that_changed_is_told() -> None:
    assert not excerpt("普通通知", 0, 2, "特急").agrees


def test_a_long_span_shows_its_two_ends() -> None:
    part = excerpt("头" + "字" * 2 * LONGEST + "尾", 0, 2 * LONGEST + 2, None)
    assert part.marked.startswith("头")
    assert part.marked.endswith("尾")
    assert len(part.marked) < LONGEST + 10


@pytest.mark.parametrize(
    ("evidence", "lines"),
    [
        (None, []),
        ("{}", []),
        ('{"copied_share": 0.85, "gone": null}', [("Share of copy", "85%")]),
        ('{"change_pct": -38.8, "count": 12345}', [("Change (%)", "-38.8%"), ("Count", "12,345")]),
        (
            '{"relation": "copied", "is_new": true}',
            [("Relation", "text from above"), ("is_new", "yes")],
        ),
        (
            '{"spans": [{"begin": 1, "end": 3}, {"begin": 5, "end": 7}]}',
            [("spans", "Begin 1, End 3; Begin 5, End 7")],
        ),
        ('{"said": "call 13812345678\\u001b[0m"}', [("said", "call 138****5678\\x1b[0m")]),
        ('{"source_doc_id": "d13812345678"}', [("Source id", "d13812345678")]),
        ("not json \x1b", [("Evidence", "not json \\x1b")]),
        ("[1, 2]", [("Evidence", "[1, 2]")]),
    ],
)
def test_evidence_is_said_in_words(evidence: str | None, lines: list[tuple[str, str]]) -> None:
    assert evidence_lines(evidence, wording("en")) == lines
