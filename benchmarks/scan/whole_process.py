"""Times `docanalyzer` as a user meets it: whole processes, from start to exit.

Run: python benchmarks/scan/whole_process.py REAL_DATA [--runs 5]

Each command runs once to warm up, then `--runs` times; the table shows the median wall time,
its range, and the largest peak memory, beside the bar it is held against.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bar:
    """A command and the most it may take; None for no bar."""

    name: str
    arguments: tuple[str, ...]
    seconds: float | None
    megabytes: float | None


@dataclass(frozen=True)
class Timing:
    """Wall seconds of every counted run, and peak megabytes over them."""

    seconds: tuple[float, ...]
    megabytes: float


def measure(arguments: tuple[str, ...], runs: int) -> Timing:
    """One warm-up and `runs` counted runs; raises RuntimeError when a run fails."""
    seconds, peak = [], 0.0
    for counted in range(runs + 1):
        begun = time.perf_counter()
        process = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "docanalyzer", *arguments],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, usage = os.wait4(process, 0)
        elapsed = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status):
            raise RuntimeError(f"{' '.join(arguments)} failed")
        if counted:
            seconds.append(elapsed)
            peak = max(peak, usage.ru_maxrss / 1024)
    return Timing(tuple(seconds), peak)


def bars(data: Path, out: Path) -> list[Bar]:
    """The commands of the bars and those beside them."""
    scan = ("scan", "--out", str(out), "--force", "--quiet")
    register = str(data / "register.csv")
    circulars = str(data / "state_council_circulars.parquet")
    regulations = str(data / "regulations.parquet")
    return [
        Bar("docanalyzer --help", ("--help",), 0.4, None),
        Bar("scan register.csv, 19,744 rows", (*scan, register), 4.0, 500.0),
        Bar("the same with the report", (*scan[:-1], register), None, None),
        Bar("scan register.csv and 75 circulars", (*scan, register, circulars), None, None),
        Bar("scan regulations.parquet, 758 bodies", (*scan, regulations), None, None),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    print("| command | median s | min to max s | bar s | peak MB | bar MB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for bar in bars(wanted.data, Path(folder) / "run"):
            timing = measure(bar.arguments, wanted.runs)
            spread = f"{min(timing.seconds):.2f} to {max(timing.seconds):.2f}"
            print(
                f"| {bar.name} | {statistics.median(timing.seconds):.2f} | {spread} "
                f"| {bar.seconds or ''} | {timing.megabytes:.0f} | {bar.megabytes or ''} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
