"""Errors a user can act on: where, what, and a hint; each kind has its exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """The process exit codes; an interface, never renumbered."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4
    INTERRUPTED = 130


@dataclass(eq=False)
class Fault(Exception):
    """A fault with its place, what is wrong there and what to do next.

    `where` is a file, `file:line:column` or an option; `hint` is one sentence.
    """

    where: str
    what: str
    hint: str

    exit_code = ExitCode.INTERNAL

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class UsageFault(Fault):
    """Wrong option, configuration, target file or rule: exit code 2."""

    exit_code = ExitCode.USAGE


class InputFault(Fault):
    """Input that cannot be read, or too much of it rejected: exit code 3."""

    exit_code = ExitCode.INPUT


class RuleFaults(UsageFault):
    """Every fault of a rule pack at once; `faults` holds them in file and line order."""

    def __init__(self, faults: tuple[UsageFault, ...]) -> None:
        self.faults = faults
        super().__init__(
            where=faults[0].where,
            what=f"{faults[0].what} ({len(faults)} faults in all)",
            hint=faults[0].hint,
        )
