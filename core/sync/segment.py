"""Segments: the one encoding of a run of commits of one chain (docs/formats/segments.md).

The text holds a head line, then one line of header fields for each commit, then one line of
operations for each commit that still has its payload; signatures and salts travel raw. What the run
implies (realm, stream, device, incarnation, seq, previous hash, payload hash and length) is left
out and rebuilt by the receiver, who so gets the exact bytes that were signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec

from core.commits import canonical
from core.commits.format import (
    MAX_HEADER,
    SALT_BYTES,
    Chain,
    Commit,
    Count,
    Hash,
    Id,
    Inc,
    Seq,
    read,
)
from core.commits.ids import b64, unb64
from core.errors import SegmentBroken, TooLarge
from core.sync.packed import USUAL, Limits, Packed, pack, unpack

SIGNATURE: Final = 64
SOFT_PLAIN: Final = 1 << 20
BEFORE_OPS: Final = b'{"ops":'
BEFORE_SALT: Final = b',"salt":"'
AFTER_SALT: Final = b'"}'
SALT: Final = slice(-22 - len(AFTER_SALT), -len(AFTER_SALT))
OPS: Final = slice(len(BEFORE_OPS), -22 - len(AFTER_SALT) - len(BEFORE_SALT))
IMPLIED: Final = frozenset({"realm", "stream", "device", "inc", "seq", "prev"})
OF_PAYLOAD: Final = frozenset({"payload", "size"})

_spell = msgspec.json.Encoder(order="sorted").encode


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The first line: which run of which chain this is."""

    count: Count
    device: Id
    first: Seq
    inc: Inc
    realm: Id
    stream: Id
    prev: Hash | None = None


class Run(NamedTuple):
    """An encoded segment and the places of its chain that it covers."""

    chain: Chain
    first: int
    last: int
    data: bytes


@dataclass(frozen=True)
class Segment:
    """Commits that follow one another in one chain; nobody has checked their signatures yet."""

    chain: Chain
    commits: tuple[Commit, ...]


def runs(chosen: Iterable[Commit], limits: Limits = USUAL) -> Iterator[Run]:
    """Segments of any commits: by chain, in order, cut at holes and where one grows too large."""
    part: list[Commit] = []
    size = 0
    for commit in sorted(chosen, key=lambda commit: (commit.chain, commit.header.seq)):
        weight = len(commit.raw) + len(commit.payload or b"")
        full = len(part) == limits.items or size + weight > SOFT_PLAIN
        if part and (full or not _follows(part[-1], commit)):
            yield from _split(part, limits)
            part, size = [], 0
        part.append(commit)
        size += weight
    if part:
        yield from _split(part, limits)


def encode(run: Sequence[Commit], limits: Limits = USUAL) -> bytes:
    """One segment of commits that follow one another; raises ValueError otherwise, TooLarge."""
    if not all(_follows(before, after) for before, after in pairwise(run)):
        raise ValueError("a segment is an unbroken run of one chain")
    start = run[0].header
    head = Head(
        count=len(run),
        device=start.device,
        first=start.seq,
        inc=start.inc,
        realm=start.realm,
        stream=start.stream,
        prev=start.prev,
    )
    payloads = [commit.payload for commit in run if commit.payload is not None]
    lines = [canonical.encode(head), *map(_residue, run), *(payload[OPS] for payload in payloads)]
    salts = (unb64(payload[SALT].decode(), SALT_BYTES) for payload in payloads)
    return pack(lines, b"".join([*(commit.signature for commit in run), *salts]), limits)


def decode(data: bytes, limits: Limits = USUAL) -> Segment:
    """The commits of a segment, with the exact bytes that were signed.

    All or nothing; the caller checks each signature. Raises TooLarge, SegmentBroken, NotCanonical.
    """
    packed = unpack(data, limits)
    head = canonical.decode_as(Head, packed.lines[0])
    if head.count > limits.items:
        raise TooLarge(size=head.count, limit=limits.items)
    residues = [_read_residue(line) for line in packed.lines[1 : 1 + head.count]]
    payloads = _payloads(packed, head.count, ["payload" in fields for fields in residues])
    prev = head.prev
    found: list[Commit] = []
    for index, (fields, payload) in enumerate(zip(residues, payloads, strict=True)):
        raw = _header(head, index, prev, fields, payload)
        signature = packed.raw[SIGNATURE * index : SIGNATURE * (index + 1)]
        found.append(read(raw, payload, signature))
        prev = found[-1].id
    return Segment((head.device, head.inc, head.stream), tuple(found))


def _follows(before: Commit, after: Commit) -> bool:
    same = before.chain == after.chain and before.header.realm == after.header.realm
    return same and after.header.prev == before.id and after.header.seq == before.header.seq + 1


def _split(run: Sequence[Commit], limits: Limits) -> Iterator[Run]:
    """The run as one segment, or halved where it compresses better than a reader permits."""
    try:
        yield Run(run[0].chain, run[0].header.seq, run[-1].header.seq, encode(run, limits))
    except TooLarge:
        if len(run) == 1:
            raise
        yield from _split(run[: len(run) // 2], limits)
        yield from _split(run[len(run) // 2 :], limits)


def _residue(commit: Commit) -> bytes:
    """The header fields that the run does not imply; an erased payload's hash and size are kept."""
    left_out = IMPLIED if commit.payload is None else IMPLIED | OF_PAYLOAD
    fields = msgspec.json.decode(commit.raw)
    return _spell({name: value for name, value in fields.items() if name not in left_out})


def _read_residue(line: bytes) -> dict[str, Any]:
    """Header fields as sent; their types are checked once the whole header is rebuilt."""
    fields = canonical.decode(line, MAX_HEADER)
    if not isinstance(fields, dict) or IMPLIED & fields.keys():
        raise SegmentBroken(field="header")
    if len(OF_PAYLOAD & fields.keys()) == 1:
        raise SegmentBroken(field="header")
    return fields


def _payloads(packed: Packed, count: int, erased: list[bool]) -> list[bytes | None]:
    """The payload of each commit, None where it was erased."""
    lines = iter(packed.lines[1 + count :])
    whole = erased.count(False)
    sizes = len(packed.lines) - 1 - count, len(packed.raw)
    if len(erased) != count or sizes != (whole, SIGNATURE * count + SALT_BYTES * whole):
        raise SegmentBroken(field="count")
    salts = iter(range(SIGNATURE * count, len(packed.raw), SALT_BYTES))
    return [None if gone else _payload(packed.raw, next(salts), next(lines)) for gone in erased]


def _payload(raw: bytes, place: int, ops: bytes) -> bytes:
    salt = b64(raw[place : place + SALT_BYTES]).encode()
    return BEFORE_OPS + ops + BEFORE_SALT + salt + AFTER_SALT


def _header(
    head: Head, index: int, prev: str | None, fields: dict[str, Any], payload: bytes | None
) -> bytes:
    """The header's bytes, from what was sent and what the run implies."""
    implied: dict[str, Any] = {
        "realm": head.realm,
        "stream": head.stream,
        "device": head.device,
        "inc": head.inc,
        "seq": head.first + index,
    }
    if prev is not None:
        implied["prev"] = prev
    if payload is not None:
        implied |= {"payload": b64(sha256(payload).digest()), "size": len(payload)}
    return _spell({**fields, **implied})
