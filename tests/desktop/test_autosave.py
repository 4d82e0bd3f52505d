"""What is written while the store is closed under a new key is kept once it is open again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from db.acting import Store
from db.actions import desk
from desktop.autosave import Autosave
from desktop.background import Inline, unasked
from desktop.changes import Changes
from desktop.context import Context
from desktop.latest import Latest
from desktop.pages import PageServer
from desktop.session import Session
from tests.desktop.app.homes import PASSPHRASES, make_homes
from tests.desktop.sample import sample_window

PLACE = "test.text"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_homes(tmp_path_factory.mktemp("homes")).commander


@pytest.fixture
def session(home: Path, tmp_path: Path) -> Iterator[Session]:
    shutil.copytree(home, tmp_path / "home")
    session = Session(tmp_path / "home")
    session.unlock(session.people()[0].person, PASSPHRASES["chi"])
    yield session
    session.end()


@pytest.fixture
def context(session: Session, tmp_path: Path, qtbot: object) -> Iterator[Context]:
    (tmp_path / "window").mkdir()
    window = sample_window(tmp_path / "window")
    yield Context(session.store, Inline(), Changes(), PageServer(), window)
    window.deleteLater()


def kept(store: Store) -> bytes:
    found = desk.draft(store, PLACE)
    return found.body if found is not None else b""


def test_what_is_written_while_the_store_is_closed_is_kept_later(
    session: Session, context: Context
) -> None:
    owner, text = QObject(), b"mot"
    autosave = Autosave(context, PLACE, lambda: text, owner)
    autosave.save()
    assert kept(session.store()) == b"mot"
    autosave.save()
    assert not autosave._timer.isActive(), "it is kept"
    text = b"mot hai"
    left = session.leave()  # as under another database key
    autosave.save()
    assert autosave._timer.isActive(), "it tries again by itself"
    session.enter()
    autosave._timer.timeout.emit()
    assert kept(session.store()) == b"mot hai"
    session.end(left)


def test_a_draft_given_up_while_the_store_is_closed_goes_with_the_next_change(
    session: Session, context: Context
) -> None:
    owner, text = QObject(), b"mot"
    autosave = Autosave(context, PLACE, lambda: text, owner)
    autosave.save()
    text = b""
    left = session.leave()
    autosave.save()
    assert not autosave._timer.isActive()
    session.enter()
    autosave.save()
    assert kept(session.store()) == b""
    session.end(left)


def test_a_question_that_was_not_asked_is_not_waited_for(
    session: Session, context: Context
) -> None:
    heard: list[object] = []
    latest = Latest(context)
    left = session.leave()
    latest.read(lambda store: store.unit, heard.append)
    assert not latest.under_way
    assert unasked(heard.append).finished
    session.end(left)
    assert heard == []
