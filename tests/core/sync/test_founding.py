"""A new server's request is signed by the key that it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits.ids import b64
from core.errors import AntinError, OtherFile, SignatureWrong
from core.sync import container, founding
from core.sync.container import FileKind
from core.sync.founding import ServerRequest
from tests.core.commits.samples import START, digest, key, public

REQUEST = ServerRequest(
    label="Máy chủ giả lập",
    sign=b64(public("server")),
    box=digest("box"),
    spki=digest("tls"),
    at=START,
)
DATA = founding.write_server_request(REQUEST, key("server").sign)


def test_a_request_reads_back() -> None:
    assert founding.read_server_request(DATA) == REQUEST
    assert container.read_head(DATA[:6]) is FileKind.ENROL_REQUEST


def test_another_signer_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        founding.read_server_request(founding.write_server_request(REQUEST, key("x").sign))


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_request_is_refused(place: int, change: int) -> None:
    spoilt = bytearray(DATA)
    spoilt[place] ^= change
    with pytest.raises(AntinError):
        founding.read_server_request(bytes(spoilt))


def test_another_file_is_named() -> None:
    with pytest.raises(OtherFile):
        founding.read_server_request(container.write_json(FileKind.ENROL_ANSWER, {}))
