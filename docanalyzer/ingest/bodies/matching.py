"""Which documents a file belongs to: by its name, else by the number or title its text opens with.

A wrong match puts one office's words into another's mouth, so whatever fits two documents, or
contradicts itself, is no match: the number of another document that a title or text only cites,
a title inside a longer one (转发…), a number that ends like another.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class MatchedBy(StrEnum):
    """What joins a file to its document; values of text_matches.parquet."""

    ATTACHMENT = "attachment"
    REGISTER_NUMBER = "register_number"
    NUMBER_IN_NAME = "number_in_name"
    TITLE_IN_NAME = "title_in_name"
    NUMBER_IN_TEXT = "number_in_text"
    TITLE_IN_TEXT = "title_in_text"


class Unmatched(StrEnum):
    """Why a file is no document's text; values of text_matches.parquet."""

    NOBODY = "body_unmatched"
    SEVERAL = "body_ambiguous"
    DIFFER = "name_and_text_differ"


REASONS: dict[str, str] = {
    Unmatched.NOBODY: "a file of the body folder that no row asks for",
    Unmatched.SEVERAL: "the file fits several documents, or several files one; which is meant "
    "cannot be told",
    Unmatched.DIFFER: "its name says one document, its text another",
}


@dataclass(frozen=True, slots=True)
class Match:
    """Documents that a file fits, and by what; none, or several, are no match. `is_cut` tells
    of a name that holds only the beginning of the title."""

    documents: frozenset[int] = frozenset()
    by: MatchedBy | None = None
    is_cut: bool = False

    @property
    def document(self) -> int | None:
        """The one document, if it is one."""
        return next(iter(self.documents)) if len(self.documents) == 1 else None


_HAN = r"[\u3400-\u9fff]"
_NUMBER = re.compile(
    rf"({_HAN}+)\s*[\[(〔【{{<_\-]?\s*((?:19|20)\d\d)\s*[\])〕】}}>年\-_\s]*\s*第?\s*0*([1-9]\d{{0,4}})(?!\d)\s*号?"
)
_GENRES = (
    "通知|意见|函|报告|方案|纪要|决定|批复|请示|通报|公告|通告|规定|办法|细则|令|决议|命令|议案"
)
# What may stand in front of an organ code in one run of signs.
_BEFORE_CODE = re.compile(rf"(?:^|{_GENRES}|附件|正文|文号|字号|文件|扫描件|定稿|终稿|收文|发文)$")
# What follows a number that a title only cites.
_CITED = re.compile(r"[\])〕】》\s]*(?:的|要求|精神|文件)")
_LEADING = re.compile(r"^(?:附件|正文)?[\d一二三四五六七八九十]+[._\-、)\]\s]+|^\d{4,14}")
_LATE_WORDS = (
    r"正文|定稿|终稿|最终版|终版|扫描件?|副本|复制|盖章版?|红头|签发稿?|印发稿|发文稿|校对稿|电子版|"
    r"公开版|打印版|清样|文件|final|copy|ok|v?\d{1,8}|年|月|日|号|第"
)
_BEHIND_TITLE = re.compile(rf"(?:{_LATE_WORDS})*")
_OF_ANOTHER = re.compile(
    r"关于|转发|印发|批转|贯彻|落实|回复|答复|解读|学习|修改|废止|补充|反馈|附件\d*$"
)
_TITLE_LINE = re.compile(rf"关于.{{2,80}}(?:{_GENRES})$")
_NUMBER_LINE = re.compile(r"(?:发文字号|文号|字号|编号)?[:：]?(.*?)(?:签发人.*|文件|\(此件.*)?")
_ORGAN_END = re.compile(r"[局厅委院署部会室府办司处校站乡镇]$")
_TITLE_MIN, _CUT_MIN, _PREFIX = 6, 10, 6
_OPENING, _OPENING_LINES = 3_000, 60


def signs(text: str) -> str:
    """Letters and digits of a text in normal form and lower case, all that titles are told by."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if char.isalnum()).lower()


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a text opens with: its lines, their signs as one string, and where in it a stretch
    may begin and end; `quoted` are places between 《 and 》."""

    lines: tuple[str, ...]
    signs: str
    begins: frozenset[int]
    ends: frozenset[int]
    quoted: frozenset[int]


