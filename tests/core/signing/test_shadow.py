"""Shadow attacks and attacks on certified files: prepared before, switched after signing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field
from reportlab.pdfgen.canvas import Canvas

from core.signing.reading import entry
from core.signing.verify import Reason, Verdict, judge
from tests.pki import authority
from tests.pki.craft import revise
from tests.pki.documents import LATER_MS, ONE, once, prepared, sign, trust
from tests.pki.foreign import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.signing.prepare import Appender

HOLDER = authority.person("chi-huy")
BOX = (50, 600, 300, 760)


def form() -> bytes:
    """A document whose amount stands in a text field, as another program signs it."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.drawString(100, 700, "So tien:")
    canvas.acroForm.textfield(name="so_tien", value="100", x=180, y=690, width=200)
    canvas.showPage()
    canvas.save()
    return foreign(file.getvalue(), "Ky", HOLDER, box=(350, 200, 500, 270))


def _text_field(writer: Appender) -> DictionaryObject:
    fields = (each.get_object() for each in writer.root["/AcroForm"]["/Fields"])
    return next(each for each in fields if each["/T"] == "so_tien")


def _value(writer: Appender) -> None:
    field = _text_field(writer)
    field[pdf_name("/V")] = pdf_string("900000")
    writer.update_container(field)


def _appearance(writer: Appender) -> None:
    drawn = RawContent(b"BT (900000) Tj ET", box=BoxConstraints(200, 20)).as_form_xobject()
    field = _text_field(writer)
    field[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    writer.update_container(field)


def _appearance_in_place(writer: Appender) -> None:
    reference = _text_field(writer)["/AP"].raw_get("/N").reference
    drawn = RawContent(b"BT (900000) Tj ET", box=BoxConstraints(200, 20)).as_form_xobject()
    writer.objects[(reference.generation, reference.idnum)] = drawn


def _font(writer: Appender) -> None:
    """Digits change their look when the font does."""
    fonts = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font[pdf_name("/BaseFont")] = pdf_name("/ZapfDingbats")
    writer.update_container(font)


@pytest.mark.parametrize("change", [_value, _appearance, _appearance_in_place, _font])
def test_form_values_looks_and_fonts_may_not_change_after_signing(
    change: Callable[[Appender], None],
) -> None:
    signed = form()
    assert judge(signed, trust(), LATER_MS).verdict is Verdict.VALID
    report = judge(revise(signed, change), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.ALTERED, Reason.CHANGED)


def _painted(writer: Appender) -> None:
    """SSA: an empty signature field, painted over the signed text."""
    append_signature_field(writer, SigFieldSpec("Che", box=BOX, empty_field_appearance=True))


def _empty_field(writer: Appender) -> None:
    append_signature_field(writer, SigFieldSpec("SeKy", box=BOX))


def _note(kind: str) -> Callable[[Appender], None]:
    """EAA: an annotation of a kind over the page."""

    def change(writer: Appender) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        note = DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/" + kind),
                pdf_name("/Rect"): ArrayObject(map(NumberObject, BOX)),
                pdf_name("/Contents"): TextStringObject("che"),
            }
        )
        annotations = ArrayObject(entry(page, "/Annots") or ())
        annotations.append(writer.add_object(note))
        page[pdf_name("/Annots")] = annotations
        writer.update_container(page)

    return change


def certified(permission: MDPPerm) -> bytes:
    return foreign(prepared(ONE), "KyChinh", HOLDER, certify=permission)


CERTIFIED = {
    "painted field": _painted,
    "free text": _note("FreeText"),
    "stamp": _note("Stamp"),
    "redaction": _note("Redact"),
    "popup": _note("Popup"),
}


@pytest.mark.parametrize("change", CERTIFIED.values(), ids=CERTIFIED.keys())
@pytest.mark.parametrize("permission", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_nothing_may_be_laid_over_a_certified_page(
    permission: MDPPerm, change: Callable[[Appender], None]
) -> None:
    """Also where the certification allows annotations: to us they are changes of the page."""
    assert judge(certified(permission), trust(), LATER_MS).verdict is Verdict.VALID
    assert (
        judge(revise(certified(permission), change), trust(), LATER_MS).verdict is Verdict.ALTERED
    )


def test_an_unsigned_field_may_not_paint_over_an_approved_page() -> None:
    """The library would accept this one."""
    report = judge(revise(once(fields=ONE), _painted), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.ALTERED, Reason.CHANGED)


def test_an_empty_field_for_the_next_signer_is_allowed() -> None:
    report = judge(revise(once(fields=ONE), _empty_field), trust(), LATER_MS)
    assert report.verdict is Verdict.VALID


def test_a_cover_may_not_come_later() -> None:
    hidden = revise(once(), _hide)
    assert judge(hidden, trust(), LATER_MS).verdict is Verdict.ALTERED


def _hide(writer: Appender) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    cover = StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f")
    page[pdf_name("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer.add_object(cover)])
    writer.update_container(page)


def test_a_signature_under_another_name_does_not_stand_for_the_first() -> None:
    """Somebody else's valid signature over changed content leaves the first one altered."""
    changed = revise(once(), _hide)
    report = judge(sign(changed, "ConDau", authority.agency()), trust(), LATER_MS)
    assert [each.verdict for each in report.signatures] == [Verdict.ALTERED, Verdict.VALID]
    assert report.verdict is Verdict.ALTERED
