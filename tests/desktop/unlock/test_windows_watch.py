"""Which messages of Windows lock the session; the numbers are those of winuser.h and wtsapi32.h."""

from __future__ import annotations

import pytest

from desktop.unlock.windows_watch import WindowsWatch, cause_of

POWER, SESSION = 0x0218, 0x02B1


@pytest.mark.parametrize(
    ("message", "detail", "cause"),
    [
        (POWER, 0x4, "sleep"),
        (POWER, 0x7, None),  # the machine wakes
        (POWER, 0x12, None),
        (SESSION, 0x7, "screen"),
        (SESSION, 0x8, None),  # the session is unlocked
        (SESSION, 0x2, "screen"),
        (SESSION, 0x4, "screen"),
        (SESSION, 0x5, None),  # somebody logged on
        (0x0100, 0x4, None),
    ],
)
def test_sleep_and_a_locked_session_lock(message: int, detail: int, cause: str | None) -> None:
    assert cause_of(message, detail) == cause
    watch, heard = WindowsWatch(lambda: 0), list[str]()
    watch.noticed.connect(heard.append)
    watch.hear(message, detail)
    assert heard == ([cause] if cause else [])
    assert watch.hold("a", "b")
    watch.let_go()
