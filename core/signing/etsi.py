"""What ETSI calls a reason of ours: indication and sub-indication, for support and other tools.

Source: EN 319 102-1 §5.1.3, tables 5 and 6. Only for what is said of a signature; a file that
cannot be read has none.
"""

from __future__ import annotations

from typing import Final

from core.signing.report import Reason

PASSED, FAILED, INDETERMINATE = "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"

_INDICATIONS: Final = {
    Reason.GOOD: (PASSED, ""),
    Reason.REVOCATION_UNKNOWN: (INDETERMINATE, "TRY_LATER"),
    Reason.EXPIRED_UNPROVEN: (INDETERMINATE, "OUT_OF_BOUNDS_NO_POE"),
    Reason.REVOKED_UNPROVEN: (INDETERMINATE, "REVOKED_NO_POE"),
    Reason.WEAK_UNPROVEN: (INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"),
    Reason.UNTRUSTED: (INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND"),
    Reason.BAD_PROFILE: (INDETERMINATE, "SIG_CONSTRAINTS_FAILURE"),
    Reason.WEAK: (INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE"),
    Reason.WRONG_USAGE: (INDETERMINATE, "CHAIN_CONSTRAINTS_FAILURE"),
    Reason.BAD_CHAIN: (INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE"),
    Reason.WRONG_DIGEST: (FAILED, "HASH_FAILURE"),
    Reason.WRONG_SIGNATURE: (FAILED, "SIG_CRYPTO_FAILURE"),
    Reason.BAD_GAP: (FAILED, "FORMAT_FAILURE"),
    Reason.NOT_YET_VALID: (FAILED, "NOT_YET_VALID"),
    Reason.EXPIRED: (FAILED, "EXPIRED"),
    Reason.REVOKED: (FAILED, "REVOKED"),
}


def indication(reason: Reason) -> str:
    """Indication and sub-indication; empty where ETSI has none of the same meaning."""
    return " / ".join(filter(None, _INDICATIONS.get(reason, ())))


def nearest(reason: Reason) -> tuple[str, str]:
    """The same for a report that must name one, as two words: where ETSI has none of the same
    meaning "any other reason", GENERIC; a file that is not what was signed has a wrong form.
    """
    if reason in _ALTERED:
        return FAILED, "FORMAT_FAILURE"
    return _INDICATIONS.get(reason, (INDETERMINATE, "GENERIC"))


_ALTERED: Final = {Reason.CHANGED, Reason.TRAILING_BYTES, Reason.UNDECLARED_OBJECT}
