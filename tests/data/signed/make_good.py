"""Makes the honest files of the corpus: documents and signatures by other programs.

``python -m tests.data.signed.make_good FOLDER`` signs the PDFs in FOLDER, which other programs made
(a file's name says which), by pyHanko with its own defaults, by ``openssl cms`` and by poppler's
``pdfsig``, with the keys of the corpus. Not the same bytes each time: they go by their own clocks.
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData

from tests.data.signed import cms, pki
from tests.data.signed.make import FILES, read, write
from tests.pki.craft import container, with_container
from tests.pki.foreign import foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.pki.authority import Holder

BOX, OTHER_BOX = (50, 50, 150, 90), (200, 50, 300, 90)


def _empty(cades: bool) -> PdfSignedData:
    kind = SigSeedSubFilter.PADES if cades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    return PdfSignedData(pdf_name("/Sig"), kind, bytes_reserved=12_000)


def _openssl(cades: bool) -> Callable[[bytes], bytes]:

    def sign(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        steps = PdfCMSEmbedder().write_cms("KyOpenssl", writer)
        next(steps)
        steps.send(SigObjSetup(_empty(cades)))
        prepared, output = steps.send(SigIOSetup("sha256", in_place=True))
        content = output.getvalue()
        at = content.rindex(b"/Contents <") + 10
        end = content.index(b">", at) + 1
        der = _cms(content[:at] + content[end:], pki.rsa_person(), ["-cades"] if cades else [])
        prepared.fill_with_cms(output, der)
        return bytes(output.getvalue())

    return sign


def _cms(content: bytes, holder: Holder, more: list[str]) -> bytes:
    with TemporaryDirectory() as folder:
        key, cert, chain = (Path(folder) / name for name in ("key", "cert", "chain"))
        plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key.write_bytes(holder.key.private_bytes(*plain))
        cert.write_bytes(holder.certificate.public_bytes(Encoding.PEM))
        chain.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in holder.chain))
        run = ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256", *more]
        run += ["-signer", str(cert), "-inkey", str(key), "-certfile", str(chain), "-nosmimecap"]
        return subprocess.run(run, input=content, capture_output=True, check=True).stdout


def _pdfsig(pdf: bytes) -> bytes:
    holder = pki.rsa_person()
    with TemporaryDirectory() as folder:
        base, key = Path(folder), Path(folder) / "key.p12"
        lock = BestAvailableEncryption(b"x")
        key.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"ky", holder.key, holder.certificate, list(holder.chain), lock
            )
        )
        (base / "in.pdf").write_bytes(pdf)
        files = [str(base / "in.pdf"), str(base / "out.pdf")]
        signing = ["-no-ocsp", "-add-signature", "-nick", "ky"]
        for run in (
            ["certutil", "-d", f"sql:{base}", "-N", "--empty-password"],
            ["pk12util", "-d", f"sql:{base}", "-i", str(key), "-W", "x", "-K", ""],
            ["pdfsig", "-nssdir", f"sql:{base}", *signing, *files],
        ):
            subprocess.run(run, check=True, capture_output=True)
        return (base / "out.pdf").read_bytes()


def _pyhanko(**how: object) -> Callable[[bytes], bytes]:
    return lambda pdf: foreign(pdf, "Ky1", pki.person(), **how)  # type: ignore[arg-type]


def _two(pdf: bytes) -> bytes:
    return foreign(_pyhanko(box=BOX)(pdf), "Ky2", pki.clerk(), box=OTHER_BOX)


def _mixed(pdf: bytes) -> bytes:
    return foreign(_openssl(False)(pdf), "Ky2", pki.clerk(), box=OTHER_BOX, pades=True)


def _timestamped(pdf: bytes) -> bytes:
    """B-T: a token in the container of a signature by pyHanko, in the room it left."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("Ky1", box=BOX))
    output = BytesIO()
    writer.write(output)
    signed = _openssl(True)(output.getvalue())
    der = container(signed)
    return with_container(signed, cms.with_token(der, cms.token(cms.imprint(der))))


WAYS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "pyhanko": ("pyHanko, its defaults", _pyhanko(box=BOX)),
    "pyhanko-pades": ("pyHanko, PAdES", _pyhanko(box=BOX, pades=True)),
    "pyhanko-two": ("pyHanko, two signers", _two),
    "pyhanko-p1": ("pyHanko, certified P=1", _pyhanko(box=BOX, certify=MDPPerm.NO_CHANGES)),
    "pyhanko-p2": ("pyHanko, certified P=2", _pyhanko(box=BOX, certify=MDPPerm.FILL_FORMS)),
    "pyhanko-p3": ("pyHanko, certified P=3", _pyhanko(box=BOX, certify=MDPPerm.ANNOTATE)),
    "openssl": ("openssl cms with its signing time", _openssl(False)),
    "openssl-cades": ("openssl cms -cades", _openssl(True)),
    "openssl-pyhanko": ("openssl cms, then pyHanko", _mixed),
    "openssl-token": ("openssl cms -cades with a timestamp", _timestamped),
    "pdfsig": ("poppler's pdfsig by NSS", _pdfsig),
}


def chosen(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Each document in three of the ways, all ways by turns."""
    ways = list(WAYS)
    for number, path in enumerate(sorted(folder.glob("*.pdf"))):
        for turn in range(3):
            way = ways[(number + turn * 5) % len(ways)]
            if way == "pdfsig" and number:
                continue  # half a megabyte of font in each
            said, sign = WAYS[way]
            how = f"A document by {path.stem}, signed by {said}."
            try:
                yield f"good/{path.stem}_{way}.pdf", how, sign(path.read_bytes())
            except Exception as error:  # noqa: BLE001 - another program may refuse a document
                print(f"{path.name}, {way}: {type(error).__name__}: {error}", file=sys.stderr)


def main() -> None:
    (FILES / "good").mkdir(parents=True, exist_ok=True)
    rows = [row for row in read() if not str(row["file"]).startswith("good/")]
    for name, how, pdf in chosen(Path(sys.argv[1])):
        (FILES / name).write_bytes(pdf)
        # pdfsig gives new objects generation 1 in a table that never freed them: refused, not red
        verdict, reason = ("UNREADABLE", "Broken") if "pdfsig" in name else ("VALID", "Good")
        same = {"verdict": verdict, "reason": reason, "shows": "", "hides": False}
        rows.append({"file": name, "how": how, **same})
    write(rows)


if __name__ == "__main__":
    main()
