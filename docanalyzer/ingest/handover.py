"""What the reading process hands over: sheets as Arrow files, refusals as they are."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl

from docanalyzer.engine.arrow_files import mapped_arrow, write_arrow
from docanalyzer.ingest.sheets import RawSheet, Refused

Told = dict[str, Any]


def handed_over(parts: Iterable[RawSheet | Refused], folder: Path) -> list[Told]:
    """What `as_parts` makes `parts` of again, fit for JSON; each sheet becomes a file in `folder`.

    One sheet is written while the next is read. A reader that fails midway leaves no file behind.
    """
    told: list[Told] = []
    try:
        with ThreadPoolExecutor(1) as writer:
            writing: Future[None] | None = None
            for number, part in enumerate(parts):
                if isinstance(part, Refused):
                    told.append({"refused": asdict(part)})
                    continue
                if writing is not None:
                    # No more than one waits: a sheet read ahead is held in memory.
                    writing.result()
                target = folder / f"{number}.arrow"
                sheet = {"name": part.name, "headings": part.headings, "continues": part.continues}
                told.append({"arrow": str(target), "sheet": sheet})
                writing = writer.submit(_write, part.cells, target)
            if writing is not None:
                writing.result()
    except BaseException:
        for one in told:
            if "arrow" in one:
                Path(one["arrow"]).unlink(missing_ok=True)
        raise
    return told


def _write(cells: pl.DataFrame, target: Path) -> None:
    import pyarrow as pa

    with pa.OSFile(str(target), "wb") as file:
        write_arrow(cells, file)


def as_parts(told: Iterable[Told]) -> list[RawSheet | Refused]:
    """The sheets and refusals that the reading process told of; its files are removed."""
    parts: list[RawSheet | Refused] = []
    for one in told:
        if "refused" in one:
            parts.append(Refused(**one["refused"]))
            continue
        path = Path(one["arrow"])
        with path.open("r+b") as file:
            cells = mapped_arrow(file)
        path.unlink()
        sheet = one["sheet"]
        before = parts[-1] if parts else None
        if sheet["continues"] and isinstance(before, RawSheet):
            parts[-1] = replace(before, cells=pl.concat([before.cells, cells]))
            continue
        headings = sheet["headings"]
        parts.append(RawSheet(sheet["name"], cells, tuple(headings) if headings else None))
    return parts
