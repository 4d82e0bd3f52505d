"""What is laid over certified pages: annotations and signatures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import pki
from tests.data.signed.pdf import (
    FORGED,
    append,
    form,
    page,
    signature,
    signed,
    signed_again,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.data.signed.shadow_parts import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.data.signed.pdf import Objects

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str, bool]]

CHANGED = Reason.CHANGED
WHITE = b"1 g 0 0 595 842 re f 0 g "


def shadow_tree() -> Objects:
    return given(
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
    objects = given(
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
        ("certification-annotation", _evil_annotation),
        ("certification-signature", _evil_signature),
    ):
        for name, how, reason, make, shows, hides in table():
            yield Row(kind, name, how, reason, make, shows, hides)
