"""Which language a report speaks."""

from __future__ import annotations

import os
from typing import Literal

from docanalyzer.model.faults import UsageFault

VARIABLE = "DOCANALYZER_LANG"


def resolve_lang(option: str | None) -> Literal["zh", "en"]:
    """`--lang`, else DOCANALYZER_LANG, else the locale; Chinese for a Chinese locale, else English.

    A locale form such as zh_CN.UTF-8 is understood everywhere. Raises `UsageFault` where the
    option or the variable names another language.
    """
    if option:
        return _named(option, "--lang")
    variable = os.environ.get(VARIABLE)
    if variable:
        return _named(variable, VARIABLE)
    return "zh" if _locale_name().lower().startswith(("zh", "chinese")) else "en"


def _named(value: str, where: str) -> Literal["zh", "en"]:
    code = value.strip().lower().replace("-", "_").partition("_")[0]
    if code == "zh":
        return "zh"
    if code == "en":
        return "en"
    raise UsageFault(where, f"no report in {value!r}", "choose zh or en")


def _locale_name() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value
    import locale

    return locale.getlocale()[0] or ""
