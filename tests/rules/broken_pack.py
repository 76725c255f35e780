"""Packs with one known fault each; used by the tests of the loader."""

from __future__ import annotations

from pathlib import Path

GOOD = """\
id: good-rule
family: urgency
version: 1
severity: low
title: {zh: 标题, en: title}
message: {zh: "写着“{matched}”", en: "says {matched}"}
rationale: 条例第九条
blind_spots: 没有标题的看不到
when:
  kind: phrase
  fields: [title]
  any:
    - 紧急通知
    - 特急
  not_inside: [特急列车]
examples:
  match:
    - {title: 关于防汛的紧急通知}
  near_miss:
    - {title: 关于防汛的通知}
"""

FAULTS: dict[str, tuple[str, str, str, str]] = {
    "unknown-key": (
        "version: 1\n",
        "version: 1\nserverity: low\n",
        "4:1",
        "unknown key 'serverity'",
    ),
    "unknown-inner-key": ("  fields:", "  wrod: true\n  fields:", "11:3", "unknown key 'wrod'"),
    "duplicate-key": ("severity: low\n", "severity: low\nseverity: high\n", "5:1", "stands twice"),
    "missing-key": ("rationale: 条例第九条\n", "", "1:1", "'rationale' is missing"),
    "missing-english": ("{zh: 标题, en: title}", "{zh: 标题}", "5:8", "'en' is missing in title"),
    "text-for-number": ("version: 1", "version: one", "3:10", "version is not a whole number"),
    "number-for-text": ("rationale: 条例第九条", "rationale: 24", "7:12", "rationale is not text"),
    "text-for-list": ("fields: [title]", "fields: title", "11:11", "when.fields is not a list"),
    "bad-severity": ("severity: low", "severity: urgent", "4:11", "severity is 'urgent'"),
    "bad-family": ("family: urgency", "family: hurry", "2:9", "family is 'hurry'"),
    "bad-id": ("id: good-rule", "id: Good_Rule", "1:5", "id is malformed"),
    "other-id": ("id: good-rule", "id: other-rule", "1:5", "is not the file name"),
    "other-family": ("family: urgency", "family: reuse", "2:9", "is not the folder"),
    "unknown-kind": ("kind: phrase", "kind: phrases", "10:9", "unknown kind of rule 'phrases'"),
    "one-character": ("    - 特急\n", "    - 急\n", "14:7", "fewer than two characters"),
    "repeated-phrase": (
        "    - 特急\n",
        "    - 紧急通知\n",
        "14:7",
        "stands twice, first on line 13",
    ),
    "shadowed-phrase": ("    - 特急\n", "    - 紧急\n", "13:7", "shadowed by '紧急'"),
    "idle-exclusion": ("[特急列车]", "[高速列车]", "15:16", "excludes nothing"),
    "no-match-example": (
        "    - {title: 关于防汛的紧急通知}\n",
        "    []\n",
        "18:5",
        "match is empty",
    ),
    "no-near-miss": (
        "  near_miss:\n    - {title: 关于防汛的通知}\n",
        "",
        "17:3",
        "'near_miss' is missing in examples",
    ),
    "empty-example": ("{title: 关于防汛的通知}", "{why: 什么也没有}", "20:7", "needs a title"),
    "strange-placeholder": ("“{matched}”", "“{macthed}”", "1:1", "unknown placeholder 'macthed'"),
    "blank-around": ("    - 特急\n", '    - " 特急"\n', "14:7", "blank before or after"),
    "not-yaml": (
        "title: {zh: 标题, en: title}",
        "title: {zh: 标题, en: title",
        "6:8",
        "not readable",
    ),
    "tab-indent": ("  kind: phrase", "\tkind: phrase", "10:1", "not readable as YAML"),
    "anchor": ("any:\n", "any: &words\n", "12:8", "anchor &words"),
    "tag": ("version: 1", "version: !!python/name:os 1", "3:10", "tag tag:yaml.org"),
    "second-document": ("family: urgency\n", "---\nfamily: urgency\n", "2:1", "second document"),
    "list-as-key": ("version: 1\n", "? [a, b]\n: 1\nversion: 1\n", "3:3", "a key that is a list"),
}
"""Name to: what is replaced in `GOOD`, by what, where the fault is, and part of its wording."""


def write_rule(pack: Path, text: str, family: str = "urgency", name: str = "good-rule") -> Path:
    """A rule file of a pack."""
    path = pack / family / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def broken(name: str) -> str:
    """`GOOD` with one fault."""
    old, new, _, _ = FAULTS[name]
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)
