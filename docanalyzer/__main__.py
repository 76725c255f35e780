"""`docanalyzer` and `python -m docanalyzer`."""

from __future__ import annotations

import atexit
import gc
import os
import sys

# Objects made before the collector looks for cycles, of which hardly any are made: to look through
# all that the libraries hold takes a scan a third of a second.
_OBJECTS_BETWEEN = 100_000

# Milliseconds for which polars keeps memory that it is done with. After half a second, its own
# choice, a long scan asks the system for the same memory over and over.
_ALLOCATOR = ("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000")


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

    gc.set_threshold(_OBJECTS_BETWEEN)
    # Read when polars is loaded, here and in the reading process.
    os.environ.setdefault(*_ALLOCATOR)
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
