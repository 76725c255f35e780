"""Functions of the system's C library for compiled code, which takes addresses as numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from numba import types

read_file = cast(
    Callable[..., int],
    types.ExternalFunction("pread", types.intp(types.intc, types.uintp, types.uintp, types.int64)),
)
"""Bytes of an open file: its number, the address to write to, how many, the place in the file.
Returns how many were read, 0 at the end of the file, -1 where it cannot be read (POSIX)."""

copy_memory = cast(
    Callable[..., int],
    types.ExternalFunction("memcpy", types.uintp(types.uintp, types.uintp, types.uintp)),
)
"""Copies bytes: the address to write to, the one to read from, how many (C)."""
