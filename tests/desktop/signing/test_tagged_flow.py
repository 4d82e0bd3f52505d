"""A tagged document through all its signatures and its later evidence, judged by us and by a
program that is not ours; its structure is that of the draft to the end.
"""

from __future__ import annotations

import shutil
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from core.signing.verify import Verdict, judge
from desktop import reference
from desktop.forms.document import render
from desktop.forms.template import load
from desktop.signing import setting
from tests.core.office.papers import PAPERS
from tests.desktop.forms import elements
from tests.pki import authority
from tests.pki.documents import LATER_MS, sign, stamp, trust
from tests.pki.poppler import pdfsig
from tests.pki.stamping import document_timestamp, security_store

if TYPE_CHECKING:
    from pathlib import Path

    from core.signing.fields import Kind
    from tests.pki.authority import Holder

KINDS = ["nhay", "nhay", "chinh", "so", "ngay", "dau"]


def holder(kind: Kind) -> Holder:
    if kind == "dau":
        return authority.agency()
    return authority.person({"nhay": "can-bo", "chinh": "chi-huy"}.get(kind, "van-thu"))


@cache
def revisions(name: str) -> tuple[bytes, ...]:
    """The file with its fields, after each signature, and with a timestamp and the evidence."""
    rendered = render(PAPERS[name], load(), reference.forms())
    done = [setting.ready(rendered)]
    for order, field in enumerate(rendered.fields):
        x1, y1, x2, y2 = field.box
        drawn = stamp(field.name, x2 - x1, y2 - y1)
        at = authority.NOW_MS + order * 60_000
        done.append(sign(done[-1], field.name, holder(field.kind), stamp=drawn, at_ms=at))
    stamped = document_timestamp(done[-1], authority.NOW_MS + 1_800_000)
    return (*done, stamped, security_store(stamped, authority.crls()))


def test_all_signatures_timestamp_and_evidence_are_valid() -> None:
    *_, sealed, stamped, stored = revisions("co-ten-loai")
    for pdf, roles in (
        (sealed, KINDS),
        (stamped, [*KINDS, "timestamp"]),
        (stored, [*KINDS, "timestamp"]),
    ):
        report = judge(pdf, trust(), LATER_MS)
        assert report.verdict is Verdict.VALID
        assert [entry.role for entry in report.signatures] == roles


def test_the_structure_is_that_of_the_draft_to_the_end() -> None:
    first, *later = revisions("co-ten-loai")
    tree = elements.tree(first)
    assert {one.name for one in tree.all("Form")} == {one.widget for one in tree.all("Form")}
    assert all(elements.tree(pdf) == tree for pdf in later)
    assert elements.said(later[-1], tree) == elements.said(first, tree)


def test_every_field_names_its_element_and_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(revisions("co-ten-loai")[-1])) as document:
        root = document.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        assert numbers[::2] == list(range(root.ParentTreeNextKey))
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        ours = [field for field in document.Root.AcroForm.Fields if "/StructParent" in field]
        assert len(ours) == len(KINDS)
        for field in ours:
            element = parents[field.StructParent]
            assert element.K.Obj.objgen == field.objgen
            assert str(element.ID) == str(field["/T"])
            assert str(field.TU) == str(element.Alt)


@pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="pdfsig (poppler-utils) and certutil (libnss3-tools) are not installed",
)
def test_poppler_agrees(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(authority.pem(authority.root().certificate))
    said = pdfsig(revisions("co-ten-loai")[len(KINDS)], root)
    assert len(said) == len(KINDS)
    assert all("Signature Validation: Signature is Valid." in each for each in said)
    assert "- Total document signed" in said[-1]
