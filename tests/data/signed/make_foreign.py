"""Makes the honest files that programs other than ours signed from end to end.

``python -m tests.data.signed.make_foreign`` signs with the keys of the corpus by Apache PDFBox and
iText 5 (programs in ``foreign/``, Bouncy Castle beneath), LibreOffice and poppler's ``pdfsig``; not
by MuPDF's ``mutool`` 1.21, whose SHA-1 the law refuses. The documents are those of the honest files
of ``make_good.py``, up to their first signature. What a program refuses is said and left out.

Made on Debian 12 with libpdfbox2-java 2.0.27, libitext5-java 5.5.13.3, libbcpkix-java 1.72,
OpenJDK 17.0.15, LibreOffice 7.4.7, poppler-utils 22.12 and libnss3-tools.
Every row says VALID before the verifier is asked.
"""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.data.signed.make import FILES, read, write
from tests.data.signed.programs import Programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Sign = Callable[[Programs, Path, Path], None]

OFFICE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "writer": ("txt", "DU LIEU GIA LAP\n\nThong bao cua Su doan 999 (gia lap)\n", ()),
    "writer-a1": ("txt", "DU LIEU GIA LAP\n\nLuu tru lau dai\n", ("SelectPdfVersion=1",)),
    "writer-a2": ("txt", "DU LIEU GIA LAP\n\nLuu tru lau dai\n", ("SelectPdfVersion=2",)),
    "writer-web": ("html", "<h1>DU LIEU GIA LAP</h1><p>Ke hoach</p>", ()),
    "writer-16": ("txt", "DU LIEU GIA LAP\n\nKe hoach\n", ("SelectPdfVersion=16",)),
    "writer-tagged": ("html", "<h1>DU LIEU GIA LAP</h1><p>Co the</p>", ("SelectPdfVersion=3",)),
}


def _box(way: str) -> Sign:
    return lambda by, source, target: by.pdfbox(source, target, way)


def _itext(way: str) -> Sign:
    return lambda by, source, target: by.itext(source, target, way)


def _both(first: Sign, second: Sign) -> Sign:
    """One program signs what the other has signed."""

    def sign(by: Programs, source: Path, target: Path) -> None:
        between = target.with_suffix(".between")
        first(by, source, between)
        second(by, between, target)

    return sign


def _again(by: Programs, source: Path, target: Path) -> None:
    by.itext(source, target, "plain", "KyHai")


def _pdfsig(by: Programs, source: Path, target: Path) -> None:
    """Into an empty field: what pdfsig makes anew it gives numbers that were never freed."""
    writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
    append_signature_field(writer, SigFieldSpec("Ky1"))
    output = BytesIO()
    writer.write(output)
    prepared = source.with_suffix(".field")
    prepared.write_bytes(output.getvalue())
    by.pdfsig(prepared, target, "Ky1")


WAYS: dict[str, tuple[str, Sign]] = {
    "pdfbox": ("PDFBox", _box("plain")),
    "itext5": ("iText 5", _itext("plain")),
    "pdfsig-field": ("poppler's pdfsig in an empty field", _pdfsig),
    "pdfbox-cades": ("PDFBox, PAdES", _box("cades")),
    "itext5-cades": ("iText 5, PAdES", _itext("cades")),
    "itext5-whole": ("iText 5, which wrote the whole file anew", _itext("whole")),
    "pdfbox-visible": ("PDFBox, with a picture on the page", _box("visible")),
    "itext5-visible": ("iText 5, with its text on the page", _itext("visible")),
    "pdfbox-p2": ("PDFBox, certified P=2", _box("certified")),
    "itext5-p2": ("iText 5, certified P=2", _itext("certified")),
    "itext5-token": ("iText 5 with a timestamp", _itext("token")),
    "itext5-lta": ("iText 5 with timestamp, evidence and document timestamp", _itext("lta")),
    "pdfbox-itext5": ("PDFBox, then iText 5", _both(_box("plain"), _again)),
    "itext5-two": ("iText 5 twice", _both(_itext("cades"), _again)),
    "itext5-pdfbox": ("iText 5, then PDFBox", _both(_itext("plain"), _box("cades"))),
    "pdfsig-itext5": ("poppler's pdfsig, then iText 5", _both(_pdfsig, _again)),
}
TURN = 4  # ways for each document, all ways by turns


def documents() -> dict[str, bytes]:
    """By the program that made them: what stands before the first signature of a file."""
    found = {}
    for path in sorted((FILES / "good").glob("*.pdf")):
        made_by, _, way = path.stem.partition("_")
        if "token" in way or way not in {"pyhanko-pades", "pyhanko-p3", "openssl-cades"}:
            continue  # those came with a field in a revision of its own
        pdf = path.read_bytes()
        signed = pdf.index(b"/ByteRange")
        ends = [end.end() for end in re.finditer(rb"%%EOF\s*", pdf[:signed])]
        if ends:
            found.setdefault(made_by, pdf[: ends[-1]])
    return found


def _chosen(folder: Path) -> Iterator[tuple[str, str, str, Sign, Path]]:
    """Name of a document, way, its words, how to sign, and where the document lies."""
    ways = list(WAYS.items())
    for number, (made_by, pdf) in enumerate(documents().items()):
        source = folder / f"{made_by}.pdf"
        source.write_bytes(pdf)
        for turn in range(TURN):
            way, (said, sign) = ways[(number * TURN + turn) % len(ways)]
            yield made_by, way, f"signed by {said}", sign, source
    for made_by, (kind, words, options) in OFFICE.items():
        source = folder / f"{made_by}.{kind}"
        source.write_text(words)

        def export(
            by: Programs, source: Path, target: Path, how: tuple[str, ...] = options
        ) -> None:
            by.office(source, target, how)

        said = " ".join(["exported and signed by it", *options])
        yield f"lo-{made_by}", "libreoffice", said, export, source
        if not options:
            both = _both(export, _again)
            yield f"lo-{made_by}", "libreoffice-itext5", f"{said}, then by iText 5", both, source


def main() -> None:
    rows = []
    with TemporaryDirectory() as place:
        folder = Path(place)
        by = Programs(folder)
        for made_by, way, said, sign, source in _chosen(folder):
            target = folder / "signed.pdf"
            try:
                sign(by, source, target)
            except subprocess.SubprocessError as error:
                print(f"{source.name}, {way}: {error}", file=sys.stderr)
                continue
            name = f"good/{made_by}_{way}.pdf"
            (FILES / name).write_bytes(target.read_bytes())
            same = {"verdict": "VALID", "reason": "Good", "shows": "", "hides": False}
            rows.append({"file": name, "how": f"A document by {made_by}, {said}.", **same})
    names = {row["file"] for row in rows}
    write([*(row for row in read() if row["file"] not in names), *rows])


if __name__ == "__main__":
    main()
