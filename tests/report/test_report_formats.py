"""Every format shows the same run, in both languages, whatever stands in a title."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from docanalyzer.report.as_json import json_report
from docanalyzer.report.markdown import markdown_report
from docanalyzer.report.summarise import summarise
from docanalyzer.report.terminal import plain_report, print_report
from docanalyzer.report.wording import Lang, RuleWords, wording
from tests.report.planted_run import planted, planted_title, small_run

GOLDEN = Path(__file__).parent / "golden"

NASTY = st.text(
    st.one_of(
        st.sampled_from("关于加强安全生产工作的通知《》〔〕，。 |<>&*_`[]#\\\"'"),
        st.sampled_from(
            ["\x1b[31m", "\n", "\t", "\u202e", "\u200b", "\u0301", "👨‍👩‍👧", "🇨🇳", "ﷺ"]
        ),
        st.characters(exclude_categories=["Cs"]),
    ).filter(lambda char: len(char) == 1),
    max_size=80,
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terminal_report_is_the_golden_one(lang: Lang) -> None:
    expected = (GOLDEN / f"terminal_{lang}.txt").read_text(encoding="utf-8")
    assert plain_report(summarise(small_run()), wording(lang)) == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_report_is_the_golden_one(lang: Lang) -> None:
    expected = (GOLDEN / f"report_{lang}.md").read_text(encoding="utf-8")
    assert markdown_report(summarise(small_run()), wording(lang)) == expected


def test_json_report_is_the_golden_one() -> None:
    expected = (GOLDEN / "report.json").read_text(encoding="utf-8")
    assert json_report(summarise(small_run())) == expected


@settings(max_examples=60, deadline=None)
@given(NASTY, st.sampled_from(["zh", "en"]), st.sampled_from([80, 100, 132]))
def test_no_line_is_wider_than_the_screen(text: str, lang: Lang, width: int) -> None:
    report = plain_report(summarise(planted_title(text, 123_456_789)), wording(lang), width)
    assert max(cell_len(line) for line in report.splitlines()) <= width
    assert not any(char != "\n" and ord(char) < 32 for char in report)


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_markdown_cells_stay_in_their_row_and_hold_no_markup(text: str) -> None:
    report = markdown_report(summarise(planted_title(text)), wording("zh"))
    assert "<" not in report
    rows = [line for line in report.splitlines() if line.startswith("|")]
    for part in report.split("\n\n"):
        if part.startswith("|"):
            bars = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in part.splitlines()}
            assert len(bars) == 1
    assert rows


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_json_holds_no_control_character(text: str) -> None:
    report = json_report(summarise(planted_title(text)))
    title = json.loads(report)["circulars"][0]["title"]
    assert not any(ord(char) < 32 or char in "\u202e\u200b\x7f" for char in title)


def test_an_empty_run_says_so_everywhere() -> None:
    summary = summarise(planted({}))
    for lang in ("zh", "en"):
        words = wording(lang)
        report = plain_report(summary, words)
        for line in (words.no_findings, words.no_issuers, words.no_circulars, words.no_quotas):
            assert line in report


def test_colour_only_where_a_terminal_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    summary = summarise(small_run())
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = io.StringIO()
    print_report(summary, wording("zh"), Console(file=screen, force_terminal=True, width=80))
    assert "\x1b[" in screen.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    quiet = io.StringIO()
    print_report(summary, wording("zh"), Console(file=quiet, force_terminal=True, width=80))
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", quiet.getvalue())
    assert "\x1b" not in plain_report(summary, wording("zh"))


def test_rules_speak_for_themselves_where_the_pack_is_at_hand() -> None:
    words = RuleWords("No deadline", "Article 24", "Marked {matched} without a deadline")
    english = wording("en").with_rules({"urgency-no-deadline": words})
    report = markdown_report(summarise(small_run()), english)
    assert "No deadline \\(urgency-no-deadline\\)" in report
    assert "| Marked 特急 without a deadline |" in report
    assert "标题自加紧急字样" in report  # a rule that is not at hand keeps its message


def test_both_languages_say_the_same_things() -> None:
    zh, en = wording("zh"), wording("en")
    for name in type(zh).__dataclass_fields__:
        ours, theirs = getattr(zh, name), getattr(en, name)
        if name == "reasons":
            continue  # English ones are stored with the rows
        if isinstance(ours, str):
            assert re.findall(r"{\w+}", ours) == [] or sorted(re.findall(r"{\w+}", ours)) == sorted(
                re.findall(r"{\w+}", theirs)
            )
        else:
            assert list(ours) == list(theirs), name
