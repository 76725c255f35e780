"""Files that a scan could not read, told in one line at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from docanalyzer.results import FinishedRun

_CODES = (
    "damaged_file", "reader_failed", "unreadable_file", "encrypted_file", "zip_bomb",
    "too_many_members", "nested_archive", "unsafe_xml", "time_limit", "memory_limit",
    "needs_libreoffice", "body_too_long",
)  # fmt: skip
_NAMED = 5


def unreadable_files(run: FinishedRun) -> list[tuple[str, str]]:
    """Name and reason code of each file, archive member or sheet that could not be read, sorted.

    That is what is damaged, locked or too large, no file that is merely no table.
    """
    import polars as pl

    from docanalyzer.model.tables import REJECTS, TEXT_MATCHES

    is_unread = pl.col("reason_code").is_in(_CODES)
    refused = run.table(REJECTS).filter(is_unread & pl.col("source_row").is_null())
    texts = run.table(TEXT_MATCHES).filter(is_unread)
    names = pl.concat(
        [
            refused.select(pl.col("source_file").alias("path"), "reason_code"),
            texts.select("path", "reason_code"),
        ]
    )
    return list(names.unique().sort(pl.all()).iter_rows())


def tell_unreadable(files: list[tuple[str, str]], language: str) -> None:
    """One line on standard error: how many files, and the first five of them with the reason."""
    if not files:
        return
    named = ", ".join(f"{_one_line(name)} ({code})" for name, code in files[:_NAMED])
    rest = " …" if len(files) > _NAMED else ""
    said = {
        "zh": f"docanalyzer: 有 {len(files)} 个文件无法读取：{named}{rest}",
        "en": f"docanalyzer: {len(files)} files could not be read: {named}{rest}",
    }
    typer.echo(said[language], err=True)


def _one_line(name: str) -> str:
    return "".join(char if char.isprintable() else " " for char in name)
