"""Published reductions recomputed: from their own counts, from each other, from the register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import polars as pl

from docanalyzer.detect.quotas.control_file import (
    Faults,
    Field,
    Line,
    nearest_names,
    parse_percent,
    read_lines,
)
from docanalyzer.detect.quotas.rule import AtMost, NoIncrease, ReduceAtLeast, ReduceBetween
from docanalyzer.detect.quotas.targets.binding import TargetKind
from docanalyzer.detect.quotas.targets.vocabulary import CATEGORY_WORDS, parse_target
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.terms import QuotaStatus

FIELDS = (
    Field("unit", ("region", "单位", "地区"), required=True),
    Field("year", ("年度", "年份", "期间", "period"), required=True),
    Field("category", ("类别", "种类", "指标名称"), required=True),
    Field("count", ("数量", "本年", "本期")),
    Field("previous", ("previous_count", "上年", "上期", "before")),
    Field(
        "change",
        ("reported_change_pct", "reported_change", "change_pct", "增减", "变化", "增减%", "降幅"),
        required=True,
    ),
    Field("target", ("指标", "目标")),
    Field("source", ("来源", "依据")),
)

_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_WORDED = re.compile(r"(下降|减少|降低|压减|精简|上升|增加|增长)了?\s*([\d.]+)\s*%?")
_DOWN = frozenset({"下降", "减少", "降低", "压减", "精简"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One published figure. `change` is the percentage as printed, its precision kept; None
    where the office printed none. `category` is a canonical one or, for before-and-after
    indicators (platforms, forms), the word of the file."""

    unit: str
    year: int
    category: str
    count: int | None
    previous: int | None
    change: Decimal | None
    target: TargetKind | None
    source: str | None
    where: str


def load_claims(path: Path) -> tuple[Claim, ...]:
    """Read a claims file (CSV); columns as in `FIELDS`, in file order.

    Raises `UsageFault`, or `RuleFaults` with all of them, with file, row and column: a missing
    column, a title row, a negative or fractional count, a percentage written as a fraction, one
    claim twice.
    """
    faults = Faults()
    claims = faults.collect(_claim, read_lines(path, FIELDS))
    seen: dict[tuple[str, int, str], Claim] = {}
    for claim in claims:
        key = (claim.unit, claim.year, claim.category)
        if key in seen:
            first = seen[key].where.rpartition(": ")[2]
            faults.found.append(
                UsageFault(f"{claim.where}, column year", f"repeats {first}", "keep one of the two")
            )
        seen.setdefault(key, claim)
    faults.settle()
    return tuple(claims)


def _claim(line: Line) -> Claim:
    count, previous = line.whole("count"), line.whole("previous")
    year = _YEAR.fullmatch(line.required("year"))
    if year is None:
        raise line.fault("year", f"{line.text('year')!r} is not a year", "write 2021")
    category = line.required("category")
    target = line.text("target")
    return Claim(
        unit=line.required("unit"),
        year=int(year[1]),
        category=str(CATEGORY_WORDS.get(category.casefold(), category)),
        count=count,
        previous=previous,
        change=_change(line, count, previous),
        target=parse_target(target, lambda *why: line.fault("target", *why)) if target else None,
        source=line.text("source"),
        where=f"{line.file}: row {line.row}",
    )


def _change(line: Line, count: int | None, previous: int | None) -> Decimal | None:
    """The printed percentage; a small bare number is a fraction unless the counts say not."""
    text = line.text("change")
    if text is None:
        return None
    if worded := _WORDED.fullmatch(text):
        return Decimal(("-" if worded[1] in _DOWN else "") + worded[2])
    small = re.fullmatch(r"[+-]?0?\.\d+", text)
    if small and count is not None and previous:
        printed, exact = Decimal(text), Decimal((count - previous) * 100) / previous
        if abs(exact - printed) <= abs(exact - printed * 100):
            return printed
    return Decimal(parse_percent(text, lambda *why: line.fault("change", *why)))


class Check(StrEnum):
    """What recomputing a claim gave."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim beside what follows from its counts and from the register.

    `recomputed` is the change in percent of its own counts, two decimals more than printed.
    `check` is about arithmetic alone: the figures of the file against each other. The register
    has its own columns, since offices count by rules of their own; a difference there is told
    in `register_note`, never called a contradiction. `target_status` holds the claimed counts
    against the claimed target.
    """

    claim: Claim
    recomputed: Decimal | None
    check: Check
    reason: str
    target_status: QuotaStatus | None
    register_count: int | None
    register_previous: int | None
    register_note: str


