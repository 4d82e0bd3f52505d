"""What a file brings: makers of every kind of file carried by hand, and who reads each."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from typing import Any, Final

import msgspec

from core import recipients, sealing
from core.commits import canonical, trust
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Signed, Tag, message
from core.commits.trust import Certificate, Provision, Stream
from core.sync import (
    bundle,
    chunks,
    container,
    enrol,
    extract,
    founding,
    invitation,
    manifest,
    receipt,
    recovery,
    segment,
    trust_list,
)
from core.sync.bundle import Kind
from core.sync.chunks import BlobPlan
from core.sync.container import FileKind
from core.sync.packed import unpack
from core.sync.recovery import RecoveryRequest
from tests.core.commits.samples import (
    DEVICE,
    REALM,
    START,
    STREAM,
    chain,
    digest,
    ident,
    key,
    public,
)
from tests.core.sync import test_enrol, test_extract, test_founding, test_receipt
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_target import Target
from tests.vectors import trust_list as lists

BOX: Final = bytes(range(32))
ADMIN: Final = ident("administrator")
COMMITS: Final = chain(3)
RECEIPTS: Final = test_receipt.ordered(3)
BLOB: Final = b"gia lap" * 90
ROOT: Final = public(trust.ROOT)


def signed(tape: Tape, tag: Tag, body: object, sign: Sign) -> dict[str, str]:
    """A body, spoilt or not, with the signature that it then needs."""
    data = tape.json(body)
    return {"body": b64(data), "sig": b64(sign(message(tag, data)))}


def small(tape: Tape, kind: FileKind, body: object) -> bytes:
    """A file of JSON."""
    return tape.spoilt(container.head(kind) + tape.json(body))


# -- packed text -----------------------------------------------------------------------------------


def packed(tape: Tape, lines: list[bytes], raw: bytes) -> bytes:
    text = tape.zstd(b"\n".join(tape.some(lines)))
    return tape.spoilt(bytes((1,)) + tape.size(len(text)).to_bytes(4) + text + tape.spoilt(raw))


def of_segment(tape: Tape) -> bytes:
    found = unpack(segment.encode(COMMITS))
    lines = [tape.json(canonical.decode(line)) for line in found.lines]
    return packed(tape, lines, found.raw)


def of_receipts(tape: Tape) -> bytes:
    found = unpack(receipt.encode_receipts(RECEIPTS))
    lines = [tape.json(canonical.decode(line)) for line in found.lines]
    return packed(tape, lines, found.raw)


def again_segment(found: segment.Segment) -> bytes:
    return segment.encode(found.commits)


# -- bundles ---------------------------------------------------------------------------------------


def of_frames(tape: Tape) -> bytes:
    log2 = 12
    parts = list(sealing.seal(tape.spoilt(BLOB * 20), bytes(32), bytes(7), log2))
    return tape.spoilt(b"".join(tape.some(parts)))


def read_frames(data: bytes) -> bytes:
    return b"".join(sealing.unseal(data, bytes(32)))


def again_frames(content: bytes) -> bytes:
    return b"".join(sealing.seal(content, bytes(32), bytes(7), 12))


def of_bundle(tape: Tape) -> bytes:
    """A bundle whose manifest lists what stands in it, spoilt or not, and is signed for that."""
    volume = tape.one([[2, 3], [3, 2], [1, 9999], [0, 1]]) if tape.spoils() else [1, 1]
    clear = tape.json({**msgspec.json.decode(_clear()), "volume": volume})
    records = [(Kind.SEGMENT, of_segment(tape)), (Kind.RECEIPTS, of_receipts(tape))]
    for chunk in chunks.cut(BLOB):
        head = sha256(BLOB).digest() + chunk.place.to_bytes(4)
        records.append((Kind.CHUNK, tape.spoilt(head + tape.spoilt(chunk.data))))
    which = {} if volume == [1, 1] else {"volume": volume}
    listed = tape.json({**_manifest(clear, records), **which})
    last = (Kind.MANIFEST, key(ADMIN).sign(message(Tag.MANIFEST, listed)) + listed)
    content = b"".join(_record(tape, *each) for each in tape.some([*records, last]))
    frames = b"".join(sealing.seal(tape.spoilt(content), bytes(32), bytes(7), bundle.FRAME_LOG2))
    length = tape.size(len(clear)).to_bytes(4)
    return tape.spoilt(container.head(FileKind.BUNDLE) + length + clear + frames + bundle.END)


@cache
def _clear() -> bytes:
    """The clear header of an honest bundle, sealed to us."""
    lock = bundle.Lock([recipients.public_of(BOX)], bytes(32), bytes(7))
    export = bundle.Export(ident("bundle"), REALM, 1, ADMIN, (START, 0), {}, {})
    whole = b"".join(bundle.write_bundle(export, [], lock, key(ADMIN).sign))
    at = container.HEAD_SIZE
    return whole[at + 4 : at + 4 + int.from_bytes(whole[at : at + 4])]


def _record(tape: Tape, kind: int, data: bytes) -> bytes:
    told = tape.one([kind, 0, 5, 255, 3, 1]) if tape.spoils() else kind
    return bytes((told,)) + tape.size(len(data)).to_bytes(4) + data


def _manifest(clear: bytes, records: list[tuple[Kind, bytes]]) -> dict[str, Any]:
    sums = {kind: [len(data), b64(sha256(data).digest())] for kind, data in records}
    size = len(records[2][1]) - bundle.CHUNK_HEAD
    sums[Kind.CHUNK] = [size, b64(sha256(records[2][1][bundle.CHUNK_HEAD :]).digest())]
    return {
        "v": 1, "bundle": ident("bundle"), "realm": REALM, "epoch": 1, "device": ADMIN,
        "created": [START, 0], "clear": b64(sha256(clear).digest()),
        "requires": [[COMMITS[0].header.device, 1, STREAM, 2]],
        "contains": [[COMMITS[0].header.device, 1, STREAM, 3]],
        "segments": [[COMMITS[0].header.device, 1, STREAM, 1, 3, *sums[Kind.SEGMENT]]],
        "receipts": [[3, *sums[Kind.RECEIPTS]]],
        "chunks": [[b64(sha256(BLOB).digest()), 0, *sums[Kind.CHUNK]]],
    }  # fmt: skip


def read_bundle(data: bytes) -> list[Any]:
    """Everything in a bundle, each record read as its kind."""
    found: list[Any] = []
    for each in bundle.read_bundle([data], BOX, {ADMIN: public(ADMIN)}.get):
        if isinstance(each, bundle.Record):
            reader = {Kind.SEGMENT: segment.decode, Kind.RECEIPTS: receipt.decode_receipts}
            found.append(reader[each.kind](each.data))
        else:
            found.append(each)
    manifest.prerequisites(found[-1], {})
    return found


def of_plan(tape: Tape) -> bytes:
    size = tape.one([9, 0, 1 << 18, 5 << 20, 4 << 30, 2**53])
    names = [digest(f"{n}") for n in range(min(chunks.count(size), 5000))]
    return tape.json(BlobPlan(digest("blob"), size, tuple(names)))


def read_plan(data: bytes) -> BlobPlan:
    plan = canonical.decode_as(BlobPlan, data)
    chunks.check_plan(plan)
    chunks.span(len(plan.chunks) - 1, plan.size)
    return plan


# -- small files -----------------------------------------------------------------------------------


def of_request(tape: Tape) -> bytes:
    body = tape.json(test_enrol.request())
    file = {
        "body": b64(body),
        "mac": b64(enrol._mac(body, test_enrol.SECRET)),
        "sig": b64(key(DEVICE).sign(message(Tag.REQUEST, body))),
    }
    return small(tape, FileKind.ENROL_REQUEST, file)


def read_request(data: bytes) -> enrol.EnrolRequest:
    return enrol.read_request(data, test_enrol.SECRET)


def again_request(found: enrol.EnrolRequest) -> bytes:
    return enrol.write_request(found, test_enrol.SECRET, key(DEVICE).sign)


def _certificate(tape: Tape, envelope: Signed, issuer: str) -> dict[str, str]:
    inner = canonical.decode(unb64(envelope.body))
    return signed(tape, Tag.DEVICE, inner, key(issuer).sign)


def of_answer(tape: Tape) -> bytes:
    made = {
        "v": 1,
        "request": enrol.request_hash(test_enrol.request()),
        "certificate": _certificate(tape, test_enrol.certificate(ADMIN), ADMIN),
        "certificates": tape.some(
            [_certificate(tape, test_enrol.ADMIN_CERTIFICATE, trust.ROOT)],
        ),
        "provision": 3,
    }
    return small(tape, FileKind.ENROL_ANSWER, made)


def read_answer(data: bytes) -> enrol.EnrolAnswer:
    return enrol.read_answer(data, test_enrol.request(), ROOT)[0]


def of_provision(tape: Tape) -> dict[str, str]:
    made = Provision(
        schema="antin-provision-1",
        serial=1,
        created=START,
        expires=START + 10**10,
        realm=REALM,
        unit=ident("unit"),
        code="999-GL",
        name="Đơn vị giả lập",
        root=b64(ROOT),
        recovery=digest("recovery"),
        streams=(Stream(ident("authority"), "authority"), Stream(STREAM, "unit")),
        certificates=(test_enrol.ADMIN_CERTIFICATE, test_enrol.certificate(ADMIN)),
        server=trust.ServerPlace("https://192.0.2.1:8443", digest("spki")),
    )
    return signed(tape, Tag.PROVISION, made, key(trust.ROOT).sign)


def of_provision_file(tape: Tape) -> bytes:
    return small(tape, FileKind.PROVISION, of_provision(tape))


def read_provision(data: bytes) -> Provision:
    found = trust.read_provision(container.read_json(FileKind.PROVISION, Signed, data))
    found.stream("unit")
    trust.fingerprint(found.root)
    return found


def again_provision(found: Provision) -> bytes:
    return container.write_json(FileKind.PROVISION, trust.provision(found, key(trust.ROOT).sign))


def of_invitation(tape: Tape) -> bytes:
    made = {
        "v": 1, "code": enrol.code_text(test_enrol.SECRET), "person": "Người Thí Dụ",
        "machine": "Máy giả lập", "until": START, "provision": of_provision(tape),
    }  # fmt: skip
    return small(tape, FileKind.INVITATION, made)


def read_invitation(data: bytes) -> invitation.Invitation:
    return invitation.read(data)[0]


def of_founding(tape: Tape) -> bytes:
    made = signed(tape, Tag.REQUEST, test_founding.REQUEST, key("server").sign)
    return small(tape, FileKind.ENROL_REQUEST, made)


def again_founding(found: founding.ServerRequest) -> bytes:
    return founding.write_server_request(found, key("server").sign)


ASKED: Final = RecoveryRequest(
    vault=ident("vault"),
    store=ident("store"),
    person=ident("person"),
    label="Máy giả lập",
    public=b64(recipients.public_of(BOX)),
    sealed="A" * 107,
    box=b64(recipients.public_of(BOX)),
    nonce=digest("nonce"),
    at=START,
)


def of_recovery(tape: Tape) -> bytes:
    return small(tape, FileKind.RECOVERY_REQUEST, ASKED)


def read_recovery(data: bytes) -> RecoveryRequest:
    """The request, as the officer's machine shows and answers it."""
    found = recovery.read_request(data)
    recovery.fingerprint(found)
    recovery.answer(found, bytes(32), "Sĩ quan giả lập", "quên", START)
    return found


