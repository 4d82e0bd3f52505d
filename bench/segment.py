"""Bytes and time of commits on their way: segments, receipts, bundles; synthetic office history."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from measure import cpu_of, in_turns, tell

from core import recipients
from core.commits.format import (
    Commit,
    Header,
    Op,
    Point,
    Session,
    payload_bytes,
    verify_signature,
    write,
)
from core.commits.ids import b64, text_id
from core.sync import bundle, receipt, segment
from core.sync.bundle import Export, Lock
from core.sync.chunks import Chunk
from core.sync.receipt import Receipt, Receipted

chance = Random(7)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
WORDS = (
    "về việc kiểm tra công tác bảo đảm hậu cần kỹ thuật năm kế hoạch huấn luyện của đơn vị báo cáo "
    "kết quả thực hiện chỉ thị hội nghị sơ kết quý tổ chức triển khai phòng chống thiên tai tìm "
    "kiếm cứu nạn quản lý trang bị tăng gia sản xuất chăm lo đời sống cán bộ chiến sĩ"
).split()
Steps = Iterator[tuple[Op, ...]]


def ident() -> str:
    """A random id."""
    return text_id(chance.randbytes(16))


def digest() -> str:
    """A random hash."""
    return b64(chance.randbytes(32))


def say(least: int, most: int) -> str:
    """Some words of the office."""
    return " ".join(chance.choice(WORDS) for _ in range(chance.randrange(least, most))).capitalize()


REALM, STREAM, DEVICE, REGISTER, LEASE, DOSSIER = (ident() for _ in range(6))
PEOPLE = [ident() for _ in range(6)]
UNIT = "Sư đoàn Bộ binh 999 (giả lập)"
CLERK = {"name": "Nguyễn Văn Mẫu", "rank": "Thiếu tá", "post": "Văn thư trưởng", "unit": UNIT}
CHIEF = {"name": "Trần Văn Thử", "rank": "Đại tá", "post": "Sư đoàn trưởng", "unit": UNIT}


def op(what: str, entity: str, /, *bases: str, **body: Any) -> Op:
    """An operation."""
    return Op(kind=what, id=entity, bases=bases, body=body)


def name(seq: int, index: int = 0) -> str:
    """The name of an operation of the one chain."""
    return f"{DEVICE}.1.{seq}.{index}"


def move(document: str, act: str, to: str, base: str, by: dict[str, str]) -> Op:
    """A step of the workflow."""
    return op("document.move", document, base, act=act, to=to, by=by)


def file(role: str, label: str) -> dict[str, Any]:
    """A file in a slot, as its operation names it."""
    return {
        "slot": "main", "role": role, "order": 0, "blob": digest(), "name": label,
        "type": "application/pdf", "size": chance.randrange(80_000, 900_000), "pages": 3,
    }  # fmt: skip


def arrival(document: str, number: int) -> tuple[Op, ...]:
    """A document is registered with its file and number."""
    fields = {
        "subject": say(10, 24), "code": f"{chance.randrange(1, 999)}/BTL-TM", "type": "cong-van",
        "agency": "Bộ Tư lệnh Quân khu Mô Phỏng", "dated": f"2026-11-{chance.randrange(10, 28)}",
        "urgency": "normal", "secrecy": "ordinary",
    }  # fmt: skip
    given = {"lease": LEASE, "number": number}
    return (
        op(
            "document.create", document, fields=fields, kind="incoming", step="registered", by=CLERK
        ),
        op("document.file", document, **file("received", f"{say(3, 6)}.pdf"), by=CLERK),
        op("document.number", document, register=REGISTER, **given, date="2026-11-22", by=CLERK),
        op("register.give", REGISTER, **given, document=document),
    )


def life(document: str, number: int, first: int) -> Steps:
    """The acts on one document, from arrival to the dossier; ``first`` is the seq of the first."""
    yield arrival(document, number)
    yield (move(document, "submit", "submitted", name(first), CLERK),)
    yield (op("document.direct", document, text=say(5, 20), by=CHIEF),)
    due = {"due": "2026-12-03", "days": 8, "calendar": "vn-2026-1"}
    lead = op(
        "document.assign", document, part="lead", assignee=chance.choice(PEOPLE), **due, by=CHIEF
    )
    yield lead, move(document, "direct", "in_progress", name(first + 1), CHIEF)
    yield (op("document.set", document, fields={"summary": say(6, 15)}, by=CLERK),)
    yield (op("document.opine", document, text=say(8, 25), by=CLERK),)
    signed = {"field": "KyChinh", "kind": "main", "before": digest(), "certificate": CERTIFICATE}
    after = file("main", "Công văn trả lời.pdf")
    mark = op("document.sign", document, name(first, 1), **signed, after=after, clock=1, by=CHIEF)
    yield mark, move(document, "answer", "done", name(first + 3, 1), CHIEF)
    yield (op("document.link", document, relation="answers", target=ident(), by=CLERK),)
    put = op("dossier.put", DOSSIER, document=document, by=CLERK)
    yield put, move(document, "file", "filed", name(first + 6, 1), CLERK)


CERTIFICATE = digest()


def history(documents: int) -> list[Commit]:
    """One chain of a clerk's and a chief's acts on some documents."""
    made: list[Commit] = []
    now, seen = 1_795_000_000_000, digest()
    authority = Point(epoch=1, gseq=12, chain=digest())
    for number in range(1, documents + 1):
        seen = digest()
        for ops in life(ident(), number, len(made) + 1):
            now += chance.randrange(5_000, 400_000)
            head = Header(
                v=1, realm=REALM, stream=STREAM, device=DEVICE, inc=1, seq=len(made) + 1,
                prev=made[-1].id if made else None, hlc=(now, 0), person=chance.choice(PEOPLE[:3]),
                session=Session(how="passphrase", at=now - now % 3_600_000), app="0.1.0",
                payload="A" * 43, size=0, auth=authority,
                seen=Point(epoch=1, gseq=len(made), chain=seen),
            )  # fmt: skip
            made.append(write(head, payload_bytes(ops, chance.randbytes(16)), KEY.sign))
    return made


def receipts(made: list[Commit]) -> list[Receipted]:
    """The server's receipts for a chain."""
    chain, found = receipt.first_chain(STREAM), []
    for gseq, commit in enumerate(made, 1):
        chain = receipt.next_chain(chain, commit.id, "ok")
        body = Receipt(
            realm=REALM, stream=STREAM, epoch=1, gseq=gseq, commit=commit.id, verdict="ok",
            chain=chain, time=1_795_000_000_000 + 97 * gseq,
        )  # fmt: skip
        found.append(receipt.sign_receipt(body, KEY.sign))
    return found


