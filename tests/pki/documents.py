"""PDFs for the signing tests: plain ones, prepared ones, and one signed by five hands."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from reportlab.pdfgen.canvas import Canvas

from core.signing.fields import FieldSpec
from core.signing.prepare import add_fields, normalise
from core.signing.seal import sign_pdf
from core.signing.verify import Trust, read_trust
from tests.pki import authority

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.pki.authority import Holder

FIELDS = (
    FieldSpec("KyNhay1", "nhay", 0, (300, 300, 340, 330)),
    FieldSpec("KyChinh", "chinh", 0, (350, 200, 500, 270)),
    FieldSpec("SoVanBan", "so", 0, (100, 600, 130, 616.25)),
    FieldSpec("NgayVanBan", "ngay", 0, (300, 600, 480, 616.25)),
    FieldSpec("ConDau", "dau", 0, (300, 180, 402, 282)),
)
ONE = (FIELDS[1],)
LATER_MS = authority.NOW_MS + 3_600_000


def plain(text: str = "DU LIEU GIA LAP", pages: int = 1) -> bytes:
    """A document by another program, with its text on every page."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for page in range(pages):
        canvas.drawString(100, 700, f"{text} {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def stamp(text: str, width: float, height: float) -> bytes:
    """A one-page PDF with a frame and a text."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=True)
    canvas.rect(1, 1, width - 2, height - 2)
    canvas.drawString(4, 4, text)
    canvas.save()
    return file.getvalue()


def signing(holder: Holder, mechanism: str | None = None) -> dict[str, Any]:
    """The key's part of the arguments of `sign_pdf`."""
    key = holder.key
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return _arguments(holder, "ecdsa", lambda data: key.sign(data, ec.ECDSA(hashes.SHA256())))
    if mechanism == "pkcs1":
        pkcs1 = padding.PKCS1v15()
        return _arguments(holder, "pkcs1", lambda data: key.sign(data, pkcs1, hashes.SHA256()))
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    return _arguments(holder, "pss", lambda data: key.sign(data, pss, hashes.SHA256()))


def _arguments(holder: Holder, mechanism: str, sign: Callable[[bytes], bytes]) -> dict[str, Any]:
    assert isinstance(holder.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return {
        "sign": sign,
        "certificate": holder.der,
        "chain": holder.chain_der,
        "mechanism": mechanism,
        "key_size": holder.key.key_size,
    }


def sign(
    pdf: bytes,
    field: str,
    holder: Holder,
    mechanism: str | None = None,
    *,
    stamp: bytes | None = None,
    reason: str = "Ký duyệt",
    role: str | None = None,
    at_ms: int = authority.NOW_MS,
) -> bytes:
    """`sign_pdf` with a test key."""
    return sign_pdf(
        pdf, field, **signing(holder, mechanism), reason=reason, role=role, stamp=stamp, at_ms=at_ms
    )


@cache
def prepared(fields: Sequence[FieldSpec] = FIELDS, pages: int = 1) -> bytes:
    """A plain document, normalised, with its fields."""
    return add_fields(normalise(plain(pages=pages)), fields)


@cache
def once(field: str = "KyChinh", fields: Sequence[FieldSpec] = FIELDS) -> bytes:
    """Signed by the commander alone."""
    return sign(prepared(fields), field, authority.person("chi-huy"))


def hands() -> tuple[Holder, ...]:
    """Who signs FIELDS, in their order."""
    officer, commander, clerk = map(authority.person, ("can-bo", "chi-huy", "van-thu"))
    return (officer, commander, clerk, clerk, authority.agency())


@cache
def five(pages: int = 1) -> bytes:
    """nháy → chính → số → ngày → dấu, each with its stamp; the commander's deputy signs KT."""
    pdf = prepared(FIELDS, pages)
    for order, (field, holder) in enumerate(zip(FIELDS, hands(), strict=True)):
        x1, y1, x2, y2 = field.box
        pdf = sign(
            pdf,
            field.name,
            holder,
            stamp=stamp(field.name, x2 - x1, y2 - y1),
            role="KT. SƯ ĐOÀN TRƯỞNG" if field.kind == "chinh" else None,
            at_ms=authority.NOW_MS + order * 60_000,
        )
    return pdf


@cache
def trust() -> Trust:
    """The root, the issuing CA and today's lists."""
    return read_trust(
        [authority.pem(authority.root().certificate)],
        [authority.pem(authority.issuing().certificate)],
        authority.crls(),
    )