def of_recovery_answer(tape: Tape) -> bytes:
    return small(
        tape, FileKind.RECOVERY_ANSWER, recovery.answer(ASKED, bytes(32), "Sĩ quan", "quên", START)
    )


def read_recovery_answer(data: bytes) -> recovery.RecoveryAnswer:
    found = recovery.read_answer(data, ASKED)
    recovery.key_in(found, BOX)
    return found


def of_extract(tape: Tape) -> bytes:
    made = signed(tape, Tag.EXTRACT, test_extract.MADE, test_extract.KEY.sign)
    return small(tape, FileKind.EXTRACT, made)


def read_extract(data: bytes) -> extract.Extract:
    return extract.read(data, test_extract.CONTENT, lambda _device: test_extract.PUBLIC)


def of_trust(tape: Tape) -> bytes:
    body = tape.one([lists.body(), lists.detailed()])
    kind = trust_list.KINDS[body.v]
    return small(tape, kind, signed(tape, Tag.TRUST, body, key(ADMIN).sign))


def read_trust(data: bytes) -> trust_list.TrustList:
    inner = canonical.decode(unb64(test_enrol.ADMIN_CERTIFICATE.body))
    return trust_list.read(data, REALM, {ADMIN: msgspec.convert(inner, Certificate)}.get)


