"""Whether a machine's clock was wrong when it wrote: told, and judged by nobody (sync.md §4.5)."""

from __future__ import annotations

from typing import Final

MARGIN_MS: Final = 5 * 60 * 1000
"""What two clocks may differ by; as far as a remote stamp pulls a machine's own."""


def is_askew(claimed: int, received: int | None, since: int | None) -> bool:
    """Tell whether what a machine claims cannot be: later than the server took it, or earlier than
    what its author had seen in the server's order (``since``); all in milliseconds UTC, None where
    that is not known. Work that was carried late is none of it.
    """
    ahead = received is not None and claimed > received + MARGIN_MS
    behind = since is not None and claimed < since - MARGIN_MS
    return ahead or behind
