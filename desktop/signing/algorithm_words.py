"""The algorithms that a trust list allows, a line a row, in signs that every language reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.clock import local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.signing.algorithms import Allowed

_KEYS: Final = {"rsa": "RSA", "ec": "ECDSA"}
_PADDINGS: Final = {"pkcs1": "PKCS#1 v1.5", "pss": "PSS"}
_USES: Final = {"signature": "PDF, CMS", "authority": "CA, TSA, CRL, OCSP"}


def lines(table: Iterable[Allowed]) -> tuple[str, ...]:
    """Key, least length in bits, paddings, digests, what for where not for all, last day."""
    return tuple(" · ".join(_parts(row)) for row in table)


def _parts(row: Allowed) -> Iterable[str]:
    yield f"{_KEYS[row.key]} ≥ {row.bits}"
    if row.paddings:
        yield "/".join(_PADDINGS[each] for each in row.paddings)
    yield ", ".join(_digest(each) for each in row.digests)
    if row.uses:
        yield ", ".join(_USES[each] for each in row.uses)
    if row.end is not None:
        yield f"→ {local_time(row.end - 1):%d/%m/%Y}"


def _digest(name: str) -> str:
    """``sha3_256`` as SHA3-256, ``sha512_256`` as SHA-512/256 (FIPS 180-4, FIPS 202)."""
    family, _, bits = name.removeprefix("sha").partition("_")
    if family == "3":
        return f"SHA3-{bits}"
    return f"SHA-{family}/{bits}" if bits else f"SHA-{family}"
