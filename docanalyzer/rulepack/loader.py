"""Reads packs: folders of YAML files, one rule each, under a folder per family."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.terms import Family
from docanalyzer.rulepack.kinds import KINDS
from docanalyzer.rulepack.model import Rule
from docanalyzer.rulepack.pack import RulePack


def load_pack(dirs: Sequence[Path]) -> RulePack:
    """The rules of all `dirs`; a later folder replaces rules of an earlier one by id.

    Only the folders named after a `Family` hold rules. Raises `RuleFaults` with every fault of
    every file.
    """
    rules: dict[str, Rule] = {}
    faults: list[UsageFault] = []
    for folder in dirs:
        for family in Family:
            for path in sorted((folder / family.value).glob("*.yml")):
                try:
                    rule = _read(path)
                except UsageFault as fault:
                    faults.append(fault)
                else:
                    rules[rule.id] = rule
    if faults:
        raise RuleFaults(tuple(faults))
    return RulePack(tuple(rules[key] for key in sorted(rules)))


def _read(path: Path) -> Rule:
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    kind = data["when"]["kind"]
    if kind not in KINDS:
        raise UsageFault(str(path), f"unknown kind {kind!r}", f"use one of {', '.join(KINDS)}")
    try:
        return KINDS[kind].model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageFault(str(path), f"{place}: {first['msg']}", "correct the key") from error
