"""Judges a signature beside a file of any kind (.p7s, CAdES or CMS) by the same rules, chains and
lists as those in a PDF (EN 319 122-1; signing.md §10, §13).

Runs in a limited process. Never raises on a hostile file, and never says VALID when anything could
not be checked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError

from core.signing.archive import offered
from core.signing.chain import Finding, Judge, judge_of, milliseconds, revocation
from core.signing.container import read_container
from core.signing.profile import (
    ETSI,
    algorithm_of,
    blamed,
    certificate_facts,
    claimed_role,
    fault,
    integrity,
    made_with,
)
from core.signing.report import FIELD_BESIDE, Entry, Level, Reason, Report, verdict_of
from core.signing.timestamps import tokens_beside
from core.signing.trust import Trust, bare

if TYPE_CHECKING:
    from asn1crypto import cms, x509

    from core.signing.timestamps import Proof, Token


def judge_beside(content: bytes, signature: bytes, trust: Trust, at_ms: int) -> Report:
    """The verdict on a file and on the one signature beside it, at ``at_ms`` (milliseconds UTC)."""
    report = Report(
        verdict=verdict_of(Reason.UNSUPPORTED),
        reason=Reason.UNSUPPORTED,
        at_ms=at_ms,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    try:
        entry = _judge(content, read_container(signature), trust, at_ms)
    except (CMSExtractionError, SignatureValidationError):
        return _replaced(report, Reason.BAD_PROFILE)
    # the parser of ASN.1 raises whatever it stumbles over: all of it means "unreadable"
    except Exception as error:  # noqa: BLE001
        return msgspec.structs.replace(report, detail=type(error).__name__)
    return msgspec.structs.replace(_replaced(report, entry.reason), signatures=(entry,))


def _replaced(report: Report, reason: Reason) -> Report:
    return msgspec.structs.replace(report, verdict=verdict_of(reason), reason=reason)


@dataclass(frozen=True)
class _Case:
    """One container being judged."""

    data: cms.SignedData
    leaf: x509.Certificate
    judge: Judge
    alone: Judge  # with nothing but what the container itself carries, and the roots
    at: datetime


def _case(data: cms.SignedData, trust: Trust, at_ms: int) -> _Case:
    own = offered(data)
    return _Case(
        data,
        extract_certificate_info(data).signer_cert,
        judge_of(trust, own),
        judge_of(bare(trust), own),
        datetime.fromtimestamp(at_ms / 1000, UTC),
    )


def _judge(content: bytes, data: cms.SignedData, trust: Trust, at_ms: int) -> Entry:
    signer, case = extract_signer_info(data), _case(data, trust, at_ms)

    def digest(name: str) -> bytes:
        return hashlib.new(name, content).digest()

    # none where the digest is not one that counts: then the fault is found before it is asked for
    broken = fault(data, signer, ETSI, case.leaf)
    if broken is None:
        name = signer["digest_algorithm"]["algorithm"].native
        broken = integrity(signer, case.leaf, digest(name))
    proof = tokens_beside(case.judge, data, digest, at=case.at)
    good = [each for each in proof.tokens if each.time] if broken is None else []
    token = min(good, key=lambda each: each.time or case.at, default=None)
    claimed = _claimed(signer)
    proven = token.time if token else None
    made = made_with(signer, case.leaf)
    finding = case.judge.assess(case.leaf, made, at=case.at, claimed=claimed, proven=proven)
    found = (broken, finding.reason, *(each.reason for each in proof.tokens))
    reason = next((each for each in found if each not in {None, Reason.GOOD}), None) or Reason.GOOD
    entry = Entry(
        field=FIELD_BESIDE,
        role="other",
        verdict=verdict_of(reason),
        reason=reason,
        intact=broken is None,
        certificate=certificate_facts(case.leaf, finding.names),
        algorithm=algorithm_of(signer, case.leaf),
        claimed_ms=None if claimed is None else milliseconds(claimed),
        proven_ms=None if proven is None else milliseconds(proven),
        claimed_role=claimed_role(signer),
        detail=blamed(reason, finding, signer, case.leaf),
    )
    level = _level(case, token, proof) if entry.intact else None
    return _with_evidence(entry, case, finding, level)


def _with_evidence(entry: Entry, case: _Case, finding: Finding, level: Level | None) -> Entry:
    counted = case.at
    if entry.proven_ms is not None:
        counted = datetime.fromtimestamp(entry.proven_ms / 1000, UTC)
    known = revocation(case.leaf, case.judge.evidence, counted) if finding.names else None
    revoked = None if finding.revoked is None else milliseconds(finding.revoked)
    return msgspec.structs.replace(entry, level=level, revoked_ms=revoked, revocation=known)


def _level(case: _Case, token: Token | None, proof: Proof) -> Level:
    """How far the evidence in the container itself reaches."""
    if token is None or token.time is None or token.authority is None:
        return Level.B
    chains = (case.leaf, token.authority)
    if any(case.alone.at(each, token.time, past=True).reason is not Reason.GOOD for each in chains):
        return Level.T
    whole = any(archive.whole(case.data) for _, archive in proof.archives)
    return Level.LTA if whole else Level.LT


def _claimed(signer: cms.SignerInfo) -> datetime | None:
    """The signer's own clock, where it says it once."""
    values = [
        value.native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "signing_time"
        for value in attribute["values"]
    ]
    return values[0] if len(values) == 1 else None
