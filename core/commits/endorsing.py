"""A directive that its author signed ("bút phê", domain.md §12.4): the sheet that bears it, with
the signature, in the same commit as the directive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from core.commits.bodies import Sign
from core.commits.format import Op

ROLE = "attachment"
SLOT = "slip-"
"""How the place of such a sheet begins; the rest makes it one of its own."""


class Endorse(Sign, frozen=True, omit_defaults=True, kw_only=True):
    """The signature on the sheet; ``before`` is the sheet without it, ``after`` the one kept."""

    kind: Literal["directive"]  # type: ignore[assignment]


def misplaced(op: Op, state: Mapping[str, Any]) -> bool:
    """Whether the sheet would stand where another file stands, or as something else: whoever may
    direct may not edit.
    """
    file = op.body["after"]
    own = file["role"] == ROLE and file["slot"].startswith(SLOT)
    return not own or file["slot"] in state.get("files", {})
