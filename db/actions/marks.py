"""A signature just set, and how a commit tells of it (signing.md §8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.acting import Acting
from db.actions.syncing import server_time


@dataclass(frozen=True)
class Signature:
    """Field, kind, the file after it, the evidence at hand and where the key was."""

    field: str
    kind: str
    content: bytes
    certificate: str
    clock: int
    crl: str = ""
    crl_until: int | None = None
    authority: str = ""
    reason: str = ""
    means: str = ""

    def body(self, act: Acting) -> dict[str, Any]:
        """What of an operation tells of it, but for the files before and after."""
        return {
            "field": self.field,
            "kind": self.kind,
            "certificate": self.certificate,
            "clock": self.clock,
            "by": act.by(),
            "crl": self.crl or None,
            "crl_until": self.crl_until,
            "server_time": server_time(act.connection),
            "means": self.means or None,
            "authority": self.authority or None,
            "reason": self.reason or None,
        }