def check_claims(claims: Sequence[Claim], status: pl.DataFrame) -> tuple[CheckedClaim, ...]:
    """Every claim recomputed, in file order. `status` conforms to QUOTA_STATUS.

    A printed percentage agrees when rounding or cutting the exact one to its printed digits
    gives it. A claim without a count before agrees when some whole count before gives it. A
    count before must equal the count claimed for the year before.
    """
    earlier = {(claim.unit, claim.year, claim.category): claim for claim in claims}
    rows = {
        (unit, period, category): (count, previous)
        for unit, period, category, count, previous in status.select(
            "unit", "period", "category", "count", "previous_count"
        ).iter_rows()
    }
    units = status["unit"].unique().to_list()
    return tuple(_checked(claim, earlier, rows, units) for claim in claims)


def _checked(
    claim: Claim,
    earlier: Mapping[tuple[str, int, str], Claim],
    rows: Mapping[tuple[str, str, str], tuple[int, int | None]],
    units: Sequence[str],
) -> CheckedClaim:
    recomputed = _recomputed(claim)
    check, reason = _arithmetic(claim)
    before = earlier.get((claim.unit, claim.year - 1, claim.category))
    if (
        before is not None
        and None not in (before.count, claim.previous)
        and before.count != claim.previous
    ):
        check = Check.CONTRADICTS
        reason = f"{claim.year - 1} is claimed as {before.count}, here as {claim.previous}"
    row = rows.get((claim.unit, str(claim.year), claim.category))
    return CheckedClaim(
        claim=claim,
        recomputed=recomputed,
        check=check,
        reason=reason,
        target_status=_against_target(claim),
        register_count=row[0] if row else None,
        register_previous=row[1] if row else None,
        register_note=_register_note(claim, row, units),
    )


def _exact(claim: Claim) -> Decimal | None:
    if claim.count is None or not claim.previous:
        return None
    return Decimal((claim.count - claim.previous) * 100) / Decimal(claim.previous)


def _recomputed(claim: Claim) -> Decimal | None:
    exact = _exact(claim)
    if exact is None:
        return None
    digits = _digits(claim.change) if claim.change is not None else 0
    return exact.quantize(Decimal(1).scaleb(-digits - 2), rounding=ROUND_HALF_UP)


def _digits(printed: Decimal) -> int:
    exponent = printed.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _arithmetic(claim: Claim) -> tuple[Check, str]:
    """The claim against itself."""
    exact, printed = _exact(claim), claim.change
    if printed is None:
        told = "no change is printed" if exact is not None else "nothing to recompute"
        return Check.UNDETERMINED, told
    step = Decimal(1).scaleb(-_digits(printed))
    if exact is None:
        return _by_implication(claim, printed, step)
    if exact.quantize(step, rounding=ROUND_HALF_UP) == printed:
        return Check.AGREES, "the counts give it"
    if exact.quantize(step, rounding=ROUND_DOWN) == printed:
        return Check.AGREES, "the counts give it, cut off instead of rounded"
    shown = exact.quantize(min(step, Decimal("0.1")), rounding=ROUND_HALF_UP)
    return Check.CONTRADICTS, f"{claim.previous} to {claim.count} is {shown:+}%"


def _by_implication(claim: Claim, printed: Decimal, step: Decimal) -> tuple[Check, str]:
    """A change without both counts: whether any count before can give it."""
    if claim.count is None:
        return Check.UNDETERMINED, "no counts to recompute it from"
    if claim.previous == 0:
        return Check.UNDETERMINED, "a change from 0 has no percentage"
    low, high = _implied(claim.count, printed, step)
    if high is None:
        return Check.AGREES, f"implies {low} or more the year before"
    if low > high:
        return Check.CONTRADICTS, f"no whole count before gives {printed:+}% with {claim.count}"
    return Check.AGREES, f"implies {low} to {high} the year before"


