"""Commits, keys and ids for tests: fixed bytes, plainly fictional values."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits.format import Commit, Header, Op, Session, payload_bytes, write
from core.commits.ids import b64, text_id


def ident(name: str) -> str:
    """An id that depends on a name only."""
    return text_id(sha256(name.encode()).digest()[:16])


def digest(name: str) -> str:
    """A hash that depends on a name only."""
    return b64(sha256(name.encode()).digest())


def key(name: str) -> Ed25519PrivateKey:
    """A signing key that depends on a name only."""
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def public(name: str) -> bytes:
    """The public half of ``key``."""
    return key(name).public_key().public_bytes_raw()


REALM, STREAM, OTHER_STREAM = ident("realm"), ident("stream"), ident("other stream")
DEVICE, PERSON = ident("device"), ident("person")
START = 1_795_000_000_000
BY = {"name": "Nguyễn Văn Mẫu", "rank": "Thiếu tá", "unit": "Sư đoàn Bộ binh 999 (giả lập)"}


def op(what: str, /, *, bases: tuple[str, ...] = (), **body: Any) -> Op:
    """An operation on a document (or whatever entity the kind is about)."""
    return Op(kind=what, id=ident("document"), bases=bases, body=body)


def opine(text: str) -> Op:
    """A short operation that always has effect."""
    return op("document.opine", text=text, by=BY)


def header(**changes: Any) -> Header:
    """The header of a chain's first commit."""
    fields: dict[str, Any] = {
        "v": 1,
        "realm": REALM,
        "stream": STREAM,
        "device": DEVICE,
        "inc": 1,
        "seq": 1,
        "hlc": (START, 0),
        "person": PERSON,
        "session": Session(how="passphrase", at=START),
        "app": "0.1.0",
        "payload": "A" * 43,
        "size": 0,
    }
    return Header(**{**fields, **changes})


def commit(*ops: Op, salt: bytes = bytes(16), **changes: Any) -> Commit:
    """A commit signed by the device that its header names."""
    head = header(**changes)
    sign = key(head.device).sign
    return write(head, payload_bytes(ops or (opine("Đã xem."),), salt), sign)


def chain(length: int, **changes: Any) -> list[Commit]:
    """The first commits of one chain."""
    found: list[Commit] = []
    for seq in range(1, length + 1):
        before = {"prev": found[-1].id} if found else {}
        salt = sha256(f"{seq}".encode()).digest()[:16]
        text = opine(f"Ý kiến thứ {seq} về việc bảo đảm hậu cần")
        fields = {"hlc": (START + 1000 * seq, 0), **changes, "seq": seq, **before}
        found.append(commit(text, salt=salt, **fields))
    return found
