"""Reads the logical structure of a PDF: the tree with pikepdf, the text of its contents with
PDFium; neither had a part in writing it.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[int, int]
"""A page, from 0, and the number of a marked content on it."""

SHOWING = frozenset({"Tj", "TJ", "'", '"'})
PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"})


@dataclass
class Element:
    """One element with its kids in their order; ``name`` is what its identifier says."""

    role: str
    number: int
    name: str = ""
    kids: list[Element | Place] = field(default_factory=list)
    widget: str = ""

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def places(self, apart: str = "") -> Iterator[Place]:
        """Its contents and those of what stands in it; elements of the role ``apart`` left out."""
        for kid in self.kids:
            if not isinstance(kid, Element):
                yield kid
            elif kid.role != apart:
                yield from kid.places(apart)

    def all(self, role: str) -> list[Element]:
        return [one for one in self.walk() if one.role == role]


def tree(pdf: bytes) -> Element:
    """The element of the whole document; every parent and page is checked on the way."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        root = document.Root.StructTreeRoot
        assert root.K.P.objgen == root.objgen
        return _element(root.K, pages)


def _element(found: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Element:
    own = Element(str(found.S)[1:], found.objgen[0], str(found.get("/ID", "")))
    kids = found.K if isinstance(found.K, pikepdf.Array) else [found.K]
    for kid in kids:
        if isinstance(kid, int):
            own.kids.append((pages[found.Pg.objgen], int(kid)))
        elif kid.get("/Type") == "/MCR":
            own.kids.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            own.widget = str(kid.Obj.T)
        else:
            assert kid.P.objgen == found.objgen
            own.kids.append(_element(kid, pages))
    return own


def parents(pdf: bytes) -> dict[Place, int]:
    """Of each marked content the number of the element that the tree of parents names."""
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        of = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        return {
            (at, content): element.objgen[0]
            for at, page in enumerate(document.pages)
            for content, element in enumerate(of[int(page.obj.StructParents)])
        }


def contents(pdf: bytes) -> list[Place]:
    """The marked contents of all pages. Whatever is painted stands in one, or in an artifact."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for at, page in enumerate(document.pages):
            inside = ""
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    assert not inside, "one in another"
                    inside = str(operands[0])
                    if name == "BDC":
                        found.append((at, int(operands[1].MCID)))
                    else:
                        assert inside == "/Artifact"
                elif name == "EMC":
                    assert inside
                    inside = ""
                elif name in SHOWING | PAINTING:
                    assert inside, f"{name} on page {at + 1} is neither content nor artifact"
            assert not inside
    return found


def texts(pdf: bytes) -> dict[Place, str]:
    """What each marked content says."""
    found: dict[Place, str] = {}
    document = pdfium.PdfDocument(pdf)
    for at in range(len(document)):
        page = document[at]
        words = page.get_textpage()
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            content = raw.FPDFPageObj_GetMarkedContentID(thing.raw)
            if content >= 0:
                found[at, content] = found.get((at, content), "") + _said(thing, words)
        words.close()
        page.close()
    document.close()
    return found


def _said(thing: pdfium.PdfObject, words: pdfium.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(thing.raw, words.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    letters = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFTextObj_GetText(thing.raw, words.raw, letters, length)
    # PDFium takes a hyphen at the end of a line for one that only divides a word
    return buffer.raw.decode("utf-16-le").rstrip("\0").replace("\2", "-")


def said(pdf: bytes, element: Element) -> str:
    """The text of an element, with nothing added between its contents."""
    words = texts(pdf)
    return "".join(words.get(place, "") for place in element.places())
