"""Document files that belong to classified rows: they stay closed, and their names unsaid."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.ingest.bodies.folder import (
    attachment_paths,
    name_pairs,
    number_key,
    path_key,
    title_key,
)
from docanalyzer.ingest.fates import is_classified
from docanalyzer.ingest.rows import SECRET

NO_SECRET = pl.DataFrame(schema=dict.fromkeys(SECRET, pl.String))
"""No classified row."""


def secret_names(names: Sequence[str], secret: pl.DataFrame) -> frozenset[str]:
    """Those of the shown file `names` that say what must not be said.

    They carry a mark of state secrecy, or the number, title, register number or attachment of
    a classified row (`secret`, with the columns of `rows.SECRET`).
    """
    frame = pl.DataFrame({"file": list(names)}, schema={"file": pl.String})
    marked = frame.filter(is_classified(["file"]))["file"]
    attachments = [
        path.replace("\\", "/").rsplit("/", 1)[-1]
        for cell in secret["attachment"].drop_nulls()
        for path in attachment_paths(cell)
    ]
    attached = pl.DataFrame({"attachment": attachments}, {"attachment": pl.String})
    wanted = pl.concat(
        [
            _keys("number", secret.select(number_key(pl.col("doc_number")))),
            _keys("title", secret.select(title_key(pl.col("title")))),
            _keys("name", secret.select(path_key(pl.col("register_no")))),
            _keys("name", attached.select(path_key(pl.col("attachment")))),
        ]
    )
    found = name_pairs(list(names)).join(wanted, on=["kind", "key"], how="semi")["file"]
    return frozenset(marked) | frozenset(found)


def _keys(kind: str, column: pl.DataFrame) -> pl.DataFrame:
    key = column.to_series().alias("key")
    return pl.DataFrame([key]).drop_nulls().select(pl.lit(kind).alias("kind"), "key")


def masked(names: Sequence[str], secret: frozenset[str]) -> dict[str, str]:
    """Names to show for `names`: the secret ones are only counted, classified/1 and so on."""
    numbers = {name: place for place, name in enumerate(sorted(secret & set(names)), 1)}
    return {name: f"classified/{numbers[name]}" if name in numbers else name for name in names}
