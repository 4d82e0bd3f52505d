"""What poppler's ``pdfsig`` says of the signatures in a PDF: a verifier that is not ours.

It checks certificates by NSS, which has a fault of memory: about one time in ten it answers
"Unknown issue with Certificate" for a certificate that it trusted in the signature before, and
whether it does hangs on the length of the database's path, not on the document: the same document
and database give 5 or 4 trusted by that length alone. That answer, and no other, is asked again in
a folder whose name is longer; a document that deserves it gets it every time.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

FAULT: Final = "Unknown issue with Certificate"
LENGTHS: Final = range(1, 64, 7)


def pdfsig(pdf: bytes, root: Path) -> list[str]:
    """One text a signature, trusting the certificate (PEM) in ``root`` and nothing else."""
    said: list[str] = []
    for length in LENGTHS:
        with TemporaryDirectory() as folder:
            said = _asked(pdf, root, Path(folder) / ("d" * length))
        if not any(FAULT in each for each in said):
            break
    return said


def _asked(pdf: bytes, root: Path, folder: Path) -> list[str]:
    folder.mkdir()
    base, file = f"sql:{folder}", folder / "document.pdf"
    file.write_bytes(pdf)
    for arguments in (
        ["-N", "--empty-password"],
        ["-A", "-n", "root", "-t", "C,C,C", "-i", str(root)],
    ):
        subprocess.run(["certutil", "-d", base, *arguments], check=True, capture_output=True)
    run = ["pdfsig", "-no-ocsp", "-nssdir", base, str(file)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return done.stdout.split("Signature #")[1:]
