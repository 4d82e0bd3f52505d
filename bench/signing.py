"""One PAdES signature and its judging, against the least possible work and against pyHanko alone.

The least work of signing is SHA-256 of the bytes and one operation of the private key; of judging,
SHA-256 and one verification for each of signature, two certificates and a revocation list.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from measure import cpu_of, in_turns, tell
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

from core.signing.fields import FieldSpec
from core.signing.prepare import add_fields, normalise
from core.signing.seal import sign_pdf
from core.signing.verify import Trust, Verdict, judge
from desktop.forms import stamps

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
BOX = (350.0, 200.0, 490.0, 280.0)
FIELDS = tuple(
    FieldSpec(name, kind, 0, BOX)  # type: ignore[arg-type]
    for name, kind in (("KyNhay1", "nhay"), ("KyChinh", "chinh"), ("SoVanBan", "so"))
)


@dataclass
class Signer:
    """A key with a certificate of its own making, which the judge trusts."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    crl: bytes

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, PSS, hashes.SHA256())


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def signer(size: int) -> tuple[Signer, Signer]:
    """A CA and a person below it."""
    ca_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=size) for _ in "12")
    made = []
    for subject, own, is_ca in (("CA giả lập", ca_key, True), ("Người ký giả lập", key, False)):
        builder = (
            x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name("CA giả lập"))
        )
        builder = builder.public_key(own.public_key()).serial_number(1 + (not is_ca))
        builder = builder.not_valid_before(NOW - timedelta(days=9))
        builder = builder.not_valid_after(NOW + timedelta(days=999))
        builder = builder.add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        made.append(builder.sign(ca_key, hashes.SHA256()))
    revoked = x509.CertificateRevocationListBuilder().issuer_name(name("CA giả lập"))
    revoked = revoked.last_update(NOW - timedelta(hours=1)).next_update(NOW + timedelta(days=9))
    crl = revoked.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.DER)
    return Signer(ca_key, made[0], crl), Signer(key, made[1], crl)


def document(pages: int, ballast: int = 0) -> bytes:
    """Pages of text, prepared for signing; ``ballast`` bytes of incompressible content."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for page in range(pages):
        for line in range(40):
            canvas.drawString(72, 780 - 18 * line, f"Van ban gia lap, trang {page}, dong {line}")
        canvas.showPage()
    canvas.save()
    clean = normalise(file.getvalue())
    if ballast:
        with pikepdf.open(BytesIO(clean)) as pdf:
            pdf.Root.Nang = pdf.make_stream(Random(1).randbytes(ballast))
            heavy = BytesIO()
            pdf.save(heavy)
        clean = heavy.getvalue()
    return add_fields(clean, FIELDS)


def ours(
    pdf: bytes, by: Signer, ca: Signer, stamp: bytes | None = None, field: str = "KyChinh"
) -> bytes:
    """Our signature."""
    return sign_pdf(
        pdf,
        field,
        sign=by.sign,
        certificate=by.der,
        chain=(ca.der,),
        mechanism="pss",
        key_size=by.key.key_size,
        reason="Ký duyệt",
        role=None,
        stamp=stamp,
        at_ms=NOW_MS,
    )


def library(by: Signer, ca: Signer) -> Callable[[bytes], object]:
    """pyHanko's signature with its defaults."""
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(ca.der))
    der = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    key = asn1_keys.PrivateKeyInfo.load(der)
    simple = SimpleSigner(asn1_x509.Certificate.load(by.der), key, store, prefer_pss=True)
    metadata = PdfSignatureMetadata(field_name="KyChinh", md_algorithm="sha256")

    def sign(pdf: bytes) -> object:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        return PdfSigner(metadata, simple).sign_pdf(writer)

    return sign


def least(pdf: bytes, by: Signer) -> None:
    """What no signing can do without."""
    by.sign(hashlib.sha256(pdf).digest())


