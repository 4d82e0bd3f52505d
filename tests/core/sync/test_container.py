"""The first six bytes of a file carried by hand."""

from __future__ import annotations

import msgspec
import pytest

from core.errors import (
    AntinError,
    EmptyFile,
    NewerFile,
    NotCanonical,
    NotOurFile,
    OtherFile,
    TooLarge,
)
from core.sync import container
from core.sync.container import FileKind


class Body(msgspec.Struct):
    words: str


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_says_what_it_is(kind: FileKind) -> None:
    data = container.write_json(kind, {"words": "Đơn vị giả lập"})
    assert data[:6] == b"ANTB\1" + bytes([kind])
    assert container.read_head(data) is kind
    assert container.read_json(kind, Body, data) == Body("Đơn vị giả lập")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"ANT", NotOurFile),
        (b"ANTB\1", NotOurFile),
        (b"%PDF-1.7\n", NotOurFile),
        (b"ANTB\2\2{}", NewerFile),
        (b"ANTB\1\0{}", NewerFile),
        (b"ANTB\1\x63{}", NewerFile),
        (b'ANTB\1\1{"words":""}', OtherFile),
        (b"ANTB\1\2{}", NotCanonical),
        (b'ANTB\1\2 {"words":""}', NotCanonical),
        (b"ANTB\1\2", NotCanonical),
        (b"ANTB\1\2" + bytes(300_000), TooLarge),
    ],
)
def test_what_is_not_the_wanted_file_is_said(data: bytes, error: type[AntinError]) -> None:
    with pytest.raises(error):
        container.read_json(FileKind.PROVISION, Body, data)


def test_a_bundle_may_stand_behind_a_small_file() -> None:
    small = container.write_json(FileKind.ENROL_ANSWER, {"words": "ANTB đã ghi danh"})
    behind = container.head(FileKind.BUNDLE) + b"rest"
    assert container.parted(small) == (small, b"")
    assert container.parted(small + behind) == (small, behind)
    assert container.parted(behind) == (behind, b"")
    assert container.parted(b"") == (b"", b"")
