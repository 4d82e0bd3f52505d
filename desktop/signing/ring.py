"""The signing keys that are open now: loaded once per PIN, closed on lock. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.keys.key import SigningKey


class KeyRing:
    """Holds open keys by the id of their file until ``forget``."""

    def __init__(self) -> None:
        self._open: dict[str, SigningKey] = {}

    def open(self, key: str, file: bytes, pin: str) -> SigningKey:
        """The key in a PKCS#12 file; raises WrongPin, KeyFileBroken."""
        from desktop.keys.pkcs12 import load_pkcs12_key  # late: the first window needs no key

        opened = load_pkcs12_key(file, pin)
        if (before := self._open.get(key)) is not None:
            before.close()
        self._open[key] = opened
        return opened

    def forget(self) -> None:
        """Close and drop every key."""
        for key in self._open.values():
            key.close()
        self._open.clear()
