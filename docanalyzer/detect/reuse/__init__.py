"""Copying from above: which document takes which passages from which, and whether it says so."""

from docanalyzer.detect.reuse.detection import ReuseTables, detect_reuse
from docanalyzer.detect.reuse.earlier import Corpus, beside, news, on_copies
from docanalyzer.detect.reuse.examples import probe_copying

__all__ = [
    "Corpus",
    "ReuseTables",
    "beside",
    "detect_reuse",
    "news",
    "on_copies",
    "probe_copying",
]
