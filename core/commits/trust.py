"""Who may write: device certificates chained to the unit's offline root, and the provisioning file
that installs the root.

The root signs the server and administrators' devices; an administrator's device signs every other
device (formats.md §3). Specified with vectors in docs/formats/trust.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from core.commits import canonical
from core.commits.format import Count, Id, Instant
from core.commits.ids import ALPHABET, unb64
from core.commits.signatures import Sign, Signed, Tag, opened, signed
from core.errors import AntinError, CertificateRefused, NotCanonical

ROOT = "root"
FINGERPRINT_BYTES = 20
DAY = 86_400_000
"""Milliseconds."""
Key = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
DeviceKind = Literal["server", "administrator", "device"]


class Certificate(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What a device is and may write: keys, streams, and when (milliseconds UTC)."""

    v: Literal[1]
    realm: Id
    device: Id
    kind: DeviceKind
    label: Label
    sign: Key
    box: Key
    unit: Id
    streams: Annotated[tuple[Id, ...], msgspec.Meta(max_length=256)]
    start: Instant
    end: Instant
    issuer: Annotated[str, msgspec.Meta(pattern=r"^(root|[0-7][0-9A-HJKMNP-TV-Z]{25})\Z")]
    serial: Count


class Stream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stream of the realm: its id and what it holds."""

    id: Id
    kind: Literal["authority", "unit"]


class ServerPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the server listens and the SHA-256 of the public key (SPKI) that its TLS certificate
    must show.
    """

    url: Annotated[str, msgspec.Meta(pattern=r"^https://[A-Za-z0-9.\[\]:-]{1,200}\Z")]
    spki: Key


