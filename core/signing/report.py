"""What the verifier says of a PDF: frozen values that are JSON (formats.md §4, signing.md §12).

Codes only; the words that people read are in resources/i18n/verify.json.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from core.commits.intake_bodies import Intake


class Verdict(StrEnum):
    """One word on a signature or a file, from good to bad."""

    VALID = "VALID"
    UNPROVEN = "UNPROVEN"
    UNKNOWN = "UNKNOWN"
    UNSIGNED = "UNSIGNED"
    UNREADABLE = "UNREADABLE"
    INVALID = "INVALID"
    ALTERED = "ALTERED"


class Level(StrEnum):
    """How long the evidence in the file will last (EN 319 142-1)."""

    B = "B"
    T = "T"
    LT = "LT"
    LTA = "LTA"


class Reason(StrEnum):
    """Why a verdict is what it is, or why a signature may not be added; the key of the words."""

    # good
    GOOD = "Good"
    NO_SIGNATURE = "NoSignature"
    # evidence is missing
    REVOCATION_UNKNOWN = "RevocationUnknown"
    EXPIRED_UNPROVEN = "ExpiredUnproven"
    REVOKED_UNPROVEN = "RevokedUnproven"
    WEAK_UNPROVEN = "WeakUnproven"
    CLAIM_AHEAD = "ClaimAhead"
    UNTRUSTED = "Untrusted"
    BAD_TIMESTAMP = "BadTimestamp"
    UNKNOWN_TIMESTAMP = "UnknownTimestamp"
    # cannot be read
    NOT_FOUND = "NotFound"
    NOT_A_PDF = "NotAPdf"
    BROKEN = "Broken"
    PROTECTED = "Protected"
    TOO_LARGE = "TooLarge"
    LIMIT = "Limit"
    HYBRID = "Hybrid"
    UNSUPPORTED = "Unsupported"
    HIDDEN_SIGNATURE = "HiddenSignature"
    # the signature does not hold
    WRONG_DIGEST = "WrongDigest"
    WRONG_SIGNATURE = "WrongSignature"
    BAD_PROFILE = "BadProfile"
    BAD_GAP = "BadGap"
    WEAK = "Weak"
    WRONG_USAGE = "WrongUsage"
    NOT_YET_VALID = "NotYetValid"
    EXPIRED = "Expired"
    REVOKED = "Revoked"
    BAD_CHAIN = "BadChain"
    # the file is not what was signed
    CHANGED = "Changed"
    TRAILING_BYTES = "TrailingBytes"
    UNDECLARED_OBJECT = "UndeclaredObject"
    # a signature may not be added
    NO_FIELD = "NoField"
    FIELD_FILLED = "FieldFilled"
    FIELD_LOCKED = "FieldLocked"
    DOCUMENT_LOCKED = "DocumentLocked"
    BROKEN_EARLIER = "BrokenEarlier"


class Change(StrEnum):
    """What was appended after a signature."""

    SIGNATURE = "Signature"
    TIMESTAMP = "Timestamp"
    EVIDENCE = "Evidence"
    CONTENT = "Content"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """The signer as the certificate names them."""

    name: str
    organisation: str = ""
    unit: str = ""
    title: str = ""
    email: str = ""


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The signer's certificate; instants are milliseconds UTC, ``serial`` is hexadecimal."""

    subject: Person
    issuer: str
    serial: str
    valid_from_ms: int
    valid_to_ms: int
    sha256: str
    chain: tuple[str, ...] = ()


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """The list or answer that was asked for a revocation; ``age_ms`` at the judged time."""

    source: str
    number: str = ""
    issued_ms: int
    next_ms: int | None = None
    age_ms: int


class Algorithm(msgspec.Struct, frozen=True, kw_only=True):
    """``key`` RSA or EC, ``size`` in bits, ``padding`` pss or pkcs1 (RSA only), ``digest``."""

    key: str
    size: int
    digest: str
    padding: str = ""


class Imprint(msgspec.Struct, frozen=True, kw_only=True):
    """By what other programs know a signature again: its value, and SHA-256 of its signed
    attributes (DER, empty where there are none), of the bytes that it covers and of its container;
    hexadecimal.
    """

    value: str
    signed_attributes: str
    document: str
    container: str


