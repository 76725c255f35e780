"""A targets file: who must cut what by when."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from docanalyzer.detect.quotas.control_file import (
    Faults,
    Field,
    Line,
    nearest_names,
    read_lines,
    read_text,
)
from docanalyzer.detect.quotas.counting.coverage import Span
from docanalyzer.detect.quotas.counting.periods import period_label
from docanalyzer.detect.quotas.targets.binding import Targets, UnitTarget
from docanalyzer.detect.quotas.targets.vocabulary import (
    Periods,
    parse_category,
    parse_level,
    parse_periods,
    parse_target,
)
from docanalyzer.model.faults import UsageFault

FIELDS = (
    Field("unit", ("单位", "发文单位", "单位名称")),
    Field("level", ("层级", "级别")),
    Field("category", ("类别", "种类"), required=True),
    Field("period", ("期间", "年度", "年份", "year"), required=True),
    Field("target", ("指标", "目标", "控制目标"), required=True),
    Field("source", ("依据", "来源")),
)


def load_targets(path: Path) -> Targets:
    """Read a targets file: CSV, or TOML with one [[target]] table per line.

    Columns (or keys) as in `FIELDS`: unit or level (neither binds everybody), category, period,
    target, source. Raises `UsageFault`, or `RuleFaults` with all of them, each with file, row
    and column: a missing column, a title row, a value that is not understood, a percentage
    written as a fraction, a negative or fractional limit, lines that overlap.
    """
    lines = _toml_lines(path) if path.suffix.casefold() == ".toml" else read_lines(path, FIELDS)
    faults = Faults()
    rows = faults.collect(_target, lines)
    for place, row in enumerate(rows):
        for earlier in rows[:place]:
            if _same_scope(row, earlier) and _periods(row).overlaps(_periods(earlier)):
                faults.found.append(_overlap(row, earlier))
                break
    faults.settle()
    return Targets(str(path), tuple(rows))


def check_targets(targets: Targets, units: Sequence[str], span: Span) -> None:
    """Raise `UsageFault` for a unit that the register does not know, nearest names offered, and
    for a period outside the years of the register. `units` are the issuers of the register."""
    known = set(units)
    faults = Faults()
    for row in targets.rows:
        if row.unit is not None and row.unit not in known:
            near = nearest_names(row.unit, units)
            hint = f"did you mean {', '.join(near)}?" if near else "write it as the register does"
            what = f"no document is issued by {row.unit!r}"
            faults.found.append(UsageFault(f"{row.where}, column unit", what, hint))
        if span.oldest is None or span.newest is None:
            continue
        after = row.first // row.grain > span.newest.year
        before = row.last is not None and row.last // row.grain < span.oldest.year
        if after or before:
            label = period_label(row.grain, row.first)
            faults.found.append(
                UsageFault(
                    f"{row.where}, column period",
                    f"{label} lies outside the register",
                    f"the register runs from {span.oldest} to {span.newest}",
                )
            )
    faults.settle()


def _target(line: Line) -> UnitTarget:
    unit, level = line.text("unit"), line.text("level")
    if unit and level:
        raise line.fault("level", "stands beside a unit", "give the unit or the level, not both")
    periods = parse_periods(line.required("period"), lambda *why: line.fault("period", *why))
    return UnitTarget(
        unit=unit,
        level=parse_level(level, lambda *why: line.fault("level", *why)) if level else None,
        category=parse_category(
            line.required("category"), lambda *why: line.fault("category", *why)
        ),
        grain=periods.grain,
        first=periods.first,
        last=periods.last,
        target=parse_target(line.required("target"), lambda *why: line.fault("target", *why)),
        source=line.text("source"),
        where=f"{line.file}: row {line.row}",
    )


def _periods(row: UnitTarget) -> Periods:
    return Periods(row.grain, row.first, row.last)


def _same_scope(one: UnitTarget, other: UnitTarget) -> bool:
    return (one.unit, one.level, one.category) == (other.unit, other.level, other.category)


def _overlap(row: UnitTarget, earlier: UnitTarget) -> UsageFault:
    same = row.target == earlier.target
    what = "repeats" if same else "contradicts"
    first = earlier.where.rpartition(": ")[2]
    return UsageFault(
        f"{row.where}, column period",
        f"{what} {first}: {row.target.label()} and {earlier.target.label()} in one period",
        "keep one target per unit or level, category and period",
    )


def _toml_lines(path: Path) -> list[Line]:
    """The [[target]] tables as lines; the row is the line on which a table begins."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageFault(str(path), f"is not TOML: {error}", "correct the file") from error
    hint = "write one [[target]] table per target"
    tables = data.get("target")
    if not isinstance(tables, list) or not tables or set(data) != {"target"}:
        strange = sorted(set(data) - {"target"})
        what = f"has an unknown key {strange[0]!r}" if strange else "has no [[target]] table"
        raise UsageFault(str(path), what, hint)
    begins = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*\[\[\s*target\s*\]\]", line)
    ]
    if len(begins) != len(tables):
        raise UsageFault(str(path), "has targets that are not [[target]] tables", hint)
    return [_toml_line(str(path), row, table) for row, table in zip(begins, tables, strict=True)]


def _toml_line(file: str, row: int, table: dict[str, object]) -> Line:
    names = {field.name for field in FIELDS}
    for key, value in table.items():
        where = f"{file}: row {row}, column {key}"
        if key not in names:
            raise UsageFault(where, "is not a key of a target", f"use {', '.join(sorted(names))}")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise UsageFault(where, f"{value!r} is not text", 'write it in quotes, "2024"')
    return Line(file, row, {key: str(value).strip() for key, value in table.items()})
