"""Writes laid-out pages as a PDF: embedded subsets of fonts, no date, the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from core.errors import LetterNotInFont
from desktop.forms import fonts
from desktop.forms.layout import BLACK, Frame, Mark, Rule, Run, Sheet, Slot, Wall
from desktop.forms.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.forms.tags import Tag

# streams as they are, not in letters: a quarter smaller
rl_config.useA85 = 0

PRODUCER = "Ấn Tín"
VERSION = (1, 7)
FRAME_THICKNESS = 1.0


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself; ``starts`` are the pages, from 0, on which its parts begin.
    Without one the file is not tagged.
    """

    title: str
    author: str
    starts: tuple[int, ...] = ()


def write(pages: Sequence[Sequence[Mark]], paper: Sheet, about: About) -> bytes:
    """The PDF of pages whose marks are placed from the top of the text area.

    Raises LetterNotInFont: an official text with a box in the place of a letter is never made.
    """
    _check(pages)
    return streamed(pages, paper, about)


def streamed(pages: Iterable[Sequence[Mark]], paper: Sheet, about: About) -> bytes:
    """The PDF of pages that are made one after another; each letter is in its font already."""
    for name in fonts.FILES:
        fonts.face(name)
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=(paper.width, paper.height),
        pageCompression=1,
        invariant=1,
        pdfVersion=VERSION,
        lang="vi-VN",
        initialFontName=fonts.REGULAR,
    )
    document = canvas._doc  # noqa: SLF001 – the only way to leave out reportlab's invented date
    document.info = _Info(about)
    top = paper.height - paper.top
    structure = Structure(document, about.title, about.starts) if about.starts else None
    for number, marks in enumerate(pages):
        if structure:
            structure.begin(number)
            _tagged(canvas, marks, top, structure)
        else:
            for mark in marks:
                _draw(canvas, mark, top)
        canvas.showPage()
        if structure:
            structure.end()
    canvas.save()
    return file.getvalue()


class _Info(pdfdoc.PDFObject):  # type: ignore[misc] # reportlab ships no types
    """The file's information without dates: the PDF follows from the draft, not from a clock."""

    def __init__(self, about: About) -> None:
        self._entries = {
            "Title": about.title,
            "Author": about.author,
            "Producer": PRODUCER,
            "Creator": PRODUCER,
        }

    def digest(self, digest: Any) -> None:
        """What reportlab lets each part add to the file's identifier."""
        digest.update(repr(self._entries).encode())

    def format(self, document: Any) -> Any:
        """The dictionary as reportlab writes it."""
        entries = {key: pdfdoc.PDFString(value) for key, value in self._entries.items()}
        return pdfdoc.PDFDictionary(entries).format(document)


def _check(pages: Sequence[Sequence[Mark]]) -> None:
    for marks in pages:
        for mark in marks:
            lacking = fonts.missing(mark.text, mark.kind.font) if isinstance(mark, Run) else ""
            if lacking:
                raise LetterNotInFont(letter=f"U+{ord(lacking[0]):04X}")


def _tagged(canvas: Canvas, marks: Sequence[Mark], top: float, structure: Structure) -> None:
    """The marks of a page: lines of one tag are one content, what has no tag is an artifact."""
    code = canvas._code  # noqa: SLF001 – there is no other way to write an operator
    for tag, group in groupby(marks, _belongs):
        if isinstance(tag, Slot):
            structure.field(tag)
        elif tag:
            runs = [mark for mark in group if isinstance(mark, Run) and mark.text]
            _content(canvas, runs, top, structure, tag)
        else:
            code.append("/Artifact BMC")
            for mark in group:
                _draw(canvas, mark, top)
            code.append("EMC")


def _content(canvas: Canvas, runs: list[Run], top: float, structure: Structure, tag: Tag) -> None:
    """Lines of one element; the label of an item is a content of its own."""
    structure.of(tag)
    if runs and (parts := structure.item(runs[0], tag)):
        _text(canvas, runs.pop(0), top, parts)
    if runs:
        canvas._code.append(structure.content(tag))  # noqa: SLF001
        for run in runs:
            _text(canvas, run, top)
        canvas._code.append("EMC")  # noqa: SLF001


def _belongs(mark: Mark) -> Tag | Slot | None:
    """What a mark is part of; of a signature's place itself."""
    if isinstance(mark, Slot):
        return mark
    return mark.tag if isinstance(mark, Run) else None


def _draw(canvas: Canvas, mark: Mark, top: float) -> None:
    match mark:
        case Run():
            _text(canvas, mark, top)
        case Rule(x, y, width, thickness):
            canvas.setLineWidth(thickness)
            canvas.setStrokeColorRGB(*BLACK)
            canvas.line(x, top - y, x + width, top - y)
        case Wall(x, y, height, thickness):
            canvas.setLineWidth(thickness)
            canvas.setStrokeColorRGB(*BLACK)
            canvas.line(x, top - y, x, top - y - height)
        case Frame(x, y, width, height, colour):
            canvas.setLineWidth(FRAME_THICKNESS)
            canvas.setStrokeColorRGB(*colour)
            canvas.rect(x, top - y - height, width, height)
        case Slot():
            pass  # drawn by its signature


def _text(canvas: Canvas, run: Run, top: float, parts: Sequence[tuple[str, str]] = ()) -> None:
    """A line; ``parts`` of it are contents of their own."""
    written = canvas.beginText(run.x, top - run.y)
    written.setFont(run.kind.font, run.kind.size)
    written.setFillColorRGB(*run.colour)
    written.setWordSpace(run.stretch)
    for operator, text in parts:
        written._code.append(operator)  # noqa: SLF001
        written.textOut(text)
        written._code.append("EMC")  # noqa: SLF001
    if not parts:
        written.textOut(run.text)
    canvas.drawText(written)
