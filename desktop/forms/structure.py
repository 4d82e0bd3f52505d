"""The logical structure of a PDF: what is a heading, a list, a table, and in which order it is read
(ISO 32000-1 §14.7–14.8).

Elements stand in the order in which their first line is drawn. Of every signature a Form element
says where it belongs; the field itself is joined to it before the first signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from core.signing.fields import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.forms.layout import Run, Slot
    from desktop.forms.tags import Tag

WORDS: Final[dict[Kind, str]] = {
    "nhay": "Ký nháy",
    "chinh": "Chữ ký của người có thẩm quyền",
    "so": "Số của văn bản",
    "ngay": "Ngày ban hành",
    "dau": "Chữ ký số của cơ quan, tổ chức",
}
"""What a field is called where it is read aloud."""

NUMBERINGS: Final = {"-": "Disc", ".": "Decimal", ")": "LowerAlpha"}
"""By the last sign of a label."""

MOST_LEVELS: Final = 6

_METADATA: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
    '<?xpacket end="r"?>'
)


class Structure:
    """The tree of one file, built while its pages are drawn one after another."""

    def __init__(self, document: Any, title: str, starts: Sequence[int]) -> None:
        """``starts``: the pages, from 0, on which the parts of the file begin."""
        self._document, self._starts = document, frozenset(starts[1:])
        self._made: dict[Tag, _Element] = {}
        self._labels: dict[Tag, _Element] = {}
        self._ranks: list[int] = []
        self._root = _Root()
        self._whole = self._section = self._element("Document", self._root)
        self._root.kid = self._whole
        catalog = document.Catalog
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        catalog.StructTreeRoot = self._root
        catalog.Metadata = _metadata(title)

    def begin(self, page: int) -> None:
        """What is drawn from now on stands on this page."""
        self._root.pages.append(_Contents())
        self._document.Reference(self._root.pages[-1])
        if page in self._starts:
            self._section = self._element("Sect", self._whole)

    def end(self) -> None:
        """The page that was begun is finished and known to the document."""
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._root.pages) - 1, pdfdoc.PDFName("S")

    def item(self, run: Run, tag: Tag) -> list[tuple[str, str]]:
        """The two parts of the first line of an item, label and text, each with its operator;
        nothing of any other line.
        """
        label = self._labels.pop(tag, None)
        if label is None or not run.text.startswith(tag.label):
            return []
        rest = run.text[len(tag.label) :]
        return [(self._content(label), tag.label), (self.content(tag), rest)]

    def content(self, tag: Tag) -> str:
        """The operator that begins the next content of the page."""
        return self._content(self.of(tag))

    def of(self, tag: Tag) -> _Element:
        """The element of a tag, made where it is new, at the end of what it stands in."""
        if tag in self._made:
            return self._made[tag]
        parent = self.of(tag.within) if tag.within else self._section
        if tag.role == "LI":
            item = self._element("LI", parent)
            self._labels[tag] = self._element("Lbl", item)
            found = self._element("LBody", item)
        else:
            found = self._element(self._role(tag), parent, _attributes(tag))
        self._made[tag] = found
        return found

    def field(self, slot: Slot) -> None:
        """The place of a signature."""
        kind = kind_of(slot.name)
        words = _text(WORDS[kind]) if kind else b"()"
        more = b"/ID(%s)/Alt%s" % (slot.name.encode(), words)
        parent = self.of(slot.tag) if slot.tag else self._section
        self._root.fields[slot.name] = self._element("Form", parent, more)

    def _role(self, tag: Tag) -> str:
        """Headings get the levels that are there, none left out between two."""
        if tag.role != "H":
            return tag.role
        while self._ranks and self._ranks[-1] >= tag.rank:
            self._ranks.pop()
        self._ranks.append(tag.rank)
        return f"H{min(len(self._ranks), MOST_LEVELS)}"

    def _element(self, role: str, parent: _Element | _Root, more: bytes = b"") -> _Element:
        made = _Element(role, parent, more)
        self._document.Reference(made)
        made.number = self._document.objectcounter
        if isinstance(parent, _Element):
            parent.kids.append(made)
        return made

    def _content(self, element: _Element) -> str:
        page = self._root.pages[-1]
        element.kids.append((len(self._root.pages), len(page.elements)))
        page.elements.append(element)
        return f"/{element.role}<</MCID {len(page.elements) - 1}>>BDC"


class _Element(pdfdoc.PDFObject):  # type: ignore[misc] # reportlab ships no types
    """One element; a kid is another one, or the number of a page, from 1, and of a content."""

    __RefOnly__ = 1

    def __init__(self, role: str, parent: _Element | _Root, more: bytes) -> None:
        self.role, self.parent, self.more, self.number = role, parent, more, 0
        self.kids: list[_Element | tuple[int, int]] = []

    def format(self, document: Any) -> bytes:
        """The dictionary, as short as it can be: there are thousands in a long table."""
        first = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), 0)
        page = b"/Pg %s" % _page(document, first) if first else b""
        kids = b" ".join(self._kid(kid, first, document) for kid in self.kids)
        own = kids if len(self.kids) == 1 else b"[%s]" % kids
        above = _reference(document, self.parent)
        return b"<</S/%s/P %s%s%s/K %s>>" % (self.role.encode(), above, page, self.more, own)

    @staticmethod
    def _kid(kid: _Element | tuple[int, int], first: int, document: Any) -> bytes:
        if isinstance(kid, _Element):
            return b"%d 0 R" % kid.number
        page, content = kid
        if page == first:
            return b"%d" % content
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (_page(document, page), content)


class _Contents(pdfdoc.PDFObject):  # type: ignore[misc]
    """Which element each content of a page belongs to."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.elements: list[_Element] = []

    def format(self, _document: Any) -> bytes:
        """The array that the tree of parents holds for the page."""
        return b"[%s]" % b" ".join(b"%d 0 R" % element.number for element in self.elements)


