"""Prepared before signing and switched afterwards; and what is laid over certified pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import pki
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    form,
    page,
    plain,
    signature,
    signed,
    signed_again,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.data.signed.pdf import Objects

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str, bool]]

CHANGED = Reason.CHANGED
WHITE = b"1 g 0 0 595 842 re f 0 g "


def _with(**changes: bytes) -> Objects:
    """The plain document with objects by number: o4=…"""
    return plain() | {int(key[1:]): value for key, value in changes.items()}


def _covered(**changes: bytes) -> bytes:
    """The forged text below, a white sheet with the true text on it."""
    objects = {
        "o3": page(resources=b"/XObject << /Che 11 0 R >> /ExtGState << /G 12 0 R >>"),
        "o4": stream(text(FORGED) + b" q /G gs /Che Do Q"),
        "o11": form(WHITE + text(TRUE), b"0 0 595 842"),
        "o12": b"<< /Type /ExtGState /ca 1 /CA 1 >>",
    }
    return signed(_with(**(objects | changes)))


def _layers(on: bytes, off: bytes) -> bytes:
    return (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /OCProperties << /OCGs [13 0 R 14 0 R] "
        b"/D << /ON [%s] /OFF [%s] >> >> >>" % (on, off)
    )


def _layered(order: bytes = b"") -> bytes:
    return signed(
        _with(
            o1=_layers(b"13 0 R", b"14 0 R"),
            o3=page(resources=b"/Properties << /A 13 0 R /B 14 0 R >>"),
            o4=stream(b"/OC /A BDC %s EMC /OC /B BDC %s EMC" % (text(TRUE), text(FORGED)) + order),
            o13=b"<< /Type /OCG /Name (Hien) >>",
            o14=b"<< /Type /OCG /Name (An) >>",
        )
    )


def _overlay(kind: bytes = b"Square", flags: int = 4) -> bytes:
    """An annotation that covers the forged text with the true one."""
    return signed(
        _with(
            o3=page(annotations=b"7 0 R 15 0 R"),
            o4=stream(text(FORGED)),
            o15=b"<< /Type /Annot /Subtype /%s /Rect [0 600 595 842] /F %d /AP << /N 16 0 R >> >>"
            % (kind, flags),
            o16=form(WHITE + text(TRUE, y=100), b"0 0 595 242"),
        )
    )


def _hide() -> Table:
    def rev(pdf: Callable[[], bytes], objects: Objects) -> Callable[[], bytes]:
        return lambda: append(pdf(), objects)

    yield (
        "overlay-emptied",
        "the sheet over the forged text becomes an empty form",
        CHANGED,
        rev(_covered, {11: form(b"")}),
        FORGED,
        True,
    )
    yield (
        "overlay-shrunk",
        "the sheet's box becomes one point wide",
        CHANGED,
        rev(_covered, {11: form(WHITE + text(TRUE), b"0 0 1 1")}),
        FORGED,
        True,
    )
    yield (
        "overlay-moved",
        "the sheet's matrix moves it off the page",
        CHANGED,
        rev(_covered, {11: form(WHITE + text(TRUE), b"0 0 595 842", b"/Matrix [1 0 0 1 900 0]")}),
        FORGED,
        True,
    )
    yield (
        "overlay-transparent",
        "the graphics state makes the sheet transparent",
        CHANGED,
        rev(_covered, {12: b"<< /Type /ExtGState /ca 0 /CA 0 >>"}),
        FORGED,
        True,
    )
    yield (
        "overlay-unlinked",
        "the page's resources name another, empty form",
        CHANGED,
        rev(_covered, {3: page(resources=b"/XObject << /Che 40 0 R >>"), 40: form(b"")}),
        FORGED,
        True,
    )
    yield (
        "overlay-freed",
        "the sheet's object is freed",
        CHANGED,
        lambda: append(_covered(), {}, freed=(11,)),
        "",
        False,
    )
    yield (
        "stream-dropped",
        "of two content streams the covering one is dropped",
        CHANGED,
        lambda: append(
            signed(
                _with(
                    o3=page(b"[4 0 R 17 0 R]"),
                    o4=stream(text(FORGED)),
                    o17=stream(WHITE + text(TRUE)),
                )
            ),
            {3: page(b"[4 0 R]")},
        ),
        FORGED,
        True,
    )
    yield (
        "annotation-dropped",
        "the covering annotation is taken off the page",
        CHANGED,
        lambda: append(_overlay(), {3: page(annotations=b"7 0 R")}),
        FORGED,
        True,
    )
    yield (
        "annotation-hidden",
        "the covering annotation gets the hidden flag",
        CHANGED,
        lambda: append(
            _overlay(),
            {
                15: b"<< /Type /Annot /Subtype /Square /Rect [0 600 595 842] /F 2 /AP << /N 16 0 R >> >>"  # noqa: E501
            },
        ),
        FORGED,
        True,
    )
    yield (
        "layer-switched",
        "the layer with the forged text is switched on, the other off",
        CHANGED,
        lambda: append(_layered(), {1: _layers(b"14 0 R", b"13 0 R")}),
        FORGED,
        False,
    )
    yield (
        "field-emptied",
        "a text field that covers the forged text loses its look",
        CHANGED,
        lambda: append(
            _field(WHITE + text(TRUE, y=100), under=FORGED, box=b"0 600 595 842"),
            {16: form(b"", b"0 0 595 242")},
        ),
        FORGED,
        True,
    )


def _field(
    look: bytes, under: str = "SO TIEN", box: bytes = b"72 690 400 720", **more: bytes
) -> bytes:
    """A signed document with a text field (object 15, its look is 16)."""
    low, high = (int(each) for each in box.split()[1::2])
    return signed(
        _with(
            o3=page(annotations=b"7 0 R 15 0 R"),
            o4=stream(text(under)),
            o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 /DR << /Font << /F1 6 0 R >> >> /DA (/F1 18 Tf 0 g) >>",  # noqa: E501
            o15=_box(box, b"/V (100) "),
            o16=form(look, b"0 0 595 %d" % (high - low)),
            **more,
        )
    )


def _box(box: bytes = b"72 690 400 720", more: bytes = b"") -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (SoTien) /Rect [%s] /F 4 /P 3 0 R "
        b"/DA (/F1 18 Tf 0 g) /AP << /N 16 0 R >> %s>>" % (box, more)
    )


def _amount(words: str) -> bytes:
    return text(words, x=2, y=6)


def _replace() -> Table:
    def field() -> bytes:
        return _field(_amount(TRUE))

    def dangling(**objects: bytes) -> bytes:
        return signed(_with(**objects))

    yield (
        "field-value",
        "a text field gets another value and look",
        CHANGED,
        lambda: append(
            field(),
            {15: _box(more=b"/V (900) ").replace(b"16 0 R", b"40 0 R"), 40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "field-look",
        "a text field keeps its value and gets another look",
        CHANGED,
        lambda: append(
            field(),
            {15: _box(more=b"/V (100) ").replace(b"16 0 R", b"40 0 R"), 40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "look-in-place",
        "the object of a field's look is replaced, the field untouched",
        CHANGED,
        lambda: append(field(), {16: form(_amount(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "font-swapped",
        "the font writes other digits: its encoding maps 1 to 9",
        CHANGED,
        lambda: append(
            signed(),
            {
                6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [49 /nine] >> >>"  # noqa: E501
            },
        ),
        FORGED,
        False,
    )
    yield (
        "font-of-symbols",
        "the page's font becomes one of symbols",
        CHANGED,
        lambda: append(signed(), {6: b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"}),
        "",
        False,
    )
    yield (
        "dangling-content",
        "the signed page names a content stream that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(dangling(o3=page(b"[4 0 R 40 0 R]")), {40: stream(WHITE + text(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "dangling-form",
        "the signed page draws a form that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(
                o3=page(resources=b"/XObject << /Che 40 0 R >>"),
                o4=stream(text(TRUE) + b" /Che Do"),
            ),
            {40: form(WHITE + text(FORGED), b"0 0 595 842")},
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-annotation",
        "the signed page names an annotation that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(o3=page(annotations=b"7 0 R 40 0 R")),
            {
                40: b"<< /Type /Annot /Subtype /Stamp /Rect [0 600 595 842] /F 4 /AP << /N 41 0 R >> >>",  # noqa: E501
                41: form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
            },
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-page",
        "the signed page tree names a page that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            dangling(o2=b"<< /Type /Pages /Kids [3 0 R 40 0 R] /Count 2 >>"),
            {40: page(b"41 0 R", b""), 41: stream(text(FORGED))},
        ),
        FORGED,
        False,
    )
    yield (
        "dangling-freed",
        "the signed table marks the content free; a later one brings it",
        Reason.BROKEN,
        lambda: append(signed(_with(o3=page(b"[4 0 R 9 0 R]"))), {9: stream(WHITE + text(FORGED))}),
        FORGED,
        False,
    )
    yield (
        "dangling-state",
        "a graphics state that is not there hides nothing; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(
                _with(
                    o3=page(resources=b"/XObject << /Che 11 0 R >> /ExtGState << /G 40 0 R >>"),
                    o4=stream(text(FORGED) + b" q /G gs /Che Do Q"),
                    o11=form(WHITE + text(TRUE), b"0 0 595 842"),
                )
            ),
            {40: b"<< /Type /ExtGState /ca 0 >>"},
        ),
        FORGED,
        True,
    )
    yield (
        "dangling-annotations",
        "the page's list of annotations is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(_with(o3=page().replace(b"/Annots [7 0 R]", b"/Annots 40 0 R"))),
            {
                40: b"[7 0 R 42 0 R]",
                42: b"<< /Type /Annot /Subtype /Stamp /Rect [0 600 595 842] /F 4 /AP << /N 41 0 R >> >>",  # noqa: E501
                41: form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
            },
        ),
        FORGED,
        False,
    )
    yield (
        "state-switched",
        "a check box shows its other state",
        CHANGED,
        lambda: append(
            signed(
                _with(
                    o3=page(annotations=b"7 0 R 15 0 R"),
                    o4=stream(b""),
                    o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 >>",
                    o15=_check(b"Off"),
                    o16=form(WHITE + text(TRUE, y=100), b"0 0 595 242"),
                    o17=form(WHITE + text(FORGED, y=100), b"0 0 595 242"),
                )
            ),
            {15: _check(b"Co")},
        ),
        FORGED,
        False,
    )
    yield (
        "look-dangling",
        "a signed field names a look that is not there; it comes later",
        Reason.BROKEN,
        lambda: append(
            signed(
                _with(
                    o3=page(annotations=b"7 0 R 15 0 R"),
                    o5=b"<< /Fields [7 0 R 15 0 R] /SigFlags 3 >>",
                    o15=_box().replace(b"16 0 R", b"40 0 R"),
                )
            ),
            {40: form(_amount(FORGED))},
        ),
        FORGED,
        False,
    )


def _check(state: bytes) -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Btn /T (DongY) /Rect [0 600 595 842] /F 4 /P 3 0 R "
        b"/AP << /N << /Off 16 0 R /Co 17 0 R >> >> /AS /%s /V /%s >>" % (state, state)
    )


def _prepared(numbers: dict[int, bytes]) -> bytes:
    """Signed with shadows of objects lying undeclared among the declared ones."""
    before = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in numbers.items())
    return signed(_with(), before=before)


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
    draft = signed(_with(), before=shadow + table + tail)
    places = {}
    for number in (*range(1, 9), 10):
        places[number] = draft.index(b"\n%d 0 obj\n" % number) + 1
    places[4] = draft.index(b"\n4 0 obj\n", draft.index(b"10 0 obj")) + 1
    for number, at in places.items():
        table = table.replace(b"@%08d 00000 n" % number, b"%010d 00000 n" % at).replace(
            b"@%08d" % number, b"%010d" % at
        )
    table = table.replace(b"\n@", b"\n0")
    pdf = signed(_with(), before=shadow + table + tail)
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
        lambda: append(signed(_shadow_tree()), {}, root=b"11 0 R"),
        FORGED,
        False,
    )
    yield (
        "catalog-rewritten",
        "the catalog is rewritten to name a page tree that was declared and unused",
        CHANGED,
        lambda: append(
            signed(_shadow_tree()), {1: b"<< /Type /Catalog /Pages 12 0 R /AcroForm 5 0 R >>"}
        ),
        FORGED,
        False,
    )
    yield (
        "kids-rewritten",
        "the page tree is rewritten to name a page that was declared and unused",
        CHANGED,
        lambda: append(signed(_shadow_tree()), {2: b"<< /Type /Pages /Kids [13 0 R] /Count 1 >>"}),
        FORGED,
        False,
    )
    yield (
        "contents-rewritten",
        "the page is rewritten to name content that was declared and unused",
        CHANGED,
        lambda: append(signed(_shadow_tree()), {3: page(b"14 0 R")}),
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


def _shadow_tree() -> Objects:
    return _with(
        o11=b"<< /Type /Catalog /Pages 12 0 R /AcroForm 5 0 R >>",
        o12=b"<< /Type /Pages /Kids [13 0 R] /Count 1 >>",
        o13=page(b"14 0 R").replace(b"/Parent 2", b"/Parent 12"),
        o14=stream(text(FORGED)),
    )


@cache
def certified(permission: int, **more: bytes) -> bytes:
    """Certified with a DocMDP permission."""
    reference = (
        b"/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams "
        b"<< /Type /TransformParams /V /1.2 /P %d >> >>]" % permission
    )
    objects = _with(
        o1=b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Perms << /DocMDP 10 0 R >> >>"
    ) | {int(key[1:]): value for key, value in more.items()}
    return signed(objects, value=signature(reference))


def _annotation(kind: bytes, more: bytes = b"") -> bytes:
    return (
        b"<< /Type /Annot /Subtype /%s /Rect [0 600 595 842] /F 4 /Contents (%s) "
        b"/AP << /N 41 0 R >> %s >>" % (kind, FORGED.encode(), more)
    )


COVER = form(WHITE + text(FORGED, y=100), b"0 0 595 242")


def _noted(permission: int, kind: bytes, more: bytes = b"") -> Callable[[], bytes]:
    return lambda: append(
        certified(permission),
        {3: page(annotations=b"7 0 R 40 0 R"), 40: _annotation(kind, more), 41: COVER},
    )


def _evil_annotation() -> Table:
    kinds = (
        (1, b"FreeText", b"/DA (/F1 18 Tf)"), (2, b"FreeText", b"/DA (/F1 18 Tf)"), (3, b"FreeText", b"/DA (/F1 18 Tf)"),  # noqa: E501
        (2, b"Stamp", b""), (3, b"Stamp", b""), (3, b"Square", b""), (3, b"Highlight", b"/QuadPoints [0 842 595 842 0 600 595 600]"),  # noqa: E501
        (3, b"Redact", b"/QuadPoints [0 842 595 842 0 600 595 600]"), (3, b"Ink", b"/InkList [[0 0 9 9]]"),  # noqa: E501
        (3, b"Watermark", b""), (3, b"Line", b"/L [0 600 595 842]"), (3, b"Caret", b""), (3, b"FileAttachment", b"/FS << /Type /Filespec /F (a) >>"),  # noqa: E501
    )  # fmt: skip
    for permission, kind, more in kinds:
        name = kind.decode()
        yield (
            f"p{permission}-{name.lower()}",
            f"a {name} over a page certified with P={permission}",
            CHANGED,
            _noted(permission, kind, more),
            FORGED,
            False,
        )


def _evil_signature() -> Table:
    big = b"0 600 595 842"
    seen = b"/AP << /N 41 0 R >> "

    def added(permission: int, field: bytes, **objects: bytes) -> Callable[[], bytes]:
        return lambda: append(
            certified(permission),
            {
                5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: field,
                41: COVER,
            }
            | {int(key[1:]): value for key, value in objects.items()},
        )

    for permission in (1, 2, 3):
        yield (
            f"p{permission}-painted",
            f"an unsigned, painted signature field over a page certified with P={permission}",
            CHANGED,
            added(permission, widget("Che", None, big, seen)),
            FORGED,
            False,
        )
    yield (
        "p2-signed-by-stranger",
        "a stranger's signature whose look covers the certified page",
        CHANGED,
        lambda: signed_again(
            append(certified(2), {41: COVER}),
            holder=pki.issue(pki.Request("Kẻ Lạ", 48), pki.stranger()),
            box=big,
            extra=seen,
        ),
        FORGED,
        False,
    )
    yield (
        "p2-signed-by-clerk",
        "a trusted person's signature in a field that was not certified covers the page",
        CHANGED,
        lambda: signed_again(
            append(certified(2), {41: COVER}), holder=pki.clerk(), box=big, extra=seen
        ),
        FORGED,
        False,
    )
    yield (
        "p2-existing-painted",
        "an empty field that was certified gets a look and no signature",
        CHANGED,
        lambda: append(
            certified(
                2,
                o5=b"<< /Fields [7 0 R 9 0 R] /SigFlags 3 >>",
                o3=page(annotations=b"7 0 R 9 0 R"),
                o9=widget("Ky2", None, big),
            ),
            {9: widget("Ky2", None, big, seen), 41: COVER},
        ),
        FORGED,
        False,
    )
    yield (
        "p2-existing-moved",
        "an empty field that was certified is laid over the page with a look",
        CHANGED,
        lambda: append(
            certified(
                2,
                o5=b"<< /Fields [7 0 R 9 0 R] /SigFlags 3 >>",
                o3=page(annotations=b"7 0 R 9 0 R"),
                o9=widget("Ky2", None, b"0 0 0 0"),
            ),
            {9: widget("Ky2", None, big, seen), 41: COVER},
        ),
        FORGED,
        False,
    )
    yield (
        "p2-own-look",
        "the certifying signature's own field gets a look",
        CHANGED,
        lambda: append(certified(2), {7: widget("Ky1", 10, big, seen), 41: COVER}),
        FORGED,
        False,
    )
    yield (
        "p2-kid-painted",
        "an unsigned field whose kid is painted",
        CHANGED,
        added(
            2,
            b"<< /FT /Sig /T (Che) /Kids [42 0 R] >>",
            o3=page(annotations=b"7 0 R 42 0 R"),
            o42=b"<< /Type /Annot /Subtype /Widget /Parent 40 0 R /Rect [%s] /F 4 %s>>"
            % (big, seen),
        ),
        FORGED,
        False,
    )
    yield (
        "approval-painted",
        "an unsigned, painted field over a page that was only approved",
        CHANGED,
        lambda: append(
            signed(),
            {
                5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: widget("Che", None, big, seen),
                41: COVER,
            },
        ),
        FORGED,
        False,
    )
    yield (
        "approval-painted-later",
        "an unsigned field comes with an empty look, which is painted in one revision more",
        CHANGED,
        lambda: append(
            append(
                signed(),
                {
                    5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                    3: page(annotations=b"7 0 R 40 0 R"),
                    40: widget("Che", None, big, seen),
                    41: form(b"", b"0 0 595 242"),
                },
            ),
            {41: COVER},
        ),
        FORGED,
        False,
    )
    yield (
        "approval-look-later",
        "an unsigned field names a look that comes in one revision more",
        Reason.BROKEN,
        lambda: append(
            append(
                signed(),
                {
                    5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                    3: page(annotations=b"7 0 R 40 0 R"),
                    40: widget("Che", None, big, seen),
                },
            ),
            {41: COVER},
        ),
        FORGED,
        False,
    )
    yield (
        "approval-characteristics",
        "an unsigned field with a background and a caption but no look",
        CHANGED,
        lambda: append(
            signed(),
            {
                5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 /NeedAppearances true >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: widget("Che", None, big, b"/MK << /BG [1 0 0] /BC [0 0 0] >> /BS << /W 9 >> "),
            },
        ),
        "",
        False,
    )


def rows() -> Iterator[Row]:
    for kind, table in (
        ("shadow-hide", _hide),
        ("shadow-replace", _replace),
        ("shadow-hide-and-replace", _both),
        ("certification-annotation", _evil_annotation),
        ("certification-signature", _evil_signature),
    ):
        for name, how, reason, make, shows, hides in table():
            yield Row(kind, name, how, reason, make, shows, hides)
