"""A file that is taken in: what its signatures say then, for the commit that keeps it. No Qt."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from core.commits.intake_bodies import LONGEST, MOST, Intake, SignedBy
from core.errors import WorkerCrashed, WorkerTimeout
from core.signing.beside import judge_beside
from core.signing.report import Basis, Reason, Report, verdict_of
from core.signing.verify import judge
from db.actions import trusting
from desktop.signing.trust import trust_for
from desktop.worker import run_limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.signing.report import Entry
    from db.acting import Store
    from db.actions.files import NewFile

PDF: Final = "application/pdf"
SECONDS: Final = 10.0
MEMORY_MB: Final = 512


def judged(store: Store, pdf: bytes) -> Report:
    """The report on a file, by this unit's trust list, now. Raises WorkerTimeout, WorkerCrashed."""
    return _limited(store, judge, pdf)


def judged_beside(store: Store, content: bytes, signature: bytes) -> Report:
    """The report on a file of any kind and the signature beside it. Raises as ``judged``."""
    return _limited(store, judge_beside, content, signature)


def _limited(store: Store, judging: Callable[..., Report], *given: bytes) -> Report:
    trust, held = trust_for(store), trusting.held(store)
    found = run_limited(
        judging, *given, trust, store.now(), returns=Report, seconds=SECONDS, memory_mb=MEMORY_MB
    )
    if held is None:
        return found
    basis = Basis(number=held.number, made_ms=held.made, next_ms=held.next)
    return msgspec.structs.replace(found, basis=basis)


def looked_into(store: Store, pdf: bytes) -> Report:
    """The same; a file that goes beyond the limits is unreadable, and nobody has to wait for it."""
    return _patient(store, partial(judged, store, pdf), len(pdf))


def _patient(store: Store, judging: Callable[[], Report], size: int) -> Report:
    try:
        return judging()
    except (WorkerTimeout, WorkerCrashed):
        reason = Reason.LIMIT
        return Report(
            verdict=verdict_of(reason), reason=reason, at_ms=store.now(), sha256="", size=size
        )


def intake(store: Store, pdf: bytes) -> Intake:
    """What stays with a file that is taken in."""
    held = trusting.held(store)
    return kept(looked_into(store, pdf), held.number if held else None, held.made if held else None)


def intake_beside(store: Store, content: bytes, signature: bytes) -> Intake:
    """What stays with a signature that is taken in beside its file."""
    held = trusting.held(store)
    found = _patient(store, partial(judged_beside, store, content, signature), len(content))
    return kept(found, held.number if held else None, held.made if held else None)


def with_intake(store: Store, file: NewFile) -> NewFile:
    """A file that is brought, with what stays of its signatures; only a PDF can have some."""
    return replace(file, intake=intake(store, file.content)) if file.type == PDF else file


def kept(found: Report, trust: int | None, trust_made: int | None) -> Intake:
    """A report in few words: names are a stranger's, and made fit to be recorded."""
    return Intake(
        verdict=found.verdict.value,
        reason=found.reason.value,
        at=found.at_ms,
        trust=trust,
        trust_made=trust_made,
        signatures=tuple(_signed_by(entry) for entry in found.signatures[:MOST]),
    )


def _signed_by(entry: Entry) -> SignedBy:
    known = entry.certificate
    return SignedBy(
        role=entry.role,
        verdict=entry.verdict.value,
        reason=entry.reason.value,
        signer=_fit(known.subject.name) if known else "",
        issuer=_fit(known.issuer) if known else "",
        serial=_fit(known.serial) if known else "",
        claimed=_since_1970(entry.claimed_ms),
        proven=_since_1970(entry.proven_ms),
        level=entry.level.value if entry.level else None,
    )


def _fit(name: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    return unicodedata.normalize("NFC", printable)[:LONGEST]


def _since_1970(instant_ms: int | None) -> int | None:
    return instant_ms if instant_ms is not None and instant_ms >= 0 else None
