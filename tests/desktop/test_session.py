"""The vault and the store of one installation: opened, left, ended, founded anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import (
    EnrolCodeMistyped,
    NotOurFile,
    StoreClosed,
    VaultExists,
    WeakPassphrase,
    WrongPassphrase,
)
from core.sync import container, enrol
from core.sync.container import FileKind
from db.keys.passphrase import FLOOR
from db.queries import office
from desktop.session import Founding, Session
from tests.db.unit_of_three import Unit
from tests.desktop.app.homes import PASSPHRASES, Homes, make_homes

CODE = enrol.code_text(bytes(range(16)))
WORDS = "ngựa sắt qua cầu"


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return make_homes(tmp_path)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "new", lambda: FLOOR)
    yield session
    session.end()


def provision(folder: Path) -> bytes:
    return container.write_json(FileKind.PROVISION, Unit(folder).provision)


def test_unlock_leave_end(homes: Homes) -> None:
    session = Session(homes.commander)
    [holder] = session.people()
    with pytest.raises(WrongPassphrase):
        session.unlock(holder.person, "không phải câu này")
    with pytest.raises(StoreClosed):
        session.store()
    session.unlock(holder.person, PASSPHRASES["chi"])
    store = session.store()
    left = session.leave()
    assert left is store
    with pytest.raises(StoreClosed):
        session.store()
    assert office.me(store).name == "Người chi"  # what was begun still ends
    session.end(left)
    with pytest.raises(StoreClosed):
        office.me(store)
    session.end()


def test_a_founded_machine_waits(new: Session, tmp_path: Path) -> None:
    given = Founding(provision(tmp_path), CODE, "Máy 1", "Người mới", WORDS)
    new.found(given)
    assert (new.enrolled(), new.waiting()) == (True, True)
    request, place = new.request()
    assert (enrol.request_of(request).label, place) == ("Máy 1", None)
    assert [holder.label for holder in new.people()] == ["Người mới"]
    with pytest.raises(VaultExists):
        new.found(given)
    new.end()
    new.unlock(new.people()[0].person, WORDS)
    assert new.waiting()
    assert new.request() == (request, None)
    new.ask_again(CODE, "Máy 2")
    assert enrol.request_of(new.request()[0]).label == "Máy 2"


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [(CODE[:-1], WORDS, EnrolCodeMistyped), (CODE, "ngắn", WeakPassphrase)],
)
def test_nothing_is_left_of_a_vault_without_a_request(
    new: Session, tmp_path: Path, code: str, words: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        new.found(Founding(provision(tmp_path), code, "Máy 1", "Người mới", words))
    with pytest.raises(NotOurFile):
        new.found(Founding(b"khong phai", CODE, "Máy 1", "Người mới", WORDS))
    assert not new.enrolled()
    assert not new.folder.exists()
    new.found(Founding(provision(tmp_path), CODE, "Máy 1", "Người mới", WORDS))
    assert new.waiting()


def test_words_are_not_shown() -> None:
    assert WORDS not in repr(Founding(b"", "", "", "", WORDS))
