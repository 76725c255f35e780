"""Urgency: marks, what contradicts them, and units that mark too much."""

from __future__ import annotations

from docanalyzer.detect.urgency.marks import field_marks, title_marks
from docanalyzer.detect.urgency.mismatches import mismatches
from docanalyzer.detect.urgency.shares import urgent_shares

__all__ = ["field_marks", "mismatches", "title_marks", "urgent_shares"]
