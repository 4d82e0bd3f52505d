"""Signature fields in the logical structure of a tagged PDF (ISO 32000-1 §14.7.4.3).

A document of ours holds, for each field, a Form element where the signature is read; the field is
joined to it in the revision that makes the field. Later nothing of the structure changes: change
analysis refuses that (signing.md §10.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)
from pyhanko.sign.fields import enumerate_sig_fields

from core.signing.reading import entry

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def join(writer: IncrementalPdfFileWriter) -> None:
    """Join every field to the element that waits for it; a file without one stays as it is."""
    tree = entry(writer.root, "/StructTreeRoot")
    waiting = _waiting(tree) if isinstance(tree, DictionaryObject) else {}
    if not waiting:
        return
    parents, key = tree["/ParentTree"], int(tree["/ParentTreeNextKey"])
    for name, _value, field in enumerate_sig_fields(writer):
        element = waiting.pop(name, None)
        if element is not None:
            _join(writer, field, element, key)
            parents["/Nums"] += (NumberObject(key), element)
            key += 1
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(key)
    writer.update_container(parents)
    writer.update_container(tree)


def _waiting(tree: DictionaryObject) -> dict[str, IndirectObject]:
    """The empty Form elements by their identifiers. Another program's structure has none."""
    listed, numbers = _array(tree, "/IDTree", "/Names"), _array(tree, "/ParentTree", "/Nums")
    if listed is None or numbers is None:
        return {}
    if not isinstance(entry(tree, "/ParentTreeNextKey"), int):
        return {}
    elements = ((str(listed[at - 1]), listed.raw_get(at)) for at in range(1, len(listed), 2))
    return {name: element for name, element in elements if _is_empty_form(element)}


def _array(tree: DictionaryObject, key: str, within: str) -> ArrayObject | None:
    """The array of a tree of names or numbers that is one node."""
    node = entry(tree, key)
    found = entry(node, within) if isinstance(node, DictionaryObject) else None
    return found if isinstance(found, ArrayObject) else None


def _is_empty_form(element: Any) -> bool:
    if not isinstance(element, IndirectObject):
        return False
    own = element.get_object()
    return isinstance(own, DictionaryObject) and own.get("/S") == "/Form" and not own.get("/K")


def _join(
    writer: IncrementalPdfFileWriter, field: IndirectObject, element: IndirectObject, key: int
) -> None:
    widget, own = field.get_object(), element.get_object()
    own[NameObject("/K")] = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OBJR"),
            NameObject("/Obj"): field,
            NameObject("/Pg"): widget.raw_get("/P"),
        }
    )
    widget[NameObject("/StructParent")] = NumberObject(key)
    if "/Alt" in own:
        widget[NameObject("/TU")] = own["/Alt"]
    writer.mark_update(field.reference)
    writer.mark_update(element.reference)
