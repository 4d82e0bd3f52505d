"""A session's proof holds for one nonce, one server key and one device."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
import pytest

from core.commits.signatures import Tag, signed
from core.errors import NotCanonical, SessionRefused, SignatureWrong
from core.sync import message, wire
from core.sync.session import Proof, SessionOpen, check_session, sign_session
from tests.core.commits.samples import DEVICE, REALM, digest, ident, key, public

PROOF = Proof(realm=REALM, device=DEVICE, nonce=digest("nonce"), spki=digest("server's TLS key"))


def test_a_proof_opens_a_session() -> None:
    sent = message.encode(sign_session(PROOF, key(DEVICE).sign))
    received, _ = message.decode(wire.SESSION.question, sent)
    check_session(received, PROOF, public(DEVICE))


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": digest("another nonce")},
        {"spki": digest("somebody in between")},
        {"realm": ident("another realm")},
        {"device": ident("another device")},
    ],
)
def test_a_proof_for_something_else_is_refused(changes: dict[str, Any]) -> None:
    expected = msgspec.structs.replace(PROOF, **changes)
    with pytest.raises(SessionRefused) as refused:
        check_session(sign_session(PROOF, key(DEVICE).sign), expected, public(DEVICE))
    assert refused.value.facts == {"reason": next(iter(changes))}


def test_another_key_or_another_kind_of_signature_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        check_session(sign_session(PROOF, key("another").sign), PROOF, public(DEVICE))
    other = SessionOpen(DEVICE, signed(Tag.REQUEST, PROOF, key(DEVICE).sign))
    with pytest.raises(SignatureWrong):
        check_session(other, PROOF, public(DEVICE))
    shapeless = SessionOpen(DEVICE, signed(Tag.SESSION, {"nonce": 1}, key(DEVICE).sign))
    with pytest.raises(NotCanonical):
        check_session(shapeless, PROOF, public(DEVICE))


def test_an_endpoint_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        wire.HELLO.path = "/elsewhere"  # type: ignore[misc]
