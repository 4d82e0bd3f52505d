"""A second document prepared before signing, and put in the place of the first afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import pki
from tests.data.signed.certified import shadow_tree
from tests.data.signed.pdf import (
    FORGED,
    append,
    page,
    signed,
    signed_again,
    stream,
    text,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str, bool]]

CHANGED = Reason.CHANGED
WHITE = b"1 g 0 0 595 842 re f 0 g "


def _prepared(numbers: dict[int, bytes]) -> bytes:
    """Signed with shadows of objects lying undeclared among the declared ones."""
    before = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in numbers.items())
    return signed(given(), before=before)


def _switched(shadows: dict[int, bytes]) -> bytes:
    """A later table points to the shadows and brings no object at all."""
    pdf = _prepared(shadows)
    start = pdf.index(b"10 0 obj")
    places = {number: pdf.index(b"\n%d 0 obj\n" % number, start) + 1 for number in shadows}
    return append(pdf, {}, points=places)


def _redirected() -> bytes:
    """A second table was prepared in the signed bytes; only startxref comes later."""
    shadow = b"4 0 obj\n%s\nendobj\n" % stream(text(FORGED))
    head = b"xref\n0 11\n0000000000 65535 f \n"
    table = (
        head
        + b"".join(b"@%08d 00000 n \n" % n for n in range(1, 9))
        + b"0000000000 00000 f \n@00000010 00000 n \n"
    )
    tail = b"trailer\n<< /Size 11 /Root 1 0 R >>\n"
    draft = signed(given(), before=shadow + table + tail)
    places = {}
    for number in (*range(1, 9), 10):
        places[number] = draft.index(b"\n%d 0 obj\n" % number) + 1
    places[4] = draft.index(b"\n4 0 obj\n", draft.index(b"10 0 obj")) + 1
    for number, at in places.items():
        table = table.replace(b"@%08d 00000 n" % number, b"%010d 00000 n" % at).replace(
            b"@%08d" % number, b"%010d" % at
        )
    table = table.replace(b"\n@", b"\n0")
    pdf = signed(given(), before=shadow + table + tail)
    at = pdf.index(b"xref\n0 11", pdf.index(b"10 0 obj"))
    return pdf + b"startxref\n%d\n%%%%EOF\n" % at


def _both() -> Table:
    content = {4: stream(text(FORGED))}
    yield (
        "content",
        "a second content object lies in the signed bytes, a later table points to it",
        CHANGED,
        lambda: _switched(content),
        FORGED,
        False,
    )
    yield (
        "page",
        "a second page object lies in the signed bytes, a later table points to it",
        CHANGED,
        lambda: _switched({3: page(b"8 0 R"), 8: stream(text(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "pages",
        "a second page tree lies in the signed bytes, a later table points to it",
        Reason.BROKEN,
        lambda: _switched(
            {
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: page(b"9 0 R"),
                9: stream(text(FORGED)),
            }
        ),
        FORGED,
        False,
    )
    yield (
        "catalog",
        "a second catalog lies in the signed bytes, a later table points to it",
        Reason.BROKEN,
        lambda: _switched(
            {
                1: b"<< /Type /Catalog /Pages 9 0 R /AcroForm 5 0 R >>",
                9: b"<< /Type /Pages /Kids [8 0 R] /Count 1 >>",
                8: page(b"6 0 R").replace(b"/F1 6", b"/F1 6") + b"\n",
            }
            | {6: stream(text(FORGED))}
        ),
        "",
        False,
    )
    yield (
        "font",
        "a second font lies in the signed bytes, a later table points to it",
        CHANGED,
        lambda: _switched(
            {
                6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [49 /nine] >> >>"  # noqa: E501
            }
        ),
        FORGED,
        False,
    )
    yield (
        "root",
        "the trailer names a second catalog that was declared and unused",
        CHANGED,
        lambda: append(signed(shadow_tree()), {}, root=b"11 0 R"),
        FORGED,
        False,
    )
    yield (
        "catalog-rewritten",
        "the catalog is rewritten to name a page tree that was declared and unused",
        CHANGED,
        lambda: append(
            signed(shadow_tree()), {1: b"<< /Type /Catalog /Pages 12 0 R /AcroForm 5 0 R >>"}
        ),
        FORGED,
        False,
    )
    yield (
        "kids-rewritten",
        "the page tree is rewritten to name a page that was declared and unused",
        CHANGED,
        lambda: append(signed(shadow_tree()), {2: b"<< /Type /Pages /Kids [13 0 R] /Count 1 >>"}),
        FORGED,
        False,
    )
    yield (
        "contents-rewritten",
        "the page is rewritten to name content that was declared and unused",
        CHANGED,
        lambda: append(signed(shadow_tree()), {3: page(b"14 0 R")}),
        FORGED,
        False,
    )
    yield (
        "table-prepared",
        "a second table lies in the signed bytes, only startxref comes later",
        CHANGED,
        _redirected,
        FORGED,
        False,
    )
    yield (
        "switched-and-countersigned",
        "the switch is covered by somebody's good signature",
        CHANGED,
        lambda: signed_again(_switched(content), holder=pki.clerk()),
        FORGED,
        False,
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make, shows, hides in _both():
        yield Row("shadow-hide-and-replace", name, how, reason, make, shows, hides)
