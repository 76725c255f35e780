"""`docanalyzer` and `python -m docanalyzer`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from docanalyzer.cli.app import run

        code = run()
    except KeyboardInterrupt:
        # Ctrl-C while the program is still loading.
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
