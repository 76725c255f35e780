"""Copying from above: which document takes which passages from which, and whether it says so."""

from docanalyzer.detect.reuse.detection import ReuseTables, detect_reuse
from docanalyzer.detect.reuse.examples import probe_copying

__all__ = ["ReuseTables", "detect_reuse", "probe_copying"]
