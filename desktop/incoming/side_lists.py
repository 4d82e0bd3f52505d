"""The files of a document and what it hangs together with, as lines that open by Enter or
click.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea
from typing_extensions import override

from core.office.terms import Act, Kind, State
from db.actions.appendices import P7S
from desktop.documents.fetching import absence
from desktop.incoming.acts import Extra
from desktop.intake_words import verdict
from desktop.signing.verdict import look
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.line_button import LineButton
from desktop.wording import file_size
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.queries.rows import DocumentRow, FileRow
    from desktop.incoming.gathered import Gathered

_SCREENS: Final = {Kind.INCOMING: "incoming", Kind.OUTGOING: "outgoing", Kind.INTERNAL: "outgoing"}
_RELATIONS: Final = frozenset(
    f"{name}{way}"
    for name in ("answers", "replaces", "corrects", "attached", "duplicates", "copies")
    for way in ("", "-by")
)
_DRAFTS: Final = frozenset({State.DRAFT, State.INITIALLED})


class SideList(QScrollArea):
    """Lines under each other; ``chosen`` carries what a line stands for."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(widgetResizable=True)
        self._name = name
        self._found: Gathered | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bind(self, self._speak)

    def show_found(self, found: Gathered) -> None:
        """Show another document's."""
        self._found = found
        self._speak()

    def _speak(self) -> None:
        self.setAccessibleName(word(self._name))
        column = Column(gap=4, margins=(8, 8, 8, 8))
        if self._found is not None:
            self.fill(column, self._found)
        column.addStretch(1)
        self.setWidget(Panel("surface", column))

    def fill(self, column: Column, found: Gathered) -> None:
        """Put the lines in."""
        raise NotImplementedError

    def add_line(self, column: Column, line: LineButton, meaning: object) -> None:
        """A line that can be chosen."""
        line.clicked.connect(lambda _checked: self.chosen.emit(meaning))
        column.addWidget(line)


class FileList(SideList):
    """``chosen`` carries a FileRow, or what is to be done: add files, say where the paper lies."""

    @override
    def fill(self, column: Column, found: Gathered) -> None:
        for file in found.page.files:
            self.add_line(column, _file_line(file), file)
        if not found.page.files:
            column.addWidget(Label("incoming.files.none", "hint", wrap=True))
        may = any(move.act is Act.EDIT for move in found.page.moves)
        if may:
            self.add_line(column, LineButton("attach", word("incoming.act.files")), Extra.FILES)
        paper = _paper_line(found.page.fields)
        if paper is not None or may:
            column.addWidget(Label("incoming.paper", "section"))
            self.add_line(
                column, paper or LineButton("archive", word("incoming.act.paper")), Extra.PAPER
            )


class RelatedList(SideList):
    """``chosen`` carries a screen's id and what it is to show."""

    @override
    def fill(self, column: Column, found: Gathered) -> None:
        for relation, row in found.related.documents:
            known = relation.replace("-", "_") if relation in _RELATIONS else "other"
            text = f"{row.code or row.symbol or '–'} · {row.subject}"
            line = LineButton("link", text, word(f"incoming.related.{known}"))
            self.add_line(column, line, _target(row))
        for held in found.related.dossiers:
            line = LineButton("folder_open", f"{held.code} · {held.title}")
            self.add_line(column, line, ("dossiers", ("dossier", held.id)))
        if not (found.related.documents or found.related.dossiers):
            column.addWidget(Label("incoming.related.none", "hint", wrap=True))


def signed_by(signature: FileRow, files: Sequence[FileRow]) -> FileRow | None:
    """The file that a signature beside it signs; None for any other file."""
    if signature.type != P7S:
        return None
    name = signature.name[: -len(".p7s")]
    return next((one for one in files if one.name == name and one.here), None)


def _file_line(file: FileRow) -> LineButton:
    if file.type == P7S and file.intake is not None:
        said = verdict(file.intake.verdict, words.language)
        icon, _colour = look(file.intake.verdict)
        return LineButton(icon, file.name, said, faint=not file.here)
    pages = word("incoming.fact.pages", n=file.pages) + " · " if file.pages else ""
    remark = pages + file_size(file.size) if file.here else absence(file)
    return LineButton("document_pdf", file.name, remark, faint=not file.here)


def _paper_line(fields: Mapping[str, Any]) -> LineButton | None:
    """Where the paper twin lies; none where nobody said so."""
    if not (place := fields.get("paper_place")):
        return None
    counted = ("copies", "pages")
    counts = {name: int(fields.get(f"paper_{name}") or 0) for name in counted}
    remark = " · ".join(word(f"incoming.paper.n_{n}", n=counts[n]) for n in counted if counts[n])
    return LineButton("archive", str(place), remark)


def _target(row: DocumentRow) -> tuple[str, object]:
    drafting = row.kind != Kind.INCOMING and State(row.state) in _DRAFTS
    screen = "drafts" if drafting else _SCREENS[Kind(row.kind)]
    return screen, ("document", row.id)