def least_judging(pdf: bytes, by: Signer, count: int) -> None:
    """What no judging can do without."""
    public = by.certificate.public_key()
    signature = by.key.sign(b"x", padding.PKCS1v15(), hashes.SHA256())
    for _ in range(count):
        hashlib.sha256(pdf)
        for _ in range(4):
            public.verify(signature, b"x", padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg,arg-type]


def repeated(count: int, work: Callable[[], object]) -> Callable[[], float]:
    """Processor milliseconds of one, over several."""
    return lambda: cpu_of(lambda: [work() for _ in range(count)]) / count * 1000


def signing(size: int, label: str, pdf: bytes, times: int, limits: tuple[float, float]) -> None:
    """One document with one key size, against both peers."""
    ca, by = signer(size)
    best = in_turns(
        5,
        repeated(times, partial(ours, pdf, by, ca)),
        repeated(times, partial(least, pdf, by)),
        repeated(max(1, times // 10), partial(library(by, ca), pdf)),
    )
    what = f"sign {label}, RSA-{size}, CPU"
    tell(what, best[0], "ms", against="SHA-256 + RSA", peer=best[1], limit=limits[0])
    tell(what, best[0], "ms", against="pyHanko default", peer=best[2], limit=limits[1])


def stamped(pdf: bytes) -> None:
    """A visible signature."""
    ca, by = signer(2048)
    stamp = stamps.seal("Sư đoàn Bộ binh 999", "Dữ liệu giả lập", BOX)
    visible, plain = in_turns(
        5,
        repeated(20, partial(ours, pdf, by, ca, stamp)),
        repeated(20, partial(ours, pdf, by, ca)),
    )
    tell("sign 20 pages visibly, CPU", visible, "ms", against="invisibly", peer=plain, limit=4)


def gathered(pdf: bytes) -> None:
    """The most memory that one signature takes beside the file that was read (Linux)."""
    ca, by = signer(2048)
    ours(document(1), by, ca)  # what is loaded once is not the file's
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew, proc(5)
    before = status("VmRSS")
    ours(pdf, by, ca)
    taken, size = (status("VmHWM") - before) / 1e6, len(pdf) / 1e6
    what = f"sign {size:.0f} MB, memory beside it"
    tell(what, taken, "MB", against="the file + 32 MB", peer=size + 32, limit=1)


def status(name: str) -> int:
    """A figure of this process, in bytes (proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{name}:"))


def judging(label: str, pdf: bytes, signatures: int, limit: float) -> None:
    """Our verdict on some signatures."""
    ca, by = signer(2048)
    for field in FIELDS[:signatures]:
        pdf = ours(pdf, by, ca, field=field.name)
    trust = Trust(roots=(ca.der,), crls=(by.crl,))
    if judge(pdf, trust, NOW_MS).verdict is not Verdict.VALID:
        raise RuntimeError("the measured file is not valid")
    taken, floor = in_turns(
        5,
        repeated(5, partial(judge, pdf, trust, NOW_MS)),
        repeated(5, partial(least_judging, pdf, by, signatures)),
    )
    what = f"judge {signatures} signature(s), {label}, CPU"
    tell(what, taken, "ms", against="SHA-256 + 4 verifications each", peer=floor, limit=limit)


def main() -> None:
    """Sizes and goals of signing.md §15."""
    warnings.simplefilter("ignore")
    short, long, heavy = document(1), document(20), document(20, 25_000_000)
    heaviest = document(20, 125_000_000)
    signing(2048, "1 page", short, 30, (20, 0.1))
    signing(2048, "20 pages", long, 30, (20, 0.1))
    signing(3072, "20 pages", long, 30, (15, 0.1))
    signing(2048, "25 MB", heavy, 3, (2.7, 1))
    signing(2048, "125 MB", heaviest, 1, (3, 1))
    gathered(heaviest)
    stamped(long)
    judging("1 page", short, 1, 60)
    judging("20 pages", long, 1, 60)
    judging("20 pages", long, 3, 120)


if __name__ == "__main__":
    main()
