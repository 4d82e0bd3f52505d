"""A damaged database while somebody is at work: salvaged, and the same person goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import WorkStopped
from db.care import integrity
from db.engine import close
from db.keys.protectors import KEY_FILE, by_passphrase, key_file_key
from desktop.session import CLOCK, Session
from tests.db.care.test_integrity import made_world
from tests.db.damage import PAGE, flip

WORDS = "gàu sòng tát nước trăng lên muộn"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A clerk's installation that opens by passphrase."""
    (tmp_path / "unit").mkdir()
    world = made_world(tmp_path / "unit")
    found = Session(tmp_path)
    world.unit.folder.joinpath("clerk").rename(found.folder)
    vault = found.vault
    key = key_file_key(world.unit.folder / "keys" / "clerk")
    opened = vault.unlock_with(world.people["van"], KEY_FILE, key)
    vault.add_person(opened, world.people["van"], "Mẫu", by_passphrase(WORDS, CLOCK.random))
    opened.close()
    return found


def test_salvaged_while_somebody_works(session: Session) -> None:
    person = session.people()[0].person
    session.unlock(person, WORDS)
    before = session.open_vault().path
    close(session.store().engine)
    damage(session)
    with pytest.raises(WorkStopped):
        session.salvage(lambda _done, _total: False)
    assert session.open_vault().path == before
    done = session.salvage(lambda _done, _total: True)
    assert session.open_vault().path != before
    assert integrity.check(session.store(), session.open_vault()).whole
    assert not done.rebuilt.dropped
    session.end()
    session.unlock(person, WORDS)
    session.end()


def damage(session: Session) -> None:
    """Flip a bit in a page of the table of documents."""
    path = session.open_vault().path
    whole = path.read_bytes()
    for page in range(1, len(whole) // PAGE):
        flip(path, page * PAGE + 77, 4)
        found = integrity.check_closed(session.open_vault()).findings
        if "documents" in {each.ident for each in found}:
            return
        path.write_bytes(whole)
    pytest.fail("no page of documents")
