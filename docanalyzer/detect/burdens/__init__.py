"""Burdens that phrases do not show: length, and the same asked twice."""

from __future__ import annotations

from docanalyzer.detect.burdens.length import too_long
from docanalyzer.detect.burdens.repeats import repeated

__all__ = ["repeated", "too_long"]
