"""How many cases a property of the store gets: it sets up whole stores, so few but in a soak."""

from __future__ import annotations

from hypothesis import settings

SOAK = settings.get_profile("soak")


def cases(count: int) -> int:
    """A few in CI and on a desk, many under the profile ``soak``."""
    return SOAK.max_examples if settings.default is SOAK else count
