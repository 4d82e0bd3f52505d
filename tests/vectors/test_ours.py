"""The program reads every vector as it was written, and writes it again where nothing is drawn."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.commits import canonical, fold, signatures, state_hash, trust
from core.commits.fold import State
from core.commits.format import MAX_DEPTH, MAX_PAYLOAD, Commit, Payload, read, verify_signature
from core.commits.ids import unb64
from core.commits.signatures import Signed
from core.errors import ExtractAltered, NewerFile, NotCanonical, NotOurFile, SignatureWrong
from core.sync import (
    bundle,
    chunks,
    container,
    enrol,
    extract,
    invitation,
    message,
    receipt,
    segment,
    session,
)
from core.sync.chunks import Chunk
from core.sync.container import FileKind
from core.sync.manifest import Manifest
from core.sync.session import Proof, SessionOpen
from tests.vectors import make
from tests.vectors.test_by_hand import raw, vectors

DRAWN = {"bundle"}  # HPKE draws a key of its own each time


@pytest.mark.parametrize("name", sorted(set(make.FILES) - DRAWN))
def test_vectors_are_what_the_program_writes(name: str) -> None:
    assert json.loads(json.dumps(make.FILES[name]())) == vectors(name)


def test_vectors_are_never_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "HERE", tmp_path)
    for name in make.FILES:
        (tmp_path / f"{name}.json").write_text("old")
    make.main()
    assert {path.read_text() for path in tmp_path.iterdir()} == {"old"}
    (tmp_path / "container.json").unlink()
    make.main()
    assert json.loads((tmp_path / "container.json").read_text()) == vectors("container")


def test_every_vector_is_tried_and_documented() -> None:
    here = Path(__file__).parent
    found = {path.stem for path in here.glob("*.json")}
    assert found >= set(make.FILES)
    folder = here.parent.parent / "docs" / "formats"
    for name in make.FILES:
        page = folder / f"{name}.md"
        assert f"tests/vectors/{name}.json" in page.read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.md"))
    assert {name for name in found if f"tests/vectors/{name}.json" not in pages} == set()


def test_every_kind_of_operation_is_documented() -> None:
    page = (Path(__file__).parent.parent.parent / "docs/formats/operations.md").read_text("utf-8")
    for kind in fold.OPERATIONS:
        entity, _, act = kind.partition(".")
        assert f"`{kind}`" in page or (f"`{entity}." in page and f"`{act}`" in page), kind
    for reason in re.findall(r'_conflict\((?:state|signed), "([a-z-]+)"', inspect.getsource(fold)):
        assert f"`{reason}`" in page, reason


def test_canonical() -> None:
    found = vectors("canonical")
    for each in found["accept"]:
        assert canonical.decode(raw(each["bytes"])) == each["value"]
    for each in found["refuse"]:
        with pytest.raises(NotCanonical):
            canonical.decode(raw(each["bytes"]))


def test_signatures() -> None:
    found = vectors("signatures")
    for tag in make.FIRST:
        signature = raw(found["signatures"][tag])
        signatures.verify(tag, raw(found["data"]), signature, unb64(found["public"]))


def commits(listed: list[dict[str, Any]]) -> list[Commit]:
    return [
        read(raw(each["header"]), each["payload"] and raw(each["payload"]), raw(each["signature"]))
        for each in listed
    ]


def test_commits_and_the_state_that_they_fold_to() -> None:
    found = vectors("commit")
    state: State = {}
    for each in commits(found["commits"]):
        verify_signature(each, unb64(found["public"]))
        for index, op in enumerate(each.ops):
            header = each.header
            when = fold.At(each.op_id(index), header.person, header.device, 1, header.hlc[0])
            state = fold.fold(state, op, when)
    assert state == found["state"]
    rows = [(tuple(found["entity"]), state), (tuple(found["other"]), {})]
    assert state_hash.of_stream(rows).hex() == found["sum"]


def test_operations_and_the_states_that_they_fold_to() -> None:
    found = vectors("operations")
    for each in found:
        ops = canonical.decode_as(Payload, raw(each["payload"]), MAX_PAYLOAD, MAX_DEPTH).ops
        state: State = {}
        for place, (op, name) in enumerate(zip(ops, each["names"], strict=True)):
            assert fold.body(op) is not None
            when = fold.At(name, each["person"], each["device"], 1, each["time"] + 1000 * place)
            state = fold.fold(state, op, when)
        assert state == each["state"]
        assert state_hash.of_row(tuple(each["entity"]), state).hex() == each["share"]


def test_trust() -> None:
    found = vectors("trust")
    root = unb64(found["root"])
    envelopes = [Signed(each["body"], each["sig"]) for each in found["certificates"]]
    file = container.read_json(FileKind.PROVISION, Signed, raw(found["file"]))
    body = trust.read_provision(file)
    assert body.root == found["root"]
    assert len(trust.read_certificates(envelopes, body.realm, root)) == 3


def test_segments_and_receipts() -> None:
    for each in vectors("segments"):
        found = segment.decode(raw(each["segment"])).commits
        expected = commits(each["commits"])
        assert [(c.raw, c.payload, c.id) for c in found] == [
            (c.raw, c.payload, c.id) for c in expected
        ]
    listed = vectors("receipts")
    for one in receipt.decode_receipts(raw(listed["packed"])):
        receipt.read_receipt(one.body, one.signature, unb64(listed["public"]))
    packed = receipt.decode_receipts(raw(listed["packed"]))
    assert receipt.decode_receipts(raw(listed["scattered"])) == (packed[2], packed[0])


def test_container() -> None:
    found = vectors("container")
    for name, start in found["kinds"].items():
        assert container.read_head(raw(start)) is FileKind[name.upper()]
    for data in found["refuse"]:
        with pytest.raises((NotOurFile, NewerFile)):
            container.read_head(raw(data))


def test_bundle() -> None:
    found = vectors("bundle")
    public = unb64(found["public"])
    *records, last = bundle.read_bundle([raw(found["file"])], raw(found["box"]), lambda _: public)
    assert [record.data.hex() for record in records] == [data for _, data in found["records"]]
    assert isinstance(records[-1], Chunk)
    assert records[-1].blob == found["blob"]
    assert isinstance(last, Manifest)
    assert canonical.decode(canonical.encode(last)) == found["manifest"]


def test_enrolment() -> None:
    found = vectors("enrolment")
    secret = enrol.read_code(found["code"].lower())
    assert secret == raw(found["secret"])
    request = enrol.read_request(raw(found["request"]), secret)
    answer, known = enrol.read_answer(raw(found["answer"]), request, unb64(found["root"]))
    assert (answer.provision, len(known)) == (1, 3)


def test_invitation() -> None:
    found = vectors("invitation")
    read, unit = invitation.read(raw(found["file"]))
    assert (read.code, read.until) == (found["code"], found["until"])
    assert (read.person, read.machine, unit.serial) == ("Người Thí Dụ", "Máy clerk", 1)


def test_extract() -> None:
    found = vectors("extract")
    content, public = raw(found["content"]), unb64(found["public"])
    said = extract.read(raw(found["file"]), content, lambda _device: public)
    assert make.plain(said) == found["said"]
    with pytest.raises(ExtractAltered):
        extract.read(raw(found["file"]), content + b" ", lambda _device: public)
    with pytest.raises(SignatureWrong):
        extract.read(raw(found["file"]), content, lambda _device: None)


def test_wire() -> None:
    found = vectors("wire")
    for each in found["messages"]:
        head, parts = message.decode(dict, raw(each["bytes"]))
        assert (head, [part.hex() for part in parts]) == (each["head"], each["parts"])
    sent = next(each for each in found["messages"] if each["name"] == "session")
    opened, _ = message.decode(SessionOpen, raw(sent["bytes"]))
    session.check_session(opened, Proof(**found["proof"]), unb64(found["device"]))
    for flags, text in found["bitmaps"]:
        assert chunks.read_bitmap(text, len(flags)) == flags
