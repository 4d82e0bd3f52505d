"""Judges every signature of a PDF: the library reads and hashes, the verdict is ours.

The rules are those of signing.md §10.3. Runs in a limited process (desktop/worker.py). Never raises
on a hostile file, and never says VALID when anything could not be checked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError

from core.errors import AntinError, BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf
from core.signing import evidence
from core.signing.chain import Finding, Judge, judge_of, milliseconds, revocation
from core.signing.changes import Policy, appended_fault, last_end, signatures_in_bytes
from core.signing.fields import kind_of
from core.signing.imprint import imprint_of
from core.signing.profile import (
    algorithm_of,
    blamed,
    certificate_facts,
    claimed_role,
    fault,
    integrity,
    made_with,
)
from core.signing.reading import is_hybrid, open_reader
from core.signing.report import Change, Entry, Level, Reason, Report, Verdict, severity, verdict_of
from core.signing.signatures import Signature, Unsupported, gap_fault, read_signatures
from core.signing.timestamps import Token, judge_token, own_tokens
from core.signing.trust import Trust, bare, read_trust

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

__all__ = [
    "Entry",
    "Level",
    "Reason",
    "Report",
    "Trust",
    "Verdict",
    "judge",
    "read_trust",
    "unaltered",
]

_UNREADABLE: dict[type[AntinError], Reason] = {
    EmptyFile: Reason.NOT_A_PDF,
    NotAPdf: Reason.NOT_A_PDF,
    ProtectedPdf: Reason.PROTECTED,
}
_LATEST_MS = milliseconds(datetime(9999, 12, 31, tzinfo=UTC))
_REMEMBERED = 256
# SHA-256 of files that were found unaltered: what was signed is asked about again before the next
# signature, and the answer depends on nothing but the bytes
_SOUND: dict[bytes, None] = {}


@dataclass(frozen=True)
class _Case:
    """One file being judged."""

    pdf: bytes
    reader: PdfFileReader
    signatures: tuple[Signature, ...]
    judge: Judge
    alone: Judge  # with nothing but what the file itself carries, and the roots
    policy: Policy
    at: datetime


@dataclass(frozen=True)
class _Proof:
    """What later timestamps prove of everything before them: the earliest time, and by whom."""

    token: Token | None = None
    archived: int = -1  # last revision that a good document timestamp covers

    @property
    def time(self) -> datetime | None:
        return self.token.time if self.token else None


def judge(pdf: bytes, trust: Trust, at_ms: int) -> Report:
    """The verdict on a file and on each of its signatures, at ``at_ms`` (milliseconds UTC)."""
    report = Report(
        verdict=Verdict.UNREADABLE,
        reason=Reason.BROKEN,
        at_ms=at_ms,
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
    )
    try:
        return _judge_file(report, pdf, trust)
    except Unsupported:
        return _replaced(report, Reason.UNSUPPORTED)
    except CMSExtractionError:  # no signer, or several: such a container signs nothing
        return _replaced(report, Reason.BAD_PROFILE)
    except BrokenPdf:
        return _judge_start(report, pdf, trust)
    except AntinError as error:
        return _replaced(report, _UNREADABLE.get(type(error), Reason.BROKEN))
    # a hostile file makes the parser raise a dozen kinds (signing.md §11.3): all mean "unreadable"
    except Exception as error:  # noqa: BLE001
        return _replaced(report, Reason.BROKEN, detail=type(error).__name__)


def unaltered(pdf: bytes) -> bool:
    """Whether every signature of the file, if any, still holds; says nothing of who signed."""
    digest = hashlib.sha256(pdf).digest()
    if digest in _SOUND:
        return True
    # with no roots, all that a good signature can be is unknown; the latest time that there is
    # lets no claim lie in the future
    sound = judge(pdf, Trust(), _LATEST_MS).verdict in {Verdict.UNSIGNED, Verdict.UNKNOWN}
    if sound:
        if len(_SOUND) == _REMEMBERED:
            _SOUND.clear()
        _SOUND[digest] = None
    return sound


def _judge_start(report: Report, pdf: bytes, trust: Trust) -> Report:
    """A file that cannot be read to its end, but signed up to a place before: rule 1.

    Viewers look for the end elsewhere than we do, and may rebuild the file from what was appended.
    """
    end = last_end(pdf)
    if end is not None:
        start = judge(pdf[:end], trust, report.at_ms)
        if start.signatures:
            return _replaced(report, Reason.TRAILING_BYTES, start.signatures)
    return _replaced(report, Reason.BROKEN)


def _replaced(
    report: Report, reason: Reason, entries: tuple[Entry, ...] = (), detail: str = ""
) -> Report:
    return Report(
        verdict=verdict_of(reason),
        reason=reason,
        at_ms=report.at_ms,
        sha256=report.sha256,
        size=report.size,
        signatures=entries,
        detail=detail,
    )


def _judge_file(report: Report, pdf: bytes, trust: Trust) -> Report:
    reader = open_reader(pdf)
    signatures = tuple(read_signatures(reader))
    hidden = signatures_in_bytes(pdf) > len(signatures)
    if not signatures:
        return _replaced(report, Reason.HIDDEN_SIGNATURE if hidden else Reason.NO_SIGNATURE)
    if is_hybrid(reader):
        return _replaced(report, Reason.HYBRID)
    own = evidence.of_file(reader, signatures)
    case = _Case(
        pdf,
        reader,
        signatures,
        judge_of(trust, own),
        judge_of(bare(trust), own),
        Policy(reader),
        datetime.fromtimestamp(report.at_ms / 1000, UTC),
    )
    entries = _entries(case)
    reasons = [entry.reason for entry in entries]
    if hidden:
        reasons.append(Reason.HIDDEN_SIGNATURE)
    if (appended := appended_fault(pdf, reader, [each.covered for each in signatures])) is not None:
        reasons.append(appended)
    worst = max(reasons, key=lambda reason: severity(verdict_of(reason)))
    return _replaced(report, worst, entries)


def _entries(case: _Case) -> tuple[Entry, ...]:
    """From the last signature to the first, as later timestamps prove the time of earlier ones."""
    proof = _Proof()
    found = []
    for signature in reversed(case.signatures):
        try:
            entry, proof = _judge_one(case, signature, proof)
        except SignatureValidationError:
            entry = _failed(signature, Reason.BAD_PROFILE)
        except Exception as error:  # noqa: BLE001 - one bad signature must not hide the others
            entry = _failed(signature, Reason.BROKEN, type(error).__name__)
        found.append(entry)
    return tuple(reversed(found))


def _failed(signature: Signature, reason: Reason, detail: str = "") -> Entry:
    return Entry(
        field=signature.field,
        role=_role(signature),
        verdict=verdict_of(reason),
        reason=reason,
        detail=detail,
    )


def _judge_one(case: _Case, signature: Signature, proof: _Proof) -> tuple[Entry, _Proof]:
    broken = gap_fault(case.pdf, signature)
    changed = _changed(signature, case.policy)
    if signature.timestamp:
        token = _document_token(case, signature, proof)
        reason = _first(broken, changed, token.reason)
        entry = _entry(
            case, signature, reason, _Known(proof, Finding(token.reason), broken is None)
        )
        if reason is Reason.GOOD:
            proof = _Proof(token, max(proof.archived, signature.revision))
        return entry, proof
    leaf, signer = signature.leaf, signature.signer
    broken = (
        broken
        or fault(signature.signed_data, signer, signature.subfilter, leaf)
        or integrity(signer, leaf, signature.embedded.compute_digest())
    )
    tokens = own_tokens(case.judge, signature.signer, at=case.at, proven=proof.time)
    best = _earliest(proof, tokens) if broken is None else proof
    finding = case.judge.assess(
        leaf, made_with(signer, leaf), at=case.at, claimed=signature.claimed, proven=best.time
    )
    reason = _first(broken, changed, finding.reason, *(token.reason for token in tokens))
    sound = broken is None and changed is None
    entry = _entry(case, signature, reason, _Known(best, finding, broken is None))
    return entry, best if sound else proof


@dataclass(frozen=True)
class _Known:
    """What was found out about one signature, for its entry."""

    proof: _Proof
    finding: Finding
    intact: bool


def _first(*reasons: Reason | None) -> Reason:
    """The first that is not good; they come from grave to light."""
    return next((each for each in reasons if each not in {None, Reason.GOOD}), None) or Reason.GOOD


def _changed(signature: Signature, policy: Policy) -> Reason | None:
    """CHANGED when what follows the signature's revision, if anything, is not allowed."""
    embedded = signature.embedded
    embedded.compute_integrity_info(diff_policy=policy)
    permitted = embedded.summarise_integrity_info()["docmdp_ok"]
    return None if permitted and isinstance(embedded.diff_result, DiffResult) else Reason.CHANGED


