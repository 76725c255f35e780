"""The reading process: opens files whose formats can crash, hang or fill memory.

Runs as `python -m docanalyzer.ingest.worker FOLDER`: one JSON task a line on standard input,
one JSON answer a line on standard output; tables are handed over as Arrow files in FOLDER.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docanalyzer.ingest.sheets import RawSheet, Refused
from docanalyzer.ingest.sources import Source

Task = dict[str, Any]


def main(folder: Path) -> None:
    """Answer tasks until standard input ends."""
    # Libraries may print; only answers may reach the pipe.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line), folder)) + "\n")
        answers.flush()


def _answer(task: Task, folder: Path) -> Task:
    try:
        if task["kind"] == "sheets":
            return {"parts": _sheets(task, folder)}
        return {"body": _body(task)}
    except MemoryError:
        return {"fault": "memory"}
    # A panic of a compiled reader is no Exception; a bad file must not end this process.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"fault": f"{type(error).__name__}: {error}"[:300]}


def _sheets(task: Task, folder: Path) -> list[Task]:
    from docanalyzer.ingest.readers import isolated_reader

    source = Source(Path(task["path"]), task["name"])
    parts: list[Task] = []
    for number, part in enumerate(isolated_reader(task["reader"]).read(source)):
        if isinstance(part, Refused):
            parts.append({"refused": asdict(part)})
            continue
        target = folder / f"{number}.arrow"
        part.cells.write_ipc(target)
        parts.append({"arrow": str(target), "name": part.name, "headings": part.headings})
    return parts


def _body(task: Task) -> Task:
    from docanalyzer.ingest.bodies.texts import body_text

    return asdict(body_text(Path(task["path"]), task["name"]))


def as_parts(answers: list[Task]) -> list[RawSheet | Refused]:
    """The sheets and refusals that the reading process told of; its files are removed."""
    import polars as pl

    parts: list[RawSheet | Refused] = []
    for answer in answers:
        if "refused" in answer:
            parts.append(Refused(**answer["refused"]))
            continue
        path = Path(answer["arrow"])
        cells = pl.read_ipc(path)
        path.unlink()
        headings = answer["headings"]
        parts.append(RawSheet(answer["name"], cells, tuple(headings) if headings else None))
    return parts


if __name__ == "__main__":
    main(Path(sys.argv[1]))
