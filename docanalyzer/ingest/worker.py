"""The reading process: opens files whose formats can crash, hang or fill memory.

Runs as `python -m docanalyzer.ingest.worker FOLDER`: one JSON task a line on standard input; on
standard output a JSON line for each part of the work that begins, `{"stage": [begin, end]}`, and
then one with the answer. Tables are handed over as Arrow files in FOLDER.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from docanalyzer.ingest.handover import handed_over
from docanalyzer.ingest.sheets import GivenUp
from docanalyzer.ingest.sources import Source

Task = dict[str, Any]


def main(folder: Path) -> None:
    """Answer tasks until standard input ends."""
    # Asked to end, leave by the usual way: programs started for a document end too.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
    # Libraries may print; only answers may reach the pipe.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # Who asks may end in the middle of an answer too.
    with suppress(BrokenPipeError):
        for line in sys.stdin:
            _say(answers, _answer(json.loads(line), folder, answers))
    # The one who asked has ended; what it was to be handed must not stay behind.
    shutil.rmtree(folder, ignore_errors=True)


def _say(answers: IO[str], told: Task) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()


def _answer(task: Task, folder: Path, answers: IO[str]) -> Task:
    try:
        if task["kind"] == "sheets":
            return {"parts": _sheets(task, folder, answers)}
        return {"body": _body(task)}
    except GivenUp as given_up:
        return {"parts": [{"refused": asdict(given_up.refused)}]}
    except MemoryError:
        return {"fault": "memory"}
    # A panic of a compiled reader is no Exception; a bad file must not end this process.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"fault": f"{type(error).__name__}: {error}"[:300]}


def _sheets(task: Task, folder: Path, answers: IO[str]) -> list[Task]:
    from docanalyzer.ingest.readers import isolated_reader

    def begins(begin: float, end: float) -> None:
        _say(answers, {"stage": [begin, end]})

    source = Source(Path(task["path"]), task["name"])
    return handed_over(isolated_reader(task["reader"]).read(source, begins), folder)


def _body(task: Task) -> Task:
    from docanalyzer.ingest.bodies.texts import body_text

    return asdict(body_text(Path(task["path"]), task["name"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
