"""A new rule file with everything its kind requires, and blanks for what only its writer knows."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docanalyzer.detect.registry import KINDS
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.rule import BLANK, RULE_ID
from docanalyzer.model.terms import Family
from docanalyzer.rules.schema import FILE

_HINTS = {
    "title": "# what the rule looks for, in a few words",
    "message": "# what was found, in words that the unit can check; may use {names}",
    "rationale": "# the clause or public case it rests on",
    "blind_spots": "# what it cannot see",
    "examples": "# one or more that must be found, one or more close ones that must not",
}

_LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")

Schema = Mapping[str, Any]


def draft_rule(rule_id: str, kind: str, family: Family, folder: Path) -> str:
    """The text of the file `folder/family/ID.yml`, with `BLANK` for each value to fill in.

    Choices get their first value and a comment with the others. Figures are blank too, because a
    limit that nobody chose would accuse people by chance.
    Raises `UsageFault` for an id or a kind that no rule can have.
    """
    if not RULE_ID.fullmatch(rule_id):
        hint = "use lower-case words joined by hyphens, such as request-daily-report"
        raise UsageFault("ID", f"{rule_id!r} is no id of a rule", hint)
    if kind not in KINDS:
        raise UsageFault("--kind", f"no kind of rule {kind!r}", f"use one of {', '.join(KINDS)}")
    schema = KINDS[kind].rule.model_json_schema()
    known = {"id": rule_id, "family": family.value, "version": 1, "severity": "info"}
    names = ", ".join(f"{{{name}}}" for name in sorted(KINDS[kind].rule.placeholders))
    lines = [schema_line(folder / family.value)]
    for key in schema["required"]:
        if key in known:
            lines.append(f"{key}: {known[key]}")
        else:
            hint = _HINTS.get(key, "").replace("{names}", names or "no names")
            lines.extend(_written(key, schema["properties"][key], schema, hint))
    return "\n".join(lines) + "\n"


def write_draft(rule_id: str, kind: str, family: Family, folder: Path) -> Path:
    """Write `draft_rule` to its place in the pack `folder` and return that place.

    Raises `UsageFault` where a file stands there already or cannot be written.
    """
    text = draft_rule(rule_id, kind, family, folder)
    path = folder / family.value / f"{rule_id}.yml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageFault(str(path), "stands there already", "choose another id") from error
    except OSError as error:
        hint = "choose another folder with --into"
        raise UsageFault(str(path), f"cannot be written: {error.strerror}", hint) from error
    return path


def schema_line(folder: Path) -> str:
    """The comment by which editors find the schema, for a rule file in `folder`."""
    place = os.path.relpath(default_pack() / FILE, folder).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={place}"


def _written(key: str, value: Schema, schema: Schema, hint: str = "") -> list[str]:
    """One key with its value, nested keys below it."""
    value = _resolved(value, schema)
    comment = f"  {hint}" if hint else ""
    if value.get("type") == "object":
        parts = [_written(name, value["properties"][name], schema) for name in value["required"]]
        return [f"{key}:{comment}", *(f"  {line}" for part in parts for line in part)]
    if value.get("type") == "array":
        return [f"{key}:{comment}", *_item(value, schema)]
    return [f"{key}: {_scalar(value)}{comment}"]


def _item(value: Schema, schema: Schema) -> list[str]:
    """The entries that a list needs at the least, one a line."""
    if "prefixItems" in value:
        return [f"  - {_scalar(_resolved(part, schema))}" for part in value["prefixItems"]]
    entry = _resolved(value.get("items", {}), schema)
    if entry.get("type") != "object":
        return [f"  - {_scalar(entry)}"]
    names = entry.get("required", []) or ["title"]
    parts = [_written(name, entry["properties"][name], schema) for name in names]
    lines = [line for part in parts for line in part]
    return [f"  {'-' if place == 0 else ' '} {line}" for place, line in enumerate(lines)]


def _scalar(value: Schema) -> str:
    if "const" in value:
        return str(value["const"])
    if "enum" in value:
        others = ", ".join(str(choice) for choice in value["enum"][1:])
        first = value["enum"][0]
        return f"{first}  # or {others}" if others else str(first)
    if value.get("type") in ("integer", "number"):
        limits = [f"{name} {value[name]:g}" for name in _LIMITS if name in value]
        return f"{BLANK}  # {', '.join(limits) or 'a number'}"
    if value.get("type") == "boolean":
        return "false"
    return json.dumps(BLANK, ensure_ascii=False)


def _resolved(value: Schema, schema: Schema) -> Schema:
    """`value` itself, what it refers to, or the first of its choices."""
    while True:
        if "$ref" in value:
            value = schema["$defs"][value["$ref"].rsplit("/", 1)[1]]
        elif "oneOf" in value:
            value = value["oneOf"][0]
        elif "anyOf" in value:
            value = value["anyOf"][0]
        else:
            return value
