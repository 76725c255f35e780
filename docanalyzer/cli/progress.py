"""Progress bars on stderr; nothing at all when stderr is not a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.progress import Progress

_STAGE_LABELS = {
    "rules": {"zh": "读取规则", "en": "rules"},
    "ingest": {"zh": "读取登记簿", "en": "ingest"},
    "register": {"zh": "归并公文", "en": "register"},
    "urgency": {"zh": "检查紧急程度", "en": "urgency"},
    "reuse": {"zh": "比对文本", "en": "reuse"},
    "escalation": {"zh": "检查层层加码", "en": "escalation"},
    "quotas": {"zh": "核对数量", "en": "quotas"},
    "write": {"zh": "写出结果", "en": "write"},
}

_WORKBOOK_LABEL = {"zh": "写出工作簿", "en": "workbook"}

_COMPILES = "urgency"
"""The first stage that waits for compiled loops."""

_FIRST_RUN = {
    "zh": "本版本首次运行，需先编译文本比对程序，约一分钟，仅此一次",
    "en": "first run of this version: text comparison is compiled once, about a minute",
}


@contextmanager
def stage_bars(quiet: bool, lang: Literal["zh", "en"]) -> Iterator[Callable[[str, float], None]]:
    """Yields a callback for (stage, share done)."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _share: None
        return
    from docanalyzer.compare.kernel_folder import kernels_kept

    first_run = not kernels_kept()
    with _bars() as bars:
        tasks = {
            stage: bars.add_task(labels[lang], total=1.0, start=False)
            for stage, labels in _STAGE_LABELS.items()
        }

        def tell(stage: str, share: float) -> None:
            task = tasks[stage]
            if share == 0.0:
                bars.start_task(task)
                if stage == _COMPILES and first_run:
                    bars.console.print(_FIRST_RUN[lang])
            bars.update(task, completed=share)

        yield tell


@contextmanager
def workbook_bar(lang: Literal["zh", "en"]) -> Iterator[Callable[[float], None]]:
    """Yields a callback for the share of a workbook's rows that is written."""
    if not sys.stderr.isatty():
        yield lambda _share: None
        return
    with _bars() as bars:
        task = bars.add_task(_WORKBOOK_LABEL[lang], total=1.0)
        yield lambda share: bars.update(task, completed=share)


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
