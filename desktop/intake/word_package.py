"""The archive of a DOCX file: its parts as XML trees, within limits (ISO/IEC 29500-2)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # type: ignore[import-untyped] # ships no types

from core.errors import BrokenWordFile, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FILE: Final = 50 * 1024 * 1024
MAX_ENTRIES: Final = 5_000
MAX_PART: Final = 64 * 1024 * 1024
"""Bytes of the file, files in it, bytes of one of them."""

_SPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_KIN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def tag(name: str) -> str:
    """``w:p`` as lxml spells it."""
    space, _, local = name.partition(":")
    return f"{{{_SPACES[space]}}}{local}"


def value(parent: Any, name: str) -> str:
    """The ``w:val`` of a child; empty where there is none."""
    found = parent.find(tag(name)) if parent is not None else None
    return str(found.get(tag("w:val"), "")) if found is not None else ""


def is_on(parent: Any, name: str) -> bool | None:
    """Whether a child switches something on or off; None where there is none."""
    found = parent.find(tag(name)) if parent is not None else None
    return None if found is None else found.get(tag("w:val"), "1") not in {"0", "false", "off"}


@dataclass(frozen=True)
class Package:
    """An opened archive; ``main`` is the name of its document, ``kin`` what that refers to."""

    archive: zipfile.ZipFile
    main: str
    kin: tuple[tuple[str, str], ...]

    def body(self) -> Any:
        """The body of the document. Raises BrokenWordFile, TooLarge."""
        body = _tree(self.archive, self.main).find(tag("w:body"))
        if body is None:
            raise BrokenWordFile
        return body

    def part(self, kind: str) -> Any | None:
        """The part that stands in this relation (``styles``, ``numbering``) to the document."""
        return next(self._parts(kind), None)

    def margins(self) -> Iterator[Any]:
        """Headers and footers."""
        yield from self._parts("header")
        yield from self._parts("footer")

    def _parts(self, kind: str) -> Iterator[Any]:
        names = set(self.archive.namelist())
        for relation, name in self.kin:
            if relation == kind and name in names:
                yield _tree(self.archive, name)


def opened(file: bytes) -> Package:
    """Open an archive that does not unpack into more than a document can be.

    Raises TooLarge, BrokenWordFile.
    """
    if len(file) > MAX_FILE:
        raise TooLarge(size=len(file), limit=MAX_FILE)
    try:
        archive = zipfile.ZipFile(BytesIO(file))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BrokenWordFile from error
    if len(archive.namelist()) > MAX_ENTRIES:
        raise TooLarge(size=len(archive.namelist()), limit=MAX_ENTRIES)
    mains = [name for kind, name in _relations(archive, "") if kind == "officeDocument"]
    if not mains:
        raise BrokenWordFile
    return Package(archive, mains[0], tuple(_relations(archive, mains[0])))


def _relations(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """The kinds and names of what a part refers to inside the archive."""
    folder, base = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    if listed not in archive.namelist():
        return
    for each in _tree(archive, listed).iter(_RELATION):
        if each.get("TargetMode") != "External":
            target = posixpath.join("/", folder, each.get("Target", ""))
            yield each.get("Type", "").removeprefix(_KIN), posixpath.normpath(target).lstrip("/")


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    """A part as a tree: no entities, nothing is fetched, no text is longer than 10 MB."""
    try:
        with archive.open(name) as part:
            data = part.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise TooLarge(size=len(data), limit=MAX_PART)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (KeyError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise BrokenWordFile from error
    except (zipfile.BadZipFile, NotImplementedError, etree.XMLSyntaxError) as error:
        raise BrokenWordFile from error
    if root.getroottree().docinfo.doctype:  # no word processor writes one
        raise BrokenWordFile
    return root
