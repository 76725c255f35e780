"""How long a million titles take, and how much memory: levels, places, years and subjects vary.

    python benchmarks/reuse/titles.py [ROWS] [--equal]

Prints, as JSON, the seconds of reading and pairing the titles and the peak of the process.
With `--equal` every title is the same, which must cost no more.
"""

from __future__ import annotations

import argparse
import json
import resource
import time

import numpy as np
import polars as pl

from docanalyzer.detect.copying.detection import detect_reuse
from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.organs.gazetteer import gazetteer

_VERBS = ("加强", "推进", "规范", "完善", "深化", "做好", "优化", "改革")
_PLACES = (
    "城镇",
    "农村",
    "沿江",
    "库区",
    "老旧小区",
    "工业园区",
    "学校",
    "医院",
    "集贸市场",
    "高速公路",
)
_THINGS = (
    "渡口", "桥梁", "水库", "河道采砂", "危险房屋", "燃气管道", "消防通道", "校车", "食品摊贩",
    "电梯", "污水处理", "垃圾分类", "森林防火", "粮食收储", "农机作业", "职业培训", "医疗救助",
    "养老服务", "公共租赁住房", "快递包装",
)  # fmt: skip
_MATTERS = (
    "安全管理", "养护", "巡查", "隐患排查治理", "信用监管", "信息公开", "经费保障", "标准化建设",
    "第三方评估", "应急演练", "队伍建设", "考核评价", "综合执法", "价格机制",
)  # fmt: skip
_ENDS = ("的通知", "工作的通知", "的意见", "的实施意见", "若干措施的通知")
_LEVELS = ("central", "province", "city", "county")
_SHARES = (0.02, 0.08, 0.3, 0.6)


def titles(rows: int, equal: bool) -> pl.DataFrame:
    """`rows` documents with made-up titles, the same for the same arguments."""
    draw = np.random.default_rng(20260101)

    def pick(words: tuple[str, ...]) -> pl.Series:
        return pl.Series(words).gather(draw.integers(0, len(words), rows))

    known = [place for place in gazetteer().by_code.values() if not place.former]
    divisions = pl.DataFrame(
        [(p.level.value, p.full_name(), p.province, p.city, p.county) for p in known],
        schema=dict.fromkeys(("issuer_level", "place", "province", "city", "county"), pl.String),
        orient="row",
    )
    central = pl.DataFrame(
        [("central", "国务院", None, None, None)], divisions.schema, orient="row"
    )
    divisions = pl.concat([central, divisions])
    divisions = divisions.sort("issuer_level", maintain_order=True)
    runs = divisions["issuer_level"].rle().struct.unnest()
    first = dict(zip(runs["value"], runs["len"].cum_sum() - runs["len"], strict=True))
    size = dict(zip(runs["value"], runs["len"], strict=True))
    level = draw.choice(len(_LEVELS), rows, p=_SHARES)
    begins = np.array([first[name] for name in _LEVELS])[level]
    chosen = begins + draw.integers(0, np.array([size[name] for name in _LEVELS])[level])
    year = draw.integers(2010, 2025, rows)
    frame = divisions[chosen].with_columns(
        issuer=pl.col("place").str.replace("^国务院$", "国务院办公厅")
        + pl.when(pl.col("place") == "国务院").then(pl.lit("")).otherwise(pl.lit("人民政府")),
        subject=pick(_VERBS) + pick(_PLACES) + pick(_THINGS) + pick(_MATTERS) + pick(_ENDS),
        year=pl.Series(year),
        yearly=pl.Series(draw.random(rows) < 0.2),
        day=pl.Series(draw.integers(0, 365, rows)),
    )
    named = pl.when("yearly").then(pl.format("做好{}年", "year")).otherwise(pl.lit(""))
    subject = pl.lit("加强渡口安全管理工作的通知") if equal else named + pl.col("subject")
    return frame.select(
        pl.int_range(pl.len()).cast(pl.String).str.zfill(8).alias("doc_id"),
        (pl.col("issuer") + "关于" + subject).alias("title"),
        "issuer", "issuer_level", "province", "city", "county",
        (pl.date("year", 1, 1) + pl.duration(days="day")).alias("issued_on"),
    )  # fmt: skip


def main() -> None:
    """Time the titles and print the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--equal", action="store_true", help="one title for all")
    asked = parser.parse_args()
    documents = DOCUMENTS.conform(titles(asked.rows, asked.equal))
    begun, wall = time.process_time(), time.perf_counter()
    pairs = detect_reuse(documents, BODIES.empty(), []).pairs
    used, waited = time.process_time() - begun, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "titles": asked.rows,
        "distinct": documents["title"].n_unique(),
        "pairs": pairs.height,
        "seconds": round(waited, 2),
        "processor_seconds": round(used, 2),
        "peak_mb": round(peak),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