class Documents:
    """Documents by number and title, asked for by names of files and by texts."""

    def __init__(self, documents: Iterable[tuple[str | None, str | None]]) -> None:
        """`documents` are pairs of a number as `folder.number_key` writes it, and a title.

        Spellings of one document among them (one number, titles of which one holds the other)
        count as the first of them.
        """
        pairs = list(documents)
        self.first_of = _one_each(pairs)
        self._numbers: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(dict)
        self._titles: dict[str, set[int]] = defaultdict(set)
        self._organs: dict[int, str] = {}
        for place, (number, title) in zip(self.first_of, pairs, strict=True):
            if number is not None:
                code, year, serial = number.split("|")
                self._numbers[year, serial].setdefault(code, set()).add(place)
            whole = signs(title or "")
            self._organs.setdefault(place, whole.removesuffix(_without_organ(whole)))
            for key in _title_keys(title or ""):
                self._titles[key].add(place)
        self._sorted = sorted(self._titles)
        self._starts: dict[str, list[str]] = defaultdict(list)
        for key in self._sorted:
            self._starts[key[:_PREFIX]].append(key)

    def by_name(self, stem: str) -> Match:
        """The documents that a file name without its suffix fits."""
        plain = unicodedata.normalize("NFKC", stem)
        numbered = self._numbered(plain)
        titled, is_cut = self._titled(plain)
        if numbered:
            both = numbered & titled
            return Match(frozenset(both or numbered), MatchedBy.NUMBER_IN_NAME)
        if titled:
            return Match(frozenset(titled), MatchedBy.TITLE_IN_NAME, is_cut)
        return Match()

    def by_text(self, text: str) -> Match:
        """The documents whose number or title stands by itself where the text opens."""
        opening = _opening(text)
        numbered = set[int]()
        for line in opening.lines:
            found = _NUMBER_LINE.fullmatch("".join(line.split()))
            alone = found[1] if found else ""
            if (number := _NUMBER.fullmatch(alone)) is not None:
                numbered |= self._by_number(number)
        titled = self._opens_with(opening)
        if numbered:
            both = numbered & titled
            if titled and not both:
                return Match(frozenset(numbered | titled), MatchedBy.NUMBER_IN_TEXT)
            return Match(frozenset(both or numbered), MatchedBy.NUMBER_IN_TEXT)
        return Match(frozenset(titled), MatchedBy.TITLE_IN_TEXT) if titled else Match()

    def holds(self, document: int, text: str) -> bool:
        """Whether a text names the document anywhere where it opens."""
        opening = _opening(text)
        if any(
            document in self._titles[key] and key in opening.signs for key in self._near(opening)
        ):
            return True
        return any(
            document in self._by_number(found)
            for found in _NUMBER.finditer("\n".join(opening.lines))
        )

    def _numbered(self, plain: str) -> set[int]:
        """Documents whose numbers a name holds; a number that the title only cites does not
        count beside others."""
        found: list[set[int]] = []
        for text in (plain, "".join(plain.split())):
            found = [
                hit for number in _NUMBER.finditer(text)
                if not _CITED.match(text, number.end()) and (hit := self._by_number(number))
            ]  # fmt: skip
            if found:
                break
        return set().union(*found)

    def _by_number(self, number: re.Match[str]) -> set[int]:
        run, codes = number[1], self._numbers.get((number[2], number[3]), {})
        fits = [code for code in codes if run.endswith(code)]
        for code in sorted(fits, key=len, reverse=True):
            before = run.removesuffix(code)
            if not before or _BEFORE_CODE.search(before):
                return codes[code]
        return set()

    def _titled(self, plain: str) -> tuple[set[int], bool]:
        whole, bare = signs(plain), signs(_LEADING.sub("", plain))
        for key in (whole, bare, signs(_NUMBER.sub("", plain))):
            if key in self._titles:
                return self._titles[key], False
        inside = [key for at in range(len(whole)) for key in self._at(whole, at)]
        for key in sorted(set(inside), key=len, reverse=True):
            before, _, behind = whole.partition(key)
            if not _OF_ANOTHER.search(before) and _BEHIND_TITLE.fullmatch(behind):
                organ = before.lstrip("0123456789") if _ORGAN_END.search(before) else ""
                return self._of_organ(key, organ), False
        for key in (whole, bare):
            if len(key) >= _CUT_MIN and len(begun := self._begun_by(key)) == 1:
                return begun, True
        return set(), False

    def _begun_by(self, key: str) -> set[int]:
        """Documents whose titles begin with `key`."""
        found: set[int] = set()
        for place in range(bisect_left(self._sorted, key), len(self._sorted)):
            if not self._sorted[place].startswith(key) or len(found) > 1:
                break
            found |= self._titles[self._sorted[place]]
        return found

    def _at(self, text: str, at: int) -> list[str]:
        """Titles that stand in `text` at a place."""
        starts = self._starts.get(text[at : at + _PREFIX], ())
        return [key for key in starts if text.startswith(key, at)]

    def _near(self, opening: _Opening) -> set[str]:
        return {key for at in range(len(opening.signs)) for key in self._at(opening.signs, at)}

    def _opens_with(self, opening: _Opening) -> set[int]:
        """Documents whose title is the first title that the text opens with."""
        for at in range(len(opening.signs)):
            keys = [key for key in self._at(opening.signs, at) if at + len(key) in opening.ends]
            organ = _organ_before(opening, at) if keys else None
            if organ is not None:
                first = self._of_organ(max(keys, key=len), organ)
                return set() if _other_title(opening, at) else first
        return set()

    def _of_organ(self, key: str, organ: str) -> set[int]:
        """Documents of a title, but for those whose own titles name another organ."""
        return {
            place for place in self._titles[key]
            if not organ or not self._organs[place] or key.startswith(self._organs[place])
            or organ.endswith(self._organs[place]) or self._organs[place].endswith(organ)
        }  # fmt: skip


