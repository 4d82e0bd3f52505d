"""Files of other programs go along with a draft as appendices: asked for, or dropped on it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from typing_extensions import override

from desktop.background import Lane
from desktop.drafts import appending, brought
from desktop.drafts.parts_edit import MOST
from desktop.signing import at_intake
from desktop.widgets.check_box import CheckBox
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.actions.files import NewFile
    from desktop.context import Context
    from desktop.drafts.writing_page import WritingPage


class Bringing(QObject):
    """Each file is read in limited processes, laid on the desk, and shown with its title to write;
    of several that cannot be used the rest comes.
    """

    def __init__(self, context: Context, page: WritingPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def ask(self) -> None:
        """Ask which files."""
        as_pdf = CheckBox("drafts.appendix_as_pdf")

        def chosen(paths: list[Path]) -> None:
            self.bring(paths, as_pdf=as_pdf.isChecked())

        sheet = PathSheet("drafts.appendix_file", chosen, extra=as_pdf)
        self._context.frame.open_sheet(sheet)
        sheet.edit.setFocus(Qt.FocusReason.OtherFocusReason)  # the check box stands above it

    def bring(self, paths: Sequence[Path], *, as_pdf: bool = False) -> None:
        """Take files along, in their order as they are read."""
        task, parts, run = self._page.task, self._page.editor.parts, self._context.background.run
        store, failed = self._context.store(), self._context.frame.show_error

        def read(file: NewFile) -> None:
            run(Lane.WORKER, lambda: at_intake.with_intake(store, file), looked_into, failed)

        def looked_into(file: NewFile) -> None:
            self._context.read(
                partial(appending.lay_down, file=file),
                lambda found: parts.add_appendix(found) if self._page.task == task else None,
            )

        for path in paths[:MOST]:
            work = partial(brought.read, path, as_pdf=as_pdf)
            run(Lane.PAGES, work, read, failed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # QDragMoveEvent is a QDropEvent too: only the type tells a drop from the way to it
        if isinstance(event, QDragMoveEvent):
            if event.mimeData().hasUrls():
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            urls = event.mimeData().urls()
            self.bring([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
            event.acceptProposedAction()
            return True
        return False
