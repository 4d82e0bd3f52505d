"""Makes the papers of this folder anew with LibreOffice: ``-m tests.data.format.make [PART…]``.

Not run by the tests; what it makes is committed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from tests.data.format import (
    broken,
    broken_again,
    broken_text,
    layouts,
    layouts_hard,
    layouts_more,
    layouts_unseen,
)
from tests.data.format.broken import page_of, paper_of, record_of
from tests.data.format.clean import CLEAN
from tests.data.format.nd30 import Paper, build

HERE = Path(__file__).parent
CASES = (*broken.CASES, *broken_text.CASES, *broken_again.CASES)
OTHERS = {**layouts_more.OTHERS, **layouts_unseen.OTHERS}
BATCH = 40  # LibreOffice ends without a word after some two hundred
PDF = 'pdf:writer_pdf_Export:{"Quality":{"type":"long","value":"15"}}'
OBJECTS = pikepdf.ObjectStreamMode


def texts(wanted: list[str]) -> dict[str, str]:
    """The flat ODF texts of these files, or of all."""
    return {
        name: build(paper)
        for name, (paper, *_) in papers().items()
        if not wanted or any(part in name for part in wanted)
    }


def papers() -> dict[str, tuple[Paper, Paper, list[str]]]:
    """Every paper by the name of its file, what the record says of it, and the rules it breaks."""
    made: dict[str, tuple[Paper, Paper, list[str]]] = {
        f"clean-{name}": (paper, record, []) for name, (paper, record) in CLEAN.items()
    }
    for case in CASES:
        rule = case.rule.split("/")[0]
        made[file_of(case)] = (paper_of(case), record_of(case), [rule])
    for name, (paper, record, rules) in {
        **layouts.LAYOUTS,
        **layouts_hard.LAYOUTS,
        **layouts_more.LAYOUTS,
        **layouts_unseen.LAYOUTS,
    }.items():
        made[f"layout-{name}"] = (paper, record, rules)
    return made


def file_of(case: broken.Case) -> str:
    """The name of a case's file."""
    return f"broken-{case.rule.replace('/', '-')}"


def redraw(wanted: list[str]) -> None:
    """Papers of ours that Ghostscript or cairo writes again: other fonts, other order of words."""
    programs = {
        "gs": ["gs", "-q", "-dSAFER", "-sDEVICE=pdfwrite", "-o", "{new}", "{old}"],
        "cairo": ["pdftocairo", "-pdf", "{old}", "{new}"],
    }
    for new, (old, program) in OTHERS.items():
        if wanted and not any(part in new for part in wanted):
            continue
        before, after = HERE / f"{old}.pdf", HERE / f"layout-{new}.pdf"
        if program in programs:
            line = [part.format(old=before, new=after) for part in programs[program]]
            subprocess.run(line, check=True)
        else:
            with pikepdf.open(before) as pdf:
                {"shift": shift, "turn": turn}[program](pdf)
                pdf.save(after, deterministic_id=True, object_stream_mode=OBJECTS.generate)


def shift(pdf: pikepdf.Pdf) -> None:
    """The paper's corner is not where lengths begin."""
    for page in pdf.pages:
        page.contents_add(b"q 1 0 0 1 72 -40 cm", prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [72, -40, float(page.mediabox[2]) + 72, float(page.mediabox[3]) - 40]


def turn(pdf: pikepdf.Pdf) -> None:
    """The page lies on its side in the file and is turned when it is shown."""
    for page in pdf.pages:
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        page.contents_add(f"q 0 1 -1 0 {height} 0 cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [0, 0, height, width]
        page.Rotate = 90


def expect() -> None:
    """Writes down what each file must be told of: the tables of this folder as JSON."""
    told = {
        f"{name}.pdf": {"record": record, "findings": sorted(rules)}
        for name, (_, record, rules) in sorted(papers().items())
    }
    for case in CASES:
        told[f"{file_of(case)}.pdf"]["page"] = page_of(case)
    for new, (old, _) in OTHERS.items():
        told[f"layout-{new}.pdf"] = told[f"{old}.pdf"]
    words = json.dumps(told, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(f"{words}\n", encoding="utf-8")


def convert(made: dict[str, str]) -> None:
    """PDF files beside this one; LibreOffice is given all of them in one run."""
    with tempfile.TemporaryDirectory() as work:
        for name, text in made.items():
            (Path(work) / f"{name}.fodt").write_text(text, encoding="utf-8")
        words = [path for path in Path(work).glob("*.fodt") if "docx" in path.name]
        if words:  # as a word processor's own file, and from that to PDF
            office(work, "docx", work, words)
            for path in words:
                path.unlink()
        ready = [*Path(work).glob("*.fodt"), *Path(work).glob("*.docx")]
        for start in range(0, len(ready), BATCH):
            office(work, PDF, str(HERE), ready[start : start + BATCH])
    for name in made:
        slim(HERE / f"{name}.pdf", "1.3" if "scan-version" in name else "")


def office(work: str, kind: str, out: str, paths: list[Path]) -> None:
    """LibreOffice's own conversion, with a profile that nobody else uses."""
    profile = f"-env:UserInstallation=file://{work}/office"
    subprocess.run(
        [
            "nice",
            "-n",
            "19",
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            kind,
            "--outdir",
            out,
            *sorted(map(str, paths)),
        ],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1794700800"},  # 2026-11-15
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def slim(path: Path, version: str) -> None:
    """Takes the hinting out of the embedded fonts: half the size, the same shapes and widths."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
                stream = thing.FontFile2
                font = TTFont(io.BytesIO(stream.read_bytes()))
                for table in ("fpgm", "prep", "cvt "):
                    font.tables.pop(table, None)
                    font.reader.tables.pop(table, None)
                for shape in font["glyf"].glyphs.values():
                    shape.expand(font["glyf"])
                    shape.removeHinting()
                out = io.BytesIO()
                font.save(out, reorderTables=None)
                stream.write(out.getvalue())
                stream.Length1 = len(out.getvalue())
        pdf.save(
            path,
            compress_streams=True,
            recompress_flate=True,
            deterministic_id=True,
            force_version=version,
            object_stream_mode=OBJECTS.disable if version else OBJECTS.generate,
        )


if __name__ == "__main__":
    pikepdf.settings.set_flate_compression_level(9)
    convert(texts(sys.argv[1:]))
    redraw(sys.argv[1:])
    expect()
