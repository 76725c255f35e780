"""Run every benchmark of copying and write the table that docs/benchmarks.md shows.

    python benchmarks/reuse/bench.py --data DATA --rivals .venv-rivals/bin/python

`make bench` does this. Corpora and results stay in out/bench; a step whose result is there is not
run again, so that a run which was cut off goes on where it stopped; --again starts anew. The whole
takes about half an hour on an idle machine with two cores, most of it the other tools, and 20 GB
of disk.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from table import write_section

HERE = Path(__file__).parent
CORPORA = {
    "c10k": (10_000, 1_000),
    "c100k": (100_000, 10_000),
    "c1m": (1_000_000, 10_000),
    "cold": (200_000, 0),
    "hot": (200_000, 100_000),
}


def made(folder: Path) -> dict[str, Path]:
    """The corpora, made where they are missing."""
    for name, (size, hot) in CORPORA.items():
        if not (folder / name / "truth.parquet").exists():
            _script("corpus.py", str(size), str(folder / name), "--hot", str(hot))
    return {name: folder / name for name in CORPORA}


def _script(name: str, *arguments: str) -> str:
    """What a script of this folder prints."""
    command = [sys.executable, str(HERE / name), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Run what is missing, then write the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rivals", required=True)
    parser.add_argument("--out", type=Path, default=Path("out/bench"))
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    corpora = made(options.out)
    steps = {
        "growth": ("growth.py", *(str(path) for path in corpora.values())),
        "undated": ("scores.py", "10000", "--hot", "1000"),
        "side_by_side": ("side_by_side.py", str(corpora["c100k"]), options.rivals),
        "real_pairs": ("real_pairs.py", str(options.data)),
        "titles": ("titles.py",),
    }
    for step, (name, *arguments) in steps.items():
        result = options.out / f"{step}.json"
        if options.again or not result.exists():
            print(f"{step} ...", file=sys.stderr)
            result.write_text(_script(name, *arguments), "utf-8")
    write_section(options.out)


if __name__ == "__main__":
    main()
