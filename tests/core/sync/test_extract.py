"""What vouches for an extract: it holds for its file and its machine only."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits.ids import text_id
from core.errors import AntinError, ExtractAltered, OtherFile, SignatureWrong
from core.sync import container, extract
from core.sync.container import FileKind
from core.sync.extract import Extract

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
CONTENT = "Lúc,Việc\r\n".encode()
IDS = [text_id(bytes([n]) * 16) for n in range(1, 6)]
MADE = Extract(
    realm=IDS[0],
    unit=IDS[1],
    device=IDS[2],
    person=IDS[3],
    name="Người tra",
    time=1_795_000_000_000,
    hash=extract.hash_of(CONTENT),
    size=len(CONTENT),
    lines=0,
    asked=(),
    heads=((IDS[4], 1, 7, extract.hash_of(b"chain")),),
)
FILE = extract.write(MADE, KEY.sign)


def _public(device: str) -> bytes | None:
    return PUBLIC if device == IDS[2] else None


def test_what_was_written_is_read() -> None:
    assert extract.read(FILE, CONTENT, _public) == MADE


def test_another_content_is_no_extract_of_ours() -> None:
    with pytest.raises(ExtractAltered):
        extract.read(FILE, CONTENT + b"x", _public)


def test_a_machine_that_nobody_knows_vouches_for_nothing() -> None:
    with pytest.raises(SignatureWrong):
        extract.read(FILE, CONTENT, lambda _device: None)
    stranger = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    forged = extract.write(MADE, stranger.sign)
    with pytest.raises(SignatureWrong):
        extract.read(forged, CONTENT, _public)


def test_what_was_said_cannot_be_changed() -> None:
    more = msgspec.structs.replace(MADE, lines=5)
    envelope = container.read_json(FileKind.EXTRACT, dict, FILE)
    body = container.read_json(FileKind.EXTRACT, dict, extract.write(more, KEY.sign))["body"]
    mixed = container.write_json(FileKind.EXTRACT, {**envelope, "body": body})
    with pytest.raises(SignatureWrong):
        extract.read(mixed, CONTENT, _public)


@pytest.mark.parametrize("data", [b"", b"x", FILE[:-5], FILE + b"x", FILE[:6], b"%PDF-1.7"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(AntinError):
        extract.read(data, CONTENT, _public)


def test_another_kind_of_file_says_so() -> None:
    with pytest.raises(OtherFile):
        extract.read(container.write_json(FileKind.INVITATION, {}), CONTENT, _public)
