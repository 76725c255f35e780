"""The section on copying of docs/benchmarks.md, written from the results of bench.py.

python benchmarks/reuse/table.py out/bench
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import log10
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN = "<!-- from here to the next such line: written by make bench -->"
END = "<!-- end of what make bench writes -->"

Result = dict[str, Any]
"""One result as its script printed it; only this module reads them."""


def write_section(folder: Path) -> None:
    """Replace what stands between the two marks of docs/benchmarks.md by today's results."""
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = [BEGIN, "", *_quality(results), "", *_speed(results), "", END]
    PAGE.write_text(before + "\n".join(lines) + after, "utf-8")


def _quality(results: Result) -> Iterator[str]:
    yield (
        "| bar | required | " + " | ".join(f"{size:,} circulars" for size in _sizes(results)) + " |"
    )
    yield "|---|---|" + "---|" * len(_sizes(results))
    runs = list(_sizes(results).values())
    for kind in runs[0]["scores"]["recall"]:
        yield _row(
            f"pairs found: {kind}", "≥ 0.99", [run["scores"]["recall"][kind] for run in runs]
        )
    yield _row("wrong pairs", "≤ 0.005", [run["scores"]["wrong_share"] for run in runs])
    yield _row("lookalikes paired", "≤ 0.01", [run["scores"]["lookalikes_paired"] for run in runs])
    yield _row("plagdet", "≥ 0.95", [run["alignment"]["plagdet"] for run in runs])
    yield _row("granularity", "≤ 1.05", [run["alignment"]["granularity"] for run in runs])
    yield _row("direction, with dates", "≥ 0.99", [run["scores"]["direction"] for run in runs])
    yield _row("immediate parent", "≥ 0.90", [run["scores"]["immediate_parent"] for run in runs])
    yield _row(
        "declared relays labelled", "≥ 0.98", [run["scores"]["relays_declared"] for run in runs]
    )
    yield _row("plain relays called copied", "0", [run["scores"]["relays_copied"] for run in runs])
    yield ""
    yield "| bar | required | measured |"
    yield "|---|---|---|"
    undated = results["undated"]["direction_without_dates"]
    yield _row("direction without dates, 10,000 circulars", "≥ 0.90", [undated])
    real = results["real_pairs"]
    pairs, relays = real["regulations"], real["relays"]
    found = f"{pairs['found']} of {pairs['pairs']}"
    yield f"| real pairs with containment ≥ 0.3 found | ≥ 0.98 | {found} |"
    for side in ("copy side", "larger side"):
        yield _row(f"their share ≥ containment - 0.05, {side}", "≥ 0.95", [pairs[side]["enough"]])
        yield _row(f"their share within 0.2 of it, {side}", "≥ 0.85", [pairs[side]["near"]])
    met = f"{relays['found']} of {relays['relays']}"
    yield f"| relays found from titles alone | ≥ 0.98 | {met} |"
    saying = f"{relays['declared']} of {relays['relays that say so in the title']}"
    yield f"| those that say so in the title, labelled as relays | ≥ 0.98 | {saying} |"


def _speed(results: Result) -> Iterator[str]:
    side = results["side_by_side"]
    kinds = list(side["docanalyzer"]["recall"])
    yield "| tool | documents/s | seconds | peak MB | " + " | ".join(kinds) + " |"
    yield "|---|---|---|---|" + "---|" * len(kinds)
    for tool, one in side.items():
        recall = " | ".join(f"{one['recall'][kind]:.2f}" for kind in kinds)
        speed = f"{one['documents_a_second']:,.0f} | {one['seconds']:.1f} | {one['peak_mb']:,.0f}"
        yield f"| {tool} | {speed} | {recall} |"
    yield ""
    yield "| bar | required | measured |"
    yield "|---|---|---|"
    ours = side["docanalyzer"]["documents_a_second"]
    for rival, least in (("rensa", 6), ("daft", 3)):
        times = ours / side[rival]["documents_a_second"]
        yield f"| documents/s against {rival} | ≥ {least} × | {times:.1f} × |"
    growth = results["growth"]
    million = growth["c1m"]
    yield (
        "| 1,000,000 circulars, whole scan | ≤ 180 s, ≤ 8 GB | "
        f"{million['seconds']:.0f} s, {million['peak_mb'] / 1024:.1f} GB |"
    )
    for stages in ("seconds", "reuse"):
        low, high = (_seconds(growth[name], stages) for name in ("c10k", "c1m"))
        what = "whole scan" if stages == "seconds" else "the stage of copying alone"
        yield f"| growth from 10^4 to 10^6, {what} | exponent ≤ 1.1 | {log10(high / low) / 2:.2f} |"
    more = growth["hot"]["seconds"] / growth["cold"]["seconds"] - 1
    yield (
        "| one circular copied 100,000 times among 200,000, against 200,000 without | "
        f"≤ +30 % | {more:+.0%} |"
    )
    titles = results["titles"]
    yield f"| {titles['titles']:,} titles without texts | ≤ 30 s | {titles['seconds']:.1f} s |"


def _seconds(run: Result, what: str) -> float:
    return run["seconds"] if what == "seconds" else run["stages"][what]


def _sizes(results: Result) -> dict[int, Result]:
    growth = results["growth"]
    return {growth[name]["documents"]: growth[name] for name in ("c10k", "c100k", "c1m")}


def _row(what: str, bar: str, values: list[float]) -> str:
    shown = " | ".join(f"{value:.4g}" for value in values)
    return f"| {what} | {bar} | {shown} |"


if __name__ == "__main__":
    write_section(Path(sys.argv[1]))
