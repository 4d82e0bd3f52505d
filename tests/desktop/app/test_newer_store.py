"""A store that a newer program has changed stays shut, with a sentence that says what to do."""

from __future__ import annotations

from contextlib import closing

from core.errors import StoreNewer
from db.vault import Vault, folder_of
from desktop import clock
from desktop.words import explain
from tests.desktop.app.conftest import Start
from tests.desktop.app.homes import PASSPHRASES, Homes


def test_a_newer_store_is_refused_at_the_lock_screen(homes: Homes, start: Start) -> None:
    vault = Vault(folder_of(homes.commander), clock.random_bytes)
    opened = vault.unlock(vault.people()[0].person, PASSPHRASES["chi"], clock.now_ms())
    with closing(opened.connect()) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    opened.close()
    app = start(homes.commander)
    app.unlock(PASSPHRASES["chi"])
    assert app.locked()
    assert explain(StoreNewer(revision="9999")).what in app.texts()
