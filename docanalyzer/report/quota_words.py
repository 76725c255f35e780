"""The quota table in words: headings, targets and reasons, Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class QuotaWords:
    """Every text around the quota table in one language; `{name}` marks what is filled in."""

    lang: Lang
    title: str
    subtitle: str
    headings: Mapping[str, str]
    documents_sheet: str
    period_note: str
    counted: str
    left_out: str
    none: str
    yes: str
    no_rows: str
    hidden: str
    reasons_title: str
    explain_note: str
    repeats_note: str
    rounding_note: str
    rule_note: str
    made_by: str
    claims_title: str
    claims_note: str
    checks: Mapping[str, str]
    plan_title: str
    plan_note: str
    standings: Mapping[str, str]
    points_note: str
    senders: str
    above: str
    not_whole: str
    signals_title: str
    signals_note: str


ZH = QuotaWords(
    lang="zh",
    title="精文减会指标执行情况",
    subtitle="登记簿：{inputs}",
    headings={
        "unit": "单位", "unit_level": "层级", "category": "类别", "period": "期间",
        "count": "数量", "previous_count": "上期", "change_pct": "增减%", "target": "指标",
        "status": "结论", "reason": "说明", "planned": "计划内", "unplanned": "计划外",
        "projected": "全年预计", "counted_rule": "计数口径", "bar": "走势",
        "doc_number": "文号", "title": "标题", "issued_on": "日期", "year": "年度",
        "left_out": "是否计入", "note": "备注", "doc_id": "文件编号", "documents": "文件数",
        "claimed": "公布", "recomputed": "核算", "check": "核对",
        "month": "月份", "month_on_month": "环比", "year_on_year": "同比",
        "normal_high": "正常上限", "planned_title": "最相近的计划", "issuer": "来文单位",
    },
    documents_sheet="文件清单",
    period_note="数据截至登记簿最后一行；“无法判断”不等于达标，原因见说明。",
    counted="计入",
    left_out="不计入：{reason}",
    none="—",
    yes="是",
    no_rows="没有可核对的指标。",
    hidden="另有 {count} 行没有指标或从略，用 --all 全部列出。",
    reasons_title="说明",
    explain_note="每份文件只计一次，不论登记几行。",
    repeats_note="同号文件没有标题可以区分，可能是重复登记",
    rounding_note="增减按件数计算，四舍五入到一位小数；上期指上一年同期。",
    rule_note="计数口径：{rules}",
    made_by="docanalyzer {version}",
    claims_title="公布数字核对",
    claims_note="{agrees} 条相符，{contradicts} 条自相矛盾，{undetermined} 条无法核算。"
    "容差为公布时的末位；登记簿的数字另列，口径不同不算矛盾。",
    checks={"agrees": "相符", "contradicts": "矛盾", "undetermined": "无法核算"},
    plan_title="年度发文计划执行情况",
    plan_note="计划内已发 {done} 件，未发 {not_done} 件；计划外 {unplanned} 件，"
    "计划外经审批 {approved} 件，拿不准 {possible} 件。",
    standings={
        "not_done": "计划内未发", "unplanned": "计划外",
        "approved": "计划外经审批", "possible": "拿不准：题目相近，不算计划外",
    },
    points_note="一份文件在一个监测点只计一次；正常上限按本点自身各月计算，不足六个月的不算。",
    senders="来文最多",
    above="高于常态",
    not_whole="未覆盖整月",
    signals_title="此消彼长（只是信号，不是结论）",
    signals_note="正式发文减少而其他载体同步增加，是否变相发文须人工核对。",
)  # fmt: skip

EN = QuotaWords(
    lang="en",
    title="Quotas: targets and counts",
    subtitle="Registers: {inputs}",
    headings={
        "unit": "Unit", "unit_level": "Level", "category": "Category", "period": "Period",
        "count": "Count", "previous_count": "Before", "change_pct": "Change %",
        "target": "Target", "status": "Status", "reason": "Reason", "planned": "Planned",
        "unplanned": "Unplanned", "projected": "Projected", "counted_rule": "Counting rule",
        "bar": "Trend", "doc_number": "Number", "title": "Title", "issued_on": "Date",
        "year": "Year", "left_out": "Counted", "note": "Note", "doc_id": "Document",
        "documents": "Documents", "claimed": "Claimed", "recomputed": "Recomputed",
        "check": "Check", "month": "Month", "month_on_month": "On month",
        "year_on_year": "On year", "normal_high": "Normal to",
        "planned_title": "Nearest planned", "issuer": "Sent by",
    },
    documents_sheet="Document list",
    period_note="Undetermined is not met: the reason says what is missing.",
    counted="counted",
    left_out="left out: {reason}",
    none="-",
    yes="yes",
    no_rows="No target to check.",
    hidden="{count} more rows without a target or left out for brevity; --all lists them.",
    reasons_title="Reasons",
    explain_note="A document counts once, however many rows register it.",
    repeats_note="one number, no title to tell them apart: possibly a repeat",
    rounding_note="Changes follow from the counts, halves rounded away from zero; "
    "before means the same period a year earlier.",
    rule_note="Counting rules: {rules}",
    made_by="docanalyzer {version}",
    claims_title="Published figures recomputed",
    claims_note="{agrees} agree, {contradicts} contradict themselves, {undetermined} cannot be "
    "recomputed. The last printed digit is the tolerance; a register that counts otherwise is "
    "told beside, and is no contradiction.",
    checks={
        "agrees": "agrees", "contradicts": "contradicts", "undetermined": "undetermined",
    },
    plan_title="The annual plan and what was issued",
    plan_note="{done} planned and done, {not_done} planned and not done; {unplanned} outside the "
    "plan, {approved} outside it with approval, {possible} cannot be told.",
    standings={
        "not_done": "Planned and not done", "unplanned": "Outside the plan",
        "approved": "Outside the plan, approved",
        "possible": "Cannot be told: a planned title is alike, so not called unplanned",
    },
    points_note="A document counts once per point. The normal range follows from the point's own "
    "months; under six whole months there is none.",
    senders="Most come from",
    above="above normal",
    not_whole="not covered",
    signals_title="Fell here, rose there (signals, no verdict)",
    signals_note="Formal documents fell while other papers rose by as much; whether they changed "
    "form only has to be checked by hand.",
)  # fmt: skip


def quota_words(lang: str) -> QuotaWords:
    """The wording of a language, English for every other than zh."""
    return ZH if lang == "zh" else EN


_CLAUSES: tuple[tuple[str, str], ...] = (
    (r"no target for this period", "本期没有指标"),
    (r"the period before lies outside the register", "上期不在登记簿范围内"),
    (r"thin baseline: (\d+) in the period before, fewer than (\d+)",
     r"基数过小：上期只有\1件，不足\2件"),
    (r"the period is not over: the register ends on (\S+)", r"期间未满：登记簿止于\1"),
    (r"the register begins on (\S+)", r"登记簿始于\1，未覆盖整个期间"),
    (r"no date shows what the register covers", "登记簿没有日期，无法判断覆盖范围"),
    (r"no date shows which months are covered", "文件没有日期，无法判断覆盖哪些月份"),
    (r"most documents have no date to show which months are covered",
     "多数文件没有日期，无法判断覆盖哪些月份"),
    (r"not one row dated in the whole year", "全年没有一行记录"),
    (r"no row from (\S+) to (\S+), where (\d+) would be usual",
     r"\1至\2没有记录，按平时应有\3件左右"),
    (r"change (\S+), a larger cut than the band, which meets it",
     r"变化\1，减得比区间更多，算达标"),
    (r"change (\S+), and rows still to come can only add", r"变化\1，后续登记只会更多"),
    (r"change (\S+)", r"变化\1"),
    (r"(\d+) against a limit of (\d+), and rows still to come can only add",
     r"\1件，上限\2件，后续登记只会更多"),
    (r"(\d+) against a limit of (\d+)", r"\1件，上限\2件"),
    (r"by (\S+) (\d+), by the same day of the year before (\d+) \(no change to tell\)",
     r"截至\1为\2件，上年同期\3件"),
    (r"by (\S+) (\d+), by the same day of the year before (\d+) \((\S+)\)",
     r"截至\1为\2件，上年同期\3件（\4）"),
    (r"heading for (\d+) \((\d+) to (\d+)\)", r"全年预计\1件（\2至\3件）"),
    (r"will pass (\d+) in month (\d+)", r"预计\2月超过\1件"),
    (r"possible repeats: counting each number once gives (\d+) after (\d+), the same verdict",
     r"可能有重复登记：每个文号只计一次为\1件，上期\2件，结论不变"),
    (r"possible repeats: counting each number once gives (\d+) after (\d+), another verdict",
     r"可能有重复登记：每个文号只计一次为\1件，上期\2件，结论会变"),
    (r"possible repeats: counting each number once gives (\d+) after (\d+)",
     r"可能有重复登记：每个文号只计一次为\1件，上期\2件"),
    (r"possible repeats: counting each number once gives (\d+), the same verdict",
     r"可能有重复登记：每个文号只计一次为\1件，结论不变"),
    (r"possible repeats: counting each number once gives (\d+), another verdict",
     r"可能有重复登记：每个文号只计一次为\1件，结论会变"),
    (r"possible repeats: counting each number once gives (\d+)",
     r"可能有重复登记：每个文号只计一次为\1件"),
    (r"left out for want of a year in the number: (\d+) after (\d+), with them another verdict",
     r"文号没有年份而未计入的有\1件，上期\2件，计入则结论会变"),
    (r"left out for want of a year in the number: (\d+), with them another verdict",
     r"文号没有年份而未计入的有\1件，计入则结论会变"),
    (r"the counts give it", "与所列数量相符"),
    (r"the counts give it, cut off instead of rounded", "与所列数量相符（尾数截去，未四舍五入）"),
    (r"(\d+) to (\d+) is (\S+)", r"从\1到\2，变化应为\3"),
    (r"implies (\d+) to (\d+) the year before", r"推算上年为\1至\2"),
    (r"implies (\d+) or more the year before", r"推算上年不少于\1"),
    (r"no whole count before gives (\S+) with (\d+)", r"本年\2，没有哪个上年数能得出\1"),
    (r"no counts to recompute it from", "没有可供核算的数量"),
    (r"no change is printed", "没有公布变化幅度"),
    (r"nothing to recompute", "没有可核算的数字"),
    (r"a change from 0 has no percentage", "上年为0，没有百分比可言"),
    (r"(\d+) is claimed as (\d+), here as (\d+)", r"\1年公布为\2，这里写作\3"),
    (r"the register counts (\d+), not (\d+)", r"登记簿为\1，不是\2"),
    (r"the register counts (\d+) the year before, not (\d+)", r"登记簿上年为\1，不是\2"),
    (r"the register counts the same", "与登记簿一致"),
    (r"the register holds no count for it", "登记簿没有这一项的数量"),
    (r"not a unit of the register, nearest: (.+)", r"登记簿没有这个单位，相近的有\1"),
    (r"not a unit of the register", "登记簿没有这个单位"),
)  # fmt: skip
"""What the quota stage writes into `reason`, clause by clause, and the same in Chinese."""

_KNOWN = tuple((re.compile(pattern), chinese) for pattern, chinese in _CLAUSES)

_LEFT_OUT: Mapping[str, str] = {
    "issuer not known": "发文单位不明",
    "level of its receivers not known": "收文单位层级不明",
    "not received at a level that counts": "没有发到应计的层级",
    "no number with a year": "文号没有年份",
    "no date": "没有日期",
    "no rule counts its category": "这一类没有计数口径",
}

_BASIS: tuple[tuple[str, str], ...] = (
    ("by date of issue, else of receipt", "按成文日期，没有的按收文日期"),
    ("by date of issue", "按成文日期"),
    ("by number year", "按文号年份"),
    ("; received at ", "；只计发到以下层级的："),
    (": ", "："),
)

_BEFORE = "period before: "

_TARGETS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"reduce_at_least_([\d.]+)"), r"减少\1%以上", r"down by \1% or more"),
    (re.compile(r"reduce_([\d.]+)_([\d.]+)"), r"减少\1%–\2%", r"down by \1–\2%"),
    (re.compile(r"no_increase"), "只减不增", "no increase"),
    (re.compile(r"at_most_(\d+)"), r"不超过\1", r"at most \1"),
)


@lru_cache(maxsize=4096)
def reason_in(reason: str, lang: Lang) -> str:
    """A reason of the quota table in the words of a language; English is how it is stored."""
    if lang == "en":
        return reason
    return "；".join(_clause(clause) for clause in reason.split("; "))


def _clause(clause: str) -> str:
    if clause.startswith(_BEFORE):
        return "上期：" + _clause(clause.removeprefix(_BEFORE))
    for pattern, chinese in _KNOWN:
        if match := pattern.fullmatch(clause):
            return match.expand(chinese)
    return clause


def left_out_in(reason: str, lang: Lang) -> str:
    """Why a document is left out; reasons of rules stay as the rule words them."""
    return _LEFT_OUT.get(reason, reason) if lang == "zh" else reason


def counted_rule_in(text: str, lang: Lang) -> str:
    """The counting rule beside a figure."""
    if lang == "zh":
        for english, chinese in _BASIS:
            text = text.replace(english, chinese)
    return text


def target_in(label: str, lang: Lang) -> str:
    """A target label such as reduce_30_50 in words."""
    for pattern, chinese, english in _TARGETS:
        if match := pattern.fullmatch(label):
            return match.expand(chinese if lang == "zh" else english)
    return label
