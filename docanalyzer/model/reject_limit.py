"""How many rows of data a scan may lose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RejectLimit:
    """The most rejects a scan may have: a count, or a percentage of the rows read."""

    amount: int
    percent: bool = False

    def allowed(self, read: int) -> float:
        """Rejects allowed among `read` rows."""
        return self.amount * read / 100 if self.percent else self.amount

    def __str__(self) -> str:
        return f"{self.amount}%" if self.percent else str(self.amount)
