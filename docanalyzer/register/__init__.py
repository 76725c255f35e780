"""Mapped rows become documents and receipts: what was issued, and each time it was logged."""

from docanalyzer.register.build import Register, build_register
from docanalyzer.register.files import matches_of_documents
from docanalyzer.register.period import split_period
from docanalyzer.register.runs import one_register

__all__ = [
    "Register",
    "build_register",
    "matches_of_documents",
    "one_register",
    "split_period",
]
