"""A JSON schema of rule files, for editors that complete and check while one types.

`python -m docanalyzer.rules.schema` writes it to rules/schema/rule.schema.json; a test holds
the file to what the models say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docanalyzer.detect.registry import KINDS
from docanalyzer.model.pack_data import default_pack

FILE = Path("schema") / "rule.schema.json"


def rule_schema() -> dict[str, Any]:
    """JSON schema (2020-12) that accepts a rule of any kind and no unknown key."""
    definitions: dict[str, Any] = {}
    choices = []
    for name, kind in KINDS.items():
        model = kind.rule
        schema = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[model.__name__] = schema
        choices.append((name, {"$ref": f"#/$defs/{model.__name__}"}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of docanalyzer",
        "oneOf": [reference for _, reference in choices],
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(rule_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    target = default_pack() / FILE
    target.parent.mkdir(exist_ok=True)
    target.write_text(schema_text(), encoding="utf-8")
