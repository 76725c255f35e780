"""Why a document file gave no text."""

from __future__ import annotations


class Unreadable(Exception):
    """A document file without usable text; `code` and `reason` go to the tables."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)
