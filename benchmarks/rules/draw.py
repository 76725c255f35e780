"""Draw the titles and paragraphs that a reader labels; print places only, never texts.

    python benchmarks/rules/draw.py DATA

Every text that holds one of `WORDS` can be drawn, each with the same chance within its file. The
list is wide on purpose: single words that any urgent, dated or burdensome text would use, taken
from the subject and not from the rules. Same files, same draw. Writes titles.csv (row of
register.csv, address) and paragraphs.csv (file, number of the document, which text under that
number, place among its lines) to the current folder, with the texts when --texts is given: those
are for the reader's eyes and stay out of the project.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

import polars as pl
from score_paragraphs import texts_by_number

WORDS = (
    "急", "立即", "马上", "尽快", "抓紧", "即刻", "连夜", "当日", "次日", "明日", "今日", "小时内",
    "日内", "日前", "月底前", "时前", "限期", "逾期", "截止", "按时", "报送", "上报", "填报",
    "报告", "汇报", "总结", "统计", "调查", "摸底", "排查", "清理", "普查", "登记", "台账", "材料",
    "表格", "截图", "照片", "留痕", "记录", "检查", "督查", "督导", "考核", "考评", "评估", "评比",
    "评选", "验收", "巡查", "抽查", "观摩", "迎检", "排名", "通报", "会议", "开会", "座谈", "培训",
    "动员", "责任", "问责", "追究", "否决", "属地", "包保", "承诺", "下载", "注册", "关注", "打卡",
    "积分", "公众号", "小程序", "工作群", "点赞", "转发", "系统录入", "平台", "挂牌", "牌子", "上墙",
    "证明", "盖章", "借调", "抽调", "跟班", "便函", "白头", "此份为准", "补充通知", "更正",
)  # fmt: skip
TITLES = 400
PARAGRAPHS = {"circulars": 140, "regulations": 60}
SEED = 20261122


def has_word(text: pl.Expr) -> pl.Expr:
    """Whether a text holds any of the words; false for null."""
    return text.str.contains_any(list(WORDS)).fill_null(False)


def titles(data: Path) -> pl.DataFrame:
    """Drawn rows of register.csv in file order: row, url, text; one row for each title."""
    register = pl.read_csv(data / "register.csv", infer_schema=False).with_row_index(
        "row", offset=2
    )
    pool = register.unique("标题", keep="first", maintain_order=True).filter(
        has_word(pl.col("标题"))
    )
    return _drawn(pool.select("row", url="网址", text="标题"), TITLES)


def paragraphs(data: Path) -> pl.DataFrame:
    """Drawn paragraphs in file order: file, document, copy, paragraph, title, text."""
    drawn = []
    for name, count in PARAGRAPHS.items():
        texts = texts_by_number(data, name).with_columns(file=pl.lit(name))
        lines = texts.with_columns(
            paragraph=pl.int_ranges(pl.col("lines").list.len(), dtype=pl.Int64)
        ).explode("lines", "paragraph", empty_as_null=True)
        pool = lines.filter(has_word(pl.col("lines"))).unique(
            "lines", keep="first", maintain_order=True
        )
        order = ["file", "document", "copy", "paragraph", "title"]
        drawn.append(_drawn(pool.select(*order, text="lines"), count))
    return pl.concat(drawn)


def _drawn(pool: pl.DataFrame, count: int) -> pl.DataFrame:
    return pool[sorted(Random(SEED).sample(range(pool.height), count))]


def main() -> None:
    """Write both draws."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    hidden = [] if options.texts else ["text"]
    titles(options.data).drop(hidden).write_csv("titles.csv")
    paragraphs(options.data).drop(hidden, "title" if hidden else []).write_csv("paragraphs.csv")


if __name__ == "__main__":
    main()
