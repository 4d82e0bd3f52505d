"""Exports a whole dossier: asks where to, then one document after the other, with a way to stop."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from typing_extensions import override

from desktop.announce import announce
from desktop.background import Lane
from desktop.dossiers.package import Outcome, Package
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.progress_sheet import ProgressSheet, ProgressWords
from desktop.widgets.sheet import Sheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.acting import Store
    from db.queries.dossiers import DossierLine
    from desktop.context import Context

T = TypeVar("T")
_PROGRESS: Final = ProgressWords(
    "dossiers.package.name",
    "dossiers.package.progress",
    "dossiers.package.stop",
    "dossiers.package.stopping",
)
_ICON: Final = "folder_open"
WIDTH: Final = 600
SHOWN: Final = 12
"""Lines of what is lacking; more are counted."""


class Packing(QObject):
    """``moved`` carries the place of the document begun now."""

    moved = Signal(int)

    def __init__(self, context: Context, dossier: str, path: Path) -> None:
        super().__init__()
        self._context, self._dossier, self._path = context, dossier, path
        self._package: Package | None = None
        self._sheet: _PackingSheet | None = None
        self._place, self._stopped = 0, False

    def begin(self) -> None:
        """Look what lies in the dossier, then go on by itself."""
        self._do(lambda store: Package(store, self._dossier, self._path), self._begun)

    def stop(self) -> None:
        """Begin no further document; nothing is left of the package."""
        self._stopped = True

    def _begun(self, package: Package) -> None:
        self._package = package
        titles = [record.title for record in package.described.documents]
        self._sheet = _PackingSheet(self, titles, self._let_go)
        self._context.frame.open_sheet(self._sheet)
        self._next()

    def _next(self) -> None:
        package = self._package
        if package is None:
            return
        if self._stopped:
            self._drop()
            self._context.frame.toast("dossiers.package.stopped")
        elif self._place < len(package.described.documents):
            self.moved.emit(self._place)
            self._do(partial(_add, package, self._place), self._on)
        else:
            self._do(package.finish, self._done)

    def _on(self, _none: None) -> None:
        self._place += 1
        QTimer.singleShot(0, self, self._next)

    def _done(self, outcome: Outcome) -> None:
        self._package = None
        self._put_away()
        lines = list(_lacking(outcome))
        said = word("dossiers.package.done", n=outcome.documents, name=self._path.name)
        announce(said)
        if lines:
            self._context.frame.open_sheet(LackingSheet(said, lines))
        else:
            self._context.frame.toast(
                "dossiers.package.done", n=outcome.documents, name=self._path.name
            )

    def _do(self, work: Callable[[Store], T], done: Callable[[T], None]) -> None:
        self._context.read(work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._drop()
        self._context.frame.show_error(error)

    def _drop(self) -> None:
        self._let_go()
        self._put_away()

    def _let_go(self) -> None:
        """Nothing is left of it, once the step under way has ended in the same lane."""
        package, self._package = self._package, None
        if package is not None:
            self._context.background.run(
                Lane.DATABASE, package.drop, _nothing, self._context.frame.show_error
            )

    def _put_away(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
            self._sheet = None


class _PackingSheet(ProgressSheet):
    """A lock puts it away: then the package is given up."""

    def __init__(self, run: Packing, titles: list[str], let_go: Callable[[], None]) -> None:
        super().__init__(run, titles, _PROGRESS, _ICON)
        self._let_go = let_go

    @override
    def keep(self) -> None:
        """Nothing of it is a draft."""
        self._let_go()


class LackingSheet(Sheet):
    """The package was made, and this it lacks."""

    def __init__(self, said: str, lines: list[str]) -> None:
        body = Column(gap=6)
        for line in (said, *lines):
            label = ElidedLabel(role="body", tone="" if line is said else "text2")
            label.show_text(line)
            body.addWidget(label)
        close = Button("frame.close", "primary")
        super().__init__("dossiers.package.name", body, Row(STRETCH, close), icon=_ICON)
        self.set_width(WIDTH)
        close.clicked.connect(self.close_card)


def ask(context: Context, row: DossierLine) -> None:
    """Where to; the file's name is that of the dossier."""
    start = Path.home() / f"{word('dossiers.package.file')} {row.code}.zip".replace("/", "-")

    def chosen(paths: list[Path]) -> None:
        context.frame.close_sheet()
        packing = Packing(context, row.id, paths[0].with_suffix(".zip"))
        packing.begin()

    sheet = PathSheet(
        "dossiers.package.name", chosen, filters="ZIP (*.zip)", saving=True, start=start
    )
    context.frame.open_sheet(sheet)


def _nothing(_none: None) -> None:
    """It is gone."""


def _add(package: Package, place: int, store: Store) -> None:
    package.add(store, place)


def _lacking(outcome: Outcome) -> Iterator[str]:
    told = [
        *(word("dossiers.package.away", name=name) for name in outcome.away),
        *(word("dossiers.package.unbound", name=name) for name in outcome.unbound),
        *(
            word("dossiers.package.long", of=of, name=one.name, length=one.length, most=one.most)
            for of, one in outcome.long
        ),
    ]
    yield from told[:SHOWN]
    if len(told) > SHOWN:
        yield word("dossiers.package.more", n=len(told) - SHOWN)