def _one_each(pairs: list[tuple[str | None, str | None]]) -> list[int]:
    """For each document the place of the first that is the same: it has its number and a title
    that holds the other's or none; without a number, its title, if one number alone goes with it.
    """
    first = list(range(len(pairs)))
    keys = [_without_organ(signs(title or "")) for _, title in pairs]
    groups: dict[str, list[int]] = defaultdict(list)
    numbered: dict[str, set[int]] = defaultdict(set)
    for place, (number, _) in enumerate(pairs):
        if number is None:
            continue
        same = (
            other for other in groups[number]
            if keys[place] in keys[other] or keys[other] in keys[place]
        )  # fmt: skip
        first[place] = next(same, place)
        if first[place] == place:
            groups[number].append(place)
        numbered[keys[place]].add(first[place])
    for place, (number, _) in enumerate(pairs):
        if number is None and len(numbered[keys[place]]) == 1 and keys[place]:
            first[place] = next(iter(numbered[keys[place]]))
    return first


def _without_organ(key: str) -> str:
    organ, about, rest = key.partition("关于")
    return about + rest if about and _ORGAN_END.search(organ) else key


def _title_keys(title: str) -> set[str]:
    """A title as a whole, and without the organ in front of 关于."""
    whole = signs(title)
    return {key for key in (whole, _without_organ(whole)) if len(key) >= _TITLE_MIN}


def _opening(text: str) -> _Opening:
    lines = [line.strip() for line in text[:_OPENING].splitlines() if line.strip()]
    lines = [unicodedata.normalize("NFKC", line) for line in lines[:_OPENING_LINES]]
    said, begins, ends, quoted, depth = "", set[int](), set[int](), set[int](), 0
    for line in lines:
        begins.add(len(said))
        for char in line:
            if char.isalnum():
                if depth:
                    quoted.add(len(said))
                said += char.lower()
            elif char in "《》":
                depth = max(0, depth + (1 if char == "《" else -1))
            elif char.isspace():
                begins.add(len(said))
                ends.add(len(said))
            elif char in "([〔【":
                ends.add(len(said))
        ends.add(len(said))
    return _Opening(tuple(lines), said, frozenset(begins), frozenset(ends), frozenset(quoted))


def _organ_before(opening: _Opening, at: int) -> str | None:
    """The organ that stands between the begin of the line and a title, empty without one; null
    where something else stands there, or the title is quoted."""
    if at in opening.quoted:
        return None
    line = max((begin for begin in opening.begins if begin <= at), default=0)
    organ = opening.signs[line:at]
    is_organ = len(organ) <= 30 and _ORGAN_END.search(organ) and not _OF_ANOTHER.search(organ)
    return organ if not organ or is_organ else None


def _other_title(opening: _Opening, at: int) -> bool:
    """Whether a line before the place reads as a title: then the text is that one's."""
    seen = 0
    for line in opening.lines:
        here = signs(line)
        if seen + len(here) > at:
            return False
        if _TITLE_LINE.search(here):
            return True
        seen += len(here)
    return False
