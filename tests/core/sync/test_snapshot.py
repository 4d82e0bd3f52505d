"""Snapshots: what is made is read whole, in its order; anything spoilt is refused."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, signatures, state_hash
from core.commits.ids import b64
from core.commits.signatures import Tag
from core.errors import SnapshotRefused
from core.sync import snapshot
from core.sync.packed import deflate
from core.sync.snapshot import LIMITS, Chunk, Manifest, Row
from tests.core.commits.receiving import certificate
from tests.core.commits.samples import REALM, ident, key, public
from tests.vectors.snapshot import PATH, ROWS, STREAM, made, manifest

SERVER = certificate(device=ident("server"), kind="server", sign=b64(public("server")))
KINDS = st.sampled_from(("document", "dossier", "register", "plan"))
STEPS = st.sampled_from(("registered", "done", "filed", "open", "closed"))
STATES = st.fixed_dictionaries(
    {"created": st.fixed_dictionaries({"time": st.integers(0, 10**6)})},
    optional={
        "step": st.fixed_dictionaries({"name": STEPS}),
        "fields": st.dictionaries(st.sampled_from("abc"), st.sampled_from(("mẫu", "\n", "x" * 50))),
    },
)


@given(st.dictionaries(st.tuples(KINDS, st.integers(0, 50)), STATES, max_size=30))
def test_what_is_made_is_read_whole(states: dict[tuple[str, int], dict[str, object]]) -> None:
    rows = [snapshot.row((kind, ident(str(n))), state) for (kind, n), state in states.items()]
    ordered = sorted(rows, key=lambda row: snapshot.rank(row.key, row.state))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "CHUNK", 200)
        chunks = list(snapshot.chunks(ordered))
    read = [row for chunk, data in chunks for row in snapshot.rows(data, chunk)]
    assert read == ordered
    assert snapshot.add(state_hash.EMPTY, read) == state_hash.of_stream(row[:2] for row in rows)
    sections = [snapshot.SECTIONS.index(chunk.section) for chunk, _ in chunks]
    assert sections == sorted(sections)
    kinds = [row.key[0] in {"document", "dossier"} for row in read]
    assert kinds == sorted(kinds)


@given(st.data())
def test_a_spoilt_byte_is_refused(data: st.DataObject) -> None:
    [*_, (chunk, body)] = snapshot.chunks(ROWS)
    signed = made()
    for raw, read in (
        (body, lambda found: snapshot.rows(found, chunk)),
        (signed, lambda found: snapshot.read(found, REALM, STREAM, SERVER)),
    ):
        at = data.draw(st.integers(0, len(raw) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        with pytest.raises(SnapshotRefused):
            read(raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :])


@pytest.mark.parametrize("kind", ["device", "administrator"])
def test_only_the_server_signs(kind: str) -> None:
    other = msgspec.structs.replace(SERVER, kind=kind)
    for who in (other, None):
        with pytest.raises(SnapshotRefused):
            snapshot.read(made(), REALM, STREAM, who)
    assert snapshot.read(made(), REALM, STREAM, SERVER) == manifest()


def test_a_manifest_is_of_one_stream_and_one_realm() -> None:
    for realm, stream in ((ident("other"), STREAM), (REALM, ident("other"))):
        with pytest.raises(SnapshotRefused):
            snapshot.read(made(), realm, stream, SERVER)


def test_a_signature_over_another_thing_is_none() -> None:
    signed = signatures.signed(Tag.TRUST, manifest(), key("server").sign)
    with pytest.raises(SnapshotRefused):
        snapshot.read(canonical.encode(signed), REALM, STREAM, SERVER)


LINE = b'["document","%s",{}]' % ident("a").encode()
BROKEN: dict[str, tuple[bytes, int]] = {
    "spelling": (b'["document", "%s",{}]' % ident("a").encode(), 1),
    "no state": (b'["document","%s",[]]' % ident("a").encode(), 1),
    "more": (LINE + b"\n" + LINE, 1),
    "fewer": (LINE, 2),
    "empty": (b"", 1),
    "deep": (b'["document","%s",%s]' % (ident("a").encode(), b'{"a":' * 40 + b"1" + b"}" * 40), 1),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_chunk_that_its_name_fits_is_read_strictly(what: str) -> None:
    plain, count = BROKEN[what]
    data = deflate(plain, LIMITS)
    with pytest.raises(SnapshotRefused):
        snapshot.rows(data, Chunk(snapshot.name(data), len(data), count, "open"))


def test_the_vector_is_read_and_written() -> None:
    found = json.loads(PATH.read_text())
    assert bytes.fromhex(found["manifest"]) == made()
    assert [bytes.fromhex(each) for each in found["chunks"]] == [
        data for _, data in snapshot.chunks(ROWS)
    ]

    def read(body: Manifest) -> list[Row]:
        return [
            row
            for chunk, data in zip(body.chunks, found["chunks"], strict=True)
            for row in snapshot.rows(bytes.fromhex(data), chunk)
        ]

    assert read(snapshot.read(made(), REALM, STREAM, SERVER)) == ROWS
