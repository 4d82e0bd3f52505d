"""Honest files that must not be refused: other programs' signatures and usual sequences."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.craft import revise
from tests.pki.documents import FIELDS, LATER_MS, five, once, plain, prepared, sign, trust
from tests.pki.foreign import foreign

OFFICER, CLERK = authority.person("can-bo"), authority.person("van-thu")
BOX = (50, 50, 150, 90)


@pytest.mark.parametrize("pades", [True, False])
@pytest.mark.parametrize("pages", [1, 20])
def test_signatures_by_another_program(pages: int, pades: bool) -> None:
    pdf = foreign(plain(pages=pages), "Ky1", OFFICER, box=BOX, pades=pades)
    report = judge(
        foreign(pdf, "Ky2", CLERK, box=(200, 50, 300, 90), pades=pades), trust(), LATER_MS
    )
    assert report.verdict is Verdict.VALID
    assert [entry.role for entry in report.signatures] == ["other", "other"]


def test_object_and_cross_reference_streams() -> None:
    packed = BytesIO()
    with pikepdf.open(BytesIO(plain(pages=5))) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    pdf = foreign(packed.getvalue(), "Ky1", OFFICER, box=BOX)
    pdf = foreign(pdf, "Ky2", CLERK, box=(200, 50, 300, 90))
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


def test_a_linearized_file() -> None:
    fast = BytesIO()
    with pikepdf.open(BytesIO(plain(pages=5))) as document:
        document.save(fast, linearize=True)
    pdf = foreign(fast.getvalue(), "Ky1", OFFICER, box=BOX)
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


def test_certified_with_the_fields_in_place_then_approved() -> None:
    pdf = foreign(prepared(), "KyChinh", OFFICER, certify=MDPPerm.FILL_FORMS)
    for field in ("SoVanBan", "NgayVanBan"):
        pdf = sign(pdf, field, CLERK)
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


def test_ours_and_theirs_in_one_file() -> None:
    pdf = foreign(sign(prepared(), "KyChinh", OFFICER), "SoVanBan", CLERK, pades=True)
    assert (
        judge(sign(pdf, "ConDau", authority.agency()), trust(), LATER_MS).verdict is Verdict.VALID
    )


def test_a_new_title_after_signing_is_metadata() -> None:
    def rename(writer: IncrementalPdfFileWriter) -> None:
        info = writer.trailer["/Info"]
        info[pdf_name("/Title")] = pdf_string("Ten moi")
        writer.update_container(info)

    assert judge(revise(once(), rename), trust(), LATER_MS).verdict is Verdict.VALID


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (1, 0, 3, 2, 4), (4,), (1, 4), (2, 3)])
def test_any_order_before_the_seal(order: tuple[int, ...]) -> None:
    pdf = prepared()
    for place in order:
        pdf = sign(pdf, FIELDS[place].name, CLERK)
    report = judge(pdf, trust(), LATER_MS)
    assert report.verdict is Verdict.VALID
    assert [entry.field for entry in report.signatures] == [FIELDS[place].name for place in order]


def test_a_long_document() -> None:
    assert judge(five(20), trust(), LATER_MS).verdict is Verdict.VALID


def test_the_words_byte_range_in_a_text_are_no_signature() -> None:
    report = judge(plain("/ByteRange and /Contents"), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNSIGNED, Reason.NO_SIGNATURE)
