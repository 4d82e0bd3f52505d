"""What this process does against its own memory becoming readable elsewhere.

No core dump, no other program of the same user that reads its memory (Linux), no crash report with
memory (Windows), keys kept out of the swap file. What the system refuses is left out quietly, and
``antin doctor`` tells: the program works without, only with less protection.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Final

PAGE: Final = 4096
"""Bytes that are locked together; where pages are larger the system rounds by itself."""

_SET_DUMPABLE, _GET_DUMPABLE = 4, 3  # prctl(2)
_QUIET_ERRORS: Final = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX
_locked: Final = Counter[int]()


def harden(program: str) -> None:
    """Take every protection that this system has; the first thing a program does."""
    import faulthandler

    faulthandler.disable()
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_QUIET_ERRORS)
        ctypes.windll.wer.WerAddExcludedApplication(program, False)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _prctl(_SET_DUMPABLE, 0)


def leaves_no_core() -> bool:
    """Whether a crash writes no memory to disk."""
    if sys.platform == "win32":
        return True
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def is_private() -> bool | None:
    """Whether other programs of the same user are kept from reading this memory; None where the
    system has no such wish."""
    return _prctl(_GET_DUMPABLE) == 0 if sys.platform == "linux" else None


def lock_memory(key: bytearray) -> bool:
    """Keep a key out of the swap file until ``unlock_memory``; whether the system does so. The
    bytearray must not change its length meanwhile."""
    done = [_lock(page) for page in _pages(key)]
    return all(done)


def unlock_memory(key: bytearray) -> None:
    """The key was overwritten: its memory is memory like any other."""
    for page in _pages(key):
        _locked[page] -= 1
        if _locked[page] <= 0:  # no other key lies there
            del _locked[page]
            _swap(page, keep=False)


def _lock(page: int) -> bool:
    _locked[page] += 1
    return _swap(page, keep=True)


def _pages(key: bytearray) -> range:
    """Where the pages begin that a key lies in."""
    if not key:
        return range(0)
    import ctypes

    start = ctypes.addressof(ctypes.c_char.from_buffer(key))
    return range(start - start % PAGE, start + len(key), PAGE)


def _swap(page: int, *, keep: bool) -> bool:
    import ctypes

    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        call = kernel.VirtualLock if keep else kernel.VirtualUnlock
        return bool(call(ctypes.c_void_p(page), ctypes.c_size_t(PAGE)))
    library = ctypes.CDLL(None)
    call = library.mlock if keep else library.munlock
    return int(call(ctypes.c_void_p(page), ctypes.c_size_t(PAGE))) == 0


def _prctl(wish: int, value: int = 0) -> int:
    import ctypes

    return int(ctypes.CDLL(None).prctl(wish, value, 0, 0, 0))
