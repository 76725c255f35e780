"""Deadlines of the register, by the Chinese working calendar."""

from __future__ import annotations

from docanalyzer.detect.deadlines.detect import short_deadlines

__all__ = ["short_deadlines"]
