"""Yearly quotas: counts per issuer, held against targets, with the reason for every verdict."""

from docanalyzer.detect.quotas.detection import QuotaTables, detect_quotas
from docanalyzer.detect.quotas.plan_file import Plan, load_plan
from docanalyzer.detect.quotas.points_file import Point, load_points
from docanalyzer.detect.quotas.targets import Targets
from docanalyzer.detect.quotas.targets_file import load_targets

__all__ = [
    "Plan",
    "Point",
    "QuotaTables",
    "Targets",
    "detect_quotas",
    "load_plan",
    "load_points",
    "load_targets",
]
