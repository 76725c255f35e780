"""The schema for editors says what the models say."""

from __future__ import annotations

import json

from docanalyzer.detect.registry import KINDS
from docanalyzer.model.pack_data import default_pack
from docanalyzer.rules.schema import FILE, rule_schema, schema_text


def test_the_file_is_what_the_models_make() -> None:
    """Else run python -m docanalyzer.rules.schema."""
    assert (default_pack() / FILE).read_text(encoding="utf-8") == schema_text()


def test_every_kind_is_a_choice_and_every_model_is_closed() -> None:
    schema = rule_schema()
    assert [choice["$ref"] for choice in schema["oneOf"]] == [
        f"#/$defs/{kind.rule.__name__}" for kind in KINDS.values()
    ]
    objects = [part for part in schema["$defs"].values() if part.get("type") == "object"]
    assert len(objects) > 2 * len(KINDS)
    assert all(part["additionalProperties"] is False for part in objects)


def test_every_reference_leads_somewhere() -> None:
    schema = rule_schema()
    text = json.dumps(schema)
    names = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert names <= set(schema["$defs"])
