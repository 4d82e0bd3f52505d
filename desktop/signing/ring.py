"""The signing keys that are open now: loaded or logged in to per PIN, closed on lock. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.keys.token_values import token_ref

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.local import KeyFile
    from desktop.keys.key import SigningKey


class KeyRing:
    """Holds open keys by their id until ``forget``. One login a token: opening a key again ends its
    login of before first.
    """

    def __init__(self) -> None:
        self._open: dict[str, SigningKey] = {}

    def open(
        self, file: KeyFile, pin: str, modules: Sequence[str] = (), chain: tuple[bytes, ...] = ()
    ) -> SigningKey:
        """The key in a PKCS#12 file, or the one of a token; ``chain`` goes into what a token signs.

        Raises WrongPin, KeyFileBroken, and what ``token_key.open_key`` raises.
        """
        # late: the first window needs no key
        from desktop.keys.pkcs12 import load_pkcs12_key
        from desktop.signing.token_key import open_key

        self.close(file.id)
        ref = token_ref(file.file)
        if ref is None:
            self._open[file.id] = load_pkcs12_key(file.file, pin)
        else:
            self._open[file.id] = open_key(modules, ref, pin, chain)
        return self._open[file.id]

    def close(self, key: str) -> None:
        """Close one key: log out of its token."""
        if (before := self._open.pop(key, None)) is not None:
            before.close()

    def forget(self) -> None:
        """Close and drop every key."""
        for key in list(self._open):
            self.close(key)
