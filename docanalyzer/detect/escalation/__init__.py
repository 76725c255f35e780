"""层层加码: what a lower organ asks more of than the document it copied from."""

from docanalyzer.detect.escalation.detection import detect_escalation
from docanalyzer.detect.escalation.examples import probe_escalation

__all__ = ["detect_escalation", "probe_escalation"]