class _Parents(pdfdoc.PDFObject):  # type: ignore[misc]
    """From contents to elements. It stands alone, so that fields can be added to it."""

    __RefOnly__ = 1

    def __init__(self, pages: list[_Contents]) -> None:
        self._pages = pages

    def format(self, document: Any) -> bytes:
        """The number tree, one node: a file of thousands of pages still has a short one."""
        pages = enumerate(self._pages)
        numbers = b" ".join(b"%d %s" % (at, _reference(document, page)) for at, page in pages)
        return b"<</Nums[%s]>>" % numbers


class _Root(pdfdoc.PDFObject):  # type: ignore[misc]
    """What the catalog names."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.kid: _Element | None = None
        self.pages: list[_Contents] = []
        self.fields: dict[str, _Element] = {}

    def format(self, document: Any) -> bytes:
        """The dictionary; through its tree of names the fields find their elements."""
        parents = pdfdoc.format(document.Reference(_Parents(self.pages)), document)
        fields = sorted(self.fields.items())
        names = b" ".join(b"(%s) %d 0 R" % (name.encode(), one.number) for name, one in fields)
        return (
            b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d/IDTree<</Names[%s]>>>>"
            % (_reference(document, self.kid), parents, len(self.pages), names)
        )


def _attributes(tag: Tag) -> bytes:
    """What a table's head heads, and how a list is numbered."""
    if tag.role == "TH":
        return b"/A<</O/Table/Scope/Column>>"
    if tag.role == "L":
        return b"/A<</O/List/ListNumbering/%s>>" % NUMBERINGS[tag.label[-1]].encode()
    return b""


def _metadata(title: str) -> Any:
    """The title where newer readers look for it."""
    stream = pdfdoc.PDFStream(content=_METADATA.format(title=escape(title)).encode(), filters=[])
    stream.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    return stream


def _reference(document: Any, thing: Any) -> bytes:
    return bytes(pdfdoc.format(document.Reference(thing), document))


def _page(document: Any, number: int) -> bytes:
    """The reference to the n-th page, from 1, under reportlab's name for it."""
    return b"%d 0 R" % document.idToObjectNumberAndVersion[f"Page{number}"][0]


def _text(words: str) -> bytes:
    return b"<feff%s>" % words.encode("utf-16-be").hex().encode()
