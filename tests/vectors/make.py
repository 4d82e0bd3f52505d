"""Writes the test vectors of docs/formats, once: a file that exists is never written again.

Run as ``python -m tests.vectors.make`` when a format is new. Keys, ids, salts and times are fixed;
what is drawn inside the cryptographic library (HPKE) differs from run to run, so what is on disk is
the vector. ``test_by_hand.py`` derives every vector again without this program.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from core import recipients
from core.commits import canonical, fold, signatures, state_hash
from core.commits.format import Commit
from core.commits.ids import b64
from core.commits.signatures import Tag
from core.sync import (
    bundle,
    chunks,
    container,
    enrol,
    frontier,
    invitation,
    message,
    receipt,
    segment,
    wire,
)
from core.sync.bundle import Export, Lock
from core.sync.chunks import BlobPlan, Chunk
from core.sync.container import FileKind
from core.sync.enrol import EnrolAnswer, EnrolRequest
from core.sync.invitation import Invitation
from core.sync.session import Proof, sign_session
from tests.vectors.backups import of_backup
from tests.vectors.extracts import of_extract
from tests.vectors.fixed import (
    ADMIN,
    AUTHORITY,
    CERTIFICATES,
    CLERK,
    NOW,
    REALM,
    SERVER,
    STREAM,
    UNIT,
    box,
    history,
    ident,
    key,
    provisioned,
    public,
    receipted,
    seed,
)
from tests.vectors.operations import of_operations

HERE = Path(__file__).parent


def plain(value: object) -> Any:
    """A value as JSON has it."""
    return canonical.decode(canonical.encode(value), 1 << 24)


def accepted() -> list[object]:
    """Values that have a canonical spelling."""
    return [
        {},
        [],
        "",
        0,
        -1,
        True,
        False,
        2**53,
        -(2**53),
        {"b": 1, "a": [False, {"c": ""}]},
        {"～": 1, "😀": 2, "a": 3, "B": 4},
        "Quyết định số 05/QĐ-SĐ999",
        '/ " \\ \b \f \n \r \t \x01 \x1f \x7f \u2028',
        [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]],
    ]


REFUSED = {
    "white space": b'{"a": 1}',
    "line feed at the end": b"1\n",
    "keys not sorted": b'{"b":1,"a":1}',
    "key twice": b'{"a":1,"a":1}',
    "float": b"1.0",
    "exponent": b"1e2",
    "minus zero": b"-0",
    "leading zero": b"01",
    "null": b"null",
    "null in a map": b'{"a":null}',
    "not a number": b"NaN",
    "integer over 2^53": b"9007199254740993",
    "escaped slash": b'"\\/"',
    "escaped letter": b'"\\u0061"',
    "upper-case escape": b'"\\u001F"',
    "long escape": b'"\\u000a"',
    "U+0000": b'"\\u0000"',
    "raw control": b'"\x01"',
    "half a surrogate pair": b'"\\ud800"',
    "escaped pair": b'"\\ud83d\\ude00"',
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "byte order mark": b"\xef\xbb\xbf1",
    "NFD": '"Quyê\u0301t"'.encode(),
    "NFD key": '{"e\u0301":1}'.encode(),
    "cut": b"[1,",
    "two values": b"1 2",
    "empty": b"",
    "depth 17": b"[" * 18 + b"]" * 18,
}


def of_canonical() -> object:
    """What is read and what is refused."""
    taken = [{"value": value, "bytes": canonical.encode(value).hex()} for value in accepted()]
    return {"accept": taken, "refuse": [{"why": w, "bytes": d.hex()} for w, d in REFUSED.items()]}


FIRST = [tag for tag in Tag if tag not in {Tag.EXTRACT, Tag.TRUST, Tag.SNAPSHOT, Tag.STORED}]
"""The tags of the first version: a later one is in the vector of its thing."""


def of_signatures() -> object:
    """One signature for each of the first tags."""
    data = canonical.encode({"a": "đ"})
    made = {tag.value: key("clerk").sign(signatures.message(tag, data)).hex() for tag in FIRST}
    return {
        "seed": seed("clerk").hex(),
        "public": public("clerk"),
        "data": data.hex(),
        "signatures": made,
    }


def as_json(made: Commit, erased: bool = False) -> dict[str, Any]:
    """A commit's bytes."""
    payload = None if erased or made.payload is None else made.payload.hex()
    return {
        "header": made.raw.hex(),
        "payload": payload,
        "signature": made.signature.hex(),
        "id": made.id,
    }


