"""Proof of time: tokens inside signatures, and document timestamps (signing.md §10.3–10.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)

from core.signing.algorithm_policy import digest_alone, used
from core.signing.algorithms import until
from core.signing.chain import Judge, completed, milliseconds
from core.signing.report import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from asn1crypto import cms


@dataclass(frozen=True)
class Token:
    """One judged token: GOOD with its time and its authority's certificate, or what is wrong."""

    reason: Reason
    time: datetime | None = None
    authority: x509.Certificate | None = None


def judge_token(
    judge: Judge,
    token: cms.SignedData,
    imprint: Callable[[str], bytes],
    *,
    at: datetime,
    proven: datetime | None,
) -> Token:
    """One token over data whose digest by algorithm name is ``imprint``.

    Its authority must be good at ``proven``, the time of a later token, else ``at``.
    """
    context = judge.context(proven or at, past=proven is not None)
    try:
        found: dict[str, Any] = completed(validate_tst_signed_data(token, context, imprint))
    except SignatureValidationError:
        return Token(Reason.BAD_TIMESTAMP)
    if not found["valid"]:
        return Token(Reason.WRONG_SIGNATURE)
    if not found["intact"]:
        return Token(Reason.WRONG_DIGEST)
    if found["timestamp"] > at:
        return Token(Reason.BAD_TIMESTAMP)
    authority, moment = found["signing_cert"], proven or at
    if found["trust_problem_indic"] is not None:
        reason = _distrust(judge, authority, moment, past=proven is not None)
    else:
        reason = _refused(judge, token, found, moment)
    if reason is not Reason.GOOD:
        return Token(reason)
    return Token(Reason.GOOD, found["timestamp"], authority)


def _distrust(judge: Judge, authority: x509.Certificate, moment: datetime, *, past: bool) -> Reason:
    """Why an authority is not believed; its chain may be good and its purpose another."""
    reason = judge.at(authority, moment, past=past).reason
    unclear = {Reason.UNTRUSTED, Reason.REVOCATION_UNKNOWN, Reason.EXPIRED}
    return Reason.UNKNOWN_TIMESTAMP if reason in unclear else Reason.BAD_TIMESTAMP


def _refused(
    judge: Judge, token: cms.SignedData, found: dict[str, Any], moment: datetime
) -> Reason:
    """Why a token that is right in itself does not count at a moment: its authority is not one of
    those named, or an algorithm of token, chain or imprint does not count any more. Else GOOD.
    """
    authority: x509.Certificate = found["signing_cert"]
    if judge.timestampers and authority.dump() not in judge.timestampers:
        return Reason.UNKNOWN_TIMESTAMP
    [signer] = token["signer_infos"]
    digest = signer["digest_algorithm"]["algorithm"].native
    info = token["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    made = used(signer["signature_algorithm"], authority.public_key, digest)
    ends = (until(judge.algorithms, each, "authority") for each in (made, digest_alone(imprint)))
    end = min(*ends, judge.weakest(found["validation_path"]).end)
    return Reason.GOOD if milliseconds(moment) < end else Reason.BAD_TIMESTAMP


def own_tokens(
    judge: Judge, signer: cms.SignerInfo, *, at: datetime, proven: datetime | None
) -> list[Token]:
    """The tokens in a signature's unsigned attributes; a wrong one is the token's fault alone."""
    imprint = message_imprint_checker(signer)
    tokens = [
        judge_token(judge, token, imprint, at=at, proven=proven)
        for token in extract_tst_data_iter(signer, signed=False)
    ]
    wrong = {Reason.WRONG_DIGEST, Reason.WRONG_SIGNATURE}
    return [Token(Reason.BAD_TIMESTAMP) if each.reason in wrong else each for each in tokens]
