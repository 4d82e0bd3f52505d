"""CMS faults: what is missing, doubled, weak or wrong inside the container."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms

from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.craft import (
    attribute,
    container,
    content_info,
    digest,
    good_attributes,
    signer_info,
    with_container,
)
from tests.pki.documents import LATER_MS, five, once, trust

if TYPE_CHECKING:
    from collections.abc import Callable

HOLDER = authority.person("chi-huy")


def _without(kind: str) -> Callable[[bytes], bytes]:
    def build(document: bytes) -> bytes:
        kept = [each for each in good_attributes(document, HOLDER) if each["type"].native != kind]
        return content_info(HOLDER, [signer_info(HOLDER, kept, document)])

    return build


def _plus(*more: cms.CMSAttribute) -> Callable[[bytes], bytes]:
    def build(document: bytes) -> bytes:
        attributes = [*good_attributes(document, HOLDER), *more]
        return content_info(HOLDER, [signer_info(HOLDER, attributes, document)])

    return build


def _no_attributes(document: bytes) -> bytes:
    return content_info(HOLDER, [signer_info(HOLDER, None, document)])


def _two_signers(document: bytes) -> bytes:
    one = signer_info(HOLDER, good_attributes(document, HOLDER), document)
    return content_info(HOLDER, [one, one.copy()])


def _no_signers(_: bytes) -> bytes:
    return content_info(HOLDER, [])


def _other_digest(document: bytes) -> bytes:
    other = bytes(32)
    return content_info(HOLDER, [signer_info(HOLDER, good_attributes(other, HOLDER), document)])


def _other_type(document: bytes) -> bytes:
    signer = signer_info(HOLDER, good_attributes(document, HOLDER), document)
    return content_info(HOLDER, [signer], content_type="tst_info")


def _type_attribute(document: bytes) -> bytes:
    rest = good_attributes(document, HOLDER)[1:]
    attributes = [attribute("content_type", "tst_info"), *rest]
    return content_info(HOLDER, [signer_info(HOLDER, attributes, document)])


def _with_content(document: bytes) -> bytes:
    signer = signer_info(HOLDER, good_attributes(document, HOLDER), document)
    return content_info(HOLDER, [signer], content=b"noi dung khac")


def _other_certificate(document: bytes) -> bytes:
    """signing-certificate names somebody else."""
    attributes = good_attributes(document, authority.person("van-thu"))
    return content_info(HOLDER, [signer_info(HOLDER, attributes, document)])


def _certificate_absent(document: bytes) -> bytes:
    signer = signer_info(HOLDER, good_attributes(document, HOLDER), document)
    return content_info(HOLDER, [signer], certificates=(authority.root().der,))


def _sha1(document: bytes) -> bytes:
    signer = signer_info(
        HOLDER,
        good_attributes(document, HOLDER),
        document,
        algorithm="sha1_rsa",
        digest_name="sha1",
    )
    return content_info(HOLDER, [signer])


def _mixed_digests(document: bytes) -> bytes:
    signer = signer_info(
        HOLDER, good_attributes(document, HOLDER), document, algorithm="sha512_rsa"
    )
    return content_info(HOLDER, [signer])


def _by_another_key(document: bytes) -> bytes:
    impostor = authority.Holder(authority.rsa_key(99), HOLDER.certificate, HOLDER.chain)
    return content_info(
        HOLDER, [signer_info(impostor, good_attributes(document, HOLDER), document)]
    )


FAULTS: dict[str, tuple[Callable[[bytes], bytes], Reason]] = {
    "no attributes": (_no_attributes, Reason.BAD_PROFILE),
    "no message-digest": (_without("message_digest"), Reason.BAD_PROFILE),
    "no content-type": (_without("content_type"), Reason.BAD_PROFILE),
    "no signing-certificate": (_without("signing_certificate_v2"), Reason.BAD_PROFILE),
    "two message-digests": (_plus(attribute("message_digest", bytes(32))), Reason.BAD_PROFILE),
    "content-type attribute": (_type_attribute, Reason.BAD_PROFILE),
    "content inside": (_with_content, Reason.BAD_PROFILE),
    "somebody else's certificate": (_other_certificate, Reason.BAD_PROFILE),
    "digests disagree": (_mixed_digests, Reason.BAD_PROFILE),
    "another document": (_other_digest, Reason.WRONG_DIGEST),
    "another key": (_by_another_key, Reason.WRONG_SIGNATURE),
    "SHA-1": (_sha1, Reason.WEAK),
    "two signers": (_two_signers, Reason.BAD_PROFILE),
    "no signer": (_no_signers, Reason.BAD_PROFILE),
    "content type": (_other_type, Reason.BROKEN),
    "certificate absent": (_certificate_absent, Reason.BAD_PROFILE),
}


def test_a_container_built_by_hand_is_good() -> None:
    """The faults below are the only thing wrong with theirs."""
    report = judge(with_container(once(), _plus()(digest(once()))), trust(), LATER_MS)
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize(("build", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_container_is_refused(build: Callable[[bytes], bytes], reason: Reason) -> None:
    report = judge(with_container(once(), build(digest(once()))), trust(), LATER_MS)
    assert report.verdict in {Verdict.INVALID, Verdict.UNREADABLE}
    assert report.reason is reason


def test_one_faulty_signature_does_not_hide_the_others() -> None:
    pdf = with_container(five(), _certificate_absent(digest(five(), 1)), 1)
    report = judge(pdf, trust(), LATER_MS)
    # the later ones cover the spoilt container, so they are wrong as well; the first is not
    assert report.signatures[0].verdict is Verdict.VALID
    assert report.signatures[1].reason is Reason.BAD_PROFILE
    assert all(entry.verdict is Verdict.INVALID for entry in report.signatures[2:])
    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "rubbish", [b"\x30\x00", b"\x05\x00", bytes(range(256)), b"\x30\x84\xff\xff\xff\xff"]
)
def test_rubbish_for_a_container_is_unreadable(rubbish: bytes) -> None:
    report = judge(with_container(once(), rubbish), trust(), LATER_MS)
    assert report.verdict in {Verdict.UNREADABLE, Verdict.INVALID}


def test_another_documents_container_is_the_wrong_digest() -> None:
    other = container(five(), 1)
    report = judge(with_container(once(), other), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.WRONG_DIGEST)