def of_commit() -> object:
    """Commits, the state that they fold to, and its share of the state hash."""
    made, state = history(), None
    for each in made:
        for index, op in enumerate(each.ops):
            header = each.header
            when = fold.At(each.op_id(index), header.person, header.device, 1, header.hlc[0])
            state = fold.fold(state, op, when)
    entity = ("document", ident("document"))
    return {
        "public": public("clerk"),
        "commits": [as_json(each) for each in made],
        "operations": [[each.op_id(index) for index in range(len(each.ops))] for each in made],
        "entity": list(entity),
        "state": plain(state),
        "share": state_hash.of_row(entity, state or {}).hex(),
        "sum": state_hash.of_stream([(entity, state or {}), (("unit", UNIT), {})]).hex(),
        "other": ["unit", UNIT],
    }


def of_trust() -> object:
    """Certificates in a chain, and a provisioning file."""
    envelope = provisioned()
    file = container.write_json(FileKind.PROVISION, envelope)
    chain = [
        {"issuer": public(name), **plain(each)}
        for name, each in zip(("root", "root", "admin"), CERTIFICATES, strict=True)
    ]
    return {
        "root": public("root"),
        "certificates": chain,
        "provision": plain(envelope),
        "file": file.hex(),
    }


def of_segments() -> object:
    """A whole chain, and its end with one payload erased."""
    made = history()
    stripped = Commit(made[1].raw, None, made[1].signature, made[1].header, ())
    return [
        {"segment": segment.encode(made).hex(), "commits": [as_json(each) for each in made]},
        {
            "segment": segment.encode([stripped, made[2]]).hex(),
            "commits": [as_json(made[1], erased=True), as_json(made[2])],
        },
    ]


def of_receipts() -> object:
    """Receipts one by one, and packed: a run, and with a gap."""
    made = receipted()
    each = [{"body": one.body.hex(), "signature": one.signature.hex()} for one in made]
    return {
        "public": public("server"),
        "stream": STREAM,
        "first": receipt.first_chain(STREAM),
        "receipts": each,
        "packed": receipt.encode_receipts(made).hex(),
        "scattered": receipt.encode_receipts([made[2], made[0]]).hex(),
    }


KINDS = (
    FileKind.BUNDLE,
    FileKind.PROVISION,
    FileKind.ENROL_REQUEST,
    FileKind.ENROL_ANSWER,
    FileKind.BACKUP,
)


def of_container() -> object:
    """First bytes of each kind, and what is none of ours."""
    refused = [b"ANT", b"ANTB\1", b"%PDF-1.7", b"ANTB\2\1", b"ANTB\1\0", b"ANTB\1\xff"]
    return {
        "kinds": {kind.name.lower(): container.head(kind).hex() for kind in KINDS},
        "refuse": [data.hex() for data in refused],
    }


def of_bundle() -> object:
    """A bundle for two readers with a segment, receipts and a file."""
    blob = "DỮ LIỆU GIẢ LẬP".encode() * 9
    export = Export(
        bundle=ident("bundle"),
        realm=REALM,
        epoch=1,
        device=CLERK,
        created=(NOW + 9000, 0),
        requires={(ADMIN, 1, AUTHORITY): 4},
        contains={(ADMIN, 1, AUTHORITY): 4, (CLERK, 1, STREAM): 3},
    )
    publics = [recipients.public_of(seed(name)) for name in ("admin box", "server box")]
    lock = Lock(publics, seed("content key"), seed("prefix")[:7])
    chunk = Chunk(b64(sha256(blob).digest()), 0, blob)
    records = [*segment.runs(history()), *receipt.packs(receipted()), chunk]
    file = b"".join(bundle.write_bundle(export, records, lock, key("clerk").sign))
    signer = key("clerk").public_key().public_bytes_raw()
    *_, manifest = bundle.read_bundle([file], seed("admin box"), lambda _device: signer)
    return {
        "box": seed("admin box").hex(),
        "public": public("clerk"),
        "file": file.hex(),
        "records": [[kind, record.data.hex()] for kind, record in enumerate(records, 1)],
        "blob": chunk.blob,
        "manifest": plain(manifest),
    }


