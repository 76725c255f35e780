"""The language of a report: option, then variable, then locale."""

from __future__ import annotations

import pytest

from docanalyzer.cli.language import resolve_lang
from docanalyzer.model.faults import UsageFault


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DOCANALYZER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_option_beats_variable_beats_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert resolve_lang(None) == "zh"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert resolve_lang(None) == "en"
    monkeypatch.setenv("DOCANALYZER_LANG", "zh-CN")
    assert resolve_lang(None) == "zh"
    assert resolve_lang("EN") == "en"


def test_another_language_is_refused_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageFault, match="--lang"):
        resolve_lang("fr")
    monkeypatch.setenv("DOCANALYZER_LANG", "klingon")
    with pytest.raises(UsageFault, match="DOCANALYZER_LANG") as fault:
        resolve_lang(None)
    assert "zh or en" in fault.value.hint
