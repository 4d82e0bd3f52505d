"""Every vector is derived again from the documents alone (by_hand.py), without the program."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.vectors import by_hand
from tests.vectors.by_hand import CROCKFORD, b64, hash64, parse, spell, unb64, verify
from tests.vectors.fold_by_hand import LISTS, RULES, SETS, TAKEN_OUT, folded

HERE = Path(__file__).parent


def vectors(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def raw(text: str) -> bytes:
    return bytes.fromhex(text)


def test_canonical() -> None:
    found = vectors("canonical")
    for each in found["accept"]:
        assert spell(each["value"]) == raw(each["bytes"])
        assert parse(raw(each["bytes"])) == each["value"]
    for each in found["refuse"]:
        with pytest.raises((ValueError, RecursionError)):
            parse(raw(each["bytes"]))


def test_signatures() -> None:
    found = vectors("signatures")
    private = Ed25519PrivateKey.from_private_bytes(raw(found["seed"]))
    assert b64(private.public_key().public_bytes_raw()) == found["public"]
    assert len(found["signatures"]) == 8
    for tag, signature in found["signatures"].items():
        assert private.sign(tag.encode() + b"\0" + raw(found["data"])) == raw(signature)


def test_commits() -> None:
    found = vectors("commit")
    before = None
    for seq, (commit, names) in enumerate(
        zip(found["commits"], found["operations"], strict=True), 1
    ):
        header = parse(raw(commit["header"]))
        payload = raw(commit["payload"])
        assert commit["id"] == hash64(raw(commit["header"]))
        assert (header["payload"], header["size"]) == (hash64(payload), len(payload))
        assert (header["seq"], header.get("prev")) == (seq, before)
        verify(
            "antin-commit-1",
            raw(commit["header"]),
            raw(commit["signature"]),
            unb64(found["public"]),
        )
        ops = parse(payload)["ops"]
        assert len(unb64(parse(payload)["salt"])) == 16
        chain = f"{header['device']}.{header['inc']}.{seq}"
        assert names == [f"{chain}.{index}" for index in range(len(ops))]
        before = commit["id"]


def test_the_state_that_commits_fold_to() -> None:
    found = vectors("commit")
    first, second, third = (name[0] for name in found["operations"])
    created, moved = (parse(raw(commit["header"])) for commit in found["commits"][:2])
    said = parse(raw(found["commits"][2]["header"]))
    ops = [parse(raw(commit["payload"]))["ops"] for commit in found["commits"]]
    by = {"author": created["person"]}
    assert found["state"] == {
        "created": {"op": first, "time": created["hlc"][0], **by},
        "kind": "incoming",
        "fields": {
            "secrecy": [[first, "ordinary"]],
            "subject": [[found["operations"][1][1], "Về việc bảo đảm hậu cần năm 2026"]],
        },
        "step": {
            "name": "submitted", "act": "submit", "op": second, "from": first,
            "time": moved["hlc"][0], **by,
        },
        "lists": {"opinions": [[third, {**ops[2][0]["body"], "time": said["hlc"][0], **by}]]},
        "newer": [found["operations"][2][1]],
    }  # fmt: skip


def test_the_state_hash() -> None:
    found = vectors("commit")
    shares = []
    for (kind, name), state in ((found["entity"], found["state"]), (found["other"], {})):
        shares.append(sha256(f"{kind}\0{name}\0".encode() + spell(state)).digest())
    assert shares[0].hex() == found["share"]
    total = sum(int.from_bytes(share, "big") for share in shares) % 2**256
    assert total.to_bytes(32, "big").hex() == found["sum"]


def test_what_each_kind_of_operation_does() -> None:
    """Every kind of the page but those of stores and what has a vector of its own."""
    seen = set()
    for each in vectors("operations"):
        payload = parse(raw(each["payload"]))
        assert spell(payload) == raw(each["payload"])
        kind, name = each["entity"]
        assert {(op["kind"].partition(".")[0], op["id"]) for op in payload["ops"]} == {(kind, name)}
        seen |= {op["kind"] for op in payload["ops"]}
        state = folded(payload["ops"], each["names"], each["person"], each["time"])
        assert state == each["state"], kind
        assert sha256(f"{kind}\0{name}\0".encode() + spell(state)).hexdigest() == each["share"]
    assert seen == {*RULES, *LISTS, *SETS, *TAKEN_OUT}


def test_trust() -> None:
    found = vectors("trust")
    known = {"root": found["root"]}
    for each in found["certificates"]:
        body = by_hand.open_signed("antin-device-1", each, unb64(each["issuer"]))
        assert each["issuer"] == known[body["issuer"]]
        known[body["device"]] = body["sign"]
    provision = by_hand.open_signed("antin-provision-1", found["provision"], unb64(found["root"]))
    assert provision["root"] == found["root"]
    certificates = [
        {name: each[name] for name in ("body", "sig")} for each in found["certificates"]
    ]
    assert provision["certificates"] == certificates[:2]
    assert raw(found["file"]) == b"ANTB\1\2" + spell(found["provision"])
    with pytest.raises(InvalidSignature):
        by_hand.open_signed("antin-device-1", found["provision"], unb64(found["root"]))


def test_segments() -> None:
    for each in vectors("segments"):
        found = by_hand.read_segment(raw(each["segment"]))
        expected = [
            (raw(c["header"]), c["payload"] and raw(c["payload"]), raw(c["signature"]))
            for c in each["commits"]
        ]
        assert found == expected


def test_receipts() -> None:
    found = vectors("receipts")
    expected = [(raw(each["body"]), raw(each["signature"])) for each in found["receipts"]]
    chain = hash64(found["stream"].encode())
    assert chain == found["first"]
    for body, signature in expected:
        verify("antin-receipt-1", body, signature, unb64(found["public"]))
        receipt = parse(body)
        chain = hash64(unb64(chain) + unb64(receipt["commit"]) + receipt["verdict"].encode())
        assert receipt["chain"] == chain
    assert by_hand.read_receipts(raw(found["packed"])) == expected
    assert by_hand.read_receipts(raw(found["scattered"])) == [expected[2], expected[0]]


def test_container() -> None:
    found = vectors("container")
    kinds = ["bundle", "provision", "enrol_request", "enrol_answer", "backup"]
    assert list(found["kinds"]) == kinds
    for number, kind in enumerate(kinds, 1):
        assert raw(found["kinds"][kind]) == b"ANTB\1" + bytes([number])
    starts = {raw(start) for start in found["kinds"].values()}
    assert all(raw(data)[:6] not in starts for data in found["refuse"])


def opened(sealed: bytes, key: bytes) -> bytes:
    """docs/formats/sealed-frames.md."""
    head, rest, content = sealed[:13], sealed[13:], b""
    assert head[:5] == b"ANTS\1"
    size = (1 << head[5]) + 16
    for index in range(0, len(rest), size):
        last = index + size >= len(rest)
        nonce = head[6:] + (index // size).to_bytes(4, "big") + bytes([last])
        content += AESGCM(key).decrypt(nonce, rest[index : index + size], head)
    return content


def test_bundle() -> None:
    found = vectors("bundle")
    file = raw(found["file"])
    assert file[:6] == b"ANTB\1\1"
    assert file[-4:] == b"ANTE"
    size = int.from_bytes(file[6:10], "big")
    clear = file[10 : 10 + size]
    header = parse(clear)
    assert (header["v"], header["volume"]) == (1, [1, 1])
    assert header["suite"] == "hpke-x25519-sha256-aes256gcm+ants1"
    private = X25519PrivateKey.from_private_bytes(raw(found["box"]))
    name = sha256(private.public_key().public_bytes_raw()).digest()[:16]
    sealed = unb64(dict(header["recipients"])[b64(name)])
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    key = suite.decrypt(sealed, private, b"antin-bundle-1\0" + name)
    content = opened(file[10 + size : -4], key)
    records = []
    while content:
        length = int.from_bytes(content[1:5], "big")
        records.append((content[0], content[5 : 5 + length]))
        content = content[5 + length :]
    *others, (kind, last) = records
    assert kind == 4
    check_manifest(found, last, clear)
    assert [number for number, _ in others] == [1, 2, 3]
    manifest = found["manifest"]
    (segment,), (receipts,), (chunk,) = (manifest[n] for n in ("segments", "receipts", "chunks"))
    assert segment[-2:] == [len(others[0][1]), hash64(others[0][1])]
    assert receipts == [3, len(others[1][1]), hash64(others[1][1])]
    blob, place, data = others[2][1][:32], others[2][1][32:36], others[2][1][36:]
    assert (b64(blob), int.from_bytes(place, "big")) == (hash64(data), 0)
    assert chunk == [b64(blob), 0, len(data), hash64(data)]
    assert [data.hex() for _, data in others[:2]] == [data for _, data in found["records"][:2]]
    assert data.hex() == found["records"][2][1]


def check_manifest(found: Any, last: bytes, clear: bytes) -> None:
    verify("antin-manifest-1", last[64:], last[:64], unb64(found["public"]))
    assert parse(last[64:]) == found["manifest"]
    assert found["manifest"]["clear"] == hash64(clear)


def typed(secret: bytes) -> str:
    """docs/formats/enrolment.md: the letters of a code."""
    check = sha256(b"antin-enrol-check-1\0" + secret).digest()
    number = int.from_bytes(secret, "big") << 12 | int.from_bytes(check[:2], "big") >> 4
    letters = "".join(CROCKFORD[number >> 5 * place & 31] for place in range(27, -1, -1))
    return "-".join(letters[start : start + 4] for start in range(0, 28, 4))


def test_enrolment() -> None:
    found = vectors("enrolment")
    secret = raw(found["secret"])
    assert typed(secret) == found["code"]
    assert b64(HKDF(SHA256(), 8, None, b"antin-enrol-name-1").derive(secret)) == found["name"]
    file = raw(found["request"])
    assert file[:6] == b"ANTB\1\3"
    parts = parse(file[6:])
    body = unb64(parts["body"])
    request = parse(body)
    key = HKDF(SHA256(), 32, None, b"antin-enrol-1").derive(secret)
    assert hmac.digest(key, body, "sha256") == unb64(parts["mac"])
    verify("antin-request-1", body, unb64(parts["sig"]), unb64(request["sign"]))
    assert request["code"] == found["name"]
    answer = parse(raw(found["answer"])[6:])
    assert raw(found["answer"])[:6] == b"ANTB\1\4"
    assert answer["request"] == hash64(body)
    root = unb64(found["root"])
    admin = by_hand.open_signed("antin-device-1", answer["certificates"][1], root)
    ours = by_hand.open_signed("antin-device-1", answer["certificate"], unb64(admin["sign"]))
    assert (ours["sign"], ours["box"]) == (request["sign"], request["box"])


def test_wire() -> None:
    found = vectors("wire")
    for each in found["messages"]:
        head, parts = by_hand.read_message(raw(each["bytes"]))
        assert head == each["head"]
        assert [part.hex() for part in parts] == each["parts"]
    session = next(each for each in found["messages"] if each["name"] == "session")["head"]
    proof = by_hand.open_signed("antin-session-1", session["proof"], unb64(found["device"]))
    assert proof == found["proof"]
    for flags, text in found["bitmaps"]:
        bits = "".join("1" if flag else "0" for flag in flags)
        padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
        assert unb64(text) == int(padded, 2).to_bytes(len(padded) // 8, "big")


def test_backup() -> None:
    found = vectors("backup")
    key, file = raw(found["subkey"]), raw(found["file"])
    assert file[:6] == b"ANTB\1\5"
    parts = parse(file[6:])
    body = parts["body"]
    assert body == found["body"]
    mac = hmac.digest(key, b"antin-backup-1\0" + spell(body), "sha256")
    assert parts["mac"] == b64(mac)
    assert parts["sum"] == hash64(spell({"body": body, "mac": parts["mac"]}))
    sealed = unb64(body["inside"])
    about = b"antin-backup-inside-1\0"
    number = sum(CROCKFORD.index(c) << 5 * p for p, c in enumerate(reversed(body["vault"])))
    bound = about + number.to_bytes(16, "big") + body["generation"].to_bytes(8, "big")
    cipher = AESGCMSIV(HKDF(SHA256(), 32, None, about).derive(key))
    assert parse(cipher.decrypt(sealed[:12], sealed[12:], bound)) == found["inside"]
    table, records = raw(found["table"]), []
    for start in range(0, len(table), 22):
        pack, place = table[start : start + 4], table[start + 4 : start + 6]
        digest = table[start + 6 : start + 22].hex()
        records.append([int.from_bytes(pack, "big"), int.from_bytes(place, "big"), digest])
    assert records == found["pages"]
    assert body["pages"]["size"] == 4096 * len(records)
    assert body["pages"]["table"] == {"size": len(table), "chunks": [hash64(table)]}
    assert all(place < body["pages"]["packs"][pack][1] for pack, place, _ in records)
    listed = raw(found["list"])
    assert body["files"] == {"size": len(listed), "chunks": [hash64(listed)]}
    parts_80 = [listed[start : start + 80] for start in range(0, len(listed), 80)]
    assert found["entries"] == [
        [
            each[:32].hex(),
            int.from_bytes(each[32:40], "big"),
            int.from_bytes(each[40:48], "big"),
            each[48:].hex(),
        ]
        for each in parts_80
    ]
