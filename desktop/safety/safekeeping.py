"""Looks after the store while somebody is unlocked: backups when they are due, a second copy of
what stands here only, and every long piece of work on the store, one at a time.

The work runs beside the person's acts, in a lane of its own; a lock stops it and waits for its end
before the keys are dropped.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import AntinError, StoreClosed, WorkStopped
from db.care.findings import Depth
from desktop.background import Lane
from desktop.safety import work
from desktop.widgets.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.care.backup_work import Report
    from db.care.findings import Report as Findings
    from db.open_vault import OpenVault
    from desktop.background import Background
    from desktop.safety.work import Standing
    from desktop.session import Session

T = TypeVar("T")
LOOK_MS: Final = 60_000
SOON_MS: Final = 20_000
"""Acts come in rows: the second copy waits for a pause of so long."""
REKEY: Final = "rekey"
USERS: Final = (Lane.CARE, Lane.NETWORK)
"""Lanes whose work has the store open beside the lane of acts."""


class Safekeeping(QObject):
    """``changed`` says that the standing is another one, ``busy`` that work began or ended,
    ``backed_up`` carries the report of a backup. Before another database key ``closing`` says that
    the store closes, ``rekeyed`` that it is open again, with the error that stood against it.

    ``trouble`` is what the last backup met, ``report`` what the last check found, ``failed``
    carries an error that nobody expected. ``end_of`` waits for what was given to a lane.
    """

    changed = Signal()
    busy = Signal()
    backed_up = Signal(object)
    closing = Signal()
    rekeyed = Signal(object)
    failed = Signal(Exception)

    def __init__(
        self, background: Background, session: Session, end_of: Callable[[Lane], None]
    ) -> None:
        super().__init__()
        self._background, self._session, self._end_of = background, session, end_of
        self.standing: Standing | None = None
        self.trouble: AntinError | None = None
        self.report: Findings | None = None
        self.job: Job | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._copy)

    def begin(self) -> None:
        """Somebody is unlocked: his data is looked at quickly, before anything else is done."""
        self._timer.start()
        quick = partial(work.check, depth=Depth.QUICK)
        self.carry_out(Depth.QUICK, quick, self.checked, self.failed.emit)
        self.look()

    def checked(self, report: Findings) -> None:
        """What a check found."""
        if self._timer.isActive():  # else locked meanwhile
            self.report = report
            self.changed.emit()

    def end(self) -> None:
        """The session locks or ends: what is under way stops after its present step."""
        self._timer.stop()
        self._soon.stop()
        self.standing, self.trouble, self.report = None, None, None
        if self.job is not None:
            self.job.stop()

    def note(self, _changed: object = None) -> None:
        """Something was done: it stands here only, until there is a second copy or a receipt."""
        self._soon.start()

    def look(self) -> None:
        """How things stand; begins a backup that is due."""
        if self.job is not None and self.job.kind == REKEY:
            return  # looked at anew once the store is open again
        try:
            store = self._session.store()
        except StoreClosed:
            return
        self._background.run(
            Lane.DATABASE, lambda: work.standing(store), self._know, self.failed.emit
        )

    def back_up(self) -> None:
        """Begin a backup now, unless something is under way."""
        from db.care import backup_plan

        def done(report: Report) -> None:
            self.trouble = None
            self.look()
            self.backed_up.emit(report)

        def refused(error: Exception) -> None:
            self.trouble = error if isinstance(error, AntinError) else None
            self.look()
            if self.trouble is None:
                self.failed.emit(error)

        self.carry_out("backup", backup_plan.run, done, refused)

    def carry_out(
        self,
        kind: str,
        work: Callable[[Store, OpenVault, Callable[[int, int], bool]], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> bool:
        """Do long work on the open store; whether it began: one at a time."""
        if self.job is not None:
            return False
        try:
            store, vault = self._session.store(), self._session.open_vault()
        except StoreClosed:
            return False
        job = self.job = Job(kind)

        def ended(result: T) -> None:
            self._rest(job)
            done(result)

        def refused(error: Exception) -> None:
            self._rest(job)
            failed(error)

        self._background.run(Lane.CARE, lambda: work(store, vault, job.go_on), ended, refused)
        self.busy.emit()
        return True

    def rekey(self, reason: str) -> None:
        """Another database key: the store is closed meanwhile, so nothing else can be done. Other
        work on it is stopped, and waited for."""
        if self.job is not None:
            if self.job.kind == REKEY:
                return
            self.job.stop()
        job = self.job = Job(REKEY)
        self._timer.stop()
        self._soon.stop()
        self.closing.emit()

        def work() -> None:
            for lane in USERS:
                self._end_of(lane)
            if job.stopped:
                raise WorkStopped
            self._session.rekey(reason, job.go_on)

        def ended(error: Exception | None) -> None:
            self._rest(job)
            self._soon.start()  # it may have waited for its pause
            self.rekeyed.emit(error)

        self._background.run(Lane.DATABASE, work, lambda _none: ended(None), ended)
        self.busy.emit()

    # -- inside --------------------------------------------------------------------------------

    def _know(self, standing: Standing) -> None:
        if not self._timer.isActive():
            return  # locked meanwhile
        self.standing = standing
        self.changed.emit()
        if standing.due:
            self.back_up()

    def _copy(self) -> None:
        def copied(_none: None) -> None:
            self.look()

        began = self.carry_out("copy", work.second_copy, copied, self.failed.emit)
        if not began and self.job is not None:
            self._soon.start()  # after what is under way

    def _rest(self, job: Job) -> None:
        if self.job is job:
            self.job = None
            self.busy.emit()
