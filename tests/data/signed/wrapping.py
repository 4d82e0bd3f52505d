"""Signed bytes moved, and bytes behind the end of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.signing.report import Reason
from tests.data.signed import cms
from tests.data.signed.forgeries import RANGE, an_object, forged, once, padded, swap, twice
from tests.data.signed.pdf import (
    FORGED,
    TRUE,
    append,
    build,
    last_start,
    page,
    plain,
    stamped,
    stream,
    text,
)  # fmt: skip
from tests.data.signed.rows import Row
from tests.pki.craft import signed_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BROKEN, GAP, HIDDEN = Reason.BROKEN, Reason.BAD_GAP, Reason.HIDDEN_SIGNATURE
CHANGED, TRAILING, UNDECLARED = Reason.CHANGED, Reason.TRAILING_BYTES, Reason.UNDECLARED_OBJECT
NEW = {4: stream(text(FORGED))}


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
        return swap(RANGE, b"/ByteRange [%d %d %d %d]" % numbers)

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


def moved(pdf: bytes, by: int) -> bytes:
    """A whole document that stands so many bytes from the start of a file."""
    pdf = re.sub(
        rb"(?m)^(\d{10}) 00000 n", lambda found: b"%010d 00000 n" % (int(found[1]) + by), pdf
    )
    return pdf.replace(
        b"startxref\n%d" % last_start(pdf), b"startxref\n%d" % (last_start(pdf) + by)
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
        lambda: once() + an_object() + b"%" + b"-" * 3000,
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
            + padded()
        ),
        TRUE,
    )
    yield (
        "second-document",
        "a whole unsigned document with tables of its own",
        HIDDEN,
        lambda: once() + moved(build(plain(FORGED)), len(once())),
        FORGED,
    )
    yield (
        "revision-and-comment",
        "a forged revision, and a comment behind it",
        Reason.CHANGED,
        lambda: append(once(), {4: stream(text(FORGED))}) + b"% het\n",
        FORGED,
    )
    yield (
        "revision-without-end",
        "a forged revision whose end mark is missing",
        TRAILING,
        lambda: append(once(), {4: stream(text(FORGED))}).removesuffix(b"%%EOF\n"),
        FORGED,
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


def rows() -> Iterator[Row]:
    for kind, table in (
        ("wrapping", _wrapping),
        ("trailing-bytes", _trailing),
    ):
        for name, how, reason, make, shows in table():
            yield Row(kind, name, how, reason, make, shows)
