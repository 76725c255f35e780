"""`docanalyzer` and `python -m docanalyzer`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from docanalyzer.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
