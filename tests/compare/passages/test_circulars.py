"""What the carriers of one circular share is that circular; standing phrases stay standing."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest

from docanalyzer.detect.copying.detection import ReuseTables, detect_reuse
from docanalyzer.model.tables import BODIES, DOCUMENTS

_SIGNS = [chr(code) for code in range(0x4E10, 0x4E10 + 900)]


def clause(seed: str, chars: int = 95) -> str:
    """Words of no meaning: no two clauses share ten characters."""
    return "".join(random.Random(seed).choices(_SIGNS, k=chars)) + "。"


def found(texts: list[str]) -> ReuseTables:
    """The first text is a ministry's, the others stand in provinces of their own."""
    rows = [
        {
            "doc_id": f"d{n:03}",
            "issuer": "部" if n == 0 else f"省{n}",
            "issuer_level": "province" if n else "central",
            "province": f"第{n}省" if n else None,
            "issued_on": date(2023, 1 if n == 0 else 3, 1 + n % 28),
        }
        for n in range(len(texts))
    ]
    documents = DOCUMENTS.conform(pl.DataFrame(rows, infer_schema_length=None))
    bodies = pl.DataFrame({"doc_id": [row["doc_id"] for row in rows], "body": texts})
    return detect_reuse(documents, BODIES.conform(bodies), [])


@pytest.mark.parametrize("carriers", [9, 16, 22, 60])
def test_shares_do_not_shrink_where_many_take_other_clauses_of_one_circular(carriers: int) -> None:
    clauses = [clause(f"c{n}") for n in range(20)]
    texts = ["".join(clauses)]
    for n in range(carriers):
        taken = random.Random(n).sample(range(20), 12)
        own = [clause(f"own{n}-{k}") for k in range(2)]
        texts.append("".join([clauses[k] for k in taken] + own))
    pairs = found(texts).pairs.filter(source_doc_id="d000")
    assert pairs.height == carriers
    # Twelve of fourteen clauses.
    assert pairs["copied_share"].min() == pytest.approx(12 / 14, abs=0.03)


def test_documents_share_hardly_anything_by_standing_phrases() -> None:
    pool = [clause(f"phrase{n}", 50) for n in range(40)]
    texts = []
    for n in range(120):
        chosen = random.Random(n).sample(pool, 8)
        own = [clause(f"mine{n}-{k}") for k in range(8)]
        texts.append("".join(part for pair in zip(own, chosen, strict=True) for part in pair))
    shares = found(texts).pairs["copied_share"]
    assert shares.filter(shares > 0.1).is_empty()
