"""Programs of others that sign PDFs from end to end, each run with the keys of the corpus."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from PIL import Image

from tests.data.signed import pki
from tests.data.signed.make import HERE, TRUST
from tests.pki.authority import NOW_MS, Holder

FOREIGN = HERE / "foreign"
AT = NOW_MS + 600_000
JAVA = Path("/usr/share/java")
JARS = ("pdfbox2", "fontbox2", "itext5", "bcprov", "bcpkix", "bcutil", "commons-logging")


def _store(path: Path, holder: Holder) -> Path:
    old = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000)
    old = old.key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)  # for NSS
    key, certificate, chain = holder.key, holder.certificate, list(holder.chain)
    lock = old.hmac_hash(hashes.SHA1()).build(b"x")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"ky", key, certificate, chain, lock))
    return path


def _run(*command: str | Path, **environment: str) -> None:
    run = [str(each) for each in command]
    given = os.environ | environment
    subprocess.run(run, check=True, capture_output=True, env=given, timeout=60)


class Programs:
    """What signs, with its keys, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._nss = folder, f"sql:{folder}"
        self._key = _store(folder / "key.p12", pki.rsa_person())
        self._authority = _store(folder / "tsa.p12", pki.timestamper())
        self._stamp = folder / "stamp.png"
        Image.new("RGB", (120, 40), (200, 30, 30)).save(self._stamp)
        self._classes = ":".join([str(folder), *(str(JAVA / f"{jar}.jar") for jar in JARS)])
        _run("javac", "-d", folder, "-cp", self._classes, *sorted(FOREIGN.glob("*.java")))
        _run("certutil", "-d", self._nss, "-N", "--empty-password")
        _run("pk12util", "-d", self._nss, "-i", self._key, "-W", "x", "-K", "")

    def _java(self, program: str, *given: str | Path) -> None:
        _run("java", f"-Dat={AT}", "-cp", self._classes, program, *given)

    def pdfbox(self, source: Path, target: Path, way: str) -> None:
        self._java("SignPdfBox", source, target, self._key, way, self._stamp)

    def itext(self, source: Path, target: Path, way: str, field: str = "KyChinh") -> None:
        lists = (TRUST / "root.crl", TRUST / "issuing.crl")
        self._java("SignIText", source, target, self._key, self._authority, way, field, *lists)

    def pdfsig(self, source: Path, target: Path, field: str) -> None:
        how = ("-nssdir", self._nss, "-no-ocsp", "-sign", field, "-nick", "ky")
        _run("pdfsig", *how, source, target)

    def office(self, source: Path, target: Path, options: tuple[str, ...]) -> None:
        """A document exported and signed in one go."""
        how = (FOREIGN / "office.py", source, target, self._folder / "profile", *options)
        _run("/usr/bin/python3", *how, MOZILLA_CERTIFICATE_FOLDER=self._nss)
