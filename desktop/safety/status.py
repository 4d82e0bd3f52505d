"""What the status bar says of the safety of the data: damage, what there is to read, or how many
acts stand on this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.wording import number

if TYPE_CHECKING:
    from desktop.frame.status_bar import StatusBar
    from desktop.safety.safekeeping import Safekeeping


def show_in(bar: StatusBar, keeping: Safekeeping) -> None:
    """The most pressing of them; nothing where all is well."""
    standing, report = keeping.standing, keeping.report
    single = standing.single if standing is not None else 0
    if report is not None and not report.whole:
        bar.safety.say("safety.status.damaged", "error_circle", "danger")
    elif standing is not None and standing.unread:
        bar.safety.say("safety.status.noticed", "info", "warn")
    else:
        key = "safety.status.single" if single else ""
        bar.safety.say(key, "save", "warn", n=single, count=number(single))
