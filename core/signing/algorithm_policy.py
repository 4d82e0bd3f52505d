"""The table of allowed algorithms as the library asks for it: of certificates and timestamps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy
from typing_extensions import override

from core.signing.algorithms import Allowed, Used, until

if TYPE_CHECKING:
    from datetime import datetime

    from asn1crypto import algos, keys

_KINDS: Final = {
    "rsassa_pkcs1v15": ("rsa", "pkcs1"),
    "rsassa_pss": ("rsa", "pss"),
    "ecdsa": ("ec", ""),
}
"""Kind of key and padding of a mechanism."""
_BARE: Final = {"rsassa_pkcs1v15", "ecdsa"}
"""Mechanisms that name no digest."""


def used(
    algorithm: algos.SignedDigestAlgorithm,
    key: keys.PublicKeyInfo | None,
    digest: str | None = None,
) -> Used:
    """What a signature was made with; ``digest`` is for a mechanism that names none itself."""
    name = algorithm["algorithm"].native
    try:
        kind, padding = _KINDS.get(algorithm.signature_algo, (name, ""))
    except ValueError:
        kind, padding = name, ""
    bits = None if key is None else key.bit_size
    return Used(kind, bits, padding, digest if name in _BARE else _digest(algorithm, name))


def digest_alone(name: str) -> Used:
    """A digest by itself: any row that knows it allows it."""
    return Used(None, None, None, name)


def _digest(algorithm: algos.SignedDigestAlgorithm, name: str) -> str:
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        return name.rpartition("_")[0]  # sha3_256_ecdsa, which the library does not take apart


class TablePolicy(AlgorithmUsagePolicy):
    """What authorities may ever have signed with, by a table; its ends are for whoever knows when
    something counts (core/signing/chain.py).
    """

    def __init__(self, table: tuple[Allowed, ...]) -> None:
        self._table = table

    @override
    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        return self._said(digest_alone(algo["algorithm"].native))

    @override
    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: keys.PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        return self._said(used(algo, public_key))

    def _said(self, found: Used) -> AlgorithmUsageConstraint:
        return AlgorithmUsageConstraint(allowed=until(self._table, found, "authority") > 0)
