"""Which SQLite, SQLCipher and OpenSSL the store's driver really carries: asked, not assumed."""

from __future__ import annotations

from typing import NamedTuple

from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from db.connection import OLDEST


class EngineVersions(NamedTuple):
    """Versions as text; ``safe`` tells whether several connections may share a store."""

    sqlite: str
    sqlcipher: str
    crypto: str
    safe: bool


def engine_versions() -> EngineVersions:
    """Ask the driver, with an empty store in memory."""
    connection = driver.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'asked of an empty store'")  # or OpenSSL is not loaded
        cipher, crypto = (
            str(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("cipher_version", "cipher_provider_version")
        )
    finally:
        connection.close()
    return EngineVersions(
        driver.sqlite_version, cipher, crypto, driver.sqlite_version_info >= OLDEST
    )
