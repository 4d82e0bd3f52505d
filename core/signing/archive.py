"""What a signature beside a file carries for later: certificates, revocation answers, and archive
timestamps over everything (EN 319 122-1 §5.4, §5.5).

An archive-time-stamp-v3 covers the signed file, everything that the signer's container says of him,
and those certificates, revocation answers and unsigned attributes whose digests its index names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from asn1crypto import algos, cms, core

from core.signing.chain import Evidence
from core.signing.container import ARCHIVE, SIGNATURE, SIGNED, Parts, attributes, listed, parts
from core.signing.signatures import certificates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asn1crypto import crl, ocsp

INDEX: Final = "0.4.0.19122.1.5"
_OCSP: Final = "ocsp_response"
"""RFC 5940: a whole OCSP answer among the revocation lists of a container."""


class _Digests(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.OctetString


class HashIndex(core.Sequence):  # type: ignore[misc]
    """ATSHashIndexV3 (§5.5.2)."""

    _fields = [  # noqa: RUF012 - as the library has it
        ("algorithm", algos.DigestAlgorithm),
        ("certificates", _Digests),
        ("lists", _Digests),
        ("attributes", _Digests),
    ]


def tokens(signer: cms.SignerInfo, kind: str) -> Iterator[tuple[bytes, cms.SignedData]]:
    """The timestamps of one kind, each with what an index digests of it."""
    for key, found, value in attributes(signer):
        if found == kind:
            info = value.parse(cms.ContentInfo) if isinstance(value, core.Any) else value
            yield key, info["content"]


def offered(data: cms.SignedData) -> Evidence:
    """Everything that a container offers to judge itself with; its timestamps' parts count."""
    [signer] = data["signer_infos"]
    within = [token for kind in (SIGNATURE, ARCHIVE) for _, token in tokens(signer, kind)]
    found = Evidence()
    for each in (data, *within):
        found += Evidence(certificates_of(each), tuple(_crls(each)), tuple(_ocsps(each)))
    return found


def _crls(data: cms.SignedData) -> Iterator[crl.CertificateList]:
    return (each.chosen for each in listed(data["crls"]) if each.name == "crl")


def _ocsps(data: cms.SignedData) -> Iterator[ocsp.OCSPResponse]:
    for each in listed(data["crls"]):
        if each.name == "other" and each.chosen["other_rev_info_format"].native == _OCSP:
            yield each.chosen["other_rev_info"]


def as_other(answer: ocsp.OCSPResponse) -> cms.RevocationInfoChoice:
    """An OCSP answer as it lies among the lists of a container."""
    held = {"other_rev_info_format": _OCSP, "other_rev_info": answer}
    return cms.RevocationInfoChoice("other", cms.OtherRevocationInfoFormat(held))


def index_of(data: cms.SignedData) -> HashIndex:
    """An index, by SHA-256, of all that there is in a container now."""
    found = parts(data)

    def digests(values: Iterable[bytes]) -> list[bytes]:
        return [hashlib.sha256(value).digest() for value in values]

    return HashIndex(
        {
            "algorithm": {"algorithm": "sha256"},
            "certificates": digests(found.certificates),
            "lists": digests(found.lists),
            "attributes": digests(found.attributes),
        }
    )


def covered(data: cms.SignedData, digest: Callable[[str], bytes], index: HashIndex) -> bytes:
    """The bytes that an archive timestamp is over; ``digest`` is that of the signed file."""
    [signer] = data["signer_infos"]
    return b"".join(
        (
            data["encap_content_info"]["content_type"].dump(),
            digest(index["algorithm"]["algorithm"].native),
            *(signer[name].dump() for name in SIGNED),
            index.dump(),
        )
    )


@dataclass(frozen=True)
class Archived:
    """One archive timestamp: the token, and its index with what of the container that names."""

    key: bytes
    token: cms.SignedData
    index: HashIndex
    parts: Parts

    def whole(self, data: cms.SignedData) -> bool:
        """Whether all certificates and revocation answers of a container are covered."""
        held = parts(data)
        return {*held.certificates, *held.lists} <= {*self.parts.certificates, *self.parts.lists}


def read_archive(data: cms.SignedData, key: bytes, token: cms.SignedData) -> Archived:
    """An archive timestamp of a container. Raises ValueError where its index is not there, or names
    what is not: such a timestamp proves nothing (§5.5.2).
    """
    [stamper] = token["signer_infos"]
    [value] = [value for _, kind, value in attributes(stamper) if kind == INDEX]
    index = value.parse(HashIndex)
    return Archived(key, token, index, _named(parts(data), index))


def _named(held: Parts, index: HashIndex) -> Parts:
    name = index["algorithm"]["algorithm"].native

    def named(values: Iterable[bytes], digests: _Digests) -> tuple[bytes, ...]:
        by_digest = {hashlib.new(name, value).digest(): value for value in values}
        return tuple(by_digest[digest.native] for digest in digests)

    try:
        return Parts(
            named(held.certificates, index["certificates"]),
            named(held.lists, index["lists"]),
            named(held.attributes, index["attributes"]),
        )
    except KeyError as error:
        raise ValueError("an index names what is not there") from error
