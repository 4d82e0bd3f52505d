"""Completes the signatures of this machine after a round of sync, by way of the server. No Qt.

Runs in the network lane, a few documents at a time; what it cannot do now it notes and does later.
Nobody waits for it, and it never stands in the way of anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.errors import AntinError, BlobMissing, EvidenceUnfit, WorkerCrashed, WorkerTimeout
from core.signing.beside import judge_beside
from core.signing.report import Reason, Report
from core.signing.upgrade import Stage, incident, upgrade, upgrade_beside
from core.signing.verify import judge
from db.actions import completing, files
from db.queries import completing as waiting
from desktop.signing.at_intake import MEMORY_MB, SECONDS
from desktop.signing.trust import trust_for
from desktop.worker import run_limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.signing.services import Ask, Query
    from core.signing.trust import Trust
    from db.acting import Store
    from db.ledger import Changed
    from db.queries.completing import Completion
    from desktop.sync.client import Server

FEW: Final = 5
"""Documents after one round: the next round is not far, and an act of a person comes first."""


def by_server(store: Store, server: Server, stop: Callable[[], bool]) -> Changed:
    """Complete what is due by way of the unit's server and by its trust list; what changed."""

    def ask(query: Query) -> bytes:
        return server.evidence(query.service.value, query.issuer, query.request)

    return run(store, ask, trust_for(store), stop)


def run(store: Store, ask: Ask, trust: Trust, stop: Callable[[], bool] = lambda: False) -> Changed:
    """Complete what is due, and take over what has been left; what changed. Raises nothing of ours:
    trouble is noted for later.
    """
    changed: Changed = frozenset()
    for one in waiting.due(store, FEW):
        if stop():
            return changed
        try:
            done, going = _complete(store, one, ask, trust)
        except AntinError:  # the document is not here, not for this person, or there is no room
            completing.failed(store, one, one.note.stage)
            continue
        changed |= done
        if not going:
            return changed
    return changed | _taken_over(store, trust, stop)


def _taken_over(store: Store, trust: Trust, stop: Callable[[], bool]) -> Changed:
    """Take over a few files of machines that are lost or did not get to it, if they are whole."""
    changed: Changed = frozenset()
    for orphan in waiting.orphans(store, FEW):
        if stop():
            break
        one = orphan.one
        try:
            if reason := _wrong(store, one, trust):
                completing.note(store, one, one.note.stage, None, reason)
                continue
            changed |= completing.take_over(store, one, orphan.reason, orphan.days).changed
        except AntinError:
            completing.failed(store, one, one.note.stage)
    return changed


def _wrong(store: Store, one: Completion, trust: Trust) -> Reason | None:
    """Why nothing may be done about a file, judged where a stranger's file can do no harm."""
    held, signed = _read(store, one)
    judging, given = (judge, (held,)) if signed is None else (judge_beside, (signed, held))
    try:
        report = run_limited(
            judging, *given, trust, store.now(), returns=Report, seconds=SECONDS,
            memory_mb=MEMORY_MB,
        )  # fmt: skip
    except (WorkerTimeout, WorkerCrashed):
        return Reason.LIMIT
    return incident(report)


def _read(store: Store, one: Completion) -> tuple[bytes, bytes | None]:
    """What the signatures are in; and, where they lie beside a file, that file."""
    signed = files.content(store, one.signs) if one.signs else None
    return files.content(store, one.blob), signed


def _complete(store: Store, one: Completion, ask: Ask, trust: Trust) -> tuple[Changed, bool]:
    """One document; what changed, and whether the way out is open."""
    if one.came and (reason := _wrong(store, one, trust)):
        completing.note(store, one, one.note.stage, None, reason)
        return frozenset(), True
    held, signed = _read(store, one)
    if signed is None:
        done = upgrade(held, trust, ask, store.now())
    else:
        done = upgrade_beside(signed, held, trust, ask, store.now())
    if done.incident is not None:
        completing.note(store, one, done.stage, None, done.incident)
        return frozenset(), True
    changed: Changed = frozenset()
    if done.data != held:
        changed = completing.grown(store, one, done.data, done.stage, done.next_ms)
    if done.trouble is None:
        completing.went_on(store)
        completing.note(store, one, done.stage, done.next_ms)
        return changed, True
    if isinstance(done.trouble, EvidenceUnfit | BlobMissing):
        completing.failed(store, one, done.stage)
        return changed, True
    if done.stage is not Stage.B:
        completing.note(store, one, done.stage, None)
    completing.halted(store)
    return changed, False
