"""Files on which readers choke: bombs and loops."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed.forgeries import once
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    last_start,
    page,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]

BROKEN, HYBRID, CHANGED = Reason.BROKEN, Reason.HYBRID, Reason.CHANGED
HIDDEN = Reason.HIDDEN_SIGNATURE


@cache
def _zeros(count: int, times: int = 1) -> bytes:
    data = bytes(count)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def _packed(data: bytes, extra: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return stream(data, b"/Filter %s %s" % (filters, extra))


def _stored(objects: dict[int, bytes], store: bytes) -> Callable[[], bytes]:
    catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS %s >>" % store
    return lambda: append(once(), {1: catalog} | objects)


BIG = 60_000_000


def _table_bomb() -> bytes:
    """A cross-reference stream of 60 MB."""
    body = once()
    entry = _packed(
        _zeros(BIG),
        b"/Type /XRef /Size 9000000 /W [1 4 2] /Root 1 0 R /Prev %d " % last_start(body),
    )
    return body + b"40 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (entry, len(body))


def _object_bomb() -> bytes:
    """A content stream inside an object stream that grows to 60 MB."""
    pdf = once()
    bomb = b"40 0 obj\n%s\nendobj\n" % _packed(_zeros(BIG), b"/Type /ObjStm /N 1 /First 4 ")
    at = len(pdf) + len(bomb)
    rows = b"\x02" + (40).to_bytes(4) + b"\x00\x00" + b"\x01" + len(pdf).to_bytes(4) + b"\x00\x00"
    table = b"41 0 obj\n%s\nendobj\n" % stream(
        rows,
        b"/Type /XRef /Size 42 /W [1 4 2] /Index [4 1 40 1] /Root 1 0 R /Prev %d "
        % last_start(pdf),
    )
    return pdf + bomb + table + b"startxref\n%d\n%%%%EOF\n" % at


def _bombs() -> Table:
    yield "table", "a cross-reference stream that grows to 60 MB", BROKEN, _table_bomb, ""
    yield (
        "object-stream",
        "an object stream that grows to 60 MB holds the page's content",
        BROKEN,
        _object_bomb,
        "",
    )
    yield (
        "certificate",
        "a certificate in the security store that grows to 60 MB",
        BROKEN,
        _stored({40: b"<< /Certs [41 0 R] >>", 41: _packed(_zeros(BIG))}, b"40 0 R"),
        TRUE,
    )
    yield (
        "list-twice-packed",
        "a revocation list, packed twice, that grows to 1 GB",
        BROKEN,
        _stored(
            {
                40: b"<< /CRLs [41 0 R] >>",
                41: _packed(_zeros(1_000_000_000, 2), filters=b"[/FlateDecode /FlateDecode]"),
            },
            b"40 0 R",
        ),
        TRUE,
    )
    yield (
        "content",
        "a page of 1 GB, packed twice, in a later revision",
        CHANGED,
        lambda: append(
            once(), {4: _packed(_zeros(1_000_000_000, 2), filters=b"[/FlateDecode /FlateDecode]")}
        ),
        "",
    )
    yield (
        "metadata",
        "metadata of 1 GB, packed twice, in a later revision",
        CHANGED,
        lambda: append(
            once(),
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Metadata 40 0 R >>",
                40: _packed(
                    _zeros(1_000_000_000, 2),
                    b"/Type /Metadata /Subtype /XML ",
                    b"[/FlateDecode /FlateDecode]",
                ),
            },
        ),
        TRUE,
    )
    yield (
        "arrays",
        "an array nested 50,000 deep in a later revision",
        BROKEN,
        lambda: append(
            once(),
            {
                3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /X "
                + b"[" * 50_000
                + b"]" * 50_000
                + b" >>"
            },
        ),
        "",
    )
    yield (
        "dictionaries",
        "a dictionary nested 20,000 deep as the form",
        BROKEN,
        lambda: append(
            once(), {5: b"<< /Fields [7 0 R] /X " + b"<< /A " * 20_000 + b">>" * 20_000 + b" >>"}
        ),
        "",
    )
    yield (
        "ranges",
        "ten thousand /ByteRange keys in a string",
        CHANGED,
        lambda: append(once(), {3: page(extra=b"/X (" + b"/ByteRange [ " * 10_000 + b")")}),
        TRUE,
    )
    yield (
        "look",
        "a look of 1 GB, packed twice, in an unsigned field",
        CHANGED,
        lambda: append(
            once(),
            {
                5: b"<< /Fields [7 0 R 40 0 R] >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: widget("Che", extra=b"/AP << /N 41 0 R >> "),
                41: _packed(
                    _zeros(1_000_000_000, 2),
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] ",
                    b"[/FlateDecode /FlateDecode]",
                ),
            },
        ),
        TRUE,
    )
    yield (
        "numbers",
        "a table of a hundred million entries that is not there",
        BROKEN,
        lambda: once().replace(b"xref\n0 11\n", b"xref\n0 100000000\n"),
        "",
    )
    yield (
        "fields",
        "a form of 3,000 fields in a chain in a later revision",
        CHANGED,
        lambda: append(
            once(),
            {5: b"<< /Fields [7 0 R 1000 0 R] /SigFlags 3 >>"}
            | {n: b"<< /T (a) /Kids [%d 0 R] >>" % (n + 1) for n in range(1000, 1400)}
            | {1400: widget("Z")},
        ),
        TRUE,
    )


def _loops() -> Table:
    def rev(**objects: bytes) -> Callable[[], bytes]:
        return lambda: append(once(), {int(key[1:]): value for key, value in objects.items()})

    def to_itself() -> bytes:
        pdf = append(once(), {4: stream(text(FORGED))}, previous=10**9)
        return pdf.replace(b"/Prev 1000000000", b"/Prev %010d" % last_start(pdf))

    def to_each_other() -> bytes:
        first = append(once(), {4: stream(text(FORGED))}, previous=10**9)
        pdf = append(first, {40: b"<< >>"})
        return pdf.replace(b"/Prev 1000000000", b"/Prev %010d" % last_start(pdf))

    yield "previous-itself", "a table names itself as the one before", BROKEN, to_itself, FORGED
    yield (
        "previous-each-other",
        "two tables name each other as the one before",
        BROKEN,
        to_each_other,
        FORGED,
    )
    yield (
        "pages",
        "the page tree is its own kid",
        CHANGED,
        rev(o2=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "",
    )
    yield (
        "pages-parent",
        "the page tree is its own parent",
        CHANGED,
        rev(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>"),
        TRUE,
    )
    yield (
        "field-kids",
        "the signature field is its own kid",
        BROKEN,
        rev(o7=widget("Ky1", 10, extra=b"/Kids [7 0 R] ")),
        TRUE,
    )
    yield (
        "field-parent",
        "the signature field is its own parent",
        CHANGED,
        rev(o7=widget("Ky1", 10, extra=b"/Parent 7 0 R ")),
        TRUE,
    )
    yield (
        "fields-each-other",
        "two fields are each other's kids",
        BROKEN,
        rev(
            o5=b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
            o40=b"<< /T (a) /Kids [41 0 R] >>",
            o41=b"<< /T (b) /Kids [40 0 R] >>",
        ),
        TRUE,
    )
    yield "reference-itself", "an object is a reference to itself", CHANGED, rev(o4=b"4 0 R"), ""
    yield (
        "length-itself",
        "a stream's length is the stream itself",
        BROKEN,
        rev(o4=b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
        "",
    )
    yield (
        "form-itself",
        "the form's list of fields is the form",
        HIDDEN,
        rev(o5=b"<< /Fields 5 0 R /SigFlags 3 >>"),
        TRUE,
    )
    yield (
        "value-itself",
        "the field's value is the field",
        Reason.UNSUPPORTED,
        rev(o7=widget("Ky1", 7)),
        TRUE,
    )
    yield (
        "object-stream-itself",
        "an object stream extends itself and holds the page",
        CHANGED,
        rev(o40=stream(b"4 0 null", b"/Type /ObjStm /N 1 /First 4 /Extends 40 0 R ")),
        TRUE,
    )


def rows() -> Iterator[Row]:
    for kind, table in (
        ("bombs", _bombs),
        ("loops", _loops),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
