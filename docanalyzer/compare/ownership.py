"""Arrays handed from kernel to kernel without counting who owns them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar, cast

from numba import types
from numba.extending import intrinsic

_Argument = TypeVar("_Argument")


# As much of the compiler's own objects as is used here; it publishes no types of them.
class _Value(Protocol):
    type: Callable[[None], _Value]


class _Array(Protocol):
    meminfo: _Value
    parent: _Value

    def _getvalue(self) -> _Value: ...


class _Context(Protocol):
    def make_array(self, kind: object) -> Callable[[_Context, _Builder, _Value], _Array]: ...


class _Builder(Protocol):
    def extract_value(self, whole: _Value, place: int) -> _Value: ...

    def insert_value(self, whole: _Value, part: _Value, place: int) -> _Value: ...


class _Signature(Protocol):
    args: tuple[object, ...]


def _typed(_context: object, value: Callable[[object], object]) -> tuple[object, object]:
    """The signature of the intrinsic for an argument of one type, and what writes its code."""
    return value(value), _written


def _written(
    context: _Context, builder: _Builder, signature: _Signature, values: tuple[_Value, ...]
) -> _Value:
    return _without_owner(context, builder, signature.args[0], values[0])


def _without_owner(context: _Context, builder: _Builder, kind: object, value: _Value) -> _Value:
    if isinstance(kind, types.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = array.meminfo.type(None)
        array.parent = array.parent.type(None)
        return array._getvalue()
    if isinstance(kind, types.BaseTuple):
        for place, part in enumerate(cast(Iterable[object], kind)):
            inner = _without_owner(context, builder, part, builder.extract_value(value, place))
            value = builder.insert_value(value, inner, place)
    return value


borrowed = cast(Callable[[_Argument], _Argument], intrinsic(_typed))
"""An argument of the kernel that asks, an array or a tuple of such, without its owners.

The compiler counts owners up and down with locked instructions around each call of one kernel by
another, which takes longer than many a kernel looks at a table. Who called holds what it handed
over until the kernel returns; so an array that the kernel made, or one that it gives back, must
never be borrowed.
"""
