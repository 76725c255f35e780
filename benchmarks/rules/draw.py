"""Draw the titles and paragraphs that readers label; print places only, never texts.

    python benchmarks/rules/draw.py DATA second

Every text that holds one of the words below can be drawn. The lists are wide on purpose: plain
words that any urgent, dated or burdensome text would use, taken from the subject and not from the
rules. The first draw gives every such text the same chance; rules were extended on it. The second
leaves the first out and draws within the three lists, as a draw over all of them holds hardly an
urgent title; rule writers read it only after its first scoring. The third leaves out both and holds
every urgent title that is left; it is there to score rules that were finished without it. Same
files, same draw. Writes titles.csv (row of register.csv, address) and paragraphs.csv (file, number
of the document, which text under that number, place among its lines) to the current folder, with
the texts when --texts is given: those are for the reader's eyes and stay out of the project.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl
from score_paragraphs import texts_by_number

URGENT = ("急", "立即", "马上", "尽快", "抓紧", "即刻", "连夜")
DATED = (
    "当日", "次日", "明日", "今日", "小时内", "日内", "日前", "月底前", "时前", "限期", "逾期",
    "截止", "按时",
)  # fmt: skip
BURDEN = (
    "报送", "上报", "填报", "报告", "汇报", "总结", "统计", "调查", "摸底", "排查", "清理", "普查",
    "登记", "台账", "材料", "表格", "截图", "照片", "留痕", "记录", "检查", "督查", "督导", "考核",
    "考评", "评估", "评比", "评选", "验收", "巡查", "抽查", "观摩", "迎检", "排名", "通报", "会议",
    "开会", "座谈", "培训", "动员", "责任", "问责", "追究", "否决", "属地", "包保", "承诺", "下载",
    "注册", "关注", "打卡", "积分", "公众号", "小程序", "工作群", "点赞", "转发", "系统录入",
    "平台", "挂牌", "牌子", "上墙", "证明", "盖章", "借调", "抽调", "跟班", "便函", "白头",
    "此份为准", "补充通知", "更正",
)  # fmt: skip
ALL = URGENT + DATED + BURDEN


@dataclass(frozen=True)
class Draw:
    """How many titles for which words, and how many paragraphs from which file."""

    seed: int
    titles: Mapping[tuple[str, ...], int]
    paragraphs: Mapping[str, int]


FIRST = Draw(20261122, {ALL: 400}, {"circulars": 140, "regulations": 60})
SECOND = Draw(
    20261123, {URGENT: 120, DATED: 20, BURDEN: 260}, {"circulars": 110, "regulations": 40}
)
THIRD = Draw(20261124, {URGENT: 80, BURDEN: 240}, {"circulars": 130, "regulations": 40})
DRAWS = {"first": FIRST, "second": SECOND, "third": THIRD}


def titles(data: Path, draw: Draw, seen: pl.DataFrame | None = None) -> pl.DataFrame:
    """Drawn rows of register.csv in file order: row, url, text; one row for each title."""
    register = pl.read_csv(data / "register.csv", infer_schema=False).with_row_index(
        "row", offset=2
    )
    pool = register.unique("标题", keep="first", maintain_order=True).select(
        "row", url="网址", text="标题"
    )
    if seen is not None:
        pool = pool.join(seen, on="text", how="anti", maintain_order="left")
    parts = []
    for words, count in draw.titles.items():
        part = _drawn(pool.filter(_has(words, "text")), count, draw.seed)
        pool = pool.join(part, on="row", how="anti", maintain_order="left")
        parts.append(part)
    return pl.concat(parts).sort("row")


def paragraphs(data: Path, draw: Draw, seen: pl.DataFrame | None = None) -> pl.DataFrame:
    """Drawn paragraphs in file order: file, document, copy, paragraph, title, text."""
    parts = []
    for name, count in draw.paragraphs.items():
        texts = texts_by_number(data, name).with_columns(file=pl.lit(name))
        lines = texts.with_columns(
            paragraph=pl.int_ranges(pl.col("lines").list.len(), dtype=pl.Int64)
        ).explode("lines", "paragraph", empty_as_null=True)
        pool = (
            lines.filter(_has(ALL, "lines"))
            .unique("lines", keep="first", maintain_order=True)
            .select("file", "document", "copy", "paragraph", "title", text="lines")
        )
        if seen is not None:
            pool = pool.join(seen, on="text", how="anti", maintain_order="left")
        parts.append(_drawn(pool, count, draw.seed))
    return pl.concat(parts)


def drawn(data: Path, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Titles and paragraphs of a draw, without those of the draws before it."""
    seen: list[tuple[pl.DataFrame, pl.DataFrame]] = []
    for earlier, draw in DRAWS.items():
        old = [pl.concat(part) for part in zip(*seen, strict=True)] or [None, None]
        seen.append((titles(data, draw, old[0]), paragraphs(data, draw, old[1])))
        if earlier == name:
            break
    return seen[-1]


def _has(words: tuple[str, ...], column: str) -> pl.Expr:
    return pl.col(column).str.contains_any(list(words)).fill_null(value=False)


def _drawn(pool: pl.DataFrame, count: int, seed: int) -> pl.DataFrame:
    return pool[sorted(Random(seed).sample(range(pool.height), min(count, pool.height)))]


def main() -> None:
    """Write one of the draws."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("draw", choices=list(DRAWS))
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    found = drawn(options.data, options.draw)
    for name, rows in zip(("titles", "paragraphs"), found, strict=True):
        kept = rows if options.texts else rows.drop("text", "title", strict=False)
        kept.write_csv(f"{name}.csv")


if __name__ == "__main__":
    main()
