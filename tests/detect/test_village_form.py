"""Forms asked of villages: the span is the word for the form, in the title as registered."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.examples import rows_of
from docanalyzer.detect.kind import Log
from docanalyzer.detect.village_form import VillageFormRule, find_village_forms
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rules.loader import load_pack


def test_the_span_is_the_word_for_the_form() -> None:
    (rule,) = load_pack([default_pack()]).of_kind(VillageFormRule)
    title = "关于请各村填报饮水情况表的通知"
    documents = rows_of(DOCUMENTS, [{"doc_id": "a", "title": title}, {"doc_id": "b"}])
    log = Log(documents, BODIES.empty(), RECEIPTS.empty())
    row = find_village_forms(rule, log).row(0, named=True)
    assert title[row["begin"] : row["end"]] == row["matched_text"] == "情况表"
    assert pl.Series([row["evidence"]]).str.json_path_match("$.body_read").item() == "false"
