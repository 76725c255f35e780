"""A file of monitoring points: the places where the burden is counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docanalyzer.detect.quotas.control_file import Faults, Field, Line, read_lines
from docanalyzer.model.faults import UsageFault

FIELDS = (
    Field("unit", ("监测点", "单位", "点位", "名称", "point"), required=True),
    Field("kind", ("类型", "性质", "种类")),
    Field("district", ("所属区县", "区县", "地区", "县区")),
)


@dataclass(frozen=True, slots=True)
class Point:
    """A monitoring point: the receiver as the register names it, its kind and district."""

    unit: str
    kind: str | None
    district: str | None
    where: str


def load_points(path: Path) -> tuple[Point, ...]:
    """Read a points file (CSV); columns as in `FIELDS`, in file order.

    Raises `UsageFault`, or `RuleFaults` with all of them, with file, row and column: a missing
    column, a title row, a point twice.
    """
    faults = Faults()
    points = faults.collect(_point, read_lines(path, FIELDS))
    seen: dict[str, str] = {}
    for point in points:
        if point.unit in seen:
            first = seen[point.unit].rpartition(": ")[2]
            faults.found.append(
                UsageFault(f"{point.where}, column unit", f"repeats {first}", "keep one of the two")
            )
        seen.setdefault(point.unit, point.where)
    faults.settle()
    return tuple(points)


def _point(line: Line) -> Point:
    return Point(
        unit=line.required("unit"),
        kind=line.text("kind"),
        district=line.text("district"),
        where=f"{line.file}: row {line.row}",
    )
