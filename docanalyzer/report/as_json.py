"""The summary as JSON, for programs.

Keys are the names and nesting of `summary.Summary` and never change meaning; new ones may
appear. Counts are integers, shares 0 to 1, changes in percent, seconds wall-clock; null means
not known. `limits` in the lists are those of the summary; `issuers_with_findings`,
`circulars_copied` and `quota_statuses` say how long they would be. The format is named by
`schema`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docanalyzer.report.summary import Summary

SCHEMA = "docanalyzer-report-1"


def json_report(summary: Summary) -> str:
    """The summary as indented JSON with a final newline, non-ASCII characters as they are."""
    content = {"schema": SCHEMA, **asdict(summary)}
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
