"""Fields and the structure of tagged files that are not ours."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from core.signing.prepare import add_fields, normalise
from tests.pki.documents import FIELDS, plain

READY = b"/ParentTree<</Nums[]>>/ParentTreeNextKey 0"


def joined(tree: bytes) -> list[bool]:
    """Of each field, whether it says where in the structure it stands."""
    output = BytesIO()
    with pikepdf.open(BytesIO(plain())) as document:
        element = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Form, K=pikepdf.Array()))
        text = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array()))
        document.Root.StructTreeRoot = found = pikepdf.Object.parse(tree)
        if b"/Names[" in tree:
            names = found.IDTree.Names
            for at, what in enumerate(names):
                names[at] = {"/form": element, "/text": text}.get(str(what), what)
        document.save(output)
    made = add_fields(normalise(output.getvalue()), FIELDS)
    with pikepdf.open(BytesIO(made)) as document:
        return ["/StructParent" in field for field in document.Root.AcroForm.Fields]


def test_a_field_is_joined_to_the_empty_form_of_its_name() -> None:
    ours = joined(b"<</IDTree<</Names[(ConDau)/form]>>" + READY + b">>")
    assert ours == [field.name == "ConDau" for field in FIELDS]


@pytest.mark.parametrize(
    "tree",
    [
        b"<</Type/StructTreeRoot>>",
        b"7",
        b"<</IDTree 7/ParentTree 8>>",
        b"<</IDTree<</Names 7>>" + READY + b">>",
        b"<</IDTree<</Names[(ConDau)/text]>>" + READY + b">>",
        b"<</IDTree<</Names[(ConDau)]>>" + READY + b">>",
        b"<</IDTree<</Names[(ConDau)<</S/Form>>]>>" + READY + b">>",
        b"<</IDTree<</Names[(Khac)/form]>>" + READY + b">>",
        b"<</IDTree<</Names[(ConDau)/form]>>/ParentTree<</Nums[]>>/ParentTreeNextKey/A>>",
        b"<</IDTree<</Names[(ConDau)/form]>>/ParentTree<</Kids[]>>/ParentTreeNextKey 0>>",
    ],
)
def test_any_other_structure_is_left_as_it_is(tree: bytes) -> None:
    assert joined(tree) == [False] * len(FIELDS)
