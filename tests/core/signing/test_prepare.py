"""Before the first signature: what is rewritten, what is refused."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen.canvas import Canvas

from core.errors import (
    ActiveContent,
    AlreadySigned,
    BrokenPdf,
    EmptyFile,
    NotAPdf,
    ProtectedPdf,
)
from core.signing.fields import FieldSpec
from core.signing.prepare import add_fields, normalise
from core.signing.reading import is_hybrid, open_reader
from core.signing.verify import Verdict, judge
from tests.pki import authority
from tests.pki.documents import FIELDS, LATER_MS, ONE, once, plain, sign, trust
from tests.pki.hybrid import hybrid


def rewritten(change: object, pdf: bytes | None = None, **save: object) -> bytes:
    """A document changed by `change(document)` with another library."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf or plain())) as document:
        change(document)  # type: ignore[operator]
        document.save(output, **save)
    return output.getvalue()


def form() -> bytes:
    """A document with a filled text field and a check box."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.acroForm.textfield(name="ten", value="Nguyen Van Gia Lap", x=100, y=500, width=200)
    canvas.acroForm.checkbox(name="dong_y", checked=True, x=100, y=450)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_it_is_deterministic_and_stable() -> None:
    first = normalise(plain())
    assert first == normalise(plain())
    assert first != normalise(plain("KHAC"))
    assert first.startswith(b"%PDF-1.7")


def test_object_streams_and_old_versions_go() -> None:
    packed = rewritten(
        lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate, force_version="1.5"
    )
    assert b"/ObjStm" in packed
    clean = normalise(packed)
    assert b"/ObjStm" not in clean
    assert clean.startswith(b"%PDF-1.7")


def test_a_newer_version_is_kept() -> None:
    assert normalise(rewritten(lambda _: None, force_version="2.0")).startswith(b"%PDF-2.0")


def test_a_hybrid_file_can_be_signed_after_normalising_only() -> None:
    mixed = hybrid(plain())
    assert is_hybrid(open_reader(mixed))
    clean = normalise(mixed)
    assert not is_hybrid(open_reader(clean))
    signed = sign(add_fields(clean, ONE), "KyChinh", authority.person("chi-huy"))
    assert judge(signed, trust(), LATER_MS).verdict is Verdict.VALID


def test_form_fields_become_part_of_the_page() -> None:
    clean = normalise(form())
    with pikepdf.open(BytesIO(clean)) as document:
        assert "/AcroForm" not in document.Root
        page = document.pages[0]
        assert not page.get("/Annots", [])
        drawn = b"".join(form.read_bytes() for form in page.Resources.XObject.values())
    assert b"Nguyen Van Gia Lap" in drawn


@pytest.mark.parametrize(
    ("pdf", "error"),
    [
        (b"", EmptyFile),
        (b"khong phai", NotAPdf),
        (b"%PDF-1.7\nkhong co gi", BrokenPdf),
        (plain()[:-200], BrokenPdf),
        (plain()[: len(plain()) // 2], BrokenPdf),
    ],
)
def test_what_is_no_whole_pdf_is_refused(pdf: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        normalise(pdf)
    with pytest.raises(error):
        add_fields(pdf, ONE)


@pytest.mark.parametrize("user", ["mat-khau", ""])
def test_a_protected_file_is_refused(user: str) -> None:
    """Also one that opens without a password but forbids things."""
    locked = rewritten(lambda _: None, encryption=pikepdf.Encryption(owner="chu", user=user, R=6))
    with pytest.raises(ProtectedPdf):
        normalise(locked)
    with pytest.raises(ProtectedPdf):
        add_fields(locked, ONE)


def _action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name("/" + kind), **more)


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = _action("JavaScript", JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=_action("Launch")
    )
    document.pages[0].Annots = pikepdf.Array([link])


def _next(document: pikepdf.Pdf) -> None:
    first = _action("GoTo", D=pikepdf.Array([]), Next=_action("JavaScript", JS="x()"))
    document.Root.OpenAction = first


def _named(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(_action("JavaScript", JS="x()"))
    tree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def _additional(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=_action("GoTo"))


def _xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pikepdf.String("x"))


def _layers(document: pikepdf.Pdf) -> None:
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([]))


@pytest.mark.parametrize(
    "change",
    [_script, _launch, _next, _named, _additional, _xfa, _layers],
    ids=lambda f: f.__name__,
)
def test_active_content_is_refused(change: object) -> None:
    with pytest.raises(ActiveContent):
        normalise(rewritten(change))


def test_harmless_links_and_destinations_stay() -> None:
    def links(document: pikepdf.Pdf) -> None:
        _launch(document)
        document.pages[0].Annots[0].A = _action("URI", URI="https://gia-lap.invalid")
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    assert b"/URI" in normalise(rewritten(links))


def test_signed_bytes_are_never_rewritten() -> None:
    with pytest.raises(AlreadySigned):
        normalise(once())
    with pytest.raises(AlreadySigned):
        add_fields(once(), (FieldSpec("KyNhay9", "nhay", 0, (1, 1, 9, 9)),))


def test_a_signature_whose_field_was_unhooked_still_counts() -> None:
    file = BytesIO(once())
    writer = IncrementalPdfFileWriter(file)
    writer.root["/AcroForm"]["/Fields"] = ArrayObject()
    writer.update_container(writer.root["/AcroForm"])
    writer.write_in_place()
    with pytest.raises(AlreadySigned):
        normalise(file.getvalue())


def test_all_fields_stand_in_one_revision_with_the_seals_lock() -> None:
    clean = normalise(plain())
    ready = add_fields(clean, FIELDS)
    assert ready.startswith(clean)
    assert open_reader(ready).total_revisions == 2
    with pikepdf.open(BytesIO(ready)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        assert list(fields) == [spec.name for spec in FIELDS]
        for spec in FIELDS:
            assert [float(edge) for edge in fields[spec.name].Rect] == list(spec.box)
        lock = fields.pop("ConDau").Lock
        assert (lock.Action, int(lock.P)) == ("/All", 1)
        assert all("/Lock" not in field for field in fields.values())


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one name"):
        add_fields(normalise(plain()), (*ONE, *ONE))


def test_a_field_on_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(BrokenPdf):
        add_fields(normalise(plain()), (FieldSpec("KyChinh", "chinh", 7, (1, 1, 9, 9)),))
