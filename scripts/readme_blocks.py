"""Fills the blocks of README.md with what the commands really print.

Run: python scripts/readme_blocks.py          rewrite README.md
     python scripts/readme_blocks.py --check  exit 1 and name the blocks that differ

A block stands between `<!-- run: COMMAND -->` and `<!-- end -->`. Each command runs in the
checkout with a terminal of 80 columns; durations and hashes are masked, since they differ from
run to run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
README = CHECKOUT / "README.md"
BLOCK = re.compile(
    r"(<!-- run: (?P<command>[^\n]+) -->\n```text\n)(?P<shown>.*?)(```\n<!-- end -->)", re.S
)
MASKS = (
    (re.compile(r"\d+\.\d+ s\b"), "… s"),
    (re.compile(r"\d+\.\d+ 秒"), "… 秒"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "…"),
)


def printed(command: str) -> str:
    """What `command` prints to stdout in a plain terminal of 80 columns, masked."""
    (CHECKOUT / "out").mkdir(exist_ok=True)
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    text = "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n")) + "\n"
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


def refreshed(readme: str) -> tuple[str, list[str]]:
    """README with every block run anew, and the commands whose block has changed."""
    changed: list[str] = []

    def fill(block: re.Match[str]) -> str:
        text = printed(block["command"])
        if text != block["shown"]:
            changed.append(block["command"])
        return block[1] + text + block[4]

    return BLOCK.sub(fill, readme), changed


def main() -> int:
    """Rewrite README.md, or check it; the exit code is 1 when a checked block differs."""
    text, changed = refreshed(README.read_text(encoding="utf-8"))
    if "--check" in sys.argv[1:]:
        for command in changed:
            print(f"README.md: no longer what `{command}` prints")
        return int(bool(changed))
    README.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
