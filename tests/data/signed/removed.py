"""Signature fields that were removed, and formats that nobody knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.forgeries import RANGE, forged, once, swap, twice
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    build,
    last_start,
    plain,
    signature,
    signed,
    stream,
    text,
    timestamp,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BROKEN, GAP, HIDDEN = Reason.BROKEN, Reason.BAD_GAP, Reason.HIDDEN_SIGNATURE
CHANGED, TRAILING, UNDECLARED = Reason.CHANGED, Reason.TRAILING_BYTES, Reason.UNDECLARED_OBJECT
NEW = {4: stream(text(FORGED))}


def _unnamed(*names: bytes) -> bytes:
    """The field's value and other names of the signed file written with another letter."""
    pdf = once().replace(b"/V 10", b"/X 10")
    for each in names:
        pdf = pdf.replace(each, each[:-3] + b"X" + each[-2:])
    return pdf


def _emptied(pdf: bytes) -> bytes:
    return re.sub(rb"/Contents <[0-9a-f]+>", lambda found: b" " * len(found[0]), pdf)


def _removed() -> Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]:
    def rev(objects: dict[int, bytes], **how: object) -> Callable[[], bytes]:
        return lambda: append(once(), NEW | objects, **how)  # type: ignore[arg-type]

    yield (
        "fields-emptied",
        "the form lists no field any more",
        HIDDEN,
        rev({5: b"<< /Fields [] >>"}),
        FORGED,
    )
    yield (
        "form-dropped",
        "the catalog names no form any more",
        HIDDEN,
        rev({1: b"<< /Type /Catalog /Pages 2 0 R >>"}),
        FORGED,
    )
    yield (
        "value-dropped",
        "the field holds no value any more",
        HIDDEN,
        rev({7: widget("Ky1")}),
        FORGED,
    )
    yield (
        "value-null",
        "the field's value is null",
        HIDDEN,
        rev({7: widget("Ky1", extra=b"/V null ")}),
        FORGED,
    )
    yield (
        "value-emptied",
        "the field's value is an empty dictionary",
        Reason.UNSUPPORTED,
        rev({7: widget("Ky1", 40), 40: b"<< >>"}),
        FORGED,
    )
    yield (
        "field-retyped",
        "the field is a text field now",
        HIDDEN,
        rev({7: widget("Ky1", 10).replace(b"/FT /Sig", b"/FT /Tx")}),
        FORGED,
    )
    yield "field-freed", "the field's object is freed", BROKEN, rev({}, freed=(7,)), FORGED
    yield "signature-freed", "the signature's object is freed", BROKEN, rev({}, freed=(10,)), FORGED
    yield (
        "other-catalog",
        "a new catalog without a form",
        HIDDEN,
        rev({40: b"<< /Type /Catalog /Pages 2 0 R >>"}, root=b"40 0 R"),
        FORGED,
    )
    yield (
        "revision-skipped",
        "a table whose /Prev passes over the second signature",
        UNDECLARED,
        lambda: append(twice(), {}, previous=last_start(once())),
        TRUE,
    )
    yield (
        "one-of-two",
        "of two signatures the second loses its value",
        HIDDEN,
        lambda: append(twice(), {20: widget("Ky2", None, b"320 500 540 560")}),
        TRUE,
    )
    yield (
        "renamed-in-place",
        "the catalog's key of the form has another letter",
        HIDDEN,
        lambda: forged(once().replace(b"/AcroForm", b"/AcroForX")),
        FORGED,
    )
    yield (
        "all-traces-blanked",
        "value and range renamed: what is left is a dictionary that says what it is",
        HIDDEN,
        lambda: forged(_unnamed(b"/ByteRange")),
        FORGED,
    )
    yield (
        "container-left",
        "value, range and type renamed: what is left is a container",
        HIDDEN,
        lambda: forged(_unnamed(b"/ByteRange", b"/Type /Sig")),
        FORGED,
    )
    yield (
        "range-behind-comment",
        "value and type renamed, the container emptied, a comment between the range's key and it",
        HIDDEN,
        lambda: forged(
            _emptied(_unnamed(b"/Type /Sig")).replace(b"/ByteRange [0 ", b"/ByteRange%\n[0", 1)
        ),
        FORGED,
    )
    yield (
        "range-elsewhere",
        "value and type renamed, the container emptied, the range a reference",
        HIDDEN,
        lambda: forged(swap(RANGE, b"/ByteRange 8 0 R", _emptied(_unnamed(b"/Type /Sig")))),
        FORGED,
    )
    yield (
        "form-escaped",
        "the catalog's key of the form is an escape of another letter",
        HIDDEN,
        lambda: forged(once().replace(b"/AcroForm 5", b"/Acro#46or 5")),
        FORGED,
    )
    yield (
        "every-trace-gone",
        "the forger wrote the document anew: no signature was ever in it",
        Reason.NO_SIGNATURE,
        lambda: build(plain(FORGED)),
        FORGED,
    )


def _filters() -> Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]:
    names = {
        "sha1": b"/adbe.pkcs7.sha1",
        "rsa-sha1": b"/adbe.x509.rsa_sha1",
        "misspelt": b"/ETSI.CAdES.detachd",
        "small-letters": b"/etsi.cades.detached",
        "future": b"/ETSI.CAdES.detached2",
        "our-own": b"/GiaLap.Ky",
        "empty-name": b"/",
        "null": b"null",
        "string": b"(ETSI.CAdES.detached)",
        "number": b"1",
        "of-a-timestamp": b"/ETSI.RFC3161",
    }
    for key, value in names.items():
        yield (
            f"{key}",
            f"the sub-filter is {value.decode()}",
            Reason.UNSUPPORTED,
            (lambda value=value: signed(plain(FORGED), value=signature(subfilter=value))),
            FORGED,
        )
    yield (
        "type-unknown",
        "the dictionary's type is /Chuky",
        Reason.UNSUPPORTED,
        lambda: signed(plain(FORGED), value=signature().replace(b"/Type /Sig", b"/Type /Chuky")),
        FORGED,
    )
    yield (
        "timestamp-of-signature",
        "a document timestamp that says CAdES",
        Reason.UNSUPPORTED,
        lambda: signed(
            plain(FORGED), value=timestamp().replace(b"/ETSI.RFC3161", b"/ETSI.CAdES.detached")
        ),
        FORGED,
    )


def rows() -> Iterator[Row]:
    for kind, table in (
        ("removed-fields", _removed),
        ("unknown-subfilter", _filters),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
