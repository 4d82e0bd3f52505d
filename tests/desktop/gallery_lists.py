"""How lists come up in the gallery: work lists, filters, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from core.office.terms import Kind, State
from db.queries.asking import Filter
from desktop.home.screen import HomeScreen
from desktop.incoming.screen import IncomingScreen

if TYPE_CHECKING:
    from tests.desktop.gallery import Gallery


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
