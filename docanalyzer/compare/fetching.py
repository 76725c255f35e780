"""Places in memory asked for before they are needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.extending import intrinsic


# As much of the compiler's own objects as is used here; it publishes no types of them.
class _Value(Protocol):
    type: object


class _Array(Protocol):
    data: _Value
    strides: _Value


class _Context(Protocol):
    def make_array(self, kind: object) -> Callable[[_Context, _Builder, _Value], _Array]: ...

    def cast(self, builder: _Builder, value: _Value, kind: object, wanted: object) -> _Value: ...

    def get_dummy_value(self) -> _Value: ...


class _Module(Protocol):
    def declare_intrinsic(self, name: str, kinds: tuple[object], shape: object) -> _Value: ...


class _Builder(Protocol):
    module: _Module

    def extract_value(self, whole: _Value, place: int) -> _Value: ...

    def ptrtoint(self, address: _Value, kind: object) -> _Value: ...

    def inttoptr(self, number: _Value, kind: object) -> _Value: ...

    def mul(self, left: _Value, right: _Value) -> _Value: ...

    def add(self, left: _Value, right: _Value) -> _Value: ...

    def call(self, function: _Value, values: tuple[_Value, ...]) -> _Value: ...


class _Signature(Protocol):
    args: tuple[object, object]


_ADDRESS = ir.IntType(8).as_pointer()
_NUMBER = ir.IntType(32)
_HOW = (_NUMBER(1), _NUMBER(3), _NUMBER(1))
"""To write to it too, as near as can be, numbers and not code (LLVM, `llvm.prefetch`)."""

_SHAPE = ir.FunctionType(ir.VoidType(), (_ADDRESS, _NUMBER, _NUMBER, _NUMBER))


def _typed(_context: object, array: types.Type, place: types.Type) -> tuple[object, object]:
    """The signature of the intrinsic, and what writes its code."""
    return types.void(array, place), _written


def _written(
    context: _Context, builder: _Builder, signature: _Signature, values: tuple[_Value, _Value]
) -> _Value:
    array = context.make_array(signature.args[0])(context, builder, values[0])
    step = builder.extract_value(array.strides, 0)
    place = context.cast(builder, values[1], signature.args[1], types.intp)
    address = builder.add(builder.ptrtoint(array.data, step.type), builder.mul(place, step))
    fetch = builder.module.declare_intrinsic("llvm.prefetch", (_ADDRESS,), _SHAPE)
    builder.call(fetch, (builder.inttoptr(address, _ADDRESS), *_HOW))
    return context.get_dummy_value()


ask_for = cast(Callable[[npt.NDArray[np.generic], int | np.integer], None], intrinsic(_typed))
"""Ask for the element, or the row, of an array that will be read or written soon.

Changes nothing, wherever the place lies. A loop that looks up one place of a large table after the
other waits for memory each time where what it does next hangs on what it found; asked for in a
short loop before, many are under way at once. Not for more than some hundred at a time, which is
what the nearest cache holds.
"""