class SetHere(msgspec.Struct, frozen=True, kw_only=True):
    """What the books know of a signature that was set in this unit: where its key was (``soft``,
    ``token`` or not said), and between which readings of the server's clock it was set: None while
    that was never met, or has not had it yet.
    """

    means: str = ""
    since_ms: int | None = None
    until_ms: int | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One signature or document timestamp, judged by itself.

    ``revision`` counts from 1 among ``revisions``; the first ``length`` bytes of the file are the
    PDF exactly as it was signed. ``claimed_ms`` is the signer's own clock, ``proven_ms`` a
    timestamp authority's: never to be mixed. ``set_here`` is added by whoever keeps the books.
    """

    field: str
    role: str
    verdict: Verdict
    reason: Reason
    intact: bool = False
    level: Level | None = None
    certificate: CertificateFacts | None = None
    algorithm: Algorithm | None = None
    claimed_ms: int | None = None
    proven_ms: int | None = None
    revoked_ms: int | None = None
    revocation: Revocation | None = None
    revision: int = 0
    revisions: int = 0
    length: int = 0
    whole: bool = False
    changes: tuple[Change, ...] = ()
    stated_reason: str = ""
    claimed_role: str = ""
    imprint: Imprint | None = None
    detail: str = ""
    set_here: SetHere | None = None


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """The trust list that a file was judged by: its number, when it was made, and when a newer one
    is due.
    """

    number: int
    made_ms: int
    next_ms: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A file judged at ``at_ms``: its worst signature and its file-level faults decide. ``basis``
    is added by whoever chose what is trusted, ``intake``, what was found when the file was taken
    in, by whoever keeps it.
    """

    verdict: Verdict
    reason: Reason
    at_ms: int
    sha256: str
    size: int
    signatures: tuple[Entry, ...] = ()
    basis: Basis | None = None
    detail: str = ""
    intake: Intake | None = None


FIELD_BESIDE = "CAdES"
"""What stands in the place of a field's name for a signature beside its file."""
_ORDER = list(Verdict)

_EXIT_CODES = {Verdict.VALID: 0, Verdict.INVALID: 1, Verdict.ALTERED: 1}
_WORST_EXIT = {1: 2, 2: 1, 0: 0}


WEAK = frozenset({Reason.WEAK, Reason.WEAK_UNPROVEN})
"""Reasons that an algorithm is to blame for; the entry's ``detail`` names it."""
_VERDICTS = {
    Reason.GOOD: Verdict.VALID,
    Reason.NO_SIGNATURE: Verdict.UNSIGNED,
    Reason.REVOCATION_UNKNOWN: Verdict.UNPROVEN,
    Reason.EXPIRED_UNPROVEN: Verdict.UNPROVEN,
    Reason.REVOKED_UNPROVEN: Verdict.UNPROVEN,
    Reason.WEAK_UNPROVEN: Verdict.UNPROVEN,
    Reason.CLAIM_AHEAD: Verdict.UNPROVEN,
    Reason.BAD_TIMESTAMP: Verdict.UNPROVEN,
    Reason.UNKNOWN_TIMESTAMP: Verdict.UNPROVEN,
    Reason.UNTRUSTED: Verdict.UNKNOWN,
    Reason.NOT_FOUND: Verdict.UNREADABLE,
    Reason.NOT_A_PDF: Verdict.UNREADABLE,
    Reason.BROKEN: Verdict.UNREADABLE,
    Reason.PROTECTED: Verdict.UNREADABLE,
    Reason.TOO_LARGE: Verdict.UNREADABLE,
    Reason.LIMIT: Verdict.UNREADABLE,
    Reason.HYBRID: Verdict.UNREADABLE,
    Reason.UNSUPPORTED: Verdict.UNREADABLE,
    Reason.HIDDEN_SIGNATURE: Verdict.UNREADABLE,
    Reason.CHANGED: Verdict.ALTERED,
    Reason.TRAILING_BYTES: Verdict.ALTERED,
    Reason.UNDECLARED_OBJECT: Verdict.ALTERED,
}


def verdict_of(reason: Reason) -> Verdict:
    """The verdict that a reason leads to; what is in no list is INVALID."""
    return _VERDICTS.get(reason, Verdict.INVALID)


def severity(verdict: Verdict) -> int:
    """Place from good (0) to bad; the worst signature decides over a file."""
    return _ORDER.index(verdict)


def exit_code(verdicts: tuple[Verdict, ...]) -> int:
    """Of `antin verify` (formats.md §4): 1 for a bad file beats 2 for an unclear one beats 0."""
    codes = [_EXIT_CODES.get(verdict, 2) for verdict in verdicts]
    return max(codes, key=_WORST_EXIT.__getitem__, default=2)
