"""Urgency: marks, words in context, and what contradicts them."""

from __future__ import annotations

from docanalyzer.detect.urgency.detect import detect_urgency
from docanalyzer.detect.urgency.examples import probe_documents

__all__ = ["detect_urgency", "probe_documents"]
