"""Organs: names and number codes to level, division path and superior."""

from docanalyzer.organs.codes import organs_of_codes
from docanalyzer.organs.resolve import ORGANS_SCHEMA, resolve_organs
from docanalyzer.organs.tails import Kind
from docanalyzer.organs.titles import issuer_in_title

__all__ = ["ORGANS_SCHEMA", "Kind", "issuer_in_title", "organs_of_codes", "resolve_organs"]
