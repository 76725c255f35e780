"""Standing phrases are counted by the documents that carry them, not by the pairs they made."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.copying.boilerplate import boilerplate_table

PHRASE = "特此通知，请遵照执行"


def test_documents_are_counted_once_each() -> None:
    bodies = pl.Series([f"甲文。{PHRASE}", f"乙文。{PHRASE} ", f"丙。{PHRASE}"])
    numbered = pl.DataFrame({"doc_id": ["d3", "d1", "d2"]})
    # The first text met the other two, the second met the third again.
    spans = pl.DataFrame(
        [(0, 3, 13, 0), (0, 3, 13, 1), (0, 3, 13, 2), (1, 3, 14, 1), (1, 3, 14, 2)],
        schema=["number", "begin", "end", "carrier"],
        orient="row",
    )
    assert boilerplate_table(spans, numbered, bodies).to_dicts() == [
        {"text": PHRASE, "documents": 3, "example_doc_id": "d1"}
    ]
