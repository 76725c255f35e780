"""Whether two titles name one piece of work: a planned one and an issued one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from docanalyzer.model.pack_data import default_pack

_LEVEL_WORDS = re.compile(
    r"[全我本](?:国|省|自治区|市|州|盟|县|区|旗|镇|乡|街道|村)|(?:省|市|州|县|区|镇|乡|街道|村)级"
    r"|(?:省|市|县|区|镇|乡)(?:委|政府|人民政府)(?:办公厅|办公室)?"
)
_MAYBE_PLACE = re.compile("[省市县区旗州盟]")
_PUNCTUATION = re.compile(r"[^\u4e00-\u9fff0-9a-z]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(rf"(?:{_YEAR.pattern})+年?度?")
_MARKS = re.compile(
    r"第?[一二三四五六七八九十\d]+(?:批次?|期|次|季度|阶段|轮|版|号令?)"
    r"|[上下]半年|十?[一二三四五六七八九十\d]+月份?|[一二三四]季度"
    r"|十[一二三四五]五"
    r"|春[季节耕运]|夏[季收]|秋[季收冬]|冬[季春]|汛期|暑[期假]|寒假|元旦|五一"
    r"|(?:春|清明|端午|中秋|重阳|国庆|劳动|妇女|儿童|青年|教师|建军|植树)节"
)
"""Times and turns: a document of the second batch is not the one of the first."""

_KINDS: tuple[tuple[str, str], ...] = (
    ("预案", "应急预案|预案"),
    ("规划", "专项规划|发展规划|总体规划|规划纲要|规划"),
    (
        "规则",
        "管理办法|暂行办法|实施办法|办法|管理规定|暂行规定|若干规定|规定|实施细则|细则|条例|规程|规则|制度",
    ),
    ("考核", "考核办法|考核方案|考核细则|考评办法|考核评价办法|考核"),
    ("标准", "标准|目录|指南|名录"),
    ("机构", "领导小组|工作专班|指挥部|委员会|联席会议制度|联席会议"),
    ("通报", "情况通报|情况的通报|通报"),
    (
        "安排/要点",
        "工作要点|要点|重点工作安排|重点工作|工作安排|重点工作任务|重点任务|任务清单|任务分工|分工方案"
        "|责任清单|安排",
    ),
    (
        "安排/方案",
        "三年行动计划|行动计划|工作计划|实施计划|计划|三年行动方案|行动方案|工作方案|实施方案"
        "|专项方案|方案|三年行动|专项行动",
    ),
    ("安排/意见", "若干措施|政策措施|措施|实施意见|指导意见|若干意见|意见"),
)
"""Kinds of paper, by class and shade; those of one class may stand for each other when titles
are reworded, those of one shade do."""

_KIND_ENDS = tuple((kind, re.compile(rf"(?:{words})$")) for kind, words in _KINDS)

_FILLER = re.compile(
    r"进一步|全面|切实|深入|扎实|认真|积极|大力|持续|加强|强化|做好|推进|推动|开展|完善|健全|提升|提高"
    r"|促进|加快|落实|抓好|深化|规范|优化|工作|有关|相关|若干|重点|任务|事项|问题|关于|实施|组织|的|和|与|及|等"
)
"""Words that a rewording adds, drops or exchanges freely."""

_ONE_SIDED = 0.1
"""What a mark of time in one title alone costs."""

_OTHER_SHADE = 0.12
"""What 要点 against 方案 costs."""

_SAME_WORK = (("整治", "治理"), ("创建", "建设"), ("监督管理", "监管"), ("污染防治", "污染治理"))


@dataclass(frozen=True, slots=True)
class TitleKey:
    """A title taken apart for comparing: what it is about, its kind, years, marks and places."""

    core: str
    kind: str | None
    years: frozenset[int]
    marks: frozenset[str]
    places: frozenset[str]


def title_subjects(titles: Sequence[str]) -> list[str]:
    """What titles are about, without issuer and shell; the title itself where nothing is left."""
    from docanalyzer.titles.title import read_titles

    subjects = read_titles(pl.Series(titles, dtype=pl.String))["subject"].to_list()
    return [subject or title for subject, title in zip(subjects, titles, strict=True)]


def title_keys(subjects: Sequence[str], own_places: Sequence[str] = ()) -> list[TitleKey]:
    """Keys of one unit's subjects, in order.

    `own_places` are the names of the unit's own divisions; they and the words of level (全市,
    县级) are left out. Other places stay: they are what a title is about.
    """
    return [_key(subject, own_places) for subject in subjects]


def _key(subject: str, own_places: Sequence[str]) -> TitleKey:
    text = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", subject).lower())
    for place in sorted(own_places, key=len, reverse=True):
        text = text.replace(place, "")
    text = _LEVEL_WORDS.sub("", text)
    years = frozenset(int(year) for run in _YEARS.findall(text) for year in _YEAR.findall(run))
    text = _YEARS.sub("", text)
    marks = frozenset(_MARKS.findall(text))
    text = _MARKS.sub("", text)
    places = frozenset(_places_in(text))
    kind = None
    # A title may end in several words of kind: 三年行动工作方案.
    for _ in range(3):
        text = text.removesuffix("工作")
        found = next(
            ((name, end) for name, end in _KIND_ENDS if end.search(text) and end.sub("", text)),
            None,
        )
        if found is None:
            break
        kind = kind or found[0]
        text = found[1].sub("", text)
    for word, same in _SAME_WORK:
        text = text.replace(word, same)
    core = _FILLER.sub("", text)
    return TitleKey(core if len(core) >= 2 else text, kind, years, marks, places)


def _places_in(text: str) -> list[str]:
    return [] if not _MAYBE_PLACE.search(text) else _place_pattern().findall(text)


@lru_cache(maxsize=1)
def _place_pattern() -> re.Pattern[str]:
    """Provinces, prefectures and counties under their full names, longest first."""
    file = default_pack() / "gazetteer" / "divisions.tsv"
    names = pl.read_csv(file, separator="\t", quote_char=None, infer_schema=False, glob=False)[
        "name"
    ].unique()
    whole = [name for name in names if len(name) >= 3]
    return re.compile("|".join(map(re.escape, sorted(whole, key=lambda name: (-len(name), name)))))


def likeness(planned: Sequence[TitleKey], issued: Sequence[TitleKey]) -> list[list[float]]:
    """0 to 1 for every planned title (rows) against every issued one (columns).

    What one title adds to the other costs little; what each has in place of the other's words
    costs much, since 托育服务 for 养老服务 is another document. Different years, times, turns
    or kinds of paper make 0.
    """
    from rapidfuzz import fuzz, process

    cores = [key.core for key in issued]
    bags = [" ".join(core) for core in cores]
    ordered = process.cdist([key.core for key in planned], cores, scorer=fuzz.ratio)
    loose = process.cdist(
        [" ".join(key.core) for key in planned], bags, scorer=fuzz.token_sort_ratio
    )
    return [
        [
            _likeness(one, other, float(ordered[row, column]), float(loose[row, column]))
            for column, other in enumerate(issued)
        ]
        for row, one in enumerate(planned)
    ]


def _likeness(one: TitleKey, other: TitleKey, ordered: float, loose: float) -> float:
    if _differ(one.years, other.years) or _differ(one.marks, other.marks):
        return 0.0
    if one.kind and other.kind and _class_of(one.kind) != _class_of(other.kind):
        return 0.0
    if one.places and other.places and not one.places & other.places:
        return 0.0
    shorter, longer = sorted((len(one.core), len(other.core)))
    if shorter == 0:
        return 0.0
    # ratio is 2c / (a + b) of the longest common subsequence; the bag counts moved words too.
    common = max(ordered, 0.96 * loose) / 100 * (shorter + longer) / 2
    common = min(common, shorter)
    replaced = shorter - common
    added = longer - shorter
    marked = _ONE_SIDED * (bool(one.marks) != bool(other.marks))
    shaded = _OTHER_SHADE * bool(one.kind and other.kind and one.kind != other.kind)
    return max(0.0, 1 - 2 * replaced / shorter - 0.4 * added / longer - marked - shaded)


def _class_of(kind: str) -> str:
    return kind.partition("/")[0]


def _differ(one: frozenset[int] | frozenset[str], other: frozenset[int] | frozenset[str]) -> bool:
    return bool(one) and bool(other) and one != other
