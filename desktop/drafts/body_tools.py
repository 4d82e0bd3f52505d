"""The line below a text: which kind of block the cursor is in, tables, how much there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from core.office.draft_text import words as words_of
from core.office.syllables import normalise_tones
from desktop.books.menu_button import MenuButton
from desktop.drafts import body_kinds, body_tables
from desktop.drafts.body_kinds import KINDS, TITLE
from desktop.drafts.body_typing import rewrite
from desktop.drafts.find_bar import FindBar
from desktop.drafts.finding import word_count
from desktop.screens import Command
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Row
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.syllables import Style
    from desktop.drafts.body_edit import BlockEdit
    from desktop.drafts.parts_edit import PartPage, PartsEdit

PAUSE_MS: Final = 400
"""Counting waits for a pause in typing."""
_TABLE: Final[tuple[tuple[str, str, Callable[[BlockEdit], None]], ...]] = (
    ("drafts.table_new", "Ctrl+T", body_tables.begin_table),
    ("drafts.row_more", "", body_tables.more_rows),
    ("drafts.row_fewer", "", body_tables.fewer_rows),
    ("drafts.column_more", "", body_tables.more_columns),
    ("drafts.column_fewer", "", body_tables.fewer_columns),
    ("drafts.column_wider", "", body_tables.widen),
    ("drafts.column_narrower", "", partial(body_tables.widen, by=-body_tables.STEP)),
    ("drafts.table_head", "", body_tables.turn_head),
)


class BodyTools(QWidget):
    """Follows the cursor of one text."""

    def __init__(self, edit: BlockEdit) -> None:
        super().__init__()
        self._edit, self._pages = edit, 0
        self.kind = MenuButton("drafts.block")
        self._table = Button("drafts.table", "ghost")
        for button in (self.kind, self._table):  # Tab leads to the next field; they have keys
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = Label("", "status")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.setLayout(Row(self.kind, self._table, STRETCH, self.count, gap=4))
        choices = [(kind, partial(word, f"drafts.block.{kind}")) for kind in KINDS]
        self.kind.offer(choices, KINDS[0])
        self.kind.chosen.connect(self._choose)
        self._table.clicked.connect(self._open)
        edit.cursorPositionChanged.connect(self._follow)
        edit.edited.connect(self._follow)
        edit.edited.connect(self._pause.start)
        bind(self, self._tell)

    def show_pages(self, pages: int) -> None:
        """How many pages the whole document has, as its preview counts them."""
        self._pages = pages
        self._tell()

    def _follow(self) -> None:
        now = self._edit.kind().removesuffix(TITLE)
        self.kind.setEnabled(now in KINDS)
        if now in KINDS and now != self.kind.now:
            self.kind.tell(now)

    def _choose(self, kind: str) -> None:
        self._edit.change_kinds(lambda _now: kind)
        self._edit.setFocus()

    def _open(self) -> None:
        menu = QMenu(self)
        for key, keys, work in _TABLE:
            action = menu.addAction(f"{word(key)}\t{keys}" if keys else word(key))
            action.triggered.connect(partial(_run, self._edit, work))
        menu.popup(self._table.mapToGlobal(QPoint(0, self._table.height())))

    def _tell(self) -> None:
        """How many words stand in this text, and how many pages there are."""
        many = sum(word_count(words_of(block)) for block in self._edit.blocks())
        said = [word("drafts.words", n=many, count=number(many))]
        if self._pages:
            said.append(word("drafts.pages_count", n=self._pages))
        self.count.setText(" · ".join(said))


def _run(edit: BlockEdit, work: Callable[[BlockEdit], None], _checked: bool = False) -> None:
    edit.finish_syllable()
    edit.setFocus()
    work(edit)


def _rewrite(edit: BlockEdit, style: Style) -> None:
    """Put the tones where a style puts them, in what is chosen or in everything."""
    edit.finish_syllable()
    rewrite(edit.textCursor(), partial(normalise_tones, style=style))


def body_commands(parts: PartsEdit) -> tuple[Command, ...]:
    """What can be done with the text in front, each with its keys."""

    def on(key: str, keys: str, work: Callable[[PartPage], object]) -> Command:
        def run() -> None:
            parts.front().body.setFocus()
            work(parts.front())

        return Command(key, key, run, "", keys)

    def kind(name: str) -> Callable[[PartPage], None]:
        return lambda page: page.body.change_kinds(lambda _now: name)

    def table(work: Callable[[BlockEdit], None]) -> Callable[[PartPage], None]:
        return lambda page: work(page.body)

    def step(by: int) -> Callable[[], None]:
        return lambda: parts.front().finder.step(by)

    replace = partial(FindBar.open, replacing=True)
    return (
        *(on(f"drafts.block.{one}", f"Ctrl+Alt+{at}", kind(one)) for at, one in enumerate(KINDS)),
        on("drafts.block_title", "Ctrl+B", lambda page: page.body.change_kinds(body_kinds.titled)),
        *(on(key, keys, table(work)) for key, keys, work in _TABLE),
        on("drafts.tones_old", "", lambda page: _rewrite(page.body, "old")),
        on("drafts.tones_new", "", lambda page: _rewrite(page.body, "new")),
        on("drafts.find", "Ctrl+F", lambda page: page.finder.open()),
        on("drafts.replace", "Ctrl+H", lambda page: replace(page.finder)),
        Command("drafts.find_next", "drafts.find_next", step(1), "", "F3"),
        Command("drafts.find_previous", "drafts.find_previous", step(-1), "", "Shift+F3"),
    )
