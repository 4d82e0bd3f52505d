"""Signatures hold for one kind of thing, one key and one string of bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, signatures
from core.commits.ids import b64
from core.commits.signatures import Signed, Tag
from core.errors import NotCanonical, SignatureWrong
from tests.core.commits.samples import key, public


@given(st.sampled_from(Tag), st.binary(max_size=40))
def test_a_signature_covers_tag_zero_and_bytes(tag: Tag, data: bytes) -> None:
    signature = key("a").sign(tag.value.encode() + b"\0" + data)
    assert signatures.message(tag, data) == tag.value.encode() + b"\0" + data
    signatures.verify(tag, data, signature, public("a"))


@given(st.sampled_from(Tag), st.sampled_from(Tag))
def test_a_signature_over_one_kind_is_none_over_another(one: Tag, two: Tag) -> None:
    signature = key("a").sign(signatures.message(one, b"x"))
    if one is two:
        signatures.verify(two, b"x", signature, public("a"))
    else:
        with pytest.raises(SignatureWrong) as refused:
            signatures.verify(two, b"x", signature, public("a"))
        assert refused.value.facts == {"tag": two.value}


@pytest.mark.parametrize(
    ("data", "signature", "who"),
    [
        (b"y", key("a").sign(signatures.message(Tag.COMMIT, b"x")), public("a")),
        (b"x", key("a").sign(signatures.message(Tag.COMMIT, b"x")), public("b")),
        (b"x", key("a").sign(b"x"), public("a")),
        (b"x", bytes(64), public("a")),
        (b"x", b"", public("a")),
        (b"x", bytes(64), b""),
        (b"x", bytes(64), bytes(31)),
    ],
)
def test_anything_else_is_refused(data: bytes, signature: bytes, who: bytes) -> None:
    with pytest.raises(SignatureWrong):
        signatures.verify(Tag.COMMIT, data, signature, who)


def test_an_envelope_opens_to_its_bytes() -> None:
    envelope = signatures.signed(Tag.DEVICE, {"b": 1, "a": "đ"}, key("a").sign)
    assert signatures.opened(Tag.DEVICE, envelope, public("a")) == '{"a":"đ","b":1}'.encode()


def test_an_envelope_of_something_else_does_not_open() -> None:
    envelope = signatures.signed(Tag.DEVICE, {}, key("a").sign)
    with pytest.raises(SignatureWrong):
        signatures.opened(Tag.PROVISION, envelope, public("a"))
    for wrong in (Signed("A", envelope.sig), Signed(envelope.body, envelope.sig[:-1])):
        with pytest.raises(NotCanonical):
            signatures.opened(Tag.DEVICE, wrong, public("a"))
    huge = Signed(b64(bytes(canonical.MAX_BYTES + 1)), envelope.sig)
    with pytest.raises(NotCanonical):
        signatures.opened(Tag.DEVICE, huge, public("a"))
