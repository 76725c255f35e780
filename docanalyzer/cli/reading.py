"""The words in which a finished run is read: a language, and the rules' own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docanalyzer.report.wording import Lang, Wording
    from docanalyzer.results import FinishedRun


def reading_words(run: FinishedRun, language: Lang) -> Wording:
    """The wording of a language with titles and grounds of the rules the run was made with.

    A pack that has gone or no longer loads costs a report the rules' titles, not the report.
    """
    from docanalyzer.model.faults import UsageFault
    from docanalyzer.model.pack_data import default_pack
    from docanalyzer.report.wording import RuleWords, wording
    from docanalyzer.rules.loader import load_pack

    added = run.info.options.get("rules")
    folders = [Path(name) for name in added] if isinstance(added, list) else []
    try:
        pack = load_pack([default_pack(), *(folder for folder in folders if folder.is_dir())])
    except (UsageFault, OSError):
        return wording(language)
    rules = {
        rule.id: RuleWords(
            rule.title.of(language), _unfolded(rule.rationale), rule.message.of(language)
        )
        for rule in pack.rules
    }
    return wording(language).with_rules(rules)


def _unfolded(text: str) -> str:
    """Chinese text without the blanks that a folded line of a rule file leaves in it."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text)
