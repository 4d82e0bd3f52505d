"""Fixed keys, ids and commits that the test vectors are made of; plainly fictional."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import recipients
from core.commits import trust
from core.commits.format import Commit, Header, Op, Point, Session, payload_bytes, write
from core.commits.ids import b64, text_id
from core.commits.signatures import Signed
from core.commits.trust import Certificate, Provision, ServerPlace, Stream
from core.sync import receipt
from core.sync.receipt import Receipt, Receipted

Kind = Literal["server", "administrator", "device"]
NOW = 1_795_000_000_000
YEAR = 365 * 86_400_000


def seed(name: str) -> bytes:
    """Thirty-two fixed bytes."""
    return sha256(b"antin vector " + name.encode()).digest()


def key(name: str) -> Ed25519PrivateKey:
    """The signing key of a name."""
    return Ed25519PrivateKey.from_private_bytes(seed(name))


def public(name: str) -> str:
    """The public half of ``key``, base64url."""
    return b64(key(name).public_key().public_bytes_raw())


def box(name: str) -> str:
    """The public half of a box key, base64url."""
    return b64(recipients.public_of(seed(f"{name} box")))


def ident(name: str) -> str:
    """A fixed id."""
    return text_id(seed(name)[:16])


REALM, UNIT, AUTHORITY, STREAM = (ident(name) for name in ("realm", "unit", "authority", "stream"))
ADMIN, CLERK, SERVER = ident("admin"), ident("clerk"), ident("server")
BY = {
    "name": "Nguyễn Văn Mẫu",
    "rank": "Thiếu tá",
    "post": "Văn thư",
    "unit": "Sư đoàn Bộ binh 999 (giả lập)",
}


def commit(before: list[Commit], *ops: Op, **changes: Any) -> Commit:
    """The next commit of the clerk's chain."""
    seq = len(before) + 1
    head = Header(
        v=1,
        realm=REALM,
        stream=STREAM,
        device=CLERK,
        inc=1,
        seq=seq,
        hlc=(NOW + 1000 * seq, 0),
        person=ident("person"),
        session=Session(how="passphrase", at=NOW),
        app="0.1.0",
        payload="A" * 43,
        size=0,
        prev=before[-1].id if before else None,
        **changes,
    )
    payload = payload_bytes(ops, seed(f"salt {seq}")[:16])
    before.append(write(head, payload, key("clerk").sign))
    return before[-1]


def document(what: str, /, bases: tuple[str, ...] = (), **body: Any) -> Op:
    """An operation on the one document."""
    return Op(kind=f"document.{what}", id=ident("document"), bases=bases, body=body)


def history() -> list[Commit]:
    """A short chain with every header field and several operations."""
    made: list[Commit] = []
    fields = {"subject": "Về việc bảo đảm hậu cần", "secrecy": "ordinary"}
    create = {"fields": fields, "kind": "incoming", "step": "registered", "by": BY}
    first = commit(made, document("create", **create))
    commit(
        made,
        document("move", (first.op_id(0),), act="submit", to="submitted", by=BY),
        document("set", (first.op_id(0),), fields={"subject": "Về việc bảo đảm hậu cần năm 2026"}),
        deps=((ADMIN, 1, 4),),
        auth=Point(epoch=1, gseq=4, chain=b64(seed("authority chain"))),
        seen=Point(epoch=1, gseq=1, chain=b64(seed("stream chain"))),
        act=ident("act"),
        grant=f"{ADMIN}.1.3.0",
    )
    opinion = {"text": "Đã xem, đồng ý.", "by": BY}
    later = Op(kind="document.future", id=ident("document"), v=2, body={"anything": [1, True]})
    commit(made, document("opine", **opinion), later)
    return made


def certificate(name: str, kind: Kind, issuer: str) -> Signed:
    """A certificate of a fixed key."""
    body = Certificate(
        v=1,
        realm=REALM,
        device=ident(name),
        kind=kind,
        label=f"Máy {name}",
        sign=public(name),
        box=box(name),
        unit=UNIT,
        streams=(AUTHORITY, STREAM),
        start=NOW,
        end=NOW + YEAR,
        issuer=trust.ROOT if issuer == "root" else ident(issuer),
        serial=1,
    )
    return trust.issue(body, key(issuer).sign)


CERTIFICATES = (
    certificate("server", "server", "root"),
    certificate("admin", "administrator", "root"),
    certificate("clerk", "device", "admin"),
)


def receipted() -> list[Receipted]:
    """The server's receipts for the chain."""
    chain, found = receipt.first_chain(STREAM), []
    for gseq, (each, verdict) in enumerate(zip(history(), receipt.WORDS, strict=False), 1):
        chain = receipt.next_chain(chain, each.id, verdict)
        body = Receipt(
            realm=REALM,
            stream=STREAM,
            epoch=1,
            gseq=gseq,
            commit=each.id,
            verdict=verdict,
            chain=chain,
            time=NOW + 5000 + gseq,
        )
        found.append(receipt.sign_receipt(body, key("server").sign))
    return found


def provisioned() -> Signed:
    """The provisioning file of the made-up unit, as its root signed it."""
    body = Provision(
        schema="antin-provision-1",
        serial=1,
        created=NOW,
        expires=NOW + YEAR,
        realm=REALM,
        unit=UNIT,
        code="X99.01.02",
        name="Sư đoàn Bộ binh 999 (giả lập)",
        root=public("root"),
        recovery=box("recovery"),
        streams=(Stream(AUTHORITY, "authority"), Stream(STREAM, "unit")),
        certificates=CERTIFICATES[:2],
        server=ServerPlace("https://server.example:8443", b64(seed("tls"))),
    )
    return trust.provision(body, key("root").sign)
