"""ISA: content appended after the signed revision, declared or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)

from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.craft import revise
from tests.pki.documents import LATER_MS, five, once, sign, trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def _startxref(pdf: bytes) -> bytes:
    return re.findall(rb"startxref\s+\d+\s+%%EOF", pdf)[-1]


def _contents(pdf: bytes) -> bytes:
    """The number of the page's content stream."""
    return re.search(rb"/Contents (\d+) 0 R", pdf)[1]  # type: ignore[index]


def _object(pdf: bytes) -> bytes:
    text = b"BT /F1 20 Tf 100 500 Td (THAY DOI) Tj ET"
    return b"%s 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        _contents(pdf),
        len(text),
        text,
    )


APPENDED: dict[str, Callable[[bytes], bytes]] = {
    "object without xref": lambda pdf: pdf + _object(pdf),
    "object and end mark": lambda pdf: pdf + _object(pdf) + b"%%EOF\n",
    "xref redirected": lambda pdf: pdf + _object(pdf) + _startxref(pdf) + b"\n",
    "xref empty": lambda pdf: (
        pdf + _object(pdf) + b"xref\n0 0\ntrailer\n<< >>\n" + _startxref(pdf) + b"\n"
    ),
    "xref points nowhere": lambda pdf: pdf + _object(pdf) + b"startxref\n99999999\n%%EOF\n",
    "xref of zero": lambda pdf: pdf + _object(pdf) + b"startxref\n0\n%%EOF\n",
    "trailer only": lambda pdf: pdf + _object(pdf) + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n",
    "comment": lambda pdf: pdf + b"% ghi chu\n",
    "one letter": lambda pdf: pdf + b"x",
    "second end mark": lambda pdf: pdf + b"%%EOF\n",
    "second end": lambda pdf: pdf + _startxref(pdf) + b"\n",
    "another PDF": lambda pdf: pdf + pdf,
}


@pytest.mark.parametrize("append", APPENDED.values(), ids=APPENDED.keys())
@pytest.mark.parametrize("pdf", [once(), five()], ids=["one", "five"])
def test_undeclared_bytes_are_never_accepted(pdf: bytes, append: Callable[[bytes], bytes]) -> None:
    report = judge(append(pdf), trust(), LATER_MS)
    assert report.verdict in {Verdict.ALTERED, Verdict.UNREADABLE, Verdict.INVALID}


@pytest.mark.parametrize("blank", [b"\n", b"\r\n\r\n", b" \t\x00\n" * 20])
def test_white_space_at_the_end_is_accepted(blank: bytes) -> None:
    """Mail programs and file systems add it."""
    assert judge(once() + blank, trust(), LATER_MS).verdict is Verdict.VALID


def test_an_undeclared_object_between_two_signatures_is_found() -> None:
    """The second signature covers it, so coverage alone would not tell."""
    smuggled = sign(once() + _object(once()), "ConDau", authority.agency())
    report = judge(smuggled, trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.ALTERED, Reason.UNDECLARED_OBJECT)


def test_text_that_only_looks_like_an_object_is_no_object() -> None:
    """A later signature's reason may say "1 0 obj", in a string or in a stream."""
    pdf = sign(once(), "ConDau", authority.agency(), reason="xem 1 0 obj << >> endobj")
    assert judge(pdf, trust(), LATER_MS).verdict is Verdict.VALID


def _page(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]  # type: ignore[no-any-return]


def _new_content(writer: IncrementalPdfFileWriter) -> None:
    stream = StreamObject(stream_data=b"BT /F1 20 Tf 100 500 Td (THAY DOI) Tj ET")
    _page(writer)[pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(_page(writer))


def _content_in_place(writer: IncrementalPdfFileWriter) -> None:
    reference = _page(writer).raw_get("/Contents").reference
    stream = StreamObject(stream_data=b"BT /F1 20 Tf 100 500 Td (THAY DOI) Tj ET")
    writer.objects[(reference.generation, reference.idnum)] = stream


def _annotation(writer: IncrementalPdfFileWriter) -> None:
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): ArrayObject([NumberObject(each) for each in (90, 690, 400, 720)]),
            pdf_name("/Contents"): pdf_string("So khac"),
            pdf_name("/DA"): pdf_string("/Helv 12 Tf 0 g"),
        }
    )
    annotations = _page(writer)["/Annots"]
    annotations.append(writer.add_object(note))
    writer.update_container(annotations)


def _rotation(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[pdf_name("/Rotate")] = NumberObject(180)
    writer.update_container(_page(writer))


def _crop(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)[pdf_name("/MediaBox")] = ArrayObject(
        [NumberObject(0)] * 2 + [NumberObject(9)] * 2
    )
    writer.update_container(_page(writer))


def _script(writer: IncrementalPdfFileWriter) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("x()")}
    writer.root[pdf_name("/OpenAction")] = writer.add_object(DictionaryObject(action))
    writer.update_root()


def _layers(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OCProperties")] = DictionaryObject({pdf_name("/OCGs"): ArrayObject()})
    writer.update_root()


def _moved_field(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1].get_object()
    field[pdf_name("/Rect")] = ArrayObject([NumberObject(each) for each in (0, 0, 600, 800)])
    writer.update_container(field)


def _appearance_of_signed(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1].get_object()
    drawn = StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): ArrayObject([NumberObject(each) for each in (0, 0, 9, 9)]),
        },
        stream_data=b"0 0 9 9 re f",
    )
    field[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    writer.update_container(field)


CHANGES = {
    "new content": _new_content,
    "content in place": _content_in_place,
    "annotation": _annotation,
    "rotation": _rotation,
    "page box": _crop,
    "script": _script,
    "layers": _layers,
    "field moved": _moved_field,
    "appearance of a signature": _appearance_of_signed,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("pdf", [once(), five()], ids=["one", "five"])
def test_a_declared_change_of_content_is_altered(
    pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    report = judge(revise(pdf, change), trust(), LATER_MS)
    assert report.verdict is Verdict.ALTERED
    assert all(entry.intact for entry in report.signatures)
    assert any("Content" in entry.changes for entry in report.signatures)


def test_a_change_covered_by_a_later_signature_is_still_altered() -> None:
    changed = revise(once(), _content_in_place)
    report = judge(sign(changed, "SoVanBan", authority.person("van-thu")), trust(), LATER_MS)
    assert [entry.verdict for entry in report.signatures] == [Verdict.ALTERED, Verdict.VALID]
    assert report.verdict is Verdict.ALTERED


@pytest.mark.parametrize("field", ["KyNhay1", "SoVanBan", "NgayVanBan"])
def test_nothing_may_be_signed_after_the_seal_whatever_the_tool(field: str) -> None:
    """Our signing refuses it; another program's is found out."""
    sealed = sign(once(), "ConDau", authority.agency())
    forced = revise(sealed, lambda writer: _fill(writer, field))
    assert judge(forced, trust(), LATER_MS).verdict in {Verdict.ALTERED, Verdict.UNREADABLE}


def _fill(writer: IncrementalPdfFileWriter, name: str) -> None:
    fields = (each.get_object() for each in writer.root["/AcroForm"]["/Fields"])
    field = next(each for each in fields if each["/T"] == name)
    other = writer.root["/AcroForm"]["/Fields"][1].get_object()["/V"]
    copy = DictionaryObject({key: other.raw_get(key) for key in other})
    field[pdf_name("/V")] = writer.add_object(copy)
    writer.update_container(field)
