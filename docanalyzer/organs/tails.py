"""What the words after the place say: the kind of the organ and how its level follows.

The order of the table matters: the first rule that matches decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from docanalyzer.model.terms import LEVEL_RANK, Level


class Kind(StrEnum):
    """Kinds of organs; `unknown` where the name does not tell."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    PARTY = "party"
    DISCIPLINE = "discipline"
    CONGRESS = "congress"
    CONSULTATIVE = "consultative"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    MILITARY = "military"
    GROUP = "group"
    ZONE = "zone"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ENTERPRISE = "enterprise"
    VILLAGE_COMMITTEE = "village_committee"
    UNKNOWN = "unknown"


class Follows(StrEnum):
    """How the level follows from the place and the rule."""

    PLACE = "place"  # the level of the deepest division
    FIXED = "fixed"  # the rule's own level, whatever the place
    FLOOR = "floor"  # the rule's level, or the place's when that is lower
    NEVER = "never"  # the name does not tell


@dataclass(frozen=True, slots=True)
class Tail:
    """What one rule says about a tail; `reason` explains a level that is not told."""

    kind: Kind
    follows: Follows = Follows.PLACE
    level: Level | None = None
    reason: str | None = None


_PAREN = r"(?:\(.*\))?$"


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


def _has(words: str) -> re.Pattern[str]:
    return re.compile(_any(words))


def _begins(words: str) -> re.Pattern[str]:
    return re.compile("^" + _any(words))


def _ends(words: str) -> re.Pattern[str]:
    return re.compile(_any(words) + _PAREN)


def _is(words: str) -> re.Pattern[str]:
    return re.compile("^" + _any(words) + "$")


def _never(kind: Kind, reason: str) -> Tail:
    return Tail(kind, Follows.NEVER, None, reason)


def _fixed(kind: Kind, level: Level) -> Tail:
    return Tail(kind, Follows.FIXED, level)


def _at_most(kind: Kind, level: Level) -> Tail:
    return Tail(kind, Follows.FLOOR, level)


_ZONE_WORD = _any(
    "开发区 高新区 高技术区 经开区 新区 园区 工业园 产业园 科技园 科学园 物流园 保税区 综保区 "
    "保税港区 度假区 风景区 名胜区 旅游区 景区 示范区 试验区 实验区 合作区 管理区 功能区 投资区 "
    "聚集区 集聚区 自贸区 片区 新城 食品区 先导区 引领区 核心区 产业区 城市群 生态城 科学城 "
    "大学城 科技城 服务区 保护区"
)
_ZONE_ORGAN = _any(
    "管理委员会 管委会 管委办 管理办公室 党工委 工委 执行委员会 执委会 管理局 建设指挥部 办公室"
)

