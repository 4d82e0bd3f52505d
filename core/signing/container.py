"""The container of a signature beside a file, by its very bytes: what grows in one, and the rule by
which everybody checks that nothing else did (CMS, RFC 5652 §5; EN 319 122-1 §5.3–5.5).

A container cannot be appended to as a PDF can: it is written anew around parts that stay byte for
byte as they were.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from asn1crypto import cms, core, parser, pem

from core.errors import EvidenceUnfit
from core.signing.cms import MOST_BESIDE, tlv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIGNATURE: Final = "1.2.840.113549.1.9.16.2.14"
ARCHIVE: Final = "0.4.0.1733.2.4"
SIGNED: Final = (
    *("version", "sid", "digest_algorithm"),
    *("signed_attrs", "signature_algorithm", "signature"),
)
"""All of a signer but what grows, in its order."""
_KEPT: Final = ("digest_algorithms", "encap_content_info")
_ADDED: Final = tuple(core.ObjectIdentifier(kind).dump() for kind in (SIGNATURE, ARCHIVE))
_SEQUENCE, _SET, _TAG_0, _TAG_1 = 0x30, 0x31, 0xA0, 0xA1
_VERSION_5: Final = b"\x02\x01\x05"
"""Of a container among whose lists there are answers of other kinds (RFC 5652 §5.1)."""


@dataclass(frozen=True)
class Parts:
    """What grows in a container: certificates, revocation answers, and unsigned attributes, each
    with its type before its value.
    """

    certificates: tuple[bytes, ...]
    lists: tuple[bytes, ...]
    attributes: tuple[bytes, ...]


def binary(signature: bytes) -> bytes:
    """A container that may have come as text (PEM). Raises ValueError."""
    if len(signature) > MOST_BESIDE:
        raise ValueError("too long")
    found: bytes = pem.unarmor(signature)[2] if pem.detect(signature) else signature
    return found


def read_container(signature: bytes) -> cms.SignedData:
    """The container, as DER or PEM, whole and with nothing behind it. Raises ValueError."""
    info = cms.ContentInfo.load(binary(signature), strict=True)
    if info["content_type"].native != "signed_data":
        raise ValueError("no signature")
    return info["content"]


def parts(data: cms.SignedData) -> Parts:
    """The parts of a container with one signer."""
    [signer] = data["signer_infos"]
    return Parts(
        tuple(each.dump() for each in listed(data["certificates"])),
        tuple(each.dump() for each in listed(data["crls"])),
        tuple(key for key, *_ in attributes(signer)),
    )


def listed(found: cms.CertificateSet | core.Void) -> Iterable[core.Asn1Value]:
    """The members of a set that may be absent."""
    return () if isinstance(found, core.Void) else found


def attributes(signer: cms.SignerInfo) -> Iterator[tuple[bytes, str, core.Asn1Value]]:
    """Each value of each unsigned attribute: the type's bytes and its own, the type, and itself."""
    for attribute in listed(signer["unsigned_attrs"]):
        kind = attribute["type"]
        for value in attribute["values"]:
            yield kind.dump() + value.dump(), kind.dotted, value


def grew(before: bytes, after: bytes) -> bool:
    """Whether a container is an earlier one with timestamps, certificates and answers added, and
    nothing else: signer, signature and whatever was there are the very same bytes, and no
    certificate came that could be taken for the signer's.
    """
    try:
        return _grew(read_container(before), read_container(after))
    # the parser of ASN.1 raises whatever it stumbles over: then it is none
    except Exception:  # noqa: BLE001
        return False


def _grew(before: cms.SignedData, after: cms.SignedData) -> bool:
    [old], [new] = before["signer_infos"], after["signer_infos"]
    was, now = parts(before), parts(after)
    pairs = (
        (was.certificates, now.certificates),
        (was.lists, now.lists),
        (was.attributes, now.attributes),
    )
    added = Counter(now.attributes) - Counter(was.attributes)
    return (
        all(before[name].dump() == after[name].dump() for name in _KEPT)
        and all(old[name].dump() == new[name].dump() for name in SIGNED)
        and all(Counter(one) <= Counter(other) for one, other in pairs)
        and all(each.startswith(_ADDED) for each in added)
        and after["version"].dump() in {before["version"].dump(), _VERSION_5}
        and _named(before) == _named(after)
    )


def _named(data: cms.SignedData) -> set[bytes]:
    """The certificates that the signer's name or key fits."""
    [signer] = data["signer_infos"]
    wanted = signer["sid"].chosen
    found = [each for each in listed(data["certificates"]) if each.name == "certificate"]
    if signer["sid"].name == "subject_key_identifier":
        return {each.dump() for each in found if each.chosen.key_identifier == wanted.native}
    name, number = wanted["issuer"], wanted["serial_number"].native
    return {
        each.dump()
        for each in found
        if (each.chosen.issuer, each.chosen.serial_number) == (name, number)
    }


def attribute(kind: str, value: bytes) -> bytes:
    """An unsigned attribute with one value (DER)."""
    return tlv(_SEQUENCE, core.ObjectIdentifier(kind).dump(), tlv(_SET, value))


def spliced(
    container: bytes,
    *,
    certificates: Sequence[bytes] = (),
    lists: Sequence[bytes] = (),
    unsigned: Sequence[bytes] = (),
) -> bytes:
    """A container with one signer and more in it; all parts that it had stay as they lie there.

    Raises EvidenceUnfit where it cannot be taken apart, or would be too long.
    """
    try:
        made = _spliced(container, certificates, lists, unsigned)
    except (ValueError, IndexError) as error:
        raise EvidenceUnfit(service="timestamp") from error
    if len(made) > MOST_BESIDE:
        raise EvidenceUnfit(service="crl")
    return made


def _spliced(
    container: bytes,
    certificates: Sequence[bytes],
    lists: Sequence[bytes],
    unsigned: Sequence[bytes],
) -> bytes:
    kind, wrapped = _children(container)
    [data] = _children(wrapped)
    version, digests, content, *sets, signers = _children(data)
    held = {each[0]: each for each in sets}
    [signer] = _children(signers)
    *fields, last = _children(signer)
    old = last if last[0] == _TAG_1 else b""
    fields += [] if old else [last]
    grown = (
        _VERSION_5 if any(each[0] == _TAG_1 for each in lists) else version,
        digests,
        content,
        _with(_TAG_0, held.get(_TAG_0, b""), certificates),
        _with(_TAG_1, held.get(_TAG_1, b""), lists),
        tlv(_SET, tlv(_SEQUENCE, *fields, _with(_TAG_1, old, unsigned))),
    )
    return tlv(_SEQUENCE, kind, tlv(_TAG_0, tlv(_SEQUENCE, *grown)))


def _with(tag: int, held: bytes, added: Sequence[bytes]) -> bytes:
    """A set with more members, in the order of DER; nothing where there are none."""
    members = [*(_children(held) if held else ()), *added]
    return tlv(tag, *sorted(members)) if members else b""


def _children(der: bytes) -> list[bytes]:
    """The elements within one, each whole."""
    content, found = parser.parse(der)[4], []
    while content:
        size = parser.peek(content)
        found.append(content[:size])
        content = content[size:]
    return found
