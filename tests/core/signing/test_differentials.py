"""Parser differentials and hostile structures: readers disagree or choke; never valid, no crash."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.signing.verify import Reason, Trust, Verdict, judge
from tests.pki.craft import revise
from tests.pki.documents import LATER_MS, five, once, plain, trust
from tests.pki.hybrid import hybrid

NOT_GOOD = {Verdict.UNREADABLE, Verdict.ALTERED, Verdict.INVALID}


def _appended(pdf: bytes, body: bytes, offsets: dict[int, int], extra: bytes = b"") -> bytes:
    """A hand-written revision: ``offsets`` of object numbers relative to ``body``'s start."""
    start = len(pdf)
    text = pdf + body
    size = int(re.findall(rb"/Size (\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", pdf)[-1]
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % (n, start + at) for n, at in offsets.items())
    trailer = b"<< /Size %d /Root %s /Prev %d %s >>" % (size, root, before, extra)
    return text + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (lines, trailer, len(text))


def test_a_hybrid_file_is_not_verified() -> None:
    report = judge(hybrid(once()), trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNREADABLE, Reason.HYBRID)


def test_an_unsigned_hybrid_file_is_just_unsigned() -> None:
    assert judge(hybrid(plain()), trust(), LATER_MS).verdict is Verdict.UNSIGNED


def test_a_second_set_of_objects_switched_on_later_is_found() -> None:
    """Hide and replace: the shadow lies in the signed bytes, only a table comes later."""
    number = int(re.search(rb"/Contents (\d+) 0 R", plain())[1])  # type: ignore[index]
    text = b"BT /F1 20 Tf 100 500 Td (BONG MA) Tj ET"
    shadow = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    host = plain().replace(b"startxref", shadow % (number, len(text), text) + b"startxref", 1)
    from core.signing.prepare import add_fields
    from tests.pki import authority
    from tests.pki.documents import ONE, sign

    signed = sign(add_fields(host, ONE), "KyChinh", authority.person("chi-huy"))
    assert judge(signed, trust(), LATER_MS).verdict is Verdict.VALID
    at = signed.index(b"%d 0 obj" % number, signed.index(b"BONG MA") - 80)
    switched = _appended(signed, b"", {number: at - len(signed)})
    assert judge(switched, trust(), LATER_MS).verdict is Verdict.ALTERED


LOOPS = {
    "prev to itself": lambda pdf: re.sub(
        rb"/Prev \d+(?=[^/]*>>\s*startxref\s+\d+\s+%%EOF\s*$)",
        b"/Prev " + re.findall(rb"startxref\s+(\d+)", pdf)[-1],
        pdf,
    ),
    "pages": lambda pdf: _appended(
        pdf,
        b"%s 0 obj\n<< /Type /Pages /Kids [%s 0 R] /Count 1 >>\nendobj\n"
        % (_pages(pdf), _pages(pdf)),
        {int(_pages(pdf)): 0},
    ),
    "duplicate root": lambda pdf: _appended(pdf, b"", {}, b"/Root 2 0 R"),
    "duplicate keys": lambda pdf: pdf.replace(b"/Filter", b"/ByteRange [0 1 2 3] /Filter", 1),
    "size too small": lambda pdf: re.sub(rb"/Size \d+", b"/Size 1", pdf),
    "no root": lambda pdf: pdf.replace(b"/Root", b"/Ruut"),
    "cut in the middle": lambda pdf: pdf[: len(pdf) // 2],
    "cut by one byte": lambda pdf: pdf[:-8],
    "header gone": lambda pdf: pdf[5:],
    "rubbish before the header": lambda pdf: b"GIF89a" + pdf,
    "nested arrays": lambda pdf: _appended(
        pdf, b"1 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\n", {1: 0}
    ),
    "nested dictionaries": lambda pdf: _appended(
        pdf, b"1 0 obj\n" + b"<< /A " * 50_000 + b">>" * 50_000 + b"\nendobj\n", {1: 0}
    ),
    "offset negative": lambda pdf: re.sub(rb"startxref\s+\d+", b"startxref -5", pdf),
    "offset huge": lambda pdf: re.sub(rb"startxref\s+\d+", b"startxref 9" * 30, pdf),
}


def _pages(pdf: bytes) -> bytes:
    return re.findall(rb"/Pages (\d+) 0 R", pdf)[-1]


@pytest.mark.parametrize("change", LOOPS.values(), ids=LOOPS.keys())
def test_a_hostile_structure_is_never_valid(change: object) -> None:
    hostile = change(once())  # type: ignore[operator]
    assert hostile != once()
    assert judge(hostile, trust(), LATER_MS).verdict in NOT_GOOD


def test_a_compression_bomb_is_not_blown_up() -> None:
    """200 MB of zeros, packed in an object stream that a later revision names."""
    packed = zlib.compress(bytes(200_000_000), 9)

    def bomb(writer: object) -> None:
        from pyhanko.pdf_utils.generic import NumberObject, StreamObject, pdf_name

        stream = StreamObject(
            {
                pdf_name("/Type"): pdf_name("/ObjStm"),
                pdf_name("/N"): NumberObject(1),
                pdf_name("/First"): NumberObject(4),
                pdf_name("/Filter"): pdf_name("/FlateDecode"),
            },
            encoded_data=packed,
        )
        root = writer.root  # type: ignore[attr-defined]
        root[pdf_name("/Metadata")] = writer.add_object(stream)  # type: ignore[attr-defined]
        writer.update_root()  # type: ignore[attr-defined]

    assert judge(revise(once(), bomb), trust(), LATER_MS).verdict in NOT_GOOD


@pytest.mark.parametrize("bad", [b"", b"\x00" * 100, b"%PDF-", b"%PDF-1.7\n%%EOF", b"x" * 5000])
def test_what_is_no_pdf_is_unreadable(bad: bytes) -> None:
    assert judge(bad, trust(), LATER_MS).verdict is Verdict.UNREADABLE


@settings(deadline=None, max_examples=60)
@given(some.data())
def test_no_damaged_byte_makes_a_crash_or_a_valid_file(data: some.DataObject) -> None:
    """Any byte but white space at the end is signed, or the container, or the gap's padding."""
    pdf = bytearray(five())
    place = data.draw(some.integers(0, len(pdf) - 2))
    before = pdf[place]
    pdf[place] = data.draw(some.integers(0, 255))
    report = judge(bytes(pdf), trust(), LATER_MS)
    if chr(pdf[place]).lower() != chr(before).lower():
        assert report.verdict is not Verdict.VALID


@settings(deadline=None, max_examples=60)
@given(some.binary(max_size=300), some.integers(0, 2000))
def test_no_spliced_bytes_make_a_crash_or_a_valid_file(extra: bytes, place: int) -> None:
    pdf = once()
    place = len(pdf) - place
    spliced = pdf[:place] + extra + pdf[place:]
    if spliced.rstrip(b"\x00\t\n\f\r ") != pdf.rstrip(b"\x00\t\n\f\r "):
        assert judge(spliced, trust(), LATER_MS).verdict is not Verdict.VALID


def test_a_broken_trust_is_no_crash() -> None:
    assert judge(once(), Trust(roots=(b"rac",)), LATER_MS).verdict is Verdict.UNREADABLE


def test_nothing_trusted_means_unknown() -> None:
    report = judge(once(), Trust(), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.UNKNOWN, Reason.UNTRUSTED)
    assert report.signatures[0].intact