RULES: tuple[tuple[re.Pattern[str], Tail], ...] = (
    (
        _ends(
            "村民委员会 民委员会 村委会 居民委员会 居委会 社区委员会 村务监督委员会 村民小组 "
            "嘎查委员会"
        ),
        _fixed(Kind.VILLAGE_COMMITTEE, Level.VILLAGE),
    ),
    (
        re.compile(r"^(?:党支部|党总支|党委)?(?:村|社区)(?:党支部|党总支|党委|支部)$"),
        _fixed(Kind.PARTY, Level.VILLAGE),
    ),
    (_has("党校 行政学院 社会主义学院 干部学院"), Tail(Kind.SCHOOL)),
    (
        re.compile(r"附属.{0,8}(?:医院|中学|小学|学校|幼儿园)"),
        _never(Kind.UNKNOWN, "an attached institution follows its university, not a division"),
    ),
    (
        _has("卫生院 社区卫生服务中心 社区卫生服务站 村卫生室"),
        _at_most(Kind.HOSPITAL, Level.TOWNSHIP),
    ),
    (_ends("医院 保健院 疗养院 保健所 急救中心 血站"), Tail(Kind.HOSPITAL)),
    (_ends("大学 学院"), _never(Kind.SCHOOL, "the owner of a university is not told by its name")),
    (
        _ends("学校 中学 小学 幼儿园 中专 技校 职高 高中 初中 [一二三四五六七八九十]中 教学点"),
        Tail(Kind.SCHOOL),
    ),
    (
        _ends(
            "公司 集团 银行 工厂 厂 商行 信用社 信用联社 分行 支行 营业部 (?<!供销)合作社 事务所 "
            "酒店 宾馆 企业"
        ),
        _never(Kind.ENTERPRISE, "the owner of an enterprise is not told by its name"),
    ),
    (
        _has(
            "军区 警备区 卫戍区 战区 军分区 人民武装部 人武部 武装部 武警 武装警察 预备役 解放军 "
            "部队"
        ),
        Tail(Kind.MILITARY),
    ),
    (_has("高级人民法院 高级法院 高院"), _fixed(Kind.COURT, Level.PROVINCE)),
    (
        _has("中级人民法院 中级法院 中院 知识产权法院 金融法院 海事法院"),
        _fixed(Kind.COURT, Level.CITY),
    ),
    (
        _has("互联网法院 基层人民法院 第[一二三四五]人民法院 铁路运输法院 人民法庭"),
        _fixed(Kind.COURT, Level.COUNTY),
    ),
    (_has("法院"), Tail(Kind.COURT)),
    (_has("检察院.{0,8}分院 检察分院"), _fixed(Kind.PROCURATORATE, Level.CITY)),
    (_has("检察院"), Tail(Kind.PROCURATORATE)),
    (_has("纪委 纪检 监委 监察委 纪律检查 纪工委 监察局 监察厅"), Tail(Kind.DISCIPLINE)),
    (_has("^人大 人大常委 人民代表大会"), Tail(Kind.CONGRESS)),
    (_has("^政协 人民政治协商"), Tail(Kind.CONSULTATIVE)),
    (
        re.compile(rf"{_ZONE_WORD}.{{0,6}}{_ZONE_ORGAN}|{_ZONE_WORD}$|管委会$"),
        Tail(Kind.ZONE),
    ),
    (
        re.compile(rf"{_ZONE_WORD}.*(?:局|委|办|中心|分局|所|队|站)$"),
        _never(Kind.DEPARTMENT, "an office inside a zone; its level is not told by the name"),
    ),
    (
        re.compile(
            r"(?:海关|缉私局|海事局|督察局|专员办|特派办|特派员办事处|铁路局)$|铁路监管局|民航.*管理局|流域"
        ),
        _never(Kind.DEPARTMENT, "a field office whose district follows no division"),
    ),
    (re.compile(r"^第[一二三四五六七八九十\d]+师"), _fixed(Kind.GOVERNMENT, Level.CITY)),
    (re.compile(r"驻.{1,8}(?:办事处|联络处|办公室)$"), Tail(Kind.OFFICE)),
    (_has("^委(?!员) 党委 党工委 党组 工委 党支部 党总支 机关工作委员会"), Tail(Kind.PARTY)),
    (
        re.compile(r"^(?:人民)?政府(?:办公厅|办公室|办)(?:$|\()|^府办(?:公室)?$|^政府办"),
        Tail(Kind.OFFICE),
    ),
    (
        _has("街道办事处 街道办$ 街办$ 地区办事处 ^办事处$ ^街$ (?:镇|乡|街道)(?:人民)?政府$"),
        _at_most(Kind.GOVERNMENT, Level.TOWNSHIP),
    ),
    (
        _is("(?:人民)?政府(?:和.*)? 行政公署 行署 府 革命委员会 人民委员会 人民公社"),
        Tail(Kind.GOVERNMENT),
    ),
    (
        _has(
            "总工会 工会 共青团 团委 团工委 妇联 妇女联合会 残联 残疾人联合会 科协 科学技术协会 "
            "文联 侨联 工商联 工商业联合会 红十字会 供销 社科联 社会科学界联合会 作协 记协 贸促会 "
            "计生协会 法学会"
        ),
        Tail(Kind.GROUP),
    ),
    (
        _has(
            "派出所 司法所 财政所 国土所 国土资源所 自然资源所 工商所 市场监督管理所 市场监管所 "
            "税务所 农技站 林业站 水利站 文化站 水管站 畜牧站"
        ),
        _at_most(Kind.DEPARTMENT, Level.TOWNSHIP),
    ),
    (
        _ends(
            "局 厅 委 部 办 室 处 科 股 所 站 队 会 院 中心 署 组 校 社 馆 台 团 司 库 段 园 场 "
            "行 机制 指挥部 联席会议 专班 公署 基地 机关 窗口 平台 单位 部门 系统"
        ),
        Tail(Kind.DEPARTMENT),
    ),
)

ORGAN_END = RULES[-1][0]
"""What an organ's name can end with when nothing else is known about it."""

NOT_AN_ORGAN = Tail(Kind.UNKNOWN, Follows.NEVER, None, "not recognised as an organ")
PLACE_ALONE = Tail(Kind.UNKNOWN)


@lru_cache(maxsize=1 << 16)
def read_tail(tail: str) -> Tail:
    """The kind of organ that `tail` says; `PLACE_ALONE` for none, `NOT_AN_ORGAN` otherwise."""
    if not tail:
        return PLACE_ALONE
    for pattern, meaning in RULES:
        if pattern.search(tail):
            return meaning
    return NOT_AN_ORGAN


def level_of(tail: Tail, place: Level | None) -> Level | None:
    """The organ's level from its tail and the deepest division of its place."""
    if tail.follows == Follows.NEVER:
        return None
    if tail.follows == Follows.FIXED:
        return tail.level
    if tail.follows == Follows.FLOOR and tail.level is not None:
        if place is None or LEVEL_RANK[place] < LEVEL_RANK[tail.level]:
            return tail.level
        return place
    return place
