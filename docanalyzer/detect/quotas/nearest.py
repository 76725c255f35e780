"""Names a user may have meant."""

from __future__ import annotations

from collections.abc import Sequence

_ENOUGH = 50.0


def nearest_names(name: str, known: Sequence[str], count: int = 3) -> list[str]:
    """Up to `count` of `known` closest to `name`, best first; none that is far from it."""
    from rapidfuzz import fuzz, process

    best = process.extract(
        name, sorted(set(known)), scorer=fuzz.WRatio, limit=count, score_cutoff=_ENOUGH
    )
    return [found for found, _, _ in best]
