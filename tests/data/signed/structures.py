"""Files on which readers disagree, or choke: hybrid, broken, bombs, loops, differentials."""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.forgeries import forged, once, twice
from tests.data.signed.pdf import (
    FORGED,
    HOLE,
    TRUE,
    append,
    build,
    filled,
    last_start,
    page,
    plain,
    signature,
    signed,
    signed_again,
    stamped,
    stream,
    text,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.hybrid import hybrid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Table = Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]

BROKEN, HYBRID, CHANGED = Reason.BROKEN, Reason.HYBRID, Reason.CHANGED
GOOD, GAP, HIDDEN = Reason.GOOD, Reason.BAD_GAP, Reason.HIDDEN_SIGNATURE


def with_stream(
    pdf: bytes, objects: dict[int, bytes], *, hidden: dict[int, bytes] | None = None
) -> bytes:
    """A hybrid revision: ``objects`` in the table, ``hidden`` in a stream it names."""
    out, where, shown = pdf, {}, {}
    for number, body in (objects | (hidden or {})).items():
        where[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        shown[number] = number in objects
    secret = {number: at for number, at in where.items() if not shown[number]} or {49: 0}
    rows = b"".join(b"\x01" + at.to_bytes(4) + b"\x00" for at in secret.values())
    index = b" ".join(b"%d 1" % number for number in secret)
    at = len(out)
    out += b"50 0 obj\n%s\nendobj\n" % stream(
        rows, b"/Type /XRef /Size 51 /W [1 4 1] /Index [%s] /Root 1 0 R " % index
    )
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % (n, where[n]) for n in sorted(objects)) or b"0 0\n"
    tail = b"trailer\n<< /Size 51 /Root 1 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n"
    return out + b"xref\n" + lines + tail % (last_start(pdf), at, len(out))


def _hybrid() -> Table:
    new = {4: stream(text(FORGED))}
    yield (
        "note-after",
        "a hybrid revision with one unused object behind a signature",
        HYBRID,
        lambda: hybrid(once()),
        TRUE,
    )
    yield (
        "before",
        "a hybrid file that was signed as it is",
        HYBRID,
        lambda: signed_again(
            with_stream(build(_unsigned()), {}, hidden={48: b"<< /Note (an) >>"}), "Ky2"
        ),
        FORGED,
    )
    yield (
        "content-in-stream",
        "the content is replaced in the stream, the table keeps silent",
        HYBRID,
        lambda: with_stream(once(), {}, hidden=new),
        FORGED,
    )
    yield (
        "content-in-table",
        "the content is replaced in the table, the stream is empty",
        HYBRID,
        lambda: with_stream(once(), new),
        FORGED,
    )
    yield (
        "two-contents",
        "table and stream name two different contents",
        HYBRID,
        lambda: with_stream(
            once(),
            {4: stream(text("CHI 500 TRIEU DONG"))},
            hidden={3: page(b"48 0 R"), 48: stream(text(FORGED))},
        ),
        FORGED,
    )
    yield (
        "signature-in-stream",
        "a second signature lies in the stream only",
        HYBRID,
        lambda: filled(
            with_stream(
                once(),
                {
                    5: b"<< /Fields [7 0 R 20 0 R] /SigFlags 3 >>",
                    3: page(annotations=b"7 0 R 20 0 R"),
                },
                hidden={20: widget("Ky2", 21, b"320 500 540 560"), 21: signature()},
            ),
            pki.clerk(),
        ),
        TRUE,
    )
    yield (
        "twice",
        "two hybrid revisions behind a signature",
        HYBRID,
        lambda: with_stream(with_stream(once(), {}, hidden={48: b"<< >>"}), {}, hidden=new),
        FORGED,
    )
    yield (
        "after-two",
        "a hybrid revision behind two signatures",
        HYBRID,
        lambda: with_stream(twice(), {}, hidden=new),
        FORGED,
    )
    yield (
        "after-timestamp",
        "a hybrid revision behind a document timestamp",
        HYBRID,
        lambda: with_stream(stamped(once(), cms.token), {}, hidden=new),
        FORGED,
    )


def _unsigned() -> dict[int, bytes]:
    return plain(FORGED)


