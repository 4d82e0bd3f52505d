"""One document's signatures, nháy to seal, judged by us and by a program that is not ours."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from core.signing.verify import Level, Verdict, judge, unaltered
from tests.pki import authority
from tests.pki.documents import FIELDS, LATER_MS, ONE, five, hands, once, prepared, sign, trust
from tests.pki.poppler import pdfsig

if TYPE_CHECKING:
    from pathlib import Path


def test_five_signatures_are_valid_at_level_b() -> None:
    pdf = five()
    report = judge(pdf, trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert [entry.field for entry in report.signatures] == [field.name for field in FIELDS]
    assert [entry.role for entry in report.signatures] == ["nhay", "chinh", "so", "ngay", "dau"]
    for order, (entry, holder) in enumerate(zip(report.signatures, hands(), strict=True)):
        assert (entry.verdict, entry.level, entry.intact) == (Verdict.VALID, Level.B, True)
        assert entry.certificate is not None
        assert entry.certificate.serial == f"{holder.certificate.serial_number:X}"
        assert entry.certificate.chain == ("CA cấp chứng thư giả lập", "CA gốc giả lập")
        assert entry.claimed_ms == authority.NOW_MS + order * 60_000
        assert entry.proven_ms is None
        assert entry.revocation is not None
        assert (entry.revocation.source, entry.revocation.number) == ("crl", "7")
        assert entry.revocation.age_ms == 7_200_000
        assert entry.algorithm is not None
        assert (entry.algorithm.padding, entry.algorithm.digest) == ("pss", "sha256")
    chinh = report.signatures[1]
    assert chinh.claimed_role == "KT. SƯ ĐOÀN TRƯỞNG"
    assert chinh.stated_reason == "KT. SƯ ĐOÀN TRƯỞNG – Ký duyệt"


def test_each_signed_revision_can_be_taken_out_again() -> None:
    """`length` bytes are the file exactly as that person signed it."""
    pdf = five()
    entries = judge(pdf, trust(), LATER_MS).signatures
    for number, entry in enumerate(entries, 1):
        then = judge(pdf[: entry.length], trust(), LATER_MS)
        assert then.verdict is Verdict.VALID
        assert len(then.signatures) == number
        assert then.signatures[-1].whole
    assert [entry.whole for entry in entries] == [False] * 4 + [True]
    assert [entry.changes for entry in entries] == [("Signature",)] * 4 + [()]


def test_earlier_bytes_are_never_rewritten() -> None:
    entries = judge(five(), trust(), LATER_MS).signatures
    assert five()[: entries[0].length].startswith(prepared(FIELDS, 1))


def test_that_a_file_holds_is_remembered_of_its_very_bytes_only() -> None:
    pdf = five()
    at = pdf.index(b"stream") + 20
    changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
    asked = (pdf, pdf, changed, pdf, changed)
    assert [unaltered(each) for each in asked] == [True, True, False, True, False]


@pytest.mark.parametrize("mechanism", ["pss", "pkcs1", "ecdsa"])
def test_every_mechanism_is_accepted(mechanism: str) -> None:
    holder = authority.curve_person() if mechanism == "ecdsa" else authority.person("chi-huy")
    report = judge(sign(prepared(), "KyChinh", holder, mechanism), trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    algorithm = report.signatures[0].algorithm
    assert algorithm is not None
    expected = ("EC", 256, "") if mechanism == "ecdsa" else ("RSA", 2048, mechanism)
    assert (algorithm.key, algorithm.size, algorithm.padding) == expected


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our root's certificate in a file."""
    file = tmp_path_factory.mktemp("root") / "root.pem"
    file.write_bytes(authority.pem(authority.root().certificate))
    return file


needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="pdfsig (poppler-utils) and certutil (libnss3-tools) are not installed",
)


@needs_poppler
def test_poppler_agrees_and_the_seal_covers_everything(root: Path) -> None:
    said = pdfsig(five(), root)
    assert len(said) == 5
    assert all("Signature Validation: Signature is Valid." in each for each in said)
    assert all("Certificate Validation: Certificate is Trusted." in each for each in said)
    assert "- Total document signed" in said[-1]
    assert all("- Not total document signed" in each for each in said[:-1])


@needs_poppler
@pytest.mark.parametrize("mechanism", ["pkcs1", "ecdsa"])
def test_poppler_accepts_the_other_mechanisms(root: Path, mechanism: str) -> None:
    holder = authority.curve_person() if mechanism == "ecdsa" else authority.person("chi-huy")
    said = pdfsig(sign(prepared(ONE), "KyChinh", holder, mechanism), root)
    assert "Signature Validation: Signature is Valid." in said[0]


@needs_poppler
def test_poppler_notices_a_flipped_bit(root: Path) -> None:
    """The comparison can fail."""
    pdf = bytearray(once())
    pdf[20] ^= 1
    assert "Signature Validation: Signature is Valid." not in "".join(pdfsig(bytes(pdf), root))
