"""docanalyzer show: the evidence of one finding, document or pair."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def show_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Run folder.")],
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Finding or document id (or its beginning), COPY:SOURCE, or a document number.",
        ),
    ],
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", envvar="DOCANALYZER_ALL", help="Cut no list short.")
    ] = False,
) -> None:
    """Show the evidence of one finding or pair, side by side, changed characters marked."""
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.cli.reading import reading_words
    from docanalyzer.report.show import Showing, show
    from docanalyzer.report.terminal import open_console
    from docanalyzer.results import read_run, with_earlier

    language = resolve_lang(lang)
    run = read_run(folder)
    words = reading_words(run, language)
    show(Showing(with_earlier(run), words, open_console(), everything), wanted)