def bytes_of_commits(made: list[Commit]) -> None:
    """Bytes a commit, signature and salt included, for runs of several lengths."""
    for length in (1000, 100, 12):
        run = made[:length]
        ours = sum(len(each.data) for each in segment.runs(run)) / length
        raw = b"".join(each.raw + (each.payload or b"") + each.signature for each in run)
        peer = len(zstandard.ZstdCompressor(level=3).compress(raw)) / length
        tell(
            f"{length} commits", ours, "B/commit", against="zstd-3 of the bytes", peer=peer, limit=1
        )
        if length == 1000:
            tell(f"{length} commits", ours, "B/commit", against="goal", peer=150, limit=1)
    packed = len(receipt.encode_receipts(receipts(made[:1000]))) / 1000
    tell("1000 receipts", packed, "B/receipt", against="hash + signature", peer=96, limit=1.1)


def time_of_commits(made: list[Commit]) -> None:
    """Processor time to decode and check a run, against checking its signatures alone."""
    data = [each.data for each in segment.runs(made[:1000])]

    def ours() -> None:
        for each in data:
            for commit in segment.decode(each).commits:
                verify_signature(commit, PUBLIC)

    def bare() -> None:
        for commit in made[:1000]:
            verify_signature(commit, PUBLIC)

    mine, peer = in_turns(3, partial(cpu_of, ours), partial(cpu_of, bare))
    tell("decode and verify 1000", mine, "s", against="Ed25519 alone", peer=peer, limit=3)


def whole_bundle(made: list[Commit]) -> None:
    """Size and processor time of a bundle of 500 acts with 100 files, against its bytes."""
    blobs = [chance.randbytes(200_000) for _ in range(100)]
    names = [b64(sha256(blob).digest()) for blob in blobs]
    box = bytes(range(32))
    lock = Lock([recipients.public_of(box)], bytes(32), bytes(7))
    export = Export(ident(), REALM, 1, DEVICE, (1, 0), {}, {(DEVICE, 1, STREAM): 500})
    content = b"".join(each.raw + (each.payload or b"") for each in made[:500]) + b"".join(blobs)

    def written() -> list[bytes]:
        chunks = (Chunk(one, 0, blob) for one, blob in zip(names, blobs, strict=True))
        return list(
            bundle.write_bundle(export, [*segment.runs(made[:500]), *chunks], lock, KEY.sign)
        )

    def read() -> None:
        deque(bundle.read_bundle(pieces, box, lambda _device: PUBLIC), maxlen=0)

    def bare() -> None:
        AESGCM(bytes(32)).encrypt(bytes(12), content, None)
        sha256(content).digest()

    pieces = written()
    size = sum(map(len, pieces))
    tell("bundle, size", size, "B", against="plain content", peer=len(content), limit=1.01)
    out, back, peer = in_turns(3, *(partial(cpu_of, side) for side in (written, read, bare)))
    tell("bundle, write, CPU", out, "s", against="AES-GCM + SHA-256", peer=peer, limit=3)
    tell("bundle, read, CPU", back, "s", against="AES-GCM + SHA-256", peer=peer, limit=3)


if __name__ == "__main__":
    chain = history(112)
    bytes_of_commits(chain)
    time_of_commits(chain)
    whole_bundle(chain)
