"""Receipts: the server's word that it has ordered a commit, and the stream's chain of them.

A receipt names a commit's place (epoch and gseq), its verdict and the chain hash of the stream up
to it (docs/formats/receipts.md). Many travel packed: places, verdicts and times as text, hashes and
signatures raw; the chain hash is sent once for a run of places and computed for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from core.commits import canonical
from core.commits.format import Count, Hash, Id, Instant, Whole
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Tag, message, verify
from core.errors import SegmentBroken, TooLarge
from core.sync.packed import USUAL, Limits, pack, unpack

Word = Literal["ok", "ok+conflict", "review", "quarantine"]
WORDS: Final[tuple[Word, ...]] = ("ok", "ok+conflict", "review", "quarantine")
Code = Annotated[int, msgspec.Meta(ge=0, lt=len(WORDS))]
HASH: Final = 32
ITEM: Final = HASH + 64


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A commit's place in its stream's order, its verdict, the chain hash and the server's time."""

    realm: Id
    stream: Id
    epoch: Whole
    gseq: Count
    commit: Hash
    verdict: Word
    chain: Hash
    time: Instant


class Receipted(NamedTuple):
    """A receipt with the server's signature; whether it holds is known after ``read_receipt``."""

    receipt: Receipt
    signature: bytes

    @property
    def body(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical.encode(self.receipt)


class Pack(NamedTuple):
    """Encoded receipts and how many there are."""

    size: int
    data: bytes


class Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Receipts of one stream and epoch whose places follow one another."""

    realm: Id
    stream: Id
    epoch: Whole
    gseq: Annotated[int, msgspec.Meta(ge=1, le=2**52)]
    chain: Hash
    verdicts: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
    times: tuple[Instant, ...]


def first_chain(stream: str) -> str:
    """The chain hash of a stream before its first commit: SHA-256 of the stream's id as text."""
    return b64(sha256(stream.encode("ascii")).digest())


def next_chain(chain: str, commit: str, verdict: str) -> str:
    """The chain hash after one more commit: SHA-256(previous ‖ commit hash ‖ verdict)."""
    parts = unb64(chain, HASH) + unb64(commit, HASH) + verdict.encode("ascii")
    return b64(sha256(parts).digest())


def sign_receipt(receipt: Receipt, sign: Sign) -> Receipted:
    """A receipt signed by the server."""
    body = canonical.encode(receipt)
    return Receipted(receipt, sign(message(Tag.RECEIPT, body)))


def read_receipt(body: bytes, signature: bytes, server: bytes) -> Receipt:
    """A receipt that the server's device key signed; raises SignatureWrong and NotCanonical."""
    receipt = canonical.decode_as(Receipt, body)
    verify(Tag.RECEIPT, body, signature, server)
    return receipt


def encode_receipts(receipts: Sequence[Receipted]) -> bytes:
    """Receipts packed in the order given; raises TooLarge over the usual number of items."""
    if len(receipts) > USUAL.items:
        raise TooLarge(size=len(receipts), limit=USUAL.items)
    lines = [canonical.encode(_stretch(part)) for part in _stretches(receipts)]
    raw = (unb64(each.receipt.commit, HASH) + each.signature for each in receipts)
    return pack(lines, b"".join(raw))


def packs(receipts: Sequence[Receipted]) -> Iterator[Pack]:
    """Any number of receipts, in packs that a reader takes."""
    for start in range(0, len(receipts), USUAL.items):
        part = receipts[start : start + USUAL.items]
        yield Pack(len(part), encode_receipts(part))


def decode_receipts(data: bytes, limits: Limits = USUAL) -> tuple[Receipted, ...]:
    """The receipts of a pack; the caller checks each signature.

    Raises TooLarge, SegmentBroken, NotCanonical.
    """
    packed = unpack(data, limits)
    found: list[Receipted] = []
    for line in packed.lines if packed.lines != [b""] else []:
        stretch = canonical.decode_as(Stretch, line)
        if len(found) + len(stretch.verdicts) > limits.items:
            raise TooLarge(size=len(found) + len(stretch.verdicts), limit=limits.items)
        found.extend(_spread(stretch, packed.raw, len(found)))
    if len(packed.raw) != ITEM * len(found):
        raise SegmentBroken(field="count")
    return tuple(found)


def _stretches(receipts: Sequence[Receipted]) -> Iterator[Sequence[Receipted]]:
    """Cut where a receipt is not the next of the same stream and epoch."""
    cuts = [place for place, pair in enumerate(pairwise(receipts), 1) if not _follows(*pair)]
    for start, end in pairwise([0, *cuts, len(receipts)] if receipts else []):
        yield receipts[start:end]


def _follows(before: Receipted, after: Receipted) -> bool:
    one, two = before.receipt, after.receipt
    same = (one.realm, one.stream, one.epoch, one.gseq + 1)
    chain = next_chain(one.chain, two.commit, two.verdict)
    return (two.realm, two.stream, two.epoch, two.gseq, two.chain) == (*same, chain)


def _stretch(part: Sequence[Receipted]) -> Stretch:
    first = part[0].receipt
    return Stretch(
        realm=first.realm,
        stream=first.stream,
        epoch=first.epoch,
        gseq=first.gseq,
        chain=first.chain,
        verdicts=tuple(WORDS.index(each.receipt.verdict) for each in part),
        times=tuple(each.receipt.time for each in part),
    )


def _spread(stretch: Stretch, raw: bytes, before: int) -> Iterator[Receipted]:
    """The receipts of a stretch, whose raw bytes begin after those of ``before`` others."""
    if len(stretch.times) != len(stretch.verdicts):
        raise SegmentBroken(field="count")
    chain = stretch.chain
    for index, (code, time) in enumerate(zip(stretch.verdicts, stretch.times, strict=True)):
        item = raw[ITEM * (before + index) : ITEM * (before + index + 1)]
        commit, verdict = b64(item[:HASH]), WORDS[code]
        if len(item) != ITEM:
            raise SegmentBroken(field="count")
        chain = next_chain(chain, commit, verdict) if index else chain
        receipt = Receipt(
            realm=stretch.realm,
            stream=stretch.stream,
            epoch=stretch.epoch,
            gseq=stretch.gseq + index,
            commit=commit,
            verdict=verdict,
            chain=chain,
            time=time,
        )
        yield Receipted(receipt, item[HASH:])
