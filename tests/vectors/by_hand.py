"""The formats of docs/formats once more, in the shortest way, without any code of the program.

Only the standard library, cryptography and zstandard. What is here says whether the documents are
enough for a second implementation.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from hashlib import sha256
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def b64(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """Base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hash64(data: bytes) -> str:
    """SHA-256 as the formats write it."""
    return b64(sha256(data).digest())


def spell(value: object) -> bytes:
    """docs/formats/canonical.md, writing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _no(_text: str) -> Any:
    raise ValueError("no such number")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def parse(data: bytes) -> Any:
    """docs/formats/canonical.md, reading; raises ValueError."""
    text = data.decode("utf-8")
    value = json.loads(text, parse_float=_no, parse_constant=_no, object_pairs_hook=_pairs)
    _check(value, 0)
    if spell(value) != data:
        raise ValueError("another spelling")
    return value


def _check(value: object, depth: int) -> None:
    if depth > 16 or value is None:
        raise ValueError("depth or null")
    if isinstance(value, str) and ("\0" in value or unicodedata.normalize("NFC", value) != value):
        raise ValueError("text")
    if isinstance(value, int) and abs(value) > 2**53:
        raise ValueError("integer")
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1)
    if isinstance(value, list):
        for item in value:
            _check(item, depth + 1)


def verify(tag: str, data: bytes, signature: bytes, public: bytes) -> None:
    """docs/formats/signatures.md; raises cryptography's InvalidSignature."""
    Ed25519PublicKey.from_public_bytes(public).verify(signature, tag.encode() + b"\0" + data)


def open_signed(tag: str, envelope: dict[str, str], public: bytes) -> Any:
    """The body of an envelope once its signature holds."""
    data = unb64(envelope["body"])
    verify(tag, data, unb64(envelope["sig"]), public)
    return parse(data)


def unpack(data: bytes) -> tuple[list[bytes], bytes]:
    """docs/formats/segments.md: text lines and raw bytes."""
    assert data[0] == 1
    size = int.from_bytes(data[1:5], "big")
    text = zstandard.ZstdDecompressor().decompress(data[5 : 5 + size])
    return text.split(b"\n"), data[5 + size :]


def read_segment(data: bytes) -> list[tuple[bytes, bytes | None, bytes]]:
    """docs/formats/segments.md: header, payload and signature of each commit."""
    lines, raw = unpack(data)
    head = parse(lines[0])
    count = head["count"]
    ops, salts = lines[1 + count :], raw[64 * count :]
    found: list[tuple[bytes, bytes | None, bytes]] = []
    prev = head.get("prev")
    for index in range(count):
        header = parse(lines[1 + index])
        for name in ("realm", "stream", "device", "inc"):
            header[name] = head[name]
        header["seq"] = head["first"] + index
        if prev is not None:
            header["prev"] = prev
        payload = None
        if "payload" not in header:
            salt, salts = b64(salts[:16]).encode(), salts[16:]
            payload = b'{"ops":' + ops.pop(0) + b',"salt":"' + salt + b'"}'
            header |= {"payload": hash64(payload), "size": len(payload)}
        found.append((spell(header), payload, raw[64 * index : 64 * index + 64]))
        prev = hash64(spell(header))
    assert (ops, salts) == ([], b"")
    return found


VERDICTS = ["ok", "ok+conflict", "review", "quarantine"]


def read_receipts(data: bytes) -> list[tuple[bytes, bytes]]:
    """docs/formats/receipts.md: body and signature of each receipt."""
    lines, raw = unpack(data)
    found: list[tuple[bytes, bytes]] = []
    for line in lines:
        stretch = parse(line)
        chain = stretch["chain"]
        for index, (code, time) in enumerate(
            zip(stretch["verdicts"], stretch["times"], strict=True)
        ):
            commit, signature, raw = raw[:32], raw[32:96], raw[96:]
            if index:
                chain = hash64(unb64(chain) + commit + VERDICTS[code].encode())
            body = {name: stretch[name] for name in ("realm", "stream", "epoch")}
            body |= {"gseq": stretch["gseq"] + index, "commit": b64(commit), "chain": chain}
            found.append((spell({**body, "verdict": VERDICTS[code], "time": time}), signature))
    assert raw == b""
    return found


def read_message(data: bytes) -> tuple[Any, list[bytes]]:
    """docs/formats/wire.md: head and parts."""
    assert data[0] == 1
    frames, rest = [], data[3:]
    for _ in range(1 + int.from_bytes(data[1:3], "big")):
        size = int.from_bytes(rest[:4], "big")
        frames.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    assert rest == b""
    return parse(zstandard.ZstdDecompressor().decompress(frames[0])), frames[1:]
