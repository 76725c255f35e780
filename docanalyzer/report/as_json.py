"""The summary as JSON, for programs; docs/report-json.md describes every key.

Keys are the names and nesting of `summary.Summary` and never change meaning without another
`schema`; new ones may appear.
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