def _implied(count: int, printed: Decimal, step: Decimal) -> tuple[int, int | None]:
    """The least and greatest count before from which `count` is the printed change.

    The greatest is None where there is none; the least is above it where no whole count fits.
    """
    whole, half = Fraction(step), Fraction(step) / 2
    low_change = Fraction(printed) - (whole if printed <= 0 else half)
    high_change = Fraction(printed) + (whole if printed >= 0 else half)
    if high_change <= -100:
        return 1, 0
    low = max(1, ceil(100 * count / (100 + high_change)))
    if low_change <= -100:
        far = max(low, int(1000 * count / step))
        return low, None if _prints(count, far, printed, step) else 0
    high = floor(100 * count / (100 + low_change))
    # The ends of the range are open where the figure was cut off.
    if low <= high and not _prints(count, low, printed, step):
        low += 1
    if low <= high and not _prints(count, high, printed, step):
        high -= 1
    return low, high


def _prints(count: int, previous: int, printed: Decimal, step: Decimal) -> bool:
    exact = Decimal((count - previous) * 100) / Decimal(previous)
    return printed in (
        exact.quantize(step, rounding=ROUND_HALF_UP),
        exact.quantize(step, rounding=ROUND_DOWN),
    )


def _against_target(claim: Claim) -> QuotaStatus | None:
    """The claimed figures against the claimed target: by the counts, else by the change."""
    target = claim.target
    if target is None:
        return None
    if isinstance(target, AtMost):
        missed = None if claim.count is None else claim.count > target.limit
    else:
        missed = _cut_too_little(claim, _least(target))
    if missed is None:
        return QuotaStatus.UNDETERMINED
    return QuotaStatus.MISSED if missed else QuotaStatus.MET


def _cut_too_little(claim: Claim, least: Decimal) -> bool | None:
    """Whether less than `least` percent were cut; None where the printed change leaves it open."""
    exact = _exact(claim)
    if exact is not None:
        return -exact < least
    if claim.change is None:
        return None
    slack = Decimal(1).scaleb(-_digits(claim.change))
    if -claim.change - slack >= least:
        return False
    return True if -claim.change + slack < least else None


def _least(target: ReduceBetween | ReduceAtLeast | NoIncrease) -> Decimal:
    """Percent that must be cut at least."""
    match target:
        case ReduceBetween():
            return Decimal(str(target.low_pct))
        case ReduceAtLeast():
            return Decimal(str(target.pct))
        case NoIncrease():
            return Decimal(0)


def _register_note(claim: Claim, row: tuple[int, int | None] | None, units: Sequence[str]) -> str:
    if claim.unit not in units:
        near = nearest_names(claim.unit, units)
        told_near = f", nearest: {', '.join(near)}" if near else ""
        return f"not a unit of the register{told_near}"
    if row is None:
        return "the register holds no count for it"
    told = []
    if claim.count is not None and claim.count != row[0]:
        told.append(f"the register counts {row[0]}, not {claim.count}")
    if None not in (claim.previous, row[1]) and claim.previous != row[1]:
        told.append(f"the register counts {row[1]} the year before, not {claim.previous}")
    return "; ".join(told) or "the register counts the same"


def claims_table(checked: Sequence[CheckedClaim]) -> pl.DataFrame:
    """The checked claims as a table, in file order, for reports and exports.

    Columns: unit, year, category, count, previous_count, claimed (text as printed), recomputed
    (text), check (agrees, contradicts, undetermined), reason, target (label), target_status,
    register_count, register_previous, register_note, source, place (file and row).
    """
    columns: dict[str, list[object]] = {
        "unit": [row.claim.unit for row in checked],
        "year": [row.claim.year for row in checked],
        "category": [row.claim.category for row in checked],
        "count": [row.claim.count for row in checked],
        "previous_count": [row.claim.previous for row in checked],
        "claimed": [_signed(row.claim.change) for row in checked],
        "recomputed": [_signed(row.recomputed) for row in checked],
        "check": [str(row.check) for row in checked],
        "reason": [row.reason for row in checked],
        "target": [row.claim.target.label() if row.claim.target else None for row in checked],
        "target_status": [row.target_status and str(row.target_status) for row in checked],
        "register_count": [row.register_count for row in checked],
        "register_previous": [row.register_previous for row in checked],
        "register_note": [row.register_note for row in checked],
        "source": [row.claim.source for row in checked],
        "place": [row.claim.where for row in checked],
    }
    numbers = {"year", "count", "previous_count", "register_count", "register_previous"}
    return pl.DataFrame(
        columns,
        schema={name: pl.Int64() if name in numbers else pl.String() for name in columns},
    )


def _signed(change: Decimal | None) -> str | None:
    return None if change is None else f"{change:+}%"
