"""The run folder: written whole or not at all, read back without rescanning."""

from docanalyzer.results.earlier import open_earlier, with_earlier
from docanalyzer.results.run_folder import (
    check_target,
    read_run,
    unfinished_run,
    write_run,
)
from docanalyzer.results.run_info import FinishedRun, InputRecord, RunInfo

__all__ = [
    "FinishedRun",
    "InputRecord",
    "RunInfo",
    "check_target",
    "open_earlier",
    "read_run",
    "unfinished_run",
    "with_earlier",
    "write_run",
]
