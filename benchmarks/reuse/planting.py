"""How a relay changes the text it takes: kinds of copying as pieces of text with their origin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from prose import AREA, GOVERNMENT, OURS_MARK, Prose

_NUMBER = re.compile(r"\d+")
_FILL = "的了和与及在于对按等各该并应须可把将由从向为以其之"


@dataclass(frozen=True)
class Piece:
    """A stretch of a copy; with an origin, the stretch of that document it was made from."""

    text: str
    source: int = -1
    begin: int = 0
    end: int = 0


@dataclass(frozen=True)
class Source:
    """A document as others take from it: its paragraphs, marks resolved, and where they stand."""

    number: int
    paragraphs: tuple[str, ...]
    begins: tuple[int, ...]
    raw: tuple[str, ...]

    def piece(self, index: int, text: str) -> Piece:
        """`text`, made from paragraph `index`."""
        begin = self.begins[index]
        return Piece(text, self.number, begin, begin + len(self.paragraphs[index]))


def verbatim(source: Source) -> list[Piece]:
    """Every paragraph as it stands."""
    return [source.piece(i, text) for i, text in enumerate(source.paragraphs)]


def level_words(source: Source) -> list[Piece]:
    """Every paragraph, the words that follow the level left to the copying office."""
    return [source.piece(i, text) for i, text in enumerate(source.raw)]


def numbers(source: Source, random: Random) -> list[Piece]:
    """Every number another one."""
    return [
        source.piece(i, _NUMBER.sub(lambda _found: str(random.randint(2, 99)), text))
        for i, text in enumerate(source.paragraphs)
    ]


def reordered(source: Source, random: Random) -> list[Piece]:
    """The paragraphs in another order."""
    order = list(range(len(source.paragraphs)))
    while len(order) > 1 and order == sorted(order):
        random.shuffle(order)
    return [source.piece(i, source.paragraphs[i]) for i in order]


def light_edits(source: Source, random: Random, share: float) -> list[Piece]:
    """`share` of the characters replaced, dropped or joined by another, words at a time."""
    return [
        source.piece(i, edited(text, random, share)) for i, text in enumerate(source.paragraphs)
    ]


def edited(text: str, random: Random, share: float) -> str:
    """Edits of one to four characters until `share` of the text is changed."""
    characters = list(text)
    left = int(share * len(text))
    while left > 0:
        size = min(left, random.randint(1, 4))
        place = random.randrange(max(1, len(characters) - size))
        new = [random.choice(_FILL) for _ in range(size)]
        kind = random.random()
        if kind < 0.5:
            characters[place : place + size] = new
        elif kind < 0.75:
            del characters[place : place + size]
        else:
            characters[place:place] = new
        left -= size
    return "".join(characters)


def half_local(source: Source, prose: Prose) -> list[Piece]:
    """Every second paragraph kept, the others written anew."""
    found = []
    for i, text in enumerate(source.paragraphs):
        if i % 2 == 0:
            found.append(source.piece(i, text))
        else:
            found.extend(Piece(own) for own in prose.paragraphs(len(text)))
    return found


def excerpt(source: Source, random: Random, prose: Prose) -> list[Piece]:
    """60 to 200 characters of one paragraph inside own text."""
    index = random.choice([i for i, text in enumerate(source.paragraphs) if len(text) >= 60])
    text = source.paragraphs[index]
    size = min(len(text), random.randint(60, 200))
    begin = random.randrange(len(text) - size + 1)
    at = source.begins[index] + begin
    own = [Piece(text) for text in prose.paragraphs(800)]
    place = random.randrange(len(own) + 1)
    own.insert(place, Piece(text[begin : begin + size], source.number, at, at + size))
    return own


def several(sources: list[Source], random: Random) -> list[Piece]:
    """Two or three paragraphs of each of several documents."""
    found = []
    for source in sources:
        count = min(len(source.paragraphs), random.choice((2, 3)))
        begin = random.randrange(len(source.paragraphs) - count + 1)
        found += [source.piece(i, source.paragraphs[i]) for i in range(begin, begin + count)]
    return found


def plain(text: str) -> bool:
    """Whether a text holds no mark of a level word."""
    return not any(mark in text for mark in (AREA, GOVERNMENT, OURS_MARK))
