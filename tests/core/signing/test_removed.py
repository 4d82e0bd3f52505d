"""USF: signature parts removed, emptied or malformed, so that a reader skips checking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    pdf_name,
)

from core.signing.verify import Reason, Verdict, judge
from tests.pki.craft import hole, revise
from tests.pki.documents import LATER_MS, five, once, plain, trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def _field(writer: IncrementalPdfFileWriter, name: str = "KyChinh") -> DictionaryObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    return next(each.get_object() for each in fields if each.get_object()["/T"] == name)


def _unhook_fields(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/AcroForm"]["/Fields"] = ArrayObject()
    writer.update_container(writer.root["/AcroForm"])


def _drop_form(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def _drop_value(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer)
    del field["/V"]
    writer.update_container(field)


def _empty_value(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer)
    field[pdf_name("/V")] = writer.add_object(DictionaryObject())
    writer.update_container(field)


def _retyped_field(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer)
    field[pdf_name("/FT")] = pdf_name("/Tx")
    writer.update_container(field)


def _rewritten(key: str, value: object) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        old = _field(writer)["/V"]
        reference = _field(writer).raw_get("/V").reference
        new = DictionaryObject({name: old.raw_get(name) for name in old})
        if value is None:
            del new[key]
        else:
            new[pdf_name(key)] = value
        writer.objects[(reference.generation, reference.idnum)] = new

    return change


REVISIONS = {
    "fields unhooked": _unhook_fields,
    "form dropped": _drop_form,
    "value dropped": _drop_value,
    "value emptied": _empty_value,
    "field retyped": _retyped_field,
    "no ByteRange": _rewritten("/ByteRange", None),
    "no Contents": _rewritten("/Contents", None),
    "Contents null": _rewritten("/Contents", NullObject()),
    "Contents empty": _rewritten("/Contents", ByteStringObject(b"")),
    "Contents zero": _rewritten("/Contents", ByteStringObject(bytes(40))),
    "Contents a name": _rewritten("/Contents", NameObject("/x")),
    "ByteRange empty": _rewritten("/ByteRange", ArrayObject()),
    "ByteRange zeros": _rewritten("/ByteRange", ArrayObject([NumberObject(0)] * 4)),
    "ByteRange negative": _rewritten(
        "/ByteRange", ArrayObject([NumberObject(each) for each in (0, -5, 10, 20)])
    ),
    "ByteRange huge": _rewritten(
        "/ByteRange", ArrayObject([NumberObject(each) for each in (0, 10**12, 10**12, 10)])
    ),
    "SubFilter unknown": _rewritten("/SubFilter", NameObject("/adbe.x509.rsa_sha1")),
    "SubFilter misspelt": _rewritten("/SubFilter", NameObject("/ETSI.CAdES.detachd")),
    "no SubFilter": _rewritten("/SubFilter", None),
    "another type": _rewritten("/Type", NameObject("/Unknown")),
    "a timestamp": _rewritten("/Type", NameObject("/DocTimeStamp")),
}


@pytest.mark.parametrize("change", REVISIONS.values(), ids=REVISIONS.keys())
@pytest.mark.parametrize("pdf", [once(), five()], ids=["one", "five"])
def test_a_removed_signature_is_not_overlooked(
    pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    report = judge(revise(pdf, change), trust(), LATER_MS)
    assert report.verdict in {Verdict.UNREADABLE, Verdict.ALTERED, Verdict.INVALID}


def _blanked(pdf: bytes, pattern: bytes) -> bytes:
    return re.sub(pattern, lambda found: b" " * len(found[0]), pdf, count=1)


def _zeroed(pdf: bytes) -> bytes:
    start, end = hole(pdf)
    return pdf[: start + 1] + b"0" * (end - start - 2) + pdf[end - 1 :]


IN_PLACE = {
    "ByteRange blanked": lambda pdf: _blanked(pdf, rb"/ByteRange\s*\[[^\]]*\]"),
    "ByteRange renamed": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteXange", 1),
    "ByteRange escaped": lambda pdf: pdf.replace(b"/ByteRange [", b"/Byte#52ange[", 1),
    "Contents renamed": lambda pdf: pdf.replace(b"/Contents <", b"/Xontents <", 1),
    "Contents zeroed": _zeroed,
    "value renamed": lambda pdf: re.sub(rb"/V (\d+ 0 R)", rb"/X \1", pdf, count=1),
    "SubFilter renamed": lambda pdf: pdf.replace(b"/SubFilter", b"/SubFiltex", 1),
    "form renamed": lambda pdf: pdf.replace(b"/AcroForm", b"/AcroForX"),
}


@pytest.mark.parametrize("change", IN_PLACE.values(), ids=IN_PLACE.keys())
def test_a_signature_spoilt_in_place_is_not_overlooked(
    change: Callable[[bytes], bytes],
) -> None:
    spoilt = change(once())
    assert spoilt != once()
    report = judge(spoilt, trust(), LATER_MS)
    assert report.verdict in {Verdict.UNREADABLE, Verdict.ALTERED, Verdict.INVALID}


def test_only_a_file_without_any_signature_is_unsigned() -> None:
    report = judge(plain(), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNSIGNED, Reason.NO_SIGNATURE)
    hidden = judge(revise(once(), _drop_form), trust(), LATER_MS)
    assert hidden.reason is Reason.HIDDEN_SIGNATURE
