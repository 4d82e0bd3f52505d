"""Keeps Python 3.11 alive under PySide6 6.12, which gives away references that it does not own.

The wheel is built against headers in which None, True and False never die, and returns them without
counting. That holds from Python 3.12 on. On 3.11 every call of a Qt method that returns nothing
takes one reference from None, until "Fatal Python error: none_dealloc". So they are given more
references here than a program can ever take. Measured: 6.12.0 on 3.11 loses one a call; 6.10.3 and
6.11.3 on 3.11, and 6.12.0 on 3.12, lose none. To be removed with Python 3.11.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PLENTY: Final = 1 << 60
_SINGLETONS: Final = (None, True, False, NotImplemented, Ellipsis)


def keep_alive() -> None:
    """Make the singletons last, as they do by themselves from Python 3.12 on. Harmless twice."""
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    for one in _SINGLETONS:
        count = ctypes.c_ssize_t.from_address(id(one))
        if count.value < _PLENTY:
            count.value += _PLENTY
