"""Everything that rules find in documents themselves: urgency, deadlines, burdens."""

from __future__ import annotations

from docanalyzer.detect.documents.detect import detect_documents
from docanalyzer.detect.documents.examples import PROBES

__all__ = ["PROBES", "detect_documents"]
