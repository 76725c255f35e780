"""`docanalyzer` and `python -m docanalyzer`."""

from __future__ import annotations

import atexit
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    code = 1

    def end() -> None:
        # To take a large heap and compiled code apart costs half a second that nobody needs.
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except OSError:
            return
        os._exit(code)

    # Registered first, so called last: whatever else wants to clean up has done so.
    atexit.register(end)
    try:
        from docanalyzer.cli.app import run

        code = run()
    except KeyboardInterrupt:
        # Ctrl-C while the program is still loading.
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
