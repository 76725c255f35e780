"""The report as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from docanalyzer.report.grid import Grid, Section
from docanalyzer.report.sections import byline, sections

if TYPE_CHECKING:
    from docanalyzer.report.summary import Summary
    from docanalyzer.report.wording import Wording

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1f23; --paper: #ffffff; --line: #d5dae0;
  --soft: #626b76; --head: #f3f5f7; --bad: #b3261e; --doubt: #8a5a00; --good: #1d6b35; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ea; --paper: #16191d; --line: #3a414a; --soft: #9aa4af;
    --head: #20252b; --bad: #ff8a80; --doubt: #f0c060; --good: #7fd49b; } }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; color: var(--ink);
  background: var(--paper); line-height: 1.55;
  font-family: "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
    system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 2px solid var(--line); }
p { margin: .4rem 0; }
p.note, p.byline { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
th { background: var(--head); white-space: nowrap; }
.word { white-space: nowrap; }
.line, .prose { overflow-wrap: anywhere; min-width: 8em; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); font-weight: 600; }
.doubt { color: var(--doubt); }
.good { color: var(--good); }
.quiet { color: var(--soft); }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --soft: #444; --head: #eee;
    --bad: #900; --doubt: #640; --good: #042; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .wide { overflow: visible; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""

_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def html_report(summary: Summary, words: Wording) -> str:
    """The whole report as an HTML page; every text is escaped.

    The page's own policy forbids scripts, images, frames and any request: what a title holds
    can do nothing.
    """
    digest = b64encode(sha256(_STYLE.encode()).digest()).decode()
    language = {"zh": "zh-CN"}.get(words.lang, words.lang)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest=digest)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(words.title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{escape(words.title)}</h1>",
        f'<p class="byline">{escape(byline(summary, words))}</p>',
        *(_section(section) for section in sections(summary, words)),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> str:
    lines = [f'<section id="{section.name}">', f"<h2>{escape(section.title)}</h2>"]
    if section.grid is not None:
        lines.append(_table(section.grid))
    lines += [f'<p class="note">{escape(note)}</p>' for note in section.notes]
    return "\n".join([*lines, "</section>"])


def _table(grid: Grid) -> str:
    head = "".join(
        f'<th scope="col" class="{heading.fit.value}">{escape(heading.text)}</th>'
        for heading in grid.headings
    )
    rows = (
        "".join(
            f'<td class="{heading.fit.value} {cell.tone.value}">{escape(cell.text)}</td>'
            for cell, heading in zip(row, grid.headings, strict=True)
        )
        for row in grid.rows
    )
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )
