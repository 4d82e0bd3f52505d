"""Signatures spoilt, content appended, signed bytes moved, fields removed, unknown formats."""

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
    last_start,
    page,
    plain,
    signature,
    signed,
    signed_again,
    stamped,
    stream,
    text,
    timestamp,
    widget,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import signed_range, with_container

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


_RANGE, _HOLE = rb"/ByteRange \[[^\]]*\] *", rb"/Contents <[0-9a-f]+>"


def _ranged(value: bytes) -> Callable[[], bytes]:
    return lambda: forged(swap(_RANGE, b"/ByteRange " + value))


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


def _padding() -> bytes:
    return b"%" + b" " * 2000 + b"\n"


def _object(words: str = FORGED) -> bytes:
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
        lambda: once() + _object() + b"startxref\n0\n%%EOF\n",
        FORGED,
    )
    yield (
        "startxref-far",
        "a forged object, then a startxref beyond the end",
        BROKEN,
        lambda: once() + _object() + b"startxref\n99999999\n%%EOF\n",
        FORGED,
    )
    yield (
        "startxref-hidden",
        "a forged object and 2,000 blanks push the last startxref out of sight",
        TRAILING,
        lambda: once() + _object() + _padding(),
        TRUE,
    )
    yield (
        "table-empty",
        "a forged object, an empty table, a trailer without a root",
        BROKEN,
        lambda: (
            (given := once() + _object())
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
        lambda: once() + _object() + b"trailer\n<< /Root 1 0 R /Size 11 >>\n" + _padding(),
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
        lambda: signed_again(once() + _object(), holder=pki.clerk()),
        "",
    )
    yield (
        "redeclared-later",
        "an object smuggled in before a second signature is declared after it",
        CHANGED,
        lambda: append(
            signed_again(once() + _object(), holder=pki.clerk()),
            {},
            points={4: len(once())},
        ),
        FORGED,
    )


def _wrapped(copy: Callable[[bytes, int, int, int], bytes]) -> bytes:
    """The signed end moved away, a forged table in its place, the signature given anew there.

    ``copy`` writes the new signature object from the container and the numbers of the range.
    """
    pdf = once()
    _, length, start, rest = signed_range(pdf)
    table = last_start(pdf)
    digits = pdf[length:start]
    moved = table + 16_000
    body = b""
    offsets = {}
    for number, content in ((4, stream(text(FORGED))), (10, copy(digits, length, moved, rest))):
        offsets[number] = table + 1500 + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places = {int(m[1]): m.start() for m in re.finditer(rb"(?m)^(\d+) 0 obj", pdf)} | offsets
    lines = b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n"
        for n in range(1, 11)
    )
    fake = b"xref\n0 11\n0000000000 65535 f \n%strailer\n<< /Size 11 /Root 1 0 R >>\n" % lines
    gap = pdf[start:table].ljust(table - start) + fake.ljust(1500) + body
    out = pdf[:start] + gap
    return out.ljust(moved) + pdf[start:]


def _copied(
    digits: bytes, length: int, moved: int, rest: int, form: bytes = b"[0 %d %d %d]"
) -> bytes:
    return (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange "
        + form % (length, moved, rest)
        + b" /Contents %s >>" % digits
    )


def _in_hole(filler: bytes, later: dict[int, bytes] | None = None) -> bytes:
    """Bytes in place of the padding of the container."""
    pdf = once()
    _, _, end, _ = signed_range(pdf)
    pdf = pdf[: end - 1 - len(filler)] + filler + pdf[end - 1 :]
    return pdf if later is None else append(pdf, later)


def _hole_object() -> bytes:
    """An object inside the hole, declared by a later revision."""
    inner = b"> >>\nendobj\n4 0 obj\n%s\nendobj\n11 0 obj\n<< /X <00" % stream(text(FORGED))
    pdf = _in_hole(inner)
    return append(pdf, {}, points={4: pdf.index(b"4 0 obj\n<< /Length", pdf.index(b"/ByteRange"))})


def _shifted(*by: int) -> Callable[[], bytes]:
    def make() -> bytes:
        numbers = tuple(now + each for now, each in zip(signed_range(once()), by, strict=True))
        return swap(_RANGE, b"/ByteRange [%d %d %d %d]" % numbers)

    return make


def _wrapping() -> Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]:
    yield (
        "end-moved",
        "the signed end stands later, a forged table where it was, the range widened",
        GAP,
        lambda: _wrapped(_copied),
        FORGED,
    )
    yield (
        "end-moved-upper",
        "the same with the container in capital digits",
        GAP,
        lambda: _wrapped(lambda digits, *rest: _copied(digits.upper(), *rest)),
        FORGED,
    )
    yield (
        "end-moved-spaced",
        "the same with a blank in the container",
        GAP,
        lambda: _wrapped(lambda digits, *rest: _copied(digits[:9] + b" " + digits[9:], *rest)),
        FORGED,
    )
    yield (
        "end-moved-literal",
        "the same with the container as a literal string",
        GAP,
        lambda: _wrapped(
            lambda digits, *rest: _copied(
                b"("
                + re.sub(rb"([\\()])", rb"\\\1", bytes.fromhex(digits[1:-1].decode())).replace(
                    b"\r", b"\\r"
                )
                + b")",
                *rest,
            )
        ),
        FORGED,
    )
    yield (
        "end-moved-three",
        "the same with a third, empty range",
        BROKEN,
        lambda: _wrapped(lambda *all_: _copied(*all_, form=b"[0 %d %d %d 0 0]")),
        FORGED,
    )
    yield (
        "end-moved-split",
        "the same with the first range split into two",
        BROKEN,
        lambda: _wrapped(
            lambda digits, length, *rest: _copied(digits, length, *rest).replace(
                b"[0 %d " % length, b"[0 100 100 %d " % (length - 100)
            )
        ),
        FORGED,
    )
    yield (
        "end-moved-reals",
        "the same with the range in real numbers",
        BROKEN,
        lambda: _wrapped(lambda *all_: _copied(*all_, form=b"[0.0 %d.0 %d.0 %d.0]")),
        FORGED,
    )
    yield (
        "object-in-hole",
        "an object written into the padding is declared by a later revision",
        GAP,
        _hole_object,
        FORGED,
    )
    yield (
        "keys-in-hole",
        "the container closes early and another reason stands in the padding",
        GAP,
        lambda: _in_hole(b"> /Reason (Da duyet chi 900 trieu) /Y <00"),
        TRUE,
    )
    yield (
        "comment-in-hole",
        "a comment stands in the padding of the container",
        GAP,
        lambda: _in_hole(b"%4 0 obj gia\n00"),
        TRUE,
    )
    yield (
        "rubbish-in-hole",
        "digits that are no zeros stand behind the container",
        GAP,
        lambda: _in_hole(b"deadbeef"),
        TRUE,
    )
    yield "range-from-one", "the range leaves the first byte out", GAP, _shifted(1, -1, 0, 0), TRUE
    yield (
        "range-less-before",
        "the range ends a byte before the container",
        GAP,
        _shifted(0, -1, 0, 0),
        TRUE,
    )
    yield (
        "range-later-start",
        "the range goes on a byte after the container",
        GAP,
        _shifted(0, 0, 1, -1),
        TRUE,
    )
    yield (
        "range-less-behind",
        "the range leaves the last bytes out",
        TRAILING,
        _shifted(0, 0, 0, -6),
        TRUE,
    )


def _trailing() -> Iterator[tuple[str, str, Reason, Callable[[], bytes], str]]:
    def add(bytes_: bytes) -> Callable[[], bytes]:
        return lambda: once() + bytes_

    yield "letter", "one letter behind the end", TRAILING, add(b"x"), TRUE
    yield "comment", "a comment behind the end", TRAILING, add(b"% xem phu luc\n"), TRUE
    yield "end-mark", "a second %%EOF behind the end", TRAILING, add(b"%%EOF\n"), TRUE
    yield (
        "end-again",
        "startxref and %%EOF once more",
        TRAILING,
        lambda: once() + b"startxref\n%d\n%%%%EOF\n" % last_start(once()),
        TRUE,
    )
    yield (
        "letter-after-blanks",
        "a letter behind a page of blanks",
        TRAILING,
        add(b"\n" * 500 + b"."),
        TRUE,
    )
    yield (
        "same-file-forged",
        "the whole file again, forged, with the same offsets",
        TRAILING,
        lambda: once() + forged(once()),
        TRUE,
    )
    yield (
        "archive",
        "an empty ZIP archive behind the end",
        TRAILING,
        add(b"PK\x05\x06" + bytes(18)),
        TRUE,
    )
    yield (
        "script",
        "a web page behind the end",
        TRAILING,
        add(b"<html><script>x()</script></html>"),
        TRUE,
    )
    yield (
        "object-out-of-sight",
        "a forged object and a mark that hides the true end",
        TRAILING,
        lambda: once() + _object() + b"%" + b"-" * 3000,
        TRUE,
    )
    yield (
        "page-out-of-sight",
        "a forged page tree and blanks that hide the true end",
        TRAILING,
        lambda: (
            once()
            + b"3 0 obj\n%s\nendobj\n" % page(b"40 0 R")
            + b"40 0 obj\n%s\nendobj\n" % stream(text(FORGED))
            + _padding()
        ),
        TRUE,
    )
    yield (
        "after-two",
        "a comment behind the second signature",
        TRAILING,
        lambda: twice() + b"%\n",
        TRUE,
    )
    yield (
        "after-timestamp",
        "a comment behind a document timestamp",
        TRAILING,
        lambda: stamped(once(), cms.token) + b"%\n",
        TRUE,
    )


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
        lambda: append(twice(), {40: b"<< >>"}, previous=last_start(once())),
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
        "value and range renamed: nothing of a signature is left to find",
        Reason.NO_SIGNATURE,
        lambda: forged(once().replace(b"/V 10", b"/X 10").replace(b"/ByteRange", b"/ByteXange")),
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
    for name, how, reason, make in _universal():
        yield Row("universal-forgery", name, how, reason, make, FORGED)
    for kind, table in (
        ("incremental-saving", _incremental),
        ("wrapping", _wrapping),
        ("trailing-bytes", _trailing),
        ("removed-fields", _removed),
        ("unknown-subfilter", _filters),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
