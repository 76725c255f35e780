"""Blanks inside titles do not hide a phrase, and a phrase across two words is none."""

from __future__ import annotations

import polars as pl
import pytest

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.detect.phrase import PhraseRule
from docanalyzer.detect.wording.words import at_word_boundaries
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.rule import Rule
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack

PACK = load_pack([default_pack()])


def rule(rule_id: str) -> Rule:
    found = PACK.rule(rule_id)
    assert found is not None
    return found


def on_title(title: str, rule_id: str) -> list[tuple[int, int, str]]:
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d"], "title": [title]}))
    found = detect_documents(Log(documents, BODIES.empty(), RECEIPTS.empty()), [rule(rule_id)])
    return list(found.select("begin", "end", "matched_text").iter_rows())


def on_body(body: str, phrase_rule: Rule) -> list[str]:
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d"], "title": ["关于有关工作的通知"]}))
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ["d"], "body": [body]}))
    found = detect_documents(Log(documents, bodies, RECEIPTS.empty()), [phrase_rule])
    return found["matched_text"].to_list()


@pytest.mark.parametrize("blank", [" ", "　", "\u00a0", "\u200b", " 　 "])
def test_blanks_in_a_title_are_read_over_and_kept_in_the_evidence(blank: str) -> None:
    title = f"青禾县 人民政府关于防汛的紧急{blank}通{blank}知"
    ((begin, end, matched),) = on_title(title, "urgency-title-genre")
    assert title[begin:end] == matched == f"紧急{blank}通{blank}知"


@pytest.mark.parametrize("mark", ["特急", "特　急", "特 急"])
def test_a_mark_set_apart_may_hold_a_blank(mark: str) -> None:
    assert on_title(f"【{mark}】关于防汛的通知", "urgency-title-mark") == [
        (0, len(mark) + 2, f"【{mark}】")
    ]
    assert on_title("特色急救站建设的通知", "urgency-title-mark") == []


def test_a_phrase_across_two_words_is_no_finding_for_the_word_boundary_alone() -> None:
    secondment = rule("secondment")
    assert isinstance(secondment, PhraseRule) and secondment.when.word
    loose = secondment.model_copy(
        update={"when": secondment.when.model_copy(update={"word": False})}
    )
    across = "请凭借调度平台通知值班人员。"
    assert on_body(across, loose) == ["借调度平台通知值班人员"]
    assert on_body(across, secondment) == []
    assert on_body("请各镇借调工作人员两名。" + across, secondment) == ["借调工作人员两名"]


def test_boundaries_of_each_span_in_its_own_sentence() -> None:
    sentences = pl.Series(["凭借调度平台", "借调工作人员"])
    begin, end = pl.Series([1, 0]), pl.Series([3, 2])
    assert at_word_boundaries(sentences, begin, end).to_list() == [False, True]
