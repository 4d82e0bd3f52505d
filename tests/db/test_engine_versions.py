"""The driver says what it carries, and it is new enough."""

from __future__ import annotations

from db.connection import OLDEST
from db.engine_versions import engine_versions


def test_versions_are_those_of_the_loaded_libraries() -> None:
    found = engine_versions()
    assert found.safe
    assert tuple(map(int, found.sqlite.split("."))) >= OLDEST
    assert found.sqlcipher.startswith("4.")
    assert found.crypto.startswith("OpenSSL 3.")
