"""Signatures spoilt, and content appended behind them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms, pki
from tests.data.signed.pdf import (
    FORGED,
    HOLE,
    TRUE,
    append,
    page,
    signed,
    signed_again,
    stamped,
    stream,
    text,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import with_container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BROKEN, GAP, HIDDEN = Reason.BROKEN, Reason.BAD_GAP, Reason.HIDDEN_SIGNATURE
CHANGED, TRAILING, UNDECLARED = Reason.CHANGED, Reason.TRAILING_BYTES, Reason.UNDECLARED_OBJECT
NEW = {4: stream(text(FORGED))}


@cache
def once() -> bytes:
    """What every forger here starts from."""
    return signed()


@cache
def twice() -> bytes:
    return signed_again(once(), holder=pki.clerk())


def forged(pdf: bytes) -> bytes:
    """The signed text changed in its place."""
    return pdf.replace(TRUE.encode(), FORGED.encode(), 1)


def swap(pattern: bytes, new: bytes, pdf: bytes | None = None) -> bytes:
    """In place, no byte moved."""
    pdf = once() if pdf is None else pdf
    found = re.search(pattern, pdf)
    assert found
    assert len(new) <= len(found[0])
    return pdf[: found.start()] + new.ljust(len(found[0])) + pdf[found.end() :]


RANGE, _HOLE = rb"/ByteRange \[[^\]]*\] *", rb"/Contents <[0-9a-f]+>"


def _ranged(value: bytes) -> Callable[[], bytes]:
    return lambda: forged(swap(RANGE, b"/ByteRange " + value))


def _held(value: bytes) -> Callable[[], bytes]:
    return lambda: forged(swap(_HOLE, b"/Contents " + value))


def _contained(der: bytes) -> Callable[[], bytes]:
    return lambda: forged(with_container(once(), der))


def _signers(count: int) -> Callable[[], bytes]:
    """A container with no signer, or with no certificate."""

    def make() -> bytes:
        from tests.pki.craft import content_info

        who = pki.person()
        some = [cms.signer(who, cms.attributes(bytes(32), who))] * count
        der = content_info(who, some, certificates=() if count else None)
        return forged(with_container(once(), der))

    return make


def _universal() -> Iterator[tuple[str, str, Reason, Callable[[], bytes]]]:
    yield (
        "range-renamed",
        "the key /ByteRange has another letter",
        BROKEN,
        lambda: forged(once().replace(b"/ByteRange", b"/ByteXange", 1)),
    )
    yield "range-null", "/ByteRange is null", BROKEN, _ranged(b"null")
    yield "range-empty", "/ByteRange is an empty array", BROKEN, _ranged(b"[]")
    yield "range-short", "/ByteRange has three numbers", BROKEN, _ranged(b"[0 9 9]")
    yield "range-long", "/ByteRange has six numbers", BROKEN, _ranged(b"[0 9 20 9 40 9]")
    yield "range-nothing", "/ByteRange covers no byte", GAP, _ranged(b"[0 0 0 0]")
    yield "range-negative", "/ByteRange has a negative length", GAP, _ranged(b"[0 -9 20 9]")
    yield (
        "range-beyond",
        "/ByteRange reaches far beyond the end",
        GAP,
        _ranged(b"[0 9 99999 9999999]"),
    )
    yield (
        "range-words",
        "/ByteRange holds names instead of numbers",
        BROKEN,
        _ranged(b"[/a /b /c /d]"),
    )
    yield (
        "contents-renamed",
        "the key /Contents has another letter",
        BROKEN,
        lambda: forged(once().replace(b"/Contents <", b"/Xontents <", 1)),
    )
    yield "contents-null", "/Contents is null", BROKEN, _held(b"null")
    yield "contents-empty", "/Contents is an empty string", BROKEN, _held(b"<>")
    yield (
        "contents-zeros",
        "/Contents is nothing but zeros",
        BROKEN,
        lambda: forged(swap(_HOLE, b"/Contents <" + b"0" * HOLE + b">")),
    )
    yield "contents-asn1-null", "the container is an ASN.1 NULL", BROKEN, _contained(b"\x05\x00")
    yield "contents-sequence", "the container is an empty sequence", BROKEN, _contained(b"0\x00")
    yield "no-signer", "the container names no signer", Reason.BAD_PROFILE, _signers(0)
    yield "no-certificate", "the container carries no certificate", Reason.BAD_PROFILE, _signers(1)


def padded() -> bytes:
    return b"%" + b" " * 2000 + b"\n"


def an_object(words: str = FORGED) -> bytes:
    return b"4 0 obj\n%s\nendobj\n" % stream(text(words))


def _second_page() -> bytes:
    return append(
        once(),
        {
            2: b"<< /Type /Pages /Kids [3 0 R 40 0 R] /Count 2 >>",
            40: page(b"41 0 R", b""),
            41: stream(text(FORGED)),
        },
    )


def _new_catalog() -> bytes:
    return append(
        once(),
        {
            40: b"<< /Type /Catalog /Pages 41 0 R /AcroForm 5 0 R >>",
            41: b"<< /Type /Pages /Kids [42 0 R] /Count 1 >>",
            42: page(b"43 0 R").replace(b"/Parent 2", b"/Parent 41"),
            43: stream(text(FORGED)),
        },
        root=b"40 0 R",
    )


def _countersigned() -> bytes:
    return signed_again(append(once(), NEW), holder=pki.clerk())


def _timestamped() -> bytes:
    return stamped(append(once(), NEW), cms.token)


def _redirected() -> bytes:
    return append(once(), NEW).replace(b"\nendobj\nxref", b"\nendobj\n\n\n\n\n\n\nxref")


def _incremental() -> Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]:
    yield (
        "content",
        "a proper revision replaces the page's content",
        CHANGED,
        lambda: append(once(), NEW),
        FORGED,
    )
    yield "new-page", "a proper revision adds a page", CHANGED, _second_page, FORGED
    yield (
        "new-catalog",
        "a proper revision brings its own catalog and pages",
        CHANGED,
        _new_catalog,
        FORGED,
    )
    yield (
        "more-content",
        "a second content stream is added to the page",
        CHANGED,
        lambda: append(once(), {3: page(b"[4 0 R 40 0 R]"), 40: stream(text(FORGED, y=600))}),
        FORGED,
    )
    yield (
        "startxref-zero",
        "a forged object, then startxref 0: viewers rebuild the table",
        BROKEN,
        lambda: once() + an_object() + b"startxref\n0\n%%EOF\n",
        FORGED,
    )
    yield (
        "startxref-far",
        "a forged object, then a startxref beyond the end",
        BROKEN,
        lambda: once() + an_object() + b"startxref\n99999999\n%%EOF\n",
        FORGED,
    )
    yield (
        "startxref-hidden",
        "a forged object and 2,000 blanks push the last startxref out of sight",
        TRAILING,
        lambda: once() + an_object() + padded(),
        TRUE,
    )
    yield (
        "table-empty",
        "a forged object, an empty table, a trailer without a root",
        BROKEN,
        lambda: (
            (given := once() + an_object())
            + b"xref\n0 0\ntrailer\n<< >>\nstartxref\n%d\n%%%%EOF\n" % len(given)
        ),
        FORGED,
    )
    yield (
        "no-previous",
        "the forged revision names no /Prev",
        BROKEN,
        lambda: append(once(), NEW).replace(b"/Prev", b"/Prex"),
        FORGED,
    )
    yield (
        "offset-beside",
        "the forged table stands six bytes behind where startxref says",
        BROKEN,
        _redirected,
        FORGED,
    )
    yield (
        "trailer-only",
        "a forged object and a trailer without table and startxref",
        TRAILING,
        lambda: once() + an_object() + b"trailer\n<< /Root 1 0 R /Size 11 >>\n" + padded(),
        TRUE,
    )
    yield (
        "countersigned",
        "the forged revision is covered by somebody's good signature",
        CHANGED,
        _countersigned,
        FORGED,
    )
    yield (
        "timestamped",
        "the forged revision is covered by a good document timestamp",
        CHANGED,
        _timestamped,
        FORGED,
    )
    yield (
        "undeclared-between",
        "an undeclared object lies between two good signatures",
        UNDECLARED,
        lambda: signed_again(once() + an_object(), holder=pki.clerk()),
        "",
    )
    yield (
        "redeclared-later",
        "an object smuggled in before a second signature is declared after it",
        CHANGED,
        lambda: append(
            signed_again(once() + an_object(), holder=pki.clerk()),
            {},
            points={4: len(once())},
        ),
        FORGED,
    )


def rows() -> Iterator[Row]:
    for name, how, reason, make in _universal():
        yield Row("universal-forgery", name, how, reason, make, FORGED)
    for name, how, reason, make, shows in _incremental():
        yield Row("incremental-saving", name, how, reason, make, shows)
