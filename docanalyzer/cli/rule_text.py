"""One rule as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docanalyzer.model.rule import Rule

_LABELS = {
    "zh": {
        "message": "提示",
        "rationale": "依据",
        "blind_spots": "看不到的",
        "when": "条件",
        "match": "应当命中",
        "near_miss": "不得命中",
        "known_miss": "已知漏报",
    },
    "en": {
        "message": "message",
        "rationale": "ground",
        "blind_spots": "blind spots",
        "when": "when",
        "match": "must match",
        "near_miss": "must stay clean",
        "known_miss": "known miss",
    },
}


def rule_text(rule: Rule, language: Literal["zh", "en"]) -> str:
    """The rule with its ground, blind spots, condition and examples, one line each."""
    labels = _LABELS[language]
    head = f"{rule.id}  v{rule.version}  {rule.family.value}  {rule.severity.value}"
    lines = [
        head,
        rule.title.of(language),
        f"{labels['message']}: {rule.message.of(language)}",
        f"{labels['rationale']}: {rule.rationale}",
        f"{labels['blind_spots']}: {rule.blind_spots}",
        f"{labels['when']}:",
        *_indented(rule.when.model_dump(mode="json", exclude_defaults=True)),
        *_example_lines(rule, labels),
    ]
    return "\n".join(lines) + "\n"


def _example_lines(rule: Rule, labels: dict[str, str]) -> Iterator[str]:
    groups = cast(Any, rule).examples
    for role in ("match", "near_miss", "known_miss"):
        for example in getattr(groups, role):
            fields = example.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
            shown = "; ".join(f"{name}: {value}" for name, value in fields.items())
            yield f"{labels[role]}: {shown}"


def _indented(fields: dict[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        shown = "、".join(map(str, value)) if isinstance(value, list) else value
        yield f"  {name}: {shown}"
