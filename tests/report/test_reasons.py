"""Every reason that another stage can store has its Chinese words."""

from __future__ import annotations

import re
from pathlib import Path

import docanalyzer
from docanalyzer.ingest.fates import FATE_REASONS
from docanalyzer.ingest.values.dates import DATE_REASONS
from docanalyzer.ingest.values.labels import LABEL_REASONS
from docanalyzer.register.period import OUTSIDE_PERIOD
from docanalyzer.report.reasons import REASONS_EN, REASONS_ZH
from docanalyzer.titles.doc_number import REASONS

INGEST = Path(docanalyzer.__file__).parent / "ingest"


def test_every_reason_code_has_words() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in INGEST.rglob("*.py"))
    refused = set(re.findall(r'Refused\(\s*"(\w+)"', sources))
    assert {"not_a_table", "empty_file"} <= refused
    coded = {str(code) for table in (FATE_REASONS, DATE_REASONS, LABEL_REASONS) for code in table}
    known = refused | coded | set(REASONS) | {OUTSIDE_PERIOD}
    assert known - set(REASONS_ZH) == set()
    assert set(REASONS_EN) <= set(REASONS_ZH)
