"""The whole corpus in one limited process: what is said of each file, and how long that took."""

from __future__ import annotations

import socket
import time
from typing import NoReturn

import msgspec

from core.signing.trust import Trust
from core.signing.verify import judge


class Said(msgspec.Struct, frozen=True):
    """Verdict and reason of a file, and the processor seconds it took to say so."""

    verdict: str
    reason: str
    seconds: float


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("reached for the network")


def judged(files: list[bytes], trust: Trust, at_ms: int) -> list[Said]:
    """Runs in the child: no socket can be made there."""
    socket.socket = socket.create_connection = socket.getaddrinfo = _refuse  # type: ignore[assignment,misc]
    return [_one(pdf, trust, at_ms) for pdf in files]


def _one(pdf: bytes, trust: Trust, at_ms: int) -> Said:
    start = time.process_time()
    report = judge(pdf, trust, at_ms)
    return Said(report.verdict, report.reason, time.process_time() - start)
