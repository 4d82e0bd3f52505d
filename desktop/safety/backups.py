"""What the buttons of the backup card do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import WorkStopped
from desktop.background import Lane
from desktop.latest import Latest
from desktop.safety import work
from desktop.safety.backup_card import BackupCard
from desktop.safety.folder_sheet import FolderSheet
from desktop.safety.rehearse_sheet import RehearseSheet
from desktop.wording import file_size, number

if TYPE_CHECKING:
    from pathlib import Path

    from db.care.backup import Generation
    from db.care.backup_work import Report
    from db.care.restore import Rehearsed
    from desktop.context import Context
    from desktop.safety.safekeeping import Safekeeping
    from desktop.session import Session


class Backups(QObject):
    """The card of backups and the work behind it."""

    def __init__(self, session: Session, keeping: Safekeeping, context: Context) -> None:
        self.card = BackupCard()
        super().__init__(self.card)
        self._session, self._keeping, self._context = session, keeping, context
        self._asked, self._written = Latest(context), Latest(context)
        keeping.backed_up.connect(self._backed_up)
        self.card.now.clicked.connect(self.begin)
        self.card.choose.clicked.connect(self.ask_folder)
        self.card.every.chosen.connect(self._choose_every)
        self.card.rehearse.clicked.connect(self._ask_rehearsal)

    def show(self) -> None:
        """How things stand now, and what lies at the place."""
        standing = self._keeping.standing
        if standing is None:
            return
        self.card.show_standing(standing, self._keeping.trouble)
        settings, vault = standing.settings, self._session.open_vault()

        def found(generations: list[Generation]) -> None:
            self.card.show_generations(generations)
            self.card.set_busy(busy=self._keeping.job is not None)

        self._asked.run(Lane.WORKER, lambda: work.generations(settings, vault), found)

    def begin(self) -> None:
        """Back up now, where there is a place and nothing else is under way."""
        if self.card.now.isEnabled():
            self._keeping.back_up()

    def ask_folder(self) -> None:
        """Where to."""
        standing = self._keeping.standing
        start = standing.settings.target if standing else None
        sheet = FolderSheet("safety.backup.choose", self._choose_folder, start)
        self._context.frame.open_sheet(sheet)

    def _choose_folder(self, folder: Path) -> None:
        self._wish(folder, self.card.every.value())

    def _choose_every(self, every: int) -> None:
        standing = self._keeping.standing
        if standing is not None:
            self._wish(standing.settings.target, every)

    def _wish(self, target: Path | None, every: int) -> None:
        self._written.read(
            partial(work.choose, target=target, every=every), lambda _: self._keeping.look()
        )

    def _backed_up(self, report: Report) -> None:
        if report.complete:
            size = file_size(report.new_size)
            self._context.frame.toast("safety.backed_up", n=report.generation, size=size)
        else:
            self._context.frame.toast("safety.backup.stopped")

    def _ask_rehearsal(self) -> None:
        self._context.frame.open_sheet(RehearseSheet(self._rehearse))

    def _rehearse(self, words: str) -> None:
        rehearse = partial(work.rehearse, words=words)
        self._keeping.carry_out("rehearse", rehearse, self._rehearsed, self._refused)

    def _rehearsed(self, found: Rehearsed) -> None:
        count, files = number(found.documents), number(found.files)
        frame = self._context.frame
        frame.toast("safety.rehearsed", n=found.documents, count=count, files=files)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, WorkStopped):  # as the person asked
            self._context.frame.show_error(error)
