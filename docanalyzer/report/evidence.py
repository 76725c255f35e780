"""The evidence of a finding in words: its span in context, and its JSON as labelled lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docanalyzer.report.in_words import heading, in_words
from docanalyzer.report.masking import mask
from docanalyzer.report.plain_text import shown, visible

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording

CONTEXT = 60
"""Characters shown on either side of a span."""

LONGEST = 400
"""Characters of a span that are shown; of a longer one its two ends."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A span in its context, masked; line breaks and control characters are still in it."""

    before: str
    marked: str
    after: str
    agrees: bool
    """Whether the field still holds the matched text at that place."""


def excerpt(text: str, begin: int, end: int, matched: str | None) -> Excerpt:
    """The span of `text` with its surroundings; … stands where text was left out.

    The whole text is masked before it is cut, so no number escapes by being cut in two.
    """
    masked = mask(text)
    start, stop = max(0, begin - CONTEXT), min(len(text), end + CONTEXT)
    return Excerpt(
        before=("…" if start else "") + masked[start:begin],
        marked=shortened_middle(masked[begin:end]),
        after=masked[end:stop] + ("…" if stop < len(text) else ""),
        agrees=matched is None or text[begin:end] == matched,
    )


def shortened_middle(text: str) -> str:
    """`text`, or its two ends where it is longer than `LONGEST`."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def evidence_lines(
    evidence: str | None, words: Wording, *, without: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """Label and value of every entry of a finding's evidence, in its order, nulls left out.

    Entries named in `without` are left out too.
    Text that is not a JSON object is shown as it is, under the label for evidence.
    """
    if not evidence:
        return []
    try:
        entries = json.loads(evidence)
    except ValueError:
        entries = None
    if not isinstance(entries, dict):
        return [(words.show["evidence"], shown(evidence))]
    return [
        (_label(key, words), _value(key, value, words))
        for key, value in entries.items()
        if value is not None and value not in ([], {}) and key not in without
    ]


def _label(key: str, words: Wording) -> str:
    return visible(heading(key, words))


def _value(key: str, value: Any, words: Wording) -> str:  # noqa: ANN401  # whatever JSON holds
    if isinstance(value, (bool, str)):
        return in_words(key, value, words)
    if isinstance(value, (int, float)):
        return _number(key, value)
    if isinstance(value, dict):
        parts = (
            f"{_label(name, words)} {_value(name, part, words)}"
            for name, part in value.items()
            if part is not None
        )
        return words.comma.join(parts)
    if isinstance(value, list):
        return words.semicolon.join(_value(key, part, words) for part in value)
    return words.none


def _number(key: str, value: float) -> str:
    if key.endswith("_share"):
        return f"{value:.0%}"
    if key.endswith("_pct"):
        return f"{value:+.1f}%"
    return f"{value:,}" if abs(value) >= 10_000 else str(value)
