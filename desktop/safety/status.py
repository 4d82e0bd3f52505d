"""What the status bar says of acts that stand on this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.wording import number

if TYPE_CHECKING:
    from desktop.frame.status_bar import StatusBar
    from desktop.safety.work import Standing


def show_in(bar: StatusBar, standing: Standing | None) -> None:
    """Their count; nothing where there are none, or a second copy of each."""
    single = standing.single if standing is not None else 0
    key = "safety.status.single" if single else ""
    bar.single.say(key, "save", "warn", n=single, count=number(single))
