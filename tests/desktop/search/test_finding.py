"""Ctrl+K finds the documents and dossiers that a person may see, and goes to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from db.actions import dossiers, incoming
from db.queries import office
from desktop.frame.command_palette import PaletteCard
from desktop.incoming.screen import IncomingScreen
from tests.db.test_ledger import ENTRY
from tests.desktop.app.conftest import Start, homes, made_homes, start
from tests.desktop.app.driver import CONTROL, Driver
from tests.desktop.app.homes import PASSPHRASES, Homes

__all__ = ["homes", "made_homes", "start"]

SHIFT_CONTROL = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def clerk(homes: Homes, start: Start) -> Driver:
    app = start(homes.clerk)
    app.click("Người van")
    app.unlock(PASSPHRASES["van"])
    context = app.application.context
    context.act(
        lambda store: incoming.register(
            store, ENTRY, None, next(iter(office.books(store, "incoming"))).id
        ),
        lambda _done: None,
    )
    context.act(
        lambda store: dossiers.open_dossier(store, "01.TH", "Diễn tập giả lập", "10"),
        lambda _done: None,
    )
    app.settle()
    return app


def asked(app: Driver, text: str) -> PaletteCard:
    """The palette with what it found for a text."""
    app.keys((Qt.Key.Key_K, CONTROL), text)
    card = app.window.scrim.card
    assert isinstance(card, PaletteCard)
    card._pause.timeout.emit()
    app.settle()
    return card


@pytest.mark.parametrize("text", ["bao dam thong", "217", "phong tham"])
def test_a_document_is_found_and_gone_to(clerk: Driver, text: str) -> None:
    clerk.go("outgoing")
    card = asked(clerk, text)
    assert card.texts()[0] == ENTRY.subject
    clerk.keys(Qt.Key.Key_Return)
    view = clerk.window.stack.view()
    assert isinstance(view, IncomingScreen)
    row = view.register.current()
    assert row is not None
    assert row.subject == ENTRY.subject


def test_a_dossier_is_found_and_gone_to(clerk: Driver) -> None:
    card = asked(clerk, "dien tap")
    assert card.texts()[0] == "01.TH – Diễn tập giả lập"
    clerk.keys(Qt.Key.Key_Return)
    assert clerk.window.stack.current_id == "dossiers"


def test_who_may_not_see_it_does_not_find_it(clerk: Driver) -> None:
    clerk.keys((Qt.Key.Key_L, SHIFT_CONTROL))
    clerk.click("Người si")
    clerk.unlock(PASSPHRASES["si"])
    assert ENTRY.subject not in asked(clerk, "bao dam thong").texts()


def test_under_the_lock_there_is_nothing_to_find(clerk: Driver) -> None:
    clerk.keys((Qt.Key.Key_L, CONTROL))
    held: list[object] = []
    clerk.window.hub.provide("bao dam", held.append)
    clerk.settle()
    assert held == []
