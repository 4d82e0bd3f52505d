"""The document that the keyboard is on: what was checked, its pages, where the signature goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.office.terms import Urgency
from desktop.documents.faces import subject_of
from desktop.documents.files_pane import FilesPane
from desktop.documents.head_chips import group_chip
from desktop.signing.summary import flaw_words
from desktop.widgets.chips import Chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.widgets.marks import IconLabel
from desktop.widgets.pdf_view import Overlay
from desktop.wording import clock_time
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.pages import Opened
    from desktop.signing.examining import Examined

PAGE_WIDTH: Final = 600
_TONES: Final = {Urgency.URGENT: "warn", Urgency.VERY_URGENT: "danger", Urgency.EXPRESS: "solid"}


class Preview(Panel):
    """``shown`` carries the document whose own pages are in sight now; ``drop`` forgets the
    decrypted file.
    """

    shown = Signal(object)

    def __init__(self, context: Context) -> None:
        self._found: Examined | None = None
        self._name = ""
        self.files = FilesPane(context, "signing.preview", self._show_pdf, PAGE_WIDTH)
        self.pdf = self.files.pdf
        self._chip = Chip("office.urgency.urgent", "warn")
        self._subject = ElidedLabel(role="doc")
        self._checks = Column(gap=2)
        self._stack = QStackedWidget()
        self._group = Row(gap=10)
        title = Row(self._chip, self._group, gap=10)
        title.addWidget(self._subject, 1)
        column = Column(
            Column(title, self._checks, gap=4, margins=(16, 8, 16, 8)), Divider(), gap=0
        )
        column.addWidget(self.files, 1)
        self._stack.addWidget(EmptyState("document_signature", "signing.none_chosen"))
        self._stack.addWidget(Panel("surface", column))
        super().__init__("surface", Column(self._stack, gap=0))
        bind(self, self._speak)

    def show_document(self, found: Examined | None, name: str) -> None:
        """Show another document, to be signed by somebody of this name; or nothing."""
        self._found, self._name = found, name
        self._stack.setCurrentIndex(0 if found is None else 1)
        self.files.show_files(found.row.id if found else "", found.files if found else ())
        self._speak()

    def drop(self) -> None:
        """Forget the decrypted file: the screen is left or the session locks."""
        self.files.drop()

    def _show_pdf(self, opened: Opened | None) -> None:
        self._overlay()
        if opened is not None and self._found is not None and self.files.blob == self._found.blob:
            self.shown.emit(self._found)

    def _overlay(self) -> None:
        place = self._found.place if self._found and self._found.ready else None
        if place is None or self._found is None or self.files.blob != self._found.blob:
            self.pdf.show_overlays(())
            return
        note = word("signing.place")
        self.pdf.show_overlays((Overlay(place.page, place.box, self._name, note),))

    def _speak(self) -> None:
        found = self._found
        if found is None:
            return
        urgency = Urgency(found.row.urgency) if found.row.urgency in set(Urgency) else None
        tone = _TONES.get(urgency) if urgency else None
        self._chip.setVisible(tone is not None)
        if tone is not None:
            self._chip.say(f"office.urgency.{urgency}", tone)  # type: ignore[arg-type]
        self._subject.show_text(subject_of(found.row))
        _empty(self._checks)
        _empty(self._group)
        for chip in group_chip(found.row.group):
            self._group.addWidget(chip)
        lines = [_check(*one) for one in checks(found)]
        if found.ready:
            lines = [_side_by_side(lines)]
        kept = found.submitted.kept if found.submitted else ()
        if kept:
            lines.append(_check("warning", "warn", word("signing.check.kept", n=len(kept))))
        for line in lines:
            self._checks.addWidget(line)
        self._overlay()


def _empty(layout: Row | Column) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()


def checks(found: Examined) -> tuple[tuple[str, str, str], ...]:
    """What was checked, as icon, colour and words: the flaws, or what holds."""
    if found.flaws:
        return tuple(("warning", "warn", flaw_words(found, flaw)) for flaw in found.flaws)
    names = ", ".join(f"{one.name} {clock_time(one.time)}" for one in found.initials)
    return (
        ("checkmark_circle", "ok", word("signing.check.content")),
        ("checkmark_circle", "ok", word("signing.check.initials", names=names)),
        ("checkmark_circle", "ok", word("signing.check.place")),
        *_appended(found),
    )


def _appended(found: Examined) -> tuple[tuple[str, str, str], ...]:
    """How many appendices are files of their own, which go with the signature."""
    count = sum(file.role == "appendix" for file in found.files)
    said = word("signing.check.appendices", n=count) if count else ""
    return (("checkmark_circle", "ok", said),) if count else ()


def _side_by_side(parts: list[QWidget]) -> QWidget:
    whole = QWidget()
    whole.setLayout(Row(*parts, STRETCH, gap=14))
    return whole


def _check(icon: str, colour: str, text: str) -> QWidget:
    label = Label(role="sub", tone="warn" if colour == "warn" else "text2")
    label.show_text(text)
    whole = QWidget()
    whole.setLayout(Row(IconLabel(icon, colour, style="filled"), label, 0, gap=5))
    return whole
