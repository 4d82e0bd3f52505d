"""Proof of time: tokens inside signatures, archive timestamps beside them, and document timestamps
(signing.md §10.3–10.4).
"""

from __future__ import annotations

import hashlib
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
from core.signing.archive import covered, read_archive, tokens
from core.signing.chain import Judge, completed, milliseconds
from core.signing.container import ARCHIVE, SIGNATURE
from core.signing.report import Reason
from core.signing.services import info_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from asn1crypto import cms

    from core.signing.archive import Archived


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
    """The tokens in a signature's unsigned attributes."""
    return [
        _own_token(judge, signer, token, at=at, proven=proven)
        for token in extract_tst_data_iter(signer, signed=False)
    ]


def _own_token(
    judge: Judge,
    signer: cms.SignerInfo,
    token: cms.SignedData,
    *,
    at: datetime,
    proven: datetime | None,
) -> Token:
    imprint = message_imprint_checker(signer)
    return _alone(judge_token(judge, token, imprint, at=at, proven=proven))


def _alone(found: Token) -> Token:
    """A wrong token is the token's fault alone."""
    wrong = {Reason.WRONG_DIGEST, Reason.WRONG_SIGNATURE}
    return Token(Reason.BAD_TIMESTAMP) if found.reason in wrong else found


@dataclass(frozen=True)
class Proof:
    """What the timestamps beside a file prove: all of them as judged, and the good ones that are
    over everything else.
    """

    tokens: tuple[Token, ...]
    archives: tuple[tuple[datetime, Archived], ...]


def tokens_beside(
    judge: Judge, data: cms.SignedData, digest: Callable[[str], bytes], *, at: datetime
) -> Proof:
    """The timestamps of a container with one signer, from the last to the first, as later ones
    prove the time of those that they cover. ``digest`` is that of the signed file.
    """
    [signer] = data["signer_infos"]
    known, broken = _archives(data)
    found = [Token(Reason.BAD_TIMESTAMP)] * broken
    good: list[tuple[datetime, Archived]] = []
    for each in sorted(known, key=lambda one: info_of(one.token)["gen_time"].native, reverse=True):
        over = covered(data, digest, each.index)
        imprint = _digest_of(over)
        proven = _proven(good, each.key)
        one = _alone(judge_token(judge, each.token, imprint, at=at, proven=proven))
        found.append(one)
        if one.time is not None:
            good.append((one.time, each))
    for key, token in tokens(signer, SIGNATURE):
        proven = _proven(good, key)
        found.append(_own_token(judge, signer, token, at=at, proven=proven))
    return Proof(tuple(found), tuple(good))


def _digest_of(data: bytes) -> Callable[[str], bytes]:
    return lambda name: hashlib.new(name, data).digest()


def _proven(archives: Iterable[tuple[datetime, Archived]], key: bytes) -> datetime | None:
    """The earliest time of those that cover a timestamp."""
    return min((time for time, each in archives if key in each.parts.attributes), default=None)


def _archives(data: cms.SignedData) -> tuple[list[Archived], int]:
    """Archive timestamps that can be read, and how many others there are."""
    [signer] = data["signer_infos"]
    found, broken = [], 0
    for key, token in tokens(signer, ARCHIVE):
        try:
            found.append(read_archive(data, key, token))
        except (ValueError, KeyError, TypeError, AttributeError):
            broken += 1  # the parser of ASN.1 raises whatever it stumbles over
    return found, broken
