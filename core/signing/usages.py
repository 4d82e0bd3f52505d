"""By which paths a revision leads to the objects that count in later changes.

The library walks every path of the whole file for each signature: seconds for a long tagged
document. Only the paths to few objects are ever asked for, so here whatever does not lead to one of
them is left out. The paths that remain are the library's own, with its rules for the page tree and
the structure tree (ISO 32000-2 §7.7.3.2, §14.7.2); tests compare the two.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.reader import RawPdfPath

from core.errors import BrokenPdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

    Steps = tuple[str | int, ...]
    Passed = tuple[Reference, ...]

_PAGES: Steps = ("/Root", "/Pages")
_STRUCTURE: Steps = ("/Root", "/StructTreeRoot")
_NAMED = "/Type"


class Usages:
    """The paths of one file. Objects are read once, whatever revision asks for them."""

    def __init__(self, reader: PdfFileReader) -> None:
        self._reader = reader
        self._used: dict[tuple[Reference, int | None, bool], frozenset[Reference]] = {}

    def load(self, old: HistoricalResolver) -> None:
        """Give a revision its paths before the library would work out all of them.

        Raises BrokenPdf where one of its trees is a circle.
        """
        if old._indirect_object_access_cache is None:  # noqa: SLF001 - the library's only door
            old._indirect_object_access_cache = self.of(old)  # noqa: SLF001

    def of(self, old: HistoricalResolver) -> dict[Reference, set[RawPdfPath]]:
        """Object → the paths to it from the trailer."""
        revision = _Revision(self._reader, old)
        wanted = self._later(old.revision) | set(_form(revision))
        walk = _Walk(revision, wanted, self._leading(revision, wanted))
        walk.go(revision.trailer, (), (), structure=False)
        return {each: {RawPdfPath(*path) for path in paths} for each, paths in walk.found.items()}

    def _later(self, number: int) -> set[Reference]:
        """What is written after a revision."""
        xrefs = self._reader.xrefs
        later = range(number + 1, xrefs.total_revisions)
        return {each for number in later for each in xrefs.explicit_refs_in_revision(number)}

    def _leading(self, revision: _Revision, wanted: set[Reference]) -> set[Reference]:
        """Every object by which something that is wanted can be reached; rather too many."""
        users: dict[Reference, list[Reference]] = defaultdict(list)
        for user in _closure(
            _references(revision.trailer), lambda each: self._uses(revision, each)
        ):
            for used in self._uses(revision, user):
                users[used].append(user)
        reached = _closure(wanted, lambda each: users[each])
        return {user for each in reached for user in users[each]}

    def _uses(self, revision: _Revision, user: Reference) -> frozenset[Reference]:
        """What an object refers to, but for the way back up its tree."""
        in_structure = user in revision.structure
        key = (user, revision.version(user), in_structure)
        if key not in self._used:
            up = ("/Parent", "/P") if in_structure else ("/Parent",)
            self._used[key] = frozenset(_references(revision.get(user), up))
        return self._used[key]


class _Revision:
    """One revision, its objects as the reader has them."""

    def __init__(self, reader: PdfFileReader, old: HistoricalResolver) -> None:
        self._reader, self._old = reader, old
        self.trailer = old.trailer_view

    def version(self, reference: Reference) -> int | None:
        """None for an object that no later revision writes again, else this revision."""
        try:
            changed = int(self._reader.xrefs.get_last_change(reference))
        except KeyError:
            return int(self._old.revision)
        own = int(self._old.revision)
        return None if changed <= own else own

    def get(self, reference: Reference) -> Any:
        """An object of this revision."""
        if self.version(reference) is None:
            return self._reader.get_object(reference, transparent_decrypt=False)
        return self._old.get_object(reference)

    def value(self, found: Any) -> Any:
        """What an entry holds, references followed."""
        seen = set()
        while isinstance(found, IndirectObject):
            if found.reference in seen:
                raise BrokenPdf
            seen.add(found.reference)
            found = self.get(found.reference)
        return found

    @cached_property
    def root(self) -> DictionaryObject:
        """The catalog."""
        return _dictionary(self.get(self._old.root_ref))

    @cached_property
    def pages(self) -> dict[Reference, Steps]:
        """Each node of the page tree, and the one path by which it is entered."""
        top = self.root.raw_get("/Pages")
        found = {top.reference: _PAGES} if isinstance(top, IndirectObject) else {}
        waiting = [(_dictionary(self.value(top)), _PAGES)]
        while waiting:
            node, path = waiting.pop()
            for place, kid in enumerate(_array(self.value(node.raw_get("/Kids")))):
                steps = (*path, "/Kids", place)
                if isinstance(kid, IndirectObject):
                    if kid.reference in found:
                        raise BrokenPdf
                    found[kid.reference] = steps
                below = _dictionary(self.value(kid))
                if below.get(_NAMED) == "/Pages":
                    waiting.append((below, steps))
        return found

    @cached_property
    def structure(self) -> set[Reference]:
        """The elements of the structure tree."""
        found: set[Reference] = set()
        waiting = [self.value(self.root.get("/StructTreeRoot"))]
        while waiting:
            for child in self._children(waiting.pop()):
                element = self.value(child)
                if not isinstance(element, DictionaryObject) or not self._is_element(element):
                    continue
                if isinstance(child, IndirectObject):
                    if child.reference in found:
                        raise BrokenPdf
                    found.add(child.reference)
                waiting.append(element)
        return found

    def _children(self, element: Any) -> Iterable[Any]:
        if not isinstance(element, DictionaryObject) or "/K" not in element:
            return ()
        children = self.value(element.raw_get("/K"))
        # an only child need not stand in an array
        return children if isinstance(children, ArrayObject) else (element.raw_get("/K"),)

    def _is_element(self, found: DictionaryObject) -> bool:
        """Anything but an element says what it is (ISO 32000-2 table 355)."""
        return _NAMED not in found or self.value(found.raw_get(_NAMED)) == "/StructElem"


class _Walk:
    """Follows the paths that lead somewhere; ``found`` is what it came upon."""

    def __init__(
        self, revision: _Revision, wanted: set[Reference], leading: set[Reference]
    ) -> None:
        self._revision, self._wanted, self._leading = revision, wanted, leading
        self.found: dict[Reference, set[Steps]] = defaultdict(set)

    def go(self, found: Any, path: Steps, passed: Passed, *, structure: bool) -> None:
        """On from ``found``, to which ``path`` led through the objects ``passed``."""
        if not isinstance(found, IndirectObject):
            self._through(found, path, passed, structure=structure)
        elif (reference := found.reference) not in passed:
            if reference in self._wanted:
                self.found[reference].add(path)
            if self._enters(reference, path, structure=structure):
                held = self._revision.get(reference)
                self._through(held, path, (*passed, reference), structure=structure)

    def _through(self, found: Any, path: Steps, passed: Passed, *, structure: bool) -> None:
        if isinstance(found, DictionaryObject):
            for key, value in found.items():
                if key != "/Parent" and not (structure and key == "/P"):
                    inside = structure or (key == "/K" and path == _STRUCTURE)
                    self.go(value, (*path, key), passed, structure=inside)
        elif isinstance(found, ArrayObject):
            for place, value in enumerate(found):
                self.go(value, (*path, place), passed, structure=structure)

    def _enters(self, reference: Reference, path: Steps, *, structure: bool) -> bool:
        """Pages are entered from above only, elements of the structure from within it only."""
        return (
            reference in self._leading
            and self._revision.pages.get(reference, path) == path
            and (structure or reference not in self._revision.structure)
        )


def _form(revision: _Revision) -> Iterator[Reference]:
    """The fields of the form, and all that they refer to themselves."""
    form = revision.value(revision.root.get("/AcroForm"))
    fields = set(_references(form)) if isinstance(form, DictionaryObject) else set()

    def kids(field: Reference) -> Iterable[Reference]:
        found = revision.get(field)
        return _references(found.get("/Kids")) if isinstance(found, DictionaryObject) else ()

    for field in _closure(fields, kids):
        yield field
        yield from _references(revision.get(field), ("/Parent",))


def _references(found: Any, skipped: tuple[str, ...] = ()) -> Iterator[Reference]:
    """What an object refers to by itself, in all that it holds directly."""
    if isinstance(found, IndirectObject):
        yield found.reference
    elif isinstance(found, DictionaryObject):
        for key, value in found.items():
            if key not in skipped:
                yield from _references(value, skipped)
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _references(value, skipped)


def _closure(
    begin: Iterable[Reference], further: Callable[[Reference], Iterable[Reference]]
) -> set[Reference]:
    """Everything that can be reached from a beginning, which counts too."""
    found = set(begin)
    waiting = list(found)
    while waiting:
        for each in further(waiting.pop()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _dictionary(found: Any) -> DictionaryObject:
    if not isinstance(found, DictionaryObject):
        raise BrokenPdf
    return found


def _array(found: Any) -> ArrayObject:
    if not isinstance(found, ArrayObject):
        raise BrokenPdf
    return found
