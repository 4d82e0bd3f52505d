"""The card of bundles carried by hand: writes and reads them, one at a time, says how far it is and
what a bundle brought that was not simply taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.sync.trust_list import TrustList
from desktop import clock
from desktop.sync.bundle_lines import lacking_lines
from desktop.sync.bundle_sheets import FILTER, ExportSheet
from desktop.sync.files import read_file, write_bundle
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.job import Job
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.progress_row import ProgressRow
from desktop.wording import day
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.actions.bundles import Exported, Imported
    from db.queries.rows import DeviceRow
    from db.sticks import Progress
    from desktop.context import Context


class BundleCard(Panel):
    """``done`` is called when a stick was written or read, or that broke off."""

    def __init__(self, context: Context, done: Callable[[], None]) -> None:
        self._context, self._done = context, done
        self.devices: list[DeviceRow] = []
        self._coming: list[Path] = []
        self._job: Job | None = None
        self._then: Callable[[Any], None] = self._exported
        self.export = Button("sync.export", icon="arrow_upload")
        self.take_in = Button("sync.import", icon="arrow_download")
        self.progress = ProgressRow()
        self.notices = Column(gap=6)
        title, note = Label("sync.bundles", "panel"), Label("sync.bundles.note", "hint", wrap=True)
        column = Column(title, 4, note, gap=8, margins=(20, 14, 20, 18))
        column.addWidget(self.progress)
        column.addLayout(self.notices)
        column.addLayout(Row(self.export, self.take_in, STRETCH))
        super().__init__("card", column)
        self.export.clicked.connect(self.ask_export)
        self.take_in.clicked.connect(self.ask_import)

    def ask_export(self) -> None:
        """Ask for machines and a place, then write."""
        start = Path.home() / word("sync.export.file", day=day(clock.today()).replace("/", "-"))
        devices = [device for device in self.devices if not device.revoked]
        if self._job is None:
            self._context.frame.open_sheet(ExportSheet(devices, start, self._export))

    def ask_import(self) -> None:
        """Ask for files, then take them in."""
        if self._job is None:
            sheet = PathSheet("sync.import.title", self.bring, filters=FILTER)
            self._context.frame.open_sheet(sheet)

    def bring(self, paths: list[Path]) -> None:
        """Take in some files, one after the other; what one breaks off keeps the rest out."""
        self._coming += paths
        if self._job is None:
            self._clear()
            self._bring_next()

    def _clear(self) -> None:
        """Nothing is told any more of what came or went before."""
        while (item := self.notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _export(self, recipients: list[str], path: Path) -> None:
        def write(store: Store, progress: Progress) -> Exported:
            return write_bundle(store, recipients, path, progress)

        self._begin("export", write, self._exported)

    def _bring_next(self) -> None:
        if self._coming:
            path = self._coming.pop(0)

            def read(store: Store, progress: Progress) -> Imported | TrustList:
                return read_file(store, path, progress)

            self._begin("import", read, self._imported)

    def _begin(
        self, kind: str, work: Callable[[Store, Progress], Any], then: Callable[[Any], None]
    ) -> None:
        job, self._then = Job(kind), then
        self._show_job(job)
        self._context.read(lambda store: work(store, job.go_on), self._ended, self._broke_off)

    def _ended(self, result: Any) -> None:
        self._show_job(None)
        self._then(result)
        self._done()
        self._bring_next()

    def _broke_off(self, error: Exception) -> None:
        self._show_job(None)
        self._coming.clear()
        self._context.frame.show_error(error)
        self._done()

    def _show_job(self, job: Job | None) -> None:
        self._job = job
        self.progress.show_job(job)

    def _exported(self, made: Exported) -> None:
        count = len(made.volumes)
        key = "sync.exported.volumes" if count > 1 else "sync.exported"
        self._context.frame.toast(key, n=made.commits, files=made.files, count=count)
        self._clear()
        if made.left_out:
            banner = Banner()
            self.notices.addWidget(banner)
            banner.say("warn", "sync.exported.left_out", n=made.left_out)

    def _imported(self, done: Imported | TrustList) -> None:
        if isinstance(done, TrustList):
            self._context.frame.toast("sync.trust.taken", n=done.number)
            return
        self._tell(done)
        self._context.changes.emit(done.changed)
        key = "sync.imported.missing" if done.missing else "sync.imported"
        if done.known and not (done.new or done.held or done.files or done.notices):
            key = "sync.imported.before"
        lacking = sum(part.size for part in done.missing)
        self._context.frame.toast(key, n=done.new, files=done.files, missing=lacking)

    def _tell(self, done: Imported) -> None:
        """What was not simply taken, what lacks; it stands until the next bundle."""
        labels = {device.id: device.label for device in self.devices}
        for line in lacking_lines(done, labels):
            self.notices.addWidget(line)
        for notice in done.notices:
            banner = Banner()
            self.notices.addWidget(banner)
            banner.say_error(notice)
