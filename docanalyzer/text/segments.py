"""What a copy left as it was and what it changed, character by character, for showing a pair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein

MOST_COMPARED = 20_000
"""Characters of a passage beyond which only its common beginning and end are looked for."""

Span = tuple[int, int, int, int]
"""copy_begin, copy_end, source_begin, source_end: half-open characters of both bodies."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of both bodies: `equal` text, or text that was `changed`.

    Either side of a changed segment can be empty: something was added or left out.
    """

    kind: Literal["equal", "changed"]
    copy_begin: int
    copy_end: int
    source_begin: int
    source_end: int


def align_segments(
    copy_text: str, source_text: str, passages: Iterable[Span]
) -> list[list[Segment]]:
    """The segments of each passage, passages in the order given.

    Texts are the bodies as ingested and `passages` rows of reuse_passages. The segments of a
    passage cover both of its spans without gap or overlap, in order; equal segments hold equal
    characters. Spaces and punctuation count as changes here, unlike in the comparison itself.
    """
    return [_segments(copy_text, source_text, passage) for passage in passages]


def _segments(copy_text: str, source_text: str, passage: Span) -> list[Segment]:
    begin, end, source_begin, source_end = passage
    ours, theirs = copy_text[begin:end], source_text[source_begin:source_end]
    found: list[Segment] = []
    for kind, a, a_end, b, b_end in _edits(ours, theirs):
        segment = Segment(kind, begin + a, begin + a_end, source_begin + b, source_begin + b_end)
        if found and found[-1].kind == kind:
            last = found.pop()
            segment = Segment(
                kind, last.copy_begin, segment.copy_end, last.source_begin, segment.source_end
            )
        found.append(segment)
    return found


def _edits(ours: str, theirs: str) -> list[tuple[Literal["equal", "changed"], int, int, int, int]]:
    if max(len(ours), len(theirs)) <= MOST_COMPARED:
        return [
            ("equal" if op.tag == "equal" else "changed",
             op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in Levenshtein.opcodes(ours, theirs)
        ]  # fmt: skip
    head = _common(ours, theirs)
    tail = _common(ours[head:][::-1], theirs[head:][::-1])
    parts: list[tuple[Literal["equal", "changed"], int, int, int, int]] = [
        ("equal", 0, head, 0, head),
        ("changed", head, len(ours) - tail, head, len(theirs) - tail),
        ("equal", len(ours) - tail, len(ours), len(theirs) - tail, len(theirs)),
    ]
    return [part for part in parts if part[1] < part[2] or part[3] < part[4]]


def _common(left: str, right: str) -> int:
    """Length of the common beginning."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[:middle] == right[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