def _broken() -> Table:
    cut = lambda part: lambda: once()[: int(len(once()) * part)]  # noqa: E731
    yield "half", "the second half is missing", BROKEN, cut(0.5), ""
    yield "no-end", "the last eight bytes are missing", BROKEN, lambda: once()[:-8], ""
    yield "no-header", "the header is missing", Reason.NOT_A_PDF, lambda: once()[9:], ""
    yield (
        "header-late",
        "two thousand blanks stand before the header",
        Reason.NOT_A_PDF,
        lambda: b" " * 2000 + once(),
        "",
    )
    yield (
        "no-root",
        "the trailer names no catalog",
        BROKEN,
        lambda: once().replace(b"/Root", b"/Ruut"),
        "",
    )
    yield (
        "no-pages",
        "the catalog names no pages",
        BROKEN,
        lambda: forged(once().replace(b"/Pages 2", b"/Pagex 2")),
        "",
    )
    yield (
        "offsets-beside",
        "every offset is one too many",
        BROKEN,
        lambda: re.sub(
            rb"(?m)^(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 1), once()
        ),
        "",
    )
    yield (
        "table-of-letters",
        "the table holds letters",
        BROKEN,
        lambda: re.sub(rb"(?m)^\d{10} 00000 n", b"x" * 18, once()),
        "",
    )
    yield (
        "size-one",
        "the trailer says that there is one object",
        BROKEN,
        lambda: re.sub(rb"/Size \d+", b"/Size 1 ", once()),
        "",
    )
    yield (
        "zeros",
        "nothing but zeros behind the header",
        BROKEN,
        lambda: once()[:20] + bytes(4000),
        "",
    )
    yield (
        "lines-changed",
        "every line end became two characters",
        BROKEN,
        lambda: once().replace(b"\n", b"\r\n"),
        "",
    )
    yield (
        "encrypted",
        "the trailer says that the file is encrypted",
        Reason.PROTECTED,
        lambda: append(
            once(),
            {
                40: b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>"
                % (b"o" * 32, b"u" * 32)
            },
            trailer=b"/Encrypt 40 0 R",
        ),
        "",
    )


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
        Reason.UNDECLARED_OBJECT,
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

    yield "previous-itself", "a table names itself as the one before", BROKEN, to_itself, ""
    yield (
        "previous-each-other",
        "two tables name each other as the one before",
        BROKEN,
        to_each_other,
        "",
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
        GOOD,
        rev(o40=stream(b"4 0 null", b"/Type /ObjStm /N 1 /First 4 /Extends 40 0 R ")),
        TRUE,
    )


def _signed_with(
    value: Callable[[bytes], bytes], objects: dict[int, bytes] | None = None
) -> Callable[[], bytes]:
    return lambda: signed(plain(FORGED) if objects is None else objects, value=value(signature()))


def _literal() -> bytes:
    """The container as a literal string of octal escapes, its brackets inside the range's gap."""
    pdf = once()
    found = re.search(rb"/Contents <([0-9a-f]+)>", pdf)
    assert found
    der = bytes.fromhex(found[1].decode()).rstrip(b"\x00")
    octal = b"".join(b"\\%03o" % each for each in der)
    new = b"/Contents (" + octal[: HOLE * 2] + b")"
    return pdf[: found.start()] + new.ljust(len(found[0])) + pdf[found.end() :]


def _two_tables() -> bytes:
    """Two entries of one number in one table: first or last wins, as the reader likes."""
    pdf = append(once(), {4: stream(text(FORGED)), 40: b"<< >>"})
    return (
        pdf.replace(b"xref\n4 1", b"xref\n4 1\n%010d 00000 n \n4 1" % once().index(b"4 0 obj"), 1)
        if False
        else (
            re.sub(
                rb"xref\n4 1\n(\d{10} 00000 n \n)40 1",
                lambda m: (
                    b"xref\n4 1\n%010d 00000 n \n4 1\n%s40 1"
                    % (once().index(b"\n4 0 obj") + 1, m[1])
                ),
                pdf,
            )
        )
    )


