"""How a known bug is planted: a safeguard of the product's own code is gone while a block lasts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

Planted = AbstractContextManager[object]


@dataclass(frozen=True)
class Bug:
    """A bug that was seen somewhere, the invariants of which one notices it, and a seed on which
    one does.
    """

    plant: Callable[[], Planted]
    seen: str
    breaks: str
    seed: int


def swap(owner: object, name: str, made: Callable[..., Any]) -> Planted:
    """Another function in an owner's place."""
    return patch.object(owner, name, made)
