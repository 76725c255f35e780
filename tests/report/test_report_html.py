"""The page loads nothing, runs nothing, and shows titles as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.report.html import html_report
from docanalyzer.report.plain_text import shown
from docanalyzer.report.summarise import summarise
from docanalyzer.report.wording import wording
from tests.report.planted_run import planted_title, small_run

VOID = {"meta"}


class Page(HTMLParser):
    """Collects tags, attributes and texts; fails on tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def test_page_needs_nothing_from_outside() -> None:
    page = html_report(summarise(small_run()), wording("zh"))
    parser = parsed(page)
    assert not parser.tags & {"script", "img", "link", "iframe", "a", "form", "object", "base"}
    assert not parser.attributes & {"src", "href", "style", "onload", "onclick"}
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')


def test_page_shows_every_table_of_the_report() -> None:
    page = html_report(summarise(small_run()), wording("en"))
    names = re.findall(r'<section id="(\w+)">', page)
    assert names[:3] == ["inputs", "totals", "rejects"]
    assert {"findings", "issuers", "circulars", "quotas", "unknowns", "files"} <= set(names)
    assert "青政发〔2024〕1号 关于加强安全生产工作的通知" in page


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.sampled_from(
            ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td></table>", "&lt;"]
        ),
    )
)
def test_no_title_becomes_markup(title: str) -> None:
    parser = parsed(html_report(summarise(planted_title(title)), wording("zh")))
    assert not parser.tags & {"script", "img"}
    assert shown(title) in "".join(parser.texts)