def of_head(tape: Tape) -> bytes:
    return tape.spoilt(container.head(tape.one(list(FileKind))) + tape.spoilt(BLOB[:40]))


def read_head(data: bytes) -> bytes:
    container.read_head(data)
    small_one, behind = container.parted(data)
    return small_one + behind


FILES: Final = (
    Target("head", of_head, read_head, lambda found: found),
    Target("frames", of_frames, read_frames, again_frames),
    Target("segment", of_segment, segment.decode, again_segment),
    Target("receipts", of_receipts, receipt.decode_receipts, receipt.encode_receipts),
    Target("bundle", of_bundle, read_bundle),
    Target("plan", of_plan, read_plan, canonical.encode),
    Target("request", of_request, read_request, again_request),
    Target("answer", of_answer, read_answer, enrol.write_answer),
    Target("provision", of_provision_file, read_provision, again_provision),
    Target("invitation", of_invitation, read_invitation, invitation.write),
    Target("founding", of_founding, founding.read_server_request, again_founding),
    Target("recovery", of_recovery, read_recovery, recovery.write_request),
    Target("recovery answer", of_recovery_answer, read_recovery_answer, recovery.write_answer),
    Target("extract", of_extract, read_extract, partial(extract.write, sign=test_extract.KEY.sign)),
    Target("trust", of_trust, read_trust, partial(trust_list.write, sign=key(ADMIN).sign)),
)
