"""Shows what deviates in the layout of a file, and where: of one that came, and of one that was
submitted what was kept as it is. Nothing can be changed here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from shiboken6 import isValid

from core.errors import AntinError
from db.actions import files
from desktop import reference
from desktop.background import Lane
from desktop.documents.finding_list import FindingList
from desktop.documents.finding_places import FindingPlaces, PlacesSheet
from desktop.format_findings import findings_of, kept_words
from desktop.latest import Latest
from desktop.screens import Command
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.format.finding import Finding, Record
    from core.office.format.kept import Kept
    from db.acting import Store
    from desktop.context import Context

WIDE: Final = 620


class FindingSheet(PlacesSheet):
    """``content`` reads the file in the database lane, ``begin`` gets it; ``show_found`` shows what
    is wrong in it. Enter on a finding shows its place, Esc puts the page away again.
    """

    def __init__(
        self,
        context: Context,
        key: str,
        content: Callable[[Store], bytes],
        begin: Callable[[bytes], None],
    ) -> None:
        self._begin = begin
        self.asked = Latest(context)
        self._found: tuple[Finding, ...] = ()
        self._problem, self.list = Banner(), FindingList()
        self.places = FindingPlaces(context)
        self.count = Label("format.checking", "body", wrap=True)
        self._hint = Label("format.enter", "hint", wrap=True)
        self._hint.hide()
        close = Button("frame.close", "primary")
        left = Column(self._problem, self.count, self.list, self._hint, STRETCH, gap=8)
        body = Row(gap=16)
        body.addLayout(left, 1)
        body.addWidget(self.places, 1)
        super().__init__(key, body, Row(STRETCH, close), icon="checkmark_circle")
        self.set_width(WIDE)
        close.clicked.connect(self.close_card)
        self.list.wanted.connect(lambda place: self.places.show_place(self._found[place]))
        self.list.chosen.connect(lambda place: self.places.follow_place(self._found[place]))
        self.places.turned.connect(self.turn)
        self.asked.read(content, self._hold, self.fail)

    def _hold(self, pdf: bytes) -> None:
        if isValid(self):
            self.places.hold(pdf)
            self._begin(pdf)

    def show_found(self, found: tuple[Finding, ...]) -> None:
        """Show these."""
        self._found = found
        self.list.show_found(found)
        self._hint.setVisible(bool(found))
        if found:
            self.list.setFocus()
        self.widened.emit()

    def fail(self, error: Exception) -> None:
        """Say why nothing can be shown."""
        if not isValid(self):
            return
        if not isinstance(error, AntinError):
            raise error
        self.count.hide()
        self._problem.say_error(error)
        self.adjustSize()


class FormatSheet(FindingSheet):
    """``record`` is what is known beside the file."""

    def __init__(self, context: Context, content: Callable[[Store], bytes], record: Record) -> None:
        self._record = record
        super().__init__(context, "format.check", content, self._check)

    def _check(self, pdf: bytes) -> None:
        types, record = reference.document_types().items, self._record
        self.asked.run(Lane.WORKER, lambda: findings_of(pdf, types, record), self._show, self.fail)

    def _show(self, found: tuple[Finding, ...]) -> None:
        if isValid(self):
            self.count.say("format.found" if found else "format.none", n=len(found))
            self.show_found(found)


class KeptSheet(FindingSheet):
    """What of a submitted file's layout was kept as it is, each with its place and its reason."""

    def __init__(
        self, context: Context, content: Callable[[Store], bytes], kept: Sequence[Kept]
    ) -> None:
        self._kept = kept
        super().__init__(context, "format.kept_title", content, self._list)

    def _list(self, pdf: bytes) -> None:
        known = [one for one in self._kept if one.finding is not None]
        unknown = [kept_words(one, words.language) for one in self._kept if one.finding is None]
        self.count.show_text("\n".join((word("format.kept_count", n=len(self._kept)), *unknown)))
        self.show_found(tuple(one.finding for one in known if one.finding is not None))
        self.list.show_reasons([one.reason for one in known])
        self.widened.emit()


def kept_commands(context: Context, blob: str, kept: Sequence[Kept]) -> tuple[Command, ...]:
    """What a page of a document offers where something was kept in the file with this hash."""

    def show() -> None:
        context.frame.open_sheet(KeptSheet(context, partial(files.content, blob=blob), kept))

    offered = Command("kept", "format.kept_title", show, "warning", "F7", "bar")
    return (offered,) if kept and blob else ()