def of_invitation() -> object:
    """A code and a provisioning file for a new machine."""
    made = Invitation(
        code=enrol.code_text(seed("code")[:16]),
        person="Người Thí Dụ",
        machine="Máy clerk",
        until=NOW + 14 * 86_400_000,
        provision=provisioned(),
    )
    return {"file": invitation.write(made).hex(), "code": made.code, "until": made.until}


def of_enrolment() -> object:
    """A code, a request made with it, and its answer."""
    secret = seed("code")[:16]
    request = EnrolRequest(
        realm=REALM,
        code=enrol.code_name(secret),
        label="Máy clerk",
        sign=public("clerk"),
        box=box("clerk"),
        nonce=b64(seed("nonce")),
        at=NOW,
    )
    answer = EnrolAnswer(
        request=enrol.request_hash(request),
        certificate=CERTIFICATES[2],
        certificates=CERTIFICATES[:2],
        provision=1,
    )
    return {
        "secret": secret.hex(),
        "code": enrol.code_text(secret),
        "name": enrol.code_name(secret),
        "root": public("root"),
        "request": enrol.write_request(request, secret, key("clerk").sign).hex(),
        "answer": enrol.write_answer(answer).hex(),
    }


def of_wire() -> object:
    """Messages with and without parts, a session's proof, frontier rows and a bitmap."""
    chain = (CLERK, 1, STREAM)
    tip = wire.Tip(STREAM, 3, receipted()[-1].receipt.chain)
    proof = Proof(realm=REALM, device=CLERK, nonce=b64(seed("nonce")), spki=b64(seed("tls")))
    plan = BlobPlan(blob=b64(seed("blob")), size=300_000, chunks=(b64(seed("c1")), b64(seed("c2"))))
    heads: list[tuple[str, object, list[bytes]]] = [
        ("hello", wire.Hello(versions=(1,), app="0.1.0"), []),
        (
            "hello answer",
            wire.HelloAnswer(
                versions=(1,),
                min_push=1,
                min_pull=1,
                realm=REALM,
                server=SERVER,
                epoch=1,
                time=NOW,
                tips=(tip,),
            ),
            [],
        ),
        ("session", sign_session(proof, key("clerk").sign), []),
        ("push", wire.Push(epoch=1), [run.data for run in segment.runs(history())]),
        (
            "push answer",
            wire.PushAnswer(
                epoch=1,
                held=frontier.rows({chain: 9}),
                refused=(wire.Refusal(CLERK, 1, STREAM, 4, "CommitRefused"),),
            ),
            [receipt.encode_receipts(receipted())],
        ),
        (
            "pull answer",
            wire.PullAnswer(
                stream=STREAM, epoch=1, next=3, head=3, packs=1, state=b64(seed("state")), reducer=1
            ),
            [receipt.encode_receipts(receipted()), *(run.data for run in segment.runs(history()))],
        ),
        ("missing", wire.Missing(stream=STREAM, plans=(plan,)), []),
        ("problem", wire.Problem("TooLarge", {"limit": 8 << 20}), []),
    ]
    return {
        "messages": [
            {
                "name": name,
                "head": plain(head),
                "parts": [part.hex() for part in parts],
                "bytes": message.encode(head, parts).hex(),
            }
            for name, head, parts in heads
        ],
        "device": public("clerk"),
        "proof": plain(proof),
        "bitmaps": [
            [flags, chunks.bitmap(flags)] for flags in ([True], [False, True] * 5, [False] * 9)
        ],
    }


FILES = {
    "canonical": of_canonical,
    "signatures": of_signatures,
    "commit": of_commit,
    "trust": of_trust,
    "segments": of_segments,
    "receipts": of_receipts,
    "container": of_container,
    "bundle": of_bundle,
    "enrolment": of_enrolment,
    "invitation": of_invitation,
    "extract": of_extract,
    "wire": of_wire,
    "backup": of_backup,
    "operations": of_operations,
}


def main() -> None:
    """Write the vectors that are not there yet."""
    for name, make in FILES.items():
        path = HERE / f"{name}.json"
        if not path.exists():
            text = json.dumps(make(), ensure_ascii=False, indent=1)
            with path.open("x", encoding="utf-8") as file:
                file.write(text + "\n")
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