def _document_token(case: _Case, signature: Signature, proof: _Proof) -> Token:
    imprint = signature.embedded.compute_digest
    return judge_token(case.judge, signature.signed_data, imprint, at=case.at, proven=proof.time)


def _earliest(proof: _Proof, tokens: list[Token]) -> _Proof:
    """The earliest good time among the later proof and the signature's own tokens."""
    timed = [(each.time, each) for each in (proof.token, *tokens) if each and each.time]
    if not timed:
        return proof
    return _Proof(min(timed, key=lambda pair: pair[0])[1], proof.archived)


def _entry(case: _Case, signature: Signature, reason: Reason, known: _Known) -> Entry:
    leaf, signer = signature.leaf, signature.signer
    proven, claimed = known.proof.time, signature.claimed
    counted = proven or case.at
    revoked = known.finding.revoked
    return Entry(
        field=signature.field,
        role=_role(signature),
        verdict=verdict_of(reason),
        reason=reason,
        intact=known.intact,
        level=_level(case, signature, known),
        certificate=certificate_facts(leaf, known.finding.names),
        algorithm=algorithm_of(signer, leaf),
        claimed_ms=None if claimed is None else milliseconds(claimed),
        proven_ms=None if proven is None else milliseconds(proven),
        revoked_ms=None if revoked is None else milliseconds(revoked),
        revocation=(
            revocation(leaf, case.judge.evidence, counted) if known.finding.names else None
        ),
        revision=signature.revision + 1,
        revisions=case.reader.xrefs.total_revisions,
        length=signature.covered,
        whole=signature.covered == len(case.pdf),
        changes=_changes(case, signature, reason),
        stated_reason=signature.stated_reason,
        claimed_role=claimed_role(signer),
        imprint=imprint_of(signature),
        detail=blamed(reason, known.finding, signer, leaf),
    )


def _level(case: _Case, signature: Signature, known: _Known) -> Level | None:
    """How far the evidence in the file itself reaches; no level for what is not intact."""
    token = known.proof.token
    if signature.timestamp or not known.intact:
        return None
    if token is None or token.time is None or token.authority is None:
        return Level.B
    chains = (signature.leaf, token.authority)
    if any(case.alone.at(each, token.time, past=True).reason is not Reason.GOOD for each in chains):
        return Level.T
    return Level.LTA if known.proof.archived >= evidence.revision(case.reader) else Level.LT


def _changes(case: _Case, signature: Signature, reason: Reason) -> tuple[Change, ...]:
    """What came after, in words; allowed or not."""
    later = [each for each in case.signatures if each.revision > signature.revision]
    found = [Change.CONTENT] if reason is Reason.CHANGED else []
    if any(not each.timestamp for each in later):
        found.append(Change.SIGNATURE)
    if any(each.timestamp for each in later):
        found.append(Change.TIMESTAMP)
    if evidence.revision(case.reader) > signature.revision:
        found.append(Change.EVIDENCE)
    return tuple(found)


def _role(signature: Signature) -> str:
    return "timestamp" if signature.timestamp else kind_of(signature.field) or "other"
