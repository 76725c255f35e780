"""A finding in words: the message of its rule, filled from what the finding carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import floor
from string import Formatter
from typing import TYPE_CHECKING

from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_words import target_in

if TYPE_CHECKING:
    from docanalyzer.report.cards import FindingCard
    from docanalyzer.report.summary import FindingLine
    from docanalyzer.report.wording import Wording


def message_of(finding: FindingLine | FindingCard, words: Wording) -> str:
    """What was found, in the language of `words`, masked and safe to show.

    Stored messages are Chinese. Other languages take the rule's own message where the pack is
    at hand and every placeholder has a value, else the rule's title and the matched text, else
    the stored message.
    """
    known = words.rule_words.get(finding.rule_id)
    if words.lang == "zh" or known is None:
        return shown(finding.message or finding.rule_id)
    values = _values(finding, words)
    names = [name for _, name, _, _ in Formatter().parse(known.message) if name is not None]
    if all(values.get(name) is not None for name in names):
        return shown(known.message.format_map(values))
    parts = (known.title, finding.matched_text)
    return shown(words.colon.join(part for part in parts if part))


def _values(finding: FindingLine | FindingCard, words: Wording) -> dict[str, object]:
    """What placeholders of rule messages may stand for, by name."""
    evidence = evidence_object(finding.evidence)
    found: dict[str, object] = {
        "matched": finding.matched_text,
        "number": finding.doc_number,
        "unit": finding.issuer,
        "source_number": evidence.get("source_doc_number"),
        **evidence,
    }
    share, change, target = (
        evidence.get(name) for name in ("copied_share", "change_pct", "target")
    )
    if isinstance(share, (int, float)):
        # Cut and not rounded, as the rule does: what is not all is never 100%.
        found["share"] = f"{floor(share * 1000 + 1e-9) / 10:g}%"
    if isinstance(change, (int, float)):
        found["change"] = f"{change:+.1f}%"
    if isinstance(target, str):
        found["target"] = target_in(target, words.lang)
    found["longest"] = _longest(evidence.get("passages"))
    return found


def evidence_object(evidence: str | None) -> Mapping[str, object]:
    """The evidence of a finding as a mapping; empty where it is none."""
    try:
        entries = json.loads(evidence or "{}")
    except ValueError:
        return {}
    return entries if isinstance(entries, dict) else {}


def _longest(passages: object) -> int | None:
    """Characters of the longest passage; findings list the longest first."""
    if not isinstance(passages, list) or not passages or not isinstance(passages[0], dict):
        return None
    begin, end = passages[0].get("copy_begin"), passages[0].get("copy_end")
    return end - begin if isinstance(begin, int) and isinstance(end, int) else None
