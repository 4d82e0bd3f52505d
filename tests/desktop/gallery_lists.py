"""How lists come up in the gallery: work lists, filters, columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtTest import QTest

from core.office.format.finding import Record
from core.office.terms import Kind, State
from db.queries.asking import Filter
from desktop.documents.format_sheet import FormatSheet
from desktop.documents.versions_sheet import VersionsSheet
from desktop.drafts.screen import DraftsScreen
from desktop.home.screen import HomeScreen
from desktop.incoming.screen import IncomingScreen

if TYPE_CHECKING:
    from tests.desktop.gallery import Gallery

PAPERS: Final = Path(__file__).resolve().parents[1] / "data" / "format"


def home(gallery: Gallery, name: str = "") -> HomeScreen:
    """The work lists, one of them chosen."""
    view = gallery.go("home")
    assert isinstance(view, HomeScreen)
    gallery.wait(lambda: view.page.overview is not None)
    if name:
        view.page.pane.choose(name)
    return view


def work(gallery: Gallery, name: str) -> None:
    """One work list, at rest."""
    home(gallery, name)
    QTest.qWait(400)


def filter_sheet(gallery: Gallery) -> None:
    """Everything that a filter can ask."""
    home(gallery).page.filters.ask()
    QTest.qWait(100)


def format_sheet(gallery: Gallery) -> None:
    """What deviates in the layout of a file that came."""
    paper = PAPERS / "layout-mac-dinh-soan-thao.pdf"
    view = gallery.go("incoming")
    assert isinstance(view, IncomingScreen)
    gallery.wait(lambda: view.register.overview is not None)
    sheet = FormatSheet(gallery.context, lambda _store: paper.read_bytes(), Record())
    gallery.context.frame.open_sheet(sheet)
    QTest.qWait(100)


def narrowed(gallery: Gallery, *, arranging: bool = False) -> None:
    """The incoming register by several things at once, or how its columns are chosen."""
    view = gallery.go("incoming")
    assert isinstance(view, IncomingScreen)
    gallery.wait(lambda: view.register.overview is not None)
    asked = Filter((Kind.INCOMING,), (State.REGISTERED, State.SUBMITTED), due="ahead", filed="out")
    view.register.filters.narrow(asked)
    gallery.wait(view.register.filters.bar.isVisible)
    if arranging:
        view.register.arranging.ask()


def compared(gallery: Gallery) -> None:
    """The versions of a draft, with what was said about them."""
    view = gallery.go("drafts", ("at", gallery.unit.letters[0]))
    assert isinstance(view, DraftsScreen)
    gallery.wait(lambda: view.list.page is not None)
    next(one for one in view.commands() if one.id == "versions").run()
    card = gallery.window.scrim.card
    assert isinstance(card, VersionsSheet)
    gallery.wait(lambda: bool(card.rows))
