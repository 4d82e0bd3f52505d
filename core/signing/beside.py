"""Judges a signature beside a file of any kind (.p7s, CAdES or CMS) by the same rules, chains and
lists as those in a PDF (EN 319 122-1; signing.md §10, §13).

Runs in a limited process. Never raises on a hostile file, and never says VALID when anything could
not be checked.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from asn1crypto import cms, pem
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError

from core.signing.chain import Evidence, Finding, Judge, judge_of, milliseconds, revocation
from core.signing.cms import MOST_BESIDE
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
from core.signing.signatures import certificates_of
from core.signing.timestamps import own_tokens

if TYPE_CHECKING:
    from asn1crypto import x509

    from core.signing.timestamps import Token
    from core.signing.trust import Trust


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
        entry = _judge(content, _signed_data(signature), trust, at_ms)
    except (CMSExtractionError, SignatureValidationError):
        return _replaced(report, Reason.BAD_PROFILE)
    # the parser of ASN.1 raises whatever it stumbles over: all of it means "unreadable"
    except Exception as error:  # noqa: BLE001
        return msgspec.structs.replace(report, detail=type(error).__name__)
    return msgspec.structs.replace(_replaced(report, entry.reason), signatures=(entry,))


def _replaced(report: Report, reason: Reason) -> Report:
    return msgspec.structs.replace(report, verdict=verdict_of(reason), reason=reason)


def _signed_data(signature: bytes) -> cms.SignedData:
    """The container, as DER or PEM, whole and with nothing behind it. Raises ValueError."""
    if len(signature) > MOST_BESIDE:
        raise ValueError("too long")
    if pem.detect(signature):
        _, _, signature = pem.unarmor(signature)
    info = cms.ContentInfo.load(signature, strict=True)
    if info["content_type"].native != "signed_data":
        raise ValueError("no signature")
    return info["content"]


def _judge(content: bytes, signed_data: cms.SignedData, trust: Trust, at_ms: int) -> Entry:
    signer = extract_signer_info(signed_data)
    leaf = extract_certificate_info(signed_data).signer_cert
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    judge = judge_of(trust, Evidence(certificates_of(signed_data)))
    # none where the digest is not one that counts: then the fault is found before it is asked for
    broken = fault(signed_data, signer, ETSI, leaf)
    if broken is None:
        name = signer["digest_algorithm"]["algorithm"].native
        broken = integrity(signer, leaf, hashlib.new(name, content).digest())
    tokens = own_tokens(judge, signer, at=at, proven=None)
    good = [each for each in tokens if each.time] if broken is None else []
    token = min(good, key=lambda each: each.time or at, default=None)
    claimed = _claimed(signer)
    proven = token.time if token else None
    made = made_with(signer, leaf)
    finding = judge.assess(leaf, made, at=at, claimed=claimed, proven=proven)
    found = (broken, finding.reason, *(each.reason for each in tokens))
    reason = next((each for each in found if each not in {None, Reason.GOOD}), None) or Reason.GOOD
    entry = Entry(
        field=FIELD_BESIDE,
        role="other",
        verdict=verdict_of(reason),
        reason=reason,
        intact=broken is None,
        certificate=certificate_facts(leaf, finding.names),
        algorithm=algorithm_of(signer, leaf),
        claimed_ms=None if claimed is None else milliseconds(claimed),
        proven_ms=None if proven is None else milliseconds(proven),
        claimed_role=claimed_role(signer),
        detail=blamed(reason, finding, signer, leaf),
    )
    return _with_evidence(entry, judge, leaf, finding, token, at)


def _with_evidence(
    entry: Entry,
    judge: Judge,
    leaf: x509.Certificate,
    finding: Finding,
    token: Token | None,
    at: datetime,
) -> Entry:
    """Level and revocation; a container carries no lists, so that T is as far as it reaches."""
    when = token.time if token and token.time else at
    level = Level.T if token else Level.B
    return msgspec.structs.replace(
        entry,
        level=level if entry.intact else None,
        revoked_ms=None if finding.revoked is None else milliseconds(finding.revoked),
        revocation=revocation(leaf, judge.evidence, when) if finding.names else None,
    )


def _claimed(signer: cms.SignerInfo) -> datetime | None:
    """The signer's own clock, where it says it once."""
    values = [
        value.native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "signing_time"
        for value in attribute["values"]
    ]
    return values[0] if len(values) == 1 else None
