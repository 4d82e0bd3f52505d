"""One signature: what is asked of the key, what is refused before it is asked."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, NoReturn

import pikepdf
import pytest
from pyhanko.sign.fields import MDPPerm

from core.errors import BrokenPdf, KeyFailed, NotAPdf, ProtectedPdf, SigningRefused
from core.signing.fields import FieldSpec
from core.signing.prepare import add_fields, normalise
from core.signing.seal import may_sign, sign_pdf
from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.craft import container, digest, hole
from tests.pki.documents import (
    FIELDS,
    LATER_MS,
    ONE,
    once,
    plain,
    prepared,
    sign,
    signing,
    stamp,
    trust,
)
from tests.pki.foreign import foreign
from tests.pki.hybrid import hybrid

HOLDER = authority.person("chi-huy")
REST: dict[str, Any] = {"reason": "x", "role": None, "stamp": None, "at_ms": authority.NOW_MS}


class Touched(Exception):
    """The key was asked."""


def untouchable() -> dict[str, Any]:
    """A key that must not be asked."""

    def ask(_: bytes) -> NoReturn:
        raise Touched

    return signing(HOLDER) | {"sign": ask}


def test_the_key_is_asked_once_for_the_signed_attributes() -> None:
    asked = []
    key = signing(HOLDER)

    def ask(data: bytes) -> bytes:
        asked.append(data)
        return bytes(key["sign"](data))

    signed = sign_pdf(prepared(), "KyChinh", **key | {"sign": ask}, **REST)
    (data,) = asked
    assert len(data) < 300
    assert data[:1] == b"\x31"
    assert digest(signed) in data


def test_the_hole_is_fixed_and_large_enough_for_a_timestamp() -> None:
    start, end = hole(once())
    assert end - start - 2 == 24_576
    assert 24_576 - 2 * len(container(once())) > 12_000


def test_many_certificates_make_a_larger_hole() -> None:
    long = signing(HOLDER) | {"chain": tuple(bytes([n]) * 3000 for n in range(9))}
    start, end = hole(sign_pdf(prepared(), "KyChinh", **long, **REST))
    assert end - start - 2 > 54_000
    assert (end - start) % 2 == 0


def test_the_signers_clock_is_written_with_vietnams_zone() -> None:
    with pikepdf.open(BytesIO(once())) as document:
        field = next(each for each in document.Root.AcroForm.Fields if each.T == "KyChinh")
        assert str(field.V.M) == "D:20261122083000+07'00'"
    assert b"signing_time" not in container(once())


def test_who_signs_for_whom_is_said_once() -> None:
    said = []
    for reason, role in (("Ký duyệt", "KT. A"), ("KT. A duyệt", "KT. A"), ("Ký duyệt", None)):
        pdf = sign(prepared(), "KyChinh", HOLDER, reason=reason, role=role)
        entry = judge(pdf, trust(), LATER_MS).signatures[0]
        said.append((entry.stated_reason, entry.claimed_role))
    assert said == [("KT. A – Ký duyệt", "KT. A"), ("KT. A duyệt", "KT. A"), ("Ký duyệt", "")]


@pytest.mark.parametrize("field", [field.name for field in FIELDS])
def test_the_seal_locks_every_field_before_the_key_is_asked(field: str) -> None:
    sealed = sign(prepared(), "ConDau", authority.agency())
    with pytest.raises(SigningRefused) as refused:
        sign_pdf(sealed, field, **untouchable(), **REST)
    first = Reason.FIELD_FILLED if field == "ConDau" else Reason.DOCUMENT_LOCKED
    assert refused.value.facts == {"reason": first.value, "field": field}
    assert may_sign(sealed, field)[0] is first


def test_a_certification_without_changes_locks_too() -> None:
    locked = foreign(prepared(), "KyNhay1", HOLDER, certify=MDPPerm.NO_CHANGES)
    with pytest.raises(SigningRefused):
        sign_pdf(locked, "KyChinh", **untouchable(), **REST)
    open_ = foreign(prepared(), "KyNhay1", HOLDER, certify=MDPPerm.FILL_FORMS)
    assert may_sign(open_, "KyChinh") == ()


@pytest.mark.parametrize(
    ("pdf", "field", "reason"),
    [
        (once(), "KyChinh", Reason.FIELD_FILLED),
        (once(), "KhongCo", Reason.NO_FIELD),
        (plain(), "KyChinh", Reason.NO_FIELD),
        (hybrid(prepared()), "KyChinh", Reason.HYBRID),
    ],
)
def test_no_field_no_signature(pdf: bytes, field: str, reason: Reason) -> None:
    with pytest.raises(SigningRefused):
        sign_pdf(pdf, field, **untouchable(), **REST)
    assert reason in may_sign(pdf, field)


def _locked() -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(prepared())) as document:
        document.save(output, encryption=pikepdf.Encryption(owner="a", user="b"))
    return output.getvalue()


@pytest.mark.parametrize(
    ("pdf", "error"),
    [(b"x", NotAPdf), (prepared()[:-100], BrokenPdf), (_locked(), ProtectedPdf)],
)
def test_a_bad_file_never_reaches_the_key(pdf: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        sign_pdf(pdf, "KyChinh", **untouchable(), **REST)


def test_an_earlier_signature_that_no_longer_holds_is_named() -> None:
    spoilt = bytearray(once())
    spoilt[20] ^= 1
    assert may_sign(bytes(spoilt), "ConDau") == (Reason.BROKEN_EARLIER,)
    assert may_sign(once(), "ConDau") == ()


@pytest.mark.parametrize("answer", [b"", b"x", bytes(256)])
def test_a_wrong_answer_of_the_key_is_not_written(answer: bytes) -> None:
    with pytest.raises(KeyFailed):
        sign_pdf(prepared(), "KyChinh", **signing(HOLDER) | {"sign": lambda _: answer}, **REST)


def test_a_key_that_does_not_fit_its_certificate_fails() -> None:
    other = signing(authority.person("van-thu"))
    for changed in ({"sign": other["sign"]}, {"mechanism": "ecdsa"}, {"mechanism": "pkcs1"}):
        with pytest.raises(KeyFailed):
            sign_pdf(prepared(), "KyChinh", **signing(HOLDER) | changed, **REST)


def _references(pdf: bytes) -> int:
    """Follow every reference of a file; how many objects there are. Raises on a dangling one."""
    with pikepdf.open(BytesIO(pdf)) as document:
        known = {each.objgen for each in document.objects}
    found = {
        (int(n), int(g)) for n, g in re.findall(rb"(?<![0-9A-F])([0-9]{1,6}) ([0-9]{1,3}) R\b", pdf)
    }
    assert found <= known
    return len(known)


def test_one_stamp_serves_many_files() -> None:
    """An imported stamp of the library belongs to the first file that it was written to."""
    drawn = stamp("Giả lập", 150, 70)
    for text, pages in (("MOT", 1), ("HAI", 7), ("BA", 2)):
        ready = add_fields(normalise(plain(text, pages)), FIELDS)
        signed = sign(ready, "KyChinh", HOLDER, stamp=drawn)
        assert _references(signed) > pages
        assert judge(signed, trust(), LATER_MS).verdict is Verdict.VALID
        with pikepdf.open(BytesIO(signed)) as document:
            widget = next(each for each in document.Root.AcroForm.Fields if each.T == "KyChinh")
            appearance = widget.AP.N
            assert [float(edge) for edge in appearance.BBox] == [0, 0, 150, 70]
            assert b"re" in appearance.read_bytes()


def test_no_stamp_leaves_the_field_as_it_was() -> None:
    with pikepdf.open(BytesIO(once())) as document:
        widget = next(each for each in document.Root.AcroForm.Fields if each.T == "KyChinh")
        assert widget.AP.N.read_bytes().strip() == b""


def test_a_document_of_many_checkers() -> None:
    fields = (
        *(FieldSpec(f"KyNhay{n}", "nhay", 0, (n * 20, 5, n * 20 + 15, 20)) for n in (1, 2, 3)),
        *ONE,
    )
    pdf = add_fields(normalise(plain()), fields)
    for field in fields:
        pdf = sign(pdf, field.name, HOLDER)
    report = judge(pdf, trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert [entry.role for entry in report.signatures] == ["nhay"] * 3 + ["chinh"]
