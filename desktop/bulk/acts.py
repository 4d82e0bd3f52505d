"""Acts on the ticked documents: a sheet with what stands against which, the run, what became of
each, and one undo for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from db.actions import bulk
from db.queries import documents, dossiers, office
from desktop.bulk.outcomes import Said
from desktop.bulk.run import BulkRun, Result
from desktop.bulk.sheets import BulkSheet, ResultSheet
from desktop.bulk.table import BulkAct, offered
from desktop.documents.faces import subject_of
from desktop.phrases import phrase
from desktop.screens import Command
from desktop.widgets.progress_sheet import ProgressSheet, ProgressWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Done, Store
    from db.actions.bulk import Carried, Given
    from db.queries.dossiers import Offered
    from db.queries.rows import DocumentRow, PersonRow
    from desktop.bulk.bar import BulkBar
    from desktop.bulk.chosen import Chosen, Sitting
    from desktop.context import Context

R = TypeVar("R", bound=Result)
Step = Callable[["Store", int], R]
_PROGRESS: Final = ProgressWords("bulk.name", "bulk.progress", "bulk.stop", "bulk.stopping")
MOST: Final = 500
"""Documents at once; the rest follows as these are done."""
Asked = tuple[list[Said], list["PersonRow"], list["Offered"]]


class BulkActs(QObject):
    """Works on what is chosen in a list, and offers it in a bar below. ``sitting`` says who is
    there, or None while that is not known; ``turned`` that other acts are offered now."""

    turned = Signal()

    def __init__(
        self, context: Context, chosen: Chosen, bar: BulkBar, sitting: Callable[[], Sitting | None]
    ) -> None:
        super().__init__(bar)
        self._context, self.chosen, self._bar, self._sitting = context, chosen, bar, sitting
        self._shown: object = None
        self._run: QObject | None = None
        self._progress: ProgressSheet | None = None
        bar.wanted.connect(self.begin)
        view = chosen.view
        view.ticks_changed.connect(self.show_bar)
        view.settled.connect(self.show_bar)
        view.selectionModel().selectionChanged.connect(self.show_bar)

    def show_bar(self, *_: object) -> None:
        """What can be done with the ticked documents, or with several selected ones."""
        several = self.chosen.several()
        acts = self.offered() if several else ()
        count = len(self.chosen.numbers()) if several else 0
        if (count, acts) != self._shown:
            self._shown = (count, acts)
            self._bar.show_acts(count, acts)
            self.turned.emit()

    def offered(self) -> tuple[BulkAct, ...]:
        """What the person may do with some of the chosen documents."""
        sitting = self._sitting()
        return offered(sitting.roles, self.chosen.rows(MOST)) if sitting else ()

    def commands(self) -> tuple[Command, ...]:
        """The same as commands."""
        return tuple(
            Command(f"bulk.{act.id}", f"bulk.{act.id}", partial(self.begin, act), act.icon,
                    act.shortcut)
            for act in self.offered()
        )  # fmt: skip

    def begin(self, act: BulkAct) -> None:
        """Look what stands against which document, and ask what the act needs."""
        numbers = self.chosen.numbers()

        def query(store: Store) -> Asked:
            rows = {row.id: row for row in documents.rows(store, numbers[:MOST])}
            told = bulk.forecast(store, act.id, list(rows))
            said = [Said(rows[one.document], one.error) for one in told]
            near = dossiers.suggested(store, list(rows)) if "dossier" in act.fields else []
            return said, office.people(store), near

        self._context.read(query, partial(self._ask, act, len(numbers)))

    def _ask(self, act: BulkAct, count: int, asked: Asked) -> None:
        sitting, (said, people, near) = self._sitting(), asked
        if sitting is None or not said:
            return
        sheet = BulkSheet(act, said, people, near, sitting.today, partial(self._do, act, said))
        self._context.frame.open_sheet(sheet)
        if count > MOST:
            sheet.problem.say("warn", "bulk.most", n=MOST)

    def _do(self, act: BulkAct, said: Sequence[Said], given: Given) -> None:
        """On those that nothing stands against; what was refused before is told with them."""
        rows = [one.row for one in said if one.good]
        refused = [one for one in said if not one.good]

        def step(store: Store, place: int) -> Carried:
            return bulk.carry(store, act.id, rows[place].id, given)

        run = self._start(rows, step)
        run.ended.connect(lambda: self._tell(act, run, refused, given))
        run.go_on()

    def _tell(
        self,
        act: BulkAct,
        run: BulkRun[Carried],
        refused: list[Said],
        given: Given,
        again: bool = False,
    ) -> None:
        self._finish()
        done = len(run.results)
        undo = partial(self._undo, act, run.results, given) if act.undoable and done else None
        if done:
            self.chosen.clear()
            self._context.frame.toast(f"bulk.did.{act.id}", undo, None, again, n=done)
        outcomes = [*run.said, *refused]
        if not all(one.good for one in outcomes):
            self._context.frame.open_sheet(ResultSheet(outcomes, "bulk.outcome"))

    def _undo(
        self, act: BulkAct, results: Sequence[tuple[DocumentRow, Carried]], given: Given
    ) -> None:
        """The last one first; what somebody went on with meanwhile stays as it is."""
        back = list(reversed(results))
        reason, undone = phrase("vi", "frame.undo_reason"), self._context.undone

        def step(store: Store, place: int) -> Done:
            return bulk.take_back(store, act.id, back[place][1], given, reason, undone)

        run = self._start([row for row, _ in back], step)
        run.ended.connect(lambda: self._tell_undone(act, run, results, given))
        run.go_on()

    def _tell_undone(
        self,
        act: BulkAct,
        run: BulkRun[Done],
        results: Sequence[tuple[DocumentRow, Carried]],
        given: Given,
    ) -> None:
        self._finish()
        if run.results:
            gone = {row.id for row, _ in run.results}
            redo = partial(self._redo, act, [one for one in results if one[0].id in gone], given)
            self._context.frame.toast("bulk.undone", None, redo, n=len(run.results))
        if not all(one.good for one in run.said):
            self._context.frame.open_sheet(ResultSheet(run.said, "bulk.undo_outcome"))

    def _redo(
        self, act: BulkAct, results: Sequence[tuple[DocumentRow, Carried]], given: Given
    ) -> None:
        """Those that were taken back, once more."""
        undone = self._context.undone

        def step(store: Store, place: int) -> Carried:
            return bulk.do_again(store, act.id, results[place][1], given, undone)

        run = self._start([row for row, _ in results], step)
        run.ended.connect(lambda: self._tell(act, run, [], given, again=True))
        run.go_on()

    def _start(self, rows: Sequence[DocumentRow], step: Step[R]) -> BulkRun[R]:
        run = BulkRun(self._context, rows, step)
        subjects = [subject_of(row) for row in rows]
        self._run, self._progress = run, ProgressSheet(run, subjects, _PROGRESS)
        self._context.frame.open_sheet(self._progress)
        return run

    def _finish(self) -> None:
        self._run = None
        if self._progress is not None:
            self._progress.put_away()
            self._progress = None
