"""Hybrid and broken files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.forgeries import forged, once, twice
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    build,
    filled,
    last_start,
    page,
    plain,
    signature,
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
    yield "no-end", "the last eight bytes are missing", BROKEN, lambda: forged(once())[:-8], FORGED
    yield (
        "no-header",
        "the header is missing",
        Reason.NOT_A_PDF,
        lambda: forged(once())[9:],
        FORGED,
    )
    yield (
        "header-late",
        "two thousand blanks stand before the header",
        Reason.NOT_A_PDF,
        lambda: b" " * 2000 + forged(once()),
        FORGED,
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
            rb"(?m)^(\d{10}) 00000 n",
            lambda m: b"%010d 00000 n" % (int(m[1]) + 1),
            forged(once()),
        ),
        FORGED,
    )
    yield (
        "table-of-letters",
        "the table holds letters",
        BROKEN,
        lambda: re.sub(rb"(?m)^\d{10} 00000 n", b"x" * 18, forged(once())),
        FORGED,
    )
    yield (
        "size-one",
        "the trailer says that there is one object",
        BROKEN,
        lambda: re.sub(rb"/Size \d+", b"/Size 1 ", forged(once())),
        FORGED,
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
        lambda: forged(once()).replace(b"\n", b"\r\n"),
        FORGED,
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


def rows() -> Iterator[Row]:
    for kind, table in (
        ("hybrid", _hybrid),
        ("broken", _broken),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
