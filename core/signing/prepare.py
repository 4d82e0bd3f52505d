"""Makes a PDF ready for its first signature: normalised, and with every signature field in place.

Only ever before signature 1: signed bytes are never rewritten (signing.md §7).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)
from typing_extensions import override

from core.errors import ActiveContent, AlreadySigned, BrokenPdf, ProtectedPdf
from core.signing import tagging
from core.signing.reading import as_broken, check_header, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.signing.fields import FieldSpec

# actions that run something or bring something in (ISO 32000-2 §12.6.4)
_ACTIVE = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/ResetForm",
    "/GoToE",
    "/Hide",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/RichMediaExecute",
    "/SetOCGState",
}
_LOCK = FieldMDPSpec(FieldMDPAction.ALL)


class Appender(IncrementalPdfFileWriter):
    """Appends a revision and leaves the metadata: the library would write the wall clock there."""

    IO_CHUNK_SIZE = 1 << 20

    @override
    def _update_meta(self) -> None:
        """Leave /Info and XMP as they are."""


def normalise(pdf: bytes) -> bytes:
    """Rewrite an unsigned PDF so that it can be signed strictly and shows the same for ever.

    Object streams off, PDF 1.7 or later, form fields drawn into the pages, no hybrid references,
    identifier derived from the content: equal input gives equal output.

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf; AlreadySigned; ActiveContent (scripts,
    launch and open actions, XFA, layers; signing.md §8.1).
    """
    check_header(pdf)
    with as_broken(), _opened(pdf) as document:
        _refuse_signed(document)
        _refuse_active(document)
        _flatten(document)
        output = BytesIO()
        document.save(
            output,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return output.getvalue()


def add_fields(pdf: bytes, fields: Sequence[FieldSpec]) -> bytes:
    """Append one revision with all signature fields, each where the structure of a tagged file
    waits for it; the seal's field carries its lock.

    The lock (all fields, no changes) must stand in the field before the first signature: one added
    later counts as a forbidden change. Raises as `normalise`; ValueError on a field that cannot be.
    """
    reader = open_reader(pdf)
    if any(True for _ in enumerate_sig_fields(reader, filled_status=True)):
        raise AlreadySigned
    if len({spec.name for spec in fields}) != len(fields):
        raise ValueError("two fields of one name")
    with as_broken():
        writer = Appender.from_reader(reader)
        for spec in fields:
            append_signature_field(writer, _specification(spec))
        tagging.join(writer)
        output = BytesIO()
        writer.write(output)
    return output.getvalue()


def _specification(spec: FieldSpec) -> SigFieldSpec:
    sealing = spec.kind == "dau"
    return SigFieldSpec(
        spec.name,
        on_page=spec.page,
        box=spec.box,  # type: ignore[arg-type]  # takes fractions of a point; only typed as int
        field_mdp_spec=_LOCK if sealing else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if sealing else None,
    )


def _opened(pdf: bytes) -> pikepdf.Pdf:
    try:
        document = pikepdf.open(BytesIO(pdf), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise ProtectedPdf from error
    if document.is_encrypted:  # opened with the empty password: still protected
        document.close()
        raise ProtectedPdf
    return document


def _refuse_signed(document: pikepdf.Pdf) -> None:
    for entry in _dictionaries(document):
        if entry.get("/FT") == "/Sig" and "/V" in entry:
            raise AlreadySigned
        if "/ByteRange" in entry:
            raise AlreadySigned


def _refuse_active(document: pikepdf.Pdf) -> None:
    root = document.Root
    if "/XFA" in root.get("/AcroForm", {}):
        raise ActiveContent(kind="XFA")
    if "/OCProperties" in root:
        raise ActiveContent(kind="OCProperties")
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        raise ActiveContent(kind="OpenAction")
    for entry in _dictionaries(document):
        if "/AA" in entry:
            raise ActiveContent(kind="AA")
        kind = entry.get("/S")
        if isinstance(kind, pikepdf.Name) and str(kind) in _ACTIVE:
            raise ActiveContent(kind=str(kind)[1:])
        if "/JS" in entry:
            raise ActiveContent(kind="JavaScript")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, direct ones inside others included, each once."""
    yield document.trailer
    for top in document.objects:
        stack = [top]
        while stack:
            each = stack.pop()
            if isinstance(each, pikepdf.Array):
                stack.extend(item for item in each if _is_nested(item))
            elif isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
                yield each
                stack.extend(item for _, item in each.items() if _is_nested(item))


def _is_nested(item: object) -> bool:
    return isinstance(item, (pikepdf.Array, pikepdf.Dictionary)) and not item.is_indirect


def _flatten(document: pikepdf.Pdf) -> None:
    """Draw what form fields show into the pages and drop the form (signing.md §8.1, rule 2)."""
    if "/AcroForm" not in document.Root:
        return
    if document.Root.AcroForm.get("/Fields"):
        document.generate_appearance_streams()
        document.flatten_annotations("all")
    if "/AcroForm" in document.Root:  # flattening may have taken it away
        del document.Root["/AcroForm"]
    for page in document.pages:
        if any(note.get("/Subtype") == "/Widget" for note in page.get("/Annots", [])):
            raise BrokenPdf
