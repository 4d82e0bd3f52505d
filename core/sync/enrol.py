"""Enrolment: a new machine asks to be certified, by the server or by two files on a stick.

The administrator gives the machine's user a code; the request is bound to it by an HMAC, and to the
machine's new key by its own signature. The answer brings the certificate
(docs/formats/enrolment.md). A code is 16 random bytes; a short name derived from it says which code
a request was made with.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.commits import canonical
from core.commits.format import Count, Hash, Id, Instant
from core.commits.ids import ALPHABET, VALUES, b64, unb64
from core.commits.signatures import Sign, Signed, Tag, message, verify
from core.commits.trust import Certificate, Key, Label, read_certificates
from core.errors import (
    EnrolAnswerForeign,
    EnrolCodeMistyped,
    EnrolCodeWrong,
)
from core.sync import container
from core.sync.container import FileKind

CODE_BYTES: Final = 16
CODE_LETTERS: Final = 28
CHECK_BITS: Final = 12
_MAC: Final = b"antin-enrol-1"
_NAME: Final = b"antin-enrol-name-1"
_CHECK: Final = b"antin-enrol-check-1\0"
_READ_AS: Final = str.maketrans("OIL", "011", " -–—\t")


class EnrolRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a new machine asks to have certified; ``nonce`` (32 bytes) makes each one another."""

    v: Literal[1] = 1
    realm: Id
    code: Annotated[str, msgspec.Meta(min_length=11, max_length=11)]
    label: Label
    sign: Key
    box: Key
    nonce: Hash
    at: Instant


class EnrolAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The certificate for a request (named by the SHA-256 of its body), all certificates in force
    with issuers before those whom they issued, and the provisioning file's serial at that time."""

    v: Literal[1] = 1
    request: Hash
    certificate: Signed
    certificates: Annotated[tuple[Signed, ...], msgspec.Meta(max_length=1024)]
    provision: Count


class _RequestFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Annotated[str, msgspec.Meta(max_length=8192)]
    mac: Hash
    sig: Annotated[str, msgspec.Meta(min_length=86, max_length=86)]


def code_text(secret: bytes) -> str:
    """Sixteen random bytes as a code to be typed: 26 letters of Crockford base32 and two to check,
    in groups of four."""
    number = int.from_bytes(_checked(secret)) << CHECK_BITS | _check(secret)
    letters = [ALPHABET[number >> shift & 31] for shift in range(5 * (CODE_LETTERS - 1), -1, -5)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, CODE_LETTERS, 4))


def read_code(text: str) -> bytes:
    """The bytes of a typed code; case, blanks, hyphens and O I L do not matter.

    Raises EnrolCodeMistyped.
    """
    letters = text.upper().translate(_READ_AS)
    if len(letters) != CODE_LETTERS or not set(letters) <= VALUES.keys():
        raise EnrolCodeMistyped
    number = 0
    for letter in letters:
        number = number << 5 | VALUES[letter]
    secret = (number >> CHECK_BITS).to_bytes(CODE_BYTES)
    if number & (1 << CHECK_BITS) - 1 != _check(secret):
        raise EnrolCodeMistyped
    return secret


def code_name(secret: bytes) -> str:
    """The public short name of a code, by which its issuer finds it: 8 bytes, base64url."""
    return b64(_derived(secret, _NAME, 8))


def write_request(request: EnrolRequest, secret: bytes, sign: Sign) -> bytes:
    """The request file; ``sign`` is the machine's new key, whose public half the request names."""
    body = canonical.encode(request)
    sig = sign(message(Tag.REQUEST, body))
    file = _RequestFile(body=b64(body), mac=b64(_mac(body, secret)), sig=b64(sig))
    return container.write_json(FileKind.ENROL_REQUEST, file)


def request_of(data: bytes) -> EnrolRequest:
    """The request in a file, signed by the key that it names; the code is not checked here.

    Raises what container.read_json raises, and SignatureWrong.
    """
    file = container.read_json(FileKind.ENROL_REQUEST, _RequestFile, data)
    body = unb64(file.body)
    request = canonical.decode_as(EnrolRequest, body)
    verify(Tag.REQUEST, body, unb64(file.sig, 64), unb64(request.sign, 32))
    return request


def read_request(data: bytes, secret: bytes) -> EnrolRequest:
    """The request in a file, made with this code.

    Raises what ``request_of`` raises, and EnrolCodeWrong.
    """
    request = request_of(data)
    file = container.read_json(FileKind.ENROL_REQUEST, _RequestFile, data)
    fits = hmac.compare_digest(_mac(unb64(file.body), secret), unb64(file.mac, 32))
    if not fits or request.code != code_name(secret):
        raise EnrolCodeWrong
    return request


def request_hash(request: EnrolRequest) -> str:
    """The name of a request in its answer."""
    return b64(sha256(canonical.encode(request)).digest())


def write_answer(answer: EnrolAnswer) -> bytes:
    """The answer file; it needs no seal, as certificates are no secret and prove themselves."""
    return container.write_json(FileKind.ENROL_ANSWER, answer)


def read_answer(
    data: bytes, request: EnrolRequest, root: bytes
) -> tuple[EnrolAnswer, dict[str, Certificate]]:
    """The answer to our request with all certificates by device, ours among them.

    Raises what container.read_json raises, EnrolAnswerForeign, CertificateRefused, SignatureWrong.
    """
    answer = container.read_json(FileKind.ENROL_ANSWER, EnrolAnswer, data)
    if answer.request != request_hash(request):
        raise EnrolAnswerForeign
    envelopes = (*answer.certificates, answer.certificate)
    known = read_certificates(envelopes, request.realm, root)
    ours = canonical.decode_as(Certificate, unb64(answer.certificate.body))
    if (ours.sign, ours.box) != (request.sign, request.box):
        raise EnrolAnswerForeign
    return answer, known


def _checked(secret: bytes) -> bytes:
    if len(secret) != CODE_BYTES:
        raise ValueError("an enrolment code has 16 bytes")
    return secret


def _check(secret: bytes) -> int:
    """Twelve bits by which a mistyped code is noticed; they tell nothing that the code does not."""
    return int.from_bytes(sha256(_CHECK + secret).digest()[:2]) >> 4


def _derived(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(_checked(secret))


def _mac(body: bytes, secret: bytes) -> bytes:
    return hmac.digest(_derived(secret, _MAC, 32), body, "sha256")