def _differentials() -> Table:
    yield (
        "contents-twice",
        "the signature has two /Contents",
        BROKEN,
        _signed_with(lambda value: value.replace(b"/M (", b"/Contents (gia) /M (", 1)),
        FORGED,
    )
    yield (
        "range-twice",
        "the signature has two /ByteRange",
        BROKEN,
        _signed_with(lambda value: value.replace(b"/M (", b"/ByteRange [0 1 2 3] /M (", 1)),
        FORGED,
    )
    yield "content-twice-declared", "one table names one object twice", CHANGED, _two_tables, ""
    yield (
        "range-escaped",
        "the key /ByteRange is written with an escape",
        GOOD,
        _signed_with(lambda value: value.replace(b"/M (", b"/Ghi#43hu (x) /M (", 1)),
        FORGED,
    )
    yield (
        "hidden-in-comment",
        "a comment holds a whole signature",
        HIDDEN,
        lambda: signed(
            plain(FORGED), before=b"% << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>\n"
        ),
        FORGED,
    )
    yield (
        "pages-twice",
        "the catalog has two /Pages",
        BROKEN,
        lambda: append(
            once(),
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Pages 40 0 R >>",
                40: b"<< /Type /Pages /Kids [41 0 R] /Count 1 >>",
                41: page(b"42 0 R").replace(b"/Parent 2", b"/Parent 40"),
                42: stream(text(FORGED)),
            },
        ),
        FORGED,
    )
    yield (
        "length-short",
        "a later content's length hides its forged second half",
        BROKEN,
        lambda: append(
            once(),
            {
                4: b"<< /Length %d >>\nstream\n%s\n%s\nendstream"
                % (len(text(TRUE)), text(TRUE), text(FORGED, y=600))
            },
        ),
        "",
    )
    yield (
        "generation",
        "a later table gives the content another generation",
        CHANGED,
        lambda: append(once(), {3: page(b"4 1 R")}).replace(
            b"trailer\n<< /Size 11 /Root 1 0 R /Prev", b"trailer\n<< /Size 11 /Root 1 0 R /Prev"
        ),
        "",
    )
    yield (
        "container-literal",
        "the container is a literal string of octal escapes",
        GAP,
        _literal_signed,
        FORGED,
    )
    yield (
        "container-spaced",
        "the container has a line break between its digits",
        GAP,
        _spaced,
        TRUE,
    )
    yield (
        "junk-before-header",
        "a comment stands before the header; offsets count from there",
        BROKEN,
        lambda: b"%junk\n" + once(),
        TRUE,
    )
    yield (
        "two-fields-one-signature",
        "two fields name one signature: it counts once, the second field is new",
        CHANGED,
        lambda: append(
            once(),
            {
                5: b"<< /Fields [7 0 R 40 0 R] /SigFlags 3 >>",
                3: page(annotations=b"7 0 R 40 0 R"),
                40: widget("Ky2", 10, b"320 500 540 560"),
            },
        ),
        TRUE,
    )
    yield (
        "signature-inline",
        "the signature stands in the field itself, not in an object of its own",
        BROKEN,
        _inline,
        FORGED,
    )
    yield (
        "root-of-old",
        "a later trailer names the page as the catalog",
        BROKEN,
        lambda: append(once(), {}, root=b"3 0 R"),
        "",
    )
    yield (
        "stream-and-table",
        "a table behind a stream behind a table, the page in the middle one",
        CHANGED,
        _mixed,
        FORGED,
    )
    yield (
        "commented-end",
        "the last %%EOF stands in a comment with a second startxref",
        Reason.TRAILING_BYTES,
        lambda: once() + b"% startxref\n% " + b"%d\n%%%%EOF\n" % last_start(once()),
        TRUE,
    )


def _literal_signed() -> bytes:
    """Signed so that digest and range are right for a literal string."""
    value = signature().replace(
        b"/Contents <" + b"0" * HOLE + b">", b"/Contents <" + b"0" * HOLE + b">"
    )
    pdf = signed(plain(FORGED), value=value)
    found = re.search(rb"/Contents <([0-9a-f]+)>", pdf)
    assert found
    der = bytes.fromhex(found[1].decode()).rstrip(b"\x00")
    octal = b"".join(b"\\%03o" % each for each in der)
    room = len(found[0]) - len(b"/Contents ()")
    assert len(octal) <= room
    new = (
        b"/Contents ("
        + octal
        + b"\\000" * ((room - len(octal)) // 4)
        + b"\\\n" * ((room - len(octal)) % 4 // 2)
    )
    new = new.ljust(len(found[0]) - 1, b"0") + b")"
    return pdf[: found.start()] + new + pdf[found.end() :]


def _spaced() -> bytes:
    pdf = once()
    at = pdf.index(b"/Contents <") + 200
    end = pdf.index(b">", at)
    return pdf[:at] + b"\n" + pdf[at : end - 1] + pdf[end:]


def _inline() -> bytes:
    objects = plain(FORGED)
    objects[7] = widget("Ky1", extra=b"/V %s " % signature())
    return filled(build(objects))


def _mixed() -> bytes:
    pdf = once()
    body = b"4 0 obj\n%s\nendobj\n" % stream(text(FORGED))
    at = len(pdf) + len(body)
    rows = b"\x01" + len(pdf).to_bytes(4) + b"\x00\x00"
    table = b"40 0 obj\n%s\nendobj\n" % stream(
        rows,
        b"/Type /XRef /Size 41 /W [1 4 2] /Index [4 1] /Root 1 0 R /Prev %d " % last_start(pdf),
    )
    middle = pdf + body + table + b"startxref\n%d\n%%%%EOF\n" % at
    return append(middle, {41: b"<< >>"})


def rows() -> Iterator[Row]:
    for kind, table in (
        ("hybrid", _hybrid),
        ("broken", _broken),
        ("bombs", _bombs),
        ("loops", _loops),
        ("differentials", _differentials),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
