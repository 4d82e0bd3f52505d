"""The bar above a book: which book, which months, words to filter by, and what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from core.office import closing
from desktop.books.choosing import Choice
from desktop.books.menu_button import MenuButton
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.widgets.search_box import SearchBox
from desktop.widgets.states import group_chips
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from desktop.books.choosing import Shelf

SEARCH_WIDTH: Final = 230


class Bar(Panel):
    """``changed`` says that another book or period is wanted, ``searched`` carries the words."""

    changed = Signal()
    searched = Signal(str)

    def __init__(self) -> None:
        self.book, self.period = MenuButton("books.bar.book"), MenuButton("books.bar.period")
        self.box = SearchBox("books.filter")
        self._facts = ElidedLabel(role="sub")
        self._count = ElidedLabel(role="sub_num")
        self._shown: Choice | None = None
        row = Row(self.book, self.period, STRETCH, self.box, gap=8, margins=(10, 6, 10, 6))
        row.setStretch(2, 1)
        self.box.setMinimumWidth(SEARCH_WIDTH)
        facts = Row(self._facts, self._count, gap=12, margins=(14, 0, 14, 7))
        facts.setStretch(0, 1)
        super().__init__("surface", Column(row, facts, Divider(), gap=0))
        self.book.chosen.connect(lambda _: self.changed.emit())
        self.period.chosen.connect(lambda _: self.changed.emit())
        self.box.searched.connect(self.searched.emit)
        bind(self, self._speak)

    def show_shelf(self, shelf: Shelf, shown: Choice | None, period: str) -> None:
        """Offer the books, and of the chosen one the periods."""
        self._shown = shown
        offered = [(choice.id, _naming(choice)) for choice in shelf.choices]
        self.book.offer(offered, shown.id if shown else "")
        year = shown.year if shown else 0
        periods = (f"{year:04}", *closing.months(year)) if shown else ()
        self.period.offer([(each, _telling(each)) for each in periods], period)
        self._speak()

    def show_count(self, fitting: int, total: int) -> None:
        """How many lines fit the words typed."""
        text = f"{number(fitting)} / {number(total)}" if fitting != total else ""
        self._count.show_text(text)

    def _speak(self) -> None:
        self._facts.show_text(facts_of(self._shown))


def facts_of(choice: Choice | None) -> str:
    """What the keeper of a register wants to know at a glance."""
    row = choice.register if choice else None
    if row is None:
        return ""
    parts = []
    if row.next is not None:
        parts.append(word("books.fact.next", number=number(row.next), left=number(row.left)))
    elif f"{row.year:04}" not in row.closed:
        parts.append(word("books.fact.no_lease"))
    if row.kept:
        parts.append(word("books.fact.kept", numbers=", ".join(map(number, row.kept))))
    if row.closed:
        parts.append(word("books.fact.closed", period=period_words(row.closed[-1])))
    return " · ".join(parts)


def period_words(period: str) -> str:
    """``Tháng 3/2026`` or ``Năm 2026``."""
    year, _, month = period.partition("-")
    if not month:
        return word("books.period.year", year=year)
    return word("books.period.month", month=int(month), year=year)


def name_of(choice: Choice) -> str:
    """A book in a form, as it is chosen and titled."""
    form = word(f"books.form.{choice.form}")
    book = choice.register
    named = word("books.named", form=form, book=book.name if book else f"{choice.year:04}")
    return " · ".join((named, *(chip.text for chip in group_chips(book.group if book else None))))


def _naming(choice: Choice) -> Naming:
    return lambda: name_of(choice)


def _telling(period: str) -> Naming:
    return lambda: period_words(period)


if TYPE_CHECKING:
    from collections.abc import Callable

    Naming = Callable[[], str]