class Provision(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What a machine needs to know of its unit before anybody is enrolled; holds no secret."""

    schema: Literal["antin-provision-1"]
    serial: Count
    created: Instant
    expires: Instant
    realm: Id
    unit: Id
    code: Annotated[str, msgspec.Meta(max_length=100)]
    name: Label
    root: Key
    recovery: Key
    streams: Annotated[tuple[Stream, ...], msgspec.Meta(min_length=2, max_length=256)]
    certificates: Annotated[tuple[Signed, ...], msgspec.Meta(min_length=2, max_length=64)]
    server: ServerPlace | None = None
    trust: Annotated[tuple[str, ...], msgspec.Meta(max_length=64)] = ()
    crls: Annotated[tuple[str, ...], msgspec.Meta(max_length=64)] = ()

    def stream(self, kind: Literal["authority", "unit"]) -> str:
        """The id of the stream of a kind; a provisioning file names one of each."""
        return next(stream.id for stream in self.streams if stream.kind == kind)


def issue(certificate: Certificate, sign: Sign) -> Signed:
    """A certificate signed by its issuer."""
    return signed(Tag.DEVICE, certificate, sign)


def provision(body: Provision, sign: Sign) -> Signed:
    """A provisioning file signed by the root."""
    return signed(Tag.PROVISION, body, sign)


def read_provision(envelope: Signed, root: str | None = None) -> Provision:
    """The provisioning file inside an envelope, signed by the root that it names.

    ``root`` is the root already installed, if any. Raises SignatureWrong, NotCanonical,
    CertificateRefused.
    """
    body = canonical.decode_as(Provision, unb64(envelope.body))
    if root not in {None, body.root}:
        raise CertificateRefused(reason="other-root")
    opened(Tag.PROVISION, envelope, unb64(body.root, 32))
    if len({stream.kind for stream in body.streams}) != len(body.streams):
        raise NotCanonical(field="streams")
    return body


def fingerprint(root: str) -> str:
    """What a person compares with paper: the first 20 bytes of the SHA-256 of the root's public
    key, as eight groups of four letters of Crockford base32.
    """
    number = int.from_bytes(sha256(unb64(root, 32)).digest()[:FINGERPRINT_BYTES])
    letters = [ALPHABET[number >> shift & 31] for shift in range(155, -1, -5)]
    return " ".join("".join(letters[start : start + 4]) for start in range(0, 32, 4))


def read_certificate(
    envelope: Signed, realm: str, root: bytes, known: Mapping[str, Certificate]
) -> Certificate:
    """A certificate that the root or a known administrator's device issued, within its own scope.

    A device's keys are its own for good: a later certificate of a known device renews the term,
    with a higher serial and the same keys, or one could be put in another's place. Raises
    SignatureWrong, NotCanonical, CertificateRefused.
    """
    body = canonical.decode_as(Certificate, unb64(envelope.body))
    if body.realm != realm or body.start >= body.end:
        raise CertificateRefused(reason="other-realm" if body.realm != realm else "period")
    public = root if body.issuer == ROOT else unb64(_issuer(body, known).sign, 32)
    opened(Tag.DEVICE, envelope, public)
    earlier = known.get(body.device, body)
    if (body.sign, body.box, body.kind) != (earlier.sign, earlier.box, earlier.kind):
        raise CertificateRefused(reason="other-key")
    if body != earlier and body.serial <= earlier.serial:
        raise CertificateRefused(reason="serial")
    return body


def _issuer(body: Certificate, known: Mapping[str, Certificate]) -> Certificate:
    """The administrator's device that issued a certificate; an administrator admits only plain
    devices.
    """
    issuer = known.get(body.issuer)
    if issuer is None or issuer.kind != "administrator" or body.kind != "device":
        raise CertificateRefused(reason="issuer")
    within = issuer.start <= body.start and body.end <= issuer.end
    if not within or not set(body.streams) <= set(issuer.streams):
        raise CertificateRefused(reason="scope")
    return issuer


def unread(envelope: object) -> dict[str, object]:
    """What stands in the envelope of a certificate before anything of it was checked."""
    try:
        inside = canonical.decode(unb64(msgspec.convert(envelope, Signed).body))
    except (AntinError, msgspec.ValidationError):
        return {}
    return inside if isinstance(inside, dict) else {}


def read_certificates(
    envelopes: Iterable[Signed], realm: str, root: bytes
) -> dict[str, Certificate]:
    """All certificates of a list by device, issuers before those whom they issue."""
    known: dict[str, Certificate] = {}
    for envelope in envelopes:
        certificate = read_certificate(envelope, realm, root, known)
        known[certificate.device] = certificate
    return known


def read_admissions(
    envelopes: Iterable[object],
    device: str,
    realm: str,
    root: bytes,
    issuers: Mapping[str, Certificate],
) -> tuple[Certificate, ...]:
    """The certificates of one device, the oldest first, from what admissions in the order of the
    authority's stream said of it.

    The first that holds says whose keys the device's are; a later one renews it with the same keys.
    One that does not hold is passed over: it takes nothing away from those that do.
    """
    found: list[Certificate] = []
    for envelope in envelopes:
        known = {**issuers, device: found[-1]} if found else issuers
        try:
            made = msgspec.convert(envelope, Signed)
            certificate = read_certificate(made, realm, root, known)
        except (AntinError, msgspec.ValidationError):
            continue
        if certificate.device == device and certificate not in found:
            found.append(certificate)
    return tuple(found)


def in_force(certificates: Sequence[Certificate], at: int, stream: str) -> Certificate:
    """Of one device's certificates (one at least, the oldest first) the newest whose term holds the
    instant ``at`` (milliseconds UTC), of several the newest that names the stream; the newest of
    all where none holds.

    What a device wrote while it was certified for a stream stays what it was, though a later
    certificate names fewer.
    """
    held = [one for one in reversed(certificates) if one.start <= at < one.end]
    naming = (one for one in held if stream in one.streams)
    return next(naming, held[0] if held else certificates[-1])


def prolonged(of: Certificate, now: int, term: int) -> Certificate | None:
    """The certificate with which the root renews what it certified for ``term`` milliseconds; None
    where that would give no more time. The old term stays part of the new one, as what an
    administrator's device issued has to lie within it.
    """
    if of.issuer != ROOT or now + term <= of.end:
        return None
    return msgspec.structs.replace(of, end=now + term, serial=of.serial + 1)


def renewal(of: Certificate, by: Certificate, now: int, term: int) -> Certificate | None:
    """The certificate with which an administrator's device renews another one's for ``term``
    milliseconds, within its own term and streams; None where that would give no more time.

    It begins a day ago, as the other machine's clock may be behind.
    """
    start, end = max(by.start, now - DAY), min(by.end, now + term)
    streams = tuple(name for name in of.streams if name in by.streams)
    if of.kind != "device" or by.kind != "administrator" or not streams:
        return None
    if end <= of.end or start >= end:
        return None
    return msgspec.structs.replace(
        of, streams=streams, start=start, end=end, issuer=by.device, serial=of.serial + 1
    )
