"""Regular expressions inside compiled loops: the rule stays one pattern, wherever it is read.

A pattern becomes a short program for a backtracking matcher. It tries branches in the order in
which `re` tries them and so ends every match where `re` ends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]  # typeshed leaves them out
from re import _parser as parser  # type: ignore[attr-defined]  # typeshed leaves them out
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel

BEYOND = 0xFFFF
"""Stands for every character above the first plane when a set of characters is asked."""

OVERFLOW = -2
"""The matcher ran out of room: what it would have found is not known."""

_CHAR, _SET, _SPLIT, _JUMP, _NOT_AHEAD, _NOT_BEHIND, _END, _MATCH = range(8)
_MOST_SETS = 64

_Parsed = Any
"""Part of a parsed pattern; the standard library's parser has no types."""


class Pattern(NamedTuple):
    """A pattern as `ops` (operation, two operands), `sets` (bit n: the character is in set n)
    and `first` (a match can begin with the character)."""

    ops: npt.NDArray[np.int32]
    sets: npt.NDArray[np.uint64]
    first: npt.NDArray[np.bool_]


def compile_pattern(pattern: re.Pattern[str]) -> Pattern:
    """`pattern` for `match_end`.

    Understands what official wordings need: characters, sets, `\\d`, `\\s`, `.`, groups,
    alternatives, greedy repeats, one-character look-around that must not match, and `$` at the
    very end. Raises ValueError for anything else, and where an empty match is possible.
    """
    writer = _Writer()
    writer.sequence(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    writer.ops.append((_MATCH, 0, 0))
    ops = np.array(writer.ops, np.int32)
    return Pattern(ops, writer.sets, _first(ops, writer.sets))


class _Writer:
    """Writes the operations of a parsed pattern behind each other."""

    def __init__(self) -> None:
        self.ops: list[tuple[int, int, int]] = []
        self.sets = np.zeros(BEYOND + 1, np.uint64)
        self.numbers: dict[bytes, int] = {}

    def sequence(self, nodes: Iterable[tuple[_Parsed, _Parsed]]) -> None:
        for kind, value in nodes:
            self.node(kind, value)

    def node(self, kind: _Parsed, value: _Parsed) -> None:
        if kind is sre.LITERAL:
            self.ops.append((_CHAR, value, 0))
        elif kind in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            self.ops.append((_SET, self.set_of(_members(kind, value)), 0))
        elif kind is sre.SUBPATTERN:
            self.sequence(value[3])
        elif kind is sre.BRANCH:
            self.branches(value[1])
        elif kind is sre.MAX_REPEAT:
            self.repeat(*value)
        elif kind is sre.ASSERT_NOT and len(value[1]) == 1:
            behind = value[0] < 0
            inner, members = value[1][0]
            number = self.set_of(_members(inner, members))
            self.ops.append((_NOT_BEHIND if behind else _NOT_AHEAD, number, 0))
        elif kind is sre.AT and value is sre.AT_END:
            self.ops.append((_END, 0, 0))
        else:
            raise ValueError(f"no operation for {kind}")

    def branches(self, branches: list[_Parsed]) -> None:
        leaves = []
        for branch in branches[:-1]:
            split = self.room()
            self.sequence(branch)
            leaves.append(self.room())
            self.ops[split] = (_SPLIT, split + 1, len(self.ops))
        self.sequence(branches[-1])
        for leaf in leaves:
            self.ops[leaf] = (_JUMP, len(self.ops), 0)

    def repeat(self, least: int, most: _Parsed, body: _Parsed) -> None:
        for _ in range(least):
            self.sequence(body)
        if most is sre.MAXREPEAT:
            split = self.room()
            self.sequence(body)
            self.ops.append((_JUMP, split, 0))
            self.ops[split] = (_SPLIT, split + 1, len(self.ops))
            return
        splits = []
        for _ in range(most - least):
            splits.append(self.room())
            self.sequence(body)
        for split in splits:
            self.ops[split] = (_SPLIT, split + 1, len(self.ops))

    def room(self) -> int:
        self.ops.append((_MATCH, 0, 0))
        return len(self.ops) - 1

    def set_of(self, members: npt.NDArray[np.bool_]) -> int:
        number = self.numbers.setdefault(members.tobytes(), len(self.numbers))
        if number >= _MOST_SETS:
            raise ValueError("too many sets of characters")
        self.sets[members] |= np.uint64(1 << number)
        return number


def _members(kind: _Parsed, value: _Parsed) -> npt.NDArray[np.bool_]:
    """Which characters of the first plane a node of one character matches."""
    members = np.zeros(BEYOND + 1, np.bool_)
    if kind is sre.ANY:
        members[:] = True
        members[ord("\n")] = False
        return members
    if kind in (sre.LITERAL, sre.NOT_LITERAL):
        members[value] = True
        return ~members if kind is sre.NOT_LITERAL else members
    if kind is not sre.IN:
        raise ValueError(f"no set for {kind}")
    for inner, content in value:
        if inner is sre.LITERAL:
            members[content] = True
        elif inner is sre.RANGE:
            members[content[0] : content[1] + 1] = True
        elif inner is sre.CATEGORY and content is sre.CATEGORY_DIGIT:
            members |= characters(str.isdecimal)
        elif inner is sre.CATEGORY and content is sre.CATEGORY_SPACE:
            members |= characters(str.isspace)
        elif inner is not sre.NEGATE:
            raise ValueError(f"no set for {inner}")
    return ~members if value[0][0] is sre.NEGATE else members


@lru_cache(maxsize=8)
def characters(has: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Which characters of the first plane `has` is true of; surrogates never.

    Remembered, as patterns ask for the same again and again; not to be written to.
    """
    plain = np.array([has(chr(code)) for code in range(BEYOND)], np.bool_)
    return np.append(plain, False)


def _first(ops: npt.NDArray[np.int32], sets: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Characters that the operations reachable without reading one can read."""
    found = np.zeros(BEYOND + 1, np.bool_)
    open_, seen = [0], set()
    while open_:
        place = open_.pop()
        if place in seen:
            continue
        seen.add(place)
        operation, one, other = (int(value) for value in ops[place])
        if operation == _CHAR:
            found[one] = True
        elif operation == _SET:
            found |= (sets >> np.uint64(one)) & np.uint64(1) == 1
        elif operation == _SPLIT:
            open_ += [one, other]
        elif operation == _JUMP:
            open_.append(one)
        elif operation in (_NOT_AHEAD, _NOT_BEHIND):
            open_.append(place + 1)
        else:
            raise ValueError("the pattern can match nothing")
    return found


@kernel
def match_end(
    pattern: Pattern,
    codes: npt.NDArray[np.uint32],
    begin: int,
    low: int,
    high: int,
    stack: npt.NDArray[np.int64],
) -> int:
    """End of the match of `pattern` at `begin` of the text `codes[low:high]`.

    -1 where there is none, `OVERFLOW` where `stack` (two columns) has too few rows.
    """
    operation = 0
    place = begin
    depth = 0
    while True:
        kind = pattern.ops[operation, 0]
        operand = pattern.ops[operation, 1]
        goes_on = True
        if kind == _CHAR:
            goes_on = place < high and codes[place] == operand
            place += 1
            operation += 1
        elif kind == _SET:
            goes_on = place < high and _in_set(pattern, codes[place], operand)
            place += 1
            operation += 1
        elif kind == _SPLIT:
            if depth == stack.shape[0]:
                return OVERFLOW
            stack[depth, 0] = pattern.ops[operation, 2]
            stack[depth, 1] = place
            depth += 1
            operation = operand
        elif kind == _JUMP:
            operation = operand
        elif kind == _NOT_AHEAD:
            goes_on = place >= high or not _in_set(pattern, codes[place], operand)
            operation += 1
        elif kind == _NOT_BEHIND:
            goes_on = place <= low or not _in_set(pattern, codes[place - 1], operand)
            operation += 1
        elif kind == _END:
            goes_on = place == high
            operation += 1
        else:
            return place
        if not goes_on:
            if depth == 0:
                return -1
            depth -= 1
            operation = stack[depth, 0]
            place = stack[depth, 1]


@kernel
def can_begin(pattern: Pattern, code: int) -> bool:
    """Whether a match can begin with the character `code`."""
    return bool(pattern.first[min(code, BEYOND)])


@kernel
def _in_set(pattern: Pattern, code: int, number: int) -> bool:
    bits = pattern.sets[min(np.int64(code), np.int64(BEYOND))]
    return bool((bits >> np.uint64(number)) & np.uint64(1))
